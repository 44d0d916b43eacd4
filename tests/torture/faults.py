"""Every fault, the store that has to survive it, and how often it is tried."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.support.postgres import name_schema, share_server
from tests.torture import altering, crowds, failing, killing, mishaps, moving, power_cut, servers
from tests.torture.tally import Fault, Run, Tally
from tests.torture.working import NameStore


def _on_files(run: Callable[[NameStore, int, int], Tally]) -> Run:
    """Run a fault on stores in files."""
    return lambda folder, times, seed: run(lambda number: f"sqlite:///{folder / f'{number}.db'}", times, seed)


def _on_module(run: Callable[[NameStore, int, int], Tally]) -> Run:
    """Run a fault on stores of the event-sourcing library's own module for SQLite, plugged in by its name."""

    def run_there(folder: Path, times: int, seed: int) -> Tally:
        address = "eventsourcing:eventsourcing.sqlite?SQLITE_DBNAME="
        return run(lambda number: f"{address}{folder / f'{number}.db'}", times, seed)

    return run_there


def _on_postgres(run: Callable[[NameStore, int, int], Tally]) -> Run:
    """Run a fault on schemas of the server that the tests share."""

    def run_there(_: Path, times: int, seed: int) -> Tally:
        server = share_server()
        return run(cache(lambda _: server.address(schema=name_schema())), times, seed)

    return run_there


def _in_memory(run: Callable[[NameStore, int, int], Tally]) -> Run:
    """Run a fault on stores in memory."""
    return lambda _, times, seed: run(lambda _: "memory:", times, seed)


FAULTS = (
    Fault("power cut while an office works", "SQLite", 400, 20, power_cut.cut_at_work),
    Fault("power cut while a store is created", "SQLite", 50, 10, power_cut.cut_at_creation),
    Fault("power cut while an old store is migrated", "SQLite", 50, 10, power_cut.cut_at_migration),
    Fault("kill -9 before a counted write", "SQLite", 50, 5, _on_files(killing.kill_at_writes)),
    Fault("kill -9 at a moment of chance", "SQLite", 50, 3, _on_files(killing.kill_at_moments)),
    Fault("kill -9 at a moment of chance", "PostgreSQL", 100, 3, _on_postgres(killing.kill_at_moments)),
    Fault("a connection is ended by the server", "PostgreSQL", 100, 10, servers.kill_connections),
    Fault("kill -9 of a process of the server", "PostgreSQL", 20, 1, servers.kill_server),
    Fault("kill -9 at a moment of chance", "module", 20, 2, _on_module(killing.kill_at_moments)),
    Fault("the answer of a commit is lost", "SQLite", 100, 10, _on_files(failing.lose_answers)),
    Fault("the answer of a commit is lost", "PostgreSQL", 100, 5, servers.lose_answers),
    Fault("the answer of a commit is lost", "module", 50, 5, _on_module(failing.lose_answers)),
    Fault("disk full or failing", "SQLite", 100, 5, _on_files(failing.fail_disk)),
    Fault("16 threads on the same classes", "memory", 80, 40, _in_memory(crowds.write_in_threads)),
    Fault("16 threads on the same classes", "SQLite", 320, 40, _on_files(crowds.write_in_threads)),
    Fault("8 processes on the same classes", "SQLite", 240, 40, _on_files(crowds.write_in_processes)),
    Fault("16 threads on the same classes", "PostgreSQL", 160, 40, _on_postgres(crowds.write_in_threads)),
    Fault("8 processes on the same classes", "PostgreSQL", 120, 40, _on_postgres(crowds.write_in_processes)),
    Fault("16 threads on the same classes", "module", 80, 0, _on_module(crowds.write_in_threads)),
    Fault("8 processes on the same classes", "module", 40, 40, _on_module(crowds.write_in_processes)),
    Fault("4 followers of 4 writers", "memory", 500, 100, _in_memory(crowds.follow_writers)),
    Fault("4 followers of 4 writers", "SQLite", 2000, 100, _on_files(crowds.follow_writers)),
    Fault("4 followers of 4 writers", "PostgreSQL", 1000, 100, _on_postgres(crowds.follow_writers)),
    Fault("4 followers of 4 writers", "module", 200, 100, _on_module(crowds.follow_writers)),
    Fault("backup while 4 offices write", "SQLite", 25, 5, _on_files(crowds.back_up)),
    Fault("a bit of the store flipped", "SQLite", 300, 0, altering.flip_bits),
    Fault("every hand edit and attack that is known", "SQLite", 51, 0, altering.attack),
    Fault("a bit of the keys flipped", "SQLite", 100, 5, altering.flip_key_bits),
    Fault("a row edited or taken out by hand", "SQLite", 300, 15, altering.edit_rows),
    Fault("a row edited or taken out by hand", "PostgreSQL", 100, 5, altering.edit_server_rows),
    Fault("file gone, emptied, cut or replaced while open", "SQLite", 48, 12, mishaps.suffer_mishaps),
    Fault("an older copy is put back", "SQLite", 25, 2, moving.put_back_older_copy),
    Fault("a school moves to another store, followed", "SQLite", 20, 2, moving.move_among_files),
    Fault("a school moves there and back, followed", "PostgreSQL", 20, 2, moving.move_there_and_back),
)
