"""A node of a rulebook (结点): one item, clause, value or outcome, with its bound (限度) and the node it goes into."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

import attrs

from bzr_domain.kernel.periods import Per
from bzr_domain.kernel.quantities import CENT, Rounding
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.printed_gaps import find_printed_gaps


@attrs.frozen(kw_only=True)
class Bound:
    """限度: limits on a value, applied in this order: most (封顶, in both directions), floor, cap, rounding to a step.

    Attributes:
        step: The step to which the value is rounded; None: it stays exact.
    """

    most: lang.Limit | None = None
    floor: lang.Limit | None = None
    cap: lang.Limit | None = None
    step: Decimal | None = None
    rounding: Rounding = "half-up"

    @property
    def limits(self) -> list[lang.Limit]:
        """Its most, floor and cap, as far as it has them."""
        return [limit for limit in (self.most, self.floor, self.cap) if limit is not None]


MONEY = "元"
"""The unit of what is paid."""
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
        groups: Which of these values count, where not all of them do (取k组).
        divide_by: What the measure is divided by: a number, another node's value, or the sum of a field.
        rank: The ranking whose place stands instead of the measure; None where there is none.
        base: What a parent starts from before its children are added; a label where it has labels.
        empty: What it is worth where the measure is nothing; None: it has no value, and is listed as not assessed.
        optional: Whether it may be missing (可缺): where the measure is nothing it does not apply then.
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
    source: lang.Source
    reading: str = ""
    settles: tuple[str, ...] = ()
    stated: frozenset[str] = attrs.field(default=frozenset(), eq=False, repr=False)
    into: str | None = None
    joins: Joins = "inside"
    weight: Fraction = Fraction(1)
    about: str = "class"
    per: Per = "month"
    by: tuple[str, ...] = ()
    groups: lang.Groups | None = None
    measure: lang.Measure = attrs.field(factory=lang.Total)
    divide_by: lang.Limit | str | None = None
    rank: lang.Rank | None = None
    scale: lang.Scale | None = None
    bound: Bound = attrs.field(factory=Bound)
    base: Decimal | str | None = None
    empty: lang.Value | None = None
    optional: bool = False
    when: lang.Tests = attrs.field(factory=dict)
    unless: lang.Tests = attrs.field(factory=dict)
    otherwise: lang.Value | None = None
    since: date | None = None
    until: date | None = None
    unit: str = "分"
    labels: tuple[str, ...] = ()

    @property
    def rounding_step(self) -> Decimal | None:
        """The step to which its value is rounded before anybody reads it: what it says, a cent where it is paid; None: exact."""
        is_paid = self.heading == "outcome" and self.unit == MONEY
        return CENT if self.bound.step is None and is_paid else self.bound.step

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
        return isinstance(self.source, lang.Gathered)

    @property
    def adds_up(self) -> bool:
        """Whether each fact adds its points independently, so that a period can be split between rulebook versions."""
        if not isinstance(self.source, lang.FactRows) or self.source.reach != "cell" or self.groups is not None:
            return False
        if self.each and self.rank is None:
            return True
        scale = self.scale
        proportional = scale is None or (
            isinstance(scale, lang.Linear)
            and scale.free is scale.short_of is scale.base is scale.block is None
            and isinstance(scale.points, Fraction | lang.Unset)
        )
        limited = self.bound.limits or self.when or self.unless or self.rank or self.divide_by or self.by
        return isinstance(self.measure, lang.Total) and proportional and not limited

    @cached_property
    def fixed(self) -> bool:
        """Whether all of its figures are written numbers: no other node's value, no share of places, none that is not set."""
        return not any(isinstance(figure, lang.Ref | lang.Share | lang.Unset) for figure in self.figures)

    @property
    def figures(self) -> list[object]:
        """Its limits, its divisor, and what its scale compares with, multiplies with and gives; not what its facts cost."""
        return [*_list_figures(self), *(row.gives for row in self.table_rows)]

    @property
    def fact_rows(self) -> lang.FactRows:
        """Which facts it counts; asked only where it counts facts."""
        assert isinstance(self.source, lang.FactRows)
        return self.source

    @property
    def score_rows(self) -> lang.ScoreRows:
        """Which scores it reads; asked only where it reads scores."""
        assert isinstance(self.source, lang.ScoreRows)
        return self.source

    @property
    def is_case(self) -> bool:
        """Whether it is one case of a clause with cases (情形), or what the base rule of that clause keeps."""
        return isinstance(self.source, lang.FactRows) and self.source.is_case

    @property
    def decided(self) -> bool:
        """Whether a person chooses the points of each fact (裁量)."""
        return isinstance(self.number, lang.Chosen)

    @property
    def number(self) -> lang.Number | None:
        """What each fact counts for; None where it counts no facts."""
        return self.source.number if isinstance(self.source, lang.FactRows) else None

    @property
    def table_rows(self) -> tuple[lang.Row, ...]:
        """The rows of its table; none where it has no table."""
        return self.scale.rows if isinstance(self.scale, lang.Table) else ()

    @cached_property
    def printed_gaps(self) -> tuple[lang.Test, ...]:
        """What lies between two bands of its table that are printed side by side, as tests that it passes."""
        return find_printed_gaps(self.table_rows)

    @property
    def gives_flags(self) -> bool:
        """Whether it has a table, every row of which gives yes or no."""
        rows = self.table_rows
        return bool(rows) and all(isinstance(row.gives, bool) for row in rows)

    @property
    def linear(self) -> lang.Linear:
        """Its linear scale; where it has none, one that changes nothing."""
        return self.scale if isinstance(self.scale, lang.Linear) else lang.Linear()


def find_names_read(node: Node) -> set[str]:
    """Find the names of nodes, class attributes and roster figures that a node reads, its children aside."""
    names = {*node.when, *node.unless, *(ref.node for ref in list_references(node))}
    if isinstance(node.source, lang.ScoreRows):
        names.add(node.source.node)
    if node.rank is not None:
        names |= set(node.rank.then)
    return names


def list_references(node: Node) -> list[lang.Ref]:
    """List every `"@id"` of a node."""
    return [figure for figure in _list_figures(node) if isinstance(figure, lang.Ref)]


def _list_figures(node: Node) -> list[object]:
    """List its limits, what it is divided by, and what its scale compares and multiplies with."""
    linear = node.linear
    quorum = node.measure.quorum if isinstance(node.measure, lang.Mean) else None
    population = quorum.of if isinstance(quorum, lang.Quorum) else None
    figures = [*node.bound.limits, population, node.divide_by, linear.points, linear.free, linear.short_of, linear.base]
    return [*figures, *(limit for row in node.table_rows for limit in lang.list_limits(row.test))]
