"""The short form of the benchmarks: generous limits, so that only a change of kind is noticed, never a busy machine.

What is compared takes turns in one process and is measured in seconds of the processor, so that tests that run beside
these slow all of it alike.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.benchmarks.contests import Contests
from tests.benchmarks.year import YEAR


@pytest.fixture(scope="module")
def contests(tmp_path_factory: pytest.TempPathFactory) -> Contests:
    """A school's year, stored three ways."""
    folder: Path = tmp_path_factory.mktemp("benchmarks")
    return Contests(folder, YEAR, 2)


@pytest.fixture(scope="module")
def comparisons(contests: Contests) -> Mapping[str, float]:
    """Seconds to state a month, to do without a fact of it, and a year both ways."""
    return contests.comparisons()


def test_appending_keeps_pace_with_raw_sqlite(contests: Contests) -> None:
    """A year in one batch is written at a sixth of the speed of raw sqlite3 with msgspec, or faster."""
    seconds = contests.append()

    assert seconds["ours"] < 6 * seconds["raw"]
    assert seconds["ours"] < seconds["decorated"]


def test_replaying_keeps_pace_with_raw_sqlite(contests: Contests) -> None:
    """Every history is replayed in ten times a raw SELECT with msgspec, or less; a month is stated in fifty."""
    seconds = contests.read()

    assert seconds["ours"] < 10 * seconds["raw"]
    assert seconds["ours"] < seconds["decorated"]
    assert seconds["month"] < 50 * seconds["raw"]


def test_a_whole_year_both_ways_costs_less_than_stating_its_months_twice(
    comparisons: Mapping[str, float],
) -> None:
    """Histories are read once, and what both rulebooks word alike is computed once: ten months twice in under 20."""
    assert comparisons["whatif"] < 20 * comparisons["month"]


def test_a_dispute_costs_less_than_a_month_twice(comparisons: Mapping[str, float]) -> None:
    """Doing without one fact states its own class anew, and what it can reach; the other classes are not stated twice."""
    assert comparisons["dispute"] < 1.5 * comparisons["month"]
