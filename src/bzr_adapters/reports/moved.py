"""What moved between two statements, as JSON objects: the form that `bzr.whatif/1` and `without` share."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from bzr_adapters.reports import values
from bzr_domain.counterfactual.compare_statements import LineChange, StatementDifference, as_number
from bzr_domain.rulebook.language import Value

Document = dict[str, Any]


def difference_object(one: StatementDifference) -> Document:
    """One class and period: the total both ways, then pay, outcomes, items and clauses that moved."""
    before, after = one.before, one.after
    return {
        "class": before.school_class.id,
        "teacher": None if before.teacher is None else before.teacher.teacher,
        "period": before.period.name,
        **_sides(before.total, after.total),
        "pay": {moved.id: _sides(moved.before, moved.after) for moved in one.pay},
        "outcomes": {
            moved.id: {"before": values.outcome(moved.before), "after": values.outcome(moved.after)}
            for moved in one.outcomes
        },
        "items": [{"id": moved.id, **_sides(moved.before, moved.after)} for moved in one.items],
        "clauses": clause_objects(one.clauses),
    }


def clause_objects(clauses: Iterable[LineChange[Decimal]]) -> list[Document]:
    """Clauses with their points both ways; null where the rulebook has no such clause in that item."""
    return [{"item": one.item, "id": one.id, **_sides(one.before, one.after)} for one in clauses]


def _sides(before: Value | None, after: Value | None) -> Document:
    return {
        "before": values.outcome(before),
        "after": values.outcome(after),
        "difference": values.points(as_number(after) - as_number(before)),
    }


def sums_object(before: Decimal, after: Decimal) -> Document:
    """A sum both ways."""
    return _sides(before, after)
