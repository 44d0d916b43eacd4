"""The ledger (分类账): a line for each change of points, with the score before and after it.

Lines stand in the order of the days they happened. The score after a line is the whole item computed again with all that
happened so far, so a line explains a bound too: below the floor a fact still stands there and costs nothing. What a line
changed depends on the order; their sum, the item's score, does not.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Literal

import attrs

from bzr_domain.kernel.quantities import ZERO, to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.combine import combined
from bzr_domain.scoring.result import PeriodValue, Result, Results

Reached = Literal["floor", "cap"]


@attrs.frozen(kw_only=True)
class Line:
    """One change of points.

    Attributes:
        clause: The key of the node that changed something; the item's own key on its base line.
        on: The day of the fact, or the last day of the cell for what a whole cell came to.
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
        """What really changed."""
        return self.after - self.before


@attrs.frozen
class _Change:
    """One change of one clause, not yet placed in its item: sorted by day, then by order of recording."""

    on: date
    order: int
    clause: str
    nominal: Decimal
    facts: tuple[str, ...]


def ledger(book: Book, item: Node, results: Results, first: date, last: date) -> tuple[Line, ...]:
    """Every change of an item's score, from nothing to its score.

    Args:
        first, last: The period's days: the base stands on the first, what has no day of its own on the last.
    """
    result = results[item.key]
    if result.state != "valued":
        return ()
    leaves = list(_leaves(book, item)) if item.gathers else [item]
    changes = [change for leaf in leaves for change in _changes(results[leaf.key], last)]
    changes.sort(key=lambda change: (change.on, change.order))
    if not item.gathers and sum((one.nominal for one in changes), ZERO) == result.points:
        return _one_by_one(changes)
    whole = {leaf.key: _exact(results[leaf.key].value) for leaf in leaves}
    if not item.gathers or _score(book, item, whole, results) != result.points:
        # `otherwise` stands in the place of what its clauses came to, or its finer cells are not simply added up.
        return _one_line(result, changes, last)
    begins = Fraction(0) if adds_up(book, item) else None
    so_far = {leaf.key: begins if leaf.joins in ("inside", "outside") else None for leaf in leaves}
    score = _score(book, item, so_far, results)
    lines = (
        [Line(clause=item.key, on=first, facts=(), nominal=score, before=ZERO, after=score)] if score else []
    )
    for change in changes:
        so_far[change.clause] = (so_far[change.clause] or Fraction(0)) + Fraction(change.nominal)
        after = _score(book, item, so_far, results)
        taken = after - score != change.nominal
        lines.append(
            Line(
                clause=change.clause,
                on=change.on,
                facts=change.facts,
                nominal=change.nominal,
                before=score,
                after=after,
                reached=_reached(change.nominal, after - score) if taken else None,
            )
        )
        score = after
    return tuple(lines) if score == result.points else _one_line(result, changes, last)


def _reached(nominal: Decimal, effect: Decimal) -> Reached:
    return "floor" if effect > nominal else "cap"


def _leaves(book: Book, node: Node) -> Iterable[Node]:
    for child in book.children(node.key):
        if child.gathers:
            yield from _leaves(book, child)
        else:
            yield child


def _one_by_one(changes: Sequence[_Change]) -> tuple[Line, ...]:
    """The changes of an item that is its own one clause: no bound stands around them."""
    scores = pairwise(accumulate((one.nominal for one in changes), initial=ZERO))
    return tuple(
        Line(clause=one.clause, on=one.on, facts=one.facts, nominal=one.nominal, before=before, after=after)
        for one, (before, after) in zip(changes, scores, strict=True)
    )


def _one_line(result: Result, changes: Iterable[_Change], last: date) -> tuple[Line, ...]:
    """All of an item at once, with every fact behind it in the order of the days."""
    facts, points = tuple(fact for change in changes for fact in change.facts), result.points
    return (Line(clause=result.node.key, on=last, facts=facts, nominal=points, before=ZERO, after=points),)


def _exact(value: lang.Value | None) -> Fraction | None:
    return Fraction(value) if isinstance(value, Decimal) else None


def adds_up(book: Book, node: Node) -> bool:
    """Whether an item is the sum of what goes into it, all the way down."""
    inner = [child for child in book.children(node.key) if child.gathers]
    return isinstance(node.measure, lang.Total) and all(adds_up(book, child) for child in inner)


def _score(book: Book, node: Node, so_far: dict[str, Fraction | None], results: Results) -> Decimal:
    """An item as it stands when its clauses have come to this much; one that came to nothing stands at 0."""
    if results[node.key].state != "valued":
        return ZERO
    entries: list[tuple[Node, lang.Value | None]] = []
    for child in book.children(node.key):
        if child.gathers:
            entries.append((child, _score(book, child, so_far, results)))
        else:
            reached = so_far[child.key]
            entries.append((child, None if reached is None else to_step(reached)))
    value = combined(results[node.key].node, entries)
    return value if isinstance(value, Decimal) else ZERO


def _changes(result: Result, last: date) -> Iterable[_Change]:
    """What a clause changed, fact by fact where each fact adds up, else once for each cell."""
    if not result.parts and result.points:
        yield _Change(last, 0, result.node.key, result.points, ())
    for part in result.parts:
        stepwise = part.rows and part.value is not None and _steps(part.node)
        yield from _fact_by_fact(part) if stepwise else _whole(part)


def _steps(node: Node) -> bool:
    """Whether a node changes fact by fact: nothing of it stands for what is absent, for a place or a quotient."""
    short = isinstance(node.scale, lang.Linear) and node.scale.short_of is not None
    return (
        isinstance(node.source, lang.FactRows)
        and isinstance(node.measure, lang.Total)
        and isinstance(node.scale, lang.Linear | None)
        and node.divide_by is None
        and node.rank is None
        and not short
        and scale.worth(node, Fraction(0)) in (None, 0)
    )


def _fact_by_fact(part: PeriodValue) -> Iterable[_Change]:
    """The part's value after each of its rows less the value before it: adds up to the part's value."""
    summary, before = measure.IDENTITY, ZERO
    for row in sorted(part.rows, key=lambda row: (row.on, row.order)):
        summary = measure.merge(summary, measure.summarise([row]))
        value = scale.worth(part.node, measure.result(part.node.measure, summary))
        after = value if isinstance(value, Decimal) else ZERO
        yield _Change(row.on, row.order, part.node.key, after - before, (row.fact,))
        before = after


def _whole(part: PeriodValue) -> Iterable[_Change]:
    worth = part.value if isinstance(part.value, Decimal) else ZERO
    if part.rows or worth:
        latest = max(part.rows, key=lambda row: (row.on, row.order), default=None)
        on, order = (latest.on, latest.order) if latest is not None else (part.cell.last, 0)
        yield _Change(on, order, part.node.key, worth, tuple(row.fact for row in part.rows if row.fact))
