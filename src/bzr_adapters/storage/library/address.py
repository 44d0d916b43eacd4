"""The address of a persistence module of the event-sourcing library: `eventsourcing:MODULE?KEY=value&KEY=value`.

The module that the address names is imported, and no other; its settings come from the address alone.
"""

import random
import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

import attrs
from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory, PersistenceError
from eventsourcing.utils import Environment

from bzr_adapters.storage.errors import NotAStore
from bzr_adapters.storage.library.rows import Rows, hide_secrets, translate_error
from bzr_adapters.storage.library.store import LibraryStore
from bzr_domain.application.ports import StoreError
from bzr_domain.kernel.messages import Message, did_you_mean

_TABLES = "CREATE_TABLE"
_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_SHOWN = re.compile(r".*_(DBNAME|HOST|PORT|SCHEMA)|CREATE_TABLE|ORIGINATOR_ID_TYPE")
"""Settings whose values may be shown; any other can be a secret."""
_USER = re.compile(r"^([^:]*://)?.*@")
"""Whatever stands before the host of a URL."""
_REFUSED = {
    "POSTGRES_ENABLE_DB_FUNCTIONS": Message("它由本程序决定", "this program decides about it"),
    "SQLALCHEMY_SCOPED_SESSION_TOPIC": Message(
        "那样由别的程序决定何时提交", "another program would then decide when anything is committed"
    ),
    "PERSISTENCE_MODULE": Message("模块写在冒号之后", "the module stands after the colon"),
}
_SECRET = 4
"""A shorter text is no secret, and would be found in any message."""
_SET = {
    _TABLES: "n",  # before anything is looked at, nothing is made
    # Else a commit of about a megabyte never ends: psycopg waits for an answer before all is sent (Pipeline.sync). The
    # recorder locks no table then; it need not, as commits come one after another here anyway.
    "POSTGRES_ENABLE_DB_FUNCTIONS": "y",
}
"""Settings that are not left to the address."""
_PATIENCE = 5.0
"""For how many seconds tables are tried to be made while other programs make them too."""


class _AskedSettings(Environment):
    """Settings that know which of them were asked for."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        super().__init__(env=dict(settings))
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None, /) -> Any:
        """The value of a setting."""
        self.asked.add(key)
        return super().get(key, default)


@attrs.frozen
class LibraryAddress:
    """What an address says.

    Attributes:
        module: The module's name.
        settings: Its settings.
    """

    module: str
    settings: dict[str, str]

    @classmethod
    def open(cls, address: str, /) -> LibraryStore:
        """Open the store at an address.

        Raises:
            NotAStore: When there is none; nothing is created.
            StoreError: When the address names no persistence module, or settings that it does not take.
        """
        parsed = _parse_address(address)
        file = _find_file(parsed.settings)
        if file is not None and not _holds_tables(parsed, file):
            raise NotAStore.of(
                f"{parsed.name}:那里还没有存储;用bzr setup新建", f"{parsed.name}: no store there; bzr setup makes one"
            )
        return _build_store(parsed, LibraryStore, tables=False)

    @classmethod
    def create(cls, address: str, /) -> LibraryStore:
        """Create a store where there is none, and open it; one that is there already stays as it is."""
        parsed = _parse_address(address)
        file = _find_file(parsed.settings)
        if file is not None:
            _holds_tables(parsed, file)
        return _build_store(parsed, LibraryStore.begin, tables=True)

    @property
    def name(self) -> str:
        """The address without what may be secret."""
        shown = "&".join(f"{key}={_hide(key, value)}" for key, value in self.settings.items())
        return f"eventsourcing:{self.module}" + f"?{shown}" * bool(shown)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may repeat, the longest first."""
        hidden = {value for key, value in self.settings.items() if _hide(key, value) != value}
        # Of a URL the password alone may be repeated too, and as it was before it was made part of a URL.
        parts = {part for value in hidden for part in re.split(r"[:@=&?]", value.rpartition("://")[2])}
        secrets = hidden | parts | set(map(unquote, parts))
        return tuple(sorted((secret for secret in secrets if len(secret) >= _SECRET), key=len, reverse=True))


def _hide(key: str, value: str) -> str:
    if key.endswith("_URL"):
        return _USER.sub(r"\1…@", value).partition("?")[0]
    return value if _SHOWN.fullmatch(key) else "…"


def _parse_address(address: str) -> LibraryAddress:
    module, _, query = address.partition(":")[2].partition("?")
    if not _MODULE.fullmatch(module):
        raise _bad_address(
            "存储地址要写成eventsourcing:模块?名称=值&名称=值,例如eventsourcing:eventsourcing.sqlite?SQLITE_DBNAME=bzr.db",
            "the address has to be eventsourcing:MODULE?KEY=value&KEY=value, "
            "such as eventsourcing:eventsourcing.sqlite?SQLITE_DBNAME=bzr.db",
        )
    settings: dict[str, str] = {}
    for part in filter(None, query.split("&")):
        key, equals, value = part.partition("=")
        if not equals or key in settings:
            raise _bad_address(
                f"存储地址里的设置“{key}”要写成“名称=值”,且只写一次;值里的&写作%26",
                f"the setting {key!r} of the store's address has to be KEY=value, and once; an & in a value is written %26",
            )
        if key in _REFUSED:
            reason = _REFUSED[key]
            raise _bad_address(f"不能用设置{key}:{reason.zh}", f"the setting {key} cannot be used: {reason.en}")
        settings[key] = unquote(value)
    return LibraryAddress(module, settings)


