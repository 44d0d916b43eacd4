"""Every fault, the store that has to survive it, and how often it is tried."""

from functools import partial
from pathlib import Path

from tests.torture import killing, power_cut
from tests.torture.tally import Fault, Tally
from tests.torture.working import create_school


def _create_file(folder: Path, number: int) -> str:
    """Create the small school in a file, and return its address."""
    url = f"sqlite:///{folder / f'{number}.db'}"
    create_school(url)
    return url


def _kill_offices_on_files(folder: Path, kills: int, seed: int) -> Tally:
    return killing.kill_at_moments(partial(_create_file, folder), kills, seed)


FAULTS = (
    Fault("power cut while an office works", "SQLite", 400, 20, power_cut.cut_at_work),
    Fault("power cut while a store is created", "SQLite", 50, 10, power_cut.cut_at_creation),
    Fault("power cut while an old store is migrated", "SQLite", 50, 10, power_cut.cut_at_migration),
    Fault("kill -9 before a counted write", "SQLite", 50, 5, killing.kill_at_writes),
    Fault("kill -9 at a moment of chance", "SQLite", 50, 3, _kill_offices_on_files),
)
