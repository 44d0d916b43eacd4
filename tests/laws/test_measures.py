"""Laws of measures: a summary is mergeable, so that a month may be scored in parts, in any order."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.rulebook import language as lang
from bzr_domain.scoring.measure import (
    IDENTITY,
    Row,
    Summary,
    compute_measure,
    merge,
    select_decisive,
    summarise,
)

MEASURES = (lang.Total(), lang.Mean(), lang.Highest(), lang.Lowest(), lang.Last(), lang.Days())
NUMBERS = st.integers(-6000, 6000).map(lambda number: Fraction(number, 60))
"""Halves, thirds, tenths and finer ones."""
DAYS = st.integers(1, 9).map(lambda day: date(2024, 9, day))
ROWS = st.lists(
    st.builds(Row, DAYS, st.integers(1, 99), NUMBERS),
    max_size=12,
    unique_by=lambda row: (row.on, row.order),
)


def tree(piles: list[Summary], data: st.DataObject) -> Summary:
    """The piles merged two by two, the pairs drawn at random."""
    while len(piles) > 1:
        one = piles.pop(data.draw(st.integers(0, len(piles) - 1)))
        two = piles.pop(data.draw(st.integers(0, len(piles) - 1)))
        piles.append(merge(one, two))
    return piles[0]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: type(measure).__name__)
@given(rows=ROWS, data=st.data())
def test_summaries_merge_in_any_grouping(measure: lang.Measure, rows: list[Row], data: st.DataObject) -> None:
    """Summing up all rows is merging the summaries of each, whatever the order and the grouping."""
    merged = tree([IDENTITY, *(summarise([row]) for row in rows)], data)

    assert compute_measure(measure, summarise(rows)) == compute_measure(measure, merged)
    assert summarise(rows) == merged


@given(ROWS, ROWS)
def test_merging_is_commutative(one: list[Row], two: list[Row]) -> None:
    """Which pile comes first makes no difference."""
    assert merge(summarise(one), summarise(two)) == merge(summarise(two), summarise(one))


@given(ROWS)
def test_nothing_is_the_identity_of_merging(rows: list[Row]) -> None:
    """A pile of no rows adds nothing."""
    assert summarise(rows) == merge(IDENTITY, summarise(rows)) == merge(summarise(rows), IDENTITY)


@given(ROWS.filter(bool))
def test_the_mean_lies_between_the_lowest_and_the_highest(rows: list[Row]) -> None:
    """A mean is no extreme."""
    low, mean, high = (compute_measure(m, summarise(rows)) for m in (lang.Lowest(), lang.Mean(), lang.Highest()))

    assert low is not None
    assert mean is not None
    assert high is not None
    assert low <= mean <= high


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: type(measure).__name__)
@given(rows=ROWS)
def test_the_rows_that_count_make_the_result(measure: lang.Measure, rows: list[Row]) -> None:
    """Leaving out the rows that are not counted changes nothing."""
    assert compute_measure(measure, summarise(rows)) == compute_measure(
        measure, summarise(select_decisive(measure, tuple(rows)))
    )


@given(ROWS)
def test_no_day_is_counted_twice(rows: list[Row]) -> None:
    """Days are at most as many as rows, and at least one where there is a row."""
    days = compute_measure(lang.Days(), summarise(rows))

    assert Fraction(len({row.on for row in rows})) == days
