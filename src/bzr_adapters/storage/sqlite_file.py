"""The SQLite file itself: creating it when asked, and connecting to it only when it is one of ours."""

import os
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from bzr_adapters.storage.errors import StoreUnavailable
from bzr_adapters.storage.sqlite_errors import from_sqlite, translated
from bzr_adapters.storage.sqlite_refusals import (
    empty,
    foreign,
    missing,
    not_durable,
    other_version,
    replaced,
)
from bzr_domain.application.ports import StoreError

APPLICATION_ID = 0x627A7231  # "bzr1"
SCHEMA_VERSION = 1
WAIT = 5.0
"""Seconds to wait for another program that holds the file."""

_FULL = 2
_SCHEMA = (
    # The column is called rowid so that the library's own statements, which ask for the rowid, still fit. AUTOINCREMENT
    # keeps the position of an erased newest row from being given out again.
    """CREATE TABLE stored_events (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        UNIQUE (originator_id, originator_version))""",
    "CREATE TABLE entries (id TEXT PRIMARY KEY NOT NULL, stream TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE store (id TEXT NOT NULL)",
    f"PRAGMA application_id={APPLICATION_ID}",
    f"PRAGMA user_version={SCHEMA_VERSION}",
)


def create(path: Path, *, wait: float = WAIT) -> None:
    """Make a store of a file that is missing or empty; one that is a store already stays as it is.

    Raises:
        NotAStore: When the file belongs to something else; it is not touched.
    """
    with translated(str(path)):
        connection = _connect(path, "rwc", wait)
        try:
            connection.execute("BEGIN IMMEDIATE")
            if _pragma(connection, "application_id") != APPLICATION_ID:
                _lay_out(path, connection)
            connection.execute("COMMIT")
            _use_wal(connection, wait)
        finally:
            connection.close()


def _lay_out(path: Path, connection: sqlite3.Connection) -> None:
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables or _pragma(connection, "application_id") or _pragma(connection, "user_version"):
        raise foreign(path)
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO store VALUES (?)", (uuid4().hex,))


def _use_wal(connection: sqlite3.Connection, wait: float) -> None:
    # SQLite does not wait by itself for the lock that this change takes.
    deadline = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


class StoreFile:
    """A file known to be a store; every connection to it is checked to be to the same store."""

    def __init__(self, path: Path, *, wait: float = WAIT) -> None:
        """Look at the file; nothing is ever created here."""
        self.path = path
        self._wait = wait
        self.store_id: str | None = None
        _demand_content(path)
        with translated(str(path)):
            self.connect().close()

    def connect(self) -> sqlite3.Connection:
        """A new connection that writes durably, or reads only where the file cannot be written."""
        if os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK):
            return self._checked(_connect(self.path, "rw", self._wait))
        try:
            return self._checked(_connect(self.path, "ro", self._wait))
        except StoreUnavailable:
            if _has_log(self.path):
                raise
            # WAL needs a file beside this one; without leftovers in it the file alone says everything.
            return self._checked(_connect(self.path, "ro&immutable=1", self._wait))

    def _checked(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        try:
            _write_durably(self.path, connection)
            store_id = _identity(self.path, connection)
            if self.store_id not in (None, store_id):
                raise replaced(self.path)
        except sqlite3.Error as error:
            connection.close()
            raise from_sqlite(str(self.path), error) from error
        except StoreError:
            connection.close()
            raise
        self.store_id = store_id
        return connection


def _connect(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(path))}?mode={mode}",
        uri=True,
        timeout=wait,
        isolation_level=None,
        check_same_thread=False,
    )


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _has_log(path: Path) -> bool:
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _write_durably(path: Path, connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA synchronous=FULL")
    if _pragma(connection, "synchronous") != _FULL:
        raise not_durable(path)


def _identity(path: Path, connection: sqlite3.Connection) -> str:
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise foreign(path)
    version = _pragma(connection, "user_version")
    if version != SCHEMA_VERSION:
        raise other_version(path, version, SCHEMA_VERSION)
    found = connection.execute("SELECT id FROM store").fetchall()
    if len(found) != 1:
        raise foreign(path)
    return str(found[0][0])


def _demand_content(path: Path) -> None:
    if not path.exists():
        raise missing(path)
    if path.is_file() and path.stat().st_size == 0:
        raise empty(path)
