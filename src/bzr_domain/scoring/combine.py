"""汇集: items, totals and flags from the nodes that go into them."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.periods import Per, Period, rank_length
from bzr_domain.kernel.quantities import ZERO, add_up, to_fraction, to_step
from bzr_domain.register.calendar import Calendar
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import scale
from bzr_domain.scoring.result import Result

Entry = tuple[Node, lang.Value | None]


def gather(node: Node, children: list[Result]) -> Result:
    """An item, a total or a flag from what goes into it: base + inside, within its bounds, + outside, × factors."""
    entries = [(child.node, value) for child in children for value in _values(node, child)]
    value = combined(node, entries)
    if value is None:
        states = {child.state for child in children}
        return Result(node=node, state="not-due" if "not-due" in states else "not-assessed")
    inside = [child for child in children if child.node.joins == "inside"]
    outside = [_weighed(child.node, child.points) for child in children if child.node.joins == "outside"]
    sides = [_sides(child) for child in inside]
    adds = isinstance(node.measure, lang.Total)
    points = value if isinstance(value, Decimal) else ZERO
    return Result(
        node=node,
        state="valued",
        value=value,
        tally=_common_tally(children),
        earned=sum((earned for earned, _ in sides), ZERO) if adds else max(points, ZERO),
        deducted=sum((deducted for _, deducted in sides), ZERO) if adds else max(-points, ZERO),
        bonus=to_step(add_up(outside)),
    )


def incomplete(calendar: Calendar, node: Node, cell: Period, children: Sequence[Result]) -> bool:
    """Whether one of several assessments that a node takes one by one, in finer cells, has not been made (尚缺评估)."""
    inside = [child for child in children if child.node.joins == "inside"]
    finer = [child for child in inside if child.node.per != node.per]
    if not finer or isinstance(node.measure, lang.Total):
        return False
    made = [sum(value is not None for value in child.list_period_values()) for child in finer]
    due = [len(calendar.list_assessed_periods(child.node.per, cell)) for child in finer]
    return any(one < two for one, two in zip(made, due, strict=True)) or any(
        child.value is None for child in inside
    )


def _values(node: Node, child: Result) -> list[lang.Value | None]:
    """What a node hands to where it goes: its sum, or each of its finer cells where they are not added up."""
    if child.node.per != node.per and not isinstance(node.measure, lang.Total):
        return child.list_period_values()
    return [child.value]


def taker(book: Book, node: Node, per: Per) -> Node | None:
    """The node, no wider than a cell, that takes the cells of a node one by one; None where they are added up."""
    while node.into is not None:
        into = book.nodes[node.into]
        if rank_length(into.per) > rank_length(node.per):
            return (
                into
                if rank_length(into.per) <= rank_length(per) and not isinstance(into.measure, lang.Total)
                else None
            )
        node = into
    return None


def taken(taker: Node | None, child: Result) -> Result:
    """A node in a wider cell as the node that takes its finer cells takes them: a mean of them stays on their scale.

    Args:
        taker: None where they are added up.
    """
    numbers = [value for value in child.list_period_values() if isinstance(value, Decimal)]
    if taker is None or not numbers:
        return child
    own = attrs.evolve(child.node, weight=Fraction(1))
    number = _inside(attrs.evolve(taker, base=None), [(own, value) for value in numbers])
    value = to_step(number, own.bound.step, own.bound.rounding)
    return attrs.evolve(child, value=value, earned=max(value, ZERO), deducted=max(-value, ZERO))


def combined(node: Node, entries: Sequence[Entry]) -> lang.Value | None:
    """What a gathering node comes to; None where nothing that goes into it has a value and it has no base."""
    inside = [(child, value) for child, value in entries if child.joins == "inside" and value is not None]
    given = [(child, value) for child, value in entries if value is not None]
    if given and all(isinstance(value, bool) for _, value in given):
        return any(value for _, value in given)
    if node.labels:
        return _label(node, entries)
    add_up = any(child.joins == "outside" and value for child, value in given)
    if not inside and node.base is None and not add_up:
        return False if _only_flags(entries) else None
    number = scale.limited(node.bound, _inside(node, inside))
    for child, value in given:
        if child.joins == "outside":
            number += _weighed(child, value)
    for child, value in given:
        if child.joins == "factor":
            number *= _number(value)
    for child, value in given:
        if child.joins == "ceiling":
            number = min(number, _number(value))
    return to_step(number, node.bound.step, node.bound.rounding)


def _inside(node: Node, inside: Sequence[Entry]) -> Fraction:
    base = to_fraction(node.base if isinstance(node.base, Decimal) else 0)
    numbers = [_weighed(child, value) for child, value in inside]
    if not numbers:
        return base
    match node.measure:
        case lang.Mean():
            return add_up(numbers) / add_up(child.weight for child, _ in inside)
        case lang.Highest():
            return add_up([base, *sorted(numbers, reverse=True)[: node.measure.best]])
        case lang.Lowest():
            return add_up([base, *sorted(numbers)[: node.measure.best]])
        case _:
            return add_up([base, *numbers])


def _weighed(child: Node, value: lang.Value | None) -> Fraction:
    number = _number(value)
    return number if child.weight == 1 else child.weight * number


def _label(node: Node, entries: Sequence[Entry]) -> str | None:
    """Of labels, the highest or the lowest of base and inside, and no higher than any ceiling."""
    steps = {label: index for index, label in enumerate(node.labels)}
    inside = [steps[value] for child, value in entries if isinstance(value, str) and child.joins != "ceiling"]
    ceilings = [
        steps[value] for child, value in entries if isinstance(value, str) and child.joins == "ceiling"
    ]
    found = [*inside, *([steps[node.base]] if isinstance(node.base, str) else [])]
    if not found:
        return None
    chosen = min(found) if isinstance(node.measure, lang.Lowest) else max(found)
    return node.labels[min([chosen, *ceilings])]


def _number(value: lang.Value | None) -> Fraction:
    """A value as it is added up: a yes counts 1, a label has no number."""
    return to_fraction(value if isinstance(value, Decimal | bool) else 0)


def _only_flags(entries: Sequence[Entry]) -> bool:
    """Whether everything that goes in is a yes or nothing: then nothing of it means no."""
    return bool(entries) and all(_is_flag(child) for child, _ in entries)


def _is_flag(node: Node) -> bool:
    return isinstance(node.scale, lang.Table) and all(isinstance(row.gives, bool) for row in node.scale.rows)


def _sides(child: Result) -> tuple[Decimal, Decimal]:
    """What a node earns and deducts where it joins: an inner item without bounds hands its clauses' sides on."""
    node = child.node
    plain = isinstance(node.measure, lang.Total) and not node.bound.limits and node.base is None
    weight = node.weight
    if node.gathers and not (plain and not child.bonus and child.points == child.earned - child.deducted):
        earned, deducted = max(child.points, ZERO), max(-child.points, ZERO)
    else:
        earned, deducted = child.earned, child.deducted
    return (
        (earned, deducted)
        if weight == 1
        else (to_step(to_fraction(earned) * weight), to_step(to_fraction(deducted) * weight))
    )


def _common_tally(children: list[Result]) -> Fraction | None:
    """The tallies added up, where every clause counts units at the same price; None where they differ."""
    prices = {child.node.scale.points for child in children if isinstance(child.node.scale, lang.Linear)}
    if len(prices) == 1 and all(isinstance(child.node.scale, lang.Linear) for child in children):
        return add_up(child.tally or to_fraction(0) for child in children)
    return None
