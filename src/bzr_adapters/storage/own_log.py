"""The event log over a store of one's own: its bytes read as events, and indexed in memory by following its log."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from bzr_adapters.open_files import identify_file, note_closed_store, note_open_store
from bzr_adapters.storage.codec import BadForm, decode_event, encode_event
from bzr_adapters.storage.errors import BadRecord, StoreUnavailable, unknown_outcome_error
from bzr_adapters.storage.event_store import (
    NO_CHAIN,
    Commit,
    EventStore,
    NewEvent,
    StoredEvent,
    demand_no_conflict,
    moved_on_conflict,
)
from bzr_adapters.storage.keys.address import create_keys, open_keys
from bzr_adapters.storage.keys.file import NoKeys
from bzr_adapters.storage.keys.keys import Guard, Keys
from bzr_adapters.storage.keys.protected_commands import seal_command
from bzr_adapters.storage.keys.protected_texts import MARK, is_sealed_name
from bzr_adapters.storage.rows import (
    ChainedRow,
    Entry,
    KeptCheckpoint,
    KeptCommand,
    Row,
    bad_event,
    build_row,
    find_entry_id,
    find_sheet_fact,
)
from bzr_adapters.storage.store import ReadingLog, demand_distinct, describe_command, to_utc
from bzr_domain.application.ports import PAGE, Batch, Command, KnownCommand, StoreError, answer_known
from bzr_domain.events import Event
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.recorded import Recorded

_CHECKPOINTS = "bzr checkpoints"
"""The name under which a store of one's own keeps the checkpoints."""


class OwnRecorder:
    """Answers the questions of an event log from a store of one's own."""

    def __init__(self, name: str, store: EventStore, release: Callable[[], object], keys: Keys | None) -> None:
        """Stand on a store; its log is read when first something is asked that needs the index."""
        self._keys = keys
        self.name = name
        self.store_id = store.store_id
        self.store = store
        self._lock = threading.Lock()
        self._release = release
        self._open = True
        self._position = 0
        self._versions: dict[str, int] = {}
        self._entries: dict[str, str] = {}
        self._sheets: dict[str, list[tuple[str, str]]] = defaultdict(list)

    @contextmanager
    def asking(self) -> Iterator[EventStore]:
        """Give the store to be asked; whatever it raises becomes our own error."""
        if not self._open:
            raise StoreUnavailable.of("存储已关闭", "the store is closed")
        with translate_own_errors(self.name):
            yield self.store

    @contextmanager
    def _following(self) -> Iterator[None]:
        """Bring the index up to the end of the log, and keep it so."""
        with self._lock:
            while rows := self._read(self._position):
                for event in rows:
                    self._index(event)
                self._position = rows[-1].position
            yield

    def _read(self, after: int) -> Sequence[StoredEvent]:
        with self.asking() as store:
            return store.read_log(after=after, limit=PAGE)

    def _index(self, stored: StoredEvent) -> None:
        with self._blaming(stored):
            data = stored.data
            if self._keys is not None and MARK in data:
                data = self._keys.reveal(data, (stored.stream, stored.version))
            event = decode_event(stored.name, data)
        self._versions[stored.stream] = stored.version
        entry, place = find_entry_id(event), find_sheet_fact(event)
        if entry is not None:
            self._entries[entry] = stored.stream
        if place is not None:
            self._sheets[place[0]].append(place[1:])

    @contextmanager
    def _blaming(self, stored: StoredEvent) -> Iterator[None]:
        """Say of an event that cannot be read where it stands."""
        try:
            yield
        except BadForm as bad:
            place = (stored.stream, stored.version)
            raise BadRecord(self.name, *place, bad.message, position=stored.position) from bad

    def _build_row(self, stored: StoredEvent) -> Row:
        with self._blaming(stored):
            return build_row(stored)

    def rows(self, stream: str, *, after: int, limit: int) -> list[Row]:
        """The next rows of a history beyond a version."""
        with self.asking() as store:
            return [self._build_row(event) for event in islice(store.read_stream(stream, after=after), limit)]

    def log(self, *, after: int, limit: int) -> list[Row]:
        """The next rows of the store beyond a position."""
        with self.asking() as store:
            return [self._build_row(event) for event in store.read_log(after=after, limit=limit)]

    def chained_log(self, *, after: int, limit: int) -> list[ChainedRow]:
        """The next rows of the store beyond a position, with their chains."""
        with self.asking() as store:
            return [(*self._build_row(event), event.chain) for event in store.read_log(after=after, limit=limit)]

    def commands(self, *, after: int, limit: int) -> list[KeptCommand]:  # noqa: ARG002 (a store of one's own has no list)
        """None: a store of one's own finds a command by its id alone."""
        return []

    def last_command(self) -> tuple[int, bytes]:
        """None: no command has a number."""
        return 0, NO_CHAIN

    def prepare(self) -> None:
        """It is its owner's to bring up to date."""

    def checkpoints(self) -> list[KeptCheckpoint]:
        """The checkpoints kept, in the order of keeping."""
        kept = self.bookmark(_CHECKPOINTS)
        return [] if kept is None else [(text, bytes.fromhex(frontier)) for text, frontier in json.loads(kept)]

    def keep_checkpoint(self, checkpoint: KeptCheckpoint) -> None:
        """Keep a checkpoint behind the others, under a name among the bookmarks."""
        kept = [*self.checkpoints(), checkpoint]
        self.bookmark(_CHECKPOINTS, json.dumps([(text, frontier.hex()) for text, frontier in kept]))

    def version(self, stream: str) -> int:
        """How many events a history has."""
        with self._following():
            return self._versions.get(stream, 0)

    def streams(self, prefix: str = "") -> list[str]:
        """The histories whose name begins so, sorted."""
        with self._following():
            return sorted(stream for stream in self._versions if stream.startswith(prefix))

    def find(self, prefix: str, *, limit: int = 3) -> list[Entry]:
        """Entries whose id begins so, sorted."""
        with self._following():
            fitting = sorted(entry for entry in self._entries if entry.startswith(prefix))
            return [(entry, self._entries[entry]) for entry in islice(fitting, limit)]

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """Those of the ids that are used → their history."""
        with self._following():
            return {entry: self._entries[entry] for entry in ids if entry in self._entries}

    def sheet_facts(self, sheet: str, first: date, last: date) -> list[Entry]:
        """The facts recorded from a sheet for some days, by day and id."""
        with self._following():
            days = sorted(self._sheets.get(sheet, ()))
            return [(fact, self._entries[fact]) for day, fact in days if f"{first}" <= day <= f"{last}"]

    def find_command(self, command: str) -> KnownCommand | None:
        """The command of that id."""
        with self.asking() as store:
            return store.find_commit(command)

    def last_position(self) -> int:
        """The position of the last event; 0 when there is none."""
        with self._following():
            return self._position

    def bookmark(self, name: str, save: str | None = None) -> str | None:
        """A follower's place, saved first where there is one to save."""
        with self.asking() as store:
            return store.bookmark(name, save)

    def close(self) -> None:
        """Refuse everything from now on."""
        if self._open:
            self._open = False
            self._release()


