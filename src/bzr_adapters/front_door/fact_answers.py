"""Questions about what is recorded (事实与事件): a fact, facts, events."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice, product
from operator import attrgetter
from typing import TypeAlias

from bzr_adapters.documents.facts import Words
from bzr_adapters.front_door.arguments import Span, WrongArgument, check_type, find_days, read_span, read_text
from bzr_adapters.front_door.asking import Asking, build_words
from bzr_adapters.front_door.errors import NotFound, guard_iterator, raises_ours
from bzr_adapters.front_door.fact_listing import FactListing
from bzr_adapters.front_door.facts import FactTable, publish_fact
from bzr_adapters.front_door.values import Bookmark, Event, Fact
from bzr_domain.application.find_entry import find_entry
from bzr_domain.application.read_facts import read_all_facts, read_facts_ever_in_class
from bzr_domain.application.school_reader import SchoolReader, amendments_by_fact
from bzr_domain.facts.fact_history import CurrentFact, FactHistory, current_fact, list_current_facts
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import EVERYTHING, Period

_Loaded: TypeAlias = tuple[list[CurrentFact], Sequence[FactHistory]]
"""Facts, and the histories they stand in with everything that was done to them."""


class _Question:
    """Which facts are asked for: of a class or all, of a period or ever, of a kind or all."""

    def __init__(self, reader: SchoolReader, class_: str | None, period: Span | None, kind: str | None) -> None:
        """Read what the caller wrote."""
        self.reader = reader
        self.span = "" if period is None else read_span(period)
        self.days = None if period is None else find_days(read_span(period), reader.register.calendar)
        self.kind = None if kind is None else reader.find_kind_id(read_text("kind", kind))
        self.class_id = None if class_ is None else reader.find_class_id(read_text("class_", class_), self.days)

    def describe(self, words: Words) -> Message:
        """Return which facts these are, in words: class, period and kind, each where it was asked for."""
        kind = None if self.kind is None else words.kinds[self.kind]
        parts = [
            *([Message(words.classes.get(self.class_id, self.class_id), self.class_id)] if self.class_id else []),
            *([Message.same(self.span)] if self.span else []),
            *([Message(kind.title, kind.id)] if kind is not None else []),
            Message("事实清单", "facts"),
        ]
        return Message.joined(parts, " ", " ")

    def name_class(self, words: Words) -> Message:
        """Return the class asked for, by name and id; nothing of all classes."""
        if self.class_id is None:
            return Message("", "")
        name = words.classes.get(self.class_id, self.class_id)
        return Message(f"{name}({self.class_id}):", f"{name} ({self.class_id}): ")

    def takes(self, current: CurrentFact) -> bool:
        """Return whether a fact is of the class and of the kind."""
        return self.kind in (None, current.fact.kind) and self.class_id in (None, current.fact.class_id)

    def read_by_class(self) -> Iterator[_Loaded]:
        """Yield the facts of each class and term that has any by their days, with their histories; no more is held.

        Of a class that was asked for and has none, an empty part comes.
        """
        has_facts = False
        classes = list(self.reader.register.classes) if self.class_id is None else [self.class_id]
        for class_id, within in product(classes, self._list_stretches()):
            histories = self.reader.class_histories(class_id, within)
            facts = list(filter(self.takes, self.reader.list_facts_of_class(histories, class_id, within)))
            if facts:
                has_facts = True
                yield facts, histories
        if not has_facts and self.class_id is not None:
            yield [], []

    def _list_stretches(self) -> list[Period]:
        """Return the days of the period; without one all days, from the beginning of each term to that of the next."""
        if self.days is not None:
            return [self.days]
        starts = sorted(term.start for term in self.reader.register.calendar.terms)[1:]
        lasts = [*(day - timedelta(days=1) for day in starts), EVERYTHING.last]
        return [Period("term", first, last) for first, last in zip([EVERYTHING.first, *starts], lasts, strict=True)]

    def read_by_position(self, after: int) -> Iterator[_Loaded]:
        """Yield the facts recorded beyond a position in their order, one at a time, each with its history."""
        if self.class_id is None:
            histories = read_all_facts(self.reader, after)
        else:
            histories = read_facts_ever_in_class(self.reader, self.class_id)
        for history in histories:
            yield list(filter(self.takes, list_current_facts(history))), [history]

    def write(self, loaded: Iterable[_Loaded]) -> tuple[list[CurrentFact], Words]:
        """Return facts that were read, and what is needed to write them."""
        parts = list(loaded)
        histories = [history for _, some in parts for history in some]
        words = build_words(self.reader, amendments_by_fact(histories), histories, self.days)
        return [fact for facts, _ in parts for fact in facts], words


class FactAnswers(Asking):
    """What can be asked about facts and events."""

    @raises_ours
    def fact(self, id: str, /) -> Fact:
        """Return the fact of that id, or whose id alone begins so.

        Raises:
            NotFound: When there is none, or several; the near ones are named.
        """
        reader = self._read()
        fact_id, stream = find_entry(reader, read_text("id", id))
        history = reader.history(stream)
        if fact_id not in history.facts:
            message = Message(
                f"{fact_id}是作废或更正的记录,不是事实", f"{fact_id} is a void or a correction, and no fact"
            )
            raise NotFound(message, lang=self.lang, code="fact.not-a-fact")
        words = build_words(reader, amendments_by_fact([history]), [history])
        return publish_fact(current_fact(history, fact_id), words)

    def facts(
        self,
        class_: str | None = None,
        period: Span | None = None,
        /,
        *,
        kind: str | None = None,
        voided: bool = True,
        after: int = 0,
        limit: int | None = None,
    ) -> Iterator[Fact]:
        """Iterate over facts by their position: of a class or all, of a period or a day or ever.

        Args:
            kind: Only facts of a kind, by id or label.
            voided: Whether void ones are among them.
            after: Leave out those up to this position: a next page begins after the last one's.
            limit: How many at most; None means all.

        Without a period each fact is read when its turn comes: few are in memory, however many there are. Nothing is held
        open meanwhile.

        Raises:
            Invalid: When the limit is below 0.
        """
        facts = self._read_facts(class_, period, kind, after=after, limit=limit)
        return islice((fact for fact in facts if fact.position > after and (voided or fact.voided_by is None)), limit)

    @raises_ours
    def _read_facts(
        self, class_: str | None, period: Span | None, kind: str | None, *, after: int, limit: int | None
    ) -> Iterator[Fact]:
        check_type("after", after, int)
        check_type("limit", limit, int, type(None))
        if limit is not None and limit < 0:
            raise WrongArgument.of(f"limit至少为0,不是{limit}", f"limit is at least 0, not {limit}")
        question = _Question(self._read(), class_, period, kind)
        if question.days is not None:
            return iter(sorted(self._build_table(question).facts, key=attrgetter("position")))
        parts = (question.write([part]) for part in question.read_by_position(after))
        return guard_iterator((publish_fact(fact, words) for facts, words in parts for fact in facts), self)

    @raises_ours
    def list_facts(
        self, class_: str | None = None, period: Span | None = None, /, *, kind: str | None = None
    ) -> FactTable:
        """Return facts as a table, by class and by day: of a class or all, of a period or a day or ever, or of a kind."""
        return self._build_table(_Question(self._read(), class_, period, kind))

    @raises_ours
    def list_facts_in_parts(
        self, class_: str | None = None, period: Span | None = None, /, *, kind: str | None = None
    ) -> Iterator[FactTable]:
        """Iterate over the same table in parts, one for each class and term with facts, of which one at a time is in memory.

        Of a class that was asked for and has no facts, one part comes, which is empty.
        """
        question = _Question(self._read(), class_, period, kind)
        return guard_iterator((self._build_table(question, [part]) for part in question.read_by_class()), self)

    @raises_ours
    def write_facts(
        self, class_: str | None = None, period: Span | None = None, /, *, kind: str | None = None
    ) -> FactListing:
        """Return the same table to be written to a file or as a document: it is read meanwhile, part by part."""
        question = _Question(self._read(), class_, period, kind)
        return FactListing(
            empty=self._build_table(question, []),
            read_facts=lambda: guard_iterator((facts for facts, _ in question.read_by_class()), self),
            read_parts=lambda: guard_iterator(
                (self._build_table(question, [part]) for part in question.read_by_class()), self
            ),
            lang=self.lang,
        )

    def _build_table(self, question: _Question, loaded: Iterable[_Loaded] | None = None) -> FactTable:
        facts, words = question.write(question.read_by_class() if loaded is None else loaded)
        published = tuple(publish_fact(current, words) for current in facts)
        return FactTable(
            **self._head(question.reader),
            source=facts,
            words=words,
            facts=published,
            about=question.describe(words),
            of_class=question.name_class(words),
        )

    def events(self, after: int | Bookmark = 0, *, until: int | None = None) -> Iterator[Event]:
        """Iterate over the events beyond a position, up to the head at the time of this call; any thread may go on.

        Raises:
            Invalid: When a bookmark is of another history, code `bookmark.other-history`.
        """
        return self._read_events(after, until)

    @raises_ours
    def _read_events(self, after: int | Bookmark, until: int | None) -> Iterator[Event]:
        from bzr_adapters.front_door.events import check_place, read_events  # only here are stored forms needed

        check_type("after", after, int, Bookmark)
        check_type("until", until, int, type(None))
        if isinstance(after, Bookmark):
            check_place(self._school.log, after)
        start = after.position if isinstance(after, Bookmark) else after
        head = self._read().up_to or 0
        return guard_iterator(read_events(self._school.log, start, head if until is None else min(until, head)), self)
