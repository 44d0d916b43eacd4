"""期限: the last day that is in time, from the cell or from a day the fact carries."""

from calendar import monthrange
from datetime import date, timedelta

from bzr_domain.kernel.periods import Period
from bzr_domain.register.calendar import Calendar
from bzr_domain.rulebook.language import Due

_DAY = timedelta(days=1)


def find_deadline(due: Due, cell: Period, calendar: Calendar, carried: date | None) -> date | None:
    """The last day in time; None where the fact carries no such day.

    Args:
        carried: The day in the fact's own field, where the deadline runs from it.
    """
    if due.anchor == "day":
        last = monthrange(cell.first.year, cell.first.month)[1]
        return cell.first.replace(day=min(due.days, last))
    start = {"start": cell.first, "end": cell.last}.get(due.anchor, carried)
    if start is None:
        return None
    return _school_days_on(calendar, start, due.days) if due.school else start + _DAY * due.days


def _school_days_on(calendar: Calendar, start: date, days: int) -> date:
    """The day so many school days after a day, or before it; a day beyond the calendar's end is its last one."""
    ordered = calendar.school_days
    after = (
        [day for day in ordered if day > start]
        if days >= 0
        else [day for day in reversed(ordered) if day < start]
    )
    return after[min(abs(days), len(after)) - 1] if days and after else start
