"""Everything of a store copied into an empty one (搬迁), each row and command in its place and byte for byte, and a digest of both.

Into a store of ours all of it goes in one transaction. A store of one's own takes it commit by commit, as it was appended.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import groupby

import attrs

from bzr_adapters.storage.chain import chain_command, start_commands
from bzr_adapters.storage.codec import open_envelope
from bzr_adapters.storage.errors import StoreUnavailable
from bzr_adapters.storage.event_store import Commit, EventStore, NewEvent
from bzr_adapters.storage.own_log import OwnLog
from bzr_adapters.storage.recorder import Transaction
from bzr_adapters.storage.rows import ChainedRow, find_entry_id, read_rows
from bzr_adapters.storage.store import ReadingLog, RecorderStore, list_entries, list_sheet_facts
from bzr_domain.application.ports import PAGE, EventLog, KnownCommand, StoreError

Progress = Callable[[int, int], object]
"""Is called with how many events are copied, and how many there are."""


@attrs.frozen(kw_only=True)
class Content:
    """What a store holds: how many events and commands, its last position, and a digest of every byte of them (内容摘要)."""

    events: int
    position: int
    commands: int
    digest: str


def digest_content(log: EventLog) -> Content:
    """Return what a store holds; two stores with equal contents hold the same events, chains and commands in the same places."""
    source, total, events, commands = _demand_ours(log), sha256(), 0, 0
    for row in _read_rows(source):
        events += 1
        total.update(repr(row).encode())
    for command in _read_commands(source):
        commands += 1
        total.update(repr(attrs.astuple(command)).encode())
    return Content(events=events, position=source.last_position(), commands=commands, digest=total.hexdigest())


def copy_store(log: EventLog, target: EventLog, progress: Progress) -> None:
    """Copy everything of a store, which nobody may write to meanwhile, into an empty one; all of it or nothing.

    A store of ours takes the identity as well, which it shows when it is opened again: a follower goes on there.
    A store of one's own keeps the identity and the bookmarks that it has, and half of it may be there after a failure.

    Raises:
        StoreUnavailable: When the target is not empty.
    """
    source, there = _demand_ours(log), _demand_ours(target)
    if there.last_position():
        raise StoreUnavailable.of(
            f"存储{target.name}不是空的;只能迁到空的存储",
            f"store {target.name} is not empty: only an empty one can be moved into",
            code="store.not-empty",
        )
    if isinstance(there, RecorderStore):
        with there.recorder.writing() as transaction:
            _fill(transaction, source, progress)
    elif isinstance(there, OwnLog):
        with there.recorder.asking() as store:
            _append_commits(store, source, progress)


def _demand_ours(log: EventLog) -> ReadingLog:
    if isinstance(log, ReadingLog):
        return log
    raise StoreError.of(f"{log.name}不是存储", f"{log.name} is no store", code="store.bad-value")


def _fill(transaction: Transaction, source: ReadingLog, progress: Progress) -> None:
    last, chain = source.last_position(), start_commands(source.store_id)
    for page in _read_pages(source):
        events = read_rows(source.name, [row[:5] for row in page])
        transaction.insert(page, list_entries(events), list_sheet_facts(events))
        progress(page[-1][0], last)
    for number, command in enumerate(_read_commands(source), 1):
        chain = chain_command(chain, number, command)
        transaction.keep_command((number, command, chain))
    for checkpoint in source.index.checkpoints():
        transaction.save_checkpoint(checkpoint)
    if isinstance(source, RecorderStore):
        for name, place in source.recorder.bookmarks().items():
            transaction.save_bookmark(name, place)
    transaction.take_identity(source.store_id)


def _read_pages(source: ReadingLog) -> Iterator[list[ChainedRow]]:
    after = 0
    while page := list(source.index.chained_log(after=after, limit=PAGE)):
        if not page[0][5]:
            raise StoreUnavailable.of(
                f"存储{source.name}是旧格式,还没有链值;先在能写的地方打开并写入一次",
                f"store {source.name} is of an earlier form without chains: let it be written to once first",
            )
        yield page
        after = page[-1][0]


def _read_rows(source: ReadingLog) -> Iterator[ChainedRow]:
    for page in _read_pages(source):
        yield from page


def _read_commands(source: ReadingLog) -> Iterator[KnownCommand]:
    """Yield the commands in the order in which they were kept; of a store of one's own, those that brought events."""
    if isinstance(source, RecorderStore):
        number = 0
        while page := source.recorder.commands(after=number, limit=PAGE):
            yield from (command for _, command, _ in page)
            number = page[-1][0]
        return
    for command, _ in groupby(_read_rows(source), lambda row: open_envelope(row[4]).command):
        known = source.find_command(command)
        if known is not None:
            yield known


def _append_commits(store: EventStore, source: ReadingLog, progress: Progress) -> None:
    rows, last = _read_rows(source), source.last_position()
    waiting = next(rows, None)
    for command in _read_commands(source):
        events: list[NewEvent] = []
        while waiting is not None and waiting[0] <= command.position:
            events.append(_build_event(source, waiting))
            waiting = next(rows, None)
        store.append(
            Commit(
                command=command.id,
                digest=command.digest,
                recorder=command.actor,
                recorded_at=command.recorded_at,
                receipt=command.receipt,
                events=tuple(events),
            )
        )
        progress(command.position, last)


def _build_event(source: ReadingLog, row: ChainedRow) -> NewEvent:
    _, stream, version, name, state, _ = row
    (recorded,) = read_rows(source.name, [row[:5]])
    entry = find_entry_id(recorded.event) or ""
    return NewEvent(stream=stream, version=version, name=name, data=bytes(open_envelope(state).data), id=entry)
