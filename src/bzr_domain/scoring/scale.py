"""折算 and 限度: a measure becomes points or money, within its bounds, rounded once."""

from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from bzr_domain.quantities import to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Bound, Node
from bzr_domain.scoring.select import passes


def units(scale: lang.Scale | None, measured: Fraction) -> Fraction:
    """What a linear scale counts: what exceeds `free`, what is `short_of`, or the measure itself."""
    if isinstance(scale, lang.Linear):
        if scale.free is not None:
            return max(Fraction(0), measured - Fraction(scale.free))
        if scale.short_of is not None:
            return max(Fraction(0), Fraction(scale.short_of) - measured)
    return measured


def scaled(scale: lang.Scale | None, measured: Fraction) -> Fraction | bool | None:
    """What a measure gives, not yet bounded; None where no row of a table fits."""
    match scale:
        case None:
            return measured
        case lang.Linear():
            return Fraction(scale.base or 0) + units(scale, measured) * scale.points
        case lang.Table():
            fitting = next((row.gives for row in scale.rows if passes(row.test, measured)), None)
            return fitting if isinstance(fitting, bool | None) else Fraction(fitting)
        case _:
            assert_never(scale)


def bounded(bound: Bound, number: Fraction) -> Decimal:
    """The number within most, floor and cap, in that order, rounded to its step."""
    if bound.most is not None:
        number = max(-Fraction(bound.most), min(Fraction(bound.most), number))
    if bound.floor is not None:
        number = max(Fraction(bound.floor), number)
    if bound.cap is not None:
        number = min(Fraction(bound.cap), number)
    return to_step(number, bound.step, bound.rounding)


def worth(node: Node, measured: Fraction | None) -> lang.Value | None:
    """What a node's measure is worth; None where it is nothing and no `empty` is said."""
    if measured is None:
        return node.empty
    result = scaled(node.scale, measured)
    if isinstance(result, bool | None):
        return result
    return bounded(node.bound, result)
