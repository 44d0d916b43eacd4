"""The step of every node's value: whole points, halves, hundredths. Between two bands no more room than one step may stay."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import gcd

import attrs

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint.intervals import FINEST
from bzr_domain.rulebook.node import Node

_CENT = Fraction(1, 100)
TENTH = Fraction(1, 10)


@attrs.frozen
class ValueSteps:
    """The step of every node's value, and of what it measures.

    Attributes:
        measured: The step of a measurement that is recorded: to hundredths, unless it is asked what comes of tenths.
        values: By key, the step of which every value of the node is a multiple.
        measures: By key, the same for what it measures before the scale.
        exact: By key, the same for its value before that is rounded.
    """

    book: Book
    measured: Fraction = _CENT
    values: dict[str, Fraction] = attrs.field(factory=dict, init=False)
    measures: dict[str, Fraction] = attrs.field(factory=dict, init=False)
    exact: dict[str, Fraction] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Go through the nodes, each after all that it reads."""
        for node in self.book.order:
            self.measures[node.key] = self._find_measure_step(node)
            written = [value for value in (node.empty, node.otherwise) if isinstance(value, Decimal)]
            steps = [self._find_scaled_step(node), *map(Fraction, written)]
            exact = self.exact[node.key] = find_common_step(steps)
            step = node.rounding_step
            self.values[node.key] = exact if step is None or exact % Fraction(step) == 0 else Fraction(step)

    def _find_measure_step(self, node: Node) -> Fraction:
        if node.rank is not None:
            return FINEST if node.rank.ties == "split" else Fraction(1)
        if isinstance(node.measure, lang.Days | lang.Streak):
            return Fraction(1)
        if isinstance(node.source, lang.Gathered):
            return self._find_combined_step(node)
        if node.divide_by is not None or isinstance(node.measure, lang.Mean):
            return FINEST
        if isinstance(node.source, lang.ScoreRows):
            return Fraction(1) if node.source.counts else self._find_read_step(node.source)
        match node.source.number:
            case lang.Priced():
                prices = node.source.number.prices.values()
                return find_common_step([Fraction(price) for price in prices if price is not None])
            case lang.Counted() | lang.Late():
                return Fraction(1)
            case _:
                return self.measured

    def _find_read_step(self, rows: lang.ScoreRows) -> Fraction:
        """Find the step of what is read: a side of an item is not rounded as the item is, but weighed parts are to cents."""
        step = self.values.get(rows.node, Fraction(1))
        if rows.side == "score":
            return step
        exact = self.exact[rows.node]
        return find_common_step([step, exact] if exact % _CENT == 0 else [step, exact, _CENT])

    def _find_combined_step(self, node: Node) -> Fraction:
        if isinstance(node.measure, lang.Mean):
            return FINEST
        base = [Fraction(node.base)] if isinstance(node.base, Decimal) else []
        children = self.book.children(node.key)
        parts = [self.values[child.key] * child.weight for child in children if child.joins != "factor"]
        step = find_common_step([*base, *self._list_steps(node.bound.limits), *parts])
        for child in children:
            if child.joins == "factor":
                step = find_common_step([step, step * self.values[child.key]])
        return step

    def _list_steps(self, limits: Iterable[lang.Limit | None]) -> list[Fraction]:
        """List the steps of some limits, as far as they are there and set."""
        return [
            self.values.get(limit.node, Fraction(1)) if isinstance(limit, lang.Ref) else Fraction(limit)
            for limit in limits
            if isinstance(limit, lang.Ref | Decimal)
        ]

    def _find_scaled_step(self, node: Node) -> Fraction:
        measured, scale, bounds = self.measures[node.key], node.scale, self._list_steps(node.bound.limits)
        if isinstance(scale, lang.Table):
            if node.rank is not None and node.rank.ties == "split":
                return FINEST  # those who share places share what the places give
            gives = [Fraction(row.gives) for row in scale.rows if isinstance(row.gives, Decimal)]
            return find_common_step(gives + bounds)
        if not isinstance(scale, lang.Linear):
            return find_common_step([measured, *bounds])
        offsets = self._list_steps([scale.free, scale.short_of])
        units = Fraction(1) if scale.block is not None else find_common_step([measured, *offsets])
        if isinstance(scale.points, lang.Unset):
            return _CENT
        points = scale.points if isinstance(scale.points, Fraction) else self._list_steps([scale.points])[0]
        return find_common_step([units * points, *self._list_steps([scale.base]), *bounds])


def find_common_step(steps: list[Fraction]) -> Fraction:
    """Find the widest step of which all of them are multiples; 1 where there is none but 0.

    >>> find_common_step([Fraction(1, 2), Fraction(3)])
    Fraction(1, 2)
    """
    common = Fraction(0)
    for step in steps:
        numerator = gcd(common.numerator * step.denominator, step.numerator * common.denominator)
        common = Fraction(numerator, common.denominator * step.denominator)
    return common or Fraction(1)
