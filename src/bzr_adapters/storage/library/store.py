"""A store over any recorder of the event-sourcing library (插接的存储), standing on its published interface alone.

A recorder adds rows all or nothing, and takes one row for each place of a sequence. All the rest follows from that. Every
commit adds the next row to the sequence of commits, so commits come one after another, and what was read before one is
still so when it is written. A command, an id and a bookmark each have a sequence of their own, in which they are found.
Positions stand in the rows themselves: they are 1, 2, 3 …, whatever numbers the recorder gives to its rows.
"""

import random
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from uuid import uuid4

import attrs

from bzr_adapters.storage.errors import BadRecord, NotAStore, StoreBusy
from bzr_adapters.storage.event_store import NO_CHAIN, Commit, StoredEvent, demand_no_conflict, seal, seal_command
from bzr_adapters.storage.library.rows import IntegrityError, LibraryRow, Rows
from bzr_domain.application.ports import Conflict, KnownCommand
from bzr_domain.kernel.messages import Message

_PATIENCE = 5.0
"""For how many seconds an append is tried again while other writers come first."""
_PAUSE = 0.01
"""The longest pause before it is tried again, in seconds."""
_LOOK = 0.05
"""After how many seconds a waiting reader looks for what was appended."""
_PLACES = 1000
"""For so many positions it is remembered where they stand among the recorder's rows."""


@attrs.frozen(kw_only=True)
class Head:
    """A row of the sequence of commits.

    Attributes:
        store_id: The store's id.
        last: The store's last event once the commit was in it, but for its data.
    """

    store_id: str
    last: StoredEvent | None = None


@attrs.frozen(kw_only=True)
class KeptCommand:
    """A command as it is kept; the token tells the append that brought it from every other."""

    known: KnownCommand
    token: str


