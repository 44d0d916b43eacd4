"""The tables of the keys on a PostgreSQL server: made with those of the store in one step, or apart from them."""

import secrets
from typing import Any

from psycopg import Connection
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Identifier

from bzr_adapters.storage.errors import NotAStore
from bzr_adapters.storage.postgres.address import PostgresAddress

KEY_TABLES = ("identity", "names", "notes", "texts")
_SCHEMA = (
    'CREATE TABLE {notes} (name text COLLATE "C" PRIMARY KEY, text text NOT NULL)',
    "CREATE TABLE {identity} (store_id text NOT NULL, secret bytea NOT NULL)",
    """CREATE TABLE {names} (token text COLLATE "C" PRIMARY KEY, subject text NOT NULL, owner text NOT NULL,
        form text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, state text NOT NULL)""",
    # Of any length, and nothing of the text itself in the index.
    "CREATE INDEX ON {names} USING hash (form)",
    "CREATE INDEX ON {names} USING hash (name)",
    'CREATE TABLE {texts} (id text COLLATE "C" PRIMARY KEY, key bytea NOT NULL, state text NOT NULL)',
    # Else the server's statistics keep names and keys of their own, which no erasing reaches.
    "ALTER TABLE {names} ALTER form SET STATISTICS 0, ALTER name SET STATISTICS 0",
    "ALTER TABLE {texts} ALTER key SET STATISTICS 0",
)
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('bzr ' || %s, 0))"
_RELATIONS = "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = %s"
_EXISTS = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)"


def create_key_tables(connection: Connection[Any], address: PostgresAddress, store_id: str) -> None:
    """Make the tables of the keys in the open transaction; where they are already, nothing is done.

    Raises:
        NotAStore: When the schema holds something else; it is not touched.
    """
    cursor = connection.cursor(row_factory=tuple_row)
    cursor.execute(_LOCK, (address.schema,))
    relations = {relation for (relation,) in cursor.execute(_RELATIONS, (address.schema,)).fetchall()}
    if relations.issuperset(KEY_TABLES):
        return
    if relations:
        raise NotAStore.of(
            f"{address.name}的schema里已有别的表,未作改动;密钥请换一个schema",
            f"the schema of {address.name} holds other tables and was left alone: choose another schema for the keys",
        )
    if not cursor.execute(_EXISTS, (address.schema,)).fetchall()[0][0]:
        cursor.execute(SQL("CREATE SCHEMA {}").format(Identifier(address.schema)))
    tables = {table: Identifier(address.schema, table) for table in KEY_TABLES}
    for statement in _SCHEMA:
        cursor.execute(SQL(statement).format(**tables))
    values = (store_id, secrets.token_bytes(32))
    cursor.execute(SQL("INSERT INTO {} VALUES (%s, %s)").format(tables["identity"]), values)
