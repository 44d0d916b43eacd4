"""Connections to a store on a PostgreSQL server: each is checked to be to the same store, and set up to write durably."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

import psycopg
from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row, tuple_row
from psycopg.sql import SQL, Identifier

from bzr_adapters.storage.errors import NotAStore, StoreUnavailable, demand_own_tables
from bzr_adapters.storage.postgres.address import PostgresAddress
from bzr_adapters.storage.postgres.arrays import register_arrays
from bzr_adapters.storage.postgres.errors import Interrupted, ask_until, describe_cause, translate_errors
from bzr_adapters.storage.postgres.key_schema import create_key_tables
from bzr_adapters.storage.postgres.schema import create_tables, list_table_faults
from bzr_adapters.storage.sqlite.schema import SCHEMA_VERSION
from bzr_domain.application.ports import StoreError
from bzr_domain.kernel.messages import Message

WAIT = 5.0
"""Seconds to wait for another program that is writing."""
CROWD = 20.0
"""Seconds to try to connect to a server that has no connection left, or is just starting."""
_IDLE = 4
"""How many connections are kept for later."""
# Whatever the role, the database or the address has set: names are never looked up in other schemas, a commit waits for
# the disk, and nobody keeps the others waiting for ever.
_SETTINGS = """
SELECT set_config('search_path', '', false),
    set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply'
        ELSE 'on' END, false),
    set_config('default_transaction_isolation', 'read committed', false),
    set_config('lock_timeout', %s, false),
    set_config('idle_in_transaction_session_timeout', '60s', false)
