"""How numbers, moments and facts are written in documents and in text (写法)."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import HEADERS, Kind
from bzr_domain.kernel.messages import Lang, Problem
from bzr_domain.kernel.quantities import format_number, round_to_step
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.language import Value

Document = dict[str, Any]
"""A JSON object."""

_QUOTED = ("count", "value", "grade", "level", "item", "points", "place", "note")


@lru_cache(maxsize=4096)
def points(number: Decimal) -> str:
    """Points or money: two decimals; those of many facts are the same few, which are kept.

    >>> points(Decimal("-1")), points(Decimal("600.00"))
    ('-1.00', '600.00')
    """
    return f"{round_to_step(Fraction(number)):f}"


def signed(number: Decimal) -> str:
    """A change of points, with its sign.

    >>> signed(Decimal("0.5")), signed(Decimal("-1"))
    ('+0.50', '-1.00')
    """
    return f"+{points(number)}" if number > 0 else points(number)


def outcome(value: Value | None) -> str | bool | None:
    """An outcome: money with two decimals, yes or no, or nothing."""
    return points(value) if isinstance(value, Decimal) else value


def tally(number: Fraction | None) -> str | None:
    """What a measure came to, without trailing zeros; None where there is nothing to measure."""
    return None if number is None else format_number(number)


def minute(moment: datetime, zone: tzinfo | None = None) -> str:
    """A moment for people, in a time zone, or in the one it has: date, hours and minutes."""
    return _minute_in(moment, zone or moment.tzinfo)


@lru_cache(maxsize=4096)
def _minute_in(moment: datetime, zone: tzinfo | None) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


@lru_cache(maxsize=4096)
def timestamp(moment: datetime, zone: tzinfo) -> str:
    """A moment for programs, in a time zone: ISO 8601 with its offset."""
    return moment.astimezone(zone).isoformat()


_ATTRIBUTES = {"date": "on", "class": "class_id", "fact": "kind", "from": "start", "to": "end"}
_FIELDS = {attribute: field for field, attribute in _ATTRIBUTES.items()}


def fields(thing: object, *names: str) -> Document:
    """Some fields of a value as keys of a JSON object: points and money as `points`, days as ISO dates, tuples as lists.

    >>> fields(Fact(kind="hygiene.score", on=date(2024, 9, 3), class_id="g1c1"), "date", "class", "count", "place")
    {'date': '2024-09-03', 'class': 'g1c1', 'count': 1, 'place': None}
    """
    return {name: _plain(getattr(thing, _ATTRIBUTES.get(name, name))) for name in names}


def _plain(value: object) -> object:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return points(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def rulebook_fields(book: Book | None) -> Document:
    """The keys that say which rulebook a document stands under; null where there is none."""
    return {"rulebook": book and book.id, "rulebook_version": book and book.version}


def problem_objects(problems: Iterable[tuple[str, Problem]], lang: Lang) -> list[Document]:
    """Class by class, why there is no statement."""
    return [{"class": class_id, "what": problem.what.in_(lang)} for class_id, problem in problems]


def field_text(fact: Fact, field: str, lang: Lang) -> str:
    """One field of a fact as people write it; “空” where it is empty."""
    value = getattr(fact, _ATTRIBUTES.get(field, field), dict(fact.own).get(field))
    if value is None:
        return "空" if lang == "zh" else "empty"
    return format_number(value) if isinstance(value, Decimal) else str(value)


def field_label(field: str, lang: Lang) -> str:
    """The header of a field, or of the attribute of a fact it fills, in a language."""
    name = _FIELDS.get(field, field)
    return HEADERS.get(name, name) if lang == "zh" else name


def kind_label(kind: Kind | None, fact: Fact, lang: Lang) -> str:
    """What a fact is called: its kind's label in Chinese, its id in English."""
    return kind.title if lang == "zh" and kind is not None else fact.kind


def fact_text(fact: Fact, kind: Kind | None, lang: Lang) -> str:
    """A fact in one line: its label and its fields."""
    return f"{kind_label(kind, fact, lang)} {content(fact, kind, lang)}".strip()


def content(fact: Fact, kind: Kind | None, lang: Lang) -> str:
    """The fields of a fact in one line: a count of one and empty fields are left out.

    >>> content(Fact(kind="hygiene.finding", on=date(2024, 9, 3), class_id="g1c1", count=2, place="教室"), None, "zh")
    '数量2,地点教室'
    """
    texts = [
        (field_label(name, lang), field_text(fact, name, lang))
        for name in _QUOTED
        if getattr(fact, name) is not None and (name != "count" or _is_counted(fact, kind))
    ]
    if lang == "zh":
        return ",".join(
            f"{label}{text}" for label, text in [*texts, *((own_label(kind, n, lang), t) for n, t in fact.own)]
        )
    return ", ".join(f"{label} {text}" for label, text in [*texts, *fact.own])


def own_label(kind: Kind | None, name: str, lang: Lang) -> str:
    """The header of a field of the kind's own: its title in Chinese, its name in English."""
    field = kind.field(name) if kind is not None and lang == "zh" else None
    return name if field is None else field.title


def _is_counted(fact: Fact, kind: Kind | None) -> bool:
    """Whether a count is told: one of one only beside a value, where it says of how many."""
    return fact.count != 1 or (kind is not None and kind.field("value") is not None and kind.field("count") is not None)


BREAKING = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
_BREAKS = re.compile(f"{BREAKING}+")


def one_line(text: str) -> str:
    r"""Free text on one line: whatever would break it, or turn it round, is a blank.

    >>> one_line("属实\n2024-10-08 校长 终定")
    '属实 2024-10-08 校长 终定'
    """
    return text if text.isprintable() else _BREAKS.sub(" ", text)


def count_columns(text: str) -> int:
    """How many columns a text takes: a Chinese character takes two.

    >>> count_columns("高一(1)班"), count_columns("abc")
    (9, 3)
    """
    return len(text) if text.isascii() else sum(map(_count_columns, text))


@lru_cache(maxsize=8192)
def _count_columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
