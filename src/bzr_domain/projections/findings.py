"""What speaks for and against a class in a period (优点与不足): clause by clause, with the points and facts behind it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.improvement import (
    WayToImprove,
    find_highest_points,
    find_kinds_counted,
    find_way_to_improve,
)
from bzr_domain.scoring.result import PeriodValue, Result, Results
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.tenure_window import TenureWindow

Says = Literal["gave", "kept", "cost", "nothing", "not-assessed"]
"""得分, 满分, 扣分, judged and given nothing (未得分), 未评."""


@attrs.frozen(kw_only=True)
class Finding:
    """One clause or item as it speaks for or against a class, in points before bounds and weights.

    Attributes:
        key, id, title, cite: The clause as printed.
        item, item_title: The item of the statement it stands in.
        points: What it came to; `gained` less `lost`, both at least 0.
        left: How many points can still be had or won back; None where the rulebook's words set no limit.
        facts: The ids of the facts behind it.
        kinds: The kinds of facts that it counts.
        way: How facts of these kinds would give more.
        duty: The id of the duty that the first of these kinds is filed under; empty where it is under none.
        before: What the same clause came to in the period before; None where there was none.
    """

    says: Says
    key: str
    id: str
    title: str
    cite: str
    item: str
    item_title: str
    points: Decimal
    gained: Decimal
    lost: Decimal
    left: Decimal | None
    facts: tuple[str, ...]
    kinds: tuple[str, ...]
    way: WayToImprove
    duty: str
    before: Decimal | None

    @property
    def is_shortcoming(self) -> bool:
        """Whether it speaks against the class (不足)."""
        return self.says in ("cost", "nothing", "not-assessed")

    @property
    def change(self) -> Decimal | None:
        """How much better (above 0) or worse than in the period before; None where there is nothing to compare."""
        return None if self.before is None else self.points - self.before


def list_findings(own: TenureWindow, statement: Statement, before: Results) -> tuple[Finding, ...]:
    """Every item kept in full, and every clause that gave points, took some, or was not assessed, in their order.

    Args:
        own: The days that are told of.
        before: The results of the period before; empty where there is none.
    """
    scope = own.scope
    book, found = scope.schedule.book, []
    results = {key: own.of(result) for key, result in statement.results.items()}
    for item in items_of(book, scope.period):
        said = [
            _made(own, says, results[leaf.key], item, before)
            for leaf in leaves(book, item)
            if leaf.key in results and (says := _says(results[leaf.key])) is not None
        ]
        if item.gathers and _in_full(item, results[item.key]) and not any(one.lost for one in said):
            found.append(_made(own, "kept", results[item.key], item, before))
        found += said
    return tuple(found)


def items_of(book: Book, period: Period) -> tuple[Node, ...]:
    """The items of a period's total; where that only reads the score of shorter periods, those of that score."""
    total = book.total_of(period.per)
    while total is not None and isinstance(total.source, lang.ScoreRows):
        total = book.nodes.get(total.source.node)
    if total is None:
        return ()
    return tuple(adding(book, total)) if total.gathers else (total,)


def leaves(book: Book, node: Node) -> Iterator[Node]:
    """The clauses that add to an item or take from it, all the way down."""
    if not node.gathers:
        yield node
    for child in adding(book, node):
        yield from leaves(book, child)


def adding(book: Book, node: Node) -> list[Node]:
    """What is added to a node; what multiplies it or is its ceiling is not."""
    return [child for child in book.children(node.key) if child.joins in ("inside", "outside")]


def _in_full(item: Node, result: Result) -> bool:
    """Whether every cell of an item reached its standard score (标准分)."""
    cells, cap = result.list_period_values() if result.parts else [result.value], item.bound.cap
    return isinstance(cap, Decimal) and cap > 0 and all(isinstance(v, Decimal) and v >= cap for v in cells)


def _says(result: Result) -> Says | None:
    """What a clause says; None where it says nothing either way."""
    if result.state == "not-assessed":
        return "not-assessed"
    if result.deducted:
        return "cost"
    if result.earned:
        return "gave"
    judged = any(part.counted for part in result.parts) and result.state == "valued"
    return "nothing" if judged and (find_highest_points(result.node) or ZERO) > 0 else None


def _made(own: TenureWindow, says: Says, result: Result, item: Node, before: Results) -> Finding:
    book, node, behind = own.scope.schedule.book, result.node, _behind(says, result)
    kinds = find_kinds_counted(book, node)
    return Finding(
        says=says,
        key=node.key,
        id=node.id,
        title=node.title,
        cite=node.cite,
        item=item.id,
        item_title=item.title,
        points=result.points,
        gained=result.earned,
        lost=result.deducted,
        left=None if says == "kept" else _left(result, own.due(node.per)),
        facts=tuple(row.fact for part in behind for row in part.counted if row.fact),
        kinds=kinds,
        way=find_way_to_improve(behind),
        duty=next((book.kinds[kind].duty for kind in kinds), ""),
        before=before[node.key].points if node.key in before else None,
    )


def _behind(says: Says, result: Result) -> list[PeriodValue]:
    """The cells that speak: those that took points, those that gave some, or those that were judged."""
    if says == "cost":
        return [one for one in result.parts if isinstance(one.value, Decimal) and one.value < 0]
    if says == "gave":
        return [one for one in result.parts if isinstance(one.value, Decimal) and one.value > 0]
    return [one for one in result.parts if one.counted]


def _left(result: Result, due: Sequence[Period]) -> Decimal | None:
    """What the clause could give at best in its cells, less what it gave; else what it took."""
    most = find_highest_points(result.node)
    if most is None:
        return result.deducted or None
    cells = {*due, *(part.cell for part in result.parts)}
    numbers = [value for value in result.list_period_values() if isinstance(value, Decimal)]
    return max(ZERO, most * len(cells) - (sum(numbers, ZERO) if numbers else result.points))
