"""The seniority allowance (班主任龄奖励): what a month gives each head teacher by the rulebook that says so."""

from collections.abc import Iterator
from decimal import Decimal

import attrs

from bzr_domain.kernel.messages import Problem, UnknownReference
from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.assessment import find_scope
from bzr_domain.scoring.evaluate import evaluate_node
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.services import find_services
from bzr_domain.scoring.subjects import Subject

ALLOWANCE = "allowance"


@attrs.frozen(kw_only=True)
class Allowance:
    """What a month gives one head teacher for the years served, in yuan."""

    teacher: str
    name: str
    amount: Decimal


def find_allowance(book: Book) -> Node | None:
    """Return the outcome of a month that is the allowance; None where a rulebook has none."""
    return next((node for node in book.outcomes_of("month") if node.id == ALLOWANCE), None)


def check_allowance(book: Book) -> None:
    """Check that a rulebook has an allowance.

    Raises:
        UnknownReference: When it has none.
    """
    if find_allowance(book) is None:
        raise UnknownReference.of(
            f"规则“{book.title}”没有按月的 allowance 这个结果,算不出班主任龄奖励",
            f"rulebook {book.id!r} has no outcome of a month called allowance",
            code="pay.no-allowance",
        )


def compute_allowances(school: LoadedSchool, month: Period) -> list[Allowance]:
    """Return the allowance of everybody who served in a month, once for each, in the order of the classes.

    An allowance about the teacher is computed once, from all classes, for whoever served on a school day. One about
    the class falls to the head teacher of the month's last school day; of several classes, the highest counts.

    Args:
        school: The school under the rulebook of the allowance.
    """
    allowances: dict[str, Allowance] = {}
    for class_id in school.register.classes:
        for allowance in _list_allowances(school, class_id, month):
            highest = allowances.get(allowance.teacher)
            if highest is None or highest.amount < allowance.amount:
                allowances[allowance.teacher] = allowance
    return list(allowances.values())


def _list_allowances(school: LoadedSchool, class_id: str, month: Period) -> Iterator[Allowance]:
    """Yield what a class's head teachers get: each of the month, or the one of its last school day."""
    scope = find_scope(school, class_id, month)
    node = None if isinstance(scope, Problem) else find_allowance(scope.schedule.last)
    if isinstance(scope, Problem) or node is None:
        return
    if node.about == "teacher":
        services = find_services(school.register, school.calendar, class_id, month)
        for teacher, name in {service.teacher: service.name for service in services}.items():
            view = attrs.evolve(scope.view, subject=Subject("teacher", teacher))
            yield Allowance(teacher=teacher, name=name, amount=evaluate_node(view, node, month).points)
        return
    head = school.register.tenure_on(class_id, scope.calendar.last_school_day(month))
    if head is not None:
        amount = evaluate_node(scope.view, node, month).points
        yield Allowance(teacher=head.teacher, name=head.name, amount=amount)
