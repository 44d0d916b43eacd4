"""The stretches of days in which rules count (单元): days, teaching weeks, months, terms, school years."""

import re
from datetime import date, timedelta
from functools import lru_cache

import attrs

Per = str
"""How long a period is: `day`, `week`, `month`, `term`, `year`, or so many weeks of a term such as `2 weeks`."""
_RANKS = {"day": 0, "week": 1, "month": 3, "term": 4, "year": 5}
_WEEKS = re.compile(r"([1-9][0-9]?) weeks")
_AUGUST = 8
_DECEMBER = 12
_DAY = timedelta(days=1)


def is_period_length(text: str) -> bool:
    """Return whether periods can be that long.

    >>> is_period_length("2 weeks"), is_period_length("fortnight")
    (True, False)
    """
    return text in _RANKS or _WEEKS.fullmatch(text) is not None


def rank_length(per: Per) -> int:
    """Return the rank of a length among the others: days are the shortest, school years the longest."""
    return _RANKS.get(per, _RANKS["week"] + 1)


@attrs.frozen
class Period:
    """One stretch of days in which a rule counts: a day, a teaching week, a month …, first to last day inclusive.

    Attributes:
        label: The id of a term; empty for periods whose name follows from their days.
    """

    per: Per
    first: date
    last: date
    label: str = ""

    def covers(self, day: date) -> bool:
        """Whether a day lies in this period."""
        return self.first <= day <= self.last

    @property
    def name(self) -> str:
        """How the period is written: 2024-09, 2024-W36, 2024-09-03, 2024-W36+2, 2024-autumn, 2024-2025."""
        if self.label:
            return self.label
        if self.per == "month":
            return f"{self.first:%Y-%m}"
        if self.per == "day":
            return self.first.isoformat()
        if self.per == "year":
            return f"{self.first.year}-{self.last.year}"
        year, week, _ = self.first.isocalendar()
        weeks = ((self.last - self.first).days + 1) // 7
        return f"{year}-W{week:02}" + (f"+{weeks}" if weeks > 1 else "")


class Span:
    """What lasts from `start` to `end`, both days inclusive; None leaves that side open. Base of all that has such days."""

    __slots__ = ()
    start: date | None
    end: date | None

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def touches(self, first: date, last: date) -> bool:
        """Whether some day of a stretch lies in it."""
        return (self.start is None or self.start <= last) and (self.end is None or first <= self.end)

    def overlaps(self, other: "Span") -> bool:
        """Whether some day lies in both."""
        return self.covers(other.start or date.min) or other.covers(self.start or date.min)

    @property
    def turns(self) -> list[date]:
        """The days on which it begins or is over."""
        days_after = [self.end + _DAY] if self.end is not None and self.end < date.max else []
        return [*([self.start] if self.start else []), *days_after]

    @property
    def is_reversed(self) -> bool:
        """Whether it ends before it starts."""
        return self.start is not None and self.end is not None and self.end < self.start


EVERYTHING = Period("month", date.min + timedelta(days=7), date.max - timedelta(days=7))
"""All days that have a week around them."""


def _is_year(digits: str) -> bool:
    """Whether the years before and after it are years as well, as every period needs days around it."""
    return date.min.year < int(digits) < date.max.year


def parse_month(name: str) -> Period | None:
    """Return the month written as 2024-09, or None when that is no month.

    >>> parse_month("2024-02").last
    datetime.date(2024, 2, 29)
    >>> parse_month("2024-13") is None
    True
    """
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", name)
    if match is None or not 1 <= int(match[2]) <= _DECEMBER or not _is_year(match[1]):
        return None
    return month_of(date(int(match[1]), int(match[2]), 1))


def parse_weeks(name: str) -> tuple[date, int] | None:
    """Return the Monday and the number of weeks of what is written as 2024-W36 or 2024-W36+2, or None when that is none.

    >>> parse_weeks("2024-W36"), parse_weeks("2024-W36+2"), parse_weeks("2024-W53")
    ((datetime.date(2024, 9, 2), 1), (datetime.date(2024, 9, 2), 2), None)
    """
    match = re.fullmatch(r"([0-9]{4})-W([0-9]{2})(?:\+([2-9]|[1-9][0-9]))?", name)
    if match is None or not _is_year(match[1]):
        return None
    try:
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        return None
    return monday, int(match[3] or 1)


@lru_cache(maxsize=4096)
def month_of(day: date) -> Period:
    """Return the calendar month that a day lies in."""
    first = day.replace(day=1)
    following = (first + _DAY * 31).replace(day=1)
    return Period("month", first, following - _DAY)


@lru_cache(maxsize=4096)
def week_of(day: date) -> Period:
    """Return the ISO week, Monday to Sunday, that a day lies in."""
    monday = day - _DAY * day.weekday()
    return Period("week", monday, monday + _DAY * 6)


def weeks_of(per: Per, start: date, day: date) -> Period:
    """Return so many weeks with a day in them, counted from the week that a term starts in."""
    count = int(per.split(" ", maxsplit=1)[0])
    first = week_of(start).first
    first += _DAY * 7 * count * ((day - first).days // (7 * count))
    return Period(per, first, first + _DAY * (7 * count - 1))


def period_of(per: Per, day: date) -> Period:
    """Return the day, week, month or school year that a day lies in: the periods that no term decides."""
    if per == "month":
        return month_of(day)
    if per == "year":
        return year_of(day)
    return week_of(day) if per == "week" else Period("day", day, day)


def parse_school_year(name: str) -> Period | None:
    """Return the school year written as 2024-2025, or None when that is none.

    >>> parse_school_year("2024-2025").first, parse_school_year("2024-2026")
    (datetime.date(2024, 8, 1), None)
    """
    match = re.fullmatch(r"([0-9]{4})-([0-9]{4})", name)
    if match is None or int(match[2]) != int(match[1]) + 1 or not _is_year(match[1]):
        return None
    return year_of(date(int(match[1]), _AUGUST, 1))


def year_of(day: date) -> Period:
    """Return the school year, 1 August to 31 July, that a day lies in (学年)."""
    first = date(day.year if day.month >= _AUGUST else day.year - 1, _AUGUST, 1)
    return Period("year", first, first.replace(year=first.year + 1) - _DAY)