class OwnLog(ReadingLog):
    """The event log over a store of one's own; see `bzr_domain.application.ports.EventLog` for what it promises."""

    def __init__(
        self, name: str, store: EventStore, release: Callable[[], object] = lambda: None, keys: Keys | None = None
    ) -> None:
        """Stand on a store.

        Args:
            name: How it is called in messages.
            store: The store; closing the log leaves it open, unless `release` closes it.
            release: What else closing the log does.
            keys: The keys of names and texts; without, they are stored as they are.
        """
        self.recorder = OwnRecorder(name, store, release, keys)
        super().__init__(name, self.recorder, keys)

    def append(self, batches: Sequence[Batch], *, command: Command, now: datetime) -> tuple[Recorded[Any], ...]:
        """Add events to their histories and keep the command, all or nothing."""
        moment = to_utc(now, "now")
        self.erase_again()
        guard = None if self.keys is None else self.keys.begin()
        commit = _prepare_commit(batches, command, moment, guard)
        if not commit.events and not command.keep:
            self._demand(command, commit)
            return ()
        if guard is not None:
            guard.keep()
        stored = self._store(commit, command)
        if stored is None:
            self._demand(command, commit)
            raise StoreUnavailable.of(
                f"存储{self.name}说命令{command.id}已执行过,却没有留下它",
                f"store {self.name} says that command {command.id} was carried out before, and does not keep it",
            )
        if guard is not None:
            guard.finish()
        events = [event for batch in batches for event in batch.events]
        return tuple([_describe(place, event, command.actor) for place, event in zip(stored, events, strict=True)])

    def _demand(self, command: Command, commit: Commit) -> None:
        """Demand that a command is new, and that histories are where its commit expects them."""
        known = self.find_command(command.id)
        if known is not None:
            raise answer_known(known, digest=command.digest, actor=command.actor)
        demand_no_conflict(commit, self.recorder.version, lambda _: False)

    def _store(self, commit: Commit, command: Command) -> Sequence[StoredEvent] | None:
        try:
            with self.recorder.asking() as store:
                return store.append(commit)
        except StoreError as failure:
            # It may have come through although its answer did not.
            stored = self._read_back(commit, command, failure)
            if stored is None:
                raise
            return stored

    def _read_back(self, commit: Commit, command: Command, failure: StoreError) -> Sequence[StoredEvent] | None:
        """Return what a commit has stored although the answer was a failure; None where it has stored nothing."""
        try:
            known = self.find_command(commit.command)
            if known is None:
                return None
            if (known.digest, known.actor) != (command.digest, command.actor):
                raise answer_known(known, digest=command.digest, actor=command.actor)
            count = len(commit.events)
            with self.recorder.asking() as store:
                return store.read_log(after=known.position - count, limit=count) if count else ()
        except StoreUnavailable:
            raise unknown_outcome_error(failure, commit.command) from failure

    def wait(self, after: int, timeout: timedelta) -> bool:
        """Wait for events beyond a position; whether there are any when the time is over."""
        with self.recorder.asking() as store:
            return store.wait(after, timeout.total_seconds())


