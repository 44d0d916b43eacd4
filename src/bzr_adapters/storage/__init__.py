"""The stores: where events are kept, each behind the same port.

memory:                     in this process, gone at its end
sqlite:///bzr.db            one file, relative to where the program runs
sqlite:////data/bzr.db      one file, absolute

A new store is one module here, such as `sqlite.py` or `memory.py`: a `Recorder` (see `store.py`) behind a `RecorderStore`, and
its address in `open_store` below. The conformance tests then hold it to what every store promises.
"""

from pathlib import Path

from bzr_adapters.extras import name_missing_extra
from bzr_adapters.storage.errors import BadEvent, BadRecord, NotAStore, StoreBusy, StoreUnavailable
from bzr_domain.application.ports import (
    PAGE,
    Batch,
    Command,
    CommandKnown,
    CommandReused,
    Conflict,
    EventLog,
    KnownCommand,
    StoreError,
)

__all__ = [
    "PAGE",
    "BadEvent",
    "BadRecord",
    "Batch",
    "Command",
    "CommandKnown",
    "CommandReused",
    "Conflict",
    "EventLog",
    "KnownCommand",
    "NotAStore",
    "StoreBusy",
    "StoreError",
    "StoreUnavailable",
    "create_store",
    "open_store",
]

_FILE = "sqlite:///"
_KNOWN = "memory: · sqlite:///bzr.db · sqlite:////data/bzr.db"


def open_store(url: str) -> EventLog:
    """Open a store that exists; `memory:` is always a new and empty one.

    Raises:
        NotAStore: When there is no store of ours there; nothing is created.
        StoreError: When the address is of no known form.
        MissingExtra: When the extra `store` is not installed.
    """
    path = _parse_address(url)
    with name_missing_extra():
        if path is None:
            from bzr_adapters.storage.memory import memory_store

            return memory_store()
        from bzr_adapters.storage.sqlite import sqlite_store

        return sqlite_store(path)


def create_store(url: str) -> EventLog:
    """Create a store where there is none, and open it; one that is there already stays as it is.

    Raises:
        NotAStore: When something else is there; it is left alone.
        StoreError: When the address is of no known form.
        MissingExtra: When the extra `store` is not installed.
    """
    path = _parse_address(url)
    if path is not None:
        with name_missing_extra():
            from bzr_adapters.storage.sqlite_file import create

            create(path)
    return open_store(url)


def _parse_address(url: str) -> Path | None:
    """Return the file that an address names; None for a store in memory."""
    if url == "memory:":
        return None
    if url.startswith(("postgresql:", "postgres:")):
        raise StoreError.of(
            f"本版本还不支持PostgreSQL;可用的有:{_KNOWN}",
            f"PostgreSQL is not available in this version; available: {_KNOWN}",
            code="store.bad-address",
        )
    if not url.startswith(_FILE):
        raise StoreError.of(
            f"不认识存储地址“{url}”;可用的有:{_KNOWN}",
            f"unknown store address {url!r}; available: {_KNOWN}",
            code="store.bad-address",
        )
    name, _, options = url.removeprefix(_FILE).partition("?")
    if options:
        raise StoreError.of(
            f"存储地址不能带选项“{options}”:写入总是synchronous=FULL,断电也不丢记录",
            f"a store address takes no options ({options!r}): "
            "writes are always synchronous=FULL, so that a power cut loses nothing",
            code="store.bad-address",
        )
    if name in ("", ":memory:"):
        raise StoreError.of(
            f"存储地址“{url}”没有文件名;要放在内存里,写memory:",
            f"the store address {url!r} names no file; to keep it in memory, write memory:",
            code="store.bad-address",
        )
    return Path(name)
