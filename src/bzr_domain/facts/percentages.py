"""Fractions where percentages are meant (百分数还是小数): 0.97 can be 0.97 % or 97 %, so it is asked, not guessed."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeGuard

from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.kinds import Field, Kind
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.quantities import Percentage, format_number

_RATE = re.compile(r"(?:率|比例|百分比|\brate|_rate)$", re.IGNORECASE)
"""How the names of what is measured in per cent end."""
_BARE = re.compile(r"[0-9]*\.?[0-9]+")


def find_bare_fractions(kind: Kind, row: FactRow) -> list[Problem]:
    """Return a problem for each field of percentages with a bare number above 0 and up to 1 (是0.97%还是97%)."""
    own = dict(row.own)
    numbers = [
        (field, row.value if field.name == "value" else _read_bare(own.get(field.name, ""))) for field in kind.fields
    ]
    return [_ask(number, field.name) for field, number in numbers if _is_bare(number) and is_percentage(kind, field)]


def find_fractions_among_percentages(rows: Sequence[FactRow]) -> Iterator[tuple[int, Problem]]:
    """Yield the place and the problem of each row with a bare fraction where rows of its kind have percentages."""
    kinds = {row.kind for row in rows if isinstance(row.value, Percentage)}
    for place, row in enumerate(rows if kinds else ()):
        if row.kind in kinds and _is_bare(row.value):
            yield place, _ask(row.value, "value")


def is_percentage(kind: Kind, field: Field) -> bool:
    """Return whether a field holds percentages: a number that can be more than 1, of a kind or field named a rate (率)."""
    names = (kind.id, kind.title) if field.name == "value" else (field.name, field.title)
    is_number = field.type == "number" and (field.highest is None or field.highest > 1)
    return is_number and any(_RATE.search(name) for name in names)


def _is_bare(number: Decimal | None) -> TypeGuard[Decimal]:
    return number is not None and not isinstance(number, Percentage) and 0 < number <= 1


def _read_bare(text: str) -> Decimal | None:
    return Decimal(text) if _BARE.fullmatch(text) else None


def _ask(number: Decimal, field: str) -> Problem:
    written, hundredfold = format_number(number), format_number(number * 100)
    return Problem(
        code="fact.fraction-or-percentage",
        field=field,
        what=Message(
            f"“{written}”是{written}%还是{hundredfold}%?", f"is {written} meant as {written}% or as {hundredfold}%?"
        ),
        expected=Message(f"写{hundredfold},或带百分号写清楚", f"write {hundredfold}, or a percent sign"),
    )
