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
from bzr_domain.facts.events import FactRecorded
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


class _StoredEvent(msgspec.Struct):
    actor: str
    command: str
    data: FactRecorded
    recorded_at: datetime


_DECODE_EVENT = msgspec.json.Decoder(_StoredEvent).decode
_SELECT = (
    "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events "
    "WHERE topic='fact.recorded/2' ORDER BY rowid"
)
_TABLE = """CREATE TABLE stored_events (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL, state BLOB NOT NULL, UNIQUE (originator_id, originator_version))"""


def append(path: Path, rows: Iterable[Row]) -> float:
    """Write rows into a new file in one transaction that is safe on disk; the seconds it took."""
    return append_in_commits(path, [rows])


def append_in_commits(path: Path, commits: Iterable[Iterable[Row]]) -> float:
    """Write rows into a new file, each commit safe on disk by itself; the seconds it took."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(_TABLE)
    start = time.process_time()
    for rows in commits:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO stored_events VALUES (?,?,?,?,?)", rows)
        connection.execute("COMMIT")
    seconds = time.process_time() - start
    connection.close()
    return seconds


def encoded(batches: Iterable[Batch]) -> Iterator[Row]:
    """The rows of some events, encoded one at a time on their way into a file; those of one history alone may begin anywhere."""
    position = 0
    for batch in batches:
        position = position or batch.after
        for version, event in enumerate(batch.events, batch.after + 1):
            position += 1
            yield position, batch.stream, version, "fact.recorded/2", encode(event)


def encode(event: Event) -> bytes:
    """The bytes of an event."""
    return _ENCODE(_Envelope(actor="教务处", command="1", data=event, recorded_at=NOW))


def replay_events(path: Path) -> int:
    """The same, decoded into the classes of events that ours gives."""
    connection = sqlite3.connect(path)
    try:
        return sum(_DECODE_EVENT(row[4]).data.fact.count for row in connection.execute(_SELECT))
    finally:
        connection.close()


def replay(path: Path) -> int:
    """Every stored fact read and decoded, and their counts added up."""
    connection = sqlite3.connect(path)
    try:
        return sum(_DECODE(row[4]).data.fact.count for row in connection.execute(_SELECT))
    finally:
        connection.close()