class LibraryStore:
    """The events that a recorder of the library keeps; see `EventStore` for what it promises."""

    def __init__(self, rows: Rows, release: Callable[[], object] = lambda: None) -> None:
        """Stand on rows among which a store was begun.

        Args:
            rows: The rows of a recorder.
            release: What closing the store does.

        Raises:
            NotAStore: When they hold no store of ours.
        """
        self.name = rows.name
        self.close = release
        self._rows = rows
        self._turn = threading.Lock()
        self._places: dict[int, int] = {}
        self.store_id = self._read_head()[1].store_id

    @classmethod
    def begin(cls, rows: Rows, release: Callable[[], object] = lambda: None) -> "LibraryStore":
        """Begin a store where there are no rows, and stand on it; one that was begun already stays as it is.

        Raises:
            NotAStore: When there are rows of something else.
        """
        if not rows.last_place():
            with suppress(IntegrityError):  # another program began it just now
                rows.insert([rows.build("commit", "", 1, Head(store_id=uuid4().hex))])
        return cls(rows, release)

    def append(self, commit: Commit, /) -> Sequence[StoredEvent] | None:
        """Add what a command appends and keep the command, all or nothing."""
        token, over = uuid4().hex, time.monotonic() + _PATIENCE
        is_refused = False
        with self._turn:
            while True:
                number, head = self._read_head()
                kept = self._find_command(commit.command)
                if kept is not None:
                    return self._read_commit(kept.known, commit) if kept.token == token else None
                # The recorder refuses an id that is used; only then is each looked up, to say which.
                if not self._demand_no_conflict(commit, number, self._is_used if is_refused else lambda _: False):
                    _pause(self.name, over)
                    continue
                stored, rows = self._build_rows(commit, number, head, token)
                try:
                    self._rows.insert(rows)
                except IntegrityError:
                    # Somebody else was first; or it is written, and the recorder tried again by itself.
                    is_refused = True
                    _pause(self.name, over)
                else:
                    return stored

    def _demand_no_conflict(self, commit: Commit, number: int, is_used: Callable[[str], bool]) -> bool:
        """Whether a commit may go behind the one of that number; not where somebody else wrote while this was asked.

        Raises:
            Conflict: When its demands are not met, and nobody wrote meanwhile.
        """
        try:
            demand_no_conflict(commit, self._count_events, is_used)
        except Conflict:
            # What was just written can be this very command, sent twice at once.
            if self._read_head()[0] == number:
                raise
            return False
        return True

    def _build_rows(
        self, commit: Commit, number: int, head: Head, token: str
    ) -> tuple[list[StoredEvent], list[LibraryRow]]:
        """Return the events of a commit as they are to be stored, and all rows that it adds."""
        last, stored = head.last, list[StoredEvent]()
        chains: dict[str, bytes] = {}
        for position, event in enumerate(commit.events, _read_position(head) + 1):
            previous = chains.get(event.stream) or self._read_chain(event.stream, number, head)
            last = seal(event, commit, position, last, previous)
            chains[event.stream] = last.chain
            stored.append(last)
        kept = KeptCommand(known=seal_command(commit, last), token=token)
        head = attrs.evolve(head, last=None if last is None else attrs.evolve(last, data=b""))
        build = self._rows.build
        # The commit's own row stands first: who takes away the newest row by hand takes no position away with it.
        rows = [build("commit", "", number + 1, head), build("command", commit.command, 1, kept)]
        rows += [build("event", event.stream, event.version, event) for event in stored]
        rows += [build("entry", event.id, 1, event.stream) for event in stored if event.id]
        return stored, rows

    def _read_commit(self, known: KnownCommand, commit: Commit) -> Sequence[StoredEvent]:
        count = len(commit.events)
        return self.read_log(after=known.position - count, limit=count) if count else ()

    def find_commit(self, command: str, /) -> KnownCommand | None:
        """What is kept of the command of that id."""
        kept = self._find_command(command)
        return None if kept is None else kept.known

    def read_stream(self, stream: str, /, *, after: int = 0) -> Sequence[StoredEvent]:
        """The events of one history beyond a version."""
        return [self._rows.decode(row, StoredEvent) for row in self._rows.read("event", stream, gt=after)]

    def read_log(self, *, after: int, limit: int) -> Sequence[StoredEvent]:
        """The next events of the whole store beyond a position.

        Raises:
            BadRecord: When one is missing.
        """
        events: list[StoredEvent] = []
        after = max(after, 0)
        place = self._find_place(after)
        while len(events) < limit and (rows := self._rows.read_events(place, limit)):
            for row in rows[: limit - len(events)]:
                place, event = row.id, self._rows.decode(row, StoredEvent)
                if event.position > after:
                    self._demand_next(event, after + len(events) + 1)
                    events.append(event)
        if events:
            self._remember(events[-1].position, place)
        return events

    def _demand_next(self, event: StoredEvent, position: int) -> None:
        if event.position != position:
            reason = Message(
                f"它前面缺了位置#{position}的一条", f"before it the event at position #{position} is missing"
            )
            raise BadRecord(self.name, event.stream, event.version, reason, position=position)

    def _find_place(self, position: int) -> int:
        """A place among the rows behind which the events beyond a position stand: found by halving, unless remembered."""
        if position in self._places or not position:
            return self._places.get(position, 0)
        low, high = 0, self._rows.last_place()
        while low < high:
            middle = (low + high + 1) // 2
            rows = self._rows.read_events(middle, 1)
            near = bool(rows) and self._rows.decode(rows[0], StoredEvent).position <= position + 1
            low, high = (middle, high) if near else (low, middle - 1)
        return low

    def _remember(self, position: int, place: int) -> None:
        if len(self._places) >= _PLACES:
            self._places.clear()
        self._places[position] = place

    def wait(self, after: int, timeout: float, /) -> bool:
        """Wait for events beyond a position, looking for them again and again."""
        over = time.monotonic() + timeout
        while _read_position(self._read_head()[1]) <= after:
            left = over - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, _LOOK))
        return True

    def bookmark(self, name: str, save: str | None = None, /) -> str | None:
        """The text kept under a name; a recorder only adds, so every other text saved is one more row."""
        while True:
            last = self._rows.read_last("bookmark", name)
            text = None if last is None else self._rows.decode(last, str)
            if save is None or save == text:
                return text
            version = 1 if last is None else last.originator_version + 1
            try:
                self._rows.insert([self._rows.build("bookmark", name, version, save)])
            except IntegrityError:
                continue  # somebody else saved it just now

    def _read_head(self) -> tuple[int, Head]:
        """The number of the last commit, and its row."""
        last = self._rows.read_last("commit", "")
        if last is None:
            raise NotAStore.of(
                f"{self.name}里没有本程序的存储;什么都没有动",
                f"{self.name} holds no store of this program; it was left alone",
            )
        return last.originator_version, self._rows.decode(last, Head)

    def _find_command(self, command: str) -> KeptCommand | None:
        last = self._rows.read_last("command", command)
        return None if last is None else self._rows.decode(last, KeptCommand)

    def _count_events(self, stream: str) -> int:
        last = self._rows.read_last("event", stream)
        return 0 if last is None else last.originator_version

    def _read_chain(self, stream: str, number: int, head: Head) -> bytes:
        row = self._rows.read_last("event", stream)
        if row is None:
            return NO_CHAIN
        last = self._rows.decode(row, StoredEvent)
        # Where somebody else commits just now, this commit will not be written anyway.
        if last.position > _read_position(head) and self._read_head()[0] == number:
            reason = Message("没有哪次提交带来它", "no commit brought it")
            raise BadRecord(self.name, stream, last.version, reason, position=last.position)
        return last.chain

    def _is_used(self, entry: str) -> bool:
        return self._rows.read_last("entry", entry) is not None


def _read_position(head: Head) -> int:
    return 0 if head.last is None else head.last.position


def _pause(name: str, over: float) -> None:
    """Let others go first for a moment, unless the time is over."""
    if time.monotonic() > over:
        raise StoreBusy.of(
            f"存储{name}一直有别的写入;什么都没有写,请稍后重试",
            f"others keep writing to {name}: nothing was written, try again later",
        )
    time.sleep(random.uniform(0, _PAUSE))  # noqa: S311 (no secret)
