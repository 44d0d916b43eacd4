"""The reference scorer: every node of a rulebook for somebody in a cell, computed from the facts one by one.

A node is worth something, or nothing for a reason that is kept (`State`): these are never mixed up with 0. What a node
reads is computed when it is asked for, once, and kept in the world: a place asks for every peer's value, a mean of
months for every month's.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

import attrs

from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.kernel.quantities import ZERO, add_up
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure
from bzr_domain.scoring.cells import cells_of, in_force, pieces
from bzr_domain.scoring.combine import gather, incomplete, taken, taker
from bzr_domain.scoring.part import Reading, part_of, waits
from bzr_domain.scoring.result import PeriodValue, Result, State, together
from bzr_domain.scoring.rows import fact_piles, score_pile
from bzr_domain.scoring.subject_view import Scope, SubjectView


def evaluate_nodes(scope: Scope) -> dict[str, Result]:
    """The result of every node that the scope's statement computes, by key, in the order they are computed."""
    results: dict[str, Result] = {}
    period = scope.period
    nodes = scope.schedule.book.scored_for(period.per)
    views = _views(scope.view, nodes, period)
    for node in nodes:
        if rank_length(node.per) <= rank_length(period.per):
            view = views[node.about]
            known = None if view is None else evaluate_node(view, node, period)
            results[node.key] = known or Result(node=node, state="not-applicable")
    return results


def _views(view: SubjectView, nodes: Iterable[Node], cell: Period) -> dict[str, SubjectView | None]:
    """Whom some nodes are about → the view of the one that a subject belongs to in a cell."""
    return {about: view.of(about, cell) for about in dict.fromkeys(node.about for node in nodes)}


def evaluate_node(view: SubjectView, node: Node, cell: Period) -> Result:
    """A node's result in a cell of its own length, or of all its finer cells in a wider one together."""
    if node.per == cell.per:
        return evaluate_own_period(view, node, cell)
    key = (view.schedule.last.digest, view.subject, node.key, cell)
    found = view.school.computed.get(key)
    if found is None:
        found = view.school.computed[key] = _together(view, node, cell)
    return found


def _together(view: SubjectView, node: Node, cell: Period) -> Result:
    results = [
        (own, evaluate_own_period(view, node, own)) for own in cells_of(view, node, cell, evaluate_own_period)
    ]
    parts = [part for own, result in results for part in _parts_of(own, result)]
    waiting = [own for _, result in results for own in result.waiting]
    found = taken(taker(view.schedule.book, node, cell.per), _finished(node, parts, waiting))
    asked = [own for own, _ in results] or view.calendar.list_assessed_periods(node.per, cell)
    if (
        found.state == "not-assessed"
        and asked
        and all(evaluate_own_period(view, node, own).state == "not-applicable" for own in asked)
    ):
        found = attrs.evolve(found, state="not-applicable")
    return _with_reads(found, [result for _, result in results])


def _parts_of(cell: Period, result: Result) -> Iterable[PeriodValue]:
    """The parts of a result; one for the whole of it where it was gathered or stands for something else."""
    if result.parts or result.value is None:
        return result.parts
    return (PeriodValue(node=result.node, cell=cell, tally=result.tally, value=result.value),)


def evaluate_own_period(view: SubjectView, node: Node, cell: Period) -> Result:
    """A node's result in one cell of its own length, computed once."""
    computed = view.school.computed
    key = (view.schedule.last.digest, view.subject, node.key, cell)
    found = computed.get(key)
    if found is None:
        found = computed[key] = _result(view, node, cell)
    return found


def _result(view: SubjectView, node: Node, cell: Period) -> Result:
    reading = Reading(view=view, cell=cell, read=evaluate_own_period)
    if not isinstance(node.source, lang.FactRows) and not in_force(node, cell.last):
        return Result(node=node, state="not-applicable")
    if not reading.applies(node):
        if node.otherwise is None or not view.calendar.school_days_in(cell):
            return _with_reads(Result(node=node, state="not-applicable"), reading.seen)
        return _with_reads(_valued(node, node.otherwise, tally=None), reading.seen)
    match node.source:
        case lang.FactRows():
            found = _from_facts(reading, node)
        case lang.ScoreRows():
            found = _from_scores(reading, node)
        case lang.Gathered():
            found = _gathered(reading, node)
        case _:
            assert_never(node.source)
    return _with_reads(found, reading.seen)


