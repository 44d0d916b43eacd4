"""Printed totals (印刷合计) against computed ones: the sheet's own sum is compared with the rulebook's, never used."""

from collections.abc import Iterable
from decimal import Decimal

import attrs

from bzr_domain.facts.events import TotalPrinted
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.scoring.ledger import Line
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


def compare_printed_totals(
    scope: Scope, lines: Iterable[Line], printed: Iterable[TotalPrinted]
) -> list[TotalComparison]:
    """Each printed total of the month beside what the facts of its day and kinds cost under the rulebook.

    Args:
        lines: The ledger lines of every item of the statement; before the items' bounds, as a daily sheet sums them.
    """
    kinds = {one.id: one.fact.kind for one in scope.current_facts}
    days = {one.id: one.fact.on for one in scope.current_facts}
    by_day: dict[object, list[Line]] = {}
    for line in lines:
        if line.facts and len({days[fact] for fact in line.facts}) == 1:
            by_day.setdefault(days[line.facts[0]], []).append(line)
    found = []
    for one in printed:
        meant = [
            line
            for line in by_day.get(one.on, [])
            if scope.period.covers(one.on) and all(kinds[fact] in one.kinds for fact in line.facts)
        ]
        found.append(
            TotalComparison(
                printed=one,
                computed=-sum((line.nominal for line in meant), ZERO),
                facts=tuple(fact for line in meant for fact in line.facts),
            )
        )
    return found
