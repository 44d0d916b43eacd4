"""Read a school's store as it was known at a moment: the register, its rulebooks, the facts, and what is scored from them.

Only the histories that can touch what is asked are read, one class at a time, so that a store of any size can be read.
Nothing here writes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self
from zoneinfo import ZoneInfo

import attrs

from bzr_domain.application.ports import EventStore, Shelf
from bzr_domain.facts import history as histories
from bzr_domain.facts import streams
from bzr_domain.facts.admission import Admission
from bzr_domain.facts.events import TotalPrinted
from bzr_domain.facts.history import Amendment, CurrentFact, FactHistory
from bzr_domain.facts.kinds import Kind, find_kind, unknown_kind
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import EVERYTHING, Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay
from bzr_domain.projections.explanation import Explanation, explain_statement
from bzr_domain.projections.printed_totals import TotalComparison, compare_printed_totals
from bzr_domain.register import school_register as school
from bzr_domain.register.roster import RulebookText, list_classes_of_head_teachers
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import assess_loaded_class, find_scope, load_school, statement_of
from bzr_domain.scoring.evaluate import evaluate_nodes
from bzr_domain.scoring.ledger import ledger
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""


def no_progress(done: int, of: int) -> None:
    """Show nothing."""


@attrs.frozen
class SchoolReader:
    """Read a store as it was known at a moment.

    Attributes:
        shelf: What is shipped: the common fact kinds.
        as_of: The moment of asking, with offset: its day decides what is due.
        until: Leave out what was recorded later than this moment; None takes everything recorded.
        up_to: Leave out what stands beyond this position: finer than a moment, which several events can share.
    """

    store: EventStore
    shelf: Shelf
    as_of: datetime
    until: datetime | None = None
    up_to: int | None = None

    def read_events(self, stream: str) -> Iterator[tuple[Recorded[Any], ...]]:
        """The events of one history as known then, in pages."""
        for page in self.store.read(stream, until=self.until):
            limit = self.up_to
            yield page if limit is None else tuple(one for one in page if one.position <= limit)

    def at(self, as_of: datetime, until: datetime | None = None, up_to: int | None = None) -> Self:
        """The same store as known at another moment or position."""
        return attrs.evolve(self, as_of=as_of, until=until, up_to=up_to)

    @cached_property
    def register(self) -> SchoolRegister:
        """The school's register as known then.

        Raises:
            UnknownReference: When no school was registered by then.
        """
        register = replay(school.evolve, school.initial(), self.read_events(streams.REGISTER))
        if register.school is None:
            raise UnknownReference(
                Message(
                    f"到{self.as_of:%Y-%m-%d %H:%M:%S}为止还没有登记学校;请先运行 bzr setup school.toml",
                    f"no school is registered by {self.as_of:%Y-%m-%d %H:%M:%S}; run bzr setup school.toml first",
                )
            )
        return register

    @property
    def zone(self) -> ZoneInfo:
        """The school's time zone."""
        assert self.register.school is not None
        return ZoneInfo(self.register.school.timezone)

    @property
    def today(self) -> date:
        """The day of asking, in the school's time zone."""
        return self.as_of.astimezone(self.zone).date()

    @cached_property
    def books(self) -> dict[str, Book]:
        """Digest → rulebook, for every one registered."""
        return {one.digest: self.parse_rulebook(one) for one in self.register.rulebooks.values()}

    @staticmethod
    def parse_rulebook(registered: RulebookText) -> Book:
        """A rulebook as it stands in the register, read."""
        return parse_rulebook(registered.text, registered.kinds)

    @cached_property
    def common_rulebook(self) -> Book:
        """The words that hold where no rulebook is in force: the common fact kinds and no items."""
        return parse_rulebook(
            '[rulebook]\nid = "none"\ntitle = "无"\n[[item]]\nid = "total"\ntitle = "总分"\n',
            self.shelf.common_kinds(),
        )

    def vocabulary(self, class_id: str | None, day: date) -> Book:
        """The words in force for a class on a day; of any class, those in force for most."""
        register = self.register
        for one in [class_id] if class_id is not None else list(register.classes):
            adoption = register.adoption_on(one, day)
            if adoption is not None:
                return self.books[adoption.rulebook]
        return next(iter(self.books.values()), self.common_rulebook)

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """Every fact kind that any registered rulebook knows, by id."""
        return {
            kind.id: kind
            for one in (self.common_rulebook, *self.books.values())
            for kind in one.kinds.values()
        }

    @cached_property
    def own_headers(self) -> dict[str, str]:
        """Header → name of every field that is a kind's own: sheets may have such columns."""
        fields = [field for kind in self.kinds.values() for field in kind.own]
        return {word: field.name for field in fields for word in (field.name, field.title)}

    @cached_property
    def admission(self) -> Admission:
        """The desk where wishes are admitted, with the words in force."""
        return Admission(self.register, self.vocabulary, self.today)

    def find_class_id(self, ref: str) -> str:
        """The id of the class of that id or name.

        Raises:
            UnknownReference: When there is none, or when several share the name.
        """
        found = self.admission.class_named(ref)
        if isinstance(found, tuple):
            raise _unknown(found[0])
        return found

    def find_kind_id(self, ref: str) -> str:
        """The id of the fact kind of that id or label.

        Raises:
            UnknownReference: When there is none.
        """
        kind = find_kind(self.kinds.values(), ref)
        if kind is not None:
            return kind.id
        raise _unknown(unknown_kind(self.kinds.values(), ref))

    def history(self, stream: str) -> FactHistory:
        """One history as known then."""
        found = histories.initial(stream)
        for page in self.read_events(stream):
            found = histories.evolve(found, page)
        return found

    def class_histories(self, class_id: str, within: Period) -> list[FactHistory]:
        """Every history that can hold facts of a class for some days, those of facts moved here included."""
        found = {name: self.history(name) for name in streams.reaching(self.register, class_id, within)}
        moved_in = {home for one in found.values() for home in one.moved_in.values()}
        return [*found.values(), *(self.history(home) for home in sorted(moved_in - set(found)))]

    def statement(self, class_id: str, month: Period) -> Statement | Problem:
        """The statement of a class for a month, or why there is none."""
        return assess_loaded_class(self.load_school_of([class_id], month), class_id, month)

    def load_school_of(self, classes: Iterable[str], period: Period) -> LoadedSchool:
        """What is needed to score some classes for a period: their facts, and those their rulebooks read besides."""
        return self.load_school_from(self._histories_for(classes, period))

    def _histories_for(self, classes: Iterable[str], period: Period) -> list[FactHistory]:
        return self.load_histories([(one, period) for one in classes])

    def load_histories(
        self, places: Collection[tuple[str, Period]], besides: Sequence[Book] = ()
    ) -> list[FactHistory]:
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
            for book in (
                self.vocabulary(class_id, self.register.calendars[class_id].last_school_day(cell)),
                *besides,
            )
        }
        if any(book.needs_peers(per) for (_, per), book in asked.items()):
            wanted = list(self.register.classes)
        elif any(book.needs_teacher(per) for (_, per), book in asked.items()):
            tenures = self.register.tenures
            wanted = list(
                dict.fromkeys(one for own in wanted for one in list_classes_of_head_teachers(tenures, own))
            )
        past = any(book.needs_past(per) for (_, per), book in asked.items())
        span = (
            EVERYTHING if past else _hull(self.register.calendar.widen_to_weeks(cell) for _, cell in places)
        )
        found = {one.stream: one for class_id in wanted for one in self.class_histories(class_id, span)}
        return list(found.values())

    def statements(
        self, month: Period, classes: Collection[str] = (), progress: Progress = no_progress
    ) -> Iterator[tuple[str, Statement | Problem]]:
        """The statement of some classes for a month, or of every class in the order of the register."""
        wanted = classes or self.register.classes_in(month)
        calendars = self.register.calendars
        shared = any(
            self.vocabulary(one, calendars[one].last_school_day(month)).needs_peers(month.per)
            for one in wanted
        )
        loaded = self.load_school_of(wanted, month) if shared else None
        for done, class_id in enumerate(wanted, 1):
            yield (
                class_id,
                assess_loaded_class(loaded or self.load_school_of([class_id], month), class_id, month),
            )
            progress(done, len(wanted))

    def explanation(self, class_id: str, month: Period, item: str | None = None) -> Explanation | Problem:
        """A statement followed back to its facts; of one item when its id is given."""
        found = self._histories_for([class_id], month)
        facts = self._facts(found)
        scope = find_scope(load_school(self.register, self.books, facts, self.today), class_id, month)
        if isinstance(scope, Problem):
            return scope
        statement = statement_of(scope)
        if isinstance(statement, Problem):
            return statement
        return explain_statement(scope, statement, facts, amendments_by_fact(found), item)

    def comparisons(self, class_id: str, month: Period) -> list[TotalComparison]:
        """The printed totals of a class for a month beside the computed ones; none where it is not assessed."""
        found = self.class_histories(class_id, self.register.calendar.widen_to_weeks(month))
        printed = _latest_printed(found, class_id, month)
        scope = find_scope(self.load_school_of([class_id], month), class_id, month)
        if not printed or isinstance(scope, Problem):
            return []
        book, results = scope.schedule.book, evaluate_nodes(scope)
        items = book.items_of(month.per)
        accounts = [ledger(book, item, results, month.first, month.last) for item in items]
        return compare_printed_totals(scope, [line for lines in accounts for line in lines], printed)

    def current_facts(self, class_id: str, within: Period | None = None) -> list[CurrentFact]:
        """Every fact of a class, void ones too, in the order of the days; within some days when they are given."""
        span = within or EVERYTHING
        facts = self._facts(self.class_histories(class_id, span))
        wanted = [one for one in facts if one.fact.class_id == class_id and span.covers(one.fact.on)]
        return sorted(wanted, key=lambda one: (one.fact.on, one.order))

    def load_school_from(self, found: Iterable[FactHistory]) -> LoadedSchool:
        """The world of the facts in some histories."""
        return load_school(self.register, self.books, self._facts(found), self.today)

    @staticmethod
    def _facts(found: Iterable[FactHistory]) -> list[CurrentFact]:
        return [one for history in found for one in histories.list_current_facts(history)]


