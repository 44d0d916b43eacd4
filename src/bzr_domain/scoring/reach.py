"""Reach (追溯): how far back a node reads — its own period, the one before, the term, the year, the tenure, ever.

Deadlines (期限): the last day that is in time, counted from the period or from a day the fact carries.
"""

from calendar import monthrange
from datetime import date, timedelta

from bzr_domain.kernel.periods import Period
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.roster import Tenure
from bzr_domain.rulebook import language as lang
from bzr_domain.scoring.subject_view import SubjectView

_DAY = timedelta(days=1)
_FRIDAY = 5


def find_days_in_reach(view: SubjectView, reach: lang.Reach, period: Period) -> Period | None:
    """Find the days that count for a period; None where there is no period before it.

    They are its own (`cell`), those of the due period before it (`previous`), or all from the beginning of the term, the
    school year or the tenure, or from ever, to its end.
    """
    calendar = view.calendar
    if reach == "cell":
        return period
    if reach == "previous":
        return calendar.find_previous_period(period)
    closing, first = calendar.last_school_day(period), date.min
    if reach in ("term", "year"):
        wider = calendar.period_of(reach, closing)
        first = period.first if wider is None else wider.first
    elif reach == "tenure":
        tenures = _list_closing_tenures(view, period)
        first = min((_find_unbroken_start(view, tenure) for tenure in tenures), default=period.first)
    return Period(period.per, first, period.last)


def _list_closing_tenures(view: SubjectView, period: Period) -> list[Tenure]:
    """The tenures of the subject, a teacher or a class, on the last school day of a period."""
    closing, subject = view.calendar.last_school_day(period), view.subject
    attribute = "teacher" if subject.about == "teacher" else "class_id"
    return [
        tenure
        for tenure in view.school.register.tenures
        if tenure.covers(closing) and getattr(tenure, attribute) == subject.id
    ]


def _find_unbroken_start(view: SubjectView, tenure: Tenure) -> date:
    """The first day of a tenure, or of those before it from which no school day without that teacher separates it."""
    first, held = tenure.start, (tenure.teacher, tenure.class_id)
    tenures = [t for t in view.school.register.tenures if (t.teacher, t.class_id) == held]
    for earlier in sorted(tenures, key=lambda each: each.start, reverse=True):
        if earlier.end is not None and earlier.start < first:
            if view.calendar.school_days_in(Period("day", earlier.end + _DAY, first - _DAY)):
                break
            first = earlier.start
    return first


# Deadlines (期限)


def find_deadline(due: lang.Due, period: Period, calendar: Calendar, carried: date | None) -> date | None:
    """Find the last day that is in time; None where the fact carries no such day.

    Args:
        carried: The day in the fact's own field, where the deadline runs from it.
    """
    last = _find_last_day(due, period, calendar, carried)
    return last if last is None or not due.extends else _put_off(calendar, last)


def _find_last_day(due: lang.Due, period: Period, calendar: Calendar, carried: date | None) -> date | None:
    if due.anchor == "day":
        last = monthrange(period.first.year, period.first.month)[1]
        return period.first.replace(day=min(due.days, last))
    start = {"start": period.first, "end": period.last}.get(due.anchor, carried)
    if start is None:
        return None
    return _add_school_days(calendar, start, due.days) if due.school else start + _DAY * due.days


def _put_off(calendar: Calendar, day: date) -> date:
    """The day itself if it is a working day, else the next one (民法典第二百零三条): outside terms, Monday to Friday."""
    while not (calendar.is_school_day(day) if calendar.term_of(day) else day.isoweekday() <= _FRIDAY):
        day += _DAY
    return day


def _add_school_days(calendar: Calendar, start: date, count: int) -> date:
    """The day so many school days after a day, or before it; a day beyond the calendar's end is its last one."""
    school_days = calendar.school_days
    later = [day for day in school_days if day > start]
    days = later if count >= 0 else [day for day in reversed(school_days) if day < start]
    return days[min(abs(count), len(days)) - 1] if count and days else start
