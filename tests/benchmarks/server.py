"""Appending to a PostgreSQL server, beside psycopg alone: the same arrays, rows encoded by the peer, under a lock and with a NOTIFY.

Seconds are of both processors: this process's and that of the server's process that serves it.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bzr_adapters.storage.postgres.recorder import create_postgres_store, postgres_store
from bzr_domain.application.ports import Batch, Command
from bzr_domain.facts.events import FactRecorded
from tests.benchmarks import raw
from tests.benchmarks.rounds import fastest
from tests.benchmarks.year import NOW, batches, facts, without_texts
from tests.support.postgres import PostgresServer, name_schema

_TABLES = """
CREATE SCHEMA {0};
CREATE TABLE {0}.events (notification_id bigint PRIMARY KEY, originator_id text COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL, topic text NOT NULL, state bytea NOT NULL,
    UNIQUE (originator_id, originator_version));
CREATE TABLE {0}.entries (id text COLLATE "C" PRIMARY KEY, stream text COLLATE "C" NOT NULL,
    sheet text COLLATE "C" NOT NULL, day text COLLATE "C" NOT NULL);
CREATE INDEX ON {0}.entries (sheet, day)"""
_INSERT = """
WITH entries AS (INSERT INTO {0}.entries SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::text[]))
INSERT INTO {0}.events SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])"""

Commits = Sequence[Sequence[Batch]]


def compare(server: PostgresServer, number: int, rounds: int) -> Mapping[str, float]:
    """Speed of ours ÷ raw, of so many facts without personal texts in one commit and a hundred to a commit."""
    year = without_texts(batches(facts(number)))
    small = [
        [Batch(stream=b.stream, after=at, events=b.events[at : at + 100])]
        for b in year
        for at in range(0, len(b.events), 100)
    ]
    ratios = {}
    for name, commits in (("one batch", [year]), ("100 a commit", small)):
        works: dict[str, Callable[[], float]] = {
            "ours": lambda commits=commits: _append(server, commits),  # type: ignore[misc]  # bound at once
            "raw": lambda commits=commits: _append_raw(server, commits),  # type: ignore[misc]  # bound at once
        }
        seconds = fastest(rounds, works)
        ratios[name] = seconds["raw"] / seconds["ours"]
    return ratios


def _append(server: PostgresServer, commits: Commits) -> float:
    address = server.address(schema=name_schema())
    create_postgres_store(address)
    store = postgres_store(address)
    with store.recorder.datastore.get_connection() as connection:
        pid = connection.info.backend_pid
    start = measure(pid)
    for number, commit in enumerate(commits):
        store.append(commit, command=Command(id=f"{number}", actor="教务处"), now=NOW)
    seconds = measure(pid) - start
    store.close()
    return seconds


def _append_raw(server: PostgresServer, commits: Commits) -> float:
    schema, position = name_schema(), 0
    with server.connect() as connection:
        connection.execute(_TABLES.format(schema).encode())
        start = measure(connection.info.backend_pid)
        for commit in commits:
            columns = _encode(commit, position)
            position += sum(len(batch.events) for batch in commit)
            connection.execute("BEGIN")
            connection.execute(f"LOCK TABLE {schema}.events IN EXCLUSIVE MODE".encode())
            connection.execute("NOTIFY events")
            connection.execute(_INSERT.format(schema).encode(), columns)
            connection.execute("COMMIT")
        return measure(connection.info.backend_pid) - start


def _encode(commit: Iterable[Batch], position: int) -> list[list[Any]]:
    rows, entries = [], []
    for batch in commit:
        for version, event in enumerate(batch.events, batch.after + 1):
            assert isinstance(event, FactRecorded)
            position += 1
            state = raw.encode(event)
            rows.append((position, batch.stream, version, "fact.recorded/2", state))
            entries.append((event.id, batch.stream, event.sheet, event.fact.on.isoformat()))
    return [list(column) for table in (entries, rows) for column in zip(*table, strict=True)]


def measure(pid: int) -> float:
    """Seconds of this process and of another; of this one alone where the system does not tell."""
    told = Path(f"/proc/{pid}/schedstat")
    other = int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0
    return time.process_time() + other
