"""Read what one cell says: a day, an exact number, a whole number.

Each reader takes the text of a cell that is not empty and returns the value, or a `Problem` that says what was found
and what was expected, but not yet where.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from bzr_adapters.intake.text import normalize_number, shorten
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.quantities import Percentage, is_sane, normalise

EXACT_DIGITS_MAX = 15
"""How many digits of a number a spreadsheet keeps."""
_DAY = re.compile(
    r"([0-9]{4})(?:\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,2})|\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]|([0-9]{2})([0-9]{2}))"
)
_TIME_OF_DAY = re.compile(r"(?:[ T]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?")
_EXPONENT_MAX = 330
"""More than the exponent of any float."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+[Ee][+-]?|[Ee][+-])[0-9]+")
_ROUNDED = re.compile(rf"[1-9][0-9]{{{EXACT_DIGITS_MAX - 1}}}00+")
_MONTH_AND_DAY = re.compile(r"([0-9]{1,2})(?:\s*[-/.]\s*([0-9]{1,2})|\s*月\s*([0-9]{1,2})\s*[日号])")
_DAY_OF_YEAR = re.compile(r"(?<![0-9])([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]")
_STRETCH = re.compile(
    r"\s*(?:[至到~、和及]|-+)\s*(?:([0-9]{1,2})\s*[-/.月]\s*)?([0-9]{1,2}|[0-9]{4})\s*[日号]?(?![0-9年班周次组页楼])"
)
_WITH_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[,' ][0-9]{3})+(?:\.[0-9]+)?%?")

_DAY_DIGITS = 2

ListDays: TypeAlias = Callable[[int, int], Sequence[date]]
"""Month and day → the days that a date without its year can mean."""
A_DAY = Message(
    "写成2024-09-03、2024/9/3、2024.9.3或2024年9月3日", "write 2024-09-03, 2024/9/3, 2024.9.3 or 2024年9月3日"
)
A_NUMBER = Message("一个准确的数,如2或0.5", "an exact number such as 2 or 0.5")
A_VALUE = Message("一个准确的数,如78.5或78.5%", "an exact number such as 78.5 or 78.5%")
A_COUNT = Message("整数,如1或2", "a whole number such as 1 or 2")


@lru_cache(maxsize=4096)
def read_day(text: str) -> date | Problem:
    """Return the day a cell names; a time of day behind it is left aside, as the day is what counts.

    >>> read_day("2024年9月3日"), read_day("20240903")
    (datetime.date(2024, 9, 3), datetime.date(2024, 9, 3))
    """
    tidy = normalize_number(text)
    match = _DAY.match(tidy)
    if match is None or not _TIME_OF_DAY.fullmatch(tidy, match.end()):
        what = Message(f"“{shorten(text)}”不是日期", f"{shorten(text)!r} is not a date")
        return Problem(code="fact.bad-date", what=what, expected=A_DAY)
    day = _build_day(match)
    if day is None:
        what = Message(f"没有“{shorten(text)}”这一天", f"there is no day {shorten(text)!r}")
        return Problem(code="fact.bad-date", what=what, expected=Message("日历上有的日期", "a day of the calendar"))
    return day


def read_month_and_day(text: str) -> tuple[int, int] | None:
    """Return the month and the day of a date without its year; None where the text is none.

    >>> read_month_and_day("9.3"), read_month_and_day("9月3日"), read_month_and_day("2024.9")
    ((9, 3), (9, 3), None)
    """
    match = _MONTH_AND_DAY.fullmatch(normalize_number(text))
    return None if match is None else (int(match[1]), int(match[2] or match[3]))


def list_no_days(_month: int, _day: int) -> Sequence[date]:
    """Return no day: nobody knows the terms."""
    return ()


def choose_day(text: str, days: Sequence[date]) -> date | Problem:
    """Return the one day that a date without its year can mean; the problem where it can mean none or several."""
    if len(days) == 1:
        return days[0]
    fitting = Message.listed(map(str, days)) if days else Message("没有", "none")
    return Problem(
        code="fact.day-without-year",
        what=Message(
            f"“{shorten(text)}”没有写年份,学期内到今天为止这样的日子:{fitting.zh}",
            f"{shorten(text)!r} is without its year; days of a term up to today that it fits: {fitting.en}",
        ),
        expected=A_DAY,
    )


def find_days(text: str, list_days: ListDays = list_no_days) -> list[date]:
    """Return every day that a title or a file name mentions, in order, each once; of a stretch of days its first and last.

    Args:
        text: The title or the name.
        list_days: What days without a year (9月3日) can mean, where there is none with its year.

    >>> find_days("值周检查情况汇总 2010年9月15日")
    [datetime.date(2010, 9, 15)]
    >>> find_days("值周检查 2024年9月2日至6日")
    [datetime.date(2024, 9, 2), datetime.date(2024, 9, 6)]
    """
    tidy, days = normalize_number(text), []
    for match in re.finditer(rf"(?<![0-9]){_DAY.pattern}(?![0-9])", tidy):
        day = _build_day(match)
        if day is not None:
            days += [day, *_find_last_day(tidy, match.end(), day)]
    for match in () if days else _DAY_OF_YEAR.finditer(tidy):
        for day in list_days(int(match[1]), int(match[2])):
            days += [day, *_find_last_day(tidy, match.end(), day)]
    return list(dict.fromkeys(days))


def _find_last_day(text: str, place: int, first: date) -> list[date]:
    """Return the last day of a stretch that begins with a day, where one follows without its year."""
    match = _STRETCH.match(text, place)
    if match is None:
        return []
    month, day = match[1] or first.month, match[2]
    if len(day) > _DAY_DIGITS:
        month, day = day[:_DAY_DIGITS], day[_DAY_DIGITS:]
    try:
        last = first.replace(month=int(month), day=int(day))
        last = last if int(month) >= first.month else last.replace(year=first.year + 1)
    except ValueError:
        return []
    return [last] if last > first else []


@lru_cache(maxsize=4096)
def read_number(text: str) -> Decimal | Problem:
    """Return the exact number in a cell, in its plain form; no percent sign, no thousands separator.

    >>> read_number("＋０．５"), read_number("95.0")
    (Decimal('0.5'), Decimal('95'))
    """
    return _parse_number(text, normalize_number(text), A_NUMBER)


@lru_cache(maxsize=4096)
def read_value(text: str) -> Decimal | Problem:
    """Return the measurement in a cell: an exact number, which may carry a percent sign: 78.5% is 78.5.

    >>> read_value("78.5%"), read_value("0.785")
    (Decimal('78.5'), Decimal('0.785'))
    """
    tidy = normalize_number(text)
    number = _parse_number(text, tidy.removesuffix("%").rstrip(), A_VALUE)
    return Percentage(number) if tidy.endswith("%") and isinstance(number, Decimal) else number


@lru_cache(maxsize=4096)
def read_count(text: str) -> int | Problem:
    """Return the whole number in a cell; `2.0` is 2. Whether it is large enough is for the admission to say.

    >>> read_count("2.0")
    2
    """
    number = _parse_number(text, normalize_number(text), A_COUNT)
    if isinstance(number, Problem):
        return number
    if number != number.to_integral_value():
        what = Message(f"“{shorten(text)}”不是整数", f"{shorten(text)!r} is not a whole number")
        return Problem(code="fact.bad-number", what=what, expected=A_COUNT)
    return int(number)


def read_id(text: str) -> str | Problem:
    """Return the id in a cell, unless it is what a spreadsheet has left of a longer number.

    >>> read_id("A-007")
    'A-007'
    """
    return explain_inexact(text) if _SCIENTIFIC.fullmatch(normalize_number(text)) else text


def write_number(number: Decimal) -> str | Problem:
    """Return a finite number without an exponent; the problem of one whose digits, written out, could fill the memory.

    >>> write_number(Decimal("1E+3"))
    '1000'
    """
    _, _, exponent = number.as_tuple()
    return f"{number:f}" if abs(int(exponent)) <= _EXPONENT_MAX else _explain_digits(str(number))


def show_number(number: Decimal, text: str) -> str | Problem:
    """Return the text of a number as an id; of one that a spreadsheet or a program may have rounded, the problem."""
    return explain_inexact(text) if number.adjusted() >= EXACT_DIGITS_MAX or "E" in text else text


def is_rounded(text: str) -> bool:
    """Return whether digits look like those of a longer number of which a spreadsheet has kept the first fifteen.

    >>> is_rounded("20240903000000000"), is_rounded("20240903000000001")
    (True, False)
    """
    return len(text) > EXACT_DIGITS_MAX and _ROUNDED.fullmatch(text) is not None


def explain_inexact(text: str) -> Problem:
    """Return the problem of an id that was taken for a number, so that its digits may be lost."""
    return Problem(
        code="sheet.inexact-id",
        what=Message(
            f"编号“{shorten(text)}”是超过{EXACT_DIGITS_MAX}位的数或科学记数法,表格软件没有保留原来的数字",
            f"the id {shorten(text)!r} is a number of more than {EXACT_DIGITS_MAX} digits or in scientific form: "
            "a spreadsheet has not kept what was written",
        ),
        expected=Message(
            "把这一列的格式改为文本,再重新填写编号(JSON里写成文字)",
            "format the column as text and write the ids again (in JSON, write texts)",
        ),
    )


def _parse_number(text: str, tidy: str, expected: Message) -> Decimal | Problem:
    if _WITH_THOUSANDS.fullmatch(tidy):
        what = Message(f"“{shorten(text)}”带有千位分隔符", f"{shorten(text)!r} has a thousands separator")
        return Problem(
            code="fact.bad-number",
            what=what,
            expected=Message("去掉分隔符,如1234", "leave the separator out, as in 1234"),
        )
    if not _NUMBER.fullmatch(tidy):
        what = Message(f"“{shorten(text)}”不是数", f"{shorten(text)!r} is not a number")
        return Problem(code="fact.bad-number", what=what, expected=expected)
    number = Decimal(tidy)
    return normalise(number) if is_sane(number) and is_sane(normalise(number)) else _explain_digits(text)


def _explain_digits(text: str) -> Problem:
    return Problem(
        code="fact.bad-number",
        what=Message(f"“{shorten(text)}”位数太多", f"{shorten(text)!r} has too many digits"),
        expected=Message("至多15位数字,小数至多6位", "at most 15 digits, at most 6 behind the point"),
    )


def _build_day(match: re.Match[str]) -> date | None:
    year, _, *parts = match.groups()
    month, day = (int(part) for part in parts if part is not None)
    try:
        return date(int(year), month, day)
    except ValueError:
        return None
