"""Printed totals (印刷合计) against computed ones: the sheet's own sum is compared with the rulebook's, never used."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.facts.events import TotalPrinted
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import CENT, add_up, round_to_step
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import scale
from bzr_domain.scoring.assessment import find_scope
from bzr_domain.scoring.evaluate import evaluate_nodes
from bzr_domain.scoring.ledger import adds_up_by_fact
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.measure import Row
from bzr_domain.scoring.result import PeriodValue


@attrs.frozen(kw_only=True)
class TotalComparison:
    """One printed total beside the computed one: points deducted, above zero.

    Attributes:
        computed: What the facts cost, rounded to as many places as the total is printed in; to cents where it is
            printed as a whole number, since 3 may not stand for 2.5.
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

    Each is compared with what the facts of its own day and kinds cost under the rulebook, before the items' bounds, as a
    daily sheet sums them.

    Args:
        printed: Totals of any classes and days; of several on one sheet for one day, the one recorded last counts.
    """
    totals = _select_latest(printed, class_id, period)
    scope = find_scope(school, class_id, period)
    if not totals or isinstance(scope, Problem):
        return []
    book, results = scope.schedule.book, evaluate_nodes(scope)
    kinds = {current.id: current.fact.kind for current in scope.current_facts}
    leaves = [leaf for item in book.items_of(period.per) for leaf in _list_leaves(book, item)]
    values = [value for leaf in leaves for value in results[leaf.key].period_values]
    return [_compare_total(total, values, kinds) for total in totals]


def _list_leaves(book: Book, node: Node) -> Iterator[Node]:
    """List the clauses that go into an item, all the way down."""
    if not node.gathers:
        yield node
    for child in book.children(node.key):
        yield from _list_leaves(book, child)


def _compare_total(total: TotalPrinted, values: Iterable[PeriodValue], kinds: dict[str, str]) -> TotalComparison:
    costs, facts = [], []
    for value in values:
        rows = [row for row in value.rows if row.on == total.on and kinds.get(row.fact) in total.kinds]
        cost = _compute_cost(value, rows, total.on) if rows else None
        if cost is not None:
            costs.append(cost)
            facts += [row.fact for row in rows]
    exponent = int(total.total.as_tuple().exponent)
    step = Decimal(1).scaleb(exponent) if exponent < 0 else CENT
    return TotalComparison(printed=total, computed=round_to_step(-add_up(costs), step), facts=tuple(facts))


def _compute_cost(value: PeriodValue, rows: list[Row], day: date) -> Fraction | None:
    """What some facts of a day change in a clause; None where they make one value with those of other days.

    Where each fact adds its own points it is computed from that day alone, not rounded yet; else, as where three are free
    in a month, it is what the clause comes to with that day less what it came to before.
    """
    node = value.node
    if node.groups is not None or not adds_up_by_fact(node):
        whole = len(rows) == len(value.rows)
        return value.exact if whole and isinstance(value.exact, Fraction) else None
    alone = node.adds_up or node.each
    before = Fraction(0) if alone else add_up(row.number for row in value.rows if row.on < day)
    after = before + add_up(row.number for row in rows)
    return _compute_points(node, after) - _compute_points(node, before)


def _compute_points(node: Node, number: Fraction) -> Fraction:
    """What a number of a clause comes to; rounded only where the rulebook says to what."""
    points = scale.apply_scale(node.scale, number)
    assert isinstance(points, Fraction)
    return scale.round_value(node, scale.apply_limits(node.bound, points))


def _select_latest(printed: Iterable[Recorded[TotalPrinted]], class_id: str, period: Period) -> list[TotalPrinted]:
    """The totals printed for a class in a period; of several on one sheet for one day, the one recorded last."""
    latest: dict[tuple[str, date], TotalPrinted] = {}
    for recorded in sorted(printed, key=lambda recorded: recorded.position):
        total = recorded.event
        if total.class_id == class_id and period.covers(total.on):
            latest[total.sheet, total.on] = total
    return list(latest.values())
