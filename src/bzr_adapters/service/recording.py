"""Recording: load → decide → append, in one place. A command is tried again when another writer came between."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import uuid4

import attrs

from bzr_adapters.service import amending
from bzr_adapters.service.entries import said_by
from bzr_adapters.service.incoming import Incoming
from bzr_adapters.service.outcome import Recording
from bzr_adapters.service.plan import Plan
from bzr_adapters.service.reading import Progress, Reader, no_progress
from bzr_adapters.storage import Batch, Conflict, EventStore
from bzr_domain import school, streams
from bzr_domain.commands import RecordFact
from bzr_domain.declaration import Declaration
from bzr_domain.errors import Problem, Refused
from bzr_domain.events import Event
from bzr_domain.school import Register

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
            self.append([Batch(stream=streams.REGISTER, after=register.version, events=decided)])
            return decided

        return try_again(once)

    def _in_use(self, register: Register, declared: Declaration) -> list[tuple[str, date]]:
        """The classes and days of facts, asked only where a declaration could leave some behind.

        What a fact said before it was corrected counts too: voiding the correction brings it back.
        """
        kept = set(register.classes) <= {c.id for c in declared.classes}
        if kept and set(register.terms.values()) <= set(declared.terms):
            return []
        names = [*self.store.streams("class:"), *self.store.streams("teacher:")]
        said = [said_by(one.event) for name in names for page in self.store.read(name) for one in page]
        return [(fact.class_id, fact.on) for fact in said if fact and fact.class_id in register.classes]

    def void(self, prefix: str, reason: str) -> tuple[Event, ...] | Refused:
        """Declare the entry of that id void; an entry that is void already takes no event."""

        def once() -> tuple[Event, ...] | Refused:
            decided = amending.voided(self.reader(), prefix, reason, new_id())
            if isinstance(decided, Refused):
                return decided
            self.append(decided.batches)
            return decided.events

        return try_again(once)

    def correct(
        self, prefix: str, changed: Callable[[RecordFact], RecordFact], reason: str
    ) -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
        """Correct the fact of that id; `changed` turns the fact's own words into the corrected ones."""

        def once() -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
            decided = amending.corrected(self.reader(), prefix, changed, reason, new_id())
            if not isinstance(decided, amending.Amended):
                return decided
            self.append(decided.batches)
            return decided.events

        return try_again(once)

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
                self.append(plan.batches())
            return outcome

        return try_again(once)

    def append(self, batches: Sequence[Batch]) -> None:
        """Add events to their histories, all of them or none, under this actor's name."""
        if batches:
            self.store.append(batches, command=new_id(), actor=self.actor, now=self.clock())


def try_again(once: Callable[[], _Answer]) -> _Answer:
    """Load and decide again when another writer came between; what was already written is found as known."""
    for _ in range(_TRIES - 1):
        try:
            return once()
        except Conflict:
            continue
    return once()


def new_id() -> str:
    """An id nobody has used."""
    return uuid4().hex[:20]
