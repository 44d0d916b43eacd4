"""Which rulebook is in force on which day of a period (生效): one version, or several after a dated amendment."""

from collections.abc import Callable, Sequence
from datetime import date

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book


@attrs.frozen
class Schedule:
    """The rulebooks in force over a stretch of days.

    Attributes:
        book_on: Day → the version in force that day; None where none was adopted.
        last: The version in force on the period's last school day: its items, bounds and pay hold.
        book: That version, with the clauses that only earlier versions of the period have.
        turns: The days on which another rulebook may be in force than on the day before.
    """

    book_on: Callable[[date], Book | None]
    turns: Sequence[date]
    last: Book
    book: Book
    _known: dict[Period, list[Book]] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def versions(self, cell: Period) -> list[Book]:
        """The different versions in force in a cell, in order."""
        if cell not in self._known:
            self._known[cell] = _versions(self.book_on, self.turns, cell)
        return self._known[cell]

    def governing(self, day: date) -> Book:
        """The version in force on a day; the period's own where none was."""
        return self.book_on(day) or self.last


def build_schedule(
    book_on: Callable[[date], Book | None], turns: Sequence[date], last: Book, month: Period
) -> Schedule:
    """The schedule of a month whose last school day stands under the version `last`.

    A clause that only an earlier version of the month has is carried along where each of its facts adds its own
    points. Anything else is one number for a whole cell, and belongs to the version that governs it.
    """
    earlier = [book for book in _versions(book_on, turns, month) if book is not last]
    if not earlier:
        return Schedule(book_on, turns, last, last)
    kinds = {kind.id: kind for book in (*earlier, last) for kind in book.kinds.values()}
    carried = {
        key: node
        for book in earlier
        for key, node in book.nodes.items()
        if isinstance(node.source, lang.FactRows) and node.adds_up and node.into in last.nodes
        if book.reads(node) <= set(last.nodes)
    }
    return Schedule(book_on, turns, last, attrs.evolve(last, kinds=kinds, nodes=carried | dict(last.nodes)))


def _versions(book_on: Callable[[date], Book | None], turns: Sequence[date], cell: Period) -> list[Book]:
    books = (book_on(day) for day in (cell.first, *(day for day in turns if cell.covers(day))))
    return list({book.digest: book for book in books if book is not None}.values())
