"""The schedule of a period (生效): which rulebook version is in force on each of its days, one or several after an amendment."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date

import attrs

from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book


@attrs.frozen
class Schedule:
    """The rulebook versions in force over a period.

    Attributes:
        book_on: Day → the version in force that day; None where none was adopted.
        turns: The days on which the version may differ from that of the day before, in order.
        last: The version in force on the period's last school day: its items, bounds and pay hold.
        book: That version, with the clauses that only earlier versions of the period have.
    """

    book_on: Callable[[date], Book | None]
    turns: Sequence[date]
    last: Book
    book: Book
    _versions: dict[Period, list[Book]] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def versions(self, period: Period) -> list[Book]:
        """The different versions in force within a period, in order."""
        if period not in self._versions:
            self._versions[period] = _list_versions(self.book_on, self.turns, period)
        return self._versions[period]

    def governing(self, day: date) -> Book:
        """The version in force on a day; where none was, the one of the period's last school day."""
        return self.book_on(day) or self.last


def build_schedule(
    book_on: Callable[[date], Book | None], turns: Sequence[date], last: Book, month: Period
) -> Schedule:
    """Build the schedule of a month on whose last school day the version `last` is in force.

    A clause that only an earlier version of the month has is carried along where each of its facts adds points
    independently. Any other clause is one number for the whole month, and only the version in force at its end counts.
    """
    earlier = [book for book in _list_versions(book_on, turns, month) if book is not last]
    if not earlier:
        return Schedule(book_on, turns, last, last)
    kinds = {kind.id: kind for book in (*earlier, last) for kind in book.kinds.values()}
    carried = {
        key: node
        for book in earlier
        for key, node in book.nodes.items()
        if isinstance(node.source, lang.FactRows) and node.adds_up
        if (parent := last.nodes.get(node.into or "")) is not None and rank_length(node.per) <= rank_length(parent.per)
        if book.reads(node) <= set(last.nodes)
    }
    return Schedule(book_on, turns, last, attrs.evolve(last, kinds=kinds, nodes=carried | dict(last.nodes)))


def _list_versions(book_on: Callable[[date], Book | None], turns: Sequence[date], period: Period) -> list[Book]:
    within = turns[bisect_left(turns, period.first) : bisect_right(turns, period.last)]
    books = (book_on(day) for day in (period.first, *within))
    return list({book.digest: book for book in books if book is not None}.values())