def _with_reads(result: Result, read: Iterable[Result]) -> Result:
    """What is read can still change, or awaits its points: then so does whatever reads it."""
    read = list(read)
    provisional = result.provisional or bool(result.waiting) or any(one.provisional for one in read)
    pending = result.pending.union(*(one.pending for one in read), *(part.pending for part in result.parts))
    if provisional == result.provisional and pending == result.pending:
        return result
    return attrs.evolve(result, provisional=provisional, pending=pending)


def _gathered(reading: Reading, node: Node) -> Result:
    view, cell = reading.view, reading.cell
    inner = view.schedule.book.children(node.key)
    views = _views(view, inner, cell)
    children = [evaluate_node(own, child, cell) for child in inner if (own := views[child.about]) is not None]
    reading.seen += children
    settled = reading.settled(node)
    if settled is None:
        return Result(node=node, state="not-assessed")
    if node.base is not None and not view.calendar.school_days_in(cell):
        settled = attrs.evolve(settled, base=None)
    found = gather(settled, children)
    open_ = view.school.as_of < cell.last and incomplete(view.calendar, node, cell, children)
    return attrs.evolve(found, node=node, provisional=open_) if open_ or settled is not node else found


def _from_scores(reading: Reading, node: Node) -> Result:
    pile = score_pile(reading.view, node, reading.cell, evaluate_own_period)
    reading.seen += pile.read
    part = part_of(reading, node, pile)
    if part.value is None and not pile.rows:
        states = {result.state for result in pile.read}
        state: State = "not-due" if "not-due" in states else "not-assessed"
        return Result(node=node, state=state)
    found = _finished(node, [part], [])
    open_ = len(pile.read) > 1 and reading.view.school.as_of < reading.cell.last
    return attrs.evolve(found, provisional=open_)


def _from_facts(reading: Reading, node: Node) -> Result:
    view, cell = reading.view, reading.cell
    if view.school.as_of < cell.last and waits(reading, node):
        return Result(node=node, state="not-due", waiting=(cell,))
    parts = []
    for book, piece, facts in pieces(view, node.key, cell):
        piles = [] if _out_of_force(reading, piece) else fact_piles(view, book, piece, cell, facts)
        parts += [part_of(reading, piece, pile) for pile in piles]
    return _finished(node, parts, [])


def _out_of_force(reading: Reading, node: Node) -> bool:
    return not in_force(node, reading.cell.last) and waits(reading, node)


def _finished(node: Node, parts: list[PeriodValue], waiting: list[Period]) -> Result:
    """The parts of a node as one result."""
    values = [part.value for part in parts if part.value is not None]
    tallies = [part.tally for part in parts if part.tally is not None]
    if not values and waiting:
        return Result(node=node, state="not-due", waiting=tuple(waiting), parts=tuple(parts))
    if not values and parts:
        assessed = any(part.tally is not None for part in parts)
        state: State = "not-applicable" if assessed else "not-assessed"
        return Result(node=node, state=state, tally=add_up(tallies), parts=tuple(parts))
    if not parts and not node.by and _nothing(node):
        return Result(node=node, state="not-assessed")
    whole = together(values)
    found = _valued(node, ZERO if whole is None else whole, add_up(tallies), parts)
    return attrs.evolve(found, waiting=tuple(waiting)) if waiting else found


def _nothing(node: Node) -> bool:
    """Whether the measure of no facts is nothing at all, so that no weeks with facts are no assessment either."""
    if not isinstance(node.source, lang.FactRows):
        return True
    return measure.result(node.measure, measure.IDENTITY) is None and node.empty is None


def _valued(
    node: Node, value: lang.Value, tally: Fraction | None, parts: Iterable[PeriodValue] = ()
) -> Result:
    parts = tuple(parts)
    values = [part.value for part in parts] if parts else [value]
    numbers = [number for number in values if isinstance(number, Decimal)]
    return Result(
        node=node,
        state="valued",
        value=value,
        tally=tally,
        earned=sum((n for n in numbers if n > 0), ZERO),
        deducted=-sum((n for n in numbers if n < 0), ZERO),
        parts=parts,
    )
