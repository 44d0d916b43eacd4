"""Law of deadlines: nobody's last day is a day off."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.rulebook import language as lang
from bzr_domain.scoring.reach import find_deadline
from bzr_domain.testing.strategies import Case, cases
from tests.support.builders import monthly
from tests.support.effort import fewer


@fewer(60)
@given(case=cases(monthly()), days=st.integers(0, 30))
def test_a_deadline_is_the_first_working_day_from_its_last_day_on(case: Case, days: int) -> None:
    """It is never before the calendar day that `due` names, is a working day, and no day between them is one."""
    calendar = case.register.calendar
    named, put_off = (
        find_deadline(lang.Due(anchor="start", days=days, extends=extends), case.period, calendar, None)
        for extends in (False, True)
    )

    assert named is not None
    assert put_off is not None
    skipped = [named + timedelta(days=n) for n in range((put_off - named).days)]
    works = [
        calendar.is_school_day(day) if calendar.term_of(day) else day.isoweekday() < 6 for day in (*skipped, put_off)
    ]
    assert [*[False] * len(skipped), True] == works
