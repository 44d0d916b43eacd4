"""认定: whom a yes of an outcome struck, and in which month — a person's verdict stays with the person (不合格、一票否决)."""

from collections.abc import Iterable, Sequence
from datetime import date

import attrs

from bzr_domain.kernel.periods import Period, month_of
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.evaluate import evaluate_node, evaluate_own_period
from bzr_domain.scoring.measure import Row
from bzr_domain.scoring.result import PeriodValue
from bzr_domain.scoring.rows import as_number
from bzr_domain.scoring.subject_view import Scope, SubjectView
from bzr_domain.scoring.subjects import Subject, closing_tenure


@attrs.frozen(kw_only=True)
class Disqualification:
    """One yes of an outcome (认定).

    Attributes:
        id, title, cite: The outcome, as in the rulebook.
        teacher, name: The head teacher whom it struck; None and empty where the class had none.
        class_id: The class whose scores or facts did it: another one where the teacher had several.
        month: The first month by whose end the rule had struck.
    """

    id: str
    title: str
    cite: str
    teacher: str | None
    name: str
    class_id: str
    month: Period


def strikes(
    scope: Scope, outcomes: Iterable[Node], present: str | None, served: Sequence[str]
) -> tuple[Disqualification, ...]:
    """Every yes of some outcomes of the scope's period.

    An outcome about the class is its present head teacher's. One about the teacher is asked of everybody who had the
    class, so that a verdict neither falls on who comes after nor is lost with who left.

    Args:
        present: The head teacher at the end of the period.
        served: Everybody who had the class on a school day of the period, in order.
    """
    asked = (
        (node, teacher)
        for node in outcomes
        for teacher in (dict.fromkeys(served) if node.about == "teacher" else (present,))
    )
    found = (_strike(scope, node, teacher) for node, teacher in asked)
    return tuple(one for one in found if one is not None)


def _strike(scope: Scope, node: Node, teacher: str | None) -> Disqualification | None:
    view = scope.view
    if node.about == "teacher":
        view = attrs.evolve(view, subject=Subject("teacher", str(teacher)))
    if evaluate_node(view, node, scope.period).value is not True:
        return None
    class_id, day = _struck(view, node, scope)
    names = {one.teacher: one.name for one in view.school.register.tenures}
    return Disqualification(
        id=node.id,
        title=node.title,
        cite=node.cite,
        teacher=teacher,
        name=names.get(str(teacher), ""),
        class_id=class_id,
        month=month_of(day),
    )


def _struck(view: SubjectView, node: Node, scope: Scope) -> tuple[str, date]:
    """Which class made a node a yes, and the first day by which it had; of what it gathers, the earliest."""
    own, cell = scope.school_class.id, scope.period
    inner = ((child, view.of(child.about, cell)) for child in view.schedule.book.children(node.key))
    found = [
        _struck(its, child, scope)
        for child, its in inner
        if its is not None and evaluate_node(its, child, cell).value is True
    ]
    part = next((part for part in evaluate_node(view, node, cell).parts if part.value is True), None)
    row = None if part is None else _first(part)
    if part is None or row is None:
        return min(found, key=lambda one: one[1], default=(own, cell.last))
    if row.fact:
        return next(one.fact.class_id for one in view.school.facts if one.id == row.fact), row.on
    if row.source not in view.school.register.classes:
        return own, row.on
    return row.source, _since(view, part, row)


def _first(part: PeriodValue) -> Row | None:
    """The row with which the rows so far make a yes; the last one where no such row stands out."""
    rows = sorted(part.rows, key=lambda row: (row.on, row.order))
    so_far = (row for number, row in enumerate(rows, 1) if _yes(part, rows[:number]))
    return next(so_far, rows[-1] if rows else None)


def _yes(part: PeriodValue, rows: Sequence[Row]) -> bool:
    node = part.node
    if part.tally is None or node.rank is not None or node.divide_by is not None:
        return False
    return scale.worth(node, measure.result(node.measure, measure.summarise(rows))) is True


def _since(view: SubjectView, part: PeriodValue, row: Row) -> date:
    """The end of a row's cell, or of the earliest in an unbroken line before it that made a yes already."""
    rule, since = part.node.source, row.on
    assert isinstance(rule, lang.ScoreRows)
    if rule.where or rule.counts:
        return since
    source = view.schedule.book.nodes[rule.node]
    cell = view.calendar.period_of(source.per, row.on)
    while cell is not None and _yes(part, [row]):
        since = cell.last
        cell, row = _before(view, source, cell, row)
    return since


def _before(view: SubjectView, source: Node, cell: Period, row: Row) -> tuple[Period | None, Row]:
    """The due cell before one and what the class came to in it; None where it had another head teacher, or nothing."""
    earlier, class_id = view.calendar.find_previous_period(cell), row.source
    if earlier is None or _head(view, class_id, earlier) != _head(view, class_id, cell):
        return None, row
    own = view.seen(Subject("class", class_id), earlier)
    node = None if own is None else own.schedule.book.nodes.get(source.key)
    value = None if own is None or node is None else evaluate_own_period(own, node, earlier).value
    return (None, row) if value is None else (earlier, attrs.evolve(row, number=as_number(value)))


def _head(view: SubjectView, class_id: str, cell: Period) -> str | None:
    tenure = closing_tenure(view.school.register, class_id, cell)
    return None if tenure is None else tenure.teacher
