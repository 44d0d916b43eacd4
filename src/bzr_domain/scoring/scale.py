"""Scale and bound (折算、限度): a measure becomes points or money, within its limits, rounded only where its node rounds.

Every limit is a number here: `resolve_limits` has put numbers in the place of what a node reads from other nodes.
"""

from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from bzr_domain.kernel.quantities import round_to_step, to_fraction
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Bound, Node
from bzr_domain.scoring.result import Exact

Measured = Fraction | str
"""What a measure comes to: a number, or the label of a score that has labels."""


def count_units(scale: lang.Scale | None, measured: Fraction) -> Fraction:
    """Count the units of a linear scale: what exceeds `free`, what lacks of `short_of`, or the measure; in blocks of N."""
    if not isinstance(scale, lang.Linear):
        return measured
    units = measured
    if scale.free is not None:
        units = max(to_fraction(0), measured - _number(scale.free))
    elif scale.short_of is not None:
        units = max(to_fraction(0), _number(scale.short_of) - measured)
    if scale.block is None:
        return units
    return to_fraction(round_to_step(units / to_fraction(scale.block), Decimal(1), scale.rounding))


def apply_scale(
    scale: lang.Scale | None, measured: Measured, labels: tuple[str, ...] = ()
) -> Fraction | bool | str | None:
    """Turn a measure into what it gives, not bounded yet; None where no row of a table fits."""
    match scale:
        case None:
            return measured
        case lang.Linear():
            assert isinstance(measured, Fraction)
            assert isinstance(scale.points, Fraction)
            number = count_units(scale, measured) * scale.points
            return number if scale.base is None else _number(scale.base) + number
        case lang.Table():
            gives = next((row.gives for row in scale.rows if passes_test(row.test, measured, labels)), None)
            assert not isinstance(gives, lang.Unset)
            return to_fraction(gives) if isinstance(gives, Decimal) else gives
        case _:
            assert_never(scale)


def apply_limits(bound: Bound, number: Fraction) -> Fraction:
    """Keep a number within most, floor and cap, in that order; it is not rounded."""
    if bound.most is not None:
        most = _number(bound.most)
        number = max(-most, min(most, number))
    if bound.floor is not None:
        number = max(_number(bound.floor), number)
    if bound.cap is not None:
        number = min(_number(bound.cap), number)
    return number


def round_value(node: Node, number: Fraction) -> Fraction:
    """Round what a node is worth where it says to which step, or is money that is paid; else it stays exact."""
    step = node.rounding_step
    return number if step is None else to_fraction(round_to_step(number, step, node.bound.rounding))


def compute_value(node: Node, measured: Measured | None, labels: tuple[str, ...] = ()) -> Exact | None:
    """Compute what a node's measure is worth; None where it is nothing and the node has no `empty`.

    Args:
        labels: The labels of the score that was read, lowest first.
    """
    if measured is None:
        return to_exact(node.empty)
    result = apply_scale(node.scale, measured, labels)
    return round_value(node, apply_limits(node.bound, result)) if isinstance(result, Fraction) else result


def to_exact(value: lang.Value | None) -> Exact | None:
    """Return a value that a rulebook writes as one that nodes are worth."""
    return to_fraction(value) if isinstance(value, Decimal) else value


def _number(limit: lang.Limit) -> Fraction:
    assert isinstance(limit, Decimal | Fraction), limit
    return limit if isinstance(limit, Fraction) else to_fraction(limit)
