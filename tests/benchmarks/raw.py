"""The first peer: what is stored, written and read with sqlite3 and msgspec and nothing else.

It makes no promise of ours: no check of versions, ids or bytes, no history, no index of entries.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec

from bzr_domain.application.ports import Batch
from bzr_domain.events import Event
from tests.benchmarks.year import NOW

Row = tuple[int, str, int, str, bytes]


class _Fact(msgspec.Struct):
    kind: str
    on: date
    class_id: str
    teacher: str | None
    count: int
    value: Decimal | None
    grade: str | None
    level: str | None
    item: str | None
    points: Decimal | None
    place: str | None
    note: str | None
    recorder: str | None


class _Data(msgspec.Struct):
    id: str
    fact: _Fact
    sheet: str


class _Stored(msgspec.Struct):
    actor: str
    command: str
    data: _Data
    recorded_at: datetime


class _Envelope(msgspec.Struct):
    actor: str
    command: str
    data: Event
    recorded_at: datetime


_ENCODE = msgspec.json.Encoder().encode
_DECODE = msgspec.json.Decoder(_Stored).decode
_SELECT = (
    "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events "
    "WHERE topic='fact.recorded/2' ORDER BY rowid"
)
_TABLE = """CREATE TABLE stored_events (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL, state BLOB NOT NULL, UNIQUE (originator_id, originator_version))"""


def facts_stored(path: Path) -> list[Row]:
    """The row of every fact in a store."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(_SELECT).fetchall()
    finally:
        connection.close()


def append(path: Path, rows: Iterable[Row]) -> float:
    """Write rows into a new file in one transaction that is safe on disk; the seconds it took."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(_TABLE)
    start = time.process_time()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO stored_events VALUES (?,?,?,?,?)", rows)
    connection.execute("COMMIT")
    seconds = time.process_time() - start
    connection.close()
    return seconds


def encoded(batches: Iterable[Batch]) -> Iterator[Row]:
    """The rows of some events, encoded one at a time on their way into a file."""
    position = 0
    for batch in batches:
        for version, event in enumerate(batch.events, 1):
            position += 1
            envelope = _Envelope(actor="教务处", command="1", data=event, recorded_at=NOW)
            yield position, batch.stream, version, "fact.recorded/2", _ENCODE(envelope)


def replay(path: Path) -> int:
    """Every stored fact read and decoded, and their counts added up."""
    connection = sqlite3.connect(path)
    try:
        return sum(_DECODE(row[4]).data.fact.count for row in connection.execute(_SELECT))
    finally:
        connection.close()
