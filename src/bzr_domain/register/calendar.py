"""The school calendar (校历): terms, school days, and the periods that belong to them.

A school day (上课日) is a Monday to Friday inside a term that is no holiday, or a listed workday (调休). A teaching week
(教学周) is an ISO week with at least one school day; a finer period belongs to the wider one of its first school day.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

import attrs

from bzr_domain.kernel.messages import Message, Problem, report_problem
from bzr_domain.kernel.periods import (
    Per,
    Period,
    Span,
    count_from,
    month_of,
    parse_month,
    parse_months,
    parse_quarter,
    parse_school_year,
    parse_weeks,
    period_of,
    rank_length,
    split_length,
    week_of,
)

_SATURDAY = 5
_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Term(Span):
    """One term (学期): first and last day, inclusive, with its holidays and make-up workdays."""

    id: str
    start: date
    end: date
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

    def school_days(self) -> list[date]:
        """Every school day of this term, in order."""
        off, on = set(self.holidays), set(self.workdays)
        days = (self.start + _DAY * n for n in range((self.end - self.start).days + 1))
        return [day for day in days if (day.weekday() < _SATURDAY and day not in off) or day in on]


@attrs.frozen
class Calendar:
    """All terms of a school; knows which days are school days and which weeks belong to a month.

    Attributes:
        first, last: Outside them no day is a school day: those of a class formed or dissolved within the terms.
        whole: The calendar without these two, which knows every school day already.
    """

    terms: tuple[Term, ...] = ()
    first: date = date.min
    last: date = date.max
    whole: "Calendar | None" = attrs.field(default=None, eq=False, repr=False)

    def within(self, first: date, last: date) -> "Calendar":
        """Return the calendar of what there is from one day to another."""
        return Calendar(self.terms, first, last, self)

    @cached_property
    def school_days(self) -> list[date]:
        """Every school day of every term, in order."""
        if self.whole is None:
            days = sorted(day for term in self.terms for day in term.school_days())
        else:
            days = self.whole.school_days
        return days[bisect_left(days, self.first) : bisect_right(days, self.last)]

    def term_of(self, day: date) -> Term | None:
        """Return the term that a day lies in, or None outside every term."""
        index = bisect_right(self._terms_by_start, day, key=lambda term: term.start) - 1
        term = self._terms_by_start[index] if index >= 0 else None
        return term if term is not None and term.covers(day) else None

    def find_counting_day(self, day: date) -> date:
        """Return the day as which a fact counts: its own; of what is handed in after a term, that term's last day.

        >>> autumn = Term(id="2024-autumn", start=date(2024, 9, 2), end=date(2025, 1, 17))
        >>> Calendar((autumn,)).find_counting_day(date(2025, 2, 3))
        datetime.date(2025, 1, 17)
        """
        index = bisect_right(self._terms_by_start, day, key=lambda term: term.start) - 1
        return day if index < 0 else min(day, self._terms_by_start[index].end)

    def list_days_without_year(self, month: int, day: int) -> list[date]:
        """Return the days of all terms that a month and a day can mean, in order.

        >>> autumn = Term(id="2024-autumn", start=date(2024, 9, 2), end=date(2025, 1, 17))
        >>> Calendar((autumn,)).list_days_without_year(1, 3)
        [datetime.date(2025, 1, 3)]
        """
        years = {year for term in self.terms for year in range(term.start.year, term.end.year + 1)}
        days = (_find_day(year, month, day) for year in sorted(years))
        return [each for each in days if each is not None and self.term_of(each) is not None]

    def terms_in(self, period: Period) -> list[Term]:
        """Return the terms that some day of a period lies in, in order."""
        terms = self._terms_by_start
        first = bisect_left(terms, period.first, key=lambda term: term.end)
        return terms[first : bisect_right(terms, period.last, key=lambda term: term.start)]

    @cached_property
    def _terms_by_start(self) -> list[Term]:
        return sorted(self.terms, key=lambda term: term.start)

    def find_period(self, name: str) -> Period | None:
        """Return the period of that name, as `Period.name` writes it; None when there is none.

        A month 2024-09, a quarter 2024-Q4, a term by its id, a school year 2024-2025, a week 2024-W36, or weeks or months
        of a term 2024-W36+2, 2024-09+2.

        >>> Calendar().find_period("2024-2025").last, Calendar().find_period("2024-W36").last
        (datetime.date(2025, 7, 31), datetime.date(2024, 9, 8))
        """
        term = next((term for term in self.terms if term.id == name), None)
        if term is not None:
            return Period("term", term.start, term.end, term.id)
        return parse_month(name) or parse_quarter(name) or parse_school_year(name) or self._find_counted(name)

    def _find_counted(self, name: str) -> Period | None:
        """Return the week of that name, or the weeks or months of a term where they are counted so from its first."""
        weeks, months = parse_weeks(name), parse_months(name)
        if weeks is not None:
            first, count = weeks
            per, days = ("week" if count == 1 else f"{count} weeks"), 7
        elif months is not None:
            first, count = months
            per, days = f"{count} months", 1
        else:
            return None
        # Two terms can share a week: any of its days may be the one that counts from it.
        periods = (self.period_of(per, first + _DAY * n) for n in range(days))
        return next((period for period in periods if period is not None and period.name == name), None)

    def school_days_in(self, period: Period) -> list[date]:
        """Return the school days of a period, in order; a period without any is not assessed."""
        days = self.school_days
        return days[bisect_left(days, period.first) : bisect_right(days, period.last)]

    def is_school_day(self, day: date) -> bool:
        """Return whether there is school on a day."""
        return bool(self.school_days_in(Period("day", day, day)))

    def period_of(self, per: Per, day: date) -> Period | None:
        """Return the period of that length that a day lies in; None for a term's where it lies outside every term."""
        if per in ("day", "week", "month", "quarter", "year"):
            return period_of(per, day)
        term = self.term_of(day) or self._find_term_near(per, day)
        if term is None:
            return None
        return Period("term", term.start, term.end, term.id) if per == "term" else self._count_in(term, per, day)

    def _find_term_near(self, per: Per, day: date) -> Term | None:
        """Return the term in whose first or last week, or month where months are counted, a day outside it lies."""
        near = month_of(day) if split_length(per)[1] == "month" else week_of(day)
        return next((term for term in self.terms if term.touches(near.first, near.last)), None)

    def _count_in(self, term: Term, per: Per, day: date) -> Period:
        """Return the weeks or months of a term that a day lies in; days of its neighbours are theirs, a shared week is whole."""
        period, by_week = count_from(per, term.start, day), split_length(per)[1] == "week"
        first, last = period.first, period.last
        index = self._terms_by_start.index(term)
        for after in self._terms_by_start[index + 1 : index + 2]:
            cut = (week_of(after.start).first if by_week else after.start) - _DAY
            last = min(last, cut) if term.end <= cut else last
        if not by_week and index and month_of(term.start).covers(self._terms_by_start[index - 1].end):
            first = max(first, term.start)
        return attrs.evolve(period, first=first, last=last)

    def first_school_day(self, period: Period) -> date:
        """Return the first school day of a period, else its first day: it decides where the period belongs."""
        days = self.school_days_in(period)
        return days[0] if days else period.first

    def last_school_day(self, period: Period) -> date:
        """Return the last school day of a period, else its last day: it decides which teacher and which rulebook."""
        days = self.school_days_in(period)
        return days[-1] if days else period.last

    def find_wider_period(self, per: Per, period: Period) -> Period | None:
        """Return the period of a wider length that a period belongs to: that of its first school day."""
        return period if per == period.per else self.period_of(per, self.first_school_day(period))

    def list_assessed_periods(self, per: Per, within: Period) -> list[Period]:
        """Return the assessed periods (those with a school day) of a length that belong to a wider one, in order."""
        if per == within.per:
            return [within]
        if (per, within) not in self._assessed:
            periods = dict.fromkeys(self.period_of(per, day) for day in self.school_days_in(within))
            self._assessed[per, within] = tuple(
                period
                for period in periods
                if period is not None and self.find_wider_period(within.per, period) == within
            )
        return list(self._assessed[per, within])

    @cached_property
    def _assessed(self) -> dict[tuple[Per, Period], tuple[Period, ...]]:
        """What `list_assessed_periods` returned, kept: every class of a school asks for the same."""
        return {}

    def find_previous_period(self, period: Period) -> Period | None:
        """Return the assessed period of the same length before this one, or None."""
        days = self.school_days
        index = bisect_left(days, period.first) - 1
        return self.period_of(period.per, days[index]) if index >= 0 else None

    def list_periods_between(self, per: Per, first: date, last: date) -> list[Period]:
        """Return the assessed periods of a length whose first school day lies from `first` to `last`, in order."""
        days = self.school_days[bisect_left(self.school_days, first) : bisect_right(self.school_days, last)]
        periods = dict.fromkeys(self.period_of(per, day) for day in days)
        return [period for period in periods if period is not None and self.first_school_day(period) >= first]

    def month_of_period(self, period: Period) -> Period:
        """Return the month that a period belongs to: that of its first school day, else of its first day."""
        return month_of(self.first_school_day(period))

    def widen_to_cells(self, lengths: Iterable[Per], period: Period) -> Period:
        """Return a period with the whole of the shorter periods that belong to it: the days whose facts can count in it."""
        week, own = rank_length("week"), rank_length(period.per)  # whole weeks hold the days
        shorter = [per for per in lengths if week < rank_length(per) < own]
        cells = [
            self.widen_to_weeks(period),
            *(cell for per in shorter for cell in self.list_assessed_periods(per, period)),
        ]
        return Period(period.per, min(cell.first for cell in cells), max(cell.last for cell in cells))

    def widen_to_weeks(self, period: Period) -> Period:
        """Return a period with the whole weeks at its edges: the days whose facts can count in it."""
        first, last = week_of(period.first).first, week_of(period.last).last
        return Period(period.per, first, last)


