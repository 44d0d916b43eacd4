"""How low and how high the value of every node can be: from the numbers it counts, by its measure and scale, to its bound."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

import attrs

from bzr_domain.kernel.periods import count_most_periods, rank_length
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint.intervals import NONE, Interval, hull, point
from bzr_domain.rulebook.lint.matching_facts import find_number_range
from bzr_domain.rulebook.node import Bound, Node, list_references

FIGURES = {
    "month_no": Interval(Fraction(1), Fraction(12)),
    "term_no": Interval(Fraction(1), Fraction(2)),
}
"""The figures of the roster and the calendar that have two ends; the others begin at 0."""
FROM_ZERO = Interval(Fraction(0), None)
_MOST_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92}


@attrs.frozen
class ValueRanges:
    """The intervals in which a book's nodes lie, each from those of the nodes that it reads.

    Attributes:
        values: By key, what a node can be worth in one of its periods; a label has no number.
        measures: What it measures before the scale.
        unbounded: What it would be worth without its most, floor and cap.
        nothing: The keys of the nodes that can have no value in a period that counts.
    """

    book: Book
    values: dict[str, Interval] = attrs.field(factory=dict, init=False)
    measures: dict[str, Interval] = attrs.field(factory=dict, init=False)
    unbounded: dict[str, Interval] = attrs.field(factory=dict, init=False)
    nothing: set[str] = attrs.field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        """Go through the nodes, each after all that it reads."""
        for node in self.book.order:
            value = self._find_value(node)
            self.values[node.key] = (
                value if node.rounding_step is None else value.widen_to(Fraction(node.rounding_step))
            )
            if self._can_be_nothing(node):
                self.nothing.add(node.key)

    def find_contribution(self, child: Node, parent: Node) -> Interval:
        """Find what a child can bring to its parent, weighted: the sum over its shorter periods, unless these are aggregated."""
        value = self.values[child.key]
        summed = isinstance(parent.measure, lang.Total) or child.joins == "outside"
        if child.per != parent.per and summed:
            value = value.sum_up_to(count_most_periods(child.per, parent.per))
        if child.key in self.nothing or child.about != parent.about:
            value = value.with_zero()
        return value.times(child.weight)

    def list_inside(self, node: Node) -> list[Node]:
        """List the children that go in before the bounds of a node."""
        return [child for child in self.book.children(node.key) if child.joins == "inside"]

    def measure_can_be_nothing(self, node: Node) -> bool:
        """Whether there may be nothing to measure, so that only `empty` would give a value."""
        if node.divide_by is not None and not isinstance(node.divide_by, Decimal):
            return True
        if isinstance(node.measure, lang.Mean) and not node.gathers and (node.measure.quorum or node.measure.trim):
            return True
        if isinstance(node.source, lang.ScoreRows):
            if isinstance(node.measure, lang.Streak) and node.source.node in self.book.nodes:
                return False  # no period without a break is a streak of 0
            return node.source.node in self.nothing or node.source.reach != "cell"
        return not node.gathers and not isinstance(node.measure, lang.Total | lang.Days)

    def _find_value(self, node: Node) -> Interval:
        if isinstance(node.source, lang.Gathered):
            value = self._find_combined(node)
        else:
            measured = self.measures[node.key] = self._find_measure(node)
            value = self.unbounded[node.key] = self._scale(node, measured)
            value = self._limit(node.bound, value)
            if node.by:
                value = value.sum_up_to(None if node.groups is None else node.groups.count)
        written = [number for number in (node.empty, node.otherwise) if isinstance(number, Decimal | bool)]
        return hull([value, *(point(Fraction(number)) for number in written)])

    def _find_combined(self, node: Node) -> Interval:
        """Find what a node that combines its children can be worth: base + inside, bounded, + outside, × factors, ceilings."""
        value = self.unbounded[node.key] = self._combine_inside(node)
        value = self._limit(node.bound, value)
        children = self.book.children(node.key)
        for child in children:
            if child.joins == "outside":
                value = value.plus(self.find_contribution(child, node))
        for child in children:
            if child.joins == "factor":
                value = hull([value, value.multiply(self.values[child.key])])
        for child in children:
            if child.joins == "ceiling":
                value = hull([value, value.cap(self.values[child.key])])
        return value

    def _combine_inside(self, node: Node) -> Interval:
        inside = self.list_inside(node)
        contributions = [self.find_contribution(child, node) for child in inside]
        base = point(Fraction(node.base)) if isinstance(node.base, Decimal) else NONE
        match node.measure:
            case lang.Mean():
                unweighted = [part.times(1 / child.weight) for child, part in zip(inside, contributions, strict=True)]
                return hull([*unweighted, base] if node.base is not None or not unweighted else unweighted)
            case lang.Highest() | lang.Lowest():
                single = hull(contributions)
                return base.plus(hull([single, single.times(Fraction(node.measure.best))]))
            case _:
                value = base
                for part in contributions:
                    value = value.plus(part)
                return value

    def _find_measure(self, node: Node) -> Interval:
        if node.rank is not None:
            return Interval(Fraction(1), None)
        if isinstance(node.source, lang.FactRows):
            measured = _measure(node, find_number_range(self.book, node.source), None)
        else:
            assert isinstance(node.source, lang.ScoreRows)
            measured = self._measure_scores(node, node.source)
        if node.divide_by is None:
            return measured
        if isinstance(node.divide_by, Decimal):
            return measured.times(1 / Fraction(node.divide_by)) if node.divide_by else NONE
        return FROM_ZERO if measured.low is not None and measured.low >= 0 else Interval()

    def _measure_scores(self, node: Node, rows: lang.ScoreRows) -> Interval:
        """Measure the values of another node: a single one, or several where it has shorter periods or narrower subjects."""
        read = self.book.nodes.get(rows.node)
        score = self._find_range(rows.node)
        if rows.side != "score":
            return Interval() if rows.side == "bonus" else FROM_ZERO
        score = point(1) if rows.counts else _keep_applying(score, node.when.get(rows.node))
        if read is None:
            return score if rows.reach == "cell" else _measure(node, score, None)
        narrower = read.about != node.about
        unknown = narrower or rows.reach != "cell"
        several = rank_length(read.per) < rank_length(node.per) or rows.counts or unknown
        if not several and not isinstance(node.measure, lang.Streak):
            return score
        return _measure(node, score, None if unknown else count_most_periods(read.per, node.per))

    def _find_range(self, name: str) -> Interval:
        """Find where a node's value or a figure of the roster lies."""
        return self.values[name] if name in self.book.nodes else FIGURES.get(name, FROM_ZERO)

    def _find_limit(self, limit: lang.Limit) -> Interval:
        """Find where a limit lies: a number, another node's value, or 0 for one that is not set."""
        match limit:
            case lang.Ref():
                value = self._find_range(limit.node)
                return value.negate() if limit.negative else value
            case lang.Unset():
                return NONE
            case _:
                return point(Fraction(limit))

    def _scale(self, node: Node, measured: Interval) -> Interval:
        match node.scale:
            case None:
                return measured
            case lang.Linear():
                return self._scale_linearly(node.scale, measured)
            case lang.Table():
                return hull(
                    point(Fraction(row.gives)) if isinstance(row.gives, Decimal | bool) else NONE
                    for row in node.scale.rows
                )
            case _:
                assert_never(node.scale)

    def _scale_linearly(self, scale: lang.Linear, measured: Interval) -> Interval:
        units = measured
        if scale.free is not None:
            units = measured.plus(self._find_limit(scale.free).negate()).raise_to(NONE)
        elif scale.short_of is not None:
            units = self._find_limit(scale.short_of).plus(measured.negate()).raise_to(NONE)
        if scale.block is not None:
            units = units.times(1 / Fraction(scale.block)).widen_to(Fraction(1))
        points = point(scale.points) if isinstance(scale.points, Fraction) else self._find_limit(scale.points)
        value = units.multiply(points)
        return value if scale.base is None else value.plus(self._find_limit(scale.base))

    def _limit(self, bound: Bound, value: Interval) -> Interval:
        """Keep a value within most, floor and cap; nothing but 0 where one of them is not set."""
        if lang.UNSET in bound.limits:
            return NONE
        if bound.most is not None:
            most = self._find_limit(bound.most)
            value = value.cap(most).raise_to(most.negate())
        if bound.floor is not None:
            value = value.raise_to(self._find_limit(bound.floor))
        if bound.cap is not None:
            value = value.cap(self._find_limit(bound.cap))
        return value

    def _can_be_nothing(self, node: Node) -> bool:
        if (node.when or node.unless) and node.otherwise is None:
            return True
        if any(ref.node in self.nothing for ref in list_references(node)):
            return True
        if isinstance(node.source, lang.Gathered):
            return node.base is None and all(
                child.key in self.nothing or child.joins not in ("inside", "outside")
                for child in self.book.children(node.key)
            )
        if node.table_rows and not any(row.test == lang.Test() for row in node.table_rows):
            return True
        return node.empty is None and self.measure_can_be_nothing(node)


