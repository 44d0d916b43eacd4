"""The small words of the rulebook language: values, figures, references, and the tests made of them (限于)."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from fractions import Fraction

import attrs

Value = Decimal | bool | str
"""What a node can be worth: points or money, yes for an outcome that strikes, or a label (等级)."""
Plain = str | Decimal | bool | date | time


@attrs.frozen
class Ref:
    """`"@id"`: another node's value, or a figure of the roster, in the same or a wider cell; `"-@id"` its opposite."""

    node: str
    negative: bool = False


@attrs.frozen
class Unset:
    """待定: stands for a figure the source does not print; the node gives 0 there and is listed."""


@attrs.frozen
class Share:
    """`"30%"` in a table after `rank`: that part of those who have a place."""

    part: Fraction


UNSET = Unset()
Limit = Decimal | Ref | Unset
Word = Plain | Ref | Unset | Share


@attrs.frozen(kw_only=True)
class Test:
    """Conditions on one field, node or class attribute; all that are said must hold (限于).

    Attributes:
        among: One of these words or numbers; None when not said.
        lowest, above, highest, below: ≥ `from`, > `over`, ≤ `upto`, < `under`; words compare by their scale.
        given: Whether there must be a value at all (True) or none (False).
    """

    among: tuple[Word, ...] | None = None
    lowest: Word | None = None
    above: Word | None = None
    highest: Word | None = None
    below: Word | None = None
    given: bool | None = None


Tests = Mapping[str, Test]
"""Field, node or attribute name → its test; all must hold."""


def limits_of(test: Test) -> tuple[Word, ...]:
    """Every word or number a test compares with."""
    ends = (test.lowest, test.above, test.highest, test.below)
    return (*(test.among or ()), *(one for one in ends if one is not None))
