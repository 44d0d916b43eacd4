"""The dispute (异议): a statement with and without one fact, and everything downstream that moves with it."""

from datetime import timedelta

import attrs

from bzr_domain.differences import Difference, biggest_first, both_ways, compared, difference
from bzr_domain.errors import Problem
from bzr_domain.history import Standing
from bzr_domain.periods import Cell, width
from bzr_domain.scoring.sharing import without
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.world import World

_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class Dispute:
    """One statement with and without a fact.

    Attributes:
        fact: The fact in dispute, as it reads now.
        own: The statement that was asked about, both ways.
        beyond: What moves besides: the class's other periods, then other classes; the biggest move first in each.
    """

    fact: Standing
    own: Difference
    beyond: tuple[Difference, ...]

    @property
    def touches(self) -> bool:
        """Whether the fact changes the statement asked about at all."""
        return self.own.moved


def dispute(world: World, fact: Standing, class_id: str, period: Cell) -> Dispute | Problem:
    """Set a statement beside the one that would stand if a fact were void; nothing is recorded (设想作废).

    Args:
        world: The school, with every fact that `reached` names.
        fact: A fact that counts; one that is not in the world changes nothing.

    Returns:
        Both statements, or why there is none.
    """
    asked = (class_id, period)
    places = [asked, *(place for place in reached(world, class_id, period) if place != asked)]
    (_, before, after), *rest = both_ways(world, lambda one: without(one, fact.id), places)
    if isinstance(before, Problem):
        return before
    assert isinstance(after, Statement), "a fact decides nothing about whether there is a statement"
    beyond = biggest_first(compared(rest), own=class_id)
    return Dispute(fact=fact, own=difference(before, after), beyond=beyond)


def reached(world: World, class_id: str, period: Cell) -> list[tuple[str, Cell]]:
    """The statements that can move with one of a class's: itself, wider and later ones, and those ranked with them."""
    found = []
    for cell in _cells_beyond(world, class_id, period):
        schedule = world.schedule(class_id, cell)
        if schedule is not None and schedule.book.total_of(cell.per) is not None:
            together = schedule.book.needs_peers(cell.per)
            found += [(one, cell) for one in (world.register.classes_in(cell) if together else [class_id])]
    return found


def _cells_beyond(world: World, class_id: str, period: Cell) -> list[Cell]:
    """The period, those after it where they read earlier ones, and the term and the school year it belongs to."""
    calendar = world.calendar
    schedule = world.schedule(class_id, period)
    later: list[Cell] = []
    if schedule is not None and schedule.book.needs_past(period.per):
        later = calendar.cells_between(period.per, period.last + _DAY, world.as_of)
    wider = [calendar.wider(per, period) for per in ("term", "year") if width(per) > width(period.per)]
    return [period, *later, *(one for one in wider if one is not None)]
