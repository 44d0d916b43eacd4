"""The port: what the rest of the program asks of a store, whichever it is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

import attrs

from bzr_domain.events import Event, Recorded

PAGE = 1_000
"""How many events are read at a time, so that memory stays bounded however long a history is."""


@attrs.frozen(kw_only=True)
class Batch:
    """Events to be added to one history, which must be at version `after` (0: it must be empty).

    A batch without events writes nothing and still demands the version.
    """

    stream: str
    after: int
    events: tuple[Event, ...]


class EventStore(Protocol):
    """A store of events: only ever added to.

    Threads: one store may be used by any number of threads, and one SQLite file by any number of processes; the events
    of one `append` appear together, and positions appear in order, so a reader that asks again from the last
    position it saw misses nothing. Not across a fork: open the store in the child.

    Lifetime: from `open_store` or `create_store` until `close`; afterwards everything raises StoreUnavailable.

    Errors: only those of `bzr_adapters.storage.errors`. Every method can raise StoreBusy and StoreUnavailable, and
    every method that reads events BadRecord, when the page with the bad event is reached.

    Attributes:
        name: How the store is called in messages.
    """

    name: str

    def read(
        self, stream: str, *, after: int = 0, until: datetime | None = None
    ) -> Iterator[tuple[Recorded, ...]]:
        """The events of one history in order, in pages; none when there is no such history.

        Args:
            stream: The history.
            after: Leave out the events up to this version.
            until: Leave out what was recorded later than this moment; None reads all.
        """
        ...

    def read_all(self, *, after: int = 0) -> Iterator[tuple[Recorded, ...]]:
        """The events of the whole store in the order recorded, in pages, from beyond a position."""
        ...

    def append(
        self, batches: Sequence[Batch], *, command: str, actor: str, now: datetime
    ) -> tuple[Recorded, ...]:
        """Add events to their histories: all of them or none.

        Appending again what this very command has already appended writes nothing and returns what is recorded.

        Args:
            batches: What to add where.
            command: The id of the command; a retry of the same command carries the same id.
            actor: Who gave it.
            now: The time; the store takes its own last time instead when that is later.

        Raises:
            Conflict: A history is not at the version expected, or an entry's id is used already.
            BadEvent: An event does not fit its stored form.
        """
        ...

    def streams(self, prefix: str = "") -> list[str]:
        """The names of all histories that begin so, sorted."""
        ...

    def find(self, prefix: str, *, limit: int = 3) -> list[tuple[str, str]]:
        """Entries whose id begins so, sorted, as pairs (id, history): facts, voids and corrections."""
        ...

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """Those of the ids that are used by an entry → its history."""
        ...

    def last_position(self) -> int:
        """The position of the last event; 0 when there is none."""
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is harmless."""
        ...
