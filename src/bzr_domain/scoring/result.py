"""What each node came to: worth something, or nothing for a reason that is kept apart from 0."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.measure import Row

State = Literal["valued", "not-assessed", "not-due", "not-applicable"]
"""有值, 未评 (nothing recorded), 未到期 (waits for the end of its cell), 不适用."""


@attrs.frozen(kw_only=True)
class Place:
    """名次: the places somebody holds among the peers who have a value.

    Attributes:
        first, last: The places held; different where others have the same measure.
        counted: The place that counts, as the rule for ties says.
        peers: Everybody who has a place, best first, with what they are ranked by.
    """

    first: int
    last: int
    counted: int
    peers: tuple[tuple[str, Fraction], ...]


@attrs.frozen(kw_only=True)
class PeriodValue:
    """What one cell of a node came to (a week, a day, a month; or one fact, or one value of a field, by itself).

    Attributes:
        node: The node as the version governing this cell has it, its limits settled.
        rows: The rows selected; `counted` are those that make the result.
        tally: What the measure came to, in units; None where it is nothing or a label.
        excused: Facts that `except` leaves out; they are shown, and count for nothing.
        pending: Facts whose points nobody has chosen yet (待定).
        place: The place that stands for the measure, where one is asked.
    """

    node: Node
    cell: Period
    rows: tuple[Row, ...] = ()
    counted: tuple[Row, ...] = ()
    tally: Fraction | None = None
    value: lang.Value | None = None
    excused: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    place: Place | None = None


@attrs.frozen(kw_only=True)
class Result:
    """What a node is worth in a cell, and how it came to that.

    Attributes:
        value: None unless the state is `valued`.
        earned, deducted, bonus: For a node of points: what it adds inside, takes inside, adds outside its bounds;
            all at least 0 except a bonus that takes.
        parts: Its cells, for a node that counts facts or reads scores.
        waiting: Its cells that are not due yet.
        provisional: Whether it, or anything it reads, can still change by mere waiting.
        pending: Facts without chosen points on which it, or anything it reads, depends.
    """

    node: Node
    state: State
    value: lang.Value | None = None
    tally: Fraction | None = None
    earned: Decimal = ZERO
    deducted: Decimal = ZERO
    bonus: Decimal = ZERO
    parts: tuple[PeriodValue, ...] = ()
    waiting: tuple[Period, ...] = ()
    provisional: bool = False
    pending: frozenset[str] = frozenset()

    @property
    def points(self) -> Decimal:
        """The value as points; 0 for nothing, a label and a yes or no."""
        return self.value if isinstance(self.value, Decimal) else ZERO

    def list_period_values(self) -> list[lang.Value | None]:
        """Its value in each of its cells, in order; its parts within one cell are added up."""
        cells = dict.fromkeys(part.cell for part in self.parts)
        return [
            together([p.value for p in self.parts if p.cell == cell and p.value is not None])
            for cell in cells
        ]


Results = Mapping[str, Result]


def together(values: list[lang.Value]) -> lang.Value | None:
    """Several values of one node as one: numbers add up, a yes in any of them is a yes, of labels the last holds."""
    if not values:
        return None
    if all(isinstance(value, bool) for value in values):
        return any(values)
    if any(isinstance(value, str) for value in values):
        return values[-1]
    return sum((Decimal(value) for value in values), ZERO)
