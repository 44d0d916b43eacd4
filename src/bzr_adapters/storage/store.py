"""One store over any recorder: what all stores do the same way, written once."""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bzr_adapters.storage.errors import StoreMoved, unknown_outcome_error, used_ids_conflict
from bzr_adapters.storage.event_store import moved_on_conflict
from bzr_adapters.storage.evidence.chain import chain_command, chain_rows, start_commands
from bzr_adapters.storage.keys.keys import Guard, Keys
from bzr_adapters.storage.keys.protected_commands import open_command, seal_command
from bzr_adapters.storage.recorder import ReadingRecorder, Recorder, Transaction
from bzr_adapters.storage.rows import (
    Entry,
    Row,
    SheetFact,
    demand_no_gap,
    demand_sequence,
    encode_rows,
    find_entry_id,
    find_sheet_fact,
    list_erased,
    place_events,
    read_last_time,
    read_rows,
)
from bzr_domain.application.ports import (
    PAGE,
    Batch,
    Command,
    KnownCommand,
    StoreError,
    answer_known,
)
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.streams import PERSONS

_LOOK = 0.05
"""After how many seconds a waiting reader looks for what another process has appended."""


class ReadingLog:
    """All of an event log but its writing; see `bzr_domain.application.ports.EventLog` for what it promises."""

    def __init__(self, name: str, recorder: ReadingRecorder, keys: Keys | None = None) -> None:
        """Stand on a recorder.

        Args:
            name: How the store is called in messages.
            recorder: Gives the rows.
            keys: The keys of names and texts; without, they are stored as they are.
        """
        self.name = name
        self.keys = keys
        self.store_id = recorder.store_id
        self.turn: AbstractContextManager[object] = threading.RLock()
        self.index = recorder

    def hold(self) -> AbstractContextManager[object]:
        """Take this log's turn; other processes are kept out where the store can do that."""
        return self.turn

    def read(
        self, stream: str, *, after: int = 0, until: datetime | None = None
    ) -> Iterator[tuple[Recorded[Any], ...]]:
        """The events of one history, in pages."""
        limit = None if until is None else to_utc(until, "until")
        while rows := self.index.rows(stream, after=after, limit=PAGE):
            demand_no_gap(self.name, stream, after, rows)
            page = self.decode_rows(rows)
            after = page[-1].version
            if limit is not None and page[-1].recorded_at > limit:
                # Time never goes back within a store, so nothing further on is early enough.
                page = tuple(entry for entry in page if entry.recorded_at <= limit)
                rows = ()
            if page:
                yield page
            if len(rows) < PAGE:
                return

    def decode_rows(self, rows: Sequence[Row]) -> tuple[Recorded[Any], ...]:
        """The events of rows, with names and texts as they read; what is proved to be erased is so whatever keys there are."""
        self.load_erased()
        return read_rows(self.name, rows, self.keys)

    def load_erased(self) -> None:
        """Read, once, which names and texts the store proves to be erased."""
        if self.keys is None or self.keys.erased is not None:
            return
        erased: set[str] = set()
        after = 0
        while rows := self.index.rows(PERSONS, after=after, limit=PAGE):
            for row in rows:
                erased.update(list_erased(self.name, row))
            after = rows[-1][2]
        self.keys.erased = frozenset(erased)

    def position_at(self, moment: datetime) -> int:
        """The position of the last event recorded by a moment: found by halving, as time never goes back in a store."""
        limit = to_utc(moment, "moment")
        low, high = 0, self.index.last_position()
        while low < high:
            middle = (low + high + 1) // 2
            rows = self.index.log(after=middle - 1, limit=1)
            # Where an event was erased, the row stands beyond the middle.
            low, high = (middle, high) if rows and read_last_time(self.name, rows[0]) <= limit else (low, middle - 1)
        return low

    def read_all(self, *, after: int = 0, page_size: int = PAGE) -> Iterator[tuple[Recorded[Any], ...]]:
        """The events of the store, in pages of so many at most."""
        after = max(0, after)
        start, versions = after, dict[str, int]()
        while rows := self.index.log(after=after, limit=page_size):
            demand_sequence(self.name, rows, versions, start)
            after = rows[-1][0]
            yield self.decode_rows(rows)

    def streams(self, prefix: str = "") -> list[str]:
        """The names of all histories that begin so, sorted."""
        return self.index.streams(prefix)

    def find(self, prefix: str, *, limit: int = 3) -> list[tuple[str, str]]:
        """Entries whose id begins so, sorted."""
        return self.index.find(prefix, limit=limit)

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """Those of the ids that are used → their history."""
        return self.index.known(list(ids))

    def sheet_facts(self, sheet: str, first: date, last: date) -> list[tuple[str, str]]:
        """The facts recorded from a sheet for some days, by day and id."""
        # A store of before there were keys has the sheet's name itself.
        return self.index.sheet_facts(sheet, first, last) or self.index.sheet_facts(self.blind(sheet), first, last)

    def find_command(self, command: str) -> KnownCommand | None:
        """The command of that id."""
        known = self.index.find_command(command)
        return known if self.keys is None or known is None else open_command(known, self.keys)

    def last_position(self) -> int:
        """The position of the last event; 0 when there is none."""
        return self.index.last_position()

    def bookmark(self, name: str, save: str | None = None) -> str | None:
        """A follower's place, saved first where there is one to save."""
        return self.index.bookmark(name, save)

    def erase_again(self) -> None:
        """Destroy what the store proves to be erased, where older keys were put back."""
        self.load_erased()
        if self.keys is not None and self.keys.missing is None:
            self.keys.erase_again()

    def reading_mark(self) -> object:
        """What differs once a name or a text reads otherwise."""
        return None if self.keys is None else self.keys.reading_mark()

    def blind(self, text: str) -> str:
        """A keyed hash of a text; without keys, the text."""
        return text if self.keys is None else self.keys.blind(text)

    def find_pseudonym(self, class_id: str, student: str) -> str:
        """The pseudonym of a student of a class, a new one where none is kept."""
        if self.keys is None:
            raise StoreError.of(
                f"存储{self.name}没有密钥,记不得学生的姓名;请写假名(student:…),或在地址里写 keys=",
                f"store {self.name} has no keys and cannot remember a student's name: write the pseudonym (student:…), "
                "or give the store keys with keys= in its address",
                code="store.no-keys",
            )
        self.load_erased()
        return self.keys.students.find(class_id, student).token

    def close(self) -> None:
        """Let go of the recorder and of the keys."""
        self.index.close()
        if self.keys is not None:
            self.keys.close()


