"""Voids and corrections: what has to be added to which history, decided on what a reader knows. Nothing here writes."""

from collections.abc import Callable

import attrs

from bzr_domain.application.entries import find, only_facts
from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.events import Event
from bzr_domain.facts import amendments, streams
from bzr_domain.facts import history as histories
from bzr_domain.facts.commands import CorrectFact, FactRow, VoidEntry
from bzr_domain.facts.events import FactCorrected, FactReferred, FactVoided
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.history import FactHistory
from bzr_domain.facts.wording import row_of_fact
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.recorded import Recorded


@attrs.frozen
class Amended:
    """The events of a void or a correction, none where it changes nothing, and where they go."""

    events: tuple[Event, ...]
    batches: tuple[Batch, ...]


def voided(reader: SchoolReader, prefix: str, reason: str, name: str) -> Amended | Refused:
    """Declare the entry of that id void.

    Raises:
        UnknownReference: When no entry or several begin so.
    """
    target, home = find(reader, prefix)
    history = reader.history(home)
    decided = amendments.decide(history, VoidEntry(id=name, target=target, reason=reason))
    if isinstance(decided, Refused):
        return decided
    batch = Batch(stream=home, after=history.version, events=decided)
    return Amended(decided, (batch, *_moved(reader, target, history, decided)) if decided else ())


def _moved(
    reader: SchoolReader, target: str, history: FactHistory, decided: tuple[Event, ...]
) -> list[Batch]:
    """A pointer where a void leaves the fact: of several corrections, those left can mean a place not yet known."""
    recorded = [
        Recorded(
            stream=history.stream,
            version=version,
            position=0,
            recorded_at=reader.as_of,
            actor="",
            command="",
            event=event,
        )
        for version, event in enumerate(decided, history.version + 1)
    ]
    while target not in history.facts:
        amendment = history.amendments[target].event
        assert isinstance(amendment, FactVoided | FactCorrected)
        target = amendment.target
    after = histories.current_fact(histories.evolve(history, recorded), target)
    return _referred(reader, target, history.stream, after.fact)


def corrected(
    reader: SchoolReader, prefix: str, changed: Callable[[FactRow], FactRow], reason: str, name: str
) -> Amended | tuple[Problem, ...] | Refused:
    """Correct the fact of that id; `changed` turns the fact's own words into the corrected ones.

    Raises:
        UnknownReference: When no entry or several begin so.
    """
    target, home = find(reader, prefix)
    history = reader.history(home)
    if target not in history.facts:
        return only_facts(target)
    after = reader.admission.admit(changed(row_of_fact(histories.current_fact(history, target).fact)))
    if isinstance(after, tuple):
        return after
    decided = amendments.decide(history, CorrectFact(id=name, target=target, after=after, reason=reason))
    if isinstance(decided, Refused):
        return decided
    batch = Batch(stream=home, after=history.version, events=decided)
    return Amended(decided, (batch, *_referred(reader, target, home, after)) if decided else ())


def _referred(reader: SchoolReader, target: str, home: str, after: Fact) -> list[Batch]:
    """A pointer in the history a correction moves a fact to, where there is none yet."""
    now = streams.home_of(after, reader.register.calendar)
    if now == home:
        return []
    history = reader.history(now)
    event = FactReferred(fact=target, home=home)
    return [] if target in history.moved_in else [Batch(stream=now, after=history.version, events=(event,))]
