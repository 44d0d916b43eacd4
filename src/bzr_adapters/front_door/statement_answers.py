"""Questions about statements (考核): of a class, a month, a term; explained, without a fact, under another rulebook."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import attrs

from bzr_adapters.documents.statement import Month
from bzr_adapters.front_door.arguments import (
    Span,
    find_period,
    find_periods,
    read_day,
    read_month,
    read_span,
    read_text,
)
from bzr_adapters.front_door.asking import Asking, build_words, find_class_ids, find_place
from bzr_adapters.front_door.errors import NotFound, build_refused, publish_problems, raises_ours
from bzr_adapters.front_door.rulebooks import Book, read_book
from bzr_adapters.front_door.statements import (
    Explanation,
    MonthTable,
    Statement,
    TermTable,
    publish_explanation,
    publish_month,
    publish_statement,
    publish_term,
)
from bzr_domain.application.assess_classes import assess_classes
from bzr_domain.application.assess_term import assess_term
from bzr_domain.application.explain_class import explain_class
from bzr_domain.application.school_reader import SchoolReader, amendments_by_fact
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel.messages import Message, UnknownReference
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.monthly import PeriodStatements
from bzr_domain.register.roster import find_rulebook
from bzr_domain.rulebook import book as rulebooks

if TYPE_CHECKING:
    from bzr_adapters.front_door.comparisons import Comparison
    from bzr_domain.application.what_if import DisputedFact

_SCORING = Message("计算", "scoring")


class StatementAnswers(Asking):
    """What can be asked about statements."""

    @raises_ours
    def statement(self, class_: str, period: Span, /) -> Statement:
        """Return the statement of a class for any period that its rulebook assesses.

        Raises:
            NotFound: When there is no such class or period, or no statement of it; the reason is told.
        """
        reader = self._read()
        class_id, assessed = find_place(reader, class_, period)
        statement = reader.statement(class_id, assessed)
        if isinstance(statement, kernel.Problem):
            raise self._explain_no_statement(assessed, [statement])
        return publish_statement(statement, self._head(reader))

    @raises_ours
    def month(self, period: Span, /, *, classes: Collection[str] = ()) -> MonthTable:
        """Return the statements of a month, of all classes in the order declared or of some."""
        reader = self._read()
        month = _build_month(reader, self._assess(reader, read_month(read_span(period)), classes))
        return publish_month(month, self._head(reader))

    @raises_ours
    def term(self, period: Span, /, *, classes: Collection[str] = ()) -> TermTable:
        """Return the results of a term, a school year or a week, of all classes or of some."""
        reader = self._read()
        assessed = find_period(read_span(period), reader.register.calendar)
        statements = self._assess(reader, assessed, classes)
        return publish_term(
            assess_term(reader, statements), _build_month(reader, statements), self._sealed_head(reader)
        )

    @raises_ours
    def explain(self, class_: str, period: Span, item: str | None = None, /) -> Explanation:
        """Return every point of a statement followed back to its facts; of one item where it is named by id or title."""
        reader = self._read()
        class_id, assessed = find_place(reader, class_, period)
        loaded = reader.load_histories([(class_id, assessed)])
        explanation = explain_class(reader, loaded, class_id, assessed)
        if isinstance(explanation, kernel.Problem):
            raise self._explain_no_statement(assessed, [explanation])
        if item is not None:
            chosen = _find_item_id(explanation.statement.book, read_text("item", item))
            accounts = tuple(account for account in explanation.accounts if account.item.id == chosen)
            explanation = attrs.evolve(explanation, accounts=accounts)
        words = build_words(reader, explanation.amendments, loaded, assessed)
        return publish_explanation(explanation, words, self._head(reader))

    @raises_ours
    def without(self, fact: str, class_: str, period: Span, /, *, item: str | None = None) -> "Comparison":
        """Return a statement as if a fact were void, and everything that moves with it; nothing is recorded.

        Raises:
            Refused: When the fact is void already, or the id is no fact's.
        """
        from bzr_domain.application.what_if import dispute_fact

        reader = self._read()
        class_id, assessed = find_place(reader, class_, period)
        disputed = dispute_fact(reader, read_text("fact", fact), class_id, assessed)
        if isinstance(disputed, kernel.Refused):
            raise build_refused(disputed, self.lang)
        if isinstance(disputed, kernel.Problem):
            raise self._explain_no_statement(assessed, [disputed])
        return self._publish_dispute(reader, disputed, item)

    def _publish_dispute(self, reader: SchoolReader, disputed: "DisputedFact", item: str | None) -> "Comparison":
        from bzr_adapters.front_door.comparisons import publish_dispute

        before, history = disputed.dispute.difference.before, disputed.history
        words = build_words(reader, amendments_by_fact([history]), [history], before.period)
        item_id = None if item is None else _find_item_id(before.book, read_text("item", item))
        return publish_dispute(disputed, words, item_id, self._head(reader))

    @raises_ours
    def whatif(self, rulebook: Book, periods: Span, /, *, since: date | str | None = None) -> "Comparison":
        """Return every class and month of a range under the rulebooks adopted, and under another.

        Args:
            since: The first day of the other one; None puts it in the place of those adopted from the beginning.
        """
        from bzr_adapters.front_door.comparisons import publish_whatif
        from bzr_domain.application.what_if import try_rulebook

        reader, text = self._read(), read_span(periods)
        book = _find_book(reader, rulebook)
        stretch = find_periods(text, reader.register.calendar, reader.today)
        comparison = try_rulebook(reader, book, stretch, since=None if since is None else read_day("since", since))
        return publish_whatif(comparison, reader, text, self._head(reader))

    def _assess(self, reader: SchoolReader, period: Period, classes: Collection[str]) -> PeriodStatements:
        ids = find_class_ids(reader, classes, period)
        return assess_classes(reader, period, ids, self._school.show_progress(_SCORING))

    def _explain_no_statement(self, period: Period, problems: list[kernel.Problem]) -> NotFound:
        message = Message(f"{period.name}没有考核表", f"there is no statement for {period.name}")
        return NotFound(message, lang=self.lang, code="statement.none", problems=publish_problems(problems, self.lang))


def _find_book(reader: SchoolReader, rulebook: Book) -> rulebooks.Book:
    """Return a shipped rulebook, that of a file, or one that the school registered.

    Raises:
        UnknownReference: When there is none of that name.
        BadRulebook: When its text has faults.
    """
    try:
        return read_book(rulebook)
    except UnknownReference:
        if not isinstance(rulebook, str) or find_rulebook(reader.register.rulebooks.values(), rulebook) is None:
            raise
    return reader.find_rulebook(rulebook)


def _build_month(reader: SchoolReader, assessed: PeriodStatements) -> Month:
    return Month(
        school=reader.school_name,
        month=assessed.period,
        as_of=reader.local_as_of,
        statements=assessed.statements,
        problems=assessed.problems,
    )


def _find_item_id(book: rulebooks.Book, item: str) -> str:
    """Return the id of the item of that id or name.

    Raises:
        UnknownReference: When there is none.
    """
    item_id = book.item_named(item)
    if item_id is None:
        what = Message(f"没有项目“{item}”", f"there is no item {item!r}")
        raise UnknownReference.among(what, item, book.item_names(), code="rulebook.unknown-item")
    return item_id
