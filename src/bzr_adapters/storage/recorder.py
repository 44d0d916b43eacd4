"""What a store of ours is built from: rows, commands and checkpoints written and read, each in one place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from bzr_adapters.storage.rows import ChainedRow, Entry, KeptCheckpoint, KeptCommand, Row, SheetFact
from bzr_domain.application.ports import EntryIndex, KnownCommand
from bzr_domain.kernel.messages import Problem


class Transaction(Protocol):
    """The store while nobody else can write to it; what is inserted appears at the end, all of it or nothing."""

    def head(self, stream: str) -> tuple[int, bytes]:
        """How many events a history has, and the chain of its last; (0, NO_CHAIN) where it has none."""
        ...

    def last_row(self) -> Row | None:
        """The newest row, or None in an empty store."""
        ...

    def last_position(self) -> int:
        """The highest position ever given, that of an erased row included."""
        ...

    def known_command(self, command: str) -> KnownCommand | None:
        """The command of that id."""
        ...

    def command_head(self) -> tuple[int, bytes]:
        """How many commands were ever kept, and the chain of the last; (0, NO_CHAIN) where none was."""
        ...

    def keep_command(self, command: KeptCommand) -> None:
        """Keep a command that is not known."""
        ...

    def insert(self, rows: Iterable[ChainedRow], entries: Sequence[Entry], sheet_facts: Sequence[SheetFact]) -> None:
        """Add rows and what the indexes say of them.

        Raises:
            Conflict: When an entry's id is used already.
        """
        ...

    def clear_indexes(self) -> None:
        """Empty the indexes of entries and of sheets."""
        ...

    def save_bookmark(self, name: str, place: str) -> None:
        """Keep a follower's place under its name."""
        ...

    def save_checkpoint(self, checkpoint: KeptCheckpoint) -> None:
        """Keep a checkpoint behind the others, with the frontier of the tree there."""
        ...

    def take_identity(self, store_id: str) -> None:
        """Become the store of that id, of which everything was copied here; known to whoever opens it next."""
        ...

    def mark_moved(self, address: str) -> None:
        """Keep the address to which the store has moved: nothing is appended here any more."""
        ...

    def moved_to(self) -> str:
        """The address to which the store has moved; empty where it has not."""
        ...


class ReadingRecorder(EntryIndex, Protocol):
    """What a log needs of a recorder to be read.

    It raises StoreErrors and nothing else.

    Attributes:
        store_id: The store's own id.
    """

    store_id: str

    def rows(self, stream: str, *, after: int, limit: int) -> Sequence[Row]:
        """The next rows of a history beyond a version."""
        ...

    def log(self, *, after: int, limit: int) -> Sequence[Row]:
        """The next rows of the store beyond a position."""
        ...

    def chained_log(self, *, after: int, limit: int) -> Sequence[ChainedRow]:
        """The next rows of the store beyond a position, with their chains; an empty one where none is laid yet."""
        ...

    def commands(self, *, after: int, limit: int) -> Sequence[KeptCommand]:
        """The next commands kept beyond a number; none where a store does not number them."""
        ...

    def last_command(self) -> tuple[int, bytes]:
        """How many commands were ever kept, and the chain of the last; (0, NO_CHAIN) where none is numbered."""
        ...

    def prepare(self) -> None:
        """Bring a store of an earlier schema up to date; any other stays as it is."""
        ...

    def checkpoints(self) -> list[KeptCheckpoint]:
        """The checkpoints kept, in the order of keeping."""
        ...

    def keep_checkpoint(self, checkpoint: KeptCheckpoint) -> None:
        """Keep a checkpoint behind the others."""
        ...


class Recorder(ReadingRecorder, Protocol):
    """What a store needs of a recorder: a class of the event-sourcing library with these few methods added."""

    def inspect(self) -> Iterator[Problem]:
        """What is wrong with the store itself, beside its events and commands: file, tables, positions given out."""
        ...

    def index_sizes(self) -> tuple[int, int]:
        """How many entries the index of entries has, and how many facts that of sheets."""
        ...

    def known_sheet_facts(self, places: Iterable[SheetFact]) -> set[SheetFact]:
        """Those of some places that the index of sheets has."""
        ...

    def bookmarks(self) -> Mapping[str, str]:
        """The places of all followers, by their names."""
        ...

    def moved_to(self) -> str:
        """The address to which the store has moved; empty where it has not."""
        ...

    def writing(self) -> AbstractContextManager[Transaction]:
        """A write transaction: commits at the end, rolls back on any exception."""
        ...

    def holding(self) -> AbstractContextManager[object]:
        """Keep every other writer out, until this thread has written or leaves."""
        ...
