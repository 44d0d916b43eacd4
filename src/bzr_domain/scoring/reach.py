"""Reach (追溯): how far back a node reads — its own period, the one before, the term, the year, the tenure, ever."""

from datetime import date, timedelta

from bzr_domain.kernel.periods import Period
from bzr_domain.register.roster import Tenure
from bzr_domain.rulebook import language as lang
from bzr_domain.scoring.subject_view import SubjectView

_DAY = timedelta(days=1)


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
    first = tenure.start
    tenures = [
        t
        for t in view.school.register.tenures
        if (t.teacher, t.class_id) == (tenure.teacher, tenure.class_id)
    ]
    for earlier in sorted(tenures, key=lambda each: each.start, reverse=True):
        if earlier.end is not None and earlier.start < first:
            if view.calendar.school_days_in(Period("day", earlier.end + _DAY, first - _DAY)):
                break
            first = earlier.start
    return first
