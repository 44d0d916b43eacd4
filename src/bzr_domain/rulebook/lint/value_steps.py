"""In which steps the values of a node come: whole points, halves, hundredths — what two bands must leave no room between."""

from decimal import Decimal
from fractions import Fraction
from math import gcd

import attrs

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint.grid import FINEST
from bzr_domain.rulebook.node import Node

_CENT = Fraction(1, 100)


@attrs.frozen
class Grains:
    """The step of every node's value, and of what it measures.

    Attributes:
        values: By key, the step that every value of the node is a multiple of.
        measures: By key, the same for what it measures before the scale.
        exact: By key, the same for its value before that is rounded.
    """

    book: Book
    values: dict[str, Fraction] = attrs.field(factory=dict, init=False)
    measures: dict[str, Fraction] = attrs.field(factory=dict, init=False)
    exact: dict[str, Fraction] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Go through the nodes, each after all it reads."""
        for node in self.book.order:
            self.measures[node.key] = self._measured(node)
            given = [one for one in (node.empty, node.otherwise) if isinstance(one, Decimal)]
            exact = self.exact[node.key] = common([self._scaled(node), *map(Fraction, given)])
            step = Fraction(node.bound.step)
            self.values[node.key] = exact if exact % step == 0 else step

    def _measured(self, node: Node) -> Fraction:
        if node.rank is not None:
            return FINEST if node.rank.ties == "split" else Fraction(1)
        if isinstance(node.measure, lang.Days | lang.Streak):
            return Fraction(1)
        if isinstance(node.source, lang.Gathered):
            return self._gathered(node)
        if node.divide_by is not None or isinstance(node.measure, lang.Mean):
            return FINEST
        if isinstance(node.source, lang.ScoreRows):
            return Fraction(1) if node.source.counts else self.values.get(node.source.node, Fraction(1))
        match node.source.number:
            case lang.Priced():
                prices = node.source.number.prices.values()
                return common([Fraction(price) for price in prices if price is not None])
            case lang.Counted() | lang.Late():
                return Fraction(1)
            case _:
                return _CENT

    def _gathered(self, node: Node) -> Fraction:
        if isinstance(node.measure, lang.Mean):
            return FINEST
        base = [Fraction(node.base)] if isinstance(node.base, Decimal) else []
        children = self.book.children(node.key)
        added = [self.values[one.key] * one.weight for one in children if one.joins != "factor"]
        found = common([*base, *self._limits(node), *added])
        for child in children:
            if child.joins == "factor":
                found = common([found, found * self.values[child.key]])
        return found

    def _limits(self, node: Node) -> list[Fraction]:
        found: list[lang.Limit | None] = [node.bound.most, node.bound.floor, node.bound.cap]
        return [self._limit(one) for one in found if one is not None]

    def _limit(self, limit: lang.Limit) -> Fraction:
        if isinstance(limit, lang.Ref):
            return self.values.get(limit.node, Fraction(1))
        return Fraction(0) if isinstance(limit, lang.Unset) else Fraction(limit)

    def _scaled(self, node: Node) -> Fraction:
        measured, scale = self.measures[node.key], node.scale
        if isinstance(scale, lang.Table):
            if (
                node.rank is not None and node.rank.ties == "split"
            ):  # those who share places share what they give
                return FINEST
            gives = [row.gives for row in scale.rows]
            return common([Fraction(one) for one in gives if isinstance(one, Decimal)] + self._limits(node))
        if not isinstance(scale, lang.Linear):
            return common([measured, *self._limits(node)])
        offsets = [self._limit(one) for one in (scale.free, scale.short_of) if one is not None]
        units = Fraction(1) if scale.block is not None else common([measured, *offsets])
        if not isinstance(scale.points, Fraction):
            return FINEST
        base = [] if scale.base is None else [self._limit(scale.base)]
        return common([units * scale.points, *base, *self._limits(node)])


def common(steps: list[Fraction]) -> Fraction:
    """The widest step that all of them are multiples of; 1 where there is none but 0.

    >>> common([Fraction(1, 2), Fraction(3)])
    Fraction(1, 2)
    """
    found = Fraction(0)
    for step in steps:
        numerator = gcd(found.numerator * step.denominator, step.numerator * found.denominator)
        found = Fraction(numerator, found.denominator * step.denominator)
    return found or Fraction(1)
