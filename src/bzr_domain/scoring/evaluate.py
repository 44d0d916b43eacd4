"""The reference scorer: every node of a rulebook for one class and one month, computed from the facts one by one.

A node is worth something, or nothing for a reason that is kept (`State`): these are never mixed up with 0.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

import attrs

from bzr_domain.events import SchoolClass
from bzr_domain.history import Standing
from bzr_domain.periods import Calendar, Cell, cell_of, month_of
from bzr_domain.quantities import ZERO
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_ATTRIBUTES, Book
from bzr_domain.rulebook.schedule import Schedule
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.measure import Row
from bzr_domain.scoring.select import passes, rows_of, takes

State = Literal["valued", "not-assessed", "not-due", "not-applicable"]
"""有值, 未评 (nothing recorded), 未到期 (waits for the end of its cell), 不适用."""


@attrs.frozen(kw_only=True)
class Scope:
    """What is scored: one class in one month, as known on a day.

    Attributes:
        standing: Every standing fact of the class on the days that can touch the month, by (day, order).
        as_of: The day of asking, in the school's time zone: what absence gives waits for it.
    """

    school_class: SchoolClass
    month: Cell
    calendar: Calendar
    schedule: Schedule
    standing: tuple[Standing, ...]
    as_of: date

    @cached_property
    def by_kind(self) -> dict[str, list[Standing]]:
        """Kind id → its standing facts, by (day, order)."""
        found: dict[str, list[Standing]] = {}
        for one in self.standing:
            found.setdefault(one.fact.kind, []).append(one)
        return found


    def month_of(self, node: lang.Node, day: date) -> Cell:
        """The month in which a node counts a day's facts."""
        return self.calendar.month_of_cell(cell_of(node.per, day)) if node.per != "month" else month_of(day)


@attrs.frozen(kw_only=True)
class Part:
    """What one cell of a node came to (a week, a day, a month; or one fact by itself).

    Attributes:
        node: The node as the version governing this cell has it.
        rows: The rows selected; `counted` are those that make the result.
        tally: What the measure came to, in units; None where it is nothing.
    """

    node: lang.Node
    cell: Cell
    rows: tuple[Row, ...]
    counted: tuple[Row, ...]
    tally: Fraction | None
    value: lang.Value | None


@attrs.frozen(kw_only=True)
class Result:
    """What a node is worth in the month, and how it came to that.

    Attributes:
        value: None unless the state is `valued`.
        earned, deducted, bonus: For a node of points: what it adds inside, takes inside, adds outside its bounds;
            all at least 0 except a bonus that takes.
        parts: Its cells, for a node that counts facts.
        waiting: Its cells that are not due yet.
    """

    node: lang.Node
    state: State
    value: lang.Value | None = None
    tally: Fraction | None = None
    earned: Decimal = ZERO
    deducted: Decimal = ZERO
    bonus: Decimal = ZERO
    parts: tuple[Part, ...] = ()
    waiting: tuple[Cell, ...] = ()

    @property
    def points(self) -> Decimal:
        """The value as points; 0 for nothing and for a yes or no."""
        return self.value if isinstance(self.value, Decimal) else ZERO


Results = Mapping[str, Result]


def evaluate(scope: Scope) -> dict[str, Result]:
    """Every node's result, by key."""
    results: dict[str, Result] = {}
    for node in scope.schedule.book.order:
        results[node.key] = _result(scope, node, results)
    return results


def _result(scope: Scope, node: lang.Node, results: Results) -> Result:
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


def applies(node: lang.Node, school_class: SchoolClass, results: Results) -> bool:
    """Whether a node applies: all of `when` holds, none of `unless`."""

    def value(name: str) -> lang.Word | int | None:
        if name in CLASS_ATTRIBUTES:
            attribute: str | int | None = getattr(school_class, name)
            return attribute
        return results[name].value

    return all(passes(test, value(name)) for name, test in node.when.items()) and not any(
        passes(test, value(name)) for name, test in node.unless.items()
    )


def _valued(node: lang.Node, value: lang.Value, tally: Fraction | None, parts: Iterable[Part] = ()) -> Result:
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


def _from_score(node: lang.Node, read: Result) -> Result:
    if not isinstance(read.value, Decimal):
        return Result(node=node, state="not-assessed")
    measured = Fraction(read.value)
    value = scale.worth(node, measured)
    if value is None:
        return Result(node=node, state="not-assessed")
    return _valued(node, value, scale.units(node.scale, measured))


def waits(node: lang.Node) -> bool:
    """Whether absence gives something: then the node waits for the end of its cell."""
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None:
        return True
    return scale.worth(node, measure.result(node.measure, measure.IDENTITY)) not in (None, 0)


def _from_facts(scope: Scope, node: lang.Node) -> Result:
    waiting, parts = [], []
    for cell in _cells(scope, node):
        if waits(node) and scope.as_of < cell.last:
            waiting.append(cell)
            continue
        for piece, facts in _pieces(scope, node.key, cell):
            parts += _parts(scope.schedule.book, piece, cell, facts)
    values = [part.value for part in parts if part.value is not None]
    tallies = [part.tally for part in parts if part.tally is not None]
    if not values and waiting:
        return Result(node=node, state="not-due", waiting=tuple(waiting))
    if not values and parts:
        assessed = any(part.tally is not None for part in parts)
        state: State = "not-applicable" if assessed else "not-assessed"
        return Result(node=node, state=state, tally=sum(tallies, Fraction(0)), parts=tuple(parts))
    found = _valued(node, _together(values), sum(tallies, Fraction(0)), parts)
    return attrs.evolve(found, waiting=tuple(waiting))


