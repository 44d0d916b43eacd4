"""Compare two statements of one class and period (对照), down to the clauses whose points changed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Generic, TypeVar

import attrs

from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook import language as lang
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement

ClassPeriod = tuple[str, Period]
"""A class's id and a period: what a statement is about."""
Scored = Statement | Problem
"""A statement, or why there is none."""
MONEY = "元"
"""The unit of the outcomes that are paid."""
_Value = TypeVar("_Value", bound=lang.Value)
_Lines = Mapping[tuple[str, str], tuple[str, _Value | None]]
"""(The item a clause stands in, else empty; the id) → the line's title and value."""


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
    items, clauses = (_pair_lines(list_(before), list_(after)) for list_ in (_list_items, _list_clauses))
    titles = {node.id: node.title for side in (after, before) for node in side.book.outcomes}
    values = _pair_lines(_list_outcomes(before, titles), _list_outcomes(after, titles))
    outcomes = [line for line in values if line.before != line.after]
    return StatementDifference(
        before=before,
        after=after,
        items=tuple(line for line in items if line.difference),
        clauses=tuple(line for line in clauses if line.difference),
        pay=tuple(change for change in outcomes if change.id in money),
        outcomes=tuple(change for change in outcomes if change.id not in money),
    )


def list_pay_outcomes(statement: Statement) -> list[str]:
    """Return the ids of a statement's outcomes that are money (绩效), in the order of the rulebook."""
    return [node.id for node in statement.book.outcomes if node.unit == MONEY and node.id in statement.outcomes]


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


def list_missing(pairs: Iterable[tuple[ClassPeriod, Scored, Scored]]) -> Iterator[tuple[str, Period, Problem]]:
    """Yield where one side alone has a statement, and why the other has none; a place that neither has one of is no loss."""
    for (class_id, period), before, after in pairs:
        if isinstance(before, Problem) and isinstance(after, Statement):
            yield class_id, period, before
        elif isinstance(before, Statement) and isinstance(after, Problem):
            yield class_id, period, after


def as_number(value: lang.Value | None) -> Decimal:
    """Return a value as a number to add up; a label, a yes or no, and nothing count 0."""
    return value if isinstance(value, Decimal) else ZERO


def sort_by_size(differences: Iterable[StatementDifference], first_class: str = "") -> tuple[StatementDifference, ...]:
    """Return those that changed, the biggest change of points first, then of pay; equal ones in the order they came in.

    Args:
        first_class: The id of a class whose differences come before those of all others.
    """
    changed = (difference for difference in differences if difference.changed)
    by_size = sorted(changed, key=lambda difference: difference.size, reverse=True)
    return tuple(sorted(by_size, key=lambda difference: difference.before.school_class.id != first_class))


def _score_places(school: LoadedSchool, places: Iterable[ClassPeriod]) -> list[Scored]:
    return [assess_loaded_class(school, class_id, period) for class_id, period in places]


def _list_items(statement: Statement) -> _Lines[Decimal]:
    return {("", item.id): (item.title, item.score) for item in statement.items}


def _list_clauses(statement: Statement) -> _Lines[Decimal]:
    return {(item.id, clause.id): (clause.title, clause.points) for item in statement.items for clause in item.clauses}


def _list_outcomes(statement: Statement, titles: Mapping[str, str]) -> _Lines[lang.Value]:
    return {("", name): (titles[name], value) for name, value in statement.outcomes.items()}


def _pair_lines(before: _Lines[_Value], after: _Lines[_Value]) -> list[LineChange[_Value]]:
    """Each line of either side with both values, in the order of before, then of what only after has."""
    lines = []
    for item, id_ in dict.fromkeys((*before, *after)):
        old, new = before.get((item, id_)), after.get((item, id_))
        title, _ = old or after[item, id_]
        lines.append(LineChange(id=id_, title=title, before=old and old[1], after=new and new[1], item=item))
    return lines
