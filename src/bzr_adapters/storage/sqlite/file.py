"""The SQLite file itself: creating it when asked, connecting to it only when it is one of ours, and SQLite's complaints in our words."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from eventsourcing.domain import EventSourcingError
from eventsourcing.persistence import ConnectionUnavailableError

from bzr_adapters.open_files import FileIdentity, identify_file
from bzr_adapters.storage.errors import NotAStore, StoreUnavailable, busy_error, demand_own_tables
from bzr_adapters.storage.sqlite.schema import FIRST_VERSION, SCHEMA_VERSION, SCHEMAS, list_schema_faults
from bzr_domain.application.ports import Conflict, StoreError
from bzr_domain.kernel.messages import Message

APPLICATION_ID = 0x627A7231  # "bzr1"
WAIT = 5.0
"""Seconds to wait for another program that holds the file."""

_FULL = 2
_OWNER_ONLY = 0o600
_IDENTIFY = (f"PRAGMA application_id={APPLICATION_ID}", f"PRAGMA user_version={SCHEMA_VERSION}")


_creating = threading.Lock()
"""One at a time: closing a file that SQLite has open would take away its locks."""


def create(path: Path, *, wait: float = WAIT) -> None:
    """Make a store of a file that is missing or empty, with its keys; one that is a store already stays as it is.

    Only its owner can read it, and what SQLite puts beside it, whatever the umask.

    Raises:
        NotAStore: When the file belongs to something else; it is not touched.
    """
    with _creating, translate_errors(str(path)):
        _create_for_owner(path)
        connection = _connect(path, "rwc", wait)
        try:
            connection.execute("BEGIN IMMEDIATE")
            if _pragma(connection, "application_id") != APPLICATION_ID:
                _create_tables(path, connection)
            connection.execute("COMMIT")
            _use_wal(connection, wait)
        finally:
            connection.close()


def _create_for_owner(path: Path) -> None:
    """Make an empty file that only its owner can read; an empty one that is there is made so."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    except OSError:  # one that is there stays; where none can be made, SQLite says why
        if path.is_file() and path.stat().st_size == 0:
            path.chmod(_OWNER_ONLY)