def _together(values: list[lang.Value]) -> lang.Value:
    """The values of a node's cells as one: numbers add up, a yes in any of them is a yes."""
    if values and all(isinstance(value, bool) for value in values):
        return any(values)
    return sum((Decimal(value) for value in values), ZERO)


def _cells(scope: Scope, node: lang.Node) -> list[Cell]:
    """The cells of the month a node is measured in: those that are due where absence counts, and those with facts.

    Nothing is short of anything in a cell without a school day: such a cell is never due.
    """
    if node.per == "month":
        return [scope.month]
    due = scope.calendar.due_cells(node.per, scope.month) if waits(node) else []
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None:
        return due
    assert isinstance(node.source, lang.FactRows)
    kinds = [kind for kind in scope.by_kind if any(s.takes(kind) for s in node.source.selectors)]
    found = [one for kind in kinds for one in scope.by_kind[kind]]
    if waits(node):
        found = [one for one in found if takes(scope.schedule.book, node.source, one)]
    with_facts = {cell_of(node.per, one.fact.on) for one in found}
    belonging = [cell for cell in with_facts if scope.calendar.month_of_cell(cell) == scope.month]
    return sorted({*due, *belonging}, key=lambda cell: cell.first)


def _pieces(scope: Scope, key: str, cell: Cell) -> Iterable[tuple[lang.Node, list[Standing]]]:
    """A node and the facts of a cell it is asked about, by version.

    Where each fact adds its own points it is scored under the version of its day. Any other measure is one number for
    the whole cell: the version in force on the cell's last school day measures all of it.
    """
    days = scope.calendar.school_days_in(cell)
    last = scope.schedule.governing(days[-1] if days else cell.last).nodes.get(key)
    versions = scope.schedule.versions(cell)
    facts = _facts_in(scope, cell)
    if len(versions) <= 1 or (last is not None and not last.adds_up):
        if last is not None:
            yield last, facts
        return
    for version in versions:
        node = version.nodes.get(key)
        if node is not None and isinstance(node.source, lang.FactRows):
            yield node, [one for one in facts if scope.schedule.governing(one.fact.on) is version]


def _facts_in(scope: Scope, cell: Cell) -> list[Standing]:
    return [one for one in scope.standing if cell.covers(one.fact.on)]


def _parts(book: Book, node: lang.Node, cell: Cell, facts: list[Standing]) -> list[Part]:
    assert isinstance(node.source, lang.FactRows)
    in_force = [one for one in facts if _in_force(node, one.fact.on)]
    rows = rows_of(book, node.source, in_force)
    if waits(node) and not _in_force(node, cell.last):
        return []
    piles = [[row] for row in rows] if node.each else [rows]
    return [_part(node, cell, pile) for pile in piles]


def _in_force(node: lang.Node, day: date) -> bool:
    return (node.since is None or node.since <= day) and (node.until is None or day <= node.until)


def _part(node: lang.Node, cell: Cell, rows: list[Row]) -> Part:
    measured = measure.result(node.measure, measure.summarise(rows))
    return Part(
        node=node,
        cell=cell,
        rows=tuple(rows),
        counted=tuple(measure.counted(node.measure, rows)),
        tally=None if measured is None else scale.units(node.scale, measured),
        value=scale.worth(node, measured),
    )


def gather(node: lang.Node, children: list[Result]) -> Result:
    """An item, a total or a flag from what goes into it: base + inside, within its bounds, + outside."""
    values = [child.value for child in children if child.value is not None]
    if children and all(_is_flag(child.node) for child in children):
        return Result(node=node, state="valued", value=any(values))
    if not values and node.base is None:
        states = {child.state for child in children}
        return Result(node=node, state="not-due" if "not-due" in states else "not-assessed")
    inside = [child for child in children if child.node.joins == "inside"]
    outside = sum((child.points for child in children if child.node.joins == "outside"), ZERO)
    base = Fraction(node.base or 0)
    within = scale.bounded(node.bound, base + sum(Fraction(child.points) for child in inside))
    sides = [_sides(child) for child in inside]
    return Result(
        node=node,
        state="valued",
        value=within + outside,
        tally=_common_tally(children),
        earned=sum((earned for earned, _ in sides), ZERO),
        deducted=sum((deducted for _, deducted in sides), ZERO),
        bonus=outside,
    )


def _is_flag(node: lang.Node) -> bool:
    return isinstance(node.scale, lang.Table) and all(isinstance(row.gives, bool) for row in node.scale.rows)


def _sides(child: Result) -> tuple[Decimal, Decimal]:
    """What a node earns and deducts where it joins: an inner item without bounds hands its clauses' sides on."""
    gathers = isinstance(child.node.source, lang.Gathered)
    if gathers and (child.node.bound.limits or child.node.base is not None or child.bonus):
        return max(child.points, ZERO), max(-child.points, ZERO)
    return child.earned, child.deducted


def _common_tally(children: list[Result]) -> Fraction | None:
    """The tallies added up, where every clause counts units at the same price; None where they differ."""
    prices = {child.node.scale.points for child in children if isinstance(child.node.scale, lang.Linear)}
    if len(prices) == 1 and all(isinstance(child.node.scale, lang.Linear) for child in children):
        return sum((child.tally or Fraction(0) for child in children), Fraction(0))
    return None
