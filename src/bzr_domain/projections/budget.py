"""The budget (预算): what the outcomes about the whole school, or about each stage, come to — forecast from the roster."""

from decimal import Decimal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook.book import CLASS_WORDS, Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.evaluate import evaluate_node
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.result import Result
from bzr_domain.scoring.subject_view import SubjectView
from bzr_domain.scoring.subjects import SCHOOL, Subject, find_wider_subject


@attrs.frozen(kw_only=True)
class BudgetLine:
    """One outcome about the whole school, or about one group of its classes, and whom it adds up.

    Attributes:
        group: The stage, grade or type of class that it is about; empty for the whole school.
        amounts: Who → what each of them adds, for those who add something.
    """

    book: Book
    node: Node
    result: Result
    amounts: tuple[tuple[str, Decimal], ...]
    group: str = ""


def project_budget(school: LoadedSchool, period: Period) -> list[BudgetLine]:
    """Return every outcome about the school, or about groups of its classes, in a period, of each rulebook in force then."""
    views: dict[str, SubjectView] = {}
    classes: dict[str, list[Subject]] = {}
    for class_id in school.register.classes_in(period):
        schedule = school.find_schedule(class_id, period)
        if schedule is not None:
            views.setdefault(schedule.last.id, SubjectView(school=school, schedule=schedule, subject=SCHOOL))
            classes.setdefault(schedule.last.id, []).append(Subject("class", class_id))
    return [
        _build_line(attrs.evolve(view, subject=subject), node, period)
        for book_id, view in views.items()
        for node in view.schedule.last.outcomes
        if node.about in ("school", *CLASS_WORDS) and node.per == period.per
        for subject in _list_subjects(school, node.about, classes[book_id], period)
    ]


def _list_subjects(school: LoadedSchool, about: str, classes: list[Subject], period: Period) -> list[Subject]:
    """List whom an outcome is about: the school, or each group to which some classes belong, in their order."""
    if about == "school":
        return [SCHOOL]
    day = school.calendar.last_school_day(period)
    groups = (find_wider_subject(school.register, each, about, day) for each in classes)
    return list(dict.fromkeys(group for group in groups if group is not None))


def _build_line(view: SubjectView, node: Node, period: Period) -> BudgetLine:
    result = evaluate_node(view, node, period)
    rows = [row for part in result.period_values for row in part.counted if row.source and row.number]
    amounts = tuple((row.source, Decimal(row.number.numerator) / row.number.denominator) for row in rows)
    return BudgetLine(book=view.schedule.last, node=node, result=result, amounts=amounts, group=view.subject.id)