def find_calendar_problems(terms: Iterable[Term]) -> list[Problem]:
    """Return everything that keeps some terms from being one calendar."""
    ordered = sorted(terms, key=lambda term: (term.start, term.id))
    problems = [problem for term in ordered for problem in _find_term_problems(term)]
    for before, after in pairwise(ordered):
        if after.start <= before.end:
            problems.append(
                report_problem(
                    f"学期“{after.id}”({after.start}起)与“{before.id}”(到{before.end})重叠",
                    f"term {after.id!r} (from {after.start}) overlaps {before.id!r} (to {before.end})",
                    expected=Message("每一天最多属于一个学期", "each day lies in one term at most"),
                    code="register.terms-overlap",
                )
            )
    return problems


def _find_term_problems(term: Term) -> list[Problem]:
    reversed_days = find_reversed_days(term, f"学期“{term.id}”的", f"term {term.id!r} ends")
    if reversed_days:
        return reversed_days
    off, on = set(term.holidays), set(term.workdays)
    both = (
        report_problem(
            f"学期“{term.id}”:{day}既是假日又是调休上课日",
            f"term {term.id!r}: {day} is both a holiday and a workday",
            code="register.holiday-and-workday",
        )
        for day in sorted(off & on)
    )
    holidays = (_find_holiday_problem(term, day) for day in sorted(off - on))
    workdays = (_find_workday_problem(term, day) for day in sorted(on - off))
    return [*both, *(problem for problem in (*holidays, *workdays) if problem is not None)]


