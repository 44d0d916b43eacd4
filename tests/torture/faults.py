"""Every fault, the store that has to survive it, and how often it is tried."""

from collections.abc import Callable

from tests.torture import crowds, failing, killing, mishaps, power_cut
from tests.torture.tally import Fault, Run, Tally
from tests.torture.working import NameStore


def _on_files(run: Callable[[NameStore, int, int], Tally]) -> Run:
    """Run a fault on stores in files."""
    return lambda folder, times, seed: run(lambda number: f"sqlite:///{folder / f'{number}.db'}", times, seed)


def _in_memory(run: Callable[[NameStore, int, int], Tally]) -> Run:
    """Run a fault on stores in memory."""
    return lambda _, times, seed: run(lambda _: "memory:", times, seed)


FAULTS = (
    Fault("power cut while an office works", "SQLite", 400, 20, power_cut.cut_at_work),
    Fault("power cut while a store is created", "SQLite", 50, 10, power_cut.cut_at_creation),
    Fault("power cut while an old store is migrated", "SQLite", 50, 10, power_cut.cut_at_migration),
    Fault("kill -9 before a counted write", "SQLite", 50, 5, _on_files(killing.kill_at_writes)),
    Fault("kill -9 at a moment of chance", "SQLite", 50, 3, _on_files(killing.kill_at_moments)),
    Fault("the answer of a commit is lost", "SQLite", 100, 10, _on_files(failing.lose_answers)),
    Fault("disk full or failing", "SQLite", 100, 5, _on_files(failing.fail_disk)),
    Fault("16 threads on the same classes", "memory", 80, 40, _in_memory(crowds.write_in_threads)),
    Fault("16 threads on the same classes", "SQLite", 320, 40, _on_files(crowds.write_in_threads)),
    Fault("8 processes on the same classes", "SQLite", 240, 40, _on_files(crowds.write_in_processes)),
    Fault("4 followers of 4 writers", "memory", 500, 100, _in_memory(crowds.follow_writers)),
    Fault("4 followers of 4 writers", "SQLite", 2000, 100, _on_files(crowds.follow_writers)),
    Fault("backup while 4 offices write", "SQLite", 25, 5, _on_files(crowds.back_up)),
    Fault("file gone, emptied, cut or replaced while open", "SQLite", 48, 12, mishaps.suffer_mishaps),
)
