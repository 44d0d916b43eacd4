"""Questions about what is recorded (事实与事件): a fact, facts, events."""

from collections.abc import Iterator

from bzr_adapters.documents.facts import Words
from bzr_adapters.front_door.arguments import Span, check_type, find_days, read_span, read_text
from bzr_adapters.front_door.asking import Asking, build_words
from bzr_adapters.front_door.errors import NotFound, guard_iterator, raises_ours
from bzr_adapters.front_door.statements import FactTable, publish_fact
from bzr_adapters.front_door.values import Bookmark, Event, Fact
from bzr_domain.application.find_entry import find_entry
from bzr_domain.application.school_reader import SchoolReader, amendments_by_fact, list_facts_of_class
from bzr_domain.facts.fact_history import CurrentFact, current_fact
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import EVERYTHING


def _select_facts(
    reader: SchoolReader, class_: str | None, period: Span | None, kind: str | None
) -> tuple[list[CurrentFact], Words]:
    """Return the facts of a class or all, of a period or ever, of a kind or all, and what is needed to write them."""
    days = None if period is None else find_days(read_span(period), reader.register.calendar)
    kind_id = None if kind is None else reader.find_kind_id(read_text("kind", kind))
    classes = list(reader.register.classes)
    if class_ is not None:
        classes = [reader.find_class_id(read_text("class_", class_), days)]
    within = days or EVERYTHING
    loaded = {class_id: reader.class_histories(class_id, within) for class_id in classes}
    facts = [
        current
        for class_id, of_class in loaded.items()
        for current in list_facts_of_class(of_class, class_id, within)
        if kind_id in (None, current.fact.kind)
    ]
    histories = [history for of_class in loaded.values() for history in of_class]
    return facts, build_words(reader, amendments_by_fact(histories), histories, days)


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
        """
        return iter(self._list_facts(class_, period, kind, voided=voided, after=after, limit=limit))

    @raises_ours
    def _list_facts(
        self, class_: str | None, period: Span | None, kind: str | None, *, voided: bool, after: int, limit: int | None
    ) -> list[Fact]:
        check_type("after", after, int)
        facts, words = _select_facts(self._read(), class_, period, kind)
        chosen = [fact for fact in facts if (voided or fact.voided_by is None) and fact.order > after]
        return [publish_fact(fact, words) for fact in sorted(chosen, key=lambda fact: fact.order)[:limit]]

    @raises_ours
    def list_facts(
        self, class_: str | None = None, period: Span | None = None, /, *, kind: str | None = None
    ) -> FactTable:
        """Return facts as a table, by class and by day: of a class or all, of a period or a day or ever, or of a kind."""
        reader = self._read()
        facts, words = _select_facts(reader, class_, period, kind)
        return FactTable(
            **self._head(reader),
            source=facts,
            words=words,
            facts=tuple(publish_fact(current, words) for current in facts),
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
        return guard_iterator(
            read_events(self._school.log, start, head if until is None else min(until, head)), self.lang
        )
