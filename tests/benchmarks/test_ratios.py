"""The short form of the benchmarks: generous limits, so that only a change of kind is noticed, never a busy machine."""

from pathlib import Path

import pytest

from tests.benchmarks.contests import Contests
from tests.benchmarks.year import YEAR


@pytest.fixture(scope="module")
def contests(tmp_path_factory: pytest.TempPathFactory) -> Contests:
    """A school's year, stored three ways."""
    folder: Path = tmp_path_factory.mktemp("benchmarks")
    return Contests(folder, YEAR, 3)


def test_appending_keeps_pace_with_raw_sqlite(contests: Contests) -> None:
    """A year in one batch is written at a quarter of the speed of raw sqlite3 with msgspec, or faster."""
    seconds = contests.append()

    assert seconds["ours"] < 4 * seconds["raw"]
    assert seconds["ours"] < seconds["decorated"]


def test_replaying_keeps_pace_with_raw_sqlite(contests: Contests) -> None:
    """Every history is replayed in five times a raw SELECT with msgspec, or less; a month is stated in forty."""
    seconds = contests.read()

    assert seconds["ours"] < 5 * seconds["raw"]
    assert 2 * seconds["ours"] < seconds["decorated"]
    assert seconds["month"] < 40 * seconds["raw"]


def test_a_whole_year_both_ways_costs_less_than_stating_its_months_twice(contests: Contests) -> None:
    """Histories are read once, and what both rulebooks word alike is computed once: ten months twice in under 20."""
    seconds = contests.comparisons()

    assert seconds["whatif"] < 20 * seconds["month"]


def test_a_dispute_costs_no_more_than_a_month(contests: Contests) -> None:
    """Doing without one fact states its own class anew, and what it can reach; the other classes are not read."""
    seconds = contests.comparisons()

    assert seconds["dispute"] < seconds["month"]