class RecorderStore(ReadingLog):
    """An event log over a recorder."""

    def __init__(self, name: str, recorder: Recorder, keys: Keys | None = None) -> None:
        """Stand on a recorder; see `ReadingLog`."""
        super().__init__(name, recorder, keys)
        self.recorder = recorder
        self._arrival = threading.Condition()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Take this log's turn, and keep other processes out."""
        with self.turn, self.recorder.holding():
            yield

    def append(self, batches: Sequence[Batch], *, command: Command, now: datetime) -> tuple[Recorded[Any], ...]:
        """Add events to their histories and keep the command, all or nothing."""
        moment = to_utc(now, "now")
        decided: tuple[KnownCommand, tuple[Recorded[Any], ...], Guard | None] | None = None
        self.erase_again()
        try:
            with self.recorder.writing() as transaction:
                decided = self._append(transaction, batches, command, moment)
        except StoreError as failure:
            # Only a commit whose answer was lost can have come through.
            if decided is None or not self._is_kept(decided[0], failure):
                raise
        _, recorded, guard = decided
        if guard is not None:
            guard.finish()
        with self._arrival:
            self._arrival.notify_all()
        return recorded

    def _append(
        self, transaction: Transaction, batches: Sequence[Batch], command: Command, now: datetime
    ) -> tuple[KnownCommand, tuple[Recorded[Any], ...], Guard | None]:
        known = transaction.known_command(command.id)
        if known is not None:
            known = known if self.keys is None else open_command(known, self.keys)
            raise answer_known(known, digest=command.digest, actor=command.actor)
        demand_not_moved(self.name, transaction.moved_to())
        guard = None if self.keys is None else self.keys.begin()
        chains = _demand_versions(transaction, batches)
        at = max(now, read_last_time(self.name, transaction.last_row()))
        recorded = place_events(batches, transaction.last_position(), at, command.id, command.actor)
        if recorded:
            rows = chain_rows(encode_rows(recorded, guard), chains)
            transaction.insert(rows, demand_distinct(list_entries(recorded)), self.list_sheet_facts(recorded))
        known = describe_command(command, recorded[-1].position if recorded else transaction.last_position(), at)
        if recorded or command.keep:
            keep_command(transaction, self.store_id, known if guard is None else seal_command(known, guard))
        if guard is not None:
            guard.keep()
        return known, recorded, guard

    def _is_kept(self, command: KnownCommand, failure: StoreError) -> bool:
        """Whether the store keeps a command although the answer to its append was a failure."""
        try:
            return self.find_command(command.id) == command
        except StoreError:
            raise unknown_outcome_error(failure, command.id) from failure

    def rebuild_index(self) -> int:
        """Write the indexes of entries and of sheets anew from the events; returns how many entries there are.

        Raises:
            BadRecord: When an event cannot be read or is missing.
            Conflict: When two events bear one id.
        """
        count = 0
        with self.recorder.writing() as transaction:
            transaction.clear_indexes()
            for page in self.read_all():
                entries = list_entries(page)
                transaction.insert([], demand_distinct(entries), self.list_sheet_facts(page))
                count += len(entries)
        return count

    def list_sheet_facts(self, recorded: Iterable[Recorded[Any]]) -> list[SheetFact]:
        """What the index of sheets holds of some events; a sheet's name can be a person's."""
        places = [place for entry in recorded if (place := find_sheet_fact(entry.event)) is not None]
        names = {sheet: self.blind(sheet) for sheet in {place[0] for place in places}}
        return [(names[sheet], day, fact) for sheet, day, fact in places]

    def wait(self, after: int, timeout: timedelta) -> bool:
        """Wait for events beyond a position; whether there are any when the time is over."""
        over = time.monotonic() + timeout.total_seconds()
        with self._arrival:
            while self.recorder.last_position() <= after:
                left = over - time.monotonic()
                if left <= 0:
                    # Nothing will ever come here any more: whoever waits has to be told.
                    demand_not_moved(self.name, self.recorder.moved_to())
                    return False
                self._arrival.wait(min(left, _LOOK))
        return True


