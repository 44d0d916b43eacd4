"""Days, weeks and months of one term that a person can check on a wall calendar."""

from datetime import date

import pytest

from bzr_domain.kernel.periods import parse_month, parse_school_year, parse_weeks, period_of, week_of
from bzr_domain.register.calendar import Calendar, Term
from tests.support.builders import AUTUMN, SEPTEMBER

CALENDAR = Calendar((AUTUMN,))


@pytest.mark.parametrize("name", ["2024-13", "2024-00", "0000-01", "9999-12", "2024-9", "24-09", "2024-09 ", ""])
def test_what_is_no_month_is_none(name: str) -> None:
    """A month is written with four and two digits."""
    assert parse_month(name) is None


def test_cells_are_written_as_people_write_them() -> None:
    """2024-09, 2024-W36, 2024-09-03."""
    day = date(2024, 9, 3)

    assert ["2024-09", "2024-W36", "2024-09-03"] == [period_of(per, day).name for per in ("month", "week", "day")]


def test_the_holiday_is_out_and_the_workday_is_in() -> None:
    """中秋 2024: Monday 16 and Tuesday 17 September off, Saturday 14 on."""
    days = CALENDAR.school_days_in(period_of("week", date(2024, 9, 14))) + CALENDAR.school_days_in(
        period_of("week", date(2024, 9, 16))
    )

    assert [9, 10, 11, 12, 13, 14, 18, 19, 20] == [day.day for day in days]


def test_september_has_five_teaching_weeks() -> None:
    """The week of Monday 30 September belongs to September, whatever October takes of it."""
    assert [2, 9, 16, 23, 30] == [week.first.day for week in CALENDAR.list_assessed_periods("week", SEPTEMBER)]


def test_a_week_without_school_belongs_where_it_begins() -> None:
    """A week nobody teaches is due nowhere, and lies in the month of its Monday."""
    week = period_of("week", date(2024, 8, 1))

    assert parse_month("2024-07") == CALENDAR.month_of_period(week)
    assert [] == CALENDAR.list_assessed_periods("week", parse_month("2024-08") or SEPTEMBER)


def test_no_term_covers_a_day_between_terms() -> None:
    """Outside every term there is no term."""
    assert CALENDAR.term_of(date(2024, 9, 1)) is None
    assert AUTUMN is CALENDAR.term_of(AUTUMN.end)


@pytest.mark.parametrize(
    "name", ["9999-W52", "2024-W54", "2024-W00", "2024-W6", "2024-w36", "0000-W01", "2024-W36+1", "2024-W36+0", "W36"]
)
def test_what_is_no_week_is_none(name: str) -> None:
    """周 are written as Cell.name writes them; nothing else is one."""
    assert parse_weeks(name) is None


def test_weeks_that_no_term_counts_from_there_are_no_period() -> None:
    """Two weeks begin at the term's first; outside every term there are none, and a week needs none."""
    names = ("2024-W36+2", "2024-W37+2", "2024-W20+2", "spring")

    assert [True, False, False, False] == [CALENDAR.find_period(one) is not None for one in names]
    assert Calendar().find_period("2024-W36") == week_of(date(2024, 9, 3))


@pytest.mark.parametrize("name", ["2024-2026", "0000-0001", "9999-10000", "2024"])
def test_what_is_no_school_year_is_none(name: str) -> None:
    """A school year is written as the year it begins in and the next."""
    assert parse_school_year(name) is None


def test_months_of_a_term_that_shares_one_begin_with_its_first_day() -> None:
    """January is shared: what autumn counts ends before spring, and spring's first two months are named by their day."""
    autumn = Term(id="autumn", start=date(2024, 9, 2), end=date(2025, 1, 17))
    spring = Term(id="spring", start=date(2025, 1, 20), end=date(2025, 6, 27))
    calendar = Calendar((spring, autumn))

    periods = [calendar.period_of("2 months", day) for day in (date(2025, 1, 10), date(2025, 1, 20), date(2025, 3, 3))]

    assert [(p.name, p.first, p.last) for p in periods if p is not None] == [
        ("2025-01+2", date(2025, 1, 1), date(2025, 1, 19)),
        ("2025-01-20+2", date(2025, 1, 20), date(2025, 2, 28)),
        ("2025-03+2", date(2025, 3, 1), date(2025, 4, 30)),
    ]
    assert [calendar.find_period(p.name) for p in periods if p is not None] == periods
    assert calendar.find_period("2025-02+2") is None
    assert calendar.period_of("2 months", date(2025, 8, 1)) is None


def test_the_last_weeks_of_a_term_leave_the_next_terms_weeks_alone() -> None:
    """Ten weeks from 9 December would reach into February; those of spring begin with its own first week."""
    autumn = Term(id="autumn", start=date(2024, 9, 30), end=date(2025, 1, 17))
    spring = Term(id="spring", start=date(2025, 2, 3), end=date(2025, 6, 27))
    calendar = Calendar((autumn, spring))

    last = calendar.period_of("10 weeks", date(2025, 1, 6))
    first = calendar.period_of("10 weeks", date(2025, 2, 3))

    assert last is not None
    assert first is not None
    assert (last.name, last.last, first.first) == ("2024-W50+10", date(2025, 2, 2), date(2025, 2, 3))
