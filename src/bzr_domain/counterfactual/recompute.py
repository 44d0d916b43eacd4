"""Recomputing (改规则重算): a whole history under another rulebook, and who gains, who loses, by which clause."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.counterfactual.differences import (
    Difference,
    Outcome,
    Place,
    biggest_first,
    both_ways,
    compared,
    number,
    paid,
)
from bzr_domain.counterfactual.sharing import under
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class Recomputed:
    """A history under the rulebooks adopted, and under another in the place of them.

    Attributes:
        book: The other rulebook.
        since: The first day on which it is in force; None where it is in the place of all adopted from the beginning.
        changes: Class and period by class and period what moved, the biggest move first.
        unchanged: How many statements did not move.
        pay: Outcome in yuan → its sum over all statements, before and after.
        missing: Where only one of them gives a statement, and why the other gives none.
        unknown: Fact kind → how many standing facts of the periods are of it, where the other rulebook has no such kind.
    """

    book: Book
    since: date | None
    changes: tuple[Difference, ...]
    unchanged: int
    pay: Mapping[str, tuple[Decimal, Decimal]]
    missing: tuple[tuple[str, Period, Problem], ...]
    unknown: Mapping[str, int]

    @property
    def gained(self) -> Decimal:
        """The points that those who gain gain together."""
        return sum((one.points for one in self.changes if one.points > 0), ZERO)

    @property
    def lost(self) -> Decimal:
        """The points that those who lose lose together, with their sign."""
        return sum((one.points for one in self.changes if one.points < 0), ZERO)


def recompute(
    school: LoadedSchool,
    book: Book,
    periods: Sequence[Period],
    classes: Iterable[str] = (),
    since: date | None = None,
) -> Recomputed:
    """Score classes for some periods as they are, and with a rulebook in the place of every one adopted.

    Args:
        school: The school under the rulebooks adopted, with every fact that the periods and the rulebooks can reach.
        book: What is put in their place, on the days on which one is in force.
        periods: The cells to compare; a class is left out where no rulebook is in force.
        classes: Class ids; none means all, in the order of the register.
        since: Put it in their place from this day on only: an amendment tried.
    """
    wanted = tuple(classes) or tuple(school.register.classes)
    places = [
        (one, cell)
        for cell in periods
        for one in wanted
        if school.register.calendars[one].school_days_in(cell) and school.schedule(one, cell) is not None
    ]
    pairs = both_ways(school, lambda one: under(one, book, since), places)
    found = compared(pairs)
    changes = biggest_first(found)
    return Recomputed(
        book=book,
        since=since,
        changes=changes,
        unchanged=len(found) - len(changes),
        pay=_pay(found),
        missing=tuple(_missing(pairs)),
        unknown=_unknown(school, book, periods, wanted, since or date.min),
    )


def _missing(pairs: Iterable[tuple[Place, Outcome, Outcome]]) -> Iterable[tuple[str, Period, Problem]]:
    """Where one side alone has a statement; a period that neither has a total for is no loss."""
    for (class_id, cell), one, two in pairs:
        if isinstance(one, Problem) and isinstance(two, Statement):
            yield class_id, cell, one
        elif isinstance(one, Statement) and isinstance(two, Problem):
            yield class_id, cell, two


def _pay(found: Iterable[Difference]) -> dict[str, tuple[Decimal, Decimal]]:
    sums: dict[str, list[Decimal]] = {}
    for one in found:
        for side, statement in enumerate((one.before, one.after)):
            for name in paid(statement):
                sums.setdefault(name, [ZERO, ZERO])[side] += number(statement.outcomes[name])
    return {name: (before, after) for name, (before, after) in sums.items()}


def _unknown(
    school: LoadedSchool, book: Book, periods: Sequence[Period], classes: Iterable[str], since: date
) -> dict[str, int]:
    facts = (one.fact for class_id in classes for one in school.by_class.get(class_id, ()))
    strange = (one for one in facts if one.kind not in book.kinds and one.on >= since)
    return dict(Counter(one.kind for one in strange if any(cell.covers(one.on) for cell in periods)))
