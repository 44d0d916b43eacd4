"""Read days, months, periods and moments as people write them on a command line."""

import re
from datetime import date, datetime, time

from bzr_adapters.cli.failure import WrongCall
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import UnknownReference, did_you_mean, list_near
from bzr_domain.kernel.periods import Period, parse_month, period_of, rank_length

_YEARS = range(1900, 9998)
_DAY_OR_MONTH = re.compile(r"\d{4}-\d{1,2}(-\d{1,2})?")
_WEEK = re.compile(r"\d{4}-[Ww]\d{1,2}(\+\d+)?")


def read_moment(text: str, reader: SchoolReader) -> datetime:
    """Return a moment with its offset: a bare day means its end, a time without offset the school's time zone.

    Raises:
        WrongCall: When it is no moment.
    """
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            # Where the clock goes back at midnight, a day's last hour comes twice: its end is the later one.
            moment = datetime.combine(date.fromisoformat(text), time.max.replace(fold=1))
        elif "-" in text:
            moment = datetime.fromisoformat(text)
        else:
            raise _explain_no_moment(text)
    except ValueError as error:
        raise _explain_no_moment(text) from error
    if moment.year not in _YEARS:
        raise _explain_no_moment(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=reader.zone)


def _explain_no_moment(text: str) -> WrongCall:
    return WrongCall.of(
        f"“{text}”不是时间;写成 2024-09-30、2024-09-30T18:00 或 2024-09-30T18:00+08:00",
        f"{text!r} is no time; write 2024-09-30, 2024-09-30T18:00 or 2024-09-30T18:00+08:00",
    )


def read_month(text: str) -> Period:
    """Return the month written as 2024-09.

    Raises:
        WrongCall: When it is no month.
    """
    month = parse_month(text)
    if month is None or month.first.year not in _YEARS:
        raise WrongCall.of(f"“{text}”不是月份;写成 2024-09", f"{text!r} is no month; write 2024-09")
    return month


def read_day(text: str) -> date:
    """Return the day written as 2024-09-03.

    Raises:
        WrongCall: When it is no day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongCall.of(f"“{text}”不是日期;写成 2024-09-03", f"{text!r} is no date; write 2024-09-03") from error


def looks_like_day_or_month(text: str) -> bool:
    """Return whether a word is written like a day or a month."""
    return _DAY_OR_MONTH.fullmatch(text) is not None


def looks_like_week(text: str) -> bool:
    """Return whether a word is written like a week, or like weeks of a term."""
    return _WEEK.fullmatch(text) is not None


def read_days(text: str, reader: SchoolReader) -> Period:
    """Return the days of a month, of a day, or of a term by its id.

    Raises:
        WrongCall: When it is written like a day or month and is none.
        UnknownReference: When there is no such term.
    """
    if looks_like_day_or_month(text):
        return read_month(text) if text.count("-") == 1 else period_of("day", read_day(text))
    term = reader.register.terms.get(text)
    if term is None:
        raise explain_unknown_term(text, reader)
    return Period("month", term.start, term.end)


def read_period(text: str, reader: SchoolReader) -> Period:
    """Return the period that is assessed: a month, a week, weeks of a term, a term by its id, or a school year.

    Raises:
        WrongCall: When it is written like a month or a week and is none.
        UnknownReference: When there is no such term.
    """
    period = reader.register.calendar.find_period(text)
    if looks_like_week(text) and (period is None or period.first.year not in _YEARS):
        raise WrongCall.of(
            f"“{text}”不是周;写成 2024-W36,几周写成 2024-W36+2(从学期的第一周起,每两周一段)",
            f"{text!r} is no week; write 2024-W36, or 2024-W36+2 for two weeks counted from a term's first",
        )
    if looks_like_day_or_month(text) and (period is None or period.per == "month"):
        return read_month(text)
    if period is None:
        raise explain_unknown_term(text, reader)
    return period


def read_periods(text: str, reader: SchoolReader) -> list[Period]:
    """Return a month, a week, months 2024-09..2025-01, or a term or school year after its months so far.

    Raises:
        WrongCall: When it is written like months and is none, or ends before it begins.
        UnknownReference: When there is no such term.
    """
    calendar = reader.register.calendar
    first, dots, last = text.partition("..")
    if not dots:
        period = read_period(text, reader)
        is_short = rank_length(period.per) <= rank_length("month")
        months = [] if is_short else calendar.list_assessed_periods("month", period)
        return [*_leave_out_future(months, reader), period]
    start, end = read_month(first), read_month(last)
    if end.first < start.first:
        raise WrongCall.of(f"“{text}”的结束月份早于开始月份", f"{text!r} ends before it begins")
    return _leave_out_future(calendar.list_periods_between("month", start.first, end.last), reader)


def _leave_out_future(periods: list[Period], reader: SchoolReader) -> list[Period]:
    """Return the periods that have begun: nobody has earned anything in the others yet."""
    return [period for period in periods if period.first <= reader.today]


def explain_unknown_term(text: str, reader: SchoolReader) -> UnknownReference:
    """Return the error for a term that is not registered, with the near one."""
    terms = reader.register.terms
    near = did_you_mean(text, terms)
    return UnknownReference.of(
        f"没有学期“{text}”;{near.zh}",
        f"there is no term {text!r}; {near.en}",
        code="register.unknown-term",
        near=list_near(text, terms),
    )
