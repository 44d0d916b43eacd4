"""The tables of a store on a PostgreSQL server: made once, in one step, and compared with what is there at every opening."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import attrs
from psycopg import Connection
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Composed, Identifier

from bzr_adapters.storage.errors import NotAStore
from bzr_adapters.storage.sqlite.schema import SCHEMA_VERSION
from bzr_domain.kernel.messages import Message

_TEXT, _BYTES, _NUMBER = "text", "bytea", "bigint"


@attrs.frozen
class _Table:
    """A table: each column with its type, none of which is ever null; and what is unique, the key first."""

    columns: dict[str, str]
    unique: tuple[tuple[str, ...], ...]


# The events have the library's columns, so that the library's own statements still fit. Positions are not given by a
# sequence, which leaves gaps and is forgotten where a table alone is restored: `store` holds the last one.
TABLES = {
    "stored_events": _Table(
        {
            "notification_id": _NUMBER,
            "originator_id": _TEXT,
            "originator_version": _NUMBER,
            "topic": _TEXT,
            "chain": _BYTES,
            "state": _BYTES,
        },
        (("notification_id",), ("originator_id", "originator_version")),
    ),
    # Where a fact came from a sheet, its name and day; else both are empty.
    "entries": _Table({"id": _TEXT, "stream": _TEXT, "sheet": _TEXT, "day": _TEXT}, (("id",),)),
    "commands": _Table(
        {
            "number": _NUMBER,
            "id": _TEXT,
            "actor": _TEXT,
            "digest": _TEXT,
            "receipt": _TEXT,
            "position": _NUMBER,
            "recorded_at": _TEXT,
            "chain": _BYTES,
        },
        (("number",), ("id",)),
    ),
    "bookmarks": _Table({"name": _TEXT, "place": _TEXT, "digest": _BYTES}, (("name",),)),
    "checkpoints": _Table({"number": _NUMBER, "text": _TEXT, "frontier": _BYTES}, (("number",),)),
    "moved": _Table({"address": _TEXT}, ()),
    "store": _Table(
        {"id": _TEXT, "schema_version": _NUMBER, "last_position": _NUMBER, "last_command": _NUMBER}, (("id",),)
    ),
}
_INDEX = "CREATE INDEX ON {} (sheet, day) WHERE sheet <> ''"
_INDEX_DESCRIBED = ("entries", "index sheet, day (sheet <> ''::text)")
_ADDED, _MISSING = Message("多了", "added: "), Message("少了", "missing: ")
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('bzr ' || %s, 0))"
_EXISTS = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)"
_RELATIONS = "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = %s"
# What is told of each table: what it is, its columns, what is unique, and whatever could change, hide or add rows. The
# trigger of an extension that only fires when a table is emptied, which Citus needs, can do none of these.
_DESCRIBE = """
WITH ours AS (
    SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = %s AND relname = ANY(%s))
SELECT relname, concat_ws(' ', relkind, relpersistence, CASE WHEN relrowsecurity THEN 'row security' END) FROM ours
UNION ALL
SELECT relname, concat_ws(' ', 'column', attname, format_type(atttypid, atttypmod),
    (SELECT collname FROM pg_collation l WHERE l.oid = attcollation),
    CASE WHEN NOT attnotnull THEN 'null' END, CASE WHEN atthasdef THEN 'default' END, nullif(attidentity, ''))
    FROM ours JOIN pg_attribute ON attrelid = ours.oid WHERE attnum > 0 AND NOT attisdropped
UNION ALL
SELECT relname, concat_ws(' ', 'constraint', pg_get_constraintdef(k.oid))
    FROM ours JOIN pg_constraint k ON conrelid = ours.oid WHERE contype <> 'n'
UNION ALL
SELECT relname, concat_ws(' ', 'index', CASE WHEN indisunique THEN 'unique' END,
    (SELECT string_agg(pg_get_indexdef(indexrelid, k, false), ', ' ORDER BY k) FROM generate_series(1, indnkeyatts) k),
    pg_get_expr(indpred, indrelid))
    FROM ours JOIN pg_index ON indrelid = ours.oid
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
UNION ALL
SELECT relname, concat_ws(' ', 'trigger', tgname)
    FROM ours JOIN pg_trigger ON tgrelid = ours.oid WHERE NOT (tgisinternal AND tgtype & 28 = 0)
