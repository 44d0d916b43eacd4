"""The stores: where events are kept, each behind the same port.

memory:                     in this process, gone at its end
sqlite:///bzr.db            one file, relative to where the program runs
sqlite:////data/bzr.db      one file, absolute
"""

from collections.abc import Callable
from pathlib import Path

from bzr_adapters.extras import name_missing_extra
from bzr_adapters.storage.errors import BadEvent, BadRecord, NotAStore, StoreBusy, StoreUnavailable
from bzr_domain.application.ports import PAGE, Batch, Conflict, EventStore, StoreError
from bzr_domain.kernel.messages import Message

__all__ = [
    "PAGE",
    "BadEvent",
    "BadRecord",
    "Batch",
    "Conflict",
    "EventStore",
    "NotAStore",
    "StoreBusy",
    "StoreError",
    "StoreUnavailable",
    "create_store",
    "open_store",
]

_FILE = "sqlite:///"
_KNOWN = "memory: · sqlite:///bzr.db · sqlite:////data/bzr.db"


def open_store(url: str) -> EventStore:
    """Open a store that exists; `memory:` is always a new and empty one.

    Raises:
        NotAStore: When there is no store of ours there; nothing is created.
        StoreError: When the address is of no known form.
        MissingExtra: When the extra `store` is not installed.
    """
    return _at(url, _open_file)


def create_store(url: str) -> EventStore:
    """Create a store where there is none, and open it; one that is there already stays as it is.

    Raises:
        NotAStore: When something else is there; it is left alone.
        StoreError: When the address is of no known form.
        MissingExtra: When the extra `store` is not installed.
    """
    return _at(url, _create_file)


def _at(url: str, file_store: Callable[[Path], EventStore]) -> EventStore:
    with name_missing_extra():
        return _store_at(url, file_store)


def _store_at(url: str, file_store: Callable[[Path], EventStore]) -> EventStore:
    if url == "memory:":
        from bzr_adapters.storage.memory import memory_store

        return memory_store()
    if url.startswith(_FILE):
        return file_store(_path(url))
    if url.startswith(("postgresql:", "postgres:")):
        raise StoreError(
            Message(
                f"本版本还不支持PostgreSQL;可用的有:{_KNOWN}",
                f"PostgreSQL is not available in this version; available: {_KNOWN}",
            )
        )
    raise StoreError(
        Message(
            f"不认识存储地址“{url}”;可用的有:{_KNOWN}", f"unknown store address {url!r}; available: {_KNOWN}"
        )
    )


def _path(url: str) -> Path:
    name, _, options = url.removeprefix(_FILE).partition("?")
    if options:
        raise StoreError(
            Message(
                f"存储地址不能带选项“{options}”:写入总是synchronous=FULL,断电也不丢记录",
                f"a store address takes no options ({options!r}): "
                "writes are always synchronous=FULL, so that a power cut loses nothing",
            )
        )
    if name in ("", ":memory:"):
        raise StoreError(
            Message(
                f"存储地址“{url}”没有文件名;要放在内存里,写memory:",
                f"the store address {url!r} names no file; to keep it in memory, write memory:",
            )
        )
    return Path(name)


def _open_file(path: Path) -> EventStore:
    from bzr_adapters.storage.sqlite import sqlite_store

    return sqlite_store(path)


def _create_file(path: Path) -> EventStore:
    from bzr_adapters.storage.sqlite_file import create

    create(path)
    return _open_file(path)
