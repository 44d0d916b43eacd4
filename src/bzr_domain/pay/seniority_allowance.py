"""The seniority allowance (班主任龄奖励): what a month gives each head teacher by the rulebook that says so."""

from decimal import Decimal

import attrs

from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.assessment import find_scope, find_services
from bzr_domain.scoring.evaluate import evaluate_node
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.subject_view import SubjectView
from bzr_domain.scoring.subjects import Subject

ALLOWANCE = "allowance"


@attrs.frozen(kw_only=True)
class Allowance:
    """What a month gives one head teacher for the years served, in yuan."""

    teacher: str
    name: str
    amount: Decimal


def allowance_of(book: Book) -> Node | None:
    """The outcome of a month that is the allowance; None where a rulebook has none."""
    return next((node for node in book.outcomes_of("month") if node.id == ALLOWANCE), None)


def allowances(school: LoadedSchool, month: Period) -> list[Allowance]:
    """The allowance of everybody who served in a month, once for each, in the order of the classes.

    An allowance about the teacher is computed once, from all classes, for whoever served on a school day. One about
    the class falls to the head teacher of the month's last school day; of several classes, the highest counts.

    Args:
        school: The school under the rulebook of the allowance.
    """
    found: dict[str, Allowance] = {}
    for class_id in school.register.classes:
        for one in _of_class(school, class_id, month):
            known = found.get(one.teacher)
            if known is None or known.amount < one.amount:
                found[one.teacher] = one
    return list(found.values())


def _of_class(school: LoadedSchool, class_id: str, month: Period) -> list[Allowance]:
    scope = find_scope(school, class_id, month)
    node = None if isinstance(scope, Problem) else allowance_of(scope.schedule.last)
    if isinstance(scope, Problem) or node is None:
        return []
    if node.about == "teacher":
        heads = {
            one.teacher: one.name for one in find_services(school.register, school.calendar, class_id, month)
        }
        return [
            _worth(attrs.evolve(scope.view, subject=Subject("teacher", who)), node, month, who, name)
            for who, name in heads.items()
        ]
    head = school.register.tenure_on(class_id, scope.calendar.closing(month))
    return [] if head is None else [_worth(scope.view, node, month, head.teacher, head.name)]


def _worth(view: SubjectView, node: Node, month: Period, who: str, name: str) -> Allowance:
    return Allowance(teacher=who, name=name, amount=evaluate_node(view, node, month).points)
