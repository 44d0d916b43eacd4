"""A history of facts (历史): what was recorded, voided and corrected, in order; what of it stands is replayed.

The class's history per term and the teacher's history are both of this form. Nothing is ever overwritten: a void or a
correction is one more event that points at a fact, a correction or a void. An event stands unless a standing void points
at it, so a void of a void restores, and voiding twice counts once.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from bzr_domain.facts.events import FactCorrected, FactRecorded, FactReferred, FactVoided, TotalPrinted
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.recorded import Recorded


@attrs.frozen
class History:
    """The state of one history: every entry ever made, keyed by its id, in the order recorded.

    Attributes:
        stream: The name of the history.
        version: How many events it holds.
        facts: The facts as first recorded.
        marks: Voids and corrections.
        pointers: For each id, the ids of the marks that point at it, in the order recorded.
        guests: Facts a correction moved here → the history that tells their story.
        printed: Printed totals.
    """

    stream: str
    version: int = 0
    facts: Mapping[str, Recorded[Any]] = attrs.field(factory=dict)
    marks: Mapping[str, Recorded[Any]] = attrs.field(factory=dict)
    pointers: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    guests: Mapping[str, str] = attrs.field(factory=dict)
    printed: Mapping[str, Recorded[Any]] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class CurrentFact:
    """A fact as it reads now, with the trail of what was done to it.

    Attributes:
        id: The fact's id, kept through corrections.
        fact: Its present content.
        order: Its place in the order of recording.
        recorded_at: When it was first recorded.
        recorder: Who saw it (检查人), or else who recorded it.
        sheet: The sheet it came from.
        voided_by: The standing void that takes it out; None while it counts.
        corrected_by: The standing corrections, in the order recorded.
    """

    id: str
    fact: Fact
    order: int
    recorded_at: datetime
    recorder: str
    sheet: str
    voided_by: str | None
    corrected_by: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Mark:
    """One void or correction as it was made, and whether it stands."""

    id: str
    target: str
    fields: tuple[str, ...]
    reason: str
    actor: str
    recorded_at: datetime
    voided_by: str | None


def initial(stream: str) -> History:
    """A history in which nothing has happened."""
    return History(stream)


def evolve(history: History, page: Iterable[Recorded[Any]]) -> History:
    """Take a page of events into account, in order; never judge them, they have already happened."""
    facts, marks, printed = dict(history.facts), dict(history.marks), dict(history.printed)
    pointers, guests, version = dict(history.pointers), dict(history.guests), history.version
    for recorded in page:
        event = recorded.event
        version = recorded.version
        match event:
            case FactRecorded():
                facts[event.id] = recorded
            case FactVoided() | FactCorrected():
                marks[event.id] = recorded
                pointers[event.target] = (*pointers.get(event.target, ()), event.id)
            case FactReferred():
                guests[event.fact] = event.home
            case TotalPrinted():
                printed[event.id] = recorded
            case _:
                raise _foreign(event)
    return History(history.stream, version, facts, marks, pointers, guests, printed)


def _foreign(event: object) -> TypeError:
    return TypeError(f"{type(event).__name__} belongs to the register, not to a history of facts")


def standing_void(history: History, entry: str) -> str | None:
    """The first standing void that points at an entry, or None when the entry stands."""
    for pointer in history.pointers.get(entry, ()):
        voids = isinstance(history.marks[pointer].event, FactVoided)
        if voids and standing_void(history, pointer) is None:
            return pointer
    return None


def fact_behind(history: History, entry: str) -> str:
    """The fact that a void or a correction came to touch, through whatever it points at; a fact is its own."""
    while entry not in history.facts:
        mark = history.marks[entry].event
        assert isinstance(mark, FactVoided | FactCorrected)
        entry = mark.target
    return entry


def standing(history: History, fact_id: str) -> CurrentFact:
    """One fact as it reads now: its standing corrections applied in the order recorded."""
    recorded = history.facts[fact_id]
    first = recorded.event
    assert isinstance(first, FactRecorded)
    fact, applied = first.fact, []
    for pointer in history.pointers.get(fact_id, ()):
        mark = history.marks[pointer].event
        if isinstance(mark, FactCorrected) and standing_void(history, pointer) is None:
            fact = attrs.evolve(fact, **{name: getattr(mark.after, name) for name in mark.fields})
            applied.append(pointer)
    return CurrentFact(
        id=fact_id,
        fact=fact,
        order=recorded.position,
        recorded_at=recorded.recorded_at,
        recorder=fact.recorder or recorded.actor,
        sheet=first.sheet,
        voided_by=standing_void(history, fact_id),
        corrected_by=tuple(applied),
    )


def all_facts(history: History) -> list[CurrentFact]:
    """Every fact first recorded here as it reads now, voided ones included, in the order recorded."""
    return [standing(history, fact_id) for fact_id in history.facts]


def marks_of(history: History, entry: str) -> tuple[Mark, ...]:
    """Every void and correction ever pointed at an entry, and at those in turn, in the order recorded."""
    direct = [history.marks[pointer] for pointer in history.pointers.get(entry, ())]
    found = [
        mark for recorded in direct for mark in (_mark(history, recorded), *_marks_below(history, recorded))
    ]
    return tuple(sorted(found, key=lambda mark: history.marks[mark.id].position))


def _marks_below(history: History, recorded: Recorded[Any]) -> tuple[Mark, ...]:
    event = recorded.event
    assert isinstance(event, FactVoided | FactCorrected)
    return marks_of(history, event.id)


def _mark(history: History, recorded: Recorded[Any]) -> Mark:
    event = recorded.event
    assert isinstance(event, FactVoided | FactCorrected)
    return Mark(
        id=event.id,
        target=event.target,
        fields=event.fields if isinstance(event, FactCorrected) else (),
        reason=event.reason,
        actor=recorded.actor,
        recorded_at=recorded.recorded_at,
        voided_by=standing_void(history, event.id),
    )
