"""Laws of the calendar: weeks, months and school days fit together in every term."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.periods import Per, Period, month_of, parse_month, period_of
from bzr_domain.register.calendar import Calendar, find_calendar_problems
from bzr_domain.testing.strategies import calendars
from tests.support.effort import fewer

PERS: tuple[Per, ...] = ("day", "week", "month")


def months(calendar: Calendar) -> list[Period]:
    """Every month that is assessed."""
    return list(dict.fromkeys(month_of(day) for day in calendar.school_days))


@given(calendars())
def test_generated_calendars_are_calendars(calendar: Calendar) -> None:
    """What the strategies make is what a school may declare."""
    assert [] == find_calendar_problems(calendar.terms)


@given(calendars())
def test_every_teaching_week_belongs_to_exactly_one_month(calendar: Calendar) -> None:
    """一周属于其第一个上课日所在的月: each week with a school day is due in one month, and only there."""
    weeks = {period_of("week", day) for day in calendar.school_days}
    due = [week for one in months(calendar) for week in calendar.list_assessed_periods("week", one)]

    assert sorted(week.first for week in weeks) == sorted(week.first for week in due)


@pytest.mark.parametrize("per", PERS)
@given(calendar=calendars())
def test_due_cells_partition_the_school_days(per: Per, calendar: Calendar) -> None:
    """Every school day lies in exactly one due cell of each size."""
    cells = [cell for one in months(calendar) for cell in calendar.list_assessed_periods(per, one)]
    covered = [day for cell in cells for day in calendar.school_days_in(cell)]

    assert calendar.school_days == sorted(covered)


@given(calendars())
def test_a_due_cell_belongs_to_the_month_that_lists_it(calendar: Calendar) -> None:
    """Asking from the week and asking from the month give the same answer."""
    for one in months(calendar):
        assert all(one == calendar.month_of_period(week) for week in calendar.list_assessed_periods("week", one))


@given(calendars())
def test_the_reach_of_a_month_covers_its_weeks(calendar: Calendar) -> None:
    """No fact that counts for a month lies outside the days that are looked at."""
    for one in months(calendar):
        reach = calendar.widen_to_weeks(one)
        assert reach.covers(one.first)
        assert reach.covers(one.last)
        for week in calendar.list_assessed_periods("week", one):
            assert reach.covers(week.first)
            assert reach.covers(week.last)


@given(calendars())
def test_no_holiday_is_a_school_day_and_every_workday_is(calendar: Calendar) -> None:
    """调休: holidays are taken out, workdays are put in, all inside their term."""
    days = set(calendar.school_days)
    for term in calendar.terms:
        assert days.isdisjoint(term.holidays)
        assert days.issuperset(term.workdays)
        assert all(term is calendar.term_of(day) for day in term.school_days())


@given(st.dates(date(1, 1, 8), date(9999, 11, 20)), st.sampled_from(PERS))
def test_a_day_lies_in_its_own_cell(day: date, per: Per) -> None:
    """A day is covered by the day, the week and the month that it is in, and cells of neighbours do not overlap."""
    cell = period_of(per, day)

    assert cell.covers(day)
    assert cell == period_of(per, cell.first) == period_of(per, cell.last)


@given(st.dates(date(1000, 1, 1), date(9999, 11, 30)))
def test_a_month_reads_back_from_its_name(day: date) -> None:
    """2024-09 names the month that calls itself 2024-09."""
    cell = month_of(day)

    assert cell == parse_month(cell.name)
    assert cell.last + timedelta(days=1) == month_of(cell.last + timedelta(days=1)).first


@pytest.mark.parametrize(
    "per", ["week", "2 weeks", "3 weeks", "month", "2 months", "3 months", "quarter", "term", "year"]
)
@fewer(50, nightly=100)
@given(calendar=calendars())
def test_every_period_is_found_by_its_name(per: Per, calendar: Calendar) -> None:
    """周、月、学期、学年: what a cell is called leads back to it, and to nothing else."""
    for day in calendar.school_days:
        cell = calendar.period_of(per, day)
        assert cell is not None
        assert cell == calendar.find_period(cell.name)


@pytest.mark.parametrize("per", ["2 months", "3 months", "quarter"])
@fewer(50, nightly=100)
@given(calendar=calendars())
def test_no_school_day_lies_in_two_periods(per: Per, calendar: Calendar) -> None:
    """Two months of a term, a quarter: what is recorded on a day counts in one of them, though two terms share a month."""
    periods = list(dict.fromkeys(calendar.period_of(per, day) for day in calendar.school_days))
    days = [day for period in periods if period is not None for day in calendar.school_days_in(period)]

    assert calendar.school_days == days


@pytest.mark.parametrize("longer", ["term", "year"])
@pytest.mark.parametrize("per", ["2 months", "quarter"])
@fewer(50, nightly=100)
@given(calendar=calendars())
def test_each_belongs_to_the_term_and_the_year_of_its_first_school_day(
    per: Per, longer: Per, calendar: Calendar
) -> None:
    """A quarter that crosses two terms counts in the first of them alone, and the days looked at hold all of it."""
    wholes = dict.fromkeys(calendar.period_of(longer, day) for day in calendar.school_days)
    told = [(cell, whole) for whole in wholes if whole for cell in calendar.list_assessed_periods(per, whole)]

    assert {calendar.period_of(per, day) for day in calendar.school_days} == {cell for cell, _ in told}
    assert len({cell for cell, _ in told}) == len(told)
    for cell, whole in told:
        reach = calendar.widen_to_cells([per], whole)
        assert calendar.first_school_day(cell) in calendar.school_days_in(whole)
        assert reach.first <= cell.first
        assert cell.last <= reach.last
