"""The ports (端口): what the use cases ask of a store, of the clock, of ids and of the shipped files, whoever gives them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

import attrs

from bzr_domain.events import Event
from bzr_domain.kernel.messages import BzrError, Message
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.people import Right

PAGE = 1_000
"""How many events are read at a time, so that memory stays bounded however long a history is."""

Clock = Callable[[], datetime]
"""Gives the present moment, with offset."""
Ids = Callable[[], str]
"""Gives an id that nobody has."""


class StoreError(BzrError):
    """A store cannot do what it was asked; base of all the errors of the stores."""


class Conflict(StoreError):
    """Nothing was written: a history is not at the version expected, or an id is taken.

    Attributes:
        streams: The histories that have moved on.
        ids: The ids that are taken.
    """

    def __init__(self, message: Message, *, streams: Iterable[str] = (), ids: Iterable[str] = ()) -> None:
        """Keep what has to be loaded again before deciding again."""
        super().__init__(message)
        self.streams = tuple(streams)
        self.ids = tuple(ids)


class Shelf(Protocol):
    """What is shipped as data beside the rulebooks: the common fact kinds, and the usual rights."""

    def common_kinds(self) -> str:
        """The TOML text of the fact kinds that every rulebook knows."""
        ...

    def usual_right(self, step: str) -> Right:
        """Who may take a step unless the school says otherwise."""
        ...


@attrs.frozen(kw_only=True)
class Batch:
    """Events to be added to one history, which must be at version `after` (0: it must be empty).

    A batch without events writes nothing and still demands the version.
    """

    stream: str
    after: int
    events: tuple[Event, ...]


class EntryIndex(Protocol):
    """What can be asked about a store's histories and the ids in them without reading events."""

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


class EventLog(EntryIndex, Protocol):
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
    ) -> Iterator[tuple[Recorded[Any], ...]]:
        """The events of one history in order, in pages; none when there is no such history.

        Args:
            stream: The history.
            after: Leave out the events up to this version.
            until: Leave out what was recorded later than this moment; None reads all.
        """
        ...

    def read_all(self, *, after: int = 0) -> Iterator[tuple[Recorded[Any], ...]]:
        """The events of the whole store in the order recorded, in pages, from beyond a position."""
        ...

    def append(self, batches: Sequence[Batch], *, command: str, actor: str, now: datetime) -> tuple[Recorded[Any], ...]:
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
