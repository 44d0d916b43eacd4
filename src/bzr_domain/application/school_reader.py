"""Read a school's store as it was known at a moment: the register, its rulebooks, the facts, and what is scored from them.

Only the histories that can touch what is asked are read, one class at a time, so that a store of any size can be read.
Nothing here writes.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from itertools import chain
from typing import Any, Self
from zoneinfo import ZoneInfo

import attrs

from bzr_domain.application.kept_register import KeptRegister
from bzr_domain.application.ports import EventLog, Shelf
from bzr_domain.facts import fact_history
from bzr_domain.facts import streams as facts_streams
from bzr_domain.facts.admission import Admission
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import Amendment, CurrentFact, FactHistory
from bzr_domain.facts.kinds import find_kind, unknown_kind
from bzr_domain.facts.streams import AnyHistory, replay_stream
from bzr_domain.facts.vocabulary import Vocabulary, join_words
from bzr_domain.kernel import streams
from bzr_domain.kernel.lazy_mapping import LazyMapping
from bzr_domain.kernel.messages import Message, Problem, UnknownReference
from bzr_domain.kernel.periods import EVERYTHING, Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register import school_register as school
from bzr_domain.register.roster import RulebookText, find_rulebook, list_classes_of_head_teachers
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.known_kinds import KnownKinds, OwnHeaders
from bzr_domain.rulebook.parse_rulebook import parse_adopted_rulebook, parse_rulebook
from bzr_domain.scoring.assessment import assess_loaded_class, load_school
from bzr_domain.scoring.loaded_school import LoadedSchool, day_and_order
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.uncounted_facts import list_periods_without_school_day

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
        purpose: Score by the rulebooks adopted for this purpose (用途); empty for the usual one.
        kept_register: What keeps the register that was read last, where several readers of one store share it.
    """

    store: EventLog
    shelf: Shelf
    as_of: datetime
    until: datetime | None = None
    up_to: int | None = None
    purpose: str = ""
    kept_register: KeptRegister = attrs.field(factory=KeptRegister, eq=False, repr=False)

    def read_events(self, stream: str) -> Iterator[tuple[Recorded[Any], ...]]:
        """Yield the events of one history as known then, in pages."""
        for page in self.store.read(stream, until=self.until):
            last = self.up_to
            yield page if last is None else tuple(event for event in page if event.position <= last)

    def read_log(self, after: int = 0) -> Iterator[Recorded[Any]]:
        """Yield the events of the whole store beyond a position as known then, one at a time."""
        for recorded in chain.from_iterable(self.store.read_all(after=after)):
            if recorded.position > self._last_position:
                return
            yield recorded

    @cached_property
    def _last_position(self) -> int:
        """The position of the last event known then."""
        last = self.store.last_position() if self.until is None else self.store.position_at(self.until)
        return last if self.up_to is None else min(last, self.up_to)

    def at(self, as_of: datetime, until: datetime | None = None, up_to: int | None = None) -> Self:
        """Return a reader of the same store as known at another moment or position."""
        return attrs.evolve(self, as_of=as_of, until=until, up_to=up_to)

    @cached_property
    def register(self) -> SchoolRegister:
        """The school's register as known then, with the adoptions of the reader's purpose alone.

        Raises:
            UnknownReference: When no school was registered by then, or nothing adopted for that purpose.
        """
        register = self.whole_register
        if self.purpose and self.purpose not in register.purposes:
            what = Message(f"没有为“{self.purpose}”采用规则", f"no rulebook is adopted for {self.purpose!r}")
            purposes = filter(None, register.purposes)
            raise UnknownReference.among(what, self.purpose, purposes, code="register.unknown-purpose")
        return register.for_purpose(self.purpose)

    @cached_property
    def whole_register(self) -> SchoolRegister:
        """The school's register as known then, with the adoptions of every purpose.

        Raises:
            UnknownReference: When no school was registered by then.
        """
        if self.until is None and self.up_to is not None:
            register = self.kept_register.read(self.store, self.up_to)
        else:
            register = school.replay_events(school.initial(), self.read_events(streams.REGISTER))
        if register.school is None:
            raise UnknownReference(
                Message(
                    f"到{self.as_of:%Y-%m-%d %H:%M:%S}为止还没有登记学校;请先运行 bzr setup school.toml",
                    f"no school is registered by {self.as_of:%Y-%m-%d %H:%M:%S}; run bzr setup school.toml first",
                ),
                code="register.empty",
            )
        return register

    @property
    def zone(self) -> ZoneInfo:
        """The school's time zone."""
        assert self.register.school is not None
        return ZoneInfo(self.register.school.timezone)

    @property
    def local_as_of(self) -> datetime:
        """The moment of asking, in the school's time zone."""
        return self.as_of.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The day of asking, in the school's time zone."""
        return self.local_as_of.date()

    @property
    def school_name(self) -> str:
        """The school's name."""
        assert self.register.school is not None
        return self.register.school.name

    @cached_property
    def class_names(self) -> Mapping[str, str]:
        """Class id → the name it bears on the day of asking, of every class registered."""
        register, today = self.register, self.today
        return LazyMapping(register.classes, lambda class_id: register.class_on(class_id, today).name)

    def class_names_in(self, period: Period) -> Mapping[str, str]:
        """Class id → the name it bears on its last school day of a period, of every class registered."""
        register = self.register
        return LazyMapping(register.classes, lambda class_id: register.class_in(class_id, period).name)

    @cached_property
    def books(self) -> Mapping[str, Book]:
        """Digest → rulebook, for every one registered; each is parsed when it is asked for."""
        return parse_rulebooks(self.register.rulebooks)

    @cached_property
    def common_rulebook(self) -> Book:
        """The words that hold where no rulebook is in force: the common fact kinds and no items."""
        return parse_rulebook(
            '[rulebook]\nid = "none"\ntitle = "无"\n[[item]]\nid = "total"\ntitle = "总分"\n',
            self.shelf.common_kinds(),
        )

    def vocabulary(self, class_id: str | None, day: date) -> Book:
        """Return the rulebook whose words are in force for a class on a day; without a class, that of the first that has one."""
        return self._find_book(self.register, class_id, day) or next(iter(self.books.values()), self.common_rulebook)

    def _find_book(self, register: SchoolRegister, class_id: str | None, day: date) -> Book | None:
        for candidate in [class_id] if class_id is not None else list(register.classes):
            adoption = register.adoption_on(candidate, day)
            if adoption is not None:
                return self.books[adoption.rulebook]
        return None

    @cached_property
    def _registers_by_purpose(self) -> list[SchoolRegister]:
        """The register with the adoptions of each purpose alone, the usual one first."""
        return [self.whole_register.for_purpose(purpose) for purpose in self.whole_register.purposes]

    def books_in_force(self, class_id: str | None, day: date) -> list[Book]:
        """Return the rulebook in force for a class on a day for every purpose that has one."""
        books = (self._find_book(register, class_id, day) for register in self._registers_by_purpose)
        return [book for book in books if book is not None]

    def words_in_force(self, class_id: str | None, day: date) -> Vocabulary:
        """Return the words in which facts of a class can be recorded on a day: those of its rulebook for every purpose.

        The common fact kinds of today can be recorded under an older rulebook too, which does not know them.
        """
        books = {book.digest: book for book in self.books_in_force(class_id, day) or [self.vocabulary(class_id, day)]}
        digests = tuple(books)
        if digests not in self._shared_words:
            self._shared_words[digests] = join_words([*books.values()], self.common_rulebook)
        return self._shared_words[digests]

    @cached_property
    def _shared_words(self) -> dict[tuple[str, ...], Vocabulary]:
        """What `words_in_force` joined, kept: every row of a sheet asks."""
        return {}

    def list_uncounted_in(self, fact: Fact) -> tuple[Period, ...]:
        """Return the periods without a school day in which a fact would count; none where some period counts it."""
        fact = attrs.evolve(fact, on=self.register.calendar.find_counting_day(fact.on))
        if self.whole_register.calendars[fact.class_id].is_school_day(fact.on):
            return ()
        books = self.books_in_force(fact.class_id, fact.on)
        by_book = [list_periods_without_school_day(self.whole_register, book, fact) for book in books]
        return tuple(dict.fromkeys(period for periods in by_book for period in periods)) if all(by_book) else ()

    def find_rulebook(self, ref: str) -> Book:
        """Find the registered rulebook of that digest, id and version (monthly-quantified/1), or id: its newest version.

        Raises:
            UnknownReference: When there is none.
        """
        rulebooks = self.register.rulebooks.values()
        text = find_rulebook(rulebooks, ref)
        if text is None:
            what = Message(f"没有登记过规则“{ref}”", f"no rulebook {ref!r} is registered")
            raise UnknownReference.among(what, ref, [book.name for book in rulebooks], code="rulebook.unknown")
        return self.books[text.digest]

    @cached_property
    def kinds(self) -> KnownKinds:
        """Every fact kind that any registered rulebook knows, by id."""
        return KnownKinds(self.books, self.common_rulebook.kinds)

    @cached_property
    def own_headers(self) -> Mapping[str, str]:
        """Header → name of every field that is a kind's own: sheets may have such columns."""
        return OwnHeaders(self.kinds)

    def list_days_without_year(self, month: int, day: int) -> list[date]:
        """Return the days of terms, up to today, that a date without its year can mean."""
        days = self.register.calendar.list_days_without_year(month, day)
        return [each for each in days if each <= self.today]

    @cached_property
    def admission(self) -> Admission:
        """What admits the rows of a sheet as facts, by the words in force on their days."""
        # A sheet names a student in many rows; whoever reads anew asks anew.
        return Admission(self.register, self.words_in_force, self.today, cache(self.store.find_pseudonym))

    def find_class_id(self, ref: str, period: Period | None = None) -> str:
        """Find the id of the class of that id, or that bears the name at the end of a period; without one, on the day of asking.

        Raises:
            UnknownReference: When there is none, or when several share the name.
        """
        day = self.today if period is None else self.register.calendar.last_school_day(period)
        class_id = self.admission.find_class(ref, day)
        if isinstance(class_id, tuple):
            raise _unknown(class_id[0])
        return class_id

    def find_kind_id(self, ref: str) -> str:
        """Find the id of the fact kind of that id or label.

        Raises:
            UnknownReference: When there is none.
        """
        kind = find_kind(self.kinds.list_from_last(), ref)
        if kind is None:
            raise _unknown(unknown_kind(self.kinds.values(), ref))
        return kind.id

    def list_events(self, stream: str) -> list[Recorded[Any]]:
        """Return the events of one history as known then."""
        return [recorded for page in self.read_events(stream) for recorded in page]

    def history(self, stream: str) -> AnyHistory:
        """Return one history of facts as known then."""
        return replay_stream(stream, self.read_events(stream))

    def class_histories(self, class_id: str, within: Period) -> list[FactHistory]:
        """Return every history that can hold facts of a class for some days, those of facts moved here included."""
        return self._load_with_homes(facts_streams.list_streams_of_class(self.register, class_id, within))

    def _load_with_homes(self, streams: Iterable[str]) -> list[FactHistory]:
        """Load some histories of facts, and those in which facts moved into them were recorded."""
        reaching = {stream: self.history(stream) for stream in streams}
        homes = {home for history in reaching.values() for home in history.moved_in.values()}
        return [*reaching.values(), *(self.history(home) for home in sorted(homes - set(reaching)))]

    def current_facts(self, class_id: str, within: Period | None = None) -> list[CurrentFact]:
        """Return every fact of a class, void ones too, in the order of the days; `within` some days, or ever."""
        days = within or EVERYTHING
        return self.list_facts_of_class(self.class_histories(class_id, days), class_id, days)

    def list_facts_of_class(self, loaded: Iterable[FactHistory], class_id: str, days: Period) -> list[CurrentFact]:
        """Return the facts of a class that count for some days, void ones too, in the order of the days, from its histories."""
        find_day = self.register.calendar.find_counting_day
        of_class = (current for current in _list_facts(loaded) if current.fact.class_id == class_id)
        return sorted((each for each in of_class if days.covers(find_day(each.fact.on))), key=day_and_order)

    def facts_about_teacher(self, teacher: str) -> list[CurrentFact]:
        """Return every fact about a teacher, void ones too."""
        loaded = self._load_with_homes(facts_streams.list_streams_of_teacher(self.register, teacher))
        return [current for current in _list_facts(loaded) if current.fact.teacher == teacher]

    def load_histories(
        self, places: Collection[tuple[str, Period]], other_books: Sequence[Book] = ()
    ) -> list[FactHistory]:
        """Load every history that some statements need: their own facts, and those that their rulebooks read of others.

        Args:
            places: Class and period of each statement.
            other_books: Rulebooks that they are to be scored by beside the ones in force.
        """
        if not places:
            return []
        register = self.register
        books = {
            (book.digest, period.per): book
            for class_id, period in places
            for book in (self.vocabulary(class_id, self._last_day(class_id, period)), *other_books)
        }
        classes = list(dict.fromkeys(class_id for class_id, _ in places))
        if any(book.needs_peers(per) for (_, per), book in books.items()):
            classes = list(register.classes)
        elif any(book.needs_teacher(per) for (_, per), book in books.items()):
            with_shared_teachers = (list_classes_of_head_teachers(register.tenures, c) for c in classes)
            classes = list(dict.fromkeys(c for shared in with_shared_teachers for c in shared))
        days = EVERYTHING
        if not any(book.needs_past(per) for (_, per), book in books.items()):
            lengths = {node.per for (_, per), book in books.items() for node in book.scored_for(per)}
            reached = [register.calendar.widen_to_cells(lengths, period) for period in {period for _, period in places}]
            days = Period(reached[0].per, min(each.first for each in reached), max(each.last for each in reached))
        loaded = {h.stream: h for class_id in classes for h in self.class_histories(class_id, days)}
        return list(loaded.values())

    def load_school_of(self, classes: Iterable[str], period: Period) -> LoadedSchool:
        """Load what is needed to score some classes for a period: their facts, and those that their rulebooks read of others."""
        return self.load_school_from(self.load_histories([(class_id, period) for class_id in classes]))

    def load_school_from(self, loaded: Iterable[FactHistory]) -> LoadedSchool:
        """Return the school with the facts of some histories."""
        return load_school(self.register, self.books, _list_facts(loaded), self.today)

    def statement(self, class_id: str, period: Period) -> Statement | Problem:
        """Return the statement of a class for a period, or why there is none."""
        return assess_loaded_class(self.load_school_of([class_id], period), class_id, period)

    def statements(
        self, period: Period, classes: Collection[str] = (), progress: Progress = no_progress
    ) -> Iterator[tuple[str, Statement | Problem]]:
        """Yield the statement of some classes for a period, or of every class in the order of the register.

        The classes are read one by one, so that memory stays bounded; all at once where a rulebook compares them.
        """
        class_ids = classes or self.register.classes_in(period)
        compares = any(
            self.vocabulary(class_id, self._last_day(class_id, period)).needs_peers(period.per)
            for class_id in class_ids
        )
        shared = self.load_school_of(class_ids, period) if compares else None
        for done, class_id in enumerate(class_ids, 1):
            school = shared or self.load_school_of([class_id], period)
            yield class_id, assess_loaded_class(school, class_id, period)
            progress(done, len(class_ids))

    def _last_day(self, class_id: str, period: Period) -> date:
        """The last school day of a class in a period: the rulebook in force then decides."""
        return self.register.calendars[class_id].last_school_day(period)


def parse_rulebooks(texts: Mapping[str, RulebookText]) -> Mapping[str, Book]:
    """Return digest → rulebook, for texts as they stand in the register; each is parsed when it is asked for."""
    return LazyMapping(texts, lambda digest: parse_adopted_rulebook(texts[digest].text, texts[digest].kinds))


def amendments_by_fact(loaded: Iterable[FactHistory]) -> dict[str, tuple[Amendment, ...]]:
    """Return fact id → everything that was done to it, for the facts of some histories to which something was done."""
    return {
        fact_id: fact_history.list_amendments(history, fact_id)
        for history in loaded
        for fact_id in history.facts
        if fact_id in history.amended_by
    }


def _list_facts(loaded: Iterable[FactHistory]) -> list[CurrentFact]:
    return [current for history in loaded for current in fact_history.list_current_facts(history)]


def _unknown(problem: Problem) -> UnknownReference:
    """The problem of a name, as the answer to whoever asked under it."""
    message = Message.joined([problem.what, problem.expected or Message.same("")])
    return UnknownReference(message, [problem], code=problem.code, near=problem.near)
