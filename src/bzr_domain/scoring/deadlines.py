"""Deadlines (期限): the last day that is in time, counted from the period or from a day the fact carries."""

from calendar import monthrange
from datetime import date, timedelta

from bzr_domain.kernel.periods import Period
from bzr_domain.register.calendar import Calendar
from bzr_domain.rulebook.language import Due

_DAY = timedelta(days=1)


def find_deadline(due: Due, period: Period, calendar: Calendar, carried: date | None) -> date | None:
    """Find the last day that is in time; None where the fact carries no such day.

    Args:
        carried: The day in the fact's own field, where the deadline runs from it.
    """
    if due.anchor == "day":
        last = monthrange(period.first.year, period.first.month)[1]
        return period.first.replace(day=min(due.days, last))
    start = {"start": period.first, "end": period.last}.get(due.anchor, carried)
    if start is None:
        return None
    return _add_school_days(calendar, start, due.days) if due.school else start + _DAY * due.days


def _add_school_days(calendar: Calendar, start: date, count: int) -> date:
    """The day so many school days after a day, or before it; a day beyond the calendar's end is its last one."""
    school_days = calendar.school_days
    days = (
        [day for day in school_days if day > start]
        if count >= 0
        else [day for day in reversed(school_days) if day < start]
    )
    return days[min(abs(count), len(days)) - 1] if count and days else start
