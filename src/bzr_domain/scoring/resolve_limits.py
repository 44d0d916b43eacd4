"""Resolve limits (待定与引用): put numbers in the place of what a node's scale and bound read from other nodes."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.quantities import round_to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Bound, Node

FindNumber = Callable[[str], Fraction | None]
"""The number of a node or a roster figure in the same or a longer period; None where it is nothing."""


@attrs.frozen
class _Nothing:
    """What stands where a reference leads to nothing."""


def resolve_limits(node: Node, find_number: FindNumber, ranked: int = 0) -> Node | None:
    """Return the node with a number for every limit; None where one it cannot do without is nothing.

    A figure that is not set makes the node worth 0; a table's row whose limit is not set or nothing never fits.

    Args:
        ranked: How many have a place, for the shares of a quota.
    """
    if node.fixed:
        return node
    limits = (node.bound.most, node.bound.floor, node.bound.cap)
    numbers = [_resolve(limit, find_number) for limit in limits]
    scale = (
        _resolve_table(node.scale, find_number, ranked)
        if isinstance(node.scale, lang.Table)
        else _resolve_linear(node.scale, find_number)
    )
    if isinstance(scale, _Nothing) or any(isinstance(number, _Nothing) for number in numbers):
        return None
    if lang.UNSET in limits:
        return attrs.evolve(node, scale=lang.Linear(points=Fraction(0)), bound=Bound())
    most, floor, cap = (number if isinstance(number, Decimal) else None for number in numbers)
    bound = attrs.evolve(node.bound, most=most, floor=floor, cap=cap)
    return attrs.evolve(node, scale=scale, bound=bound)


def has_unset_figure(node: Node) -> bool:
    """Whether some figure of a node is not set (待定), the prices of its facts aside."""
    figures: list[object] = [node.bound.most, node.bound.floor, node.bound.cap, node.divide_by]
    if isinstance(node.scale, lang.Linear):
        figures += [node.scale.points, node.scale.free, node.scale.short_of, node.scale.base]
    elif isinstance(node.scale, lang.Table):
        for row in node.scale.rows:
            figures += (*lang.list_limits(row.test), row.gives)
    return lang.UNSET in figures


def _resolve(limit: lang.Limit | None, find_number: FindNumber) -> lang.Limit | _Nothing | None:
    if not isinstance(limit, lang.Ref):
        return limit
    number = find_number(limit.node)
    if number is None:
        return _Nothing()
    # A node's value is a multiple of 0.01 and a roster figure is whole, so nothing is lost.
    return round_to_step(-number if limit.negative else number, Decimal("0.000001"))


def _resolve_linear(scale: lang.Linear | None, find_number: FindNumber) -> lang.Linear | _Nothing | None:
    if scale is None:
        return None
    points: object = scale.points
    if isinstance(scale.points, lang.Ref):
        number = _resolve(scale.points, find_number)
        points = Fraction(number) if isinstance(number, Decimal) else number
    limits = [_resolve(limit, find_number) for limit in (scale.free, scale.short_of, scale.base)]
    if isinstance(points, _Nothing) or any(isinstance(limit, _Nothing) for limit in limits):
        return _Nothing()
    if lang.UNSET in (points, *limits):
        return lang.Linear(points=Fraction(0))
    free, short_of, base = (limit if isinstance(limit, Decimal) else None for limit in limits)
    assert isinstance(points, Fraction)
    return attrs.evolve(scale, points=points, free=free, short_of=short_of, base=base)


def _resolve_table(scale: lang.Table, find_number: FindNumber, ranked: int) -> lang.Table:
    tests = [_resolve_test(scale, row.test, find_number, ranked) for row in scale.rows]
    return attrs.evolve(
        scale,
        rows=tuple(
            lang.Row(test=test, gives=Decimal(0) if isinstance(row.gives, lang.Unset) else row.gives)
            for row, test in zip(scale.rows, tests, strict=True)
            if test is not None
        ),
    )


def _resolve_test(
    scale: lang.Table, test: lang.Test, find_number: FindNumber, ranked: int
) -> lang.Test | None:
    """The test with numbers for its limits; None where one of them is not set or nothing."""

    def resolve_word(limit: lang.Word | None) -> lang.Word | _Nothing | None:
        if isinstance(limit, lang.Share):
            return round_to_step(limit.part * ranked, Decimal(1), scale.rounding)
        if isinstance(limit, lang.Ref | lang.Unset):
            number = _resolve(limit, find_number)
            return _Nothing() if isinstance(number, lang.Unset) else number
        return limit

    ends = {name: resolve_word(getattr(test, name)) for name in ("lowest", "above", "highest", "below")}
    among = None if test.among is None else tuple(resolve_word(word) for word in test.among)
    if any(isinstance(word, _Nothing) for word in (*ends.values(), *(among or ()))):
        return None
    return attrs.evolve(test, among=among, **ends)  # type: ignore[arg-type]  # nothing among them was ruled out above
