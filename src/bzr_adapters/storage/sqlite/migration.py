"""A file of an earlier schema brought up to date, within the write transaction that first needs it.

Version 2 keeps commands with their receipts, knows which facts a sheet brought, and keeps the places of followers.
Version 3 lays the chain over events and commands, and keeps checkpoints. Positions, events and commands stay as they
are. A file that nobody writes to stays what it is: what is asked of tables that it has not is answered from its events.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from eventsourcing.sqlite import SQLiteCursor

from bzr_adapters.storage.evidence.chain import chain_command, chain_rows, digest_bookmark, start_commands
from bzr_adapters.storage.keys.keys import Guard, Keys
from bzr_adapters.storage.keys.protected_commands import blind_digest, seal_command
from bzr_adapters.storage.rows import Row, build_command, demand_sequence, find_sheet_fact, protect_row, read_row
from bzr_adapters.storage.sqlite.schema import ADDED, CHANGED, FIRST_VERSION, SCHEMA_VERSION, SHEET_FACTS
from bzr_domain.application.ports import PAGE, KnownCommand
from bzr_domain.kernel.recorded import Recorded

Log = Callable[[int], Sequence[Row]]
"""Gives the next rows of a file beyond a position."""

_PAGE = f"SELECT rowid, originator_id, originator_version, topic, state FROM stored_events_before WHERE rowid>? ORDER BY rowid LIMIT {PAGE}"  # noqa: S608 (no value in it)
_RENAMED = ("stored_events", "commands", "bookmarks")
# What a file of version 1 has not, gathered from its events.
_COLLECTED = (
    "CREATE TABLE commands_before (id TEXT PRIMARY KEY, actor, digest, receipt, position, recorded_at)",
    "CREATE TABLE bookmarks_before (name, place)",
)
_INSERT_EVENT = (
    "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state, chain) VALUES (?,?,?,?,?,?)"
)
_INSERT_COMMAND = """INSERT INTO commands_before (id, actor, digest, receipt, position, recorded_at) VALUES (?,?,'','',?,?)
ON CONFLICT DO UPDATE SET position=excluded.position, recorded_at=excluded.recorded_at"""
_COMMANDS = f"""SELECT rowid, id, actor, digest, receipt, position, recorded_at FROM commands_before
WHERE (position, rowid)>(?,?) ORDER BY position, rowid LIMIT {PAGE}"""  # noqa: S608 (no value in it)


TO_CLEAR = "to clear"
"""The note in the keys that bytes of before may still be in the file, or beside it."""


def migrate(store: str, cursor: SQLiteCursor, keys: Keys) -> bool:
    """Bring a file up to date in the write transaction that is open, and return whether it was of before.

    What it says of persons is protected before the chain is laid. Its bytes of before are then to be cleared away, once
    the transaction has come through.

    Raises:
        BadRecord: When an event cannot be read or is missing.
    """
    cursor.execute("PRAGMA user_version")
    version = cursor.fetchone()[0]
    if version >= SCHEMA_VERSION:
        return False
    guard = keys.begin()
    is_first = version == FIRST_VERSION
    for table in _RENAMED[:1] if is_first else _RENAMED:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
    for statement in (*CHANGED, *ADDED, *((SHEET_FACTS, *_COLLECTED) if is_first else ())):
        cursor.execute(statement)
    _chain_events(store, cursor, guard, keys, indexed=not is_first)
    _chain_commands(cursor, guard, keys)
    guard.keep()
    if not is_first:
        _protect_sheets(cursor, keys)
    _copy_bookmarks(cursor)
    # A position that was given out is never given again, that of an erased newest event neither.
    cursor.execute("DELETE FROM sqlite_sequence WHERE name='stored_events'")
    cursor.execute("UPDATE sqlite_sequence SET name='stored_events' WHERE name='stored_events_before'")
    for table in _RENAMED:
        cursor.execute(f"DROP TABLE {table}_before")
    cursor.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    keys.tables.note(TO_CLEAR, "schema")
    return True


def _chain_events(store: str, cursor: SQLiteCursor, guard: Guard, keys: Keys, *, indexed: bool) -> None:
    """Copy the events with their chains; where the file is of version 1, say of which sheets and commands they tell."""
    chains: dict[str, bytes] = {}
    versions: dict[str, int] = {}

    def read_log(after: int) -> list[Row]:
        cursor.execute(_PAGE, (after,))
        rows: list[Row] = cursor.fetchall()
        return rows

    for rows in _read_pages(read_log):
        demand_sequence(store, rows, versions, 0)
        events = [read_row(store, row) for row in rows]
        cursor.executemany(_INSERT_EVENT, chain_rows((protect_row(row, guard) for row in rows), chains))
        if not indexed:
            places = [place for event in events if (place := find_sheet_fact(event.event)) is not None]
            protected = [(keys.blind(sheet), day, fact) for sheet, day, fact in places]
            cursor.executemany("INSERT INTO sheet_facts VALUES (?,?,?)", protected)
            commands = [(e.command, e.actor, e.position, e.recorded_at.isoformat()) for e in events]
            cursor.executemany(_INSERT_COMMAND, commands)


def _protect_sheets(cursor: SQLiteCursor, keys: Keys) -> None:
    cursor.execute("SELECT DISTINCT sheet FROM sheet_facts")
    names = [(keys.blind(sheet), sheet) for (sheet,) in cursor.fetchall()]
    cursor.executemany("UPDATE sheet_facts SET sheet=? WHERE sheet=?", names)


def _chain_commands(cursor: SQLiteCursor, guard: Guard, keys: Keys) -> None:
    """Copy the commands, numbered and chained in the order in which they were kept."""
    cursor.execute("CREATE INDEX commands_by_position ON commands_before (position)")
    cursor.execute("SELECT id FROM store")
    place, number, chain = (-1, 0), 0, start_commands(cursor.fetchone()[0])
    while True:
        cursor.execute(_COMMANDS, place)
        page = cursor.fetchall()
        if not page:
            return
        for rowid, *row in page:
            place, number = (row[4], rowid), number + 1
            command = seal_command(blind_digest(build_command(row), keys), guard)
            chain = chain_command(chain, number, command)
            kept = (command.id, command.actor, command.digest, command.receipt, *row[4:])
            cursor.execute("INSERT INTO commands VALUES (?,?,?,?,?,?,?,?)", (number, *kept, chain))


def _copy_bookmarks(cursor: SQLiteCursor) -> None:
    cursor.execute("SELECT name, place FROM bookmarks_before")
    kept = [(name, place, digest_bookmark(name, place)) for name, place in cursor.fetchall()]
    cursor.executemany("INSERT INTO bookmarks VALUES (?,?,?)", kept)


def find_command_in(store: str, log: Log, command: str) -> KnownCommand | None:
    """Return the command of an id, with no digest and no receipt, as the events of a file of version 1 tell of it."""
    known = None
    for recorded in _read_events(store, log):
        if recorded.command == command:
            known = KnownCommand(
                id=command,
                actor=recorded.actor,
                digest="",
                receipt="",
                position=recorded.position,
                recorded_at=recorded.recorded_at,
            )
    return known


def list_sheet_facts_in(store: str, log: Log, sheet: str, first: date, last: date) -> list[tuple[str, str]]:
    """Return the facts recorded from a sheet for some days, by day and id, as the events of a file of version 1 tell."""
    facts = []
    for recorded in _read_events(store, log):
        place = find_sheet_fact(recorded.event)
        if place is not None and place[0] == sheet and f"{first}" <= place[1] <= f"{last}":
            facts.append((*place[1:], recorded.stream))
    return [(fact, stream) for _, fact, stream in sorted(facts)]


def _read_events(store: str, log: Log) -> Iterator[Recorded[Any]]:
    for rows in _read_pages(log):
        for row in rows:
            yield read_row(store, row)


def _read_pages(log: Log) -> Iterator[Sequence[Row]]:
    after = 0
    while rows := log(after):
        yield rows
        after = rows[-1][0]
