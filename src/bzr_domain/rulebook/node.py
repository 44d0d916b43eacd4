"""A node of a rulebook (结点): one item, clause, value or outcome, with its bound (限度) and the node it goes into."""

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
    list_limits,
)


@attrs.frozen(kw_only=True)
class Bound:
    """限度: limits on a value, applied in this order: most (封顶, in both directions), floor, cap, rounding to a step."""

    most: Limit | None = None
    floor: Limit | None = None
    cap: Limit | None = None
    step: Decimal = CENT
    rounding: Rounding = "half-up"

    @property
    def limits(self) -> bool:
        """Whether it has a most, a floor or a cap."""
        return not self.most is self.floor is self.cap is None


Heading = Literal["item", "clause", "value", "outcome"]
Joins = Literal["inside", "outside", "factor", "ceiling"]


@attrs.frozen(kw_only=True)
class Node:
    """One table of a rulebook (结点): an item, a clause, a value that others read, or an outcome.

    Attributes:
        key: Its name in the book: the id, or item/id where several clauses share an id.
        id, title, cite: As printed: clause number, the regulation's words, its place.
        reading: How the regulation is interpreted where its words allow more than one reading; otherwise empty.
        settles: The codes of lint's findings that the reading settles (已定).
        stated: The words that its table writes; every other word has its default.
        into: The key of its parent, the node it goes into; None when it goes nowhere.
        joins: How it goes in: before the parent's bounds (限内), after them (限外), as a factor (乘), or as a ceiling (不高于).
        weight: What multiplies its value where it goes in (权重).
        about: Whom it is about: `class`, `teacher`, `school`, or the attribute of a class that makes a group.
        per: The length of the periods in which it is measured, scaled and bounded.
        by: Within a period it has one value for each of these fields (or for each `fact`); they are added up.
        divide_by: What the measure is divided by: a number, another node's value, or the sum of a field.
        rank: The ranking whose place stands instead of the measure; None where there is none.
        base: What a parent starts from before its children are added; a label where it has labels.
        empty: What it is worth where the measure is nothing; None: it has no value, and is listed as not assessed.
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
        """Whether every fact is measured and scaled by itself."""
        return "fact" in self.by

    def covers(self, day: date) -> bool:
        """Whether it counts the facts of a day; `since` and `until` are included."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def gathers(self) -> bool:
        """Whether it combines the nodes that go into it, instead of counting facts or scores."""
        return isinstance(self.source, Gathered)

    @property
    def adds_up(self) -> bool:
        """Whether each fact adds its points independently, so that a period can be split between rulebook versions."""
        if not isinstance(self.source, FactRows) or self.source.reach != "cell":
            return False
        if self.each and self.rank is None:
            return True
        scale = self.scale
        proportional = scale is None or (
            isinstance(scale, Linear)
            and scale.free is scale.short_of is scale.base is scale.block is None
            and isinstance(scale.points, Fraction | Unset)
        )
        limited = self.bound.limits or self.when or self.unless or self.rank or self.divide_by or self.by
        return isinstance(self.measure, Total) and proportional and not limited

    @cached_property
    def fixed(self) -> bool:
        """Whether all of its figures are written numbers: no other node's value, no share of places, none that is not set."""
        figures = _list_figures(self)
        if isinstance(self.scale, Table):
            figures += [row.gives for row in self.scale.rows]
        return not any(isinstance(figure, Ref | Share | Unset) for figure in figures)

    @property
    def decided(self) -> bool:
        """Whether a person chooses the points of each fact (裁量)."""
        return isinstance(self.source, FactRows) and isinstance(self.source.number, Chosen)


def find_names_read(node: Node) -> set[str]:
    """Find the names of nodes, class attributes and roster figures that a node reads, its children aside."""
    names = {*node.when, *node.unless, *(ref.node for ref in list_references(node))}
    if isinstance(node.source, ScoreRows):
        names.add(node.source.node)
    if node.rank is not None:
        names |= set(node.rank.then)
    return names


def list_references(node: Node) -> list[Ref]:
    """List every `"@id"` of a node."""
    return [figure for figure in _list_figures(node) if isinstance(figure, Ref)]


def _list_figures(node: Node) -> list[object]:
    """List its limits, what it is divided by, and what its scale compares and multiplies with."""
    bound, scale = node.bound, node.scale
    figures: list[object] = [bound.most, bound.floor, bound.cap, node.divide_by]
    if isinstance(scale, Linear):
        figures += [scale.points, scale.free, scale.short_of, scale.base]
    elif isinstance(scale, Table):
        figures += [limit for row in scale.rows for limit in list_limits(row.test)]
    return figures
