"""The number format of a cell (数字格式): which of its sections applies to a number, and what the cell then shows."""

import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import attrs

_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|(?P<bracket>\[[^\]]*\]?)|(?P<plain>.)', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_SHOWS_MORE = re.compile(r"[A-Za-z@/]|[0#?],+(?![0#?,])")
"""Of a format's characters: a date, an exponent, General, a fraction, or thousands left out."""
_DIGITS_MAX = 40
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "<>": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip


@attrs.frozen
class Section:
    """One section of a number format: what it shows.

    Attributes:
        code: Its characters that mean something: neither quoted nor escaped, nor in brackets, nor filling.
        parts: The same in order, a text that is shown as it stands marked True.
        condition: Which numbers it is for, where it says so itself.
    """

    code: str
    parts: tuple[tuple[str, bool], ...]
    condition: Callable[[Decimal], bool] | None = None

    @property
    def is_percentage(self) -> bool:
        """Whether the number is shown as a percentage: times a hundred, with a percent sign."""
        return "%" in self.code


def find_section(number_format: str, number: Decimal) -> Section:
    """Return the section that applies to a number: by its own condition, or positive;negative;zero.

    >>> find_section("[<1]0.0%;0.0", Decimal("98.5")).is_percentage
    False
    >>> find_section('0.0"分(满分100%)"', Decimal(85)).is_percentage
    False
    """
    sections = _split_format(number_format)
    defaults = _DEFAULTS[min(len(sections), 3)]
    for section, default in zip(sections, defaults, strict=False):
        if (section.condition or default)(number):
            return section
    return sections[min(len(sections), len(defaults)) - 1]


_DEFAULTS: dict[int, tuple[Callable[[Decimal], bool], ...]] = {
    1: (lambda _: True,),
    2: (lambda number: number >= 0, lambda _: True),
    3: (lambda number: number > 0, lambda number: number < 0, lambda _: True),
}
"""Number of sections → which numbers each is for where it does not say so itself."""


@lru_cache(maxsize=512)
def _split_format(number_format: str) -> tuple[Section, ...]:
    """Return the sections for numbers; the one for texts (@), which stands last, is left out."""
    sections = _read_sections(number_format)
    if len(sections) > 1 and "@" in sections[-1].code:
        sections = sections[:-1]
    return tuple(sections[:3])


def _read_sections(number_format: str) -> list[Section]:
    sections: list[Section] = []
    parts: list[tuple[str, bool]] = []
    condition = None
    for match in _TOKEN.finditer(number_format):
        text = next((text for text in (match["quoted"], match["escaped"]) if text is not None), None)
        if match["plain"] == ";":
            sections.append(_build_section(parts, condition))
            parts, condition = [], None
        elif text is not None:
            parts.append((text, True))
        elif match["plain"] is not None:
            parts.append((match["plain"], False))
        elif match["bracket"] is not None:
            condition = _read_condition(match["bracket"]) or condition
            parts += [(match["bracket"], False)] if _ELAPSED.fullmatch(match["bracket"]) else []
    return [*sections, _build_section(parts, condition)]


def _build_section(parts: list[tuple[str, bool]], condition: Callable[[Decimal], bool] | None) -> Section:
    return Section("".join(text for text, literal in parts if not literal), tuple(parts), condition)


def _read_condition(bracket: str) -> Callable[[Decimal], bool] | None:
    match = _CONDITION.fullmatch(bracket)
    if match is None:
        return None
    compare, limit = _COMPARE[match[1]], Decimal(match[2])
    return lambda number: compare(number, limit)


def shows_month_and_day(number_format: str) -> bool:
    """Return whether a date is shown by its month and day, without its year.

    >>> shows_month_and_day('m"月"d"日"'), shows_month_and_day("yyyy-mm-dd"), shows_month_and_day("d-mmm-yy")
    (True, False, False)
    """
    code = _split_format(number_format)[0].code.casefold()
    return "m" in code and "d" in code and not {"y", "e", "g"} & set(code)


def is_scientific(number_format: str, number: Decimal) -> bool:
    """Return whether a number is shown in scientific form, such as 2.02E+16."""
    return re.search(r"[0#?.][Ee][+-]", find_section(number_format, number).code) is not None


def format_shown(number_format: str, number: Decimal) -> str | None:
    """Return a number as its cell shows it; None where the format is General, or shows something else than its digits.

    >>> format_shown("000", Decimal(7)), format_shown('"A-"0000', Decimal(12)), format_shown("0.0%", Decimal("0.785"))
    ('007', 'A-0012', '78.5%')
    """
    section = find_section(number_format, number)
    digits = re.sub(r"[^0#?.]", "", section.code)
    whole_places, _, places = digits.partition(".")
    if not whole_places or "." in places or _SHOWS_MORE.search(section.code):
        return None
    scaled = abs(number * 100 if section.is_percentage else number)
    if scaled.adjusted() + len(places) > _DIGITS_MAX:
        return None
    rounded = scaled.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    whole, _, rest = f"{rounded:f}".partition(".")
    kept = len(places.rstrip("#?"))
    shown = _fill_places(section, whole.lstrip("0"), rest[:kept] + rest[kept:].rstrip("0"))
    has_sign = number < 0 and rounded and len(_split_format(number_format)) == 1
    return f"-{shown}" if has_sign else shown


def _fill_places(section: Section, whole: str, rest: str) -> str:
    """Return the section's texts with the digits in their places, counted from the right as they are written."""
    shown = [text if literal or text not in "0#?,." else "" for text, literal in section.parts]
    places = [place for place, (text, literal) in enumerate(section.parts) if not literal and text in "0#?."]
    point = next((place for place in places if section.parts[place][0] == "."), len(section.parts))
    before = [place for place in places if place < point]
    whole = whole.rjust(sum(section.parts[place][0] == "0" for place in before), "0")
    if re.search("[0#?],[0#?]", section.code):
        whole, before = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole), before[:1]
    for place in reversed(before[1:]):
        shown[place], whole = whole[-1:], whole[:-1]
    shown[before[0]] = whole
    if rest:
        shown[point] = f".{rest}"
    return "".join(shown)
