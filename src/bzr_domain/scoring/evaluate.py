"""The reference scorer: every node of a rulebook for one class and one month, computed from the facts one by one.

A node is worth something, or nothing for a reason that is kept (`State`): these are never mixed up with 0.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

import attrs

from bzr_domain.history import Standing
from bzr_domain.periods import Cell, cell_of
from bzr_domain.quantities import ZERO
from bzr_domain.roster import SchoolClass
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_ATTRIBUTES, Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.gather import gather
from bzr_domain.scoring.measure import Row
from bzr_domain.scoring.result import Part, Result, Results, Scope, State
from bzr_domain.scoring.select import passes, rows_of, takes


def evaluate(scope: Scope) -> dict[str, Result]:
    """Every node's result, by key."""
    results: dict[str, Result] = {}
    for node in scope.schedule.book.order:
        results[node.key] = _result(scope, node, results)
    return results


def _result(scope: Scope, node: Node, results: Results) -> Result:
    if not applies(node, scope.school_class, results):
        if node.otherwise is None:
            return Result(node=node, state="not-applicable")
        return _valued(node, node.otherwise, tally=None)
    match node.source:
        case lang.FactRows():
            return _from_facts(scope, node)
        case lang.ScoreRow():
            return _from_score(node, results[node.source.node])
        case lang.Gathered():
            return gather(node, [results[child.key] for child in scope.schedule.book.children(node.key)])
        case _:
            assert_never(node.source)


def applies(node: Node, school_class: SchoolClass, results: Results) -> bool:
    """Whether a node applies: all of `when` holds, none of `unless`."""

    def value(name: str) -> lang.Word | int | None:
        if name in CLASS_ATTRIBUTES:
            attribute: str | int | None = getattr(school_class, name)
            return attribute
        return results[name].value

    return all(passes(test, value(name)) for name, test in node.when.items()) and not any(
        passes(test, value(name)) for name, test in node.unless.items()
    )


def _valued(node: Node, value: lang.Value, tally: Fraction | None, parts: Iterable[Part] = ()) -> Result:
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


def _from_score(node: Node, read: Result) -> Result:
    if not isinstance(read.value, Decimal):
        return Result(node=node, state="not-assessed")
    measured = Fraction(read.value)
    value = scale.worth(node, measured)
    if value is None:
        return Result(node=node, state="not-assessed")
    return _valued(node, value, scale.units(node.scale, measured))


def waits(node: Node) -> bool:
    """Whether absence gives something: then the node waits for the end of its cell."""
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None:
        return True
    return scale.worth(node, measure.result(node.measure, measure.IDENTITY)) not in (None, 0)


def _from_facts(scope: Scope, node: Node) -> Result:
    waiting, parts = [], []
    for cell in _cells(scope, node):
        if waits(node) and scope.as_of < cell.last:
            waiting.append(cell)
            continue
        for book, piece, facts in _pieces(scope, node.key, cell):
            parts += _parts(book, piece, cell, facts)
    values = [part.value for part in parts if part.value is not None]
    tallies = [part.tally for part in parts if part.tally is not None]
    if not values and waiting:
        return Result(node=node, state="not-due", waiting=tuple(waiting))
    if not values and parts:
        assessed = any(part.tally is not None for part in parts)
        state: State = "not-applicable" if assessed else "not-assessed"
        return Result(node=node, state=state, tally=sum(tallies, Fraction(0)), parts=tuple(parts))
    if not parts and not node.each and _nothing(node):
        return Result(node=node, state="not-assessed")
    found = _valued(node, _together(values), sum(tallies, Fraction(0)), parts)
    return attrs.evolve(found, waiting=tuple(waiting))


def _nothing(node: Node) -> bool:
    """Whether the measure of no facts is nothing at all, so that no weeks with facts are no assessment either."""
    return measure.result(node.measure, measure.IDENTITY) is None and node.empty is None


def _together(values: list[lang.Value]) -> lang.Value:
    """The values of a node's cells as one: numbers add up, a yes in any of them is a yes."""
    if values and all(isinstance(value, bool) for value in values):
        return any(values)
    return sum((Decimal(value) for value in values), ZERO)


def _cells(scope: Scope, node: Node) -> list[Cell]:
    """The cells of the month a node is measured in: those that are due where absence counts, and those with facts.

    Nothing is short of anything in a cell without a school day: such a cell is never due.
    """
    if node.per == "month":
        return [scope.month]
    due = scope.calendar.due_cells(node.per, scope.month) if waits(node) else []
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None:
        return due
    assert isinstance(node.source, lang.FactRows)
    found = scope.of_kinds(node.source)
    if waits(node):
        found = [one for one in found if takes(scope.schedule.book, node.source, one)]
    with_facts = {cell_of(node.per, one.fact.on) for one in found}
    belonging = [cell for cell in with_facts if scope.calendar.month_of_cell(cell) == scope.month]
    return sorted({*due, *belonging}, key=lambda cell: cell.first)


def _pieces(scope: Scope, key: str, cell: Cell) -> Iterable[tuple[Book, Node, list[Standing]]]:
    """A node and the facts of a cell it is asked about, by version.

    Where each fact adds its own points it is scored under the version of its day. Any other measure is one number for
    the whole cell: the version in force on the cell's last school day measures all of it.
    """
    days = scope.calendar.school_days_in(cell)
    last = scope.schedule.governing(days[-1] if days else cell.last)
    node = last.nodes.get(key)
    versions = scope.schedule.versions(cell)
    if len(versions) <= 1 or (node is not None and not node.adds_up):
        if node is not None:
            yield last, node, _facts_in(scope, node, cell)
        return
    for version in versions:
        node = version.nodes.get(key)
        if node is not None and isinstance(node.source, lang.FactRows) and node.adds_up:
            facts = _facts_in(scope, node, cell)
            yield version, node, [one for one in facts if scope.schedule.governing(one.fact.on) is version]


def _facts_in(scope: Scope, node: Node, cell: Cell) -> list[Standing]:
    assert isinstance(node.source, lang.FactRows)
    return [one for one in scope.of_kinds(node.source) if cell.covers(one.fact.on)]


def _parts(book: Book, node: Node, cell: Cell, facts: list[Standing]) -> list[Part]:
    assert isinstance(node.source, lang.FactRows)
    in_force = [one for one in facts if _in_force(node, one.fact.on)]
    rows = rows_of(book, node.source, in_force)
    if waits(node) and not _in_force(node, cell.last):
        return []
    piles = [[row] for row in rows] if node.each else [rows]
    return [_part(node, cell, pile) for pile in piles]


def _in_force(node: Node, day: date) -> bool:
    return (node.since is None or node.since <= day) and (node.until is None or day <= node.until)


def _part(node: Node, cell: Cell, rows: list[Row]) -> Part:
    measured = measure.result(node.measure, measure.summarise(rows))
    return Part(
        node=node,
        cell=cell,
        rows=tuple(rows),
        counted=tuple(measure.counted(node.measure, rows)),
        tally=None if measured is None else scale.units(node.scale, measured),
        value=scale.worth(node, measured),
    )
