"""The school calendar (校历): terms, school days, and the cells that a rule counts in.

A school day (上课日) is a Monday to Friday inside a term that is no holiday, or a listed workday (调休). A teaching week
(教学周) is an ISO week with at least one school day; it belongs to the month of its first school day.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Literal

import attrs

from bzr_domain.errors import Message, Problem

Per = Literal["day", "week", "month"]
_SATURDAY = 5
_DECEMBER = 12
_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Term:
    """One term (学期): first and last day, inclusive, with its holidays and make-up workdays."""

    id: str
    start: date
    end: date
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()

    def covers(self, day: date) -> bool:
        """Whether a day lies in this term, school day or not."""
        return self.start <= day <= self.end

    def school_days(self) -> list[date]:
        """Every school day of this term, in order."""
        off, on = set(self.holidays), set(self.workdays)
        days = (self.start + _DAY * n for n in range((self.end - self.start).days + 1))
        return [day for day in days if (day.weekday() < _SATURDAY and day not in off) or day in on]


@attrs.frozen
class Cell:
    """One stretch of days in which a rule counts: a day, a teaching week or a month, first to last day inclusive."""

    per: Per
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether a day lies in this cell."""
        return self.first <= day <= self.last

    @property
    def name(self) -> str:
        """How the cell is written: 2024-09, 2024-W36, 2024-09-03."""
        if self.per == "month":
            return f"{self.first:%Y-%m}"
        if self.per == "week":
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02}"
        return self.first.isoformat()


def month(name: str) -> Cell | None:
    """The month written as 2024-09, or None when that is no month.

    >>> month("2024-02").last
    datetime.date(2024, 2, 29)
    >>> month("2024-13") is None
    True
    """
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", name)
    if found is None or not 1 <= int(found[2]) <= _DECEMBER or int(found[1]) == 0:
        return None
    return month_of(date(int(found[1]), int(found[2]), 1))


def month_of(day: date) -> Cell:
    """The calendar month that a day lies in."""
    first = day.replace(day=1)
    following = (first + _DAY * 31).replace(day=1)
    return Cell("month", first, following - _DAY)


def week_of(day: date) -> Cell:
    """The ISO week, Monday to Sunday, that a day lies in."""
    monday = day - _DAY * day.weekday()
    return Cell("week", monday, monday + _DAY * 6)


def cell_of(per: Per, day: date) -> Cell:
    """The cell of a kind that a day lies in."""
    if per == "month":
        return month_of(day)
    return week_of(day) if per == "week" else Cell("day", day, day)


@attrs.frozen
class Calendar:
    """All terms of a school; knows which days are school days and which cells belong to a month."""

    terms: tuple[Term, ...] = ()

    @cached_property
    def school_days(self) -> list[date]:
        """Every school day of every term, in order."""
        return sorted(day for term in self.terms for day in term.school_days())

    def term_of(self, day: date) -> Term | None:
        """The term that a day lies in, or None outside every term."""
        return next((term for term in self.terms if term.covers(day)), None)

    def school_days_in(self, cell: Cell) -> list[date]:
        """The school days of a cell, in order; a cell without any is not assessed."""
        days = self.school_days
        return days[bisect_left(days, cell.first) : bisect_right(days, cell.last)]

    def month_of_cell(self, cell: Cell) -> Cell:
        """The month a cell belongs to: that of its first school day, or of its first day when it has none."""
        days = self.school_days_in(cell)
        return month_of(days[0] if days else cell.first)

    def due_cells(self, per: Per, within: Cell) -> list[Cell]:
        """The cells of a kind that belong to a month and have a school day, in order."""
        cells = dict.fromkeys(cell_of(per, day) for day in self.school_days_in(within))
        return [cell for cell in cells if self.month_of_cell(cell) == within]

    def reach(self, within: Cell) -> Cell:
        """The stretch of days whose facts can touch a month: the month with the teaching weeks at its edges."""
        first, last = week_of(within.first).first, week_of(within.last).last
        return Cell("month", first, last)


def calendar_problems(terms: Iterable[Term]) -> list[Problem]:
    """Everything that keeps some terms from being one calendar."""
    ordered = sorted(terms, key=lambda term: (term.start, term.id))
    problems = [problem for term in ordered for problem in _term_problems(term)]
    for before, after in pairwise(ordered):
        if after.start <= before.end:
            problems.append(
                Problem(
                    what=Message(
                        f"学期“{after.id}”({after.start}起)与“{before.id}”(到{before.end})重叠",
                        f"term {after.id!r} (from {after.start}) overlaps {before.id!r} (to {before.end})",
                    ),
                    expected=Message("每一天最多属于一个学期", "each day lies in one term at most"),
                )
            )
    return problems


def _term_problems(term: Term) -> list[Problem]:
    if term.end < term.start:
        what = Message(
            f"学期“{term.id}”的结束日{term.end}早于开始日{term.start}",
            f"term {term.id!r} ends on {term.end}, before its start {term.start}",
        )
        return [Problem(what=what)]
    both = sorted(set(term.holidays) & set(term.workdays))
    outside = [day for day in term.workdays if not term.covers(day)]
    return [
        Problem(
            what=Message(
                f"学期“{term.id}”:{day}既是假日又是调休上课日",
                f"term {term.id!r}: {day} is both a holiday and a workday",
            )
        )
        for day in both
    ] + [
        Problem(
            what=Message(
                f"学期“{term.id}”:调休上课日{day}不在学期{term.start}至{term.end}之内",
                f"term {term.id!r}: the workday {day} lies outside the term, {term.start} to {term.end}",
            )
        )
        for day in outside
    ]
