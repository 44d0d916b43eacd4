"""Interval arithmetic: from where to where a number can go, over-wide rather than too narrow."""

from collections.abc import Iterable
from fractions import Fraction

import attrs

from bzr_domain.kernel.quantities import format_number

ZERO = Fraction(0)


@attrs.frozen
class Span:
    """From the lowest to the highest number that can occur; None means that there is no end.

    >>> str(Span(Fraction(-3), None))
    '-3…∞'
    """

    low: Fraction | None = None
    high: Fraction | None = None

    def __str__(self) -> str:
        low = "-∞" if self.low is None else format_number(self.low)
        return f"{low}…{'∞' if self.high is None else format_number(self.high)}"

    @property
    def finite(self) -> bool:
        """Whether it has both ends."""
        return self.low is not None and self.high is not None

    def plus(self, other: "Span") -> "Span":
        """The sum of a number of each."""
        low = None if self.low is None or other.low is None else self.low + other.low
        return Span(low, None if self.high is None or other.high is None else self.high + other.high)

    def opposite(self) -> "Span":
        """The same numbers with the other sign."""
        return Span(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
        )

    def times(self, factor: Fraction) -> "Span":
        """Each number multiplied."""
        if factor == 0:
            return NONE
        span = self if factor > 0 else self.opposite()
        size = abs(factor)
        return Span(
            None if span.low is None else span.low * size,
            None if span.high is None else span.high * size,
        )

    def by(self, other: "Span") -> "Span":
        """The product of a number of each."""
        found = [_product(one, two) for one in _ends(self) for two in _ends(other)]
        (low, lowest), (high, highest) = min(found), max(found)
        return Span(None if low else lowest, None if high else highest)

    def upto(self, limit: "Span") -> "Span":
        """No higher than a limit that lies in a span."""
        high = least(self.high, limit.high)
        return Span(None if self.low is None or limit.low is None else min(self.low, limit.low), high)

    def at_least(self, limit: "Span") -> "Span":
        """No lower than a limit that lies in a span."""
        return self.opposite().upto(limit.opposite()).opposite()

    def with_zero(self) -> "Span":
        """These numbers and 0."""
        return hull([self, NONE])

    def times_any(self, most: int | None) -> "Span":
        """The sum of none of them, of one, or of as many as `most` (None: however many)."""
        span = self.with_zero()
        if most is not None:
            return span.times(Fraction(most))
        return Span(ZERO if span.low == 0 else None, ZERO if span.high == 0 else None)


_End = tuple[int, Fraction]
"""An end as it compares: -1 and 1 for no end, 0 with its number."""


def _ends(span: Span) -> tuple[_End, _End]:
    low = (-1, ZERO) if span.low is None else (0, span.low)
    return low, ((1, ZERO) if span.high is None else (0, span.high))


def _product(one: _End, two: _End) -> _End:
    if not one[0] and not two[0]:
        return 0, one[1] * two[1]
    sign = _sign(one) * _sign(two)
    return sign, ZERO


def _sign(end: _End) -> int:
    return end[0] or (end[1] > 0) - (end[1] < 0)


NONE = Span(ZERO, ZERO)
"""Nothing but 0."""


def hull(spans: Iterable[Span]) -> Span:
    """The narrowest span that holds all of them; of none, nothing but 0."""
    found = list(spans)
    if not found:
        return NONE
    lows = [span.low for span in found]
    highs = [span.high for span in found]
    return Span(
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def exactly(number: Fraction | int) -> Span:
    """One number."""
    return Span(Fraction(number), Fraction(number))


def least(one: Fraction | None, two: Fraction | None) -> Fraction | None:
    """The lower of two upper ends."""
    if one is None or two is None:
        return two if one is None else one
    return min(one, two)
