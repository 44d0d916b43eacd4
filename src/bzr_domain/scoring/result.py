"""What each node came to: worth something, or nothing for a reason that is kept apart from 0."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import add_up, is_whole_cents, round_to_step, to_fraction
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.measure import Row
from bzr_domain.scoring.ranking import Place

State = Literal["valued", "not-assessed", "not-due", "not-applicable"]
"""有值, 未评 (nothing recorded), 未到期 (waits for the end of its period), 不适用."""
Exact = Fraction | bool | str
"""What a node is worth before it is shown: an exact number, yes or no, or a label."""


def show_value(exact: Exact | None) -> lang.Value | None:
    """Return what is shown of a value: a number rounded to two decimals, anything else as it is."""
    return round_to_step(exact) if isinstance(exact, Fraction) else exact


@attrs.frozen(kw_only=True)
class ExactComparison:
    """A number that was compared as it is, and falls on the other side of a limit than with two decimals (按原数比较).

    Attributes:
        node: Whose number it is.
        exact, shown: The number, and what is shown of it.
    """

    node: Node
    exact: Fraction
    shown: Decimal


def compare_exactly(test: lang.Test, result: "Result") -> ExactComparison | None:
    """Return the comparison of a result with a test where two decimals would decide otherwise; None where they do not."""
    exact = result.exact
    if not isinstance(exact, Fraction) or is_whole_cents(exact):
        return None
    shown = round_to_step(exact)
    if passes_test(test, exact) == passes_test(test, shown):
        return None
    return ExactComparison(node=result.node, exact=exact, shown=shown)


@attrs.frozen(kw_only=True)
class PeriodValue:
    """What one period of a node came to: a week, a day, a month.

    A node that has one value for each fact, or for each value of a field, has several of these in one period.

    Attributes:
        node: The node as the rulebook in force in this period has it, with numbers for its limits.
        rows: The rows selected; `counted` are those that make the result.
        tally: What the measure came to, in units; None where it is nothing or a label.
        exact: What it is worth to whoever reads it; `value` is what is shown of that.
        excused: Facts that `except` leaves out; they are shown, and count for nothing.
        pending: Facts whose points nobody has chosen yet (待定).
        place: The place that stands for the measure, where one is asked.
        left_out: Whether it is of a group that is not among those that count (取k组).
    """

    node: Node
    period: Period
    rows: tuple[Row, ...] = ()
    counted: tuple[Row, ...] = ()
    tally: Fraction | None = None
    exact: Exact | None = None
    excused: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    place: Place | None = None
    left_out: bool = False

    @property
    def value(self) -> lang.Value | None:
        """What is shown of it."""
        return show_value(self.exact)


@attrs.frozen(kw_only=True)
class Result:
    """What a node is worth in a period, and how it came to that.

    Attributes:
        exact: What it is worth to whoever reads or compares it; None unless the state is `valued`.
        earned, deducted, bonus: For a node of points: what it adds inside, takes inside, adds outside its bounds;
            all exact, and at least 0 except a bonus that takes.
        period_values: What each of its own periods came to, for a node that counts facts or reads scores.
        waiting: Its own periods that are not due yet.
        provisional: Whether it, or anything it reads, can still change by mere waiting.
        pending: Facts without chosen points on which it, or anything it reads, depends.
        compared: What it read of other nodes and compared otherwise than two decimals show.
        missing: The keys of the parts of a weighted total that have no value (缺项), of those it reads too.
    """

    node: Node
    state: State
    exact: Exact | None = None
    tally: Fraction | None = None
    earned: Fraction = Fraction(0)
    deducted: Fraction = Fraction(0)
    bonus: Fraction = Fraction(0)
    period_values: tuple[PeriodValue, ...] = ()
    waiting: tuple[Period, ...] = ()
    provisional: bool = False
    pending: frozenset[str] = frozenset()
    compared: tuple[ExactComparison, ...] = ()
    missing: frozenset[str] = frozenset()

    @property
    def value(self) -> lang.Value | None:
        """What is shown of it: points or money with two decimals, yes or no, a label."""
        return show_value(self.exact)

    @property
    def points(self) -> Decimal:
        """The value as points; 0 for nothing, a label and a yes or no."""
        return round_to_step(self.exact_points)

    @property
    def exact_points(self) -> Fraction:
        """The exact value as points; 0 for nothing, a label and a yes or no."""
        return self.exact if isinstance(self.exact, Fraction) else Fraction(0)

    def add_up_by_period(self) -> list[Exact | None]:
        """Add up the values within each period, such as those of single facts; one value a period, in order."""
        periods = dict.fromkeys(share.period for share in self.period_values)
        return [
            add_up_values([s.exact for s in self.period_values if s.period == period and s.exact is not None])
            for period in periods
        ]


Results = Mapping[str, Result]
"""The key of a node → its result."""


def add_up_values(values: Sequence[Exact]) -> Exact | None:
    """Add up several values of one node: numbers give their sum, yes and no a yes if any is, labels the last one."""
    if len(values) < 2:  # noqa: PLR2004 (what is alone is its own sum)
        return values[0] if values else None
    if all(isinstance(value, bool) for value in values):
        return any(values)
    if any(isinstance(value, str) for value in values):
        return values[-1]
    return add_up(value if isinstance(value, Fraction) else Fraction(value) for value in values)


def to_addend(value: Exact | None) -> Fraction:
    """Return a value as it is added up: a yes counts 1; a label and nothing have no number and count 0."""
    return value if isinstance(value, Fraction) else to_fraction(value if isinstance(value, bool) else 0)


def split_sides(values: Iterable[Exact | None]) -> tuple[Fraction, Fraction]:
    """Split values into the points they add together and those they take, both at least 0."""
    numbers = [value for value in values if isinstance(value, Fraction) and value.numerator]
    if not numbers:
        return Fraction(0), Fraction(0)
    earned = [number for number in numbers if number.numerator > 0]
    return add_up(earned), -add_up(number for number in numbers if number.numerator < 0)
