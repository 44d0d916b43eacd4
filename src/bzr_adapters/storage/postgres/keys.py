"""The keys in a schema of their own on a PostgreSQL server (密钥库): beside the store's, or wherever their address says.

Beside the store's they are written in the transaction of the events that need them, on its connection: both are durable at
once, or neither is. Elsewhere they are durable before the events are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import attrs
import psycopg
from psycopg import Connection
from psycopg.adapt import PyFormat
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier, Placeholder

from bzr_adapters.storage.errors import NotAStore, StoreUnavailable, demand_own_tables
from bzr_adapters.storage.keys.file import NoKeys
from bzr_adapters.storage.keys.statements import SqlKeys, mark_states
from bzr_adapters.storage.keys.tables import KeptName, KeptText, KeyTables, State
from bzr_adapters.storage.postgres.address import PostgresAddress
from bzr_adapters.storage.postgres.arrays import Blobs, Texts, turn_columns
from bzr_adapters.storage.postgres.connection import CROWD, WAIT, Pool, connect
from bzr_adapters.storage.postgres.errors import ask_until, translate_errors
from bzr_adapters.storage.postgres.key_schema import KEY_TABLES, create_key_tables
from bzr_adapters.storage.postgres.schema import list_additions
from bzr_domain.kernel.messages import Message

_ERASED = ("names", "texts")
_MAY_ERASE = """SELECT bool_and(has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'TRUNCATE')) FROM pg_class c
    JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = ? AND relname IN ('names', 'texts')"""
_TABLE = re.compile(rf"\b(FROM|INTO|UPDATE) ({'|'.join(KEY_TABLES)})\b")
_ESCAPED = re.compile(r"\\([\\0])")


class _Cursor:
    """Carries out statements that are written for SQLite as well."""

    def __init__(self, connection: Connection[Any], schema: str) -> None:
        self._cursor, self._schema = connection.cursor(row_factory=tuple_row), schema

    def execute(self, statement: str, values: Sequence[object] = (), /) -> "psycopg.Cursor[Any]":
        return self._cursor.execute(self._translate(statement), [write_value(value) for value in values])

    def executemany(self, statement: str, values: Sequence[Sequence[object]], /) -> object:
        # Sent together, without waiting for an answer to each.
        rows = [[write_value(value) for value in row] for row in values]
        if rows:
            self._cursor.executemany(self._translate(statement), rows)
        return None

    def insert(self, table: str, rows: Sequence[tuple[object, ...]], kinds: Sequence[type[Any]]) -> None:
        """Add rows, all of them by one statement."""
        place, columns = (
            Identifier(self._schema, table),
            SQL(", ").join([Placeholder(format=PyFormat.BINARY)] * len(kinds)),
        )
        insert = SQL("INSERT INTO {} SELECT * FROM unnest({})").format(place, columns)
        if rows:
            self._cursor.execute(insert, turn_columns(rows, kinds))

    def lock(self, tables: Sequence[str]) -> None:
        """Keep everybody out of some tables."""
        places = SQL(", ").join(Identifier(self._schema, table) for table in tables)
        self._cursor.execute(SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(places))

    def write_anew(self, table: str) -> None:
        """Write the rows of a table into new files; the old ones go with all that stood between and before them.

        VACUUM would keep erased rows for as long as any other transaction on the server could still see them.
        """
        place, kept = Identifier(self._schema, table), Identifier("pg_temp", f"bzr_{table}")
        for statement in (
            "CREATE TEMP TABLE {kept} ON COMMIT DROP AS SELECT * FROM {place}",
            "TRUNCATE {place}",
            "INSERT INTO {place} SELECT * FROM {kept}",
        ):
            self._cursor.execute(SQL(statement).format(place=place, kept=kept))

    def _translate(self, statement: str) -> bytes:
        schema = Identifier(self._schema).as_string(self._cursor).replace("\\", r"\\").replace("%", "%%")
        return _TABLE.sub(rf"\1 {schema}.\2", statement.replace("?", "%s")).encode()


def write_value(value: object) -> object:
    """Return a text as PostgreSQL takes it, which has no character of number 0."""
    return value.replace("\\", r"\\").replace("\0", r"\0") if isinstance(value, str) else value


def read_value(value: object) -> object:
    """Return what `write_value` was given."""
    return _ESCAPED.sub(lambda escape: "\0" if escape[1] == "0" else "\\", value) if isinstance(value, str) else value


class PostgresKeys(SqlKeys):
    """Keys in a schema; its methods are called from any thread."""

    def __init__(self, address: PostgresAddress, pool: Pool, join: Callable[[], Connection[Any] | None]) -> None:
        """Stand on a schema that holds keys.

        Args:
            address: Where it is.
            pool: Connections to its database; closed with the keys.
            join: Gives the connection on which this thread is writing events beside the keys, if it is.
        """
        self.name = address.name
        self._schema, self._pool, self._join = address.schema, pool, join

    def fetch(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows that a statement gives; asked again where the connection was broken off."""
        joined = self._join()
        if joined is not None:
            return self._ask(joined, statement, values)
        return ask_until(lambda: self._ask_pool(statement, values), WAIT)

    def _ask_pool(self, statement: str, values: Sequence[object]) -> list[Any]:
        with self._pool.connection() as connection:
            return self._ask(connection, statement, values)

    def _ask(self, connection: Connection[Any], statement: str, values: Sequence[object]) -> list[Any]:
        with translate_errors(self.name):
            rows = _Cursor(connection, self._schema).execute(statement, values).fetchall()
            return [tuple(map(read_value, row)) for row in rows]

    @contextmanager
    def changing(self) -> Iterator[_Cursor]:
        """One transaction: that of the events, where this thread is writing them beside the keys; else one that commits here."""
        joined = self._join()
        with translate_errors(self.name):
            if joined is not None:
                yield _Cursor(joined, self._schema)
                return
            with self._pool.connection() as connection, connection.transaction():
                yield _Cursor(connection, self._schema)

    def add(self, names: Sequence[KeptName], texts: Sequence[KeptText]) -> None:
        """Keep new ones, all or nothing; by two statements, however many there are."""
        forms = [(n.token, n.subject, n.owner, write_value(n.form), write_value(n.name), n.state) for n in names]
        with self.changing() as cursor:
            cursor.insert("names", forms, (Texts,) * 6)
            cursor.insert("texts", [(text.id, text.key, text.state) for text in texts], (Texts, Blobs, Texts))

    def find_texts(self, ids: Sequence[str]) -> dict[str, KeptText]:
        """Id → the key of a text, of those that are known."""
        rows = self.fetch("SELECT id, key, state FROM texts WHERE id = ANY(?)", (Texts(ids),))
        return {row[0]: KeptText(*row) for row in rows}

    def change_states(self, tokens: Sequence[str], ids: Sequence[str], state: State) -> None:
        """Let names and texts be in a state from now on; once more where the server broke it off.

        Raises:
            StoreUnavailable: When the role may not clear away what it erases.
        """
        self.demand_erasing()
        ask_until(lambda: self._change_states(tokens, ids, state), WAIT)

    def _change_states(self, tokens: Sequence[str], ids: Sequence[str], state: State) -> None:
        with self.changing() as cursor:
            if state == "erased":
                cursor.lock(_ERASED)
            mark_states(cursor, tokens, ids, state)
            for table in _ERASED if state == "erased" else ():
                cursor.write_anew(table)

    def demand_erasing(self) -> None:
        """Demand that the role may change the tables, and empty them, so that no byte stays in the server's files.

        Raises:
            StoreUnavailable: When it may not.
        """
        if not self.fetch(_MAY_ERASE, (self._schema,))[0][0]:
            raise StoreUnavailable.of(
                f"所用的角色不能清空密钥{self.name}的表,删除以后旧字节还会留在服务器上;请用建表的角色来删除",
                f"the role may not empty the tables of the keys {self.name}, and what it erases would stay in the server's "
                "files: erase with the role that made the tables",
            )

    def list_additions(self) -> list[Message]:
        """What was added to the tables by hand: a trigger could keep what is to be erased, or write another name."""
        with self._pool.connection() as connection, translate_errors(self.name):
            return list_additions(connection, self._schema, KEY_TABLES)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


