"""How far every node can go: the span of its value, of what it measures, and whether it can be nothing."""

from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.periods import width
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint.intervals import NONE, Span, exactly, hull
from bzr_domain.rulebook.lint.rows import FIGURES, facts_span, in_cells
from bzr_domain.rulebook.lint.stages import ENDLESS, bounded, rounded, scaled, taken
from bzr_domain.rulebook.node import Node, list_references

_ONE = exactly(1)


@attrs.frozen
class Reach:
    """The spans of a book's nodes, each from those of the nodes it reads.

    Attributes:
        values: What a node can be worth in one cell of its own, by key; labels have no number.
        measures: What it measures before the scale.
        unbounded: What it would be worth without its most, floor and cap.
        nothing: The keys of the nodes that can be nothing in a cell that counts.
    """

    book: Book
    values: dict[str, Span] = attrs.field(factory=dict, init=False)
    measures: dict[str, Span] = attrs.field(factory=dict, init=False)
    unbounded: dict[str, Span] = attrs.field(factory=dict, init=False)
    nothing: set[str] = attrs.field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        """Go through the nodes, each after all it reads."""
        for node in self.book.order:
            self.values[node.key] = rounded(self._value(node), node.bound)
            if self._can_be_nothing(node):
                self.nothing.add(node.key)

    def joined(self, child: Node, parent: Node) -> Span:
        """What a node can bring to the one it goes into: the sum of its finer cells, weighted."""
        own = self.values[child.key]
        if child.per != parent.per and isinstance(parent.measure, lang.Total):
            own = own.times_any(in_cells(child.per, parent.per))
        if child.key in self.nothing or child.about != parent.about:
            own = own.with_zero()
        return own.times(child.weight)

    def inside(self, node: Node) -> list[Node]:
        """What goes into a node before its bounds."""
        return [child for child in self.book.children(node.key) if child.joins == "inside"]

    def _value(self, node: Node) -> Span:
        if isinstance(node.source, lang.Gathered):
            found = self._gathered(node)
        else:
            measured = self.measures[node.key] = self._measured(node)
            found = self.unbounded[node.key] = scaled(node, measured, self.limit)
            found = bounded(node.bound, found, self.limit)
            if node.by:
                found = found.times_any(None)
        others = [
            exactly(Fraction(one)) for one in (node.empty, node.otherwise) if isinstance(one, Decimal | bool)
        ]
        return hull([found, *others])

    def _gathered(self, node: Node) -> Span:
        children = self.book.children(node.key)
        inside = [self.joined(child, node) for child in children if child.joins == "inside"]
        base = exactly(Fraction(node.base)) if isinstance(node.base, Decimal) else NONE
        match node.measure:
            case lang.Mean():
                plain = [self.joined(c, node).times(1 / c.weight) for c in children if c.joins == "inside"]
                found = hull([*plain, base] if node.base is not None or not plain else plain)
            case lang.Highest() | lang.Lowest():
                one = hull(inside)
                found = base.plus(hull([one, one.times(Fraction(node.measure.best))]))
            case _:
                found = base
                for span in inside:
                    found = found.plus(span)
        self.unbounded[node.key] = found
        found = bounded(node.bound, found, self.limit)
        for child in children:
            if child.joins == "outside":
                found = found.plus(self.joined(child, node))
        for child in children:
            if child.joins == "factor":
                found = hull([found, found.by(self.values[child.key])])
        for child in children:
            if child.joins == "ceiling":
                found = hull([found, found.upto(self.values[child.key])])
        return found

    def _measured(self, node: Node) -> Span:
        if node.rank is not None:
            return Span(Fraction(1), None)
        if isinstance(node.source, lang.FactRows):
            row, many, known = facts_span(self.book, node.source), True, None
        else:
            assert isinstance(node.source, lang.ScoreRows)
            row, many, known = self._scores(node, node.source)
        found = taken(node, row, known) if many else row
        if node.divide_by is None:
            return found
        if isinstance(node.divide_by, Decimal):
            return found.times(1 / Fraction(node.divide_by)) if node.divide_by else NONE
        return Span(Fraction(0), None) if found.low is not None and found.low >= 0 else Span()

    def _scores(self, node: Node, rows: lang.ScoreRows) -> tuple[Span, bool, int | None]:
        """The span of one score, whether there can be many, and how many at most."""
        read = self.book.nodes.get(rows.node)
        row = FIGURES.get(rows.node, ENDLESS) if read is None else self.values[read.key]
        row = _ONE if rows.counts else _applying(row, node.when.get(rows.node))
        if read is None:
            return row, rows.reach != "cell", None
        many = width(read.per) < width(node.per) or rows.reach != "cell" or rows.counts
        narrower = read.about != node.about
        known = None if narrower or rows.reach != "cell" else in_cells(read.per, node.per)
        return row, many or narrower or isinstance(node.measure, lang.Streak), known

    def limit(self, limit: lang.Limit) -> Span:
        """Where a limit can lie: a number, another node's value, or 0 for one that is not set."""
        match limit:
            case lang.Ref():
                read = self.book.nodes.get(limit.node)
                span = FIGURES.get(limit.node, ENDLESS) if read is None else self.values[read.key]
                return span.opposite() if limit.negative else span
            case lang.Unset():
                return NONE
            case _:
                return exactly(Fraction(limit))

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
        if isinstance(node.scale, lang.Table) and not any(row.test == lang.Test() for row in node.scale.rows):
            return True
        return node.empty is None and self.measure_can_be_nothing(node)

    def measure_can_be_nothing(self, node: Node) -> bool:
        """Whether there may be nothing to measure, so that only `empty` would give anything."""
        if node.divide_by is not None and not isinstance(node.divide_by, Decimal):
            return True
        if isinstance(node.source, lang.ScoreRows):
            if isinstance(node.measure, lang.Streak) and node.source.node in self.book.nodes:
                return False  # no cells in a row are 0
            return node.source.node in self.nothing or node.source.reach != "cell"
        return not isinstance(node.measure, lang.Total | lang.Days) and not isinstance(
            node.source, lang.Gathered
        )


def _applying(row: Span, when: lang.Test | None) -> Span:
    """What is left of a score where the node applies only to some of its values."""
    if when is None:
        return row
    for low in (when.lowest, when.above):
        row = row.at_least(exactly(Fraction(low))) if isinstance(low, Decimal) else row
    for high in (when.highest, when.below):
        row = row.upto(exactly(Fraction(high))) if isinstance(high, Decimal) else row
    return row
