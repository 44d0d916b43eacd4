"""What every use case that appends stands on: the store, the clock, who gives the command, and what that person may do."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

import attrs

from bzr_domain.application.ports import Batch, Clock, Conflict, EventLog, Ids, Shelf
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.events import find_kind_said
from bzr_domain.kernel.messages import Refused
from bzr_domain.register.rights import check_right

_TRIES = 5
_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")


@attrs.frozen
class Writer:
    """Writes to a store.

    Attributes:
        shelf: What is shipped: the common fact kinds, the usual rights.
        ids: Gives ids that nobody has.
        clock: Gives the present moment, with offset.
        actor: Who gives the commands.
    """

    store: EventLog
    shelf: Shelf
    ids: Ids
    clock: Clock
    actor: str

    def reader(self) -> SchoolReader:
        """Return a reader of everything recorded by now; what is recorded later is not read."""
        return SchoolReader(self.store, self.shelf, self.clock(), up_to=self.store.last_position())

    def check_right(self, reader: SchoolReader, step: str) -> Refused | None:
        """Return the refusal where the actor may not take a step, or None."""
        return check_right(reader.register, self.actor, step)

    def check_record_rights(self, reader: SchoolReader, batches: Sequence[Batch]) -> Refused | None:
        """Return the refusal of the first kind that the actor may not record, among new facts and those made another kind."""
        events = (event for batch in batches for event in batch.events)
        kinds = sorted({kind for event in events if (kind := find_kind_said(event)) is not None})
        refusals = (self.check_right(reader, f"record.{kind}") for kind in kinds)
        return next((refused for refused in refusals if refused is not None), None)

    def append(self, batches: Sequence[Batch]) -> None:
        """Append some batches as one command; without any, nothing."""
        if batches:
            self.store.append(batches, command=self.ids(), actor=self.actor, now=self.clock())


def retry_on_conflict(attempt: Callable[_Arguments, _Answer]) -> Callable[_Arguments, _Answer]:
    """Let a use case load and decide once more where another writer came between; what was written already is known by then."""

    @wraps(attempt)
    def try_again(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Answer:
        for _ in range(_TRIES - 1):
            try:
                return attempt(*args, **kwargs)
            except Conflict:
                continue
        return attempt(*args, **kwargs)

    return try_again
