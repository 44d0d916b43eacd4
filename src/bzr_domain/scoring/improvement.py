"""Improvement (改进): the most that a clause can give (满分), the kinds of facts it counts (凭证), and which facts would give more."""

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
    """Find the kinds of facts (事项) that a clause counts, itself or in the scores it reads, in the order it names them."""
    match node.source:
        case lang.FactRows():
            selectors = node.source.selectors
            kinds = [kind for selector in selectors for kind in book.kinds if selector.takes(kind)]
        case lang.ScoreRows():
            source = book.nodes.get(node.source.node)
            kinds = [] if source is None else list(find_kinds_counted(book, source))
        case lang.Gathered():
            kinds = [kind for child in book.children(node.key) for kind in find_kinds_counted(book, child)]
        case _:
            assert_never(node.source)
    return tuple(dict.fromkeys(kinds))


def find_highest_points(node: Node) -> Decimal | None:
    """Find the most points that one period of a clause can give (满分); None where its words set no limit."""
    if node.by:
        return None
    limits = (_find_highest_in_table(node), _find_highest_price(node), _find_reachable_cap(node))
    return min((limit for limit in limits if limit is not None), default=None)


def _find_highest_in_table(node: Node) -> Decimal | None:
    rows = node.scale.rows if isinstance(node.scale, lang.Table) else ()
    return max((row.gives for row in rows if isinstance(row.gives, Decimal)), default=None)


def _find_highest_price(node: Node) -> Decimal | None:
    """The highest price, where one fact or the mean of several decides."""
    number = node.source.number if isinstance(node.source, lang.FactRows) else None
    decides = isinstance(node.measure, lang.Last | lang.Mean) and node.scale is None
    prices = number.prices.values() if isinstance(number, lang.Priced) and decides else ()
    return max((price for price in prices if price is not None), default=None)


def _find_reachable_cap(node: Node) -> Decimal | None:
    """The cap, where the clause can climb to it."""
    line = node.scale
    falls = (
        isinstance(line, lang.Linear)
        and line.base is None
        and isinstance(line.points, Fraction)
        and line.points < 0
    )
    return node.bound.cap if isinstance(node.bound.cap, Decimal) and not falls else None


def find_way_to_improve(values: Sequence[PeriodValue]) -> WayToImprove:
    """Find which facts would give more than a clause's last period gave, by comparing it with no facts at all.

    Args:
        values: Periods of a clause that took points, or gave none.
    """
    if not values or not values[-1].counted:
        return "record"
    last = values[-1]
    of_nothing = scale.compute_value(last.node, measure.compute_measure(last.node.measure, measure.IDENTITY))
    if not isinstance(of_nothing, Decimal) or not isinstance(last.value, Decimal) or of_nothing == last.value:
        return "improve"
    return "avoid" if of_nothing > last.value else "record"
