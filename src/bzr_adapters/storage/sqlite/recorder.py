"""The store in one SQLite file, over the library's recorder with lean reads and writes."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from bzr_adapters.open_files import note_closed_store, note_open_store
from bzr_adapters.storage.errors import BadRecord, used_ids_conflict
from bzr_adapters.storage.event_store import NO_CHAIN
from bzr_adapters.storage.evidence.chain import digest_bookmark
from bzr_adapters.storage.held_transaction import HeldTransaction
from bzr_adapters.storage.keys.file import find_key_path, open_key_file
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.rows import ChainedRow, Entry, KeptCheckpoint, KeptCommand, Row, SheetFact, build_command
from bzr_adapters.storage.sqlite.connections import Datastore
from bzr_adapters.storage.sqlite.file import WAIT, StoreFile, translate_errors
from bzr_adapters.storage.sqlite.inspection import inspect_file
from bzr_adapters.storage.sqlite.migration import TO_CLEAR, find_command_in, list_sheet_facts_in, migrate
from bzr_adapters.storage.sqlite.schema import SCHEMA_VERSION, SECOND_VERSION
from bzr_adapters.storage.store import RecorderStore
from bzr_domain.application.ports import PAGE, KnownCommand
from bzr_domain.kernel.messages import Problem

_COLUMNS = "rowid, originator_id, originator_version, topic, state"
_INSERT = f"INSERT INTO stored_events ({_COLUMNS}, chain) VALUES (?,?,?,?,?,?)"  # noqa: S608 (no value in it)
_ROWS = (
    f"SELECT {_COLUMNS} FROM stored_events WHERE originator_id=? AND originator_version>? "  # noqa: S608 (no value in it)
    "ORDER BY originator_version LIMIT ?"
)
_LOG = f"SELECT {_COLUMNS} FROM stored_events WHERE rowid>? ORDER BY rowid LIMIT ?"  # noqa: S608 (no value in it)
_CHAINED_LOG = f"SELECT {_COLUMNS}, chain FROM stored_events WHERE rowid>? ORDER BY rowid LIMIT ?"  # noqa: S608 (no value in it)
_UNCHAINED_LOG = _CHAINED_LOG.replace("chain", "x''")
_LAST = f"SELECT {_COLUMNS} FROM stored_events ORDER BY rowid DESC LIMIT 1"  # noqa: S608 (no value in it)
_HEAD = (
    "SELECT originator_version, chain FROM stored_events WHERE originator_id=? ORDER BY originator_version DESC LIMIT 1"
)
_POSITION = "SELECT seq FROM sqlite_sequence WHERE name='stored_events'"
_KNOWN = "SELECT stream FROM entries WHERE id=?"
_FIND = "SELECT id, stream FROM entries WHERE id>=? AND id<? ORDER BY id LIMIT ?"
_SHEET_FACTS = (
    "SELECT id, stream FROM sheet_facts JOIN entries USING (id) WHERE sheet=? AND day>=? AND day<=? ORDER BY day, id"
)
_KNOWN_SHEET_FACT = "SELECT 1 FROM sheet_facts WHERE sheet=? AND day=? AND id=?"
_CHECKPOINTS = "SELECT text, frontier FROM checkpoints ORDER BY number"
_COMMAND = "SELECT id, actor, digest, receipt, position, recorded_at FROM commands WHERE id=?"
_COMMANDS = """SELECT id, actor, digest, receipt, position, recorded_at, number, chain
FROM commands WHERE number>? ORDER BY number LIMIT ?"""
_COMMAND_HEAD = """SELECT (SELECT seq FROM sqlite_sequence WHERE name='commands'),
(SELECT chain FROM commands ORDER BY number DESC LIMIT 1)"""
_KEEP = """INSERT INTO commands (id, actor, digest, receipt, position, recorded_at, number, chain)
VALUES (?,?,?,?,?,?,?,?)"""
_BOOKMARK = "SELECT place FROM bookmarks WHERE name=?"
# Hops from one name to the next in the index, where DISTINCT would walk past every event.
_STREAMS = """WITH RECURSIVE names(name) AS (
    SELECT min(originator_id) FROM stored_events WHERE originator_id>=:low AND originator_id<:high
    UNION ALL
    SELECT (SELECT min(originator_id) FROM stored_events WHERE originator_id>name AND originator_id<:high)
    FROM names WHERE name IS NOT NULL)
