"""The budget (预算): what the outcomes about the whole school come to — allowances and pay forecast from the roster."""

from decimal import Decimal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.evaluate import evaluate_node
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.result import Result
from bzr_domain.scoring.subject_view import SubjectView
from bzr_domain.scoring.subjects import SCHOOL


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


def project_budget(school: LoadedSchool, period: Period) -> list[BudgetLine]:
    """Return every outcome about the school in a period, of each rulebook in force then."""
    views: dict[str, SubjectView] = {}
    for class_id in school.register.classes_in(period):
        schedule = school.find_schedule(class_id, period)
        if schedule is not None:
            views.setdefault(schedule.last.id, SubjectView(school=school, schedule=schedule, subject=SCHOOL))
    return [
        _build_line(view, node, evaluate_node(view, node, period))
        for view in views.values()
        for node in view.schedule.last.outcomes
        if node.about == "school" and node.per == period.per
    ]


def _build_line(view: SubjectView, node: Node, result: Result) -> BudgetLine:
    rows = [row for part in result.period_values for row in part.counted if row.source and row.number]
    amounts = tuple((row.source, Decimal(row.number.numerator) / row.number.denominator) for row in rows)
    return BudgetLine(book=view.schedule.last, node=node, result=result, amounts=amounts)
