"""`python -m tests.benchmarks.sizing`: how large a school becomes and how fast each store is, for docs/explanation/sizing.md.

Other sizes than 10,000 and 100,000 facts can be named. Speeds are events in a second of the processor, the server's process
included; durations of whole commands are by the clock on the wall.
"""

import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from bzr_adapters.intake.school_file import read_school
from bzr_adapters.storage import create_store
from bzr_adapters.storage.postgres.recorder import PostgresRecorder
from bzr_adapters.storage.store import RecorderStore
from bzr_domain.application.ports import Batch, Command, EventLog
from bzr_domain.kernel.periods import month_of
from bzr_domain.register.declaration import Declaration
from tests.benchmarks import child
from tests.benchmarks.server import measure
from tests.benchmarks.year import CROWDED_YEAR, NOW, YEAR, batches, facts, school_file
from tests.support import stores
from tests.support.postgres import PostgresServer, name_schema, share_server

_DAILY = 100
"""Facts to a commit, as a day's sheet has them."""


def measure_store(
    address: str, school: Path, year: Sequence[Batch], *, at_once: int
) -> Iterator[tuple[str, float, str]]:
    """Fill a new store, commit by commit, and read it; what it did in a second."""
    log = create_store(address)
    pid = _find_server(log)
    declared = read_school(school)
    assert isinstance(declared, Declaration), declared
    stores.build_writer(log, "教务处", lambda: NOW).setup(declared)
    commits = [
        Batch(stream=batch.stream, after=start, events=batch.events[start : start + at_once])
        for batch in year
        for start in range(0, len(batch.events), at_once)
    ]
    number = sum(len(batch.events) for batch in year)

    def append() -> None:
        for count, batch in enumerate(commits):
            log.append([batch], command=Command(id=f"{count}", actor="教务处"), now=NOW)

    name = f"appended, {_DAILY} a commit" if at_once == _DAILY else "appended, a history a commit"
    yield name, number / _time(append, pid), "/s"
    if at_once == _DAILY:
        yield "whole log read", log.last_position() / _time(lambda: sum(map(len, log.read_all())), pid), "/s"
        month = month_of(date(2024, 10, 1))
        yield "a month of 48 classes", _time(lambda: list(stores.read_at(log, NOW).statements(month)), pid), "s"
    log.close()


def _find_server(log: EventLog) -> int:
    """The process of the server that serves a log; this one where there is none."""
    if isinstance(log, RecorderStore) and isinstance(log.recorder, PostgresRecorder):
        with log.recorder.datastore.get_connection() as connection:
            return int(connection.info.backend_pid)
    return 0


def _time(work: Callable[[], object], pid: int) -> float:
    start = measure(pid)
    work()
    return measure(pid) - start


def measure_file(path: Path, number: int) -> Iterator[tuple[str, float, str]]:
    """What a file takes up for each fact: all of it, its indexes, the keys beside it."""
    with closing(sqlite3.connect(path)) as connection:
        ((events,),) = connection.execute("SELECT sum(length(state)) FROM stored_events")
        try:
            rows = connection.execute("SELECT sum(pgsize) FROM dbstat WHERE name <> 'stored_events'").fetchall()
        except sqlite3.OperationalError:  # this SQLite was built without it
            rows = []
    yield "store", path.stat().st_size / number, "B a fact"
    yield "  of it the events' own text", events / number, "B a fact"
    for (indexes,) in rows:
        yield "  of it indexes, commands and the rest", indexes / number, "B a fact"
    yield "keys", Path(f"{path}.keys").stat().st_size / number, "B a fact"


def measure_schema(server: PostgresServer, schema: str, number: int) -> Iterator[tuple[str, float, str]]:
    """What a schema takes up for each fact: all of it, its indexes, its keys where there are some."""
    sizes = (
        "SELECT coalesce(sum({}(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind = 'r' AND nspname = %s"
    )
    for name, function, place in (
        ("store", "pg_total_relation_size", schema),
        ("  of it indexes", "pg_indexes_size", schema),
        ("keys", "pg_total_relation_size", f"{schema}_keys"),
    ):
        yield name, float(server.execute(sizes.format(function), place)[0][0]) / number, "B a fact"


def measure_commands(folder: Path, path: Path, server: PostgresServer) -> Iterator[tuple[str, float, str]]:
    """A backup, a verification and a move of a filled store, each as a command of its own."""
    there = server.address(schema=name_schema())
    for name, words in (
        ("bzr backup", ("backup", str(folder / "copy.db"))),
        ("bzr verify", ("verify",)),
        ("bzr migrate to PostgreSQL", ("migrate", there, "--keep")),
    ):
        run = child.bzr(path, *words)
        yield name, run.seconds, "s"
        yield f"{name}, peak memory", run.megabytes, "MB"


def measure_size(folder: Path, number: int) -> Iterator[tuple[str, str, float, str]]:
    """Everything about so many facts: the store, what, and the figure with its unit."""
    server, school, year = share_server(), school_file(folder), batches(facts(number))
    for at_once in (_DAILY, number):
        schema, path = name_schema(), folder / f"{number}-{at_once}.db"
        for kind, address in (
            ("memory", "memory:"),
            ("SQLite", f"sqlite:///{path}"),
            ("PostgreSQL", server.address(schema=schema)),
        ):
            for line in measure_store(address, school, year, at_once=at_once):
                yield kind, *line
        if at_once == _DAILY:
            for line in measure_file(path, number):
                yield "SQLite", *line
            for line in measure_schema(server, schema, number):
                yield "PostgreSQL", *line
        if (
            at_once == _DAILY and number <= YEAR
        ):  # every period is stated from both copies, which takes most of the time
            for line in measure_commands(folder, path, server):
                yield "SQLite", *line


def main(arguments: Sequence[str]) -> None:
    """Print each figure as it comes."""
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}\n")
    for number in map(int, arguments or (YEAR, CROWDED_YEAR)):
        with tempfile.TemporaryDirectory() as folder:
            for kind, what, figure, unit in measure_size(Path(folder), number):
                print(f"{number:>9,} facts  {kind:<10}  {what:<40} {figure:>12,.1f} {unit}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
