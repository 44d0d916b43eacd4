"""What a clause could give at best (满分), which facts would show it (凭证), and how: said by its own words alone."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, assert_never

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.result import PeriodValue

WayToImprove = Literal["avoid", "record", "improve"]
"""What would give more: none of these facts (不再发生), more of them (有记录), or better ones (更好的记录)."""


def find_kinds_counted(book: Book, node: Node) -> tuple[str, ...]:
    """The kinds of facts (事项) that a clause counts, itself or in the scores it reads; those it names first are first."""
    match node.source:
        case lang.FactRows():
            found = [kind for one in node.source.selectors for kind in book.kinds if one.takes(kind)]
        case lang.ScoreRows():
            read = book.nodes.get(node.source.node)
            found = [] if read is None else list(find_kinds_counted(book, read))
        case lang.Gathered():
            found = [kind for child in book.children(node.key) for kind in find_kinds_counted(book, child)]
        case _:
            assert_never(node.source)
    return tuple(dict.fromkeys(found))


def find_highest_points(node: Node) -> Decimal | None:
    """The most that one cell of a clause can give (满分); None where its words set no limit."""
    if node.by:
        return None
    limits = (_of_table(node), _of_prices(node), _of_cap(node))
    return min((one for one in limits if one is not None), default=None)


def _of_table(node: Node) -> Decimal | None:
    rows = node.scale.rows if isinstance(node.scale, lang.Table) else ()
    return max((row.gives for row in rows if isinstance(row.gives, Decimal)), default=None)


def _of_prices(node: Node) -> Decimal | None:
    """The highest price, where one fact or the mean of several decides."""
    number = node.source.number if isinstance(node.source, lang.FactRows) else None
    decides = isinstance(node.measure, lang.Last | lang.Mean) and node.scale is None
    prices = number.prices.values() if isinstance(number, lang.Priced) and decides else ()
    return max((price for price in prices if price is not None), default=None)


def _of_cap(node: Node) -> Decimal | None:
    """The cap, where the clause can climb to it."""
    line = node.scale
    falls = (
        isinstance(line, lang.Linear)
        and line.base is None
        and isinstance(line.points, Fraction)
        and line.points < 0
    )
    return node.bound.cap if isinstance(node.bound.cap, Decimal) and not falls else None


def find_way_to_improve(parts: Sequence[PeriodValue]) -> WayToImprove:
    """What would give more than the last of some parts did: its worth is set beside that of no facts at all.

    Args:
        parts: Cells of a clause that took points, or gave none.
    """
    if not parts or not parts[-1].counted:
        return "record"
    last = parts[-1]
    nothing = scale.worth(last.node, measure.result(last.node.measure, measure.IDENTITY))
    if not isinstance(nothing, Decimal) or not isinstance(last.value, Decimal) or nothing == last.value:
        return "improve"
    return "avoid" if nothing > last.value else "record"
