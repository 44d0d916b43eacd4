"""Disqualifications (不合格、一票否决): which head teacher met a disqualifying outcome, and in which month.

They follow the teacher, not the class.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from bzr_domain.kernel.periods import Period, month_of
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.evaluate import evaluate_node, evaluate_own_period
from bzr_domain.scoring.measure import Row
from bzr_domain.scoring.result import PeriodValue
from bzr_domain.scoring.select_rows import to_number
from bzr_domain.scoring.subject_view import Scope, SubjectView
from bzr_domain.scoring.subjects import Subject, find_closing_tenure


@attrs.frozen(kw_only=True)
class Disqualification:
    """One outcome that is a yes, and for whom (认定).

    Attributes:
        id, title, cite: The outcome, as in the rulebook.
        teacher, name: The head teacher it holds for; None and empty where the class had none.
        class_id: The class whose scores or facts made it a yes: another one where the teacher had several.
        month: The first month by whose end the rule was met.
    """

    id: str
    title: str
    cite: str
    teacher: str | None
    name: str
    class_id: str
    month: Period


def find_disqualifications(
    scope: Scope, outcomes: Iterable[Node], present: str | None, served: Sequence[str]
) -> tuple[Disqualification, ...]:
    """Find every yes of some outcomes of the scope's period, with the month in which the rule was met.

    An outcome about the class is its present head teacher's. One about the teacher is evaluated for everybody who had the
    class, so that it neither falls on a successor nor is lost with a teacher who left.

    Args:
        present: The head teacher at the end of the period.
        served: Everybody who had the class on a school day of the period, in order.
    """
    disqualifications = (
        _find_disqualification(scope, outcome, teacher)
        for outcome in outcomes
        for teacher in (dict.fromkeys(served) if outcome.about == "teacher" else (present,))
    )
    return tuple(each for each in disqualifications if each is not None)


def _find_disqualification(scope: Scope, outcome: Node, teacher: str | None) -> Disqualification | None:
    view = scope.view
    if outcome.about == "teacher":
        view = attrs.evolve(view, subject=Subject("teacher", str(teacher)))
    if evaluate_node(view, outcome, scope.period).value is not True:
        return None
    class_id, day = _find_class_and_day(view, outcome, scope)
    names = {tenure.teacher: tenure.name for tenure in view.school.register.tenures}
    return Disqualification(
        id=outcome.id,
        title=outcome.title,
        cite=outcome.cite,
        teacher=teacher,
        name=names.get(str(teacher), ""),
        class_id=class_id,
        month=month_of(day),
    )


def _find_class_and_day(view: SubjectView, node: Node, scope: Scope) -> tuple[str, date]:
    """Which class made a node a yes, and the first day by which it had; of its children, the earliest."""
    class_id, period = scope.school_class.id, scope.period
    child_nodes = view.schedule.book.children(node.key)
    children = ((child, view.find_wider(child.about, period)) for child in child_nodes)
    of_children = [
        _find_class_and_day(child_view, child, scope)
        for child, child_view in children
        if child_view is not None and evaluate_node(child_view, child, period).value is True
    ]
    values = evaluate_node(view, node, period).period_values
    value = next((value for value in values if value.value is True), None)
    row = None if value is None else _find_deciding_row(value)
    if value is None or row is None:
        return min(of_children, key=lambda each: each[1], default=(class_id, period.last))
    if row.fact:
        return next(c.fact.class_id for c in view.school.facts if c.id == row.fact), row.on
    if row.source not in view.school.register.classes:
        return class_id, row.on
    return row.source, _find_first_day(view, value, row)


def _find_deciding_row(value: PeriodValue) -> Row | None:
    """The row with which the rows so far make a yes; the last one where no such row stands out."""
    rows = sorted(value.rows, key=lambda row: (row.on, row.order))
    deciding = (row for number, row in enumerate(rows, 1) if _makes_yes(value, rows[:number]))
    return next(deciding, rows[-1] if rows else None)


def _makes_yes(value: PeriodValue, rows: Sequence[Row]) -> bool:
    node = value.node
    if value.tally is None or node.rank is not None or node.divide_by is not None:
        return False
    measured = measure.compute_measure(node.measure, measure.summarise(rows))
    return scale.compute_value(node, measured) is True


def _find_first_day(view: SubjectView, value: PeriodValue, row: Row) -> date:
    """The end of a row's period, or of the earliest in an unbroken line before it that made a yes already."""
    rule, day = value.node.score_rows, row.on
    if rule.where or rule.counts:
        return day
    source = view.schedule.book.nodes[rule.node]
    period = view.calendar.period_of(source.per, row.on)
    while period is not None and _makes_yes(value, [row]):
        day = period.last
        period, row = _find_row_before(view, source, period, row)
    return day


def _find_row_before(view: SubjectView, source: Node, period: Period, row: Row) -> tuple[Period | None, Row]:
    """The due period before one and what the class came to in it; None where it had another head teacher, or nothing."""
    earlier, class_id = view.calendar.find_previous_period(period), row.source
    if earlier is None or _find_head(view, class_id, earlier) != _find_head(view, class_id, period):
        return None, row
    class_view = view.look_at(Subject("class", class_id), earlier)
    node = None if class_view is None else class_view.schedule.book.nodes.get(source.key)
    if class_view is None or node is None:
        return None, row
    value = evaluate_own_period(class_view, node, earlier).exact
    return (None, row) if value is None else (earlier, attrs.evolve(row, number=to_number(value)))


def _find_head(view: SubjectView, class_id: str, period: Period) -> str | None:
    tenure = find_closing_tenure(view.school.register, class_id, period)
    return None if tenure is None else tenure.teacher
