"""The dispute (异议): a statement with and without one fact, and everything downstream that moves with it."""

from collections.abc import Iterable
from datetime import date

import attrs

from bzr_domain.counterfactual.differences import (
    Difference,
    Place,
    biggest_first,
    both_ways,
    compared,
    difference,
)
from bzr_domain.counterfactual.sharing import without
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.history import CurrentFact
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Per, Period, width
from bzr_domain.register.roster import list_classes_of_head_teachers
from bzr_domain.rulebook.book import Book, is_total
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class Dispute:
    """One statement with and without a fact.

    Attributes:
        fact: The fact in dispute, as it reads now.
        own: The statement that was asked about, both ways.
        beyond: What moves besides: the class's other periods, then other classes; the biggest move first in each.
    """

    fact: CurrentFact
    own: Difference
    beyond: tuple[Difference, ...]

    @property
    def touches(self) -> bool:
        """Whether the fact changes the statement asked about at all."""
        return self.own.moved


def dispute(school: LoadedSchool, fact: CurrentFact, class_id: str, period: Period) -> Dispute | Problem:
    """Set a statement beside the one that would stand if a fact were void; nothing is recorded (设想作废).

    Args:
        school: The school, with every fact that the statements `reached` names are scored from.
        fact: A fact that counts; one that is not in the world changes nothing.

    Returns:
        Both statements, or why there is none.
    """
    asked = (class_id, period)
    places = [asked, *(place for place in reached(school, fact.fact) if place != asked)]
    (_, before, after), *rest = both_ways(school, lambda one: without(one, fact.id), places)
    if isinstance(before, Problem):
        return before
    assert isinstance(after, Statement), "a fact decides nothing about whether there is a statement"
    beyond = biggest_first(compared(rest), own=class_id)
    return Dispute(fact=fact, own=difference(before, after), beyond=beyond)


def reached(school: LoadedSchool, fact: Fact) -> list[Place]:
    """Every statement that a fact can move, wherever it is asked from (波及): weeks, months, terms and years by the class.

    Those it counts in, those that look back to it or read a wider period of it, and those of every class where some
    rulebook compares classes. Periods that have not begun are left out.
    """
    adopted = dict.fromkeys(one.rulebook for one in school.register.adoptions)
    books = [school.books[digest] for digest in adopted]
    lengths = {node.per for book in books for node in book.nodes.values() if is_total(node.key)}
    found = []
    for per in sorted(lengths, key=lambda one: (width(one), one)):
        classes = _moving_with(school, books, per, fact.class_id)
        cells = _cells(school, books, per, fact.on)
        found += [(one, cell) for one in classes for cell in cells if _stated(school, one, cell)]
    return found


def _moving_with(school: LoadedSchool, books: Iterable[Book], per: Per, class_id: str) -> list[str]:
    """The classes whose statements can move with one of a class's, itself among them."""
    if any(book.needs_peers(per) for book in books):
        return list(school.register.classes)
    if any(book.needs_teacher(per) for book in books):
        return list_classes_of_head_teachers(school.register.tenures, class_id)
    return [class_id]


def _stated(school: LoadedSchool, class_id: str, cell: Period) -> bool:
    schedule = school.schedule(class_id, cell)
    return schedule is not None and schedule.book.total_of(cell.per) is not None


def _cells(school: LoadedSchool, books: Iterable[Book], per: Per, day: date) -> list[Period]:
    """The periods of a length that a day counts in, and where some are read by others, all that may read these."""
    calendar = school.calendar
    lengths = dict.fromkeys(node.per for book in books for node in book.scored_for(per))
    holding = [cell for one in lengths if (cell := calendar.cell(one, day)) is not None]
    own = [calendar.wider(per, cell) for cell in holding if width(cell.per) <= width(per)]
    later: list[Period] = []
    if any(book.needs_past(per) for book in books):
        later = calendar.cells_between(per, min((cell.first for cell in holding), default=day), school.as_of)
    return [cell for cell in dict.fromkeys((*own, *later)) if cell is not None]
