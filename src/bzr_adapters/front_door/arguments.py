"""Read what a caller hands to the front door: names, days, moments and periods (参数).

Text that is not what it should be is `Invalid`, a name nobody registered `NotFound`, a value of a wrong type a TypeError.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeAlias
from zoneinfo import ZoneInfo

import attrs

from bzr_domain.kernel.messages import BzrError, Message, UnknownReference
from bzr_domain.kernel.periods import Period as DomainPeriod
from bzr_domain.kernel.periods import parse_month, period_of, rank_length
from bzr_domain.register.calendar import Calendar

YEARS = range(1900, 9998)
"""The years in which days are asked about."""
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no text may hold: control characters but blanks and line ends, and halves of characters."""
_DAY_OR_MONTH = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?|\d{4}[./年]\d{1,2}(月份?)?")
"""Also months as sheets write them, which are told how a month is written here."""
_WEEK = re.compile(r"\d{4}-[Ww]\d{1,2}(\+\d+)?")
_QUARTER_OR_MONTHS = re.compile(r"\d{4}-[Qq]\d+|\d{4}-\d{1,2}(-\d{1,2})?\+\d+")
_POSITION = re.compile(r"#\d{1,18}")
_POSITION_MAX = 10**18
"""Beyond the last position of any store."""


class WrongArgument(BzrError):
    """What was handed in cannot be read as what it should be."""

    code = "argument.invalid"


@attrs.frozen
class Period:
    """A period that is assessed (时段): a month, a week, a term, a school year; first to last day, both included."""

    id: str
    start: date
    end: date


Span: TypeAlias = str | Period
"""`2024-09`, a term's id, `2024-2025`, `2024-W36`; where it is said, a range `2024-09..2025-01`, both ends included."""
When: TypeAlias = int | str | date | datetime
"""A position, or as text `#1234`; a moment, a time without offset in the school's zone, a day alone its end."""


def check_type(name: str, value: object, *kinds: type) -> None:
    """Demand that an argument is of a type.

    Raises:
        TypeError: When it is of another.
    """
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        words = " or ".join(kind.__name__ for kind in kinds)
        raise TypeError(f"{name} has to be {words}, not {type(value).__name__}")


def read_text(name: str, value: object) -> str:
    """Return an argument that has to be text, without the blanks around it.

    Raises:
        WrongArgument: When it holds characters that nobody sees and no store takes.
    """
    check_type(name, value, str)
    text = str(value).strip()
    refused = _UNSTORABLE.search(text)
    if refused:
        code = f"U+{ord(refused[0]):04X}"
        raise WrongArgument.of(
            f"{name}含有不可见的控制字符{code};请删去它",
            f"{name} holds the control character {code}: delete it",
            code="argument.control-character",
        )
    return text


def read_span(value: Span) -> str:
    """Return a period as it is written."""
    check_type("period", value, str, Period)
    return value.id if isinstance(value, Period) else read_text("period", value)


def read_day(name: str, value: date | str) -> date:
    """Return a day, written as 2024-09-03 where it is text.

    Raises:
        WrongArgument: When the text is no day.
    """
    check_type(name, value, date, str)
    if isinstance(value, datetime):
        raise TypeError(f"{name} has to be a date, not a datetime")
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise WrongArgument.of(
            f"“{value}”不是日期;写成 2024-09-03", f"{value!r} is no date; write 2024-09-03"
        ) from error


def read_when(when: When) -> int | date:
    """Return the position, the moment, with its offset where one is written, or the day, that somebody means.

    Raises:
        WrongArgument: When it is neither.
    """
    check_type("when", when, int, str, date, datetime)
    if isinstance(when, str) and _POSITION.fullmatch(when.strip()):
        return int(when.strip()[1:])
    if isinstance(when, int):
        return max(-1, min(when, _POSITION_MAX))
    moment = _parse_moment(when.strip()) if isinstance(when, str) else when
    if moment.year not in YEARS:
        raise _explain_no_moment(str(when))
    return moment