def _measure(node: Node, row: Interval, most: int | None) -> Interval:
    """Measure rows that each lie in an interval and of which there are at most so many (None: nobody knows)."""
    match node.measure:
        case lang.Total():
            return row if node.each else row.sum_up_to(most)
        case lang.Mean() | lang.Last():
            return row
        case lang.Highest() | lang.Lowest():
            return hull([row, row.times(Fraction(node.measure.best))])
        case lang.Days():
            days = _MOST_DAYS.get(node.per) if getattr(node.source, "reach", "cell") == "cell" else None
            return Interval(Fraction(0), None if days is None else Fraction(days))
        case lang.Streak():
            return FROM_ZERO
        case _:
            assert_never(node.measure)


def _keep_applying(score: Interval, when: lang.Test | None) -> Interval:
    """Keep the scores with which a node applies."""
    if when is None:
        return score
    for low in (when.lowest, when.above):
        score = score.raise_to(point(Fraction(low))) if isinstance(low, Decimal) else score
    for high in (when.highest, when.below):
        score = score.cap(point(Fraction(high))) if isinstance(high, Decimal) else score
    return score


def add_known_ends(intervals: Iterable[Interval]) -> Interval:
    """Add up the ends that are known: what the printed figures come to where some have no end."""
    low = high = Fraction(0)
    for interval in intervals:
        low += min(interval.low or Fraction(0), Fraction(0))
        high += max(interval.high or Fraction(0), Fraction(0))
    return Interval(low, high)
