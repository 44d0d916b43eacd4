"""Bands on a grid: which of the numbers that can occur a test lets through.

Where all numbers are multiples of a step, every band — with its end or without it — is a closed stretch of the grid:
over 59 and under 60 is nothing for whole points, and 59.01 to 59.99 for hundredths.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import attrs

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.intervals import Span, least

Stretch = Span
Stretches = tuple[Stretch, ...]
FINEST = Fraction(1, 10**6)
"""The step of numbers that come from a division: none is coarser."""


@attrs.frozen
class Grid:
    """The numbers that can occur: from where to where, by which step."""

    span: Span
    step: Fraction = FINEST

    def all(self) -> Stretches:
        """Every one of them."""
        return self._clipped(Span())

    def passing(self, test: lang.Test) -> Stretches | None:
        """Those that pass a test; None where its limits are not known before the month is."""
        limits = lang.list_limits(test)
        if not all(isinstance(limit, Decimal) for limit in limits):
            return None
        if test.present is False:
            return ()
        low = _highest(self._up(test.lowest), self._above(test.above))
        high = least(self._down(test.highest), self._below(test.below))
        if test.among is None:
            return self._clipped(Span(low, high))
        points = sorted({Fraction(one) for one in test.among if isinstance(one, Decimal)})
        found = [one for one in points if (one / self.step).denominator == 1]
        return tuple(
            one
            for point in found
            if inside(point, Span(low, high))
            for one in self._clipped(Span(point, point))
        )

    def _clipped(self, span: Span) -> Stretches:
        low = _highest(span.low, None if self.span.low is None else self._up(self.span.low))
        high = least(span.high, None if self.span.high is None else self._down(self.span.high))
        return () if low is not None and high is not None and low > high else (Span(low, high),)

    def _up(self, limit: object) -> Fraction | None:
        return None if (n := _number(limit)) is None else ceil(n / self.step) * self.step

    def _above(self, limit: object) -> Fraction | None:
        return None if (n := _number(limit)) is None else (floor(n / self.step) + 1) * self.step

    def _down(self, limit: object) -> Fraction | None:
        return None if (n := _number(limit)) is None else floor(n / self.step) * self.step

    def _below(self, limit: object) -> Fraction | None:
        return None if (n := _number(limit)) is None else (ceil(n / self.step) - 1) * self.step

    def without(self, stretches: Iterable[Stretch], taken: Iterable[Stretch]) -> Stretches:
        """What is left of some stretches where others were taken away."""
        left = list(stretches)
        for one in taken:
            left = [part for stretch in left for part in self._minus(stretch, one)]
        return tuple(left)

    def _minus(self, stretch: Stretch, taken: Stretch) -> list[Stretch]:
        if not meet([stretch], [taken]):
            return [stretch]
        parts = []
        if taken.low is not None and (stretch.low is None or stretch.low < taken.low):
            parts.append(Span(stretch.low, taken.low - self.step))
        if taken.high is not None and (stretch.high is None or taken.high < stretch.high):
            parts.append(Span(taken.high + self.step, stretch.high))
        return parts


def _number(limit: object) -> Fraction | None:
    return Fraction(limit) if isinstance(limit, Decimal | Fraction) else None


def _highest(one: Fraction | None, two: Fraction | None) -> Fraction | None:
    if one is None or two is None:
        return two if one is None else one
    return max(one, two)


def placed(test: lang.Test, place: Callable[[lang.Word], lang.Word]) -> lang.Test:
    """The test with other limits in the place of its own, such as numbers for words."""
    ends = (test.lowest, test.above, test.highest, test.below)
    lowest, above, highest, below = (None if end is None else place(end) for end in ends)
    among = None if test.among is None else tuple(place(one) for one in test.among)
    return attrs.evolve(test, among=among, lowest=lowest, above=above, highest=highest, below=below)


def inside(number: Fraction, span: Span) -> bool:
    """Whether a number lies in a span, its ends included."""
    return (span.low is None or span.low <= number) and (span.high is None or number <= span.high)


def meet(ones: Iterable[Stretch], others: Iterable[Stretch]) -> Stretches:
    """What two lists of stretches have in common."""
    others = list(others)
    found = (Span(_highest(one.low, two.low), least(one.high, two.high)) for one in ones for two in others)
    return tuple(span for span in found if span.low is None or span.high is None or span.low <= span.high)