def _hull(cells: Iterable[Period]) -> Period:
    """The stretch of days from the first of some cells to the last."""
    found = list(cells)
    return Period(found[0].per, min(one.first for one in found), max(one.last for one in found))


def amendments_by_fact(found: Iterable[FactHistory]) -> dict[str, tuple[Amendment, ...]]:
    """Fact id → everything that was done to it, for the facts of some histories to which something was done."""
    return {
        fact: histories.list_amendments(history, fact)
        for history in found
        for fact in history.facts
        if fact in history.amended_by
    }


def _latest_printed(found: Iterable[FactHistory], class_id: str, month: Period) -> list[TotalPrinted]:
    """The totals printed for a class in a month; of several on one sheet for one day, the one recorded last."""
    latest: dict[tuple[str, date], TotalPrinted] = {}
    recorded = [one for history in found for one in history.printed.values()]
    for one in sorted(recorded, key=lambda one: one.position):
        event = one.event
        assert isinstance(event, TotalPrinted)
        if event.class_id == class_id and month.covers(event.on):
            latest[event.sheet, event.on] = event
    return list(latest.values())


def _unknown(problem: Problem) -> UnknownReference:
    """The problem of a name, as the answer to whoever asked under it."""
    what, expected = problem.what, problem.expected or Message("", "")
    return UnknownReference(Message(f"{what.zh};{expected.zh}", f"{what.en}; {expected.en}"), [problem])