"""
_SERVER = "SELECT current_setting('server_encoding'), current_setting('fsync')"
_FINAL = {
    "password authentication failed": Message("用户名或密码不对", "the user or the password is wrong"),
    "no password supplied": Message("需要密码", "a password is needed"),
    "no pg_hba.conf entry": Message("服务器不让从这里连接", "the server does not let connections in from here"),
    "is not permitted to log in": Message("该角色不得登录", "the role may not log in"),
    "permission denied for database": Message("该角色不得连接这个数据库", "the role may not connect to this database"),
}
_MISSING = {
    "database": Message("没有这个数据库;请管理员先建好", "there is no such database: have it created first"),
    "role": Message("服务器上没有这个角色", "the server has no such role"),
}
_UNREACHABLE = ("Connection refused", "No such file or directory", "failed to resolve host")


class StoreSchema:
    """A schema known to be a store."""

    def __init__(self, address: PostgresAddress, *, wait: float = WAIT) -> None:
        """Look at the schema; nothing is ever created here.

        Raises:
            NotAStore: When there is no store of ours.
        """
        self.address, self.name = address, address.name
        self.store_id = ""
        self._wait = wait
        connection = ask_until(self.connect, CROWD)
        try:
            with translate_errors(self.name):
                demand_own_tables(self.name, list_table_faults(connection, address.schema))
        finally:
            connection.close()

    def connect(self) -> Connection[dict[str, Any]]:
        """A new connection that writes durably."""
        connection = connect(self.address, self._wait, is_known=bool(self.store_id))
        try:
            with translate_errors(self.name):
                self._identify_store(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _identify_store(self, connection: Connection[Any]) -> None:
        query = SQL("SELECT id, schema_version FROM {}.store").format(Identifier(self.address.schema))
        try:
            stores = connection.cursor(row_factory=tuple_row).execute(query).fetchall()
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName, psycopg.errors.UndefinedColumn):
            stores = []
        if len(stores) != 1:
            raise NotAStore.of(
                f"{self.name}处没有bzr的存储;要新建存储,请运行bzr setup",
                f"there is no store of bzr at {self.name}; to create one, run bzr setup",
            )
        store_id, version = stores[0]
        if version != SCHEMA_VERSION:
            raise NotAStore.of(
                f"{self.name}的格式版本是{version},本程序只认{SCHEMA_VERSION};请升级bzr",
                f"{self.name} has schema version {version}, this program knows {SCHEMA_VERSION}: upgrade bzr",
            )
        if self.store_id not in ("", store_id):
            raise NotAStore.of(
                f"{self.name}在打开后被换成了另一个存储;请重新启动",
                f"{self.name} was replaced by another store since it was opened: start again",
            )
        self.store_id = store_id


def create(address: PostgresAddress) -> str:
    """Make a store where there is none, with its keys where they stand beside it; one that is there stays as it is.

    Returns:
        The store's id where it is empty; one that holds something has its keys, or has lost them.

    Raises:
        NotAStore: When the schema holds something else; it is not touched.
    """
    return ask_until(lambda: _create(address), CROWD)


def _create(address: PostgresAddress) -> str:
    connection = connect(address, CROWD, is_known=False)
    try:
        with translate_errors(address.name), connection.transaction():
            create_tables(connection, address.schema, address.name)
            query = SQL("SELECT id FROM {}.store WHERE last_position = 0").format(Identifier(address.schema))
            ids = connection.cursor(row_factory=tuple_row).execute(query).fetchall()
            if ids and not address.keys:
                create_key_tables(connection, address.place_keys(), ids[0][0])
            return ids[0][0] if ids else ""
    finally:
        connection.close()


def connect(address: PostgresAddress, wait: float, *, is_known: bool) -> Connection[dict[str, Any]]:
    """Connect to a server and set the connection up.

    Args:
        address: Where to.
        wait: Seconds to wait for another program that is writing.
        is_known: Whether the server was there before, and so will come again where it is not there now.
    """
    try:
        connection = psycopg.connect(**address.parameters, autocommit=True, row_factory=dict_row)  # type: ignore[arg-type]  # libpq's parameters are text
    except psycopg.Error as error:
        raise _refused_error(address.name, error, is_known=is_known) from None  # the cause holds the password
    try:
        with translate_errors(address.name):
            register_arrays(connection)
            cursor = connection.cursor(row_factory=tuple_row)
            cursor.execute(_SETTINGS, (f"{int(wait * 1000)}ms",))
            _demand_server(address.name, *cursor.execute(_SERVER).fetchall()[0])
    except BaseException:
        connection.close()
        raise
    return connection


def _demand_server(name: str, encoding: str, fsync: str) -> None:
    if encoding != "UTF8":
        raise StoreUnavailable.of(
            f"存储{name}:数据库的编码是{encoding},须为UTF8;请另建数据库",
            f"store {name}: the database is encoded in {encoding} and not in UTF8: create another one",
        )
    if fsync != "on":
        raise StoreUnavailable.of(
            f"存储{name}:服务器设为fsync=off,断电会毁掉整个数据库;不使用它",
            f"store {name}: the server has fsync=off, and a power cut would ruin the whole database; it is not used",
        )


def _refused_error(name: str, error: psycopg.Error, *, is_known: bool) -> StoreError:
    """The error of a server that does not let us in. Before that, PostgreSQL tells its reason in words alone."""
    cause = describe_cause(error)
    reason = next((reason for words, reason in _FINAL.items() if words in cause), None)
    if reason is None and "does not exist" in cause:
        reason = next((reason for what, reason in _MISSING.items() if f'{what} "' in cause), None)
    if reason is not None:
        return StoreUnavailable.of(f"连不上存储{name}:{reason.zh}", f"cannot connect to store {name}: {reason.en}")
    kind = StoreUnavailable if not is_known and any(words in cause for words in _UNREACHABLE) else Interrupted
    return kind.of(f"连不上存储{name}:{cause}", f"cannot connect to store {name}: {cause}")


class Connects(Protocol):
    """Whatever connects to a database."""

    def connect(self) -> Connection[dict[str, Any]]:
        """A new connection that writes durably."""
        ...


class Pool:
    """Connections to one store or to its keys, made when needed; one that is broken is never given again."""

    def __init__(self, schema: Connects) -> None:
        """Start with none."""
        self._schema = schema
        self._idle: list[Connection[dict[str, Any]]] = []
        self._lock = threading.Lock()
        self._is_open = True

    def open(self, *_: object) -> None:
        """Nothing to do: the library asks for it before each use."""

    @contextmanager
    def connection(self) -> Iterator[Connection[dict[str, Any]]]:
        """A connection for as long as the block lasts; what it leaves uncommitted is rolled back."""
        connection = self._take() or self._schema.connect()
        try:
            yield connection
        finally:
            self._put_back(connection)

    def _take(self) -> Connection[dict[str, Any]] | None:
        with self._lock:
            if not self._is_open:
                raise StoreUnavailable.of("存储已关闭", "the store is closed")
            return self._idle.pop() if self._idle else None

    def _put_back(self, connection: Connection[dict[str, Any]]) -> None:
        with suppress(psycopg.Error):
            if connection.info.transaction_status is not TransactionStatus.IDLE:
                connection.rollback()
        with self._lock:
            if self._is_open and not connection.closed and len(self._idle) < _IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close all of them; those in use as soon as they come back."""
        with self._lock:
            self._is_open = False
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
