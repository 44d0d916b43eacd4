"""Asked counts (次数要求): what was done in each week, month or term beside how often a regulation asks for it."""

from datetime import date

from bzr_domain.kernel.periods import Period, month_of, week_of
from bzr_domain.projections.asked_counts import PeriodCount, count_periods, list_asked_periods
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.rulebook.duty_points import AskedCount, FactName
from tests.support.builders import fact

AUTUMN = Term(id="2024-autumn", start=date(2024, 9, 2), end=date(2025, 1, 17))
TERM = Period("term", AUTUMN.start, AUTUMN.end, AUTUMN.id)
CALENDAR = Calendar((AUTUMN,))
VISIT, HOME = FactName(kind="contact.visit"), FactName(kind="contact.home")
VISITS = AskedCount(kinds=(VISIT,), per="week", count=5)
HOMES = AskedCount(kinds=(HOME, FactName(kind="work.home_visit")), per="term", count=1, each="student")
FIRST_WEEK = week_of(date(2024, 9, 2))
LATER = date(2025, 2, 1)


def count(asked: AskedCount, period: Period, *done: int, students: int | None = None, on: date = LATER) -> PeriodCount:
    """What one period comes to with so many visits and calls on its first day."""
    day = period.first
    facts = [(day, fact(name, day.isoformat(), count=each)) for each in done for name in ("contact.visit", HOME.kind)]
    (found,) = count_periods(asked, [(period, students)], facts, on)
    return found


def test_five_visits_are_enough_and_four_are_one_too_few() -> None:
    """Each fact by its count; calls at home are no visits."""
    five, four = count(VISITS, FIRST_WEEK, 3, 2), count(VISITS, FIRST_WEEK, 4)

    assert (5, 5, True, 0) == (five.done, five.asked, five.met, five.missing)
    assert (4, 5, False, 1) == (four.done, four.asked, four.met, four.missing)
    assert 0 == count(VISITS, FIRST_WEEK, 9).missing


def test_nothing_is_missing_before_the_last_day() -> None:
    """On Saturday the week is open, on Sunday it is not."""
    saturday, sunday = (count(VISITS, FIRST_WEEK, 4, on=date(2024, 9, day)) for day in (7, 8))

    assert [(False, 0), (True, 1)] == [(one.closed, one.missing) for one in (saturday, sunday)]
    assert not saturday.met


def test_each_students_home_is_asked_for_by_their_number() -> None:
    """45 students, 44 contacts: one is missing. Without a number nothing is compared."""
    few, unknown = count(HOMES, TERM, 44, students=45), count(HOMES, TERM, 44)

    assert (45, 1) == (few.asked, few.missing)
    assert (None, 0, False) == (unknown.asked, unknown.missing, unknown.met)


def test_weeks_belong_to_the_month_of_their_first_school_day() -> None:
    """The week of 30 September is September's; the term is the one that a month lies in; a holiday month has none."""
    september, august = month_of(date(2024, 9, 1)), month_of(date(2024, 8, 1))

    weeks = list_asked_periods(CALENDAR, VISITS, september)

    assert ["2024-W36", "2024-W37", "2024-W38", "2024-W39", "2024-W40"] == [week.name for week in weeks]
    assert [TERM] == list_asked_periods(CALENDAR, HOMES, september)
    assert [TERM] == list_asked_periods(CALENDAR, HOMES, TERM)
    assert [] == list_asked_periods(CALENDAR, HOMES, august)