def to_utc(moment: datetime, name: str) -> datetime:
    """Return a moment in UTC; it has to have an offset."""
    if moment.tzinfo is None:
        raise StoreError.of(
            f"{name}必须带时区(例如+08:00)",
            f"{name} needs an offset from UTC (for example +08:00)",
            code="store.bad-value",
        )
    return moment.astimezone(UTC)


def list_entries(recorded: Iterable[Recorded[Any]]) -> list[Entry]:
    """Return what the index of entries says of some events."""
    return [(entry_id, entry.stream) for entry in recorded if (entry_id := find_entry_id(entry.event)) is not None]


def describe_command(command: Command, position: int, at: datetime) -> KnownCommand:
    """Return what is kept of a command whose last event stands at a position."""
    return KnownCommand(
        id=command.id,
        actor=command.actor,
        digest=command.digest,
        receipt=command.receipt,
        position=position,
        recorded_at=at,
    )


def demand_not_moved(store: str, address: str) -> None:
    """Demand that a store has not moved to an address.

    Raises:
        StoreMoved: When it has.
    """
    if address:
        raise StoreMoved.of(
            f"存储{store}已迁到{address};这里只能查看,请改用新地址",
            f"store {store} has moved to {address}: here it can be read alone, use the new address",
        )


def keep_command(transaction: Transaction, store_id: str, known: KnownCommand) -> None:
    """Keep a command behind those that are kept, chained to them; the first one to the id of the store."""
    last, chain = transaction.command_head()
    number, previous = last + 1, chain if last else start_commands(store_id)
    transaction.keep_command((number, known, chain_command(previous, number, known)))


def _demand_versions(transaction: Transaction, batches: Iterable[Batch]) -> dict[str, bytes]:
    """Demand that histories are where batches expect them; return the chain of each one's last row."""
    versions: dict[str, int] = {}
    chains: dict[str, bytes] = {}
    for batch in batches:
        if batch.stream not in versions:
            versions[batch.stream], chains[batch.stream] = transaction.head(batch.stream)
        version = versions[batch.stream]
        if version != batch.after:
            raise moved_on_conflict(batch.stream, version, batch.after)
        versions[batch.stream] = version + len(batch.events)
    return chains


def demand_distinct(entries: list[Entry]) -> list[Entry]:
    """Demand that no two entries bear one id; returns them.

    Raises:
        Conflict: When two do.
    """
    ids = [entry for entry, _ in entries]
    if len(set(ids)) < len(ids):
        raise used_ids_conflict({entry_id for entry_id, times in Counter(ids).items() if times > 1})
    return entries
