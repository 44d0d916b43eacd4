"""Asked counts (次数要求): how often something was done in each period, beside how often a regulation asks for it."""

from collections.abc import Sequence
from datetime import date

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.register.calendar import Calendar
from bzr_domain.rulebook.duty_points import AskedCount


@attrs.frozen(kw_only=True)
class PeriodCount:
    """How often something was done in one period.

    Attributes:
        done: How many times, by the facts' counts.
        asked: How many times at least; None where it depends on the students of a class that has no number of them.
        closed: Whether the period is over; before, nothing is missing.
    """

    period: Period
    done: int
    asked: int | None
    closed: bool

    @property
    def met(self) -> bool:
        """Whether it was done as often as asked."""
        return self.asked is not None and self.done >= self.asked

    @property
    def missing(self) -> int:
        """How many times fewer than asked it was done, once the period is over."""
        return max((self.asked or 0) - self.done, 0) if self.closed else 0


def list_asked_periods(calendar: Calendar, asked: AskedCount, within: Period) -> list[Period]:
    """Return the periods of an asked count that belong to some days; where these are shorter, the one that they lie in."""
    if rank_length(asked.per) <= rank_length(within.per):
        return calendar.list_assessed_periods(asked.per, within)
    wider = calendar.find_wider_period(asked.per, within)
    return [] if wider is None else [wider]


def count_periods(
    asked: AskedCount, periods: Sequence[tuple[Period, int | None]], facts: Sequence[tuple[date, Fact]], today: date
) -> tuple[PeriodCount, ...]:
    """Count what was done in each period.

    Args:
        periods: Each with the number of students the class has in it, None where nobody said.
        facts: Each with the day as which it counts.
        today: The day of asking.
    """
    counted = [(day, fact.count) for day, fact in facts if any(name.names(fact) for name in asked.kinds)]
    return tuple(
        PeriodCount(
            period=period,
            done=sum(count for day, count in counted if period.covers(day)),
            asked=asked.count if not asked.each else None if students is None else asked.count * students,
            closed=today >= period.last,
        )
        for period, students in periods
    )
