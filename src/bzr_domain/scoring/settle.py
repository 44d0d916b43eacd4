"""待定与引用: before a node is scaled, what its limits read from other nodes is put in their place."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.quantities import to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Bound, Node

Lookup = Callable[[str], Fraction | None]
"""The number of a node or a figure in the same or a wider cell; None where it is nothing."""


@attrs.frozen
class _Nothing:
    """What stands where a reference leads to nothing."""


def settle(node: Node, lookup: Lookup, placed: int = 0) -> Node | None:
    """The node with numbers for every limit; None where one it cannot do without is nothing.

    An unset figure makes the clause worth 0; a table's row whose limit is unset or nothing never fits.

    Args:
        placed: How many have a place, for the shares of a quota.
    """
    if node.fixed:
        return node
    bound = [_number(limit, lookup) for limit in (node.bound.most, node.bound.floor, node.bound.cap)]
    scale = (
        _table(node.scale, lookup, placed)
        if isinstance(node.scale, lang.Table)
        else _linear(node.scale, lookup)
    )
    if isinstance(scale, _Nothing) or any(isinstance(limit, _Nothing) for limit in bound):
        return None
    most, floor, cap = (limit if isinstance(limit, Decimal) else None for limit in bound)
    found = Bound(most=most, floor=floor, cap=cap, step=node.bound.step, rounding=node.bound.rounding)
    if lang.UNSET in (node.bound.most, node.bound.floor, node.bound.cap):
        scale, found = lang.Linear(points=Fraction(0)), Bound()
    return attrs.evolve(node, scale=scale, bound=found)


def is_unset(node: Node) -> bool:
    """Whether some figure of a node is not set (待定), the prices of its facts aside."""
    found: list[object] = [node.bound.most, node.bound.floor, node.bound.cap, node.divide_by]
    if isinstance(node.scale, lang.Linear):
        found += [node.scale.points, node.scale.free, node.scale.short_of, node.scale.base]
    elif isinstance(node.scale, lang.Table):
        found += [one for row in node.scale.rows for one in (*lang.list_limits(row.test), row.gives)]
    return lang.UNSET in found


def _number(limit: lang.Limit | None, lookup: Lookup) -> lang.Limit | _Nothing | None:
    if not isinstance(limit, lang.Ref):
        return limit
    number = lookup(limit.node)
    if number is None:
        return _Nothing()
    return _decimal(-number if limit.negative else number)


def _decimal(number: Fraction) -> Decimal:
    """A node's value is a multiple of 0.01 and a figure is whole, so nothing is lost."""
    return to_step(number, Decimal("0.000001"))


def _linear(scale: lang.Linear | None, lookup: Lookup) -> lang.Linear | _Nothing | None:
    if scale is None:
        return None
    points: object = scale.points
    if isinstance(scale.points, lang.Ref):
        number = _number(scale.points, lookup)
        points = Fraction(number) if isinstance(number, Decimal) else number
    limits = [_number(limit, lookup) for limit in (scale.free, scale.short_of, scale.base)]
    if isinstance(points, _Nothing) or any(isinstance(limit, _Nothing) for limit in limits):
        return _Nothing()
    if lang.UNSET in (points, *limits):
        return lang.Linear(points=Fraction(0))
    free, short_of, base = (limit if isinstance(limit, Decimal) else None for limit in limits)
    assert isinstance(points, Fraction)
    return attrs.evolve(scale, points=points, free=free, short_of=short_of, base=base)


def _table(scale: lang.Table, lookup: Lookup, placed: int) -> lang.Table:
    rows = [(row, _test(scale, row.test, lookup, placed)) for row in scale.rows]
    return attrs.evolve(
        scale,
        rows=tuple(
            lang.Row(test=test, gives=Decimal(0) if isinstance(row.gives, lang.Unset) else row.gives)
            for row, test in rows
            if test is not None
        ),
    )


def _test(scale: lang.Table, test: lang.Test, lookup: Lookup, placed: int) -> lang.Test | None:
    """The test with numbers for its limits; None where one of them is unset or nothing."""

    def word(limit: lang.Word | None) -> lang.Word | _Nothing | None:
        if isinstance(limit, lang.Share):
            return to_step(limit.part * placed, Decimal(1), scale.rounding)
        if isinstance(limit, lang.Ref | lang.Unset):
            number = _number(limit, lookup)
            return _Nothing() if isinstance(number, lang.Unset) else number
        return limit

    ends = {name: word(getattr(test, name)) for name in ("lowest", "above", "highest", "below")}
    among = None if test.among is None else tuple(word(one) for one in test.among)
    if any(isinstance(one, _Nothing) for one in (*ends.values(), *(among or ()))):
        return None
    return attrs.evolve(test, among=among, **ends)  # type: ignore[arg-type]  # nothing among them was ruled out above