def _create_tables(path: Path, connection: sqlite3.Connection) -> None:
    from bzr_adapters.storage.keys.file import create_key_file, find_key_path  # which stands on this module

    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables or _pragma(connection, "application_id") or _pragma(connection, "user_version"):
        raise _foreign_file_error(path)
    for statement in (*SCHEMAS[SCHEMA_VERSION], *_IDENTIFY):
        connection.execute(statement)
    store_id = uuid4().hex
    connection.execute("INSERT INTO store VALUES (?)", (store_id,))
    create_key_file(find_key_path(path), store_id)


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
    """A file known to be a store; every connection to it is checked to be to the same file, and the same store in it."""

    def __init__(self, path: Path, *, wait: float = WAIT) -> None:
        """Look at the file; nothing is ever created here."""
        self.path = path
        self._absolute = path.absolute()
        self._wait = wait
        self.store_id = ""
        self.version = FIRST_VERSION
        _demand_content(path)
        self.identity = identify_file(path)
        self._size = 0
        self._changed_at = 0
        self._tables = -1
        self._beside: tuple[FileIdentity | None, ...] | None = None
        with translate_errors(str(path)):
            self.connect().close()

    def connect(self) -> sqlite3.Connection:
        """A new connection that writes durably, or reads only where the file cannot be written."""
        path = self._absolute
        if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            return self._check_connection(_connect(path, "rw", self._wait))
        try:
            return self._check_connection(_connect(path, "ro", self._wait))
        except StoreUnavailable:
            if _has_log(path):
                raise
            # WAL needs a file beside this one; without leftovers in it the file alone says everything.
            return self._check_connection(_connect(path, "ro&immutable=1", self._wait))

    def _check_connection(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        try:
            _write_durably(self.path, connection)
            connection.execute("BEGIN")  # another process may bring the file up to date meanwhile
            tables = _pragma(connection, "schema_version")
            store_id, self.version = _identify_store(self.path, connection)
            connection.execute("COMMIT")
            self._tables = tables
            self.demand_same_file()
            if self.store_id not in ("", store_id):
                raise self._replaced_error()
        except _TOLD_BY_SQLITE as error:
            connection.close()
            raise _translate_sqlite_error(str(self.path), error) from error
        except StoreError:
            connection.close()
            raise
        if not self.store_id:
            self.store_id, self._changed_at = store_id, self._absolute.stat().st_mtime_ns
        return connection

    def demand_same_file(self) -> None:
        """Demand that the file under this name is the one that was opened, and has lost nothing since.

        Raises:
            StoreUnavailable: When it was deleted, moved, replaced or cut short.
        """
        try:
            status = os.stat(self._absolute)  # noqa: PTH116 (asked at every transaction; Path takes three times as long)
        except OSError as error:
            raise self._replaced_error() from error
        if (status.st_dev, status.st_ino) != self.identity:
            raise self._replaced_error()
        if status.st_size < self._size:
            self._demand_whole()
        # Between two of SQLite's checkpoints nobody writes into the file itself but to put another one in its place.
        if status.st_mtime_ns != self._changed_at and self.store_id:
            self._demand_same_store()
            self._changed_at = status.st_mtime_ns
        self._size = status.st_size

    def demand_same_log(self) -> None:
        """Demand that the files which SQLite keeps beside the store are those that the first connection to stay found.

        As long as a connection is open, SQLite itself never removes them; what is written to a removed one is lost.

        Raises:
            StoreUnavailable: When somebody removed or replaced one.
        """
        beside = tuple(identify_file(f"{self._absolute}{end}") for end in ("-wal", "-shm"))
        if self._beside is None:
            self._beside = beside
        if beside != self._beside:
            raise StoreUnavailable.of(
                f"存储{self.path}旁边的-wal或-shm文件被删除或换掉了:写进去的会丢失,所以不再使用;请停下所有用它的程序,核对最近的记录,再重新启动",
                f"the file -wal or -shm beside store {self.path} was deleted or replaced: what is written would be "
                "lost, so it is not used; stop every program that uses it, look at the latest records, then start again",
            )

    def demand_same_tables(self, connection: sqlite3.Connection) -> None:
        """Demand that no table, index, view or trigger has come since it was last looked, or is ours.

        Raises:
            StoreUnavailable: When another has.
        """
        tables = _pragma(connection, "schema_version")
        if tables != self._tables:
            _demand_own_tables(self.path, connection, _pragma(connection, "user_version"))
            self._tables = tables

    def _demand_same_store(self) -> None:
        """Demand that the file was not overwritten by that of another store, which an open connection would not notice."""
        with closing(_connect(self._absolute, "ro", self._wait)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name='store'").fetchone():
                raise self._cut_short_error()
            identities = connection.execute("SELECT id FROM store").fetchall()
        if identities != [(self.store_id,)]:
            raise self._replaced_error()

    def _demand_whole(self) -> None:
        """Demand that a file that is shorter than before is one that another program has tidied up, and not cut short.

        It is looked at through a connection of its own: one that is open may remember pages that are gone.
        """
        with closing(_connect(self._absolute, "ro", self._wait)) as connection:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchall()[0][0]
        if verdict != "ok":
            raise self._cut_short_error()

    def _cut_short_error(self) -> StoreUnavailable:
        return StoreUnavailable.of(
            f"存储{self.path}打开后被截短,已损坏;请从备份恢复,再重新启动",
            f"store {self.path} was cut short after it was opened and is damaged: restore a backup, then start again",
            code="store.damaged",
        )

    def _replaced_error(self) -> StoreUnavailable:
        return StoreUnavailable.of(
            f"存储{self.path}打开后被删除、移走或换掉了:写进去的会丢失,所以不再使用;请放回原来的文件或从备份恢复,再重新启动",
            f"store {self.path} was deleted, moved or replaced after it was opened: what is written would be lost, so "
            "it is not used; put the file back or restore a backup, then start again",
        )


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
        raise StoreUnavailable.of(
            f"存储{path}:SQLite拒绝synchronous=FULL,断电时会丢失记录;不使用它",
            f"store {path}: SQLite refuses synchronous=FULL and would lose records in a power cut; it is not used",
        )


def _identify_store(path: Path, connection: sqlite3.Connection) -> tuple[str, int]:
    """Return the id of the store in a file, and the version of its schema."""
    if _pragma(connection, "application_id") != APPLICATION_ID:
        raise _foreign_file_error(path)
    version = _pragma(connection, "user_version")
    if version > SCHEMA_VERSION:
        raise NotAStore.of(
            f"{path}的格式版本是{version},本程序只认{SCHEMA_VERSION};请升级bzr",
            f"{path} has schema version {version}, this program knows {SCHEMA_VERSION}: upgrade bzr",
        )
    _demand_own_tables(path, connection, version)
    identities = connection.execute("SELECT id FROM store").fetchall()
    if len(identities) != 1:
        raise _foreign_file_error(path)
    return str(identities[0][0]), version


def _demand_own_tables(path: Path, connection: sqlite3.Connection, version: int) -> None:
    """Demand that a file holds our tables and nothing else: a trigger, for one, could change what is written."""
    if version not in SCHEMAS:
        faults = [Message(f"格式版本被改成了{version}", f"the schema version was changed to {version}")]
    else:
        faults = list_schema_faults(SCHEMAS[version], connection.execute("SELECT type, name, sql FROM sqlite_master"))
    demand_own_tables(str(path), faults)


def _demand_content(path: Path) -> None:
    if not os.path.exists(path):  # noqa: PTH110 (Path.exists raises where a name is too long)
        raise NotAStore.of(
            f"{path}不存在;要新建存储,请运行bzr setup",
            f"{path} does not exist; to create a store, run bzr setup",
        )
    if path.is_file() and path.stat().st_size == 0:
        raise NotAStore.of(
            f"{path}是空文件,不是存储;要新建存储,请运行bzr setup,要找回记录,请从备份恢复",
            f"{path} is an empty file and no store; to create one, run bzr setup; "
            "to get records back, restore a backup",
        )


def _foreign_file_error(path: Path) -> NotAStore:
    """The file belongs to something else."""
    return NotAStore.of(
        f"{path}不是bzr的存储,未作改动;要新建存储,请换一个文件名运行bzr setup",
        f"{path} is not a store of bzr and was left alone; to create one, run bzr setup with another file name",
    )


_TOLD_BY_SQLITE = (sqlite3.Error, UnicodeDecodeError)
"""What Python's module raises; the latter where a text of a damaged file, or SQLite's complaint of it, is no UTF-8."""
_PRIMARY = 0xFF
"""SQLite's extended codes hold the primary code in their last byte."""

_UNAVAILABLE = {
    sqlite3.SQLITE_FULL: Message("磁盘已满,请腾出空间后再试", "the disk is full: make room and retry"),
    sqlite3.SQLITE_READONLY: Message(
        "文件或其目录只读,不能写入;请检查权限",
        "the file or its directory is read-only and cannot be written: check the permissions",
    ),
    sqlite3.SQLITE_CANTOPEN: Message(
        "文件打不开;请检查路径和权限", "the file cannot be opened: check the path and the permissions"
    ),
    sqlite3.SQLITE_IOERR: Message("读写磁盘出错", "reading or writing the disk failed"),
    sqlite3.SQLITE_CORRUPT: Message("文件已损坏;请从备份恢复", "the file is damaged: restore it from a backup"),
    sqlite3.SQLITE_PERM: Message("没有访问权限", "access is denied"),
    sqlite3.SQLITE_AUTH: Message("没有访问权限", "access is denied"),
}


@contextmanager
def translate_errors(name: str) -> Iterator[None]:
    """Raise our own error for any of SQLite's or the library's; `name` is the store's."""
    try:
        yield
    except _TOLD_BY_SQLITE as error:
        raise _translate_sqlite_error(name, error) from error
    except ConnectionUnavailableError as error:
        raise busy_error(name) from error
    except EventSourcingError as error:
        raise StoreUnavailable.of(
            f"存储{name}不可用或已关闭:{error}", f"store {name} is closed or out of order: {error}"
        ) from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise StoreError.of(
            f"不能用作名称或编号:{error}", f"no name or number that can be stored: {error}", code="store.bad-value"
        ) from error


def _translate_sqlite_error(name: str, error: Exception) -> StoreError:
    """Our error for one of SQLite's, or for a text in the file that is none."""
    told = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    code = sqlite3.SQLITE_CORRUPT if isinstance(error, UnicodeDecodeError) else told
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy_error(name)
    if code == sqlite3.SQLITE_CONSTRAINT:
        return Conflict.of(
            f"存储{name}:版本或编号已存在;什么都没有写",
            f"store {name}: a version or an id exists already; nothing was written",
        )
    if code == sqlite3.SQLITE_NOTADB:
        return NotAStore.of(f"{name}不是SQLite文件", f"{name} is not an SQLite file")
    reason = _UNAVAILABLE.get(code, Message(f"出错:{error}", f"something failed: {error}"))
    return StoreUnavailable.of(
        f"存储{name}:{reason.zh}({error})",
        f"store {name}: {reason.en} ({error})",
        code="store.damaged" if code == sqlite3.SQLITE_CORRUPT else "store.unavailable",
    )
