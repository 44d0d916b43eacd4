"""The stretches of days in which rules count (单元): days, teaching weeks, months, quarters, terms, school years."""

import re
from datetime import date, timedelta
from functools import lru_cache

import attrs

Per = str
"""How long a period is: `day`, `week`, `month`, `quarter`, `term`, `year`, or so many of a term's: `2 weeks`, `2 months`."""
_RANKS = {"day": 0, "week": 100, "month": 300, "quarter": 350, "term": 500, "year": 600}
_COUNTED = re.compile(r"([1-9][0-9]?) weeks|([2-9]|1[0-2]) months")
_QUARTER_MONTHS = 3
_MOST_PERIODS: dict[Per, dict[Per, int]] = {
    "week": {"day": 7},
    "month": {"day": 31, "week": 6},
    "quarter": {"day": 92, "week": 15, "month": 3},
    "term": {"day": 366, "week": 54, "month": 12, "quarter": 5},
    "year": {"day": 366, "week": 54, "month": 12, "quarter": 5, "term": 4},
}
_AUGUST = 8
_DECEMBER = 12
_DAY = timedelta(days=1)


def is_period_length(text: str) -> bool:
    """Return whether periods can be that long.

    >>> is_period_length("2 weeks"), is_period_length("3 months"), is_period_length("fortnight")
    (True, True, False)
    """
    return text in _RANKS or _COUNTED.fullmatch(text) is not None


def rank_length(per: Per) -> int:
    """Return the rank of a length among the others: days are the shortest, school years the longest.

    Weeks of a term rank below a month however many they are, and months of a term below the term; a quarter lies between
    three months and four.
    """
    if per in _RANKS:
        return _RANKS[per]
    count, unit = split_length(per)
    return _RANKS[unit] + (count if unit == "week" else 15 * count)


def split_length(per: Per) -> tuple[int, Per]:
    """Return how many of which unit a length is.

    >>> split_length("2 weeks"), split_length("term")
    ((2, 'week'), (1, 'term'))
    """
    if per in _RANKS:
        return 1, per
    count, units = per.split(" ")
    return int(count), units.removesuffix("s")


def count_most_periods(shorter: Per, longer: Per) -> int | None:
    """Return how many periods of one length belong to another at most; None where nobody knows."""
    (short, unit), (long, whole) = split_length(shorter), split_length(longer)
    if unit == whole:
        return -(-long // short)
    most = _MOST_PERIODS[whole].get(unit) if whole in _MOST_PERIODS else None
    return None if most is None else most * long


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
        """How it is written: 2024-09, 2024-W36, 2024-09-03, 2024-W36+2, 2024-09+2, 2024-Q4, 2024-autumn, 2024-2025."""
        if self.label:
            return self.label
        count, unit = split_length(self.per)
        more = f"+{count}" if count > 1 else ""
        if unit == "month":
            # Where two terms share a month, what is counted from the second begins within it.
            return f"{self.first:%Y-%m}{more}" if self.first.day == 1 else f"{self.first.isoformat()}{more}"
        if self.per == "quarter":
            return f"{self.first.year}-Q{(self.first.month + 2) // _QUARTER_MONTHS}"
        if self.per == "day":
            return self.first.isoformat()
        if self.per == "year":
            return f"{self.first.year}-{self.last.year}"
        year, week, _ = self.first.isocalendar()
        return f"{year}-W{week:02}{more}"


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


def parse_quarter(name: str) -> Period | None:
    """Return the quarter of a calendar year written as 2024-Q4, or None when that is none.

    >>> parse_quarter("2024-Q4").first, parse_quarter("2024-Q5")
    (datetime.date(2024, 10, 1), None)
    """
    match = re.fullmatch(r"([0-9]{4})-Q([1-4])", name)
    if match is None or not _is_year(match[1]):
        return None
    return quarter_of(date(int(match[1]), _QUARTER_MONTHS * int(match[2]), 1))


def quarter_of(day: date) -> Period:
    """Return the quarter of the calendar year that a day lies in (季度)."""
    month = day.month - (day.month - 1) % _QUARTER_MONTHS
    return Period("quarter", day.replace(month=month, day=1), month_of(day.replace(month=month + 2, day=1)).last)


def parse_months(name: str) -> tuple[date, int] | None:
    """Return the first day and the number of months of what is written as 2024-09+2, or None when that is none.

    Those that begin within a month are written with its day, as 2025-01-20+2.

    >>> parse_months("2024-09+2"), parse_months("2024-09+1")
    ((datetime.date(2024, 9, 1), 2), None)
    """
    match = re.fullmatch(r"([0-9]{4}-[0-9]{2})(?:-([0-9]{2}))?\+([2-9]|1[0-2])", name)
    month = None if match is None else parse_month(match[1])
    if match is None or month is None:
        return None
    day = int(match[2] or 1)
    return (month.first.replace(day=day), int(match[3])) if 1 <= day <= month.last.day else None


def count_from(per: Per, start: date, day: date) -> Period:
    """Return so many weeks, or months, with a day in them, counted from the week or the month that a term starts in."""
    count, unit = split_length(per)
    if unit == "week":
        first = week_of(start).first
        first += _DAY * 7 * count * ((day - first).days // (7 * count))
        return Period(per, first, first + _DAY * (7 * count - 1))
    months = 12 * (day.year - start.year) + day.month - start.month
    first = _add_months(start, months - months % count)
    return Period(per, first, _add_months(first, count) - _DAY)


def _add_months(day: date, count: int) -> date:
    """The first day of the month so many months after that of a day."""
    months = 12 * day.year + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def period_of(per: Per, day: date) -> Period:
    """Return the day, week, month, quarter or school year that a day lies in: the periods that no term decides."""
    if per == "month":
        return month_of(day)
    if per == "quarter":
        return quarter_of(day)
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