@attrs.frozen
class _Server:
    """Where connections to keys apart from the events come from."""

    address: PostgresAddress

    def connect(self) -> Connection[dict[str, Any]]:
        """A new connection that writes durably."""
        return connect(self.address, WAIT, is_known=True)


def create_keys(address: PostgresAddress, store_id: str) -> None:
    """Make the keys of a store where there are none; what is there stays as it is."""
    ask_until(lambda: _create(address, store_id), CROWD)


def _create(address: PostgresAddress, store_id: str) -> None:
    connection = connect(address, CROWD, is_known=False)
    try:
        with translate_errors(address.name), connection.transaction():
            create_key_tables(connection, address, store_id)
    finally:
        connection.close()


def open_keys_beside(
    address: PostgresAddress, store_id: str, pool: Pool, join: Callable[[], Connection[Any] | None]
) -> KeyTables | NoKeys:
    """Return the keys of a store in its own database; where they are not there, what stands in their place."""
    return _demand_keys_of(PostgresKeys(address, pool, join), store_id)


def open_keys(address: PostgresAddress, store_id: str) -> KeyTables | NoKeys:
    """Return the keys of a store elsewhere on a server; where they are not there, what stands in their place.

    Raises:
        NotAStore: When they are another store's.
    """
    keys = PostgresKeys(address, Pool(_Server(address)), lambda: None)
    try:
        tables = _demand_keys_of(keys, store_id)
    except BaseException:
        keys.close()
        raise
    if tables is not keys:
        keys.close()
    return tables


def _demand_keys_of(keys: PostgresKeys, store_id: str) -> KeyTables | NoKeys:
    try:
        owners = keys.fetch("SELECT store_id FROM identity")
    except NotAStore:
        return NoKeys(_describe_absent(keys.name))
    except StoreUnavailable as error:
        if not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
            raise
        return NoKeys(_describe_forbidden(keys.name))
    demand_own_tables(keys.name, keys.list_additions())
    if owners != [(store_id,)]:
        raise NotAStore.of(
            f"密钥{keys.name}属于另一个存储;请改正地址里的keys",
            f"the keys {keys.name} belong to another store: correct `keys` in the address",
        )
    return keys


def _describe_absent(name: str) -> Message:
    return Message(
        f"密钥{name}不存在:姓名和文字不能显示,也不能写入;请从备份恢复",
        f"the keys {name} are not there: names and texts cannot be shown, and nothing can be written; "
        "restore them from their backup",
    )


def _describe_forbidden(name: str) -> Message:
    return Message(
        f"所用的角色没有权限读密钥{name}:姓名和文字不能显示,也不能写入;请向管理员申请",
        f"the role may not read the keys {name}: names and texts cannot be shown, and nothing can be written; "
        "ask for the right to be granted",
    )
