"""SQLite's complaints and the library's, put into our own words: the only place where that happens."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from eventsourcing.domain import EventSourcingError
from eventsourcing.persistence import ConnectionUnavailableError

from bzr_adapters.storage.errors import NotAStore, StoreBusy, StoreUnavailable
from bzr_domain.application.ports import Conflict, StoreError
from bzr_domain.kernel.messages import Message

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
    sqlite3.SQLITE_CORRUPT: Message(
        "文件已损坏;请从备份恢复", "the file is damaged: restore it from a backup"
    ),
    sqlite3.SQLITE_PERM: Message("没有访问权限", "access is denied"),
    sqlite3.SQLITE_AUTH: Message("没有访问权限", "access is denied"),
}


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise our own error for any of SQLite's or the library's; `name` is the store's."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(name, error) from error
    except ConnectionUnavailableError as error:
        raise busy(name) from error
    except EventSourcingError as error:
        raise StoreUnavailable(
            Message(f"存储{name}不可用或已关闭:{error}", f"store {name} is closed or out of order: {error}")
        ) from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise StoreError(
            Message(f"不能用作名称或编号:{error}", f"no name or number that can be stored: {error}")
        ) from error


def from_sqlite(name: str, error: sqlite3.Error) -> StoreError:
    """Our error for one of SQLite's."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return busy(name)
    if code == sqlite3.SQLITE_CONSTRAINT:
        return Conflict(
            Message(
                f"存储{name}:版本或编号已存在;什么都没有写",
                f"store {name}: a version or an id exists already; nothing was written",
            )
        )
    if code == sqlite3.SQLITE_NOTADB:
        return NotAStore(Message(f"{name}不是SQLite文件", f"{name} is not an SQLite file"))
    told = _UNAVAILABLE.get(code, Message(f"出错:{error}", f"something failed: {error}"))
    return StoreUnavailable(Message(f"存储{name}:{told.zh}({error})", f"store {name}: {told.en} ({error})"))


def busy(name: str) -> StoreBusy:
    """The error of a store that another program holds."""
    return StoreBusy(
        Message(
            f"存储{name}正被别的程序占用;什么都没有写,请稍后再试",
            f"store {name} is held by another program; nothing was written, try again later",
        )
    )
