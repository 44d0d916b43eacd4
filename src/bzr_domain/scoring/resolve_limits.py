"""Resolve limits (待定与引用): put numbers in the place of what a node's scale and bound read from other nodes."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from bzr_domain.kernel.quantities import round_to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Bound, Node

FindNumber = Callable[[str], Fraction | None]
"""The number of a node or a roster figure in the same or a longer period; None where it is nothing."""
_Numbers = Mapping[Any, Any]
"""What a node reads, and the shares of a quota → the number of it; None where it is nothing."""


def resolve_limits(node: Node, find_number: FindNumber, ranked: int = 0) -> Node | None:
    """Return the node with a number for every limit; None where one it cannot do without is nothing.

    A figure that is not set makes the node worth 0; a table's row whose limit is not set or nothing never fits.

    Args:
        ranked: How many have a place, for the shares of a quota.
    """
    if node.fixed:
        return node
    linear, scale = node.linear, node.scale
    needed = (*node.bound.limits, linear.points, linear.free, linear.short_of, linear.base)
    words = [word for row in node.table_rows for word in lang.list_limits(row.test)]
    refs = [figure for figure in (*needed, *words) if isinstance(figure, lang.Ref)]
    numbers: _Numbers = {ref: _find_limit(ref, find_number) for ref in refs}
    if any(ref in needed and number is None for ref, number in numbers.items()):
        return None
    if lang.UNSET in node.bound.limits:
        return attrs.evolve(node, scale=lang.Linear(points=Fraction(0)), bound=Bound())
    if isinstance(scale, lang.Table):
        scale = _resolve_table(scale, numbers, ranked)
    elif lang.UNSET in needed:
        scale = lang.Linear(points=Fraction(0))
    elif scale is not None:
        points = Fraction(numbers.get(linear.points, linear.points))
        scale = attrs.evolve(_put_numbers(linear, numbers, "free", "short_of", "base"), points=points)
    return attrs.evolve(node, scale=scale, bound=_put_numbers(node.bound, numbers, "most", "floor", "cap"))


def _find_limit(ref: lang.Ref, find_number: FindNumber) -> Fraction | None:
    """The exact number that a reference leads to: a node's value, or a roster figure."""
    number = find_number(ref.node)
    return -number if number is not None and ref.negative else number


def _resolve_table(table: lang.Table, numbers: _Numbers, ranked: int) -> lang.Table:
    """The table with numbers for the limits of its rows, without those of which one is not set or nothing."""
    words = [word for row in table.rows for word in lang.list_limits(row.test)]
    shares = [word for word in words if isinstance(word, lang.Share)]
    numbers = {lang.UNSET: None, **numbers} | {
        share: round_to_step(share.part * ranked, Decimal(1), table.rounding) for share in shares
    }
    rows = [
        lang.Row(
            test=attrs.evolve(
                _put_numbers(row.test, numbers, "lowest", "above", "highest", "below"),
                among=row.test.among and tuple(numbers.get(word, word) for word in row.test.among),
            ),
            gives=Decimal(0) if isinstance(row.gives, lang.Unset) else row.gives,
        )
        for row in table.rows
        if None not in [numbers.get(word, word) for word in lang.list_limits(row.test)]
    ]
    return attrs.evolve(table, rows=tuple(rows))


def _put_numbers(words: Any, numbers: _Numbers, *names: str) -> Any:
    """The same bound, scale or test with numbers in the place of what some of its words read."""
    limits = {name: getattr(words, name) for name in names}
    return attrs.evolve(words, **{name: numbers.get(limit, limit) for name, limit in limits.items()})
