"""The ledger (分类账): a line for each change of points, with the score before and after it.

Lines stand in the order of the days they happened. The score after a line is the whole item computed again with all that
happened so far, so a line explains a bound too: below the floor a fact still stands there and costs nothing. What a line
changed depends on the order; their sum, the item's score, does not.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Literal

import attrs

from bzr_domain.kernel.quantities import ZERO, round_to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.combine import combine_values
from bzr_domain.scoring.result import PeriodValue, Result, Results

Reached = Literal["floor", "cap"]


@attrs.frozen(kw_only=True)
class Line:
    """One change of points.

    Attributes:
        clause: The key of the node that changed something; the item's own key on its base line.
        on: The day of the fact, or the last day of the period for what a whole period came to.
        facts: The facts behind it; empty where absence counts.
        nominal: What the clause says it is worth, before the item's bounds.
        before, after: The item's score before and after it.
        reached: The bound that took some of it away; None where none did.
    """

    clause: str
    on: date
    facts: tuple[str, ...]
    nominal: Decimal
    before: Decimal
    after: Decimal
    reached: Reached | None = None

    @property
    def points(self) -> Decimal:
        """What really changed, after the bounds."""
        return self.after - self.before


@attrs.frozen
class _Change:
    """One change by one clause, before the item's bounds; changes are sorted by day, then by order of recording."""

    on: date
    order: int
    clause: str
    nominal: Decimal
    facts: tuple[str, ...]


def build_ledger(book: Book, item: Node, results: Results, first: date, last: date) -> tuple[Line, ...]:
    """Build the lines of an item: every change of its score, from nothing to its score.

    Args:
        first, last: The period's days: the base stands on the first, what has no day of its own on the last.
    """
    result = results[item.key]
    if result.state != "valued":
        return ()
    leaves = _list_leaves(book, item)
    changes = [change for leaf in leaves for change in _list_changes(results[leaf.key], last)]
    changes.sort(key=lambda change: (change.on, change.order))
    if not item.gathers and sum((change.nominal for change in changes), ZERO) == result.points:
        # An item that is its own one clause: no bound stands around its changes.
        scores = pairwise(accumulate((change.nominal for change in changes), initial=ZERO))
        return tuple(_build_line(change, *score) for change, score in zip(changes, scores, strict=True))
    numbers = {leaf.key: results[leaf.key].value for leaf in leaves}
    values = {key: Fraction(number) if isinstance(number, Decimal) else None for key, number in numbers.items()}
    if not item.gathers or _compute_score(book, item, values, results) != result.points:
        # `otherwise` stands in the place of what its clauses came to, or its shorter periods are not simply added up.
        return _build_single_line(result, changes, last)
    start = Fraction(0) if _is_sum(book, item) else None
    so_far = {leaf.key: start if leaf.joins in ("inside", "outside") else None for leaf in leaves}
    base = _compute_score(book, item, so_far, results)
    lines = [Line(clause=item.key, on=first, facts=(), nominal=base, before=ZERO, after=base)] if base else []
    score = base
    for change in changes:
        so_far[change.clause] = (so_far[change.clause] or Fraction(0)) + Fraction(change.nominal)
        after = _compute_score(book, item, so_far, results)
        lines.append(_build_line(change, score, after))
        score = after
    return tuple(lines) if score == result.points else _build_single_line(result, changes, last)


def _build_line(change: _Change, before: Decimal, after: Decimal) -> Line:
    effect = after - before
    reached: Reached = "floor" if effect > change.nominal else "cap"
    return Line(
        clause=change.clause,
        on=change.on,
        facts=change.facts,
        nominal=change.nominal,
        before=before,
        after=after,
        reached=None if effect == change.nominal else reached,
    )


def _list_leaves(book: Book, node: Node) -> list[Node]:
    if not node.gathers:
        return [node]
    return [leaf for child in book.children(node.key) for leaf in _list_leaves(book, child)]


def _build_single_line(result: Result, changes: Iterable[_Change], last: date) -> tuple[Line, ...]:
    """All of an item in one line, with every fact behind it in the order of the days."""
    facts, points = tuple(fact for change in changes for fact in change.facts), result.points
    return (Line(clause=result.node.key, on=last, facts=facts, nominal=points, before=ZERO, after=points),)


def _is_sum(book: Book, node: Node) -> bool:
    """Whether an item is the sum of what goes into it, all the way down."""
    inner = [child for child in book.children(node.key) if child.gathers]
    return isinstance(node.measure, lang.Total) and all(_is_sum(book, child) for child in inner)


def _compute_score(book: Book, node: Node, so_far: dict[str, Fraction | None], results: Results) -> Decimal:
    """The score of an item when its clauses have come to this much; an item that came to nothing stands at 0."""
    if results[node.key].state != "valued":
        return ZERO

    def find_value(child: Node) -> Decimal | None:
        if child.gathers:
            return _compute_score(book, child, so_far, results)
        points = so_far[child.key]
        return None if points is None else round_to_step(points)

    entries = [(child, find_value(child)) for child in book.children(node.key)]
    value = combine_values(results[node.key].node, entries)
    return value if isinstance(value, Decimal) else ZERO


def _list_changes(result: Result, last: date) -> Iterable[_Change]:
    """What a clause changed, fact by fact where each fact adds up, else once for each period."""
    if not result.period_values and result.points:
        yield _Change(last, 0, result.node.key, result.points, ())
    for value in result.period_values:
        by_fact = value.rows and value.value is not None and _changes_by_fact(value.node)
        yield from _list_fact_changes(value) if by_fact else _list_period_change(value)


def _changes_by_fact(node: Node) -> bool:
    """Whether a node changes fact by fact: nothing of it stands for what is absent, for a place or a quotient."""
    return (
        isinstance(node.source, lang.FactRows)
        and isinstance(node.measure, lang.Total)
        and isinstance(node.scale, lang.Linear | None)
        and node.divide_by is None
        and node.rank is None
        and node.linear.short_of is None
        and scale.compute_value(node, Fraction(0)) in (None, 0)
    )


def _list_fact_changes(value: PeriodValue) -> Iterable[_Change]:
    """The value after each of its rows less the value before it: they add up to the whole value."""
    node, summary, before = value.node, measure.IDENTITY, ZERO
    for row in sorted(value.rows, key=lambda row: (row.on, row.order)):
        summary = measure.merge(summary, measure.summarise([row]))
        points = scale.compute_value(node, measure.compute_measure(node.measure, summary))
        after = points if isinstance(points, Decimal) else ZERO
        yield _Change(row.on, row.order, node.key, after - before, (row.fact,))
        before = after


def _list_period_change(value: PeriodValue) -> Iterable[_Change]:
    points = value.value if isinstance(value.value, Decimal) else ZERO
    if value.rows or points:
        latest = max(value.rows, key=lambda row: (row.on, row.order), default=None)
        on, order = (latest.on, latest.order) if latest is not None else (value.period.last, 0)
        yield _Change(on, order, value.node.key, points, tuple(row.fact for row in value.rows if row.fact))
