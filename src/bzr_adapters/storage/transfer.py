"""Everything of a store copied into an empty one (搬迁), each row and command in its place and byte for byte, and a digest of both.

Into a store of ours all of it goes in one transaction. A store of one's own takes it commit by commit, as it was appended.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import groupby

import attrs

from bzr_adapters.storage.codec import open_envelope
from bzr_adapters.storage.errors import StoreUnavailable
from bzr_adapters.storage.event_store import Commit, EventStore, NewEvent
from bzr_adapters.storage.evidence.chain import chain_command, chain_rows, start_commands
from bzr_adapters.storage.keys.access_log import copy_accesses
from bzr_adapters.storage.keys.keys import Guard
from bzr_adapters.storage.keys.protected_commands import blind_digest, open_command, seal_command
from bzr_adapters.storage.own_log import OwnLog
from bzr_adapters.storage.recorder import Transaction
from bzr_adapters.storage.rows import ChainedRow, Row, find_entry_id, protect_row, read_rows, reveal_rows
from bzr_adapters.storage.store import ReadingLog, RecorderStore, list_entries
from bzr_domain.application.ports import PAGE, EventLog, KnownCommand, StoreError

Progress = Callable[[int, int], object]
"""Is called with how many events are copied, and how many there are."""


@attrs.frozen(kw_only=True)
class Content:
    """What a store holds: how many events and commands, its last position, and a digest of them as they read (内容摘要)."""

    events: int
    position: int
    commands: int
    digest: str


def digest_content(log: EventLog, like: EventLog | None = None) -> Content:
    """Return what a store holds; two stores with equal contents say the same events and commands in the same places.

    Of each event it says besides whether its chain is that of its bytes as they are stored: another store may protect
    names and texts otherwise.

    Args:
        log: The store.
        like: The store with which it is compared: where that one has keys, its commands' digests are hashed by them.
    """
    source, total, events, commands, chains = _demand_ours(log), sha256(), 0, 0, dict[str, bytes]()
    for page in _read_pages(source):
        rows = [row[:5] for row in page]
        sealed = chain_rows(rows, chains)
        for stored, expected, row in zip(page, sealed, reveal_rows(source.name, rows, source.keys), strict=True):
            events += 1
            total.update(repr((row, stored == expected)).encode())
    for command in _read_revealed_commands(source):
        commands += 1
        alike = command if like is None else _blind_digest(command, _demand_ours(like))
        total.update(repr(attrs.astuple(alike)).encode())
    return Content(events=events, position=source.last_position(), commands=commands, digest=total.hexdigest())


def copy_store(log: EventLog, target: EventLog, progress: Progress) -> None:
    """Copy everything of a store, which nobody may write to meanwhile, into an empty one; all of it or nothing.

    A store of ours takes the identity as well, which it shows when it is opened again: a follower goes on there.
    A store of one's own keeps the identity and the bookmarks that it has, and half of it may be there after a failure.

    Raises:
        StoreUnavailable: When the target is not empty.
    """
    source, there = _demand_ours(log), _demand_ours(target)
    demand_empty(target)
    next(_read_pages(source), None)  # a store without chains is told so before anything is written
    if isinstance(there, RecorderStore):
        with there.recorder.writing() as transaction:
            _fill(transaction, source, there, progress)
    elif isinstance(there, OwnLog):
        with there.recorder.asking() as store:
            _append_commits(store, there, source, progress)


def demand_empty(target: EventLog) -> None:
    """Demand that a store has no events.

    Raises:
        StoreUnavailable: When it has.
    """
    if target.last_position():
        raise StoreUnavailable.of(
            f"存储{target.name}不是空的;只能迁到空的存储",
            f"store {target.name} is not empty: only an empty one can be moved into",
            code="store.not-empty",
        )


def _demand_ours(log: EventLog) -> ReadingLog:
    if isinstance(log, ReadingLog):
        return log
    raise StoreError.of(f"{log.name}不是存储", f"{log.name} is no store", code="store.bad-value")


def _fill(transaction: Transaction, source: ReadingLog, there: RecorderStore, progress: Progress) -> None:
    guard = _take_keys(source, there)
    last, chains, chain = source.last_position(), dict[str, bytes](), start_commands(source.store_id)
    for page in _read_pages(source):
        plain = [row[:5] for row in page]
        events = read_rows(source.name, plain, source.keys)
        rows = page if guard is None else chain_rows((protect_row(row, guard) for row in plain), chains)
        transaction.insert(rows, list_entries(events), there.list_sheet_facts(events))
        progress(page[-1][0], last)
    for number, kept in enumerate(_read_commands(source), 1):
        command = kept if guard is None else seal_command(_blind_digest(kept, there), guard)
        chain = chain_command(chain, number, command)
        transaction.keep_command((number, command, chain))
    if guard is not None:
        guard.keep()
    # Where texts are protected only now, the chains are other ones than those of the checkpoints.
    for checkpoint in source.index.checkpoints() if guard is None else ():
        transaction.save_checkpoint(checkpoint)
    if isinstance(source, RecorderStore):
        for name, place in source.recorder.bookmarks().items():
            transaction.save_bookmark(name, place)
    transaction.take_identity(source.store_id)


def _take_keys(source: ReadingLog, there: RecorderStore) -> Guard | None:
    """Let a store take over the keys of another; where that one has none, return what protects its personal texts."""
    if there.keys is None:
        return None
    if source.keys is None:
        there.keys.tables.take_identity(source.store_id, there.keys.tables.secret)
        return there.keys.begin()
    there.keys.take_over(source.keys, source.store_id)
    copy_accesses(source.keys.tables, there.keys.tables)
    return None


def _read_pages(source: ReadingLog) -> Iterator[list[ChainedRow]]:
    after = 0
    while page := list(source.index.chained_log(after=after, limit=PAGE)):
        if not page[0][5]:
            raise StoreUnavailable.of(
                f"存储{source.name}是旧格式,还没有链值;请先复制到能写的地方,在那里运行 bzr checkpoint",
                f"store {source.name} is of an earlier form without chains: copy it to where it can be written, and run "
                "bzr checkpoint there first",
            )
        yield page
        after = page[-1][0]


def _read_commands(source: ReadingLog) -> Iterator[KnownCommand]:
    """Yield the commands in the order in which they were kept; of a store of one's own, those that brought events."""
    if isinstance(source, RecorderStore):
        number = 0
        while page := source.recorder.commands(after=number, limit=PAGE):
            yield from (command for _, command, _ in page)
            number = page[-1][0]
        return
    rows = (row for page in _read_pages(source) for row in page)
    for command, _ in groupby(rows, lambda row: open_envelope(row[4]).command):
        known = source.index.find_command(command)
        if known is not None:
            yield known


