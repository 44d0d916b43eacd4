"""The keys in an SQLite file of their own beside the store's (密钥文件), or in memory.

The file is its owner's alone, and what is erased in it is overwritten: a rollback journal, which is emptied at each
commit, and no write-ahead log, in which it could stay.
"""

import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bzr_adapters.open_files import identify_file
from bzr_adapters.storage.errors import KeysMissing, NotAStore, StoreUnavailable, demand_own_tables
from bzr_adapters.storage.keys.statements import SqlKeys
from bzr_adapters.storage.keys.tables import KeptName, KeptText, KeyTables
from bzr_adapters.storage.sqlite.file import WAIT, translate_errors
from bzr_adapters.storage.sqlite.schema import list_schema_faults
from bzr_domain.application.ports import StoreError
from bzr_domain.kernel.messages import Message

_SETTLED = 3_000_000_000
"""After how many nanoseconds any change of a file gives it another time, whatever the file system keeps of it."""
APPLICATION_ID = 0x627A726B  # "bzrk"
_SCHEMA = (
    "CREATE TABLE notes (name TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE identity (store_id TEXT NOT NULL, secret BLOB NOT NULL)",
    """CREATE TABLE names (
        token TEXT PRIMARY KEY NOT NULL,
        subject TEXT NOT NULL,
        owner TEXT NOT NULL,
        form TEXT NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX names_by_form ON names (form, owner)",
    "CREATE INDEX names_by_name ON names (name, owner)",
    "CREATE TABLE texts (id TEXT PRIMARY KEY NOT NULL, key BLOB NOT NULL, state TEXT NOT NULL) WITHOUT ROWID",
)
_IDENTIFY = (f"PRAGMA application_id={APPLICATION_ID}", "PRAGMA user_version=1")


class KeyFile(SqlKeys):
    """Keys in a file, or in memory; its methods are called from any thread."""

    def __init__(self, name: str, connection: sqlite3.Connection, path: Path | None = None) -> None:
        """Stand on a connection to kept keys; `name` is how they are called in messages."""
        self.name = name
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._file = None if path is None else identify_file(path)
        self._known: tuple[object, object] = (None, None)

    def change_mark(self) -> object:
        """Return what differs once a name or a text is shown otherwise; the file is asked only where it may have changed."""
        status = None if self.path is None else _describe_file(self.path)
        known, mark = self._known
        if status is None or status != known:
            mark = super().change_mark()
            self._known = (status, mark)
        return mark

    def fetch(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows that a statement gives."""
        with self._lock, translate_errors(self.name):
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: commits at the end, durably, and rolls back on any exception.

        Raises:
            StoreUnavailable: When the file was deleted or replaced since it was opened.
        """
        with self._lock, translate_errors(self.name):
            if self.path is not None and identify_file(self.path) != self._file:
                raise StoreUnavailable.of(
                    f"密钥文件{self.name}在打开后被删除或替换;请恢复它并重新启动",
                    f"the key file {self.name} was deleted or replaced since it was opened: restore it and start again",
                )
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise

    def clear(self) -> None:
        """Write the file anew: its pages keep what stood between their rows before."""
        if self.path is not None:
            self.fetch("VACUUM")

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()


def _describe_file(path: Path) -> object:
    """Return what differs after each change of a file; None where it is gone, or changed so lately that its time may stay."""
    try:
        status = os.stat(path)  # noqa: PTH116 (asked at every reading, and Path takes three times as long)
    except OSError:
        return None
    is_settled = time.time_ns() - status.st_ctime_ns > _SETTLED
    return (status.st_dev, status.st_ino, status.st_size, status.st_ctime_ns) if is_settled else None


class NoKeys:
    """In the place of keys that are not there: nothing is known, and whoever needs them makes them or is told why not."""

    def __init__(self, missing: Message | None, make: Callable[[], KeyTables] | None = None) -> None:
        """Say why they are missing, or how they are made where the store is of before there were keys."""
        self.missing = missing
        self._make = make

    def make(self) -> KeyTables:
        """Return new keys.

        Raises:
            KeysMissing: When there ought to be some.
        """
        if self._make is None:
            assert self.missing is not None
            raise KeysMissing(self.missing)
        return self._make()

    def change_mark(self) -> object:
        """Nothing changes."""
        return None

    def find_name(self, token: str) -> KeptName | None:  # noqa: ARG002 (nothing is there to be found)
        """No name is known."""
        return None

    def find_texts(self, ids: Sequence[str]) -> dict[str, KeptText]:  # noqa: ARG002 (nothing is there to be found)
        """No key is known."""
        return {}

    def close(self) -> None:
        """There is nothing to close."""


def find_key_path(store: Path) -> Path:
    """Return where the keys of a store's file are, unless its address says otherwise."""
    real = store.resolve() if store.is_symlink() else store
    return real.with_name(f"{real.name}.keys")


def keys_in_memory(store_id: str) -> KeyFile:
    """Return new keys that last as long as the process."""
    connection = _connect(":memory:")
    _create_tables(connection, store_id)
    return KeyFile("memory:", connection)


def create_key_file(path: Path, store_id: str) -> None:
    """Make the keys of a store where there are none, for its owner alone; those of this store stay as they are.

    Raises:
        NotAStore: When the file is something else, or of another store.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise StoreUnavailable.of(
            f"密钥文件{path}不能新建({error.strerror});请检查文件夹的权限和磁盘",
            f"the key file {path} cannot be created ({error.strerror}): check the permissions of its folder and the disk",
        ) from error
    with translate_errors(str(path)):
        connection = _connect(f"file:{quote(str(path))}?mode=rw")
        try:
            connection.execute("BEGIN IMMEDIATE")
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                _create_tables(connection, store_id)
            elif _is_unused(connection):
                # Those of a store whose making was broken off before it was there.
                connection.execute("UPDATE identity SET store_id=?", (store_id,))
            connection.execute("COMMIT")
            _demand_keys_of(path, connection, store_id)
        finally:
            connection.close()


def open_key_file(path: Path, store_id: str, *, is_before_keys: bool) -> KeyTables | NoKeys:
    """Return the keys of a store in a file; where there is none, what stands in their place.

    Args:
        path: The file.
        store_id: The store's.
        is_before_keys: Whether the store may be of before there were keys, so that they are still to be made.

    Raises:
        NotAStore: When the file is something else, or of another store.
    """
    if not path.exists() or (is_before_keys and _is_left_empty(path)):
        return NoKeys(None, lambda: _make(path, store_id)) if is_before_keys else NoKeys(_describe_absent(path))
    return _open(path, store_id) if os.access(path, os.R_OK) else NoKeys(_describe_forbidden(path))


def _make(path: Path, store_id: str) -> KeyTables:
    create_key_file(path, store_id)
    return _open(path, store_id)


def _open(path: Path, store_id: str) -> KeyFile:
    with translate_errors(str(path)):
        connection = _connect(f"file:{quote(str(path))}?mode={'rw' if os.access(path, os.W_OK) else 'ro'}")
        try:
            _demand_keys_of(path, connection, store_id)
            return KeyFile(str(path), connection, path)
        except (sqlite3.Error, StoreError):
            connection.close()
            raise


def _describe_absent(path: Path) -> Message:
    return Message(
        f"密钥文件{path}不存在:姓名和文字不能显示,也不能写入;请把它从备份放回原处",
        f"the key file {path} is not there: names and texts cannot be shown, and nothing can be written; "
        "put it back from its backup",
    )


def _describe_forbidden(path: Path) -> Message:
    return Message(
        f"没有权限读密钥文件{path}:姓名和文字不能显示,也不能写入;请用它的主人的账号运行",
        f"the key file {path} may not be read: names and texts cannot be shown, and nothing can be written; "
        "run as its owner",
    )


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _create_tables(connection: sqlite3.Connection, store_id: str) -> None:
    for statement in (*_SCHEMA, *_IDENTIFY):
        connection.execute(statement)
    connection.execute("INSERT INTO identity VALUES (?,?)", (store_id, secrets.token_bytes(32)))


def _is_left_empty(path: Path) -> bool:
    """Whether a file is one of which a power cut has left nothing while the keys were made."""
    if not os.access(path, os.W_OK):
        return False
    with suppress(sqlite3.DatabaseError), closing(_connect(f"file:{quote(str(path))}?mode=rw")) as connection:
        return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return False


def _is_unused(connection: sqlite3.Connection) -> bool:
    is_ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    return is_ours and not any(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 (no value in it)
        for table in ("names", "texts")
    )


def _demand_keys_of(path: Path, connection: sqlite3.Connection, store_id: str) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAStore.of(f"{path}不是bzr的密钥文件,未作改动", f"{path} is not a key file of bzr and was left alone")
    # A trigger could keep what is to be erased, or write another name.
    objects = connection.execute("SELECT type, name, sql FROM sqlite_master")
    demand_own_tables(str(path), list_schema_faults(_SCHEMA, objects))
    owner = connection.execute("SELECT store_id FROM identity").fetchall()
    if [(store_id,)] != owner:
        raise NotAStore.of(
            f"密钥文件{path}属于另一个存储;请放回这个存储自己的",
            f"the key file {path} belongs to another store: put back this store's own",
        )
