"""Days, months and moments as people write them on a command line."""

import re
from datetime import date, datetime, time

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.errors import BzrError, UnknownReference
from bzr_domain.kernel.messages import Message, did_you_mean
from bzr_domain.kernel.periods import Period, parse_month, period_of, rank_length

_YEARS = range(1900, 9998)
_LIKE_A_WEEK = re.compile(r"\d{4}-[Ww]\d{1,2}(\+\d+)?")


class WrongCall(BzrError):
    """The call itself is wrong: a word that cannot be read as what it should be."""


def moment(text: str, now: SchoolReader) -> datetime:
    """A moment, with offset: a bare day is its end, a time without offset is in the school's time zone.

    Raises:
        WrongCall: When it is no moment.
    """
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            # Where the clock goes back at midnight, a day's last hour comes twice: its end is the later one.
            found = datetime.combine(date.fromisoformat(text), time.max.replace(fold=1))
        elif "-" in text:
            found = datetime.fromisoformat(text)
        else:
            raise _no_moment(text)
    except ValueError as error:
        raise _no_moment(text) from error
    if found.year not in _YEARS:
        raise _no_moment(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=now.zone)


def _no_moment(text: str) -> WrongCall:
    return WrongCall(
        Message(
            f"“{text}”不是时间;写成 2024-09-30、2024-09-30T18:00 或 2024-09-30T18:00+08:00",
            f"{text!r} is no time; write 2024-09-30, 2024-09-30T18:00 or 2024-09-30T18:00+08:00",
        )
    )


def month_named(text: str) -> Period:
    """The month written as 2024-09.

    Raises:
        WrongCall: When it is no month.
    """
    found = parse_month(text)
    if found is None or found.first.year not in _YEARS:
        raise WrongCall(Message(f"“{text}”不是月份;写成 2024-09", f"{text!r} is no month; write 2024-09"))
    return found


def day_named(text: str) -> date:
    """The day written as 2024-09-03.

    Raises:
        WrongCall: When it is no day.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongCall(
            Message(f"“{text}”不是日期;写成 2024-09-03", f"{text!r} is no date; write 2024-09-03")
        ) from error


def looks_like_days(text: str) -> bool:
    """Whether a word is written like a day or a month."""
    return re.fullmatch(r"\d{4}-\d{1,2}(-\d{1,2})?", text) is not None


def looks_like_a_week(text: str) -> bool:
    """Whether a word is written like a week, or like weeks of a term."""
    return _LIKE_A_WEEK.fullmatch(text) is not None


def period_named(text: str, reader: SchoolReader) -> Period:
    """The days of a period: a month, a day, or a term by its id.

    Raises:
        WrongCall: When it is written like a day or month and is none.
        UnknownReference: When there is no such term.
    """
    if looks_like_days(text):
        return month_named(text) if text.count("-") == 1 else period_of("day", day_named(text))
    term = reader.register.terms.get(text)
    if term is None:
        raise unknown_term(text, reader)
    return Period("month", term.start, term.end)


def cell_named(text: str, reader: SchoolReader) -> Period:
    """The period that is assessed: a month, a week, weeks of a term, a term by its id, or a school year.

    Raises:
        WrongCall: When it is written like a month or a week and is none.
        UnknownReference: When there is no such term.
    """
    found = reader.register.calendar.find_period(text)
    if looks_like_a_week(text) and (found is None or found.first.year not in _YEARS):
        raise WrongCall(
            Message(
                f"“{text}”不是周;写成 2024-W36,几周写成 2024-W36+2(从学期的第一周起,每两周一段)",
                f"{text!r} is no week; write 2024-W36, or 2024-W36+2 for two weeks counted from a term's first",
            )
        )
    if looks_like_days(text) and (found is None or found.per == "month"):
        return month_named(text)
    if found is None:
        raise unknown_term(text, reader)
    return found


def cells_named(text: str, reader: SchoolReader) -> list[Period]:
    """The periods of a stretch: a month, a week, months 2024-09..2025-01, a term or school year with its months so far.

    Raises:
        WrongCall: When it is written like months and is none, or ends before it begins.
        UnknownReference: When there is no such term.
    """
    first, dots, last = text.partition("..")
    if not dots:
        cell = cell_named(text, reader)
        narrow = rank_length(cell.per) <= rank_length("month")
        months = [] if narrow else reader.register.calendar.list_assessed_periods("month", cell)
        return [*_begun(months, reader), cell]
    start, end = month_named(first), month_named(last)
    if end.first < start.first:
        raise WrongCall(Message(f"“{text}”的结束月份早于开始月份", f"{text!r} ends before it begins"))
    return _begun(reader.register.calendar.list_periods_between("month", start.first, end.last), reader)


def _begun(cells: list[Period], reader: SchoolReader) -> list[Period]:
    """Those that are not wholly in the future: nobody has earned anything there yet."""
    return [one for one in cells if one.first <= reader.today]


def unknown_term(text: str, reader: SchoolReader) -> UnknownReference:
    """The error for a term that is not registered, with the near one."""
    near = did_you_mean(text, reader.register.terms)
    return UnknownReference(Message(f"没有学期“{text}”;{near.zh}", f"there is no term {text!r}; {near.en}"))
