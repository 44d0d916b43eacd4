"""Writing: what everything that appends shares — the store, the clock, who asks, and what that person may do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

import attrs

from bzr_adapters.service.reading import Reader
from bzr_adapters.storage import Batch, Conflict, EventStore
from bzr_domain.errors import Refused
from bzr_domain.roles import allowed

_TRIES = 5
_Answer = TypeVar("_Answer")


@attrs.frozen
class Writer:
    """Writes to a store.

    Attributes:
        clock: Gives the present moment, with offset.
        actor: Who gives the commands.
    """

    store: EventStore
    clock: Callable[[], datetime]
    actor: str

    def reader(self) -> Reader:
        """The store with everything recorded in it by now; what is recorded later is not read."""
        return Reader(self.store, self.clock(), up_to=self.store.last_position())

    def allowed(self, reader: Reader, step: str) -> Refused | None:
        """Whether the one who asks may take a step: None, or the refusal."""
        return allowed(reader.register, self.actor, step)

    def append(self, batches: Sequence[Batch]) -> None:
        """Append, as one command, whatever there is."""
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
    """An id that nobody has."""
    return uuid4().hex[:20]
