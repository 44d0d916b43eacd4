"""What a store's address names: one of ours, or one registered from outside."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import unquote

from bzr_adapters.extras import name_missing_extra
from bzr_adapters.storage.event_store import EventStore
from bzr_domain.application.ports import EventLog, StoreError

_GROUP = "bzr.stores"
"""The group of entry points: scheme → StoreKind."""
_FILE = "sqlite:///"
_LIBRARY = "eventsourcing"
_POSTGRES = ("postgresql", "postgres")
_OURS = ("memory", "sqlite", *_POSTGRES, _LIBRARY)
_KNOWN = (
    "memory: · sqlite:///bzr.db · sqlite:////data/bzr.db · postgresql://user@host/database?schema=bzr"
    " · eventsourcing:MODULE?KEY=value"
)
# What stands between a user's name and the last @, for a password may hold an @ of its own.
_USER = re.compile(r"(://[^:/@]*):.*@", re.DOTALL)
_PASSWORD = re.compile(r"((?:password|secret|keys)=)[^&]*", re.IGNORECASE)
_registered: dict[str, "StoreKind"] = {}


class StoreKind(Protocol):
    """Where stores of one's own are found by address, such as a class with these two class methods.

    A store with a method `close` is closed with its log. One with a `name` is called so in messages, and not by its address.
    """

    def open(self, address: str, /) -> EventStore:
        """Open the store at an address, the whole of it.

        Raises:
            NotAStore: When there is none; nothing is created.
        """
        ...

    def create(self, address: str, /) -> EventStore:
        """Create a store where there is none, and open it; one that is there already stays as it is."""
        ...


def register_store(scheme: str, kind: StoreKind) -> None:
    """Let addresses that begin with a scheme, such as `ledger:school.jsonl`, name stores of one's own.

    Args:
        scheme: What stands before the colon.
        kind: Opens and creates them.

    Raises:
        StoreError: When the scheme is one of ours.
    """
    if scheme in _OURS or not scheme.isidentifier():
        raise StoreError.of(
            f"“{scheme}”不能用作自定存储的地址",
            f"{scheme!r} cannot be the scheme of a store of your own",
            code="store.bad-address",
        )
    _registered[scheme] = kind


def build_log(store: EventStore, name: str = "", *, keys: str = "", create: bool = False) -> EventLog:
    """Return the event log over a store of one's own, which stays its caller's to close.

    Args:
        store: The store.
        name: Its name in messages.
        keys: Where the keys of its names and texts are, an address; empty stores them as they are.
        create: Make the keys where the store is empty.

    Raises:
        NotAStore: When they are another store's keys.
    """
    with name_missing_extra():
        from bzr_adapters.storage.own_log import OwnLog, open_own_keys, translate_own_errors

        name = name or type(store).__name__
        with translate_own_errors(name):
            return OwnLog(name, store, keys=open_own_keys(store, keys, create=create))


def open_store(url: str) -> EventLog:
    """Open a store that exists; `memory:` is always a new and empty one.

    Raises:
        NotAStore: When there is no store of ours there; nothing is created.
        StoreError: When the address is of no known form.
        MissingExtra: When the extra `store` is not installed.
    """
    kind = _find_kind(url)
    if kind is not None:
        return _open_own(url, kind.open, create=False)
    if _is_on_server(url):
        with name_missing_extra():
            from bzr_adapters.storage.postgres.recorder import postgres_store

            return postgres_store(url)
    path = _parse_address(url)
    with name_missing_extra():
        if path is None:
            from bzr_adapters.storage.memory import memory_store

            return memory_store()
        from bzr_adapters.storage.sqlite.recorder import sqlite_store

        return sqlite_store(path)


def create_store(url: str) -> EventLog:
    """Create a store where there is none, and open it; one that is there already stays as it is.

    Raises:
        NotAStore: When something else is there; it is left alone.
        StoreError: When the address is of no known form.
        MissingExtra: When the extra `store` is not installed.
    """
    kind = _find_kind(url)
    if kind is not None:
        return _open_own(url, kind.create, create=True)
    if _is_on_server(url):
        with name_missing_extra():
            from bzr_adapters.storage.postgres.recorder import create_postgres_store

            create_postgres_store(url)
            return open_store(url)
    path = _parse_address(url)
    if path is not None:
        with name_missing_extra():
            from bzr_adapters.storage.sqlite.file import create

            create(path)
    return open_store(url)


def _find_kind(url: str) -> StoreKind | None:
    scheme = url.partition(":")[0]
    if scheme == _LIBRARY:
        with name_missing_extra():
            from bzr_adapters.storage.library.address import LibraryAddress

            return LibraryAddress
    if scheme in _OURS or ":" not in url:
        return None
    if scheme not in _registered:
        from importlib.metadata import entry_points  # slow to import, and seldom needed

        for point in entry_points(group=_GROUP, name=scheme):
            _registered[scheme] = cast("StoreKind", point.load())
    return _registered.get(scheme)


def _open_own(url: str, opener: Callable[[str], EventStore], *, create: bool) -> EventLog:
    address, keys = _split_keys(url) if url.partition(":")[0] == _LIBRARY else (url, "")
    with name_missing_extra():
        from bzr_adapters.storage.own_log import open_own_log

        return open_own_log(address, opener, name=hide_password(url), keys=keys, create=create)


def _split_keys(url: str) -> tuple[str, str]:
    """Return the address of a module without where its keys are, and where they are; its own settings are in capitals."""
    place, _, query = url.partition("?")
    settings = [setting for setting in query.split("&") if not setting.startswith("keys=")]
    keys = [unquote(setting.removeprefix("keys=")) for setting in query.split("&") if setting.startswith("keys=")]
    return f"{place}?{'&'.join(settings)}", keys[-1] if keys else ""


def _is_on_server(url: str) -> bool:
    return url.partition(":")[0] in _POSTGRES


def hide_password(url: str) -> str:
    """Return an address as it may be shown: a password in it is replaced by dots."""
    return _PASSWORD.sub(r"\1…", _USER.sub(r"\1:…@", url))


def _parse_address(url: str) -> Path | None:
    """Return the file that an address names; None for a store in memory."""
    if url == "memory:":
        return None
    if not url.startswith(_FILE):
        raise StoreError.of(
            f"不认识存储地址“{hide_password(url)}”;可用的有:{_KNOWN}",
            f"unknown store address {hide_password(url)!r}; available: {_KNOWN}",
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