def _find_holiday_problem(term: Term, day: date) -> Problem | None:
    """A holiday outside its term, or on a weekend: it takes no school day away."""
    if not term.covers(day):
        return report_problem(
            f"学期“{term.id}”:假日{day}不在学期{term.start}至{term.end}之内",
            f"term {term.id!r}: the holiday {day} lies outside the term, {term.start} to {term.end}",
            code="register.holiday-outside-term",
        )
    if day.weekday() < _SATURDAY:
        return None
    return report_problem(
        f"学期“{term.id}”:假日{day}是周末,本来不上课;请删去",
        f"term {term.id!r}: the holiday {day} is a weekend, no school day anyway: leave it out",
        code="register.holiday-without-effect",
    )


def _find_workday_problem(term: Term, day: date) -> Problem | None:
    """A make-up workday outside its term, or from Monday to Friday: it adds no school day."""
    if not term.covers(day):
        return report_problem(
            f"学期“{term.id}”:调休上课日{day}不在学期{term.start}至{term.end}之内",
            f"term {term.id!r}: the workday {day} lies outside the term, {term.start} to {term.end}",
            code="register.workday-outside-term",
        )
    if day.weekday() >= _SATURDAY:
        return None
    return report_problem(
        f"学期“{term.id}”:调休上课日{day}是周一至周五,本来上课;请删去",
        f"term {term.id!r}: the workday {day} is a school day anyway: leave it out",
        code="register.workday-without-effect",
    )


def find_reversed_days(span: Span, zh: str, en: str) -> list[Problem]:
    """Return the problem of what ends before it starts, if it does; the words say whose days they are."""
    what = Message(f"{zh}结束日{span.end}早于开始日{span.start}", f"{en} on {span.end}, before its start {span.start}")
    return [Problem(code="register.days-reversed", what=what)] if span.is_reversed else []


def _find_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
