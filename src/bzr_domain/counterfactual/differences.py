"""What moved (差别): two statements of one class and period side by side, down to the clauses whose points moved."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Generic, TypeVar

import attrs

from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook import language as lang
from bzr_domain.scoring.assessment import assess_loaded_class
from bzr_domain.scoring.lines import ClauseLine
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement

Place = tuple[str, Period]
"""A class and a period."""
Outcome = Statement | Problem
MONEY = "元"
"""The unit of the outcomes that are paid."""
_Value = TypeVar("_Value", bound=lang.Value)


@attrs.frozen(kw_only=True)
class Moved(Generic[_Value]):
    """One line of both statements that reads differently; a side is None where it has no such line, or no value.

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
        return number(self.after) - number(self.before)


@attrs.frozen(kw_only=True)
class Difference:
    """Two statements of one class and period, and everything in them that moved.

    Attributes:
        clauses: The printed clauses whose points moved, before the bounds of their items.
        pay: The outcomes in yuan that moved; `outcomes` are the others: labels, yes or no, numbers.
    """

    before: Statement
    after: Statement
    items: tuple[Moved[Decimal], ...]
    clauses: tuple[Moved[Decimal], ...]
    pay: tuple[Moved[lang.Value], ...]
    outcomes: tuple[Moved[lang.Value], ...]

    @property
    def points(self) -> Decimal:
        """How much the total moved."""
        return self.after.total - self.before.total

    @property
    def moved(self) -> bool:
        """Whether anything reads differently."""
        return bool(self.points or self.items or self.clauses or self.pay or self.outcomes)

    @property
    def size(self) -> tuple[Decimal, Decimal]:
        """How big the move is: by points, then by pay."""
        return abs(self.points), max((abs(one.difference) for one in self.pay), default=ZERO)


def difference(before: Statement, after: Statement) -> Difference:
    """What moved between two statements of the same class and period."""
    titles = {node.id: node.title for one in (after, before) for node in one.book.outcomes}
    money = {*paid(before), *paid(after)}
    moved = tuple(
        Moved(id=name, title=titles[name], before=one, after=two)
        for name, one, two in _beside(before.outcomes, after.outcomes)
        if one != two
    )
    return Difference(
        before=before,
        after=after,
        items=_items(before, after),
        clauses=_clauses(before, after),
        pay=tuple(one for one in moved if one.id in money),
        outcomes=tuple(one for one in moved if one.id not in money),
    )


def paid(statement: Statement) -> list[str]:
    """The outcomes of a statement that are money (绩效), in the order of the rulebook."""
    return [
        node.id for node in statement.book.outcomes if node.unit == MONEY and node.id in statement.outcomes
    ]


def both_ways(
    school: LoadedSchool, other: Callable[[LoadedSchool], LoadedSchool], places: Sequence[Place]
) -> list[tuple[Place, Outcome, Outcome]]:
    """Some statements in a world and in another made from it, or why there is none.

    The first world is computed whole before the other is made, so that the other can take over what stays the same.
    """
    before = _statements(school, places)
    return list(zip(places, before, _statements(other(school), places), strict=True))


def compared(pairs: Iterable[tuple[Place, Outcome, Outcome]]) -> list[Difference]:
    """What `both_ways` found, side by side; a place without a statement on both sides is left out."""
    return [
        difference(one, two)
        for _, one, two in pairs
        if isinstance(one, Statement) and isinstance(two, Statement)
    ]


def _statements(school: LoadedSchool, places: Iterable[Place]) -> list[Outcome]:
    return [assess_loaded_class(school, class_id, cell) for class_id, cell in places]


def number(value: lang.Value | None) -> Decimal:
    """A value as a number to add up; a label, a yes or no, and nothing count 0."""
    return value if isinstance(value, Decimal) else ZERO


def biggest_first(found: Iterable[Difference], own: str = "") -> tuple[Difference, ...]:
    """Those that moved, the biggest move of points first, then of pay; equal ones in the order they came in.

    Args:
        own: A class whose moves come before those of all others.
    """
    moved = sorted((one for one in found if one.moved), key=lambda one: one.size, reverse=True)
    return tuple(sorted(moved, key=lambda one: one.before.school_class.id != own))


def _items(before: Statement, after: Statement) -> tuple[Moved[Decimal], ...]:
    sides = [{item.id: item.score for item in one.items} for one in (before, after)]
    titles = {item.id: item.title for one in (after, before) for item in one.items}
    return tuple(
        Moved(id=name, title=titles[name], before=one, after=two)
        for name, one, two in _beside(*sides)
        if number(one) != number(two)
    )


def _clauses(before: Statement, after: Statement) -> tuple[Moved[Decimal], ...]:
    sides = [_by_place(one) for one in (before, after)]
    found = []
    for (item, name), one, two in _beside(*sides):
        points = [None if side is None else side.points for side in (one, two)]
        if number(points[0]) != number(points[1]):
            line = one or two
            assert line is not None
            found.append(Moved(id=name, title=line.title, before=points[0], after=points[1], item=item))
    return tuple(found)


def _by_place(statement: Statement) -> dict[tuple[str, str], ClauseLine]:
    """(Item, printed clause) → its line; an id stands once in an item."""
    return {(item.id, clause.id): clause for item in statement.items for clause in item.clauses}


_Key = TypeVar("_Key")
_Side = TypeVar("_Side")


def _beside(
    before: Mapping[_Key, _Side], after: Mapping[_Key, _Side]
) -> list[tuple[_Key, _Side | None, _Side | None]]:
    """Each key of either side with both values, in the order of before, then of what only after has."""
    return [(key, before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after))]
