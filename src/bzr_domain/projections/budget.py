"""The budget (预算): what the outcomes about the whole school come to — allowances and pay forecast from the roster."""

from decimal import Decimal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.evaluate import within
from bzr_domain.scoring.result import Result
from bzr_domain.scoring.subjects import SCHOOL
from bzr_domain.scoring.view import View
from bzr_domain.scoring.world import World


@attrs.frozen(kw_only=True)
class BudgetLine:
    """One outcome about the whole school, and whom it adds up.

    Attributes:
        amounts: Who → what each of them adds, for those who add something.
    """

    book: Book
    node: Node
    result: Result
    amounts: tuple[tuple[str, Decimal], ...]


def budget(world: World, period: Period) -> list[BudgetLine]:
    """Every outcome about the school in a period, of each rulebook in force then."""
    found: dict[str, View] = {}
    for class_id in world.register.classes_in(period):
        schedule = world.schedule(class_id, period)
        if schedule is not None:
            found.setdefault(schedule.last.id, View(world=world, schedule=schedule, subject=SCHOOL))
    return [
        _line(view, node, within(view, node, period))
        for view in found.values()
        for node in view.schedule.last.outcomes
        if node.about == "school" and node.per == period.per
    ]


def _line(view: View, node: Node, result: Result) -> BudgetLine:
    rows = [row for part in result.parts for row in part.counted if row.source and row.number]
    amounts = tuple((row.source, Decimal(row.number.numerator) / row.number.denominator) for row in rows)
    return BudgetLine(book=view.schedule.last, node=node, result=result, amounts=amounts)
