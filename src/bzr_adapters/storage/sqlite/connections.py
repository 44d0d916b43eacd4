"""Connections to a SQLite store, each checked to be to the very file, and the transactions on them."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool, SQLiteCursor, SQLiteDatastore

from bzr_adapters.storage.errors import busy_error
from bzr_adapters.storage.sqlite.file import StoreFile


class _Pool(SQLiteConnectionPool):
    """The library's pool, whose connections are checked to be to our store."""

    def __init__(self, file: StoreFile) -> None:
        super().__init__(db_name="")
        self._file = file

    def _create_connection(self) -> SQLiteConnection:
        connection = self._file.connect()
        self._file.demand_same_log()
        # The library's own statements take columns by name; ours reset this on their cursor.
        connection.row_factory = sqlite3.Row
        return SQLiteConnection(connection, max_age=None)


class Datastore(SQLiteDatastore):
    """The library's data store, which takes the write lock when a transaction begins."""

    def __init__(self, file: StoreFile, wait: float) -> None:
        """Stand on a file known to be a store; wait so long for one's turn to write."""
        self.pool = _Pool(file)
        self.single_row_tracking = True
        self.originator_id_type = "text"
        self._file, self._wait = file, wait
        self._turn = threading.RLock()

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """One transaction; to write it begins IMMEDIATE, for a lock taken later would meet a stale snapshot."""
        if not commit:
            with self._transaction("BEGIN") as cursor:
                yield cursor
            return
        if not self._turn.acquire(timeout=self._wait):
            raise busy_error(str(self._file.path))
        try:
            with self._transaction("BEGIN IMMEDIATE") as cursor:
                self._file.demand_same_log()
                self._file.demand_same_tables(cursor.sqlite_cursor.connection)
                yield cursor
        finally:
            self._turn.release()

    def fetch(self, statement: str, values: Sequence[object] | dict[str, object]) -> list[Any]:
        """The plain rows of one statement that reads: it is a transaction by itself, so none is begun."""
        connection = self.pool.get_connection()
        try:
            cursor = connection.cursor().sqlite_cursor
            cursor.row_factory = None  # the library's own methods ask for columns by name
            self._file.demand_same_file()
            rows = cursor.execute(statement, values).fetchall()
            self._file.demand_same_file()
            return rows
        finally:
            self.pool.put_connection(connection)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[SQLiteCursor]:
        # The pool is not asked for a writer's connection: it would keep its lock when connecting fails.
        connection = self.pool.get_connection()
        try:
            cursor = connection.cursor()
            with cursor:
                cursor.execute(begin)
                self._file.demand_same_file()
                yield cursor
                connection.commit()
                # Only now is it certain that what was committed stands in the file under this name.
                self._file.demand_same_file()
        except BaseException:
            connection.rollback()
            raise
        finally:
            self.pool.put_connection(connection)