def _read_revealed_rows(source: ReadingLog) -> Iterator[Row]:
    """Yield the rows as they read: a store of one's own may keep as it is what another protects."""
    for page in _read_pages(source):
        yield from reveal_rows(source.name, [row[:5] for row in page], source.keys)


def _read_revealed_commands(source: ReadingLog) -> Iterator[KnownCommand]:
    for command in _read_commands(source):
        yield command if source.keys is None else open_command(command, source.keys)


def _blind_digest(command: KnownCommand, there: ReadingLog) -> KnownCommand:
    return command if there.keys is None else blind_digest(command, there.keys)


def _append_commits(store: EventStore, there: OwnLog, source: ReadingLog, progress: Progress) -> None:
    guard, rows, commands = _prepare_commits(there, source)
    last, waiting = source.last_position(), next(rows, None)
    for command in commands:
        events: list[NewEvent] = []
        while waiting is not None and waiting[0] <= command.position:
            events.append(_build_event(source, waiting, there))
            waiting = next(rows, None)
        if guard is not None:
            guard.keep()
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


def _prepare_commits(there: OwnLog, source: ReadingLog) -> tuple[Guard | None, Iterator[Row], Iterator[KnownCommand]]:
    """Return the rows and commands as a store of one's own is to keep them, and what protects them only now."""
    if there.keys is None:
        return None, _read_revealed_rows(source), _read_revealed_commands(source)
    rows = (row[:5] for page in _read_pages(source) for row in page)
    if source.keys is not None:
        there.keys.take_over(source.keys, there.store_id)
        return None, rows, _read_commands(source)
    guard = there.keys.begin()
    return (
        guard,
        (protect_row(row, guard) for row in rows),
        (seal_command(_blind_digest(command, there), guard) for command in _read_commands(source)),
    )


def _build_event(source: ReadingLog, row: Row, there: OwnLog) -> NewEvent:
    _, stream, version, name, state = row
    (recorded,) = read_rows(source.name, [row], source.keys or there.keys)
    entry = find_entry_id(recorded.event) or ""
    return NewEvent(stream=stream, version=version, name=name, data=bytes(open_envelope(state).data), id=entry)
