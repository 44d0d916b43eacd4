"""A file of schema version 1 brought up to version 2, within the write transaction that first needs it.

Version 2 keeps commands with their receipts, knows which facts a sheet brought, and keeps the places of followers. The
new tables are filled from the events, which stay as they are, byte for byte. A file of version 1 that nobody writes to
stays one: what is asked of the new tables is then answered from its events.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from eventsourcing.sqlite import SQLiteCursor

from bzr_adapters.storage.rows import Row, find_sheet_fact, read_row
from bzr_domain.application.ports import PAGE, KnownCommand
from bzr_domain.kernel.recorded import Recorded

SCHEMA_VERSION = 2
OLD_VERSION = 1
Log = Callable[[int], Sequence[Row]]
"""Gives the next rows of a file beyond a position."""

NEW_TABLES = (
    """CREATE TABLE commands (
        id TEXT PRIMARY KEY NOT NULL,
        actor TEXT NOT NULL,
        digest TEXT NOT NULL,
        receipt TEXT NOT NULL,
        position INTEGER NOT NULL,
        recorded_at TEXT NOT NULL)""",
    """CREATE TABLE sheet_facts (
        sheet TEXT NOT NULL,
        day TEXT NOT NULL,
        id TEXT NOT NULL,
        PRIMARY KEY (sheet, day, id)) WITHOUT ROWID""",
    "CREATE TABLE bookmarks (name TEXT PRIMARY KEY NOT NULL, place TEXT NOT NULL) WITHOUT ROWID",
)
"""What version 2 has and version 1 has not."""

_PAGE = f"SELECT rowid, originator_id, originator_version, topic, state FROM stored_events WHERE rowid>? ORDER BY rowid LIMIT {PAGE}"  # noqa: S608 (no value in it)
_COMMAND = """INSERT INTO commands (id, actor, digest, receipt, position, recorded_at) VALUES (?,?,'','',?,?)
ON CONFLICT DO UPDATE SET position=excluded.position, recorded_at=excluded.recorded_at"""


def migrate(store: str, cursor: SQLiteCursor) -> None:
    """Bring a file up to version 2, in the write transaction that is open; one that is there already stays as it is.

    Raises:
        BadRecord: When an event cannot be read.
    """
    cursor.execute("PRAGMA user_version")
    if cursor.fetchone()[0] >= SCHEMA_VERSION:
        return
    for statement in NEW_TABLES:
        cursor.execute(statement)

    def read_log(after: int) -> list[Row]:
        cursor.execute(_PAGE, (after,))
        rows: list[Row] = cursor.fetchall()
        return rows

    for recorded in _read_events(store, read_log):
        place = find_sheet_fact(recorded.event)
        if place is not None:
            cursor.execute("INSERT INTO sheet_facts VALUES (?,?,?)", place)
        command = (recorded.command, recorded.actor, recorded.position, recorded.recorded_at.isoformat())
        cursor.execute(_COMMAND, command)
    cursor.execute(f"PRAGMA user_version={SCHEMA_VERSION}")


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
    after = 0
    while rows := log(after):
        for row in rows:
            yield read_row(store, row)
        after = rows[-1][0]
