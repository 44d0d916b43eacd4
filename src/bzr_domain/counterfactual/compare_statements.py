"""Compare two statements of one class and period (对照), down to the clauses whose points changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Generic, TypeVar

import attrs

from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook import language as lang
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import ClauseLine, Statement

ClassPeriod = tuple[str, Period]
"""A class's id and a period: what a statement is about."""
Scored = Statement | Problem
"""A statement, or why there is none."""
MONEY = "元"
"""The unit of the outcomes that are paid."""
_Value = TypeVar("_Value", bound=lang.Value)
_Key = TypeVar("_Key")
_Side = TypeVar("_Side")


@attrs.frozen(kw_only=True)
class LineChange(Generic[_Value]):
    """One line of a statement that reads differently; a side is None where it has no such line, or no value.

    Attributes:
        item: The id of the item a clause stands in; empty for items and outcomes.
        title: The words printed beside the id.
    """

    id: str
    title: str
    before: _Value | None
    after: _Value | None
    item: str = ""

    @property
    def difference(self) -> Decimal:
        """After less before; what is missing, no number or nothing counts 0."""
        return as_number(self.after) - as_number(self.before)


@attrs.frozen(kw_only=True)
class StatementDifference:
    """Two statements of one class and period, and every line of them that changed.

    Attributes:
        clauses: The printed clauses whose points changed, before the bounds of their items.
        pay: The outcomes in yuan that changed; `outcomes` are the others: labels, yes or no, numbers.
    """

    before: Statement
    after: Statement
    items: tuple[LineChange[Decimal], ...]
    clauses: tuple[LineChange[Decimal], ...]
    pay: tuple[LineChange[lang.Value], ...]
    outcomes: tuple[LineChange[lang.Value], ...]

    @property
    def points(self) -> Decimal:
        """How much the total changed."""
        return self.after.total - self.before.total

    @property
    def changed(self) -> bool:
        """Whether anything reads differently."""
        return bool(self.points or self.items or self.clauses or self.pay or self.outcomes)

    @property
    def size(self) -> tuple[Decimal, Decimal]:
        """How big the change is: by points, then by pay."""
        return abs(self.points), max((abs(change.difference) for change in self.pay), default=ZERO)


def compare_statements(before: Statement, after: Statement) -> StatementDifference:
    """Compare two statements of the same class and period."""
    money = {*list_pay_outcomes(before), *list_pay_outcomes(after)}
    outcomes = _outcome_changes(before, after)
    return StatementDifference(
        before=before,
        after=after,
        items=_item_changes(before, after),
        clauses=_clause_changes(before, after),
        pay=tuple(change for change in outcomes if change.id in money),
        outcomes=tuple(change for change in outcomes if change.id not in money),
    )


def list_pay_outcomes(statement: Statement) -> list[str]:
    """Return the ids of a statement's outcomes that are money (绩效), in the order of the rulebook."""
    return [
        node.id for node in statement.book.outcomes if node.unit == MONEY and node.id in statement.outcomes
    ]


def score_both_ways(
    school: LoadedSchool, change_school: Callable[[LoadedSchool], LoadedSchool], places: Sequence[ClassPeriod]
) -> list[tuple[ClassPeriod, Scored, Scored]]:
    """Score some classes and periods of a school as it is, and as something changes it.

    It is scored whole before it is changed, so that the changed one can take over what stays the same.
    """
    before = _score_places(school, places)
    return list(zip(places, before, _score_places(change_school(school), places), strict=True))


def compare_pairs(pairs: Iterable[tuple[ClassPeriod, Scored, Scored]]) -> list[StatementDifference]:
    """Compare what `score_both_ways` returned; a place without a statement on both sides is left out."""
    return [
        compare_statements(before, after)
        for _, before, after in pairs
        if isinstance(before, Statement) and isinstance(after, Statement)
    ]


def as_number(value: lang.Value | None) -> Decimal:
    """Return a value as a number to add up; a label, a yes or no, and nothing count 0."""
    return value if isinstance(value, Decimal) else ZERO


def sort_by_size(
    differences: Iterable[StatementDifference], first_class: str = ""
) -> tuple[StatementDifference, ...]:
    """Return those that changed, the biggest change of points first, then of pay; equal ones in the order they came in.

    Args:
        first_class: The id of a class whose differences come before those of all others.
    """
    changed = (difference for difference in differences if difference.changed)
    by_size = sorted(changed, key=lambda difference: difference.size, reverse=True)
    return tuple(sorted(by_size, key=lambda difference: difference.before.school_class.id != first_class))


def _score_places(school: LoadedSchool, places: Iterable[ClassPeriod]) -> list[Scored]:
    return [assess_loaded_class(school, class_id, period) for class_id, period in places]


def _item_changes(before: Statement, after: Statement) -> tuple[LineChange[Decimal], ...]:
    before_scores, after_scores = ({item.id: item.score for item in side.items} for side in (before, after))
    titles = {item.id: item.title for side in (after, before) for item in side.items}
    return tuple(
        LineChange(id=item_id, title=titles[item_id], before=old, after=new)
        for item_id, old, new in _pair_by_key(before_scores, after_scores)
        if as_number(old) != as_number(new)
    )


def _outcome_changes(before: Statement, after: Statement) -> tuple[LineChange[lang.Value], ...]:
    titles = {node.id: node.title for side in (after, before) for node in side.book.outcomes}
    return tuple(
        LineChange(id=outcome_id, title=titles[outcome_id], before=old, after=new)
        for outcome_id, old, new in _pair_by_key(before.outcomes, after.outcomes)
        if old != new
    )


def _clause_changes(before: Statement, after: Statement) -> tuple[LineChange[Decimal], ...]:
    changes = []
    for (item, clause_id), old, new in _pair_by_key(_clauses_by_place(before), _clauses_by_place(after)):
        old_points, new_points = (None if clause is None else clause.points for clause in (old, new))
        if as_number(old_points) != as_number(new_points):
            clause = old or new
            assert clause is not None
            changes.append(
                LineChange(id=clause_id, title=clause.title, before=old_points, after=new_points, item=item)
            )
    return tuple(changes)


def _clauses_by_place(statement: Statement) -> dict[tuple[str, str], ClauseLine]:
    """Return (item id, clause id) → the clause's line; an id stands once in an item."""
    return {(item.id, clause.id): clause for item in statement.items for clause in item.clauses}


def _pair_by_key(
    before: Mapping[_Key, _Side], after: Mapping[_Key, _Side]
) -> list[tuple[_Key, _Side | None, _Side | None]]:
    """Return each key of either side with both values, in the order of before, then of what only after has."""
    return [(key, before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after))]
