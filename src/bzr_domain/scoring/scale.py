"""折算 and 限度: a measure becomes points or money, within its bounds, rounded once.

Every limit is a number here: what a node reads from other nodes was put in its place before (see `settle`).
"""

from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from bzr_domain.kernel.quantities import to_fraction, to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Bound, Node

Measured = Fraction | str
"""What a measure comes to: a number, or the label of a score that has labels."""


def units(scale: lang.Scale | None, measured: Fraction) -> Fraction:
    """What a linear scale counts: what exceeds `free`, what is `short_of`, or the measure; by whole blocks of N."""
    if not isinstance(scale, lang.Linear):
        return measured
    counted = measured
    if scale.free is not None:
        counted = max(to_fraction(0), measured - _number(scale.free))
    elif scale.short_of is not None:
        counted = max(to_fraction(0), _number(scale.short_of) - measured)
    if scale.block is None:
        return counted
    return to_fraction(to_step(counted / to_fraction(scale.block), Decimal(1), scale.rounding))


def scaled(
    scale: lang.Scale | None, measured: Measured, labels: tuple[str, ...] = ()
) -> Fraction | bool | str | None:
    """What a measure gives, not yet bounded; None where no row of a table fits."""
    match scale:
        case None:
            return measured
        case lang.Linear():
            assert isinstance(measured, Fraction)
            assert isinstance(scale.points, Fraction)
            return _number(scale.base or Decimal(0)) + units(scale, measured) * scale.points
        case lang.Table():
            fitting = next((row.gives for row in scale.rows if passes_test(row.test, measured, labels)), None)
            return to_fraction(fitting) if isinstance(fitting, Decimal) else _plain(fitting)
        case _:
            assert_never(scale)


def limited(bound: Bound, number: Fraction) -> Fraction:
    """The number within most, floor and cap, in that order, not rounded."""
    if bound.most is not None:
        most = _number(bound.most)
        number = max(-most, min(most, number))
    if bound.floor is not None:
        number = max(_number(bound.floor), number)
    if bound.cap is not None:
        number = min(_number(bound.cap), number)
    return number


def bounded(bound: Bound, number: Fraction) -> Decimal:
    """The number within most, floor and cap, rounded to its step."""
    return to_step(limited(bound, number), bound.step, bound.rounding)


def worth(node: Node, measured: Measured | None, labels: tuple[str, ...] = ()) -> lang.Value | None:
    """What a node's measure is worth; None where it is nothing and no `empty` is said.

    Args:
        labels: The labels of the score that was read, lowest first.
    """
    if measured is None:
        return node.empty
    result = scaled(node.scale, measured, labels)
    return bounded(node.bound, result) if isinstance(result, Fraction) else result


def _number(limit: lang.Limit) -> Fraction:
    assert isinstance(limit, Decimal), limit
    return to_fraction(limit)


def _plain(value: object) -> bool | str | None:
    assert isinstance(value, bool | str | None), value
    return value
