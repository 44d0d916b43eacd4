"""Read what one cell says: a day, an exact number, a whole number.

Each reader takes the text of a cell that is not empty and returns the value, or a `Problem` that says what was found
and what was expected, but not yet where.
"""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from bzr_adapters.intake.text import normalize_number, shorten
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.quantities import is_sane, normalise

_DAY = re.compile(
    r"([0-9]{4})(?:\s*([-/.])\s*([0-9]{1,2})\s*\2\s*([0-9]{1,2})|\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]|([0-9]{2})([0-9]{2}))"
)
_TIME_OF_DAY = re.compile(r"(?:[ T]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_WITH_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[,' ][0-9]{3})+(?:\.[0-9]+)?%?")

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


def find_days(text: str) -> list[date]:
    """Return every day that a title or a file name mentions, in order, each once.

    >>> find_days("值周检查情况汇总 2010年9月15日")
    [datetime.date(2010, 9, 15)]
    """
    matches = re.finditer(rf"(?<![0-9]){_DAY.pattern}(?![0-9])", normalize_number(text))
    return list(dict.fromkeys(day for match in matches if (day := _build_day(match)) is not None))


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
    return _parse_number(text, normalize_number(text).removesuffix("%").rstrip(), A_VALUE)


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
    if not is_sane(number) or not is_sane(normalise(number)):
        what = Message(f"“{shorten(text)}”位数太多", f"{shorten(text)!r} has too many digits")
        return Problem(
            code="fact.bad-number",
            what=what,
            expected=Message("至多15位数字,小数至多6位", "at most 15 digits, at most 6 behind the point"),
        )
    return normalise(number)


def _build_day(match: re.Match[str]) -> date | None:
    year, _, *parts = match.groups()
    month, day = (int(part) for part in parts if part is not None)
    try:
        return date(int(year), month, day)
    except ValueError:
        return None
