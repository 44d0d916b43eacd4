"""The tables of a SQLite store, word for word as they stand in the file, for each version of its schema.

A file is compared with them when it is opened: a table, index, view or trigger that is not ours, or not as we write it,
was put there by hand. What an earlier version wrote is therefore never changed here.
"""

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
# What version 2 has and version 1 has not, beside the commands.
SECOND = (
    """CREATE TABLE sheet_facts (
        sheet TEXT NOT NULL,
        day TEXT NOT NULL,
        id TEXT NOT NULL,
        PRIMARY KEY (sheet, day, id)) WITHOUT ROWID""",
    "CREATE TABLE bookmarks (name TEXT PRIMARY KEY NOT NULL, place TEXT NOT NULL) WITHOUT ROWID",
)
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
# What version 3 has and version 2 has not, beside the chains.
THIRD = (
    """CREATE TABLE checkpoints (
        number INTEGER PRIMARY KEY,
        text TEXT NOT NULL,
        frontier BLOB NOT NULL)""",
)

SCHEMAS = {
    FIRST_VERSION: (_EVENTS_OF_BEFORE, *_FIRST),
    SECOND_VERSION: (_EVENTS_OF_BEFORE, *_FIRST, _COMMANDS_OF_BEFORE, *SECOND),
    SCHEMA_VERSION: (CHAINED_EVENTS, *_FIRST, CHAINED_COMMANDS, *SECOND, *THIRD),
}
"""For each version, the statements that make its tables."""
