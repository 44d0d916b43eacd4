"""Printed totals (印刷合计) against computed ones: the sheet's own sum is compared with the rulebook's, never used."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import chain

import attrs

from bzr_domain.facts.events import TotalPrinted
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.scoring.assessment import find_scope
from bzr_domain.scoring.evaluate import evaluate_nodes
from bzr_domain.scoring.ledger import Line, build_ledger
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.subject_view import Scope


@attrs.frozen(kw_only=True)
class TotalComparison:
    """One printed total beside the computed one: points deducted, above zero.

    Attributes:
        facts: The facts of that class, day and those kinds that the computed total sums.
    """

    printed: TotalPrinted
    computed: Decimal
    facts: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether both are the same number."""
        return self.surplus == 0

    @property
    def surplus(self) -> Decimal:
        """What is printed above what is computed; below zero where too little is printed."""
        return self.printed.total - self.computed


def project_printed_totals(
    school: LoadedSchool, class_id: str, period: Period, printed: Iterable[Recorded[TotalPrinted]]
) -> list[TotalComparison]:
    """Compare the totals printed for a class in a period with the computed ones; none where it is not assessed.

    Args:
        printed: Totals of any classes and days; of several on one sheet for one day, the one recorded last counts.
    """
    totals = _select_latest(printed, class_id, period)
    scope = find_scope(school, class_id, period)
    if not totals or isinstance(scope, Problem):
        return []
    book, results, items = (
        scope.schedule.book,
        evaluate_nodes(scope),
        scope.schedule.book.items_of(period.per),
    )
    accounts = (build_ledger(book, item, results, period.first, period.last) for item in items)
    return compare_printed_totals(scope, chain.from_iterable(accounts), totals)


def compare_printed_totals(
    scope: Scope, lines: Iterable[Line], printed: Iterable[TotalPrinted]
) -> list[TotalComparison]:
    """Compare each printed total of a period with what the facts of its day and kinds cost under the rulebook.

    Args:
        lines: The ledger lines of every item of the statement; before the items' bounds, as a daily sheet sums them.
    """
    facts = {current.id: current.fact for current in scope.current_facts}
    by_day: dict[date, list[Line]] = {}
    for line in lines:
        days = {facts[fact_id].on for fact_id in line.facts}
        if len(days) == 1:
            by_day.setdefault(days.pop(), []).append(line)
    comparisons = []
    for total in printed:
        summed = [
            line
            for line in by_day.get(total.on, [])
            if scope.period.covers(total.on) and all(facts[fact_id].kind in total.kinds for fact_id in line.facts)
        ]
        comparisons.append(
            TotalComparison(
                printed=total,
                computed=-sum((line.nominal for line in summed), ZERO),
                facts=tuple(fact_id for line in summed for fact_id in line.facts),
            )
        )
    return comparisons


def _select_latest(printed: Iterable[Recorded[TotalPrinted]], class_id: str, period: Period) -> list[TotalPrinted]:
    """The totals printed for a class in a period; of several on one sheet for one day, the one recorded last."""
    latest: dict[tuple[str, date], TotalPrinted] = {}
    for recorded in sorted(printed, key=lambda recorded: recorded.position):
        total = recorded.event
        if total.class_id == class_id and period.covers(total.on):
            latest[total.sheet, total.on] = total
    return list(latest.values())