def open_own_keys(store: EventStore, address: str, *, create: bool) -> Keys | None:
    """Return the keys of a store of one's own; None where it has none, and names and texts are stored as they are.

    Args:
        store: The store.
        address: Where its keys are; empty where nobody said.
        create: Whether to make them where the store is empty.
    """
    first = store.read_log(after=0, limit=1)
    if not address:
        is_protected = any(is_sealed_name(event.recorder) or MARK in event.data for event in first)
        return Keys(NoKeys(_NO_ADDRESS)) if is_protected else None
    if create and not first:
        create_keys(address, store.store_id)
    return Keys(open_keys(address, store.store_id))


_NO_ADDRESS = Message(
    "这个存储里的姓名和文字要用密钥才能读,却没有写密钥在哪里:请在地址里写 keys=,或给出 keys",
    "the names and texts of this store need keys, and nobody said where they are: write keys= in its address, or give keys",
)


def _prepare_commit(batches: Sequence[Batch], command: Command, now: datetime, guard: Guard | None) -> Commit:
    after: dict[str, int] = {}
    versions: dict[str, int] = {}
    events: list[NewEvent] = []
    for batch in batches:
        after.setdefault(batch.stream, batch.after)
        version = versions.get(batch.stream, batch.after)
        if version != batch.after:
            raise moved_on_conflict(batch.stream, version, batch.after)
        events += [
            _prepare_event(batch.stream, place, event, guard) for place, event in enumerate(batch.events, version + 1)
        ]
        versions[batch.stream] = version + len(batch.events)
    demand_distinct([(event.id, event.stream) for event in events if event.id])
    known = describe_command(command, 0, now)
    kept = known if guard is None else seal_command(known, guard)
    return Commit(
        command=command.id,
        digest=command.digest,
        recorder=kept.actor,
        recorded_at=now,
        receipt=kept.receipt,
        after=tuple(after.items()),
        events=tuple(events),
    )


def _prepare_event(stream: str, version: int, event: Event, guard: Guard | None) -> NewEvent:
    try:
        name, data = encode_event(event)
        if guard is not None:
            (data,) = guard.protect_page(name, [event], [data], [(stream, version)])
    except BadForm as bad:
        raise bad_event(stream, version, bad) from bad
    return NewEvent(stream=stream, version=version, name=name, data=data, id=find_entry_id(event) or "")


def _describe(stored: StoredEvent, event: Event, actor: str) -> Recorded[Any]:
    return Recorded(
        stream=stored.stream,
        version=stored.version,
        position=stored.position,
        recorded_at=stored.recorded_at,
        actor=actor,
        command=stored.command,
        event=event,
    )


def open_own_log(
    url: str, opener: Callable[[str], EventStore], *, name: str, keys: str = "", create: bool = False
) -> OwnLog:
    """Return the event log over the store that an opener gives for an address; closing it closes the store, where that can be.

    Args:
        url: The address.
        opener: Opens or creates the store.
        name: How the store is called in messages, unless it has a name of its own.
        keys: Where its keys are; empty where nobody said.
        create: Whether to make the keys where the store is empty.

    Raises:
        NotAStore: When the opener says so.
        StoreUnavailable: When it fails in any other way.
    """
    with translate_own_errors(name):
        store = opener(url)
        # Where its address names a file, that file is never an output's.
        identity = identify_file(url.partition(":")[2])
        note_open_store(identity)

        def release() -> None:
            note_closed_store(identity)
            getattr(store, "close", lambda: None)()

        try:
            return OwnLog(getattr(store, "name", name), store, release, open_own_keys(store, keys, create=create))
        except BaseException:
            release()
            raise


@contextmanager
def translate_own_errors(name: str) -> Iterator[None]:
    """Raise our own error for whatever a store of one's own raises; `name` is how it is called in messages."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        raise StoreUnavailable.of(f"存储{name}出错:{error!r}", f"store {name} failed: {error!r}") from error
