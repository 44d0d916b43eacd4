"""Recording: load → decide → append, in one place. A command is tried again when another writer came between."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import uuid4

import attrs

from bzr_adapters.service.entries import find, only_facts
from bzr_adapters.service.incoming import Incoming
from bzr_adapters.service.outcome import Recording
from bzr_adapters.service.plan import Plan
from bzr_adapters.service.reading import Progress, Reader, no_progress
from bzr_adapters.storage import Batch, Conflict, EventStore
from bzr_domain import amendments, school, streams
from bzr_domain import history as histories
from bzr_domain.commands import CorrectFact, RecordFact, VoidEntry
from bzr_domain.declaration import Declaration
from bzr_domain.errors import Problem, Refused
from bzr_domain.events import Event, FactReferred
from bzr_domain.facts import Fact
from bzr_domain.school import Register
from bzr_domain.wording import words_of

_TRIES = 5
_Answer = TypeVar("_Answer")


@attrs.frozen
class Recorder:
    """Writes to a store.

    Attributes:
        clock: Gives the present moment, with offset.
        actor: Who gives the commands.
    """

    store: EventStore
    clock: Callable[[], datetime]
    actor: str

    def reader(self) -> Reader:
        """The store with everything recorded in it, asked now."""
        return Reader(self.store, self.clock())

    def setup(self, declared: Declaration) -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
        """Make the register read like a declaration; returns the events this took."""

        def once() -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
            register = school.initial()
            for page in self.store.read(streams.REGISTER):
                register = school.evolve(register, page)
            decided = school.decide(register, declared, self._in_use(register, declared))
            if isinstance(decided, Refused) or not decided or isinstance(decided[0], Problem):
                return decided
            self._append([Batch(stream=streams.REGISTER, after=register.version, events=decided)])
            return decided

        return _try_again(once)

    def _in_use(self, register: Register, declared: Declaration) -> list[tuple[str, date]]:
        """The days on which classes have facts, asked only where a declaration could leave some behind."""
        kept = set(register.classes) <= {c.id for c in declared.classes}
        if kept and set(register.terms.values()) <= set(declared.terms):
            return []
        reader = self.reader()
        return [
            (class_id, one.fact.on) for class_id in register.classes for one in reader.all_facts(class_id)
        ]

    def void(self, prefix: str, reason: str) -> tuple[Event, ...] | Refused:
        """Declare the entry of that id void; an entry that is void already takes no event."""

        def once() -> tuple[Event, ...] | Refused:
            target, home = self.find(prefix)
            history = self.reader().history(home)
            decided = amendments.decide(history, VoidEntry(id=_new_id(), target=target, reason=reason))
            if not isinstance(decided, Refused) and decided:
                self._append([Batch(stream=home, after=history.version, events=decided)])
            return decided

        return _try_again(once)

    def correct(
        self, prefix: str, changed: Callable[[RecordFact], RecordFact], reason: str
    ) -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
        """Correct the fact of that id; `changed` turns the fact's own words into the corrected ones."""

        def once() -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
            target, home = self.find(prefix)
            reader = self.reader()
            history = reader.history(home)
            if target not in history.facts:
                return only_facts(target)
            after = reader.desk.admit(changed(words_of(histories.standing(history, target).fact)))
            if isinstance(after, tuple):
                return after
            command = CorrectFact(id=_new_id(), target=target, after=after, reason=reason)
            decided = amendments.decide(history, command)
            if not isinstance(decided, Refused) and decided:
                batches = [Batch(stream=home, after=history.version, events=decided)]
                self._append(batches + self._referred(reader, target, home, after))
            return decided

        return _try_again(once)

    def _referred(self, reader: Reader, target: str, home: str, after: Fact) -> list[Batch]:
        """A pointer in the history a correction moves a fact to, where there is none yet."""
        now = streams.home_of(after, reader.register.calendar)
        if now == home:
            return []
        history = reader.history(now)
        event = FactReferred(fact=target, home=home)
        return [] if target in history.guests else [Batch(stream=now, after=history.version, events=(event,))]

    def find(self, prefix: str) -> tuple[str, str]:
        """The one entry whose id starts with a prefix, and the history it stands in; see `entries.find`."""
        return find(self.store, prefix)

    def record(
        self,
        sheets: Sequence[Incoming],
        *,
        partial: bool = False,
        new: bool = False,
        dry_run: bool = False,
        progress: Progress = no_progress,
    ) -> Recording:
        """Record some sheets together: all rows or, unless `partial`, none.

        Args:
            partial: Record the good rows although others are bad.
            new: Record also what is known from another sheet or was declared void.
            dry_run: Decide everything and append nothing.
        """

        def once() -> Recording:
            plan = Plan(self.reader(), self.store, new, progress)
            for sheet in sheets:
                plan.take(sheet)
            outcome = plan.outcome()
            if outcome.problems and not partial:
                return attrs.evolve(outcome, new=0, printed=0)
            if not dry_run:
                self._append(plan.batches())
            return outcome

        return _try_again(once)

    def _append(self, batches: Sequence[Batch]) -> None:
        if batches:
            self.store.append(batches, command=_new_id(), actor=self.actor, now=self.clock())


def _try_again(once: Callable[[], _Answer]) -> _Answer:
    """Load and decide again when another writer came between; what was already written is found as known."""
    for _ in range(_TRIES - 1):
        try:
            return once()
        except Conflict:
            continue
    return once()


def _new_id() -> str:
    return uuid4().hex[:20]
