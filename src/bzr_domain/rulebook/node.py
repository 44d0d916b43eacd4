"""限度 and the node itself: one table of a rulebook, with its four words and where it stands."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

import attrs

from bzr_domain.kernel.periods import Per
from bzr_domain.kernel.quantities import CENT, Rounding
from bzr_domain.rulebook.language import (
    Chosen,
    FactRows,
    Gathered,
    Limit,
    Linear,
    Measure,
    Rank,
    Ref,
    Scale,
    ScoreRows,
    Share,
    Source,
    Table,
    Tests,
    Total,
    Unset,
    Value,
    limits_of,
)


@attrs.frozen(kw_only=True)
class Bound:
    """限度: how far it may go, in this order — most (封顶, both ways), floor, cap — then rounding to a step."""

    most: Limit | None = None
    floor: Limit | None = None
    cap: Limit | None = None
    step: Decimal = CENT
    rounding: Rounding = "half-up"

    @property
    def limits(self) -> bool:
        """Whether anything is limited at all."""
        return not self.most is self.floor is self.cap is None


Heading = Literal["item", "clause", "value", "outcome"]
Joins = Literal["inside", "outside", "factor", "ceiling"]


@attrs.frozen(kw_only=True)
class Node:
    """One table of a rulebook (结点): an item, a clause, a value that others read, or an outcome.

    Attributes:
        key: Its name in the book: the id, or item/id where several clauses share an id.
        id, title, cite: As printed: clause number, the regulation's words, its place.
        reading: The reading taken where the text was open; empty where it was not.
        settles: The codes of the faults of the text that the reading settles (已定).
        stated: The words that its table says; what it does not say has its default.
        into: The key of the node it goes into; None when it goes nowhere.
        joins: Before that node's bounds (限内), after them (限外), as a factor (乘), or as a ceiling (不高于).
        weight: What multiplies its value where it joins (权重).
        about: Whom it is about: `class`, `teacher`, `school`, or the attribute of a class that makes a group.
        per: The cells it is measured, scaled and bounded in.
        by: Within a cell, one value for each of these fields (or for each `fact`), added up.
        divide_by: What the measure is divided by: a number, another node's value, or the sum of a field.
        rank: Where its place among peers is asked instead of the measure itself.
        base: What a gathering node starts from; a label where it has labels.
        empty: What it is worth where the measure is nothing; None: nothing, and listed as not assessed.
        when, unless, otherwise: Where it applies, where it does not, and what it gives there.
        since, until: First and last day of the facts it counts.
        unit: 分 or 元.
        labels: The labels an outcome can have, lowest first.
    """

    key: str
    heading: Heading
    id: str
    title: str
    cite: str
    source: Source
    reading: str = ""
    settles: tuple[str, ...] = ()
    stated: frozenset[str] = attrs.field(default=frozenset(), eq=False, repr=False)
    into: str | None = None
    joins: Joins = "inside"
    weight: Fraction = Fraction(1)
    about: str = "class"
    per: Per = "month"
    by: tuple[str, ...] = ()
    measure: Measure = attrs.field(factory=Total)
    divide_by: Limit | str | None = None
    rank: Rank | None = None
    scale: Scale | None = None
    bound: Bound = attrs.field(factory=Bound)
    base: Decimal | str | None = None
    empty: Value | None = None
    when: Tests = attrs.field(factory=dict)
    unless: Tests = attrs.field(factory=dict)
    otherwise: Value | None = None
    since: date | None = None
    until: date | None = None
    unit: str = "分"
    labels: tuple[str, ...] = ()

    @property
    def each(self) -> bool:
        """Whether every fact is measured by itself."""
        return "fact" in self.by

    def covers(self, day: date) -> bool:
        """Whether it counts the facts of a day: `since` and `until` are included."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def gathers(self) -> bool:
        """Whether it is made of the nodes that go into it."""
        return isinstance(self.source, Gathered)

    @property
    def adds_up(self) -> bool:
        """Whether each fact changes the points by itself, so that a period can be split between versions."""
        if not isinstance(self.source, FactRows) or self.source.reach != "cell":
            return False
        scale = self.scale
        plain = scale is None or (
            isinstance(scale, Linear)
            and scale.free is scale.short_of is scale.base is scale.block is None
            and isinstance(scale.points, Fraction | Unset)
        )
        alone = not (self.bound.limits or self.when or self.unless or self.rank or self.divide_by)
        own = self.each and self.rank is None
        return own or (isinstance(self.measure, Total) and plain and alone and not self.by)

    @cached_property
    def fixed(self) -> bool:
        """Whether each of its figures is a number of its own: none is read elsewhere, a share of places, or not set."""
        found = _figures(self)
        if isinstance(self.scale, Table):
            found += [row.gives for row in self.scale.rows]
        return not any(isinstance(one, Ref | Share | Unset) for one in found)

    @property
    def decided(self) -> bool:
        """Whether a person chooses its points."""
        return isinstance(self.source, FactRows) and isinstance(self.source.number, Chosen)


def names_read(node: Node) -> set[str]:
    """The names of nodes, attributes and figures that a node reads, its gathered nodes aside."""
    found = {*node.when, *node.unless, *(ref.node for ref in refs_of(node))}
    if isinstance(node.source, ScoreRows):
        found.add(node.source.node)
    if node.rank is not None:
        found |= set(node.rank.then)
    return found


def refs_of(node: Node) -> list[Ref]:
    """Every `"@id"` of a node."""
    return [one for one in _figures(node) if isinstance(one, Ref)]


def _figures(node: Node) -> list[object]:
    """Its limits, what it is divided by, and what its scale compares and multiplies with."""
    bound, scale = node.bound, node.scale
    found: list[object] = [bound.most, bound.floor, bound.cap, node.divide_by]
    if isinstance(scale, Linear):
        found += [scale.points, scale.free, scale.short_of, scale.base]
    elif isinstance(scale, Table):
        found += [limit for row in scale.rows for limit in limits_of(row.test)]
    return found
