"""Reading: histories are replayed as known at a moment, and scored. Nothing here writes.

Only the histories that can touch what is asked are read, one class at a time, so that a store of any size can be read.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from bzr_domain.application.known import Known
from bzr_domain.facts import history as histories
from bzr_domain.facts import streams
from bzr_domain.facts.events import TotalPrinted
from bzr_domain.facts.history import CurrentFact, History, Mark
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.explanation import Explanation, explain
from bzr_domain.projections.printed_totals import Comparison, compare
from bzr_domain.register.roster import beside
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import scope_of, statement_in, statement_of, world_of
from bzr_domain.scoring.evaluate import evaluate
from bzr_domain.scoring.ledger import ledger
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.world import World

EVERYTHING = Period("month", date.min + timedelta(days=7), date.max - timedelta(days=7))
"""All days that have a week around them."""
Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""


def no_progress(done: int, of: int) -> None:
    """Show nothing."""


@attrs.frozen
class Reader(Known):
    """A store as it was known at a moment: replayed, scored, explained."""

    def history(self, stream: str) -> History:
        """One history as known then."""
        found = histories.initial(stream)
        for page in self.events(stream):
            found = histories.evolve(found, page)
        return found

    def class_histories(self, class_id: str, within: Period) -> list[History]:
        """Every history that can hold facts of a class for some days, those of facts moved here included."""
        found = {name: self.history(name) for name in streams.reaching(self.register, class_id, within)}
        guests = {home for one in found.values() for home in one.guests.values()}
        return [*found.values(), *(self.history(home) for home in sorted(guests - set(found)))]

    def statement(self, class_id: str, month: Period) -> Statement | Problem:
        """The statement of a class for a month, or why there is none."""
        return statement_in(self.world([class_id], month), class_id, month)

    def world(self, classes: Iterable[str], period: Period) -> World:
        """What is needed to score some classes for a period: their facts, and those their rulebooks read besides."""
        return self.world_of(self._histories_for(classes, period))

    def _histories_for(self, classes: Iterable[str], period: Period) -> list[History]:
        return self.histories_for([(one, period) for one in classes])

    def histories_for(
        self, places: Collection[tuple[str, Period]], besides: Sequence[Book] = ()
    ) -> list[History]:
        """Every history that some statements need: their own facts, and those their rulebooks read besides.

        Args:
            places: Class and period of each statement.
            besides: Rulebooks that they are to be scored by besides the ones in force.
        """
        if not places:
            return []
        wanted = list(dict.fromkeys(class_id for class_id, _ in places))
        asked = {
            (book.digest, cell.per): book
            for class_id, cell in places
            for book in (self.vocabulary(class_id, self.register.calendars[class_id].closing(cell)), *besides)
        }
        if any(book.needs_peers(per) for (_, per), book in asked.items()):
            wanted = list(self.register.classes)
        elif any(book.needs_teacher(per) for (_, per), book in asked.items()):
            tenures = self.register.tenures
            wanted = list(dict.fromkeys(one for own in wanted for one in beside(tenures, own)))
        past = any(book.needs_past(per) for (_, per), book in asked.items())
        span = EVERYTHING if past else _hull(self.register.calendar.reach(cell) for _, cell in places)
        found = {one.stream: one for class_id in wanted for one in self.class_histories(class_id, span)}
        return list(found.values())

    def statements(
        self, month: Period, classes: Collection[str] = (), progress: Progress = no_progress
    ) -> Iterator[tuple[str, Statement | Problem]]:
        """The statement of some classes for a month, or of every class in the order of the register."""
        wanted = classes or self.register.classes_in(month)
        calendars = self.register.calendars
        shared = any(
            self.vocabulary(one, calendars[one].closing(month)).needs_peers(month.per) for one in wanted
        )
        world = self.world(wanted, month) if shared else None
        for done, class_id in enumerate(wanted, 1):
            yield class_id, statement_in(world or self.world([class_id], month), class_id, month)
            progress(done, len(wanted))

    def explanation(self, class_id: str, month: Period, item: str | None = None) -> Explanation | Problem:
        """A statement followed back to its facts; of one item when its id is given."""
        found = self._histories_for([class_id], month)
        facts = self._facts(found)
        scope = scope_of(world_of(self.register, self.books, facts, self.today), class_id, month)
        if isinstance(scope, Problem):
            return scope
        statement = statement_of(scope)
        if isinstance(statement, Problem):
            return statement
        return explain(scope, statement, facts, marks_in(found), item)

    def comparisons(self, class_id: str, month: Period) -> list[Comparison]:
        """The printed totals of a class for a month beside the computed ones; none where it is not assessed."""
        found = self.class_histories(class_id, self.register.calendar.reach(month))
        printed = _latest_printed(found, class_id, month)
        scope = scope_of(self.world([class_id], month), class_id, month)
        if not printed or isinstance(scope, Problem):
            return []
        book, results = scope.schedule.book, evaluate(scope)
        items = book.items_of(month.per)
        accounts = [ledger(book, item, results, month.first, month.last) for item in items]
        return compare(scope, [line for lines in accounts for line in lines], printed)

    def all_facts(self, class_id: str, within: Period | None = None) -> list[CurrentFact]:
        """Every fact of a class, void ones too, in the order of the days; within some days when they are given."""
        span = within or EVERYTHING
        facts = self._facts(self.class_histories(class_id, span))
        wanted = [one for one in facts if one.fact.class_id == class_id and span.covers(one.fact.on)]
        return sorted(wanted, key=lambda one: (one.fact.on, one.order))

    def world_of(self, found: Iterable[History]) -> World:
        """The world of the facts in some histories."""
        return world_of(self.register, self.books, self._facts(found), self.today)

    @staticmethod
    def _facts(found: Iterable[History]) -> list[CurrentFact]:
        return [one for history in found for one in histories.all_facts(history)]


def _hull(cells: Iterable[Period]) -> Period:
    """The stretch of days from the first of some cells to the last."""
    found = list(cells)
    return Period(found[0].per, min(one.first for one in found), max(one.last for one in found))


def marks_in(found: Iterable[History]) -> dict[str, tuple[Mark, ...]]:
    """Fact id → everything that was done to it, for the facts of some histories to which something was done."""
    return {
        fact: histories.marks_of(history, fact)
        for history in found
        for fact in history.facts
        if fact in history.pointers
    }


def _latest_printed(found: Iterable[History], class_id: str, month: Period) -> list[TotalPrinted]:
    """The totals printed for a class in a month; of several on one sheet for one day, the one recorded last."""
    latest: dict[tuple[str, date], TotalPrinted] = {}
    recorded = [one for history in found for one in history.printed.values()]
    for one in sorted(recorded, key=lambda one: one.position):
        event = one.event
        assert isinstance(event, TotalPrinted)
        if event.class_id == class_id and month.covers(event.on):
            latest[event.sheet, event.on] = event
    return list(latest.values())
