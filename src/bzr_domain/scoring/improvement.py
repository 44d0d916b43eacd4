"""Improvement (改进): the kinds of facts that a clause counts (凭证), and which facts would give more."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.result import PeriodValue

WayToImprove = Literal["avoid", "record", "improve"]
"""What would give more: none of these facts (不再发生), more of them (有记录), or better ones (更好的记录)."""


def find_kinds_counted(book: Book, node: Node) -> tuple[str, ...]:
    """Find the kinds of facts (事项) that a clause counts, itself or in the scores it reads, in the order it names them."""
    if isinstance(node.source, lang.FactRows):
        selectors = node.source.selectors
        kinds = [kind for selector in selectors for kind in book.kinds if selector.takes(kind)]
    else:
        read = book.children(node.key) if node.gathers else [book.nodes.get(node.score_rows.node)]
        kinds = [kind for each in read if each is not None for kind in find_kinds_counted(book, each)]
    return tuple(dict.fromkeys(kinds))


def find_way_to_improve(values: Sequence[PeriodValue]) -> WayToImprove:
    """Find which facts would give more than a clause's last period gave, by comparing it with no facts at all.

    Args:
        values: Periods of a clause that took points, or gave none.
    """
    if not values or not values[-1].counted:
        return "record"
    last = values[-1]
    value, nothing = last.exact, measure.compute_measure(last.node.measure, measure.IDENTITY)
    of_nothing = scale.compute_value(last.node, nothing) if isinstance(value, Fraction) else None
    if not isinstance(of_nothing, Fraction) or not isinstance(value, Fraction) or of_nothing == value:
        return "improve"
    return "avoid" if of_nothing > value else "record"