def read_clock(clock: Callable[[], datetime]) -> datetime:
    """Return the present moment that a clock gives.

    Raises:
        WrongArgument: When it has no offset, or lies in no year in which days are asked about.
    """
    moment = clock()
    check_type("the moment that clock gives", moment, datetime)
    if moment.utcoffset() is None:
        raise WrongArgument.of(
            f"clock给出的时间{moment}没有时区(例如+08:00)", f"clock gives {moment}, without an offset such as +08:00"
        )
    if moment.year not in YEARS:
        raise WrongArgument.of(
            f"clock给出的时间{moment}不在{YEARS[0]}年至{YEARS[-1]}年",
            f"clock gives {moment}, which is not in the years {YEARS[0]} to {YEARS[-1]}",
        )
    return moment


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the end of a day; where the clock goes back at midnight, its last hour comes twice and the later one ends it."""
    return datetime.combine(day, time.max.replace(fold=1), zone)


def _parse_moment(text: str) -> date | datetime:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
        if "-" in text:
            return datetime.fromisoformat(text)
    except ValueError as error:
        raise _explain_no_moment(text) from error
    raise _explain_no_moment(text)


def _explain_no_moment(text: str) -> WrongArgument:
    return WrongArgument.of(
        f"“{text}”不是时间;写成 2024-09-30、2024-09-30T18:00、2024-09-30T18:00+08:00 或位置 #1234",
        f"{text!r} is no time; write 2024-09-30, 2024-09-30T18:00, 2024-09-30T18:00+08:00 or a position, #1234",
    )


def looks_like_period(text: str) -> bool:
    """Return whether a word is written like a day, a month, a quarter or a week."""
    return any(form.fullmatch(text) for form in (_DAY_OR_MONTH, _WEEK, _QUARTER_OR_MONTHS))


def read_month(text: str) -> DomainPeriod:
    """Return the month written as 2024-09.

    Raises:
        WrongArgument: When it is no month.
    """
    month = parse_month(text)
    if month is None or month.first.year not in YEARS:
        raise WrongArgument.of(f"“{text}”不是月份;写成 2024-09", f"{text!r} is no month; write 2024-09")
    return month


def find_period(text: str, calendar: Calendar) -> DomainPeriod:
    """Return the period that is assessed: a month, a quarter, a week, weeks or months of a term, a term, or a school year.

    Raises:
        WrongArgument: When it is written like a month, a quarter or a week and is none.
        UnknownReference: When there is no such term.
    """
    period = calendar.find_period(text)
    if _WEEK.fullmatch(text) and (period is None or period.first.year not in YEARS):
        raise WrongArgument.of(
            f"“{text}”不是周;写成 2024-W36,几周写成 2024-W36+2(从学期的第一周起,每两周一段)",
            f"{text!r} is no week; write 2024-W36, or 2024-W36+2 for two weeks counted from a term's first",
        )
    if _QUARTER_OR_MONTHS.fullmatch(text) and (period is None or period.first.year not in YEARS):
        raise WrongArgument.of(
            f"“{text}”不是季度,也不是几个月;季度写成 2024-Q4,几个月写成 2024-09+2(从学期的第一个月起,每两个月一段)",
            f"{text!r} is no quarter and no months; write 2024-Q4, or 2024-09+2 for two months counted from a term's first",
        )
    if _DAY_OR_MONTH.fullmatch(text) and (period is None or period.per == "month"):
        return read_month(text)
    if period is None:
        raise explain_unknown_term(text, calendar)
    return period


def find_days(text: str, calendar: Calendar) -> DomainPeriod:
    """Return the days of a period, or a single day 2024-09-03.

    Raises:
        WrongArgument: When it is written like a day, a month or a week and is none.
        UnknownReference: When there is no such term.
    """
    if _DAY_OR_MONTH.fullmatch(text) and text.count("-") > 1:
        return period_of("day", read_day("period", text))
    period = find_period(text, calendar)
    return DomainPeriod("month", period.first, period.last) if period.per == "term" else period


def find_periods(text: str, calendar: Calendar, today: date) -> list[DomainPeriod]:
    """Return a month, a week, months 2024-09..2025-01, or a quarter, term or school year after its months so far.

    Raises:
        WrongArgument: When it is written like months and is none, or ends before it begins.
        UnknownReference: When there is no such term.
    """
    first, dots, last = text.partition("..")
    if not dots:
        period = find_period(text, calendar)
        is_short = rank_length(period.per) <= rank_length("month")
        months = [] if is_short else calendar.list_assessed_periods("month", period)
        return [*_leave_out_future(months, today), period]
    start, end = read_month(first), read_month(last)
    if end.first < start.first:
        raise WrongArgument.of(f"“{text}”的结束月份早于开始月份", f"{text!r} ends before it begins")
    return _leave_out_future(calendar.list_periods_between("month", start.first, end.last), today)


def _leave_out_future(periods: list[DomainPeriod], today: date) -> list[DomainPeriod]:
    """Return the periods that have begun: nobody has earned anything in the others yet."""
    return [period for period in periods if period.first <= today]


def explain_unknown_term(text: str, calendar: Calendar) -> UnknownReference:
    """Return the error for a term that is not registered, with the near one."""
    what = Message(f"没有学期“{text}”", f"there is no term {text!r}")
    return UnknownReference.among(what, text, [term.id for term in calendar.terms], code="register.unknown-term")
