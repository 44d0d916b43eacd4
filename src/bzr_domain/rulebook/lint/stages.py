"""How far each stage of a node can go: what is taken of the rows, what the scale makes of it, what the bounds leave."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.intervals import NONE, Span, exactly, hull
from bzr_domain.rulebook.node import Bound, Node

Limits = Callable[[lang.Limit], Span]
"""Where a limit can lie."""
ENDLESS = Span(Fraction(0), None)
_CELL_DAYS = {"day": 1, "week": 7, "month": 31}


def scaled(node: Node, measured: Span, limit: Limits) -> Span:
    """What the scale makes of the measure."""
    match node.scale:
        case None:
            return measured
        case lang.Linear():
            return _linear(node.scale, measured, limit)
        case lang.Table():
            return hull(given(row.gives) for row in node.scale.rows)
        case _:
            assert_never(node.scale)


def _linear(scale: lang.Linear, measured: Span, limit: Limits) -> Span:
    units = measured
    if scale.free is not None:
        units = measured.plus(limit(scale.free).opposite()).at_least(NONE)
    elif scale.short_of is not None:
        units = limit(scale.short_of).plus(measured.opposite()).at_least(NONE)
    if scale.block is not None:
        blocks = units.times(1 / Fraction(scale.block))
        units = Span(
            None if blocks.low is None else Fraction(floor(blocks.low)),
            None if blocks.high is None else Fraction(ceil(blocks.high)),
        )
    points = exactly(scale.points) if isinstance(scale.points, Fraction) else limit(scale.points)
    found = units.by(points)
    return found if scale.base is None else found.plus(limit(scale.base))


def bounded(bound: Bound, found: Span, limit: Limits) -> Span:
    """Within most, floor and cap; nothing but 0 where one of them is not set."""
    if bound.most is not None:
        most = limit(bound.most)
        found = found.upto(most).at_least(most.opposite())
    if bound.floor is not None:
        found = found.at_least(limit(bound.floor))
    if bound.cap is not None:
        found = found.upto(limit(bound.cap))
    unset = lang.UNSET in (bound.most, bound.floor, bound.cap)
    return NONE if unset else found


def taken(node: Node, row: Span, known: int | None) -> Span:
    """What the rows come to, each within a span, of which there are at most so many (None: nobody knows)."""
    match node.measure:
        case lang.Total():
            return row if node.each else row.times_any(known)
        case lang.Mean() | lang.Last():
            return row
        case lang.Highest() | lang.Lowest():
            return hull([row, row.times(Fraction(node.measure.best))])
        case lang.Days():
            days = _CELL_DAYS.get(node.per) if getattr(node.source, "reach", "cell") == "cell" else None
            return Span(Fraction(0), None if days is None else Fraction(days))
        case lang.Streak():
            return ENDLESS
        case _:
            assert_never(node.measure)


def given(gives: lang.Value | lang.Unset) -> Span:
    """What a row of a table gives; a label and what is not set have no number."""
    return exactly(Fraction(gives)) if isinstance(gives, Decimal | bool) else NONE


def rounded(span: Span, bound: Bound) -> Span:
    """The span with room for what rounding may add."""
    step = Fraction(bound.step)
    return Span(
        None if span.low is None else floor(span.low / step) * step,
        None if span.high is None else ceil(span.high / step) * step,
    )


def reached(spans: Iterable[Span]) -> Span:
    """The sum of the ends that are known: what the printed figures come to, where some have no end."""
    low = high = Fraction(0)
    for span in spans:
        low += min(span.low or Fraction(0), Fraction(0))
        high += max(span.high or Fraction(0), Fraction(0))
    return Span(low, high)
