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
class FactHistory:
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
    amendments: Mapping[str, Recorded[Any]] = attrs.field(factory=dict)
    amended_by: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    moved_in: Mapping[str, str] = attrs.field(factory=dict)
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
class Amendment:
    """One void or correction as it was made, and whether it stands."""

    id: str
    target: str
    fields: tuple[str, ...]
    reason: str
    actor: str
    recorded_at: datetime
    voided_by: str | None


def initial(stream: str) -> FactHistory:
    """A history in which nothing has happened."""
    return FactHistory(stream)


def evolve(history: FactHistory, page: Iterable[Recorded[Any]]) -> FactHistory:
    """Take a page of events into account, in order; never judge them, they have already happened."""
    facts, amendments, printed = dict(history.facts), dict(history.amendments), dict(history.printed)
    amended_by, moved_in, version = dict(history.amended_by), dict(history.moved_in), history.version
    for recorded in page:
        event = recorded.event
        version = recorded.version
        match event:
            case FactRecorded():
                facts[event.id] = recorded
            case FactVoided() | FactCorrected():
                amendments[event.id] = recorded
                amended_by[event.target] = (*amended_by.get(event.target, ()), event.id)
            case FactReferred():
                moved_in[event.fact] = event.home
            case TotalPrinted():
                printed[event.id] = recorded
            case _:
                raise _foreign(event)
    return FactHistory(history.stream, version, facts, amendments, amended_by, moved_in, printed)


def _foreign(event: object) -> TypeError:
    return TypeError(f"{type(event).__name__} belongs to the register, not to a history of facts")


def find_void(history: FactHistory, entry: str) -> str | None:
    """The first standing void that points at an entry, or None when the entry stands."""
    for pointer in history.amended_by.get(entry, ()):
        voids = isinstance(history.amendments[pointer].event, FactVoided)
        if voids and find_void(history, pointer) is None:
            return pointer
    return None


def find_fact_behind(history: FactHistory, entry: str) -> str:
    """The fact that a void or a correction came to touch, through whatever it points at; a fact is its own."""
    while entry not in history.facts:
        amendment = history.amendments[entry].event
        assert isinstance(amendment, FactVoided | FactCorrected)
        entry = amendment.target
    return entry


def current_fact(history: FactHistory, fact_id: str) -> CurrentFact:
    """One fact as it reads now: its standing corrections applied in the order recorded."""
    recorded = history.facts[fact_id]
    first = recorded.event
    assert isinstance(first, FactRecorded)
    fact, applied = first.fact, []
    for pointer in history.amended_by.get(fact_id, ()):
        amendment = history.amendments[pointer].event
        if isinstance(amendment, FactCorrected) and find_void(history, pointer) is None:
            fact = attrs.evolve(fact, **{name: getattr(amendment.after, name) for name in amendment.fields})
            applied.append(pointer)
    return CurrentFact(
        id=fact_id,
        fact=fact,
        order=recorded.position,
        recorded_at=recorded.recorded_at,
        recorder=fact.recorder or recorded.actor,
        sheet=first.sheet,
        voided_by=find_void(history, fact_id),
        corrected_by=tuple(applied),
    )


def list_current_facts(history: FactHistory) -> list[CurrentFact]:
    """Every fact first recorded here as it reads now, voided ones included, in the order recorded."""
    return [current_fact(history, fact_id) for fact_id in history.facts]


def list_amendments(history: FactHistory, entry: str) -> tuple[Amendment, ...]:
    """Every void and correction ever pointed at an entry, and at those in turn, in the order recorded."""
    direct = [history.amendments[pointer] for pointer in history.amended_by.get(entry, ())]
    found = [
        amendment
        for recorded in direct
        for amendment in (_mark(history, recorded), *_marks_below(history, recorded))
    ]
    return tuple(sorted(found, key=lambda amendment: history.amendments[amendment.id].position))


def _marks_below(history: FactHistory, recorded: Recorded[Any]) -> tuple[Amendment, ...]:
    event = recorded.event
    assert isinstance(event, FactVoided | FactCorrected)
    return list_amendments(history, event.id)


def _mark(history: FactHistory, recorded: Recorded[Any]) -> Amendment:
    event = recorded.event
    assert isinstance(event, FactVoided | FactCorrected)
    return Amendment(
        id=event.id,
        target=event.target,
        fields=event.fields if isinstance(event, FactCorrected) else (),
        reason=event.reason,
        actor=recorded.actor,
        recorded_at=recorded.recorded_at,
        voided_by=find_void(history, event.id),
    )