SELECT name FROM names WHERE name IS NOT NULL"""
_LAST_CHARACTER = "\U0010ffff"


class _Transaction:
    """The open write transaction of a recorder."""

    def __init__(self, cursor: SQLiteCursor, file: StoreFile) -> None:
        self._cursor, self._file = cursor, file

    @contextmanager
    def committing(self) -> Iterator[None]:
        """Commit at the end, roll back on any exception."""
        connection = self._cursor.sqlite_cursor.connection
        try:
            yield
            connection.commit()
            self._file.demand_same_file()
        except BaseException:
            connection.rollback()
            raise

    def _fetch_row(self, statement: str, *values: str) -> Any:
        self._cursor.execute(statement, values)
        return self._cursor.fetchone()

    def head(self, stream: str) -> tuple[int, bytes]:
        head: tuple[int, bytes] | None = self._fetch_row(_HEAD, stream)
        return head or (0, NO_CHAIN)

    def last_row(self) -> Row | None:
        row: Row | None = self._fetch_row(_LAST)
        return row

    def last_position(self) -> int:
        row = self._fetch_row(_POSITION)
        return row[0] if row else 0

    def known_command(self, command: str) -> KnownCommand | None:
        return _read_command(self._fetch_row(_COMMAND, command))

    def command_head(self) -> tuple[int, bytes]:
        number, chain = self._fetch_row(_COMMAND_HEAD)
        return number or 0, chain or NO_CHAIN

    def keep_command(self, command: KeptCommand) -> None:
        number, known, chain = command
        values = (known.id, known.actor, known.digest, known.receipt, known.position, known.recorded_at.isoformat())
        self._cursor.execute(_KEEP, (*values, number, chain))

    def insert(self, rows: Iterable[ChainedRow], entries: Sequence[Entry], sheet_facts: Sequence[SheetFact]) -> None:
        try:
            # The ids of a long sheet fill their table more than twice as quickly in its own order.
            self._cursor.executemany("INSERT INTO entries VALUES (?,?)", sorted(entries))
        except sqlite3.IntegrityError as error:
            # Taken back first, so that only what was there before is found.
            self._cursor.execute("ROLLBACK")
            raise used_ids_conflict(_find_used(self._cursor, [entry for entry, _ in entries])) from error
        self._cursor.executemany("INSERT INTO sheet_facts VALUES (?,?,?)", sorted(sheet_facts))
        self._cursor.executemany(_INSERT, rows)

    def save_bookmark(self, name: str, place: str) -> None:
        kept = (name, place, digest_bookmark(name, place))
        self._cursor.execute("INSERT OR REPLACE INTO bookmarks VALUES (?,?,?)", kept)

    def save_checkpoint(self, checkpoint: KeptCheckpoint) -> None:
        self._cursor.execute("INSERT INTO checkpoints (text, frontier) VALUES (?,?)", checkpoint)

    def take_identity(self, store_id: str) -> None:
        self._cursor.execute("UPDATE store SET id=?", (store_id,))
        self._file.store_id = store_id  # else the file would be taken for another store's as soon as it is written into

    def mark_moved(self, address: str) -> None:
        self._cursor.execute("INSERT INTO moved VALUES (?)", (address,))

    def moved_to(self) -> str:
        row = self._fetch_row("SELECT address FROM moved")
        return row[0] if row else ""

    def clear_indexes(self) -> None:
        self._cursor.execute("DELETE FROM entries")
        self._cursor.execute("DELETE FROM sheet_facts")


def _with_plain_rows(cursor: SQLiteCursor) -> SQLiteCursor:
    """The cursor, giving plain tuples; the library's own methods ask for columns by name."""
    cursor.sqlite_cursor.row_factory = None
    return cursor


def _find_used(cursor: SQLiteCursor, ids: Iterable[str]) -> dict[str, str]:
    streams = {}
    for entry_id in ids:
        cursor.execute(_KNOWN, (entry_id,))
        row = cursor.fetchone()
        if row:
            streams[entry_id] = row[0]
    return streams


def _read_command(row: Any) -> KnownCommand | None:
    return None if row is None else build_command(row)


