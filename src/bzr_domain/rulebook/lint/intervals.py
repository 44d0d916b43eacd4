"""Intervals of numbers: where a value can lie, wider than it is rather than too narrow, and which of those numbers pass a test.

Where all numbers are multiples of a step, every band of a table is a closed interval, with or without its ends: over 59
and under 60 is nothing for whole points, and 59.01 to 59.99 for hundredths.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import attrs

from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang

ZERO = Fraction(0)
FINEST = Fraction(1, 10**6)
"""The step of numbers that come from a division: no step is finer."""


@attrs.frozen
class Interval:
    """The numbers from `low` to `high`, both included; None means that there is no end.

    >>> str(Interval(Fraction(-3), None))
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

    def contains(self, number: Fraction) -> bool:
        """Whether a number lies in it, its ends included."""
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)

    def plus(self, other: "Interval") -> "Interval":
        """Add a number of each."""
        low = None if self.low is None or other.low is None else self.low + other.low
        return Interval(low, None if self.high is None or other.high is None else self.high + other.high)

    def negate(self) -> "Interval":
        """Give each number the other sign."""
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
        )

    def times(self, factor: Fraction) -> "Interval":
        """Multiply each number by a factor."""
        if factor == 0:
            return NONE
        signed = self if factor > 0 else self.negate()
        size = abs(factor)
        return Interval(
            None if signed.low is None else signed.low * size,
            None if signed.high is None else signed.high * size,
        )

    def multiply(self, other: "Interval") -> "Interval":
        """Multiply a number of each."""
        products = [_multiply_ends(end, other_end) for end in _ends(self) for other_end in _ends(other)]
        (low, lowest), (high, highest) = min(products), max(products)
        return Interval(None if low else lowest, None if high else highest)

    def widen_to(self, step: Fraction) -> "Interval":
        """Move each end outwards to a multiple of a step."""
        return Interval(
            None if self.low is None else floor(self.low / step) * step,
            None if self.high is None else ceil(self.high / step) * step,
        )

    def cap(self, limit: "Interval") -> "Interval":
        """Lower each number to a limit that lies in an interval."""
        low = None if self.low is None or limit.low is None else min(self.low, limit.low)
        return Interval(low, _choose_end(min, self.high, limit.high))

    def raise_to(self, limit: "Interval") -> "Interval":
        """Raise each number to a limit that lies in an interval."""
        return self.negate().cap(limit.negate()).negate()

    def with_zero(self) -> "Interval":
        """Include 0."""
        return hull([self, NONE])

    def sum_up_to(self, most: int | None) -> "Interval":
        """Add up none of the numbers, one, or as many as `most` (None: however many)."""
        interval = self.with_zero()
        if most is not None:
            return interval.times(Fraction(most))
        return Interval(ZERO if interval.low == 0 else None, ZERO if interval.high == 0 else None)


Intervals = tuple[Interval, ...]
NONE = Interval(ZERO, ZERO)
"""Nothing but 0."""

_End = tuple[int, Fraction]
"""An end as it compares: (-1, 0) and (1, 0) where there is none, otherwise 0 with its number."""


def _ends(interval: Interval) -> tuple[_End, _End]:
    low = (-1, ZERO) if interval.low is None else (0, interval.low)
    return low, ((1, ZERO) if interval.high is None else (0, interval.high))


def _multiply_ends(first: _End, second: _End) -> _End:
    if not first[0] and not second[0]:
        return 0, first[1] * second[1]
    return _sign(first) * _sign(second), ZERO


def _sign(end: _End) -> int:
    return end[0] or (end[1] > 0) - (end[1] < 0)


def point(number: Fraction | int) -> Interval:
    """Return the interval of one number."""
    return Interval(Fraction(number), Fraction(number))


