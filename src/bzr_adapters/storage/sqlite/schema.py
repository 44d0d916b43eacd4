"""The tables of a SQLite store, word for word as they stand in the file, for each version of its schema.

A file is compared with them when it is opened: a table, index, view or trigger that is not ours, or not as we write it,
was put there by hand. What an earlier version wrote is therefore never changed here.
"""

from collections.abc import Iterable

from bzr_domain.kernel.messages import Message

FIRST_VERSION, SECOND_VERSION, SCHEMA_VERSION = 1, 2, 3

# The column is called rowid so that the library's own statements, which ask for the rowid, still fit. AUTOINCREMENT
# keeps the position of an erased newest row from being given out again.
_EVENTS_OF_BEFORE = """CREATE TABLE stored_events (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        UNIQUE (originator_id, originator_version))"""
_COMMANDS_OF_BEFORE = """CREATE TABLE commands (
        id TEXT PRIMARY KEY NOT NULL,
        actor TEXT NOT NULL,
        digest TEXT NOT NULL,
        receipt TEXT NOT NULL,
        position INTEGER NOT NULL,
        recorded_at TEXT NOT NULL)"""
_FIRST = (
    "CREATE TABLE entries (id TEXT PRIMARY KEY NOT NULL, stream TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE store (id TEXT NOT NULL)",
)
_BOOKMARKS_OF_BEFORE = "CREATE TABLE bookmarks (name TEXT PRIMARY KEY NOT NULL, place TEXT NOT NULL) WITHOUT ROWID"
SHEET_FACTS = """CREATE TABLE sheet_facts (
        sheet TEXT NOT NULL,
        day TEXT NOT NULL,
        id TEXT NOT NULL,
        PRIMARY KEY (sheet, day, id)) WITHOUT ROWID"""
# The chain stands before the state, which may be long: the head of a history is then read without it.
CHAINED_EVENTS = """CREATE TABLE stored_events (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        chain BLOB NOT NULL,
        state BLOB NOT NULL,
        UNIQUE (originator_id, originator_version))"""
CHAINED_COMMANDS = """CREATE TABLE commands (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT UNIQUE NOT NULL,
        actor TEXT NOT NULL,
        digest TEXT NOT NULL,
        receipt TEXT NOT NULL,
        position INTEGER NOT NULL,
        recorded_at TEXT NOT NULL,
        chain BLOB NOT NULL)"""
# The tables of version 3 that are filled anew from those of before, then those that are new.
CHANGED = (
    CHAINED_EVENTS,
    CHAINED_COMMANDS,
    """CREATE TABLE bookmarks (
        name TEXT PRIMARY KEY NOT NULL,
        place TEXT NOT NULL,
        digest BLOB NOT NULL) WITHOUT ROWID""",
)
ADDED = (
    """CREATE TABLE checkpoints (
        number INTEGER PRIMARY KEY,
        text TEXT NOT NULL,
        frontier BLOB NOT NULL)""",
    "CREATE TABLE moved (address TEXT NOT NULL)",
)

SCHEMAS = {
    FIRST_VERSION: (_EVENTS_OF_BEFORE, *_FIRST),
    SECOND_VERSION: (_EVENTS_OF_BEFORE, *_FIRST, _COMMANDS_OF_BEFORE, SHEET_FACTS, _BOOKMARKS_OF_BEFORE),
    SCHEMA_VERSION: (*CHANGED, *_FIRST, SHEET_FACTS, *ADDED),
}
"""For each version, the statements that make its tables."""

_KINDS = {
    "table": Message("表", "table"),
    "index": Message("索引", "index"),
    "view": Message("视图", "view"),
    "trigger": Message("触发器", "trigger"),
}


def list_schema_faults(statements: Iterable[str], objects: Iterable[tuple[object, object, object]]) -> list[Message]:
    """Return what was added to, changed in or taken from the tables of a file, each in words; none where nothing was.

    Args:
        statements: Those that made them.
        objects: Type, name and statement of everything in the file, as `sqlite_master` has them.
    """
    present = {
        (str(kind), str(name)): "".join(str(sql).split()) for kind, name, sql in objects if not _is_own(kind, name)
    }
    ours = {_read_name(sql): "".join(sql.split()) for sql in statements}
    verbs = [
        (present.keys() - ours.keys(), Message("多了", "added: ")),
        (ours.keys() - present.keys(), Message("少了", "missing: ")),
        ({key for key in present.keys() & ours.keys() if present[key] != ours[key]}, Message("被改过:", "changed: ")),
    ]
    return [
        verb + _KINDS.get(kind, Message.same(kind)) + Message(f"“{name}”", f" {name!r}")
        for keys, verb in verbs
        for kind, name in sorted(keys)
    ]


def _is_own(kind: object, name: object) -> bool:
    """Whether SQLite itself keeps an object of this name: its sequences, its statistics, the indexes of UNIQUE columns."""
    return kind in ("table", "index") and str(name).startswith("sqlite_")


def _read_name(statement: str) -> tuple[str, str]:
    _, kind, name, *_ = statement.split()
    return kind.lower(), name
