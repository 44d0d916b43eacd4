"""A store of one's own, a file with one line of JSON for each commit: `School.open(store=LedgerStore.open("school.jsonl"))`.

Once this is imported it has an address too, `School.open("ledger:school.jsonl")`, and is closed with its school then.
A line is written whole and synchronised under a lock that processes share; half a line, left by a crash, is cut off by
the next writer. What is in the file is read into memory, and followed there.
"""

import fcntl
import os
import threading
import time
from collections import ChainMap, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import attrs
import msgspec

from bzr_adapters import storage
from bzr_adapters.storage import Commit, KnownCommand, StoredEvent


@attrs.frozen(kw_only=True)
class Line:
    """A line of the file: who the store is, or a commit, or a bookmark."""

    store_id: str = ""
    events: tuple[StoredEvent, ...] = ()
    commands: tuple[KnownCommand, ...] = ()
    bookmarks: dict[str, str] = attrs.field(factory=dict)


class LedgerStore:
    """Keeps everything as lines of a file."""

    def __init__(self, path: Path) -> None:
        self._file, self._end, self._lock = path.open("r+b", buffering=0), 0, threading.RLock()
        self.store_id, self._ids, self._commands = "", set[str](), dict[str, KnownCommand]()
        self._log, self._bookmarks = list[StoredEvent](), dict[str, str]()
        self._streams: dict[str, list[StoredEvent]] = defaultdict(list)
        self._chains: dict[str, bytes] = {}
        with self._locked():
            if not self.store_id:
                self._write(Line(store_id=uuid4().hex))

    @classmethod
    def open(cls, address: str) -> "LedgerStore":
        path = Path(address.removeprefix("ledger:"))
        if not path.exists():
            raise storage.NotAStore.of(f"{path}不存在", f"{path} does not exist")
        return cls(path)

    @classmethod
    def create(cls, address: str) -> "LedgerStore":
        Path(address.removeprefix("ledger:")).touch()
        return cls.open(address)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                self._file.seek(self._end)
                for text in self._file.read().splitlines(keepends=True):
                    if text.endswith(b"\n"):
                        self._take(text)
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def _write(self, line: Line) -> None:
        text = msgspec.json.encode(line) + b"\n"
        self._file.truncate(self._end)
        self._file.seek(self._end)
        if self._file.write(text) < len(text):
            raise OSError("the disk is full")
        os.fsync(self._file.fileno())
        self._take(text)

    def _take(self, text: bytes) -> None:
        line, self._end = msgspec.json.decode(text, type=Line), self._end + len(text)
        self.store_id = line.store_id or self.store_id
        self._bookmarks |= line.bookmarks
        self._commands |= {command.id: command for command in line.commands}
        for event in line.events:
            self._log.append(event)
            self._streams[event.stream].append(event)
            self._ids.add(event.id)
            self._chains[event.stream] = event.chain

    def append(self, commit: Commit, /) -> Sequence[StoredEvent] | None:
        with self._locked():
            if commit.command in self._commands:
                return None
            storage.demand_no_conflict(commit, lambda stream: len(self._streams[stream]), self._ids.__contains__)
            last, events = self._log[-1] if self._log else None, list[StoredEvent]()
            chains = ChainMap({}, self._chains)
            for position, event in enumerate(commit.events, len(self._log) + 1):
                last = storage.seal(event, commit, position, last, chains.get(event.stream, storage.NO_CHAIN))
                chains[event.stream] = last.chain
                events.append(last)
            self._write(Line(events=tuple(events), commands=(storage.seal_command(commit, last),)))
            return events

    def find_commit(self, command: str, /) -> KnownCommand | None:
        with self._locked():
            return self._commands.get(command)

    def read_stream(self, stream: str, /, *, after: int = 0) -> Sequence[StoredEvent]:
        with self._locked():
            return self._streams[stream][after:]

    def read_log(self, *, after: int, limit: int) -> Sequence[StoredEvent]:
        with self._locked():
            return self._log[after : after + limit]

    def wait(self, after: int, timeout: float, /) -> bool:
        over = time.monotonic() + timeout
        while not (arrived := self.read_log(after=after, limit=1)) and time.monotonic() < over:
            time.sleep(0.02)
        return bool(arrived)

    def bookmark(self, name: str, save: str | None = None, /) -> str | None:
        with self._locked():
            if save is not None:
                self._write(Line(bookmarks={name: save}))
            return self._bookmarks.get(name)

    def close(self) -> None:
        self._file.close()


storage.register_store("ledger", LedgerStore)
