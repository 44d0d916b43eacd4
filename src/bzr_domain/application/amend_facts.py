"""Amend facts (作废、更正): load the history an entry stands in, decide, and note in another history what moves there."""

from collections.abc import Callable
from typing import TypeVar

import attrs

from bzr_domain.application.award_titles import refuse_titles
from bzr_domain.application.find_entry import find_entry
from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.facts.events import FactEvent
from bzr_domain.facts.fact_history import (
    CorrectFact,
    ReferFact,
    VoidEntry,
    current_fact,
    decide,
    find_fact_behind,
    refuse_amendment,
)
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.normalize import row_of_fact
from bzr_domain.facts.streams import AnyHistory, list_streams_of_fact, preview
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.scoring.uncounted_facts import describe_uncounted

Change = Callable[[FactRow], FactRow]
"""Turns a fact's own words into the corrected ones."""
_Objection = TypeVar("_Objection", bound=Refused | tuple[Problem, ...])


@attrs.frozen
class Amended:
    """What a void or a correction comes to: the fact it is about, its events, none where it changes nothing, and where they go.

    Attributes:
        uncounted: Where no period counts the fact as it is corrected, why.
    """

    fact: str
    events: tuple[FactEvent, ...]
    batches: tuple[Batch, ...]
    uncounted: tuple[Problem, ...] = ()


@attrs.frozen
class FactAmender(Writer):
    """Voids and corrects."""

    def void(self, prefix: str, reason: str) -> tuple[FactEvent, ...] | Refused:
        """Declare the entry of that id void; an entry that is void already takes no event."""
        return self._amend("void", lambda reader, name: decide_void(reader, prefix, reason, name))

    def correct(
        self, prefix: str, change: Change, reason: str
    ) -> tuple[FactEvent, ...] | tuple[Problem, ...] | Refused:
        """Correct the fact of that id."""
        return self._amend("correct", lambda reader, name: decide_correction(reader, prefix, change, reason, name))

    @retry_on_conflict
    def _amend(
        self, step: str, decide_with: Callable[[SchoolReader, str], Amended | _Objection]
    ) -> tuple[FactEvent, ...] | _Objection | Refused:
        reader = self.reader()
        decided = self.check_right(reader, step) or decide_with(reader, self.ids())
        if not isinstance(decided, Amended):
            return decided
        refused = self.check_record_rights(reader, decided.batches) or refuse_titles(reader, decided.batches)
        if refused is not None:
            return refused
        self.append(decided.batches, decided)
        return decided.events


def decide_void(reader: SchoolReader, prefix: str, reason: str, name: str) -> Amended | Refused:
    """Decide to declare the entry of that id void; `name` is the new record's id.

    Raises:
        UnknownReference: When no entry or several begin so.
    """
    target, home = find_entry(reader, prefix)
    history = reader.history(home)
    return decide_amendment(reader, history, VoidEntry(id=name, target=target, reason=reason))


def decide_correction(
    reader: SchoolReader, prefix: str, change: Change, reason: str, name: str
) -> Amended | tuple[Problem, ...] | Refused:
    """Decide to correct the fact of that id; `name` is the new record's id.

    Raises:
        UnknownReference: When no entry or several begin so.
    """
    target, home = find_entry(reader, prefix)
    history = reader.history(home)
    if target not in history.facts:
        return refuse_amendment(target)
    after = reader.admission.admit(change(row_of_fact(current_fact(history, target).fact)))
    if isinstance(after, tuple):
        return after
    return decide_amendment(reader, history, CorrectFact(id=name, target=target, after=after, reason=reason))


def decide_amendment(reader: SchoolReader, history: AnyHistory, command: VoidEntry | CorrectFact) -> Amended | Refused:
    """Decide to void or correct what stands in a history, and to note in another what moves there."""
    decided = decide(history, command)
    if isinstance(decided, Refused):
        return decided
    batch = Batch(stream=history.stream, after=history.version, events=decided)
    fact = find_fact_behind(history, command.target)
    if not decided:
        return Amended(fact, (), ())
    batches = (batch, *_refer_moved(reader, history, command.target, decided))
    return Amended(fact, decided, batches, _list_uncounted(reader, command))


def _list_uncounted(reader: SchoolReader, command: VoidEntry | CorrectFact) -> tuple[Problem, ...]:
    """Why no period counts a corrected fact; nothing where some period counts it."""
    if isinstance(command, VoidEntry):
        return ()
    periods = reader.list_uncounted_in(command.after)
    return (describe_uncounted(command.after.on, periods),) if periods else ()


def _refer_moved(reader: SchoolReader, history: AnyHistory, target: str, decided: tuple[FactEvent, ...]) -> list[Batch]:
    """Note the fact in the history it belongs to from now on, where an amendment moves it.

    A void can move one too: of several corrections, those left can mean a place not noted yet.
    """
    fact_id = find_fact_behind(history, target)
    fact = preview(history, decided, reader.as_of, fact_id).fact
    streams = list_streams_of_fact(fact, reader.register.calendar)
    places = [history if stream == history.stream else reader.history(stream) for stream in streams]
    if any(place is history or fact_id in place.moved_in for place in places):
        return []
    events = decide(places[0], ReferFact(fact=fact_id, home=history.stream))
    assert isinstance(events, tuple), "a fact can be referred to from anywhere"
    return [Batch(stream=places[0].stream, after=places[0].version, events=events)]
