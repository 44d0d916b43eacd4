"""The store in memory, over the library's recorder of plain Python objects: for trying out and for tests."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.popo import POPOApplicationRecorder

from bzr_adapters.storage.errors import StoreUnavailable, used_ids_conflict
from bzr_adapters.storage.event_store import NO_CHAIN
from bzr_adapters.storage.keys.file import keys_in_memory
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.rows import ChainedRow, Entry, KeptCheckpoint, KeptCommand, Row, SheetFact
from bzr_adapters.storage.store import RecorderStore
from bzr_domain.application.ports import KnownCommand
from bzr_domain.kernel.messages import Problem


class MemoryRecorder(POPOApplicationRecorder):
    """The library's recorder, with positions, an index of entries, and a lock that spans a whole append."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.store_id = uuid4().hex
        self._entries: dict[str, str] = {}
        self._sheets: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._chains: list[bytes] = []
        self._commands: dict[str, KeptCommand] = {}
        self._bookmarks: dict[str, str] = {}
        self._moved_to = ""
        self._checkpoints: list[KeptCheckpoint] = []
        self._open = True

    @contextmanager
    def writing(self) -> Iterator["MemoryRecorder"]:
        """Hold the lock; an append checks everything before it changes anything, so nothing is ever undone."""
        with self._reading():
            yield self

    @contextmanager
    def holding(self) -> Iterator[None]:
        """There is no writer beside the log's own turn."""
        yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._database_lock:
            self._demand_open()
            yield

    def _demand_open(self) -> None:
        if not self._open:
            raise StoreUnavailable.of("存储已关闭", "the store is closed")

    def head(self, stream: str) -> tuple[int, bytes]:
        """How many events a history has, and the chain of its last."""
        version = self._version(stream)
        return (version, self._chains[self._stored_events_index[stream][version]]) if version else (0, NO_CHAIN)

    def _version(self, stream: str) -> int:
        # Asked with `in` first: the library's index would make an entry of the question.
        known = self._stored_events_index
        return len(known[stream]) if stream in known else 0

    def last_row(self) -> Row | None:
        """The newest row, or None in an empty store."""
        return self._row(len(self._stored_events)) if self._stored_events else None

    def known_command(self, command: str) -> KnownCommand | None:
        """The command of that id."""
        kept = self._commands.get(command)
        return None if kept is None else kept[1]

    def command_head(self) -> tuple[int, bytes]:
        """How many commands are kept, and the chain of the last."""
        if not self._commands:
            return 0, NO_CHAIN
        number, _, chain = self._commands[next(reversed(self._commands))]
        return number, chain

    def keep_command(self, command: KeptCommand) -> None:
        """Keep a command."""
        self._commands[command[1].id] = command

    def commands(self, *, after: int, limit: int) -> list[KeptCommand]:
        """The next commands kept beyond a number."""
        with self._reading():
            return list(islice(self._commands.values(), after, after + limit))

    def insert(self, rows: Iterable[ChainedRow], entries: Sequence[Entry], sheet_facts: Sequence[SheetFact]) -> None:
        """Add rows and what the indexes say of them."""
        used_ids = [entry for entry, _ in entries if entry in self._entries]
        if used_ids:
            raise used_ids_conflict(used_ids)
        chained = list(rows)
        self.insert_events([StoredEvent(*row[1:5]) for row in chained])
        self._chains += [row[5] for row in chained]
        self._entries.update(entries)
        for sheet, day, fact in sheet_facts:
            self._sheets[sheet].append((day, fact))

    def clear_indexes(self) -> None:
        """Empty the indexes of entries and of sheets."""
        self._entries.clear()
        self._sheets.clear()

    def rows(self, stream: str, *, after: int, limit: int) -> list[Row]:
        """The next rows of a history beyond a version."""
        with self._reading():
            last = min(self._version(stream), after + limit)
            places = self._stored_events_index.get(stream, {})
            return [self._row(places[version] + 1) for version in range(after + 1, last + 1)]

    def log(self, *, after: int, limit: int) -> list[Row]:
        """The next rows of the store beyond a position."""
        with self._reading():
            last = min(len(self._stored_events), after + limit)
            return [self._row(position) for position in range(after + 1, last + 1)]

    def chained_log(self, *, after: int, limit: int) -> list[ChainedRow]:
        """The next rows of the store beyond a position, with their chains."""
        return [(*row, self._chains[row[0] - 1]) for row in self.log(after=after, limit=limit)]

    def _row(self, position: int) -> Row:
        stored = self._stored_events[position - 1]
        stream = str(stored.originator_id)
        return (position, stream, stored.originator_version, stored.topic, stored.state)

    def streams(self, prefix: str = "") -> list[str]:
        """The histories whose name begins so, sorted."""
        with self._reading():
            index = self._stored_events_index
            return sorted(stream for stream in index if index[stream] and stream.startswith(prefix))

    def find(self, prefix: str, *, limit: int = 3) -> list[Entry]:
        """Index entries whose id begins so, sorted."""
        with self._reading():
            fitting = sorted(entry for entry in self._entries if entry.startswith(prefix))
            return [(entry, self._entries[entry]) for entry in islice(fitting, limit)]

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """Those of the ids that are used → their history."""
        with self._reading():
            return {entry: self._entries[entry] for entry in ids if entry in self._entries}

    def sheet_facts(self, sheet: str, first: date, last: date) -> list[Entry]:
        """The facts recorded from a sheet for some days, by day and id."""
        with self._reading():
            days = sorted(self._sheets.get(sheet, ()))
            return [(fact, self._entries[fact]) for day, fact in days if f"{first}" <= day <= f"{last}"]

    def find_command(self, command: str) -> KnownCommand | None:
        """The command of that id."""
        with self._reading():
            return self.known_command(command)

    def bookmarks(self) -> dict[str, str]:
        """The places of all followers, by their names."""
        with self._reading():
            return dict(self._bookmarks)

    def save_bookmark(self, name: str, place: str) -> None:
        """Keep a follower's place under its name."""
        self._bookmarks[name] = place

    def take_identity(self, store_id: str) -> None:
        """Become the store of that id."""
        self.store_id = store_id

    def mark_moved(self, address: str) -> None:
        """Keep the address to which the store has moved."""
        self._moved_to = address

    def moved_to(self) -> str:
        """The address to which the store has moved; empty where it has not."""
        self._demand_open()
        return self._moved_to

    def bookmark(self, name: str, save: str | None = None) -> str | None:
        """A follower's place, saved first where there is one to save."""
        with self._reading():
            if save is not None:
                self._bookmarks[name] = save
            return self._bookmarks.get(name)

    def last_command(self) -> tuple[int, bytes]:
        """How many commands are kept, and the chain of the last."""
        with self._reading():
            return self.command_head()

    def prepare(self) -> None:
        """It is always of today's form."""

    def checkpoints(self) -> list[KeptCheckpoint]:
        """The checkpoints kept, in the order of keeping."""
        with self._reading():
            return list(self._checkpoints)

    def keep_checkpoint(self, checkpoint: KeptCheckpoint) -> None:
        """Keep a checkpoint behind the others."""
        with self._reading():
            self.save_checkpoint(checkpoint)

    def save_checkpoint(self, checkpoint: KeptCheckpoint) -> None:
        """Keep a checkpoint behind the others."""
        self._checkpoints.append(checkpoint)

    def inspect(self) -> Iterator[Problem]:
        """Nothing can be wrong with what is no file."""
        return iter(())

    def index_sizes(self) -> tuple[int, int]:
        """How many entries the index of entries has, and how many facts that of sheets."""
        with self._reading():
            return len(self._entries), sum(map(len, self._sheets.values()))

    def known_sheet_facts(self, places: Iterable[SheetFact]) -> set[SheetFact]:
        """Those of some places that the index of sheets has."""
        with self._reading():
            wanted = list(places)
            return {(s, *p) for s in {sheet for sheet, _, _ in wanted} for p in self._sheets.get(s, ())} & set(wanted)

    def last_position(self) -> int:
        """The position of the newest row; 0 in an empty store."""
        with self._reading():
            return len(self._stored_events)

    def close(self) -> None:
        """Refuse everything from now on."""
        self._open = False


def memory_store() -> RecorderStore:
    """A new, empty store that lasts as long as the process."""
    recorder = MemoryRecorder()
    return RecorderStore("memory:", recorder, Keys(keys_in_memory(recorder.store_id)))
