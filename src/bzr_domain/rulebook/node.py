"""限度 and the node itself: one table of a rulebook, with its four words and where it stands."""

from datetime import date
from decimal import Decimal
from typing import Literal

import attrs

from bzr_domain.periods import Per
from bzr_domain.quantities import CENT, Rounding
from bzr_domain.rulebook.language import Linear, Measure, Scale, Source, Tests, Total, Value


@attrs.frozen(kw_only=True)
class Bound:
    """限度: how far it may go, in this order — most (封顶, both ways), floor, cap — then rounding to a step."""

    most: Decimal | None = None
    floor: Decimal | None = None
    cap: Decimal | None = None
    step: Decimal = CENT
    rounding: Rounding = "half-up"

    @property
    def limits(self) -> bool:
        """Whether anything is limited at all."""
        return not self.most is self.floor is self.cap is None


Heading = Literal["item", "clause", "value", "outcome"]
Joins = Literal["inside", "outside"]


@attrs.frozen(kw_only=True)
class Node:
    """One table of a rulebook (结点): an item, a clause, a value that others read, or an outcome.

    Attributes:
        key: Its name in the book: the id, or item/id where several clauses share an id.
        id, title, cite: As printed: clause number, the regulation's words, its place.
        reading: The reading taken where the text was open; empty where it was not.
        into: The key of the node it goes into; None when it goes nowhere.
        joins: Before that node's bounds (限内) or after them (限外).
        per: The cells it is measured, scaled and bounded in; `each` does so for every fact by itself.
        base: What a gathering node starts from.
        empty: What it is worth where the measure is nothing; None: nothing, and listed as not assessed.
        when, unless, otherwise: Where it applies, where it does not, and what it gives there.
        since, until: First and last day of the facts it counts.
        unit: 分 or 元.
    """

    key: str
    heading: Heading
    id: str
    title: str
    cite: str
    source: Source
    reading: str = ""
    into: str | None = None
    joins: Joins = "inside"
    per: Per = "month"
    each: bool = False
    measure: Measure = attrs.field(factory=Total)
    scale: Scale | None = None
    bound: Bound = attrs.field(factory=Bound)
    base: Decimal | None = None
    empty: Value | None = None
    when: Tests = attrs.field(factory=dict)
    unless: Tests = attrs.field(factory=dict)
    otherwise: Value | None = None
    since: date | None = None
    until: date | None = None
    unit: str = "分"

    @property
    def adds_up(self) -> bool:
        """Whether each fact changes the points by itself, so that a period can be split between versions."""
        scale = self.scale
        plain = scale is None or (
            isinstance(scale, Linear) and scale.free is scale.short_of is scale.base is None
        )
        alone = not (self.bound.limits or self.when or self.unless)
        return self.each or (isinstance(self.measure, Total) and plain and alone)