def hull(intervals: Iterable[Interval]) -> Interval:
    """Return the narrowest interval that holds all of them; without any, nothing but 0."""
    parts = list(intervals)
    if not parts:
        return NONE
    lows = [part.low for part in parts]
    highs = [part.high for part in parts]
    return Interval(
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def intersect(some: Iterable[Interval], others: Iterable[Interval]) -> Intervals:
    """Return what two lists of intervals have in common."""
    others = list(others)
    common = (
        Interval(_choose_end(max, first.low, second.low), _choose_end(min, first.high, second.high))
        for first in some
        for second in others
    )
    return tuple(part for part in common if _is_before(part.low, part.high))


def have_common(some: Intervals, others: Intervals) -> bool:
    """Whether two lists of intervals have a number in common."""
    return any(
        _is_before(first.low, second.high) and _is_before(second.low, first.high) for first in some for second in others
    )


def _is_before(low: Fraction | None, high: Fraction | None) -> bool:
    return low is None or high is None or low <= high


def _choose_end(
    choose: Callable[[Fraction, Fraction], Fraction], first: Fraction | None, second: Fraction | None
) -> Fraction | None:
    """Return the lower (min) or the higher (max) of two ends, as far as they are there."""
    if first is None or second is None:
        return second if first is None else first
    return choose(first, second)


@attrs.frozen
class Grid:
    """The numbers that can occur: the multiples of a step within an interval."""

    interval: Interval
    step: Fraction = FINEST

    def all(self) -> Intervals:
        """Return every number that can occur."""
        return self._clip(Interval())

    def find_passing(self, test: lang.Test) -> Intervals | None:
        """Find the numbers that pass a test; None where its limits are not known before the month is over."""
        limits = lang.list_limits(test)
        if not all(isinstance(limit, Decimal) for limit in limits):
            return None
        if test.present is False:
            return ()
        low = _choose_end(max, self._round(test.lowest, ceil), self._round(test.above, floor, 1))
        high = _choose_end(min, self._round(test.highest, floor), self._round(test.below, ceil, -1))
        if test.among is None:
            return self._clip(Interval(low, high))
        numbers = sorted({Fraction(limit) for limit in test.among if isinstance(limit, Decimal)})
        return tuple(
            part
            for number in numbers
            if (number / self.step).denominator == 1 and Interval(low, high).contains(number)
            for part in self._clip(point(number))
        )

    def subtract(self, intervals: Iterable[Interval], removed: Iterable[Interval]) -> Intervals:
        """Return what is left of some intervals without those that are removed."""
        left = list(intervals)
        for interval in removed:
            left = [part for whole in left for part in self._subtract(whole, interval)]
        return tuple(left)

    def _subtract(self, whole: Interval, removed: Interval) -> list[Interval]:
        if not intersect([whole], [removed]):
            return [whole]
        parts = []
        if removed.low is not None and (whole.low is None or whole.low < removed.low):
            parts.append(Interval(whole.low, removed.low - self.step))
        if removed.high is not None and (whole.high is None or removed.high < whole.high):
            parts.append(Interval(removed.high + self.step, whole.high))
        return parts

    def _clip(self, interval: Interval) -> Intervals:
        low = _choose_end(max, interval.low, self._round(self.interval.low, ceil))
        high = _choose_end(min, interval.high, self._round(self.interval.high, floor))
        return () if low is not None and high is not None and low > high else (Interval(low, high),)

    def _round(self, limit: object, to_whole: Callable[[Fraction], int], further: int = 0) -> Fraction | None:
        """Round a limit to a multiple of the step, and go so many steps further; None where there is no limit."""
        if not isinstance(limit, Decimal | Fraction):
            return None
        return (to_whole(Fraction(limit) / self.step) + further) * self.step


def replace_limits(test: lang.Test, replace: Callable[[lang.Word], lang.Word]) -> lang.Test:
    """Replace each limit of a test, such as a word by the number of its step."""
    lowest, above, highest, below = (None if end is None else replace(end) for end in test.ends)
    among = None if test.among is None else tuple(replace(word) for word in test.among)
    return attrs.evolve(test, among=among, lowest=lowest, above=above, highest=highest, below=below)
