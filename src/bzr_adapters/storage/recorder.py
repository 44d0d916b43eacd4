"""What a store needs of a recorder: a class of the event-sourcing library with these few methods added."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from bzr_adapters.storage.rows import Row

Entry = tuple[str, str]
"""An entry's id and the history it stands in."""


class Transaction(Protocol):
    """The store while nobody else can write to it; what is inserted appears at the end, all of it or nothing."""

    def version(self, stream: str) -> int:
        """How many events a history has."""
        ...

    def last_row(self) -> Row | None:
        """The newest row, or None in an empty store."""
        ...

    def last_position(self) -> int:
        """The highest position ever given, that of an erased row included."""
        ...

    def insert(self, rows: Iterable[Row], entries: Sequence[Entry]) -> None:
        """Add rows and index entries.

        Raises:
            Conflict: When an entry's id is used already.
        """
        ...

    def clear_entries(self) -> None:
        """Empty the index."""
        ...


class Recorder(Protocol):
    """What a recorder has to offer; it raises StoreErrors and nothing else."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """A write transaction: commits at the end, rolls back on any exception."""
        ...

    def rows(self, stream: str, *, after: int, limit: int) -> Sequence[Row]:
        """The next rows of a history beyond a version."""
        ...

    def log(self, *, after: int, limit: int) -> Sequence[Row]:
        """The next rows of the store beyond a position."""
        ...

    def streams(self, prefix: str) -> list[str]:
        """The histories whose name begins so, sorted."""
        ...

    def find(self, prefix: str, limit: int) -> list[Entry]:
        """Index entries whose id begins so, sorted."""
        ...

    def known(self, ids: Sequence[str]) -> dict[str, str]:
        """Those of the ids that are used → their history."""
        ...

    def last_position(self) -> int:
        """The position of the newest row; 0 in an empty store."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...
