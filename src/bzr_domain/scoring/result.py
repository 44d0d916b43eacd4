"""What is scored, and what each node came to: worth something, or nothing for a reason that is kept apart from 0."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

import attrs

from bzr_domain.history import Standing
from bzr_domain.periods import Calendar, Cell, cell_of, month_of
from bzr_domain.quantities import ZERO
from bzr_domain.roster import SchoolClass
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.schedule import Schedule
from bzr_domain.scoring.measure import Row

State = Literal["valued", "not-assessed", "not-due", "not-applicable"]
"""有值, 未评 (nothing recorded), 未到期 (waits for the end of its cell), 不适用."""


@attrs.frozen(kw_only=True)
class Scope:
    """What is scored: one class in one month, as known on a day.

    Attributes:
        standing: Every standing fact of the class on the days that can touch the month, by (day, order); those of days
            on which no rulebook is in force are listed, never scored.
        as_of: The day of asking, in the school's time zone: what absence gives waits for it.
    """

    school_class: SchoolClass
    month: Cell
    calendar: Calendar
    schedule: Schedule
    standing: tuple[Standing, ...]
    as_of: date

    @cached_property
    def _by_kind(self) -> dict[str, list[Standing]]:
        found: dict[str, list[Standing]] = {}
        for one in self.standing:
            if self.schedule.book_on(one.fact.on) is not None:
                found.setdefault(one.fact.kind, []).append(one)
        return found

    def of_kinds(self, rows: lang.FactRows) -> list[Standing]:
        """The standing facts of the kinds that a rule names, its tests not yet asked, by (day, order)."""
        kinds = [kind for kind in self._by_kind if any(s.takes(kind) for s in rows.selectors)]
        found = [one for kind in kinds for one in self._by_kind[kind]]
        return sorted(found, key=lambda one: (one.fact.on, one.order))

    def month_of(self, node: Node, day: date) -> Cell:
        """The month in which a node counts a day's facts."""
        return self.calendar.month_of_cell(cell_of(node.per, day)) if node.per != "month" else month_of(day)


@attrs.frozen(kw_only=True)
class Part:
    """What one cell of a node came to (a week, a day, a month; or one fact by itself).

    Attributes:
        node: The node as the version governing this cell has it.
        rows: The rows selected; `counted` are those that make the result.
        tally: What the measure came to, in units; None where it is nothing.
    """

    node: Node
    cell: Cell
    rows: tuple[Row, ...]
    counted: tuple[Row, ...]
    tally: Fraction | None
    value: lang.Value | None


@attrs.frozen(kw_only=True)
class Result:
    """What a node is worth in the month, and how it came to that.

    Attributes:
        value: None unless the state is `valued`.
        earned, deducted, bonus: For a node of points: what it adds inside, takes inside, adds outside its bounds;
            all at least 0 except a bonus that takes.
        parts: Its cells, for a node that counts facts.
        waiting: Its cells that are not due yet.
    """

    node: Node
    state: State
    value: lang.Value | None = None
    tally: Fraction | None = None
    earned: Decimal = ZERO
    deducted: Decimal = ZERO
    bonus: Decimal = ZERO
    parts: tuple[Part, ...] = ()
    waiting: tuple[Cell, ...] = ()

    @property
    def points(self) -> Decimal:
        """The value as points; 0 for nothing and for a yes or no."""
        return self.value if isinstance(self.value, Decimal) else ZERO


Results = Mapping[str, Result]
