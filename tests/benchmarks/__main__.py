"""`python -m tests.benchmarks`: every figure beside its limit; exit status 1 when a limit is missed."""

import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import attrs

from tests.benchmarks import child, server
from tests.benchmarks.age import Ages
from tests.benchmarks.contests import Contests
from tests.benchmarks.year import (
    CLASSES,
    CROWDED_YEAR,
    THIRTY_YEARS,
    YEAR,
    batches,
    first_finding,
    harder,
    school_file,
    sheet,
)
from tests.benchmarks.year import facts as some_facts
from tests.support.postgres import share_server

_APPEND, _HUNDRED, _REPLAY, _LOG = 0.4, 0.3, 2, 2


@attrs.frozen
class Line:
    """One figure with its unit; `least` and `most` are its limits, None where it has none."""

    what: str
    figure: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def held(self) -> bool:
        """Whether the figure keeps within its limits."""
        return (self.least or 0) <= self.figure <= (self.most or self.figure)

    def __str__(self) -> str:
        limit = f"≥ {self.least:g}" if self.least else f"≤ {self.most:g}" if self.most else ""
        verdict = "" if not limit else "held" if self.held else "MISSED"
        return f"{self.what:<58} {self.figure:9.2f} {self.unit:<3} {limit:<8} {verdict}".rstrip()


def ratios(folder: Path, number: int, rounds: int, *, texts: bool, limited: bool) -> Iterator[Line]:
    """Append and replay against both peers; the limits are those of a school's year of facts without personal texts."""
    folder = folder / f"texts-{texts}"
    folder.mkdir(exist_ok=True)
    contests = Contests(folder, number, rounds, texts)
    write, read = contests.append(), contests.read()
    facts = f"{number:,} facts{', with texts' if texts else ''}"
    speed, hundred = write["raw"] / write["ours"], write["raw, 100 a commit"] / write["ours, 100 a commit"]
    yield Line(f"{facts}: append, speed ÷ raw", speed, "×", least=_APPEND if limited else None)
    yield Line(f"{facts}: append, speed ÷ raw rows encoded beforehand", write["rows"] / write["ours"], "×")
    yield Line(f"{facts}: append, 100 a commit, speed ÷ raw", hundred, "×", least=_HUNDRED if limited else None)
    yield Line(f"{facts}: append, speed ÷ decorated", write["decorated"] / write["ours"], "×")
    yield Line(f"{facts}: append, processor per fact", write["ours"] / number * 1e6, "µs")
    events, log = read["ours"] / read["raw events"], read["log"] / read["raw events"]
    yield Line(f"{facts}: replay, time ÷ raw into events", events, "×", most=_REPLAY if limited else None)
    yield Line(f"{facts}: whole log, time ÷ raw into events", log, "×", most=_LOG if limited else None)
    yield Line(f"{facts}: replay, time ÷ raw", read["ours"] / read["raw"], "×")
    yield Line(f"{facts}: replay, decorated's time ÷ raw", read["decorated"] / read["raw"], "×")
    yield Line(f"{facts}: replay, processor per fact", read["ours"] / number * 1e6, "µs")
    yield Line(f"{facts}: month of 48 classes, time ÷ raw replay", read["month"] / read["raw"], "×")


def comparisons(folder: Path, number: int, rounds: int, *, limited: bool) -> Iterator[Line]:
    """Ten months of 48 classes under two rulebooks, a month without one fact, and both as processes of their own."""
    folder = folder / "whatif"
    folder.mkdir(exist_ok=True)
    seconds = Contests(folder, number, rounds).comparisons()
    facts, store = f"{number:,} facts", folder / f"ours-{number}.db"
    yield Line(
        f"{facts}: ten months both ways, time ÷ one month",
        seconds["whatif"] / seconds["month"],
        "×",
        most=18 if limited else None,
    )
    yield Line(f"{facts}: a month without a fact, time ÷ one month", seconds["dispute"] / seconds["month"], "×")
    other = folder / "harder.toml"
    other.write_text(harder(), encoding="utf-8")
    call = ("whatif", "--rulebook", str(other), "2024-09..2025-06")
    runs = [child.bzr(store, *call) for _ in range(3)]
    took = min(run.seconds for run in runs)
    yield Line(f"{facts}: bzr whatif, wall clock", took, "s", most=3 if limited else None)
    yield Line(f"{facts}: bzr whatif, peak memory", max(run.megabytes for run in runs), "MB")
    event = first_finding(batches(some_facts(number)))
    where = (event.fact.class_id, f"{event.fact.on:%Y-%m}")
    took = min(child.bzr(store, "explain", *where, "--without", event.id).seconds for _ in range(3))
    yield Line(f"{facts}: bzr explain --without, wall clock", took, "s", most=0.5 if limited else None)


def processes(folder: Path, number: int) -> Iterator[Line]:
    """`bzr record` and `bzr month` as a school runs them, each a process of its own."""
    store, facts = folder / f"bzr-{number}.db", f"{number:,} facts"
    child.bzr(store, "setup", str(school_file(folder)))
    recorded = child.bzr(store, "record", str(sheet(folder / f"{number}.csv", number)))
    yield Line(f"{facts}: bzr record, wall clock", recorded.seconds, "s")
    yield Line(f"{facts}: bzr record, peak memory", recorded.megabytes, "MB")
    months = [child.bzr(store, "month", "2024-10") for _ in range(3)]
    seconds, megabytes = min(run.seconds for run in months), max(run.megabytes for run in months)
    yearly = number == YEAR
    yield Line(f"{facts}: bzr month 2024-10, wall clock", seconds, "s", most=1.5 if yearly else None)
    yield Line(f"{facts}: bzr month 2024-10, peak memory", megabytes, "MB", most=120)


def servers(number: int, rounds: int) -> Iterator[Line]:
    """Append facts without personal texts to a PostgreSQL server, beside psycopg alone with the same arrays."""
    for name, ratio in server.compare(share_server(), number, rounds).items():
        yield Line(f"{number:,} facts on PostgreSQL: {name}, speed ÷ raw", ratio, "×")


def ages(folder: Path) -> Iterator[Line]:
    """Thirty years of cohorts beside one year: the same questions about the last year, with one rulebook and with many."""
    for rulebooks in (1, 16, 30):
        place = folder / f"ages-{rulebooks}"
        place.mkdir()
        schools = Ages(place, years=30, classes=CLASSES, facts=YEAR, rulebooks=rulebooks)
        for name, ratio in schools.processes(5).items():
            yield Line(f"30 years, {rulebooks} rulebooks: bzr {name}, processor ÷ one year", ratio, "×", most=1.3)
        for name, ratio in schools.in_process(3).items():
            yield Line(f"30 years, {rulebooks} rulebooks: {name} in process, time ÷ one year", ratio, "×")
        rmtree(place)


def main() -> int:
    """Measure everything and print it as it comes."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}\n")
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in (
            ratios(folder, YEAR, 15, texts=False, limited=True),
            ratios(folder, YEAR, 5, texts=True, limited=False),
            servers(YEAR, 5),
            processes(folder, YEAR),
            comparisons(folder, YEAR, 3, limited=True),
            comparisons(folder, CROWDED_YEAR, 1, limited=False),
            ratios(folder, THIRTY_YEARS, 1, texts=False, limited=False),
            processes(folder, THIRTY_YEARS),
            ages(folder),
        ):
            for line in part:
                missed += not line.held
                print(line, flush=True)
            print()
    print(f"limits missed: {missed}" if missed else "every limit held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
