"""Recording: load → decide → append, in one place. A command is tried again when another writer came between."""

from collections.abc import Callable, Sequence

import attrs

from bzr_domain.application import amending
from bzr_domain.application.declare_school import declare_school
from bzr_domain.application.entries import kind_given
from bzr_domain.application.outcome import Recording
from bzr_domain.application.plan import Plan
from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import Progress, SchoolReader, no_progress
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.events import Event
from bzr_domain.facts.commands import FactRow
from bzr_domain.facts.sheet import IncomingSheet
from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.register.declaration import Declaration


@attrs.frozen
class Recorder(Writer):
    """Records facts and sets the school up; each command first asks whether its giver may."""

    def setup(self, declared: Declaration) -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
        """Make the register read like a declaration; returns the events this took."""
        return declare_school(self, declared)

    def void(self, prefix: str, reason: str) -> tuple[Event, ...] | Refused:
        """Declare the entry of that id void; an entry that is void already takes no event."""

        def once() -> tuple[Event, ...] | Refused:
            reader = self.reader()
            decided = self.allowed(reader, "void") or amending.voided(reader, prefix, reason, self.ids())
            if isinstance(decided, Refused):
                return decided
            self.append(decided.batches)
            return decided.events

        return retry_on_conflict(once)

    def correct(
        self, prefix: str, changed: Callable[[FactRow], FactRow], reason: str
    ) -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
        """Correct the fact of that id; `changed` turns the fact's own words into the corrected ones."""

        def once() -> tuple[Event, ...] | tuple[Problem, ...] | Refused:
            reader = self.reader()
            decided = self.allowed(reader, "correct") or amending.corrected(
                reader, prefix, changed, reason, self.ids()
            )
            if not isinstance(decided, amending.Amended):
                return decided
            refused = self.may_record(reader, decided.batches)
            if refused is not None:
                return refused
            self.append(decided.batches)
            return decided.events

        return retry_on_conflict(once)

    def record(
        self,
        sheets: Sequence[IncomingSheet],
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
            reader = self.reader()
            plan = Plan(reader, self.store, new, progress)
            for sheet in sheets:
                plan.take(sheet)
            outcome = plan.outcome()
            if outcome.problems and not partial:
                return attrs.evolve(outcome, new=0, printed=0)
            batches = plan.batches()
            refused = self.may_record(reader, batches)
            if refused is not None:
                return attrs.evolve(outcome, new=0, printed=0, refused=refused)
            if not dry_run:
                self.append(batches)
            return outcome

        return retry_on_conflict(once)

    def may_record(self, reader: SchoolReader, batches: Sequence[Batch]) -> Refused | None:
        """The refusal of the first kind, among new facts and those made another kind, that the one who asks may not record."""
        events = (event for batch in batches for event in batch.events)
        kinds = sorted({kind for event in events if (kind := kind_given(event)) is not None})
        found = (self.allowed(reader, f"record.{kind}") for kind in kinds)
        return next((one for one in found if one is not None), None)