def _find_file(settings: Mapping[str, str]) -> Path | None:
    """Return the file of SQLite that settings name."""
    url = settings.get("SQLALCHEMY_URL", "")
    in_url = url.partition("?")[0].partition(":///")[2] if url.startswith("sqlite") else ""
    file = settings.get("SQLITE_DBNAME", in_url)
    return Path(file) if file and not file.startswith((":memory:", "file:")) else None


def _holds_tables(address: LibraryAddress, file: Path) -> bool:
    """Whether a file of SQLite has the tables of the library; looked at before a module makes or changes the file.

    Raises:
        NotAStore: When it is something else.
    """
    if not file.exists() or not file.stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT topic, state FROM stored_events LIMIT 1").fetchone()
    except sqlite3.Error as error:
        raise NotAStore.of(
            f"{address.name}:文件{file}不是这样的存储({error});什么都没有动",
            f"{address.name}: the file {file} is no such store ({error}); it was left alone",
        ) from error
    return True


def _build_store(
    address: LibraryAddress, stand_on: Callable[[Rows, Callable[[], object]], LibraryStore], *, tables: bool
) -> LibraryStore:
    """Return the store over a module's recorder; `stand_on` makes it of the rows and of what closes them."""
    chosen = address.settings
    settings = _AskedSettings({**chosen, **_SET, InfrastructureFactory.PERSISTENCE_MODULE: address.module})
    _import_module(address)
    factory: InfrastructureFactory | None = None
    try:
        factory = InfrastructureFactory.construct(settings)
        recorder = factory.application_recorder()
        _demand_known(address, settings.asked)
        if tables:
            settings[_TABLES] = chosen.get(_TABLES, "y")
            recorder = _make_tables(factory)
        id_type = str if chosen.get("ORIGINATOR_ID_TYPE") == "text" else UUID
        return stand_on(Rows(address.name, recorder, id_type, address.secrets), partial(_close, factory))
    except Exception as error:
        if factory is not None:
            _close(factory)
        if isinstance(error, StoreError):
            raise
        if isinstance(error, PersistenceError):
            raise translate_error(error, address.name, address.secrets) from None
        raise _unfit_error(address, error, settings.asked) from None


def _import_module(address: LibraryAddress) -> None:
    try:
        import_module(address.module)
    except (Exception, SystemExit) as error:
        raise _unfit_error(address, error, ()) from error


def _demand_known(address: LibraryAddress, asked: set[str]) -> None:
    """Demand that the module knows each setting, and was told where the store is."""
    for key in sorted(asked - set(address.settings)):
        if key.endswith(("_DBNAME", "_URL")):
            raise _bad_address(
                f"模块{address.module}要有设置{key}:存储在哪里",
                f"module {address.module} needs the setting {key}: where the store is",
            )
    for key in sorted(set(address.settings) - asked - {_TABLES}):
        near = did_you_mean(key, asked - {InfrastructureFactory.PERSISTENCE_MODULE, *_REFUSED})
        raise _bad_address(
            f"模块{address.module}没有设置{key};{near.zh}", f"module {address.module} has no setting {key}; {near.en}"
        )


def _make_tables(factory: InfrastructureFactory) -> ApplicationRecorder:
    """Return the recorder with its tables; programs that make them at once get in each other's way, and try again."""
    over = time.monotonic() + _PATIENCE
    while True:
        try:
            return factory.application_recorder()
        except Exception:
            if time.monotonic() > over:
                raise
            time.sleep(random.uniform(0, 0.1))  # noqa: S311 (no secret)


def _close(factory: InfrastructureFactory) -> None:
    factory.close()
    # eventsourcing-sqlalchemy leaves its connections open.
    engine = getattr(getattr(factory, "datastore", None), "engine", None)
    if engine is not None:
        engine.dispose()


def _unfit_error(address: LibraryAddress, error: BaseException, asked: Iterable[str]) -> StoreError:
    """The error of a module that cannot be used, or not with these settings."""
    told = hide_secrets(f"{type(error).__name__}: {error}", address.secrets)
    lacking = ", ".join(
        sorted(set(asked) - set(address.settings) - {InfrastructureFactory.PERSISTENCE_MODULE, *_REFUSED})
    )
    zh, en = (f";它还认得这些设置:{lacking}", f"; it also knows these settings: {lacking}") if lacking else ("", "")
    return _bad_address(
        f"{address.name}不能用作存储({told}){zh}", f"{address.name} cannot be used as a store ({told}){en}"
    )


def _bad_address(zh: str, en: str) -> StoreError:
    return StoreError.of(zh, en, code="store.bad-address")