UNION ALL
SELECT relname, concat_ws(' ', 'rule', rulename)
    FROM ours JOIN pg_rewrite ON ev_class = ours.oid
UNION ALL
SELECT relname, concat_ws(' ', 'child', inhrelid::regclass)
    FROM ours JOIN pg_inherits ON inhparent = ours.oid
"""


def create_tables(connection: Connection[Any], schema: str, name: str) -> None:
    """Make the tables of a new store in the open transaction; where they are already, nothing is done.

    Whoever comes at the same time waits.

    Raises:
        NotAStore: When the schema holds something else; it is not touched.
    """
    cursor = connection.cursor(row_factory=tuple_row)
    cursor.execute(_LOCK, (schema,))
    relations = {relation for (relation,) in cursor.execute(_RELATIONS, (schema,)).fetchall()}
    if "store" in relations:
        return
    if relations:
        raise NotAStore.of(
            f"{name}的schema里已有别的表,未作改动;请换一个schema",
            f"the schema of {name} holds other tables and was left alone: choose another schema",
        )
    if not cursor.execute(_EXISTS, (schema,)).fetchall()[0][0]:
        cursor.execute(SQL("CREATE SCHEMA {}").format(Identifier(schema)))
    for table, form in TABLES.items():
        cursor.execute(_write_create(schema, table, form))
    cursor.execute(SQL(_INDEX).format(Identifier(schema, "entries")))
    values = (uuid4().hex, SCHEMA_VERSION, 0, 0)
    cursor.execute(SQL("INSERT INTO {}.store VALUES (%s, %s, %s, %s)").format(Identifier(schema)), values)


def _write_create(schema: str, table: str, form: _Table) -> Composed:
    # Byte order is the same on every server and in every version of its system's libraries, which a language's is not.
    collated = {_TEXT: 'text COLLATE "C"'}
    parts = [
        SQL("{} {} NOT NULL").format(Identifier(column), SQL(collated.get(kind, kind)))
        for column, kind in form.columns.items()
    ]
    for what, columns in zip(("PRIMARY KEY", "UNIQUE"), form.unique, strict=False):
        parts.append(SQL("{} ({})").format(SQL(what), SQL(", ").join(map(Identifier, columns))))
    return SQL("CREATE TABLE {} ({})").format(Identifier(schema, table), SQL(", ").join(parts))


def list_table_faults(connection: Connection[Any], schema: str) -> list[Message]:
    """Return what was added to our tables or taken from them, each in words: a trigger, for one, could change what is written."""
    cursor = connection.cursor(row_factory=tuple_row)
    actual = set(cursor.execute(_DESCRIBE, (schema, list(TABLES))).fetchall())
    expected = {(table, line) for table, form in TABLES.items() for line in _describe_table(form)} | {_INDEX_DESCRIBED}
    return [
        Message(f"{verb.zh}“{table}: {line}”", f"{verb.en}{f'{table}: {line}'!r}")
        for verb, lines in ((_ADDED, actual - expected), (_MISSING, expected - actual))
        for table, line in sorted(lines)
    ]


def list_additions(connection: Connection[Any], schema: str, tables: Sequence[str]) -> list[Message]:
    """Return which triggers, rules and children were added to some tables, and whose rows are hidden from whom, in words."""
    lines = connection.cursor(row_factory=tuple_row).execute(_DESCRIBE, (schema, list(tables))).fetchall()
    return [
        Message(f"{_ADDED.zh}“{table}: {line}”", f"{_ADDED.en}{f'{table}: {line}'!r}")
        for table, line in sorted(lines)
        if line.startswith(("trigger ", "rule ", "child ")) or line.endswith("row security")
    ]


def _describe_table(form: _Table) -> list[str]:
    kinds = {_TEXT: "text C", _BYTES: "bytea", _NUMBER: "bigint"}
    columns = [f"column {column} {kinds[kind]}" for column, kind in form.columns.items()]
    keys = [
        f"constraint {what} ({', '.join(names)})"
        for what, names in zip(("PRIMARY KEY", "UNIQUE"), form.unique, strict=False)
    ]
    return ["r p", *columns, *keys]