class SQLiteRecorder(SQLiteApplicationRecorder):
    """The library's recorder, with positions, an index of entries, and pages of plain tuples."""

    datastore: Datastore

    def __init__(self, file: StoreFile, wait: float, keys: Keys) -> None:
        """Stand on a file known to be a store; the keys protect what it says of persons once it is brought up to date."""
        super().__init__(Datastore(file, wait))
        self._keys = keys
        self._name = str(file.path)
        self._file = file
        self._held = HeldTransaction(self._begin, self._finish)
        self.store_id = file.store_id
        note_open_store(file.identity)

    def writing(self) -> AbstractContextManager[_Transaction]:
        """A write transaction: commits at the end, rolls back on any exception."""
        return self._held.take_or_begin()

    @contextmanager
    def _begin(self) -> Iterator[_Transaction]:
        with translate_errors(self._name), self.datastore.transaction(commit=True) as cursor:
            migrated = migrate(self._name, _with_plain_rows(cursor), self._keys)
            yield _Transaction(cursor, self._file)
        if migrated:
            self.clear_old_bytes()

    def clear_old_bytes(self) -> None:
        """Write the file anew, and empty what is beside it, so that nothing of what was stored before is left anywhere.

        Where another program reads at this very time, it stays noted, and is done when the store is opened next.
        """
        with translate_errors(self._name), closing(self._file.connect()) as connection:
            connection.execute("VACUUM")
            is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not is_busy:
            self._keys.tables.note(TO_CLEAR, None)

    def holding(self) -> AbstractContextManager[None]:
        """Keep every other writer out, until this thread has written or leaves.

        The write lock is taken before reading, so that nobody can come between; readers go on reading.
        """
        return self._held.hold()

    @contextmanager
    def _finish(self, transaction: _Transaction) -> Iterator[_Transaction]:
        with translate_errors(self._name), transaction.committing():
            yield transaction

    def _all(self, statement: str, values: Sequence[object] | dict[str, object]) -> list[Any]:
        with translate_errors(self._name):
            return self.datastore.fetch(statement, values)

    def rows(self, stream: str, *, after: int, limit: int) -> list[Row]:
        """The next rows of a history beyond a version."""
        return self._all(_ROWS, (stream, after, limit))

    def log(self, *, after: int, limit: int) -> list[Row]:
        """The next rows of the store beyond a position."""
        return self._all(_LOG, (after, limit))

    def chained_log(self, *, after: int, limit: int) -> list[ChainedRow]:
        """The next rows of the store beyond a position, with their chains."""
        return self._all(_UNCHAINED_LOG if self._is_before(SCHEMA_VERSION) else _CHAINED_LOG, (after, limit))

    def commands(self, *, after: int, limit: int) -> list[KeptCommand]:
        """The next commands kept beyond a number; none in a file that does not number them yet."""
        rows = [] if self._is_before(SCHEMA_VERSION) else self._all(_COMMANDS, (after, limit))
        return [(number, build_command(row), chain) for *row, number, chain in rows]

    def streams(self, prefix: str = "") -> list[str]:
        """The histories whose name begins so, sorted."""
        bounds: dict[str, object] = {"low": prefix, "high": prefix + _LAST_CHARACTER}
        return [name for (name,) in self._all(_STREAMS, bounds)]

    def find(self, prefix: str, *, limit: int = 3) -> list[Entry]:
        """Index entries whose id begins so, sorted."""
        return self._all(_FIND, (prefix, prefix + _LAST_CHARACTER, limit))

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """Those of the ids that are used → their history."""
        with translate_errors(self._name), self.datastore.transaction(commit=False) as cursor:
            return _find_used(_with_plain_rows(cursor), ids)

    def sheet_facts(self, sheet: str, first: date, last: date) -> list[Entry]:
        """The facts recorded from a sheet for some days, by day and id."""
        if self._is_before(SECOND_VERSION):
            return list_sheet_facts_in(self._name, self._read_page, sheet, first, last)
        return self._all(_SHEET_FACTS, (sheet, f"{first}", f"{last}"))

    def find_command(self, command: str) -> KnownCommand | None:
        """The command of that id."""
        if self._is_before(SECOND_VERSION):
            return find_command_in(self._name, self._read_page, command)
        rows = self._all(_COMMAND, (command,))
        return _read_command(rows[0] if rows else None)

    def moved_to(self) -> str:
        """The address to which the store has moved; empty where it has not."""
        rows = [] if self._is_before(SCHEMA_VERSION) else self._all("SELECT address FROM moved", ())
        return rows[0][0] if rows else ""

    def bookmarks(self) -> dict[str, str]:
        """The places of all followers, by their names."""
        return {} if self._is_before(SECOND_VERSION) else dict(self._all("SELECT name, place FROM bookmarks", ()))

    def bookmark(self, name: str, save: str | None = None) -> str | None:
        """A follower's place, saved first where there is one to save."""
        if save is not None:
            with self.writing() as transaction:
                transaction.save_bookmark(name, save)
            return save
        rows = [] if self._is_before(SECOND_VERSION) else self._all(_BOOKMARK, (name,))
        return rows[0][0] if rows else None

    def last_command(self) -> tuple[int, bytes]:
        """How many commands were ever kept, and the chain of the last."""
        number, chain = (0, None) if self._is_before(SCHEMA_VERSION) else self._all(_COMMAND_HEAD, ())[0]
        return number or 0, chain or NO_CHAIN

    def prepare(self) -> None:
        """Bring a file of an earlier schema up to date."""
        if self._is_before(SCHEMA_VERSION):
            with self.writing():
                pass

    def checkpoints(self) -> list[KeptCheckpoint]:
        """The checkpoints kept, in the order of keeping."""
        return [] if self._is_before(SCHEMA_VERSION) else self._all(_CHECKPOINTS, ())

    def keep_checkpoint(self, checkpoint: KeptCheckpoint) -> None:
        """Keep a checkpoint behind the others."""
        with self.writing() as transaction:
            transaction.save_checkpoint(checkpoint)

    def inspect(self) -> Iterator[Problem]:
        """What is wrong with the file, its tables and the positions given out."""
        is_current = not self._is_before(SCHEMA_VERSION)
        version = SCHEMA_VERSION if is_current else self._file.version
        with translate_errors(self._name), self.datastore.transaction(commit=False) as cursor:
            yield from inspect_file(_with_plain_rows(cursor).sqlite_cursor.connection, version)

    def index_sizes(self) -> tuple[int, int]:
        """How many entries the index of entries has, and how many facts that of sheets."""
        tables = ["entries"] if self._is_before(SECOND_VERSION) else ["entries", "sheet_facts"]
        sizes = [self._all(f"SELECT count(*) FROM {table}", ())[0][0] for table in tables]  # noqa: S608 (no value in it)
        return sizes[0], sum(sizes[1:])

    def known_sheet_facts(self, places: Iterable[SheetFact]) -> set[SheetFact]:
        """Those of some places that the index of sheets has."""
        with translate_errors(self._name), self.datastore.transaction(commit=False) as cursor:
            plain = _with_plain_rows(cursor).sqlite_cursor
            return {place for place in places if plain.execute(_KNOWN_SHEET_FACT, place).fetchone()}

    def _is_before(self, version: int) -> bool:
        """Whether the file is still of an earlier version; whoever writes first brings it up to date."""
        if self._file.version < version:
            self._file.version = self._all("PRAGMA user_version", ())[0][0]
        return self._file.version < version

    def _read_page(self, after: int) -> list[Row]:
        return self.log(after=after, limit=PAGE)

    def last_position(self) -> int:
        """The position of the newest row; 0 in an empty store."""
        return int(self._all("SELECT max(rowid) FROM stored_events", ())[0][0] or 0)

    def close(self) -> None:
        """Close every connection."""
        if not self.datastore.pool.closed:
            note_closed_store(self._file.identity)
        self.datastore.close()


def sqlite_store(path: Path, *, wait: float = WAIT) -> RecorderStore:
    """The store in a file.

    Args:
        path: The file.
        wait: Seconds to wait for another program that is writing.

    Raises:
        NotAStore: When there is no store of ours in that file.
    """
    file = StoreFile(path, wait=wait)
    keys = Keys(open_key_file(find_key_path(path), file.store_id, is_before_keys=file.version < SCHEMA_VERSION))
    recorder = SQLiteRecorder(file, wait, keys)
    if keys.is_noted(TO_CLEAR) and os.access(path, os.W_OK):
        recorder.clear_old_bytes()
    store = RecorderStore(str(path), recorder, keys)
    with suppress(BadRecord):  # it is told when something is read
        store.load_erased()
    return store
