"""Combine child nodes (汇集) into an item, a total or a flag: base + inside, bounded, + outside, × factors, ≤ ceilings."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.quantities import add_up, to_fraction
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import is_total
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import scale
from bzr_domain.scoring.result import Exact, Result, to_addend

Entry = tuple[Node, Exact | None]
"""A child and one value of it that goes into its parent."""


def combine_children(node: Node, entries: Sequence[Entry], children: list[Result]) -> Result:
    """Combine the values of children into their parent's result, with what it earned, deducted and got as a bonus.

    Args:
        entries: Each child with the value that joins, or with one for each of its shorter periods.
        children: The results of the same children, once each.
    """
    value = combine_values(node, entries)
    if value is None:
        states = {child.state for child in children}
        return Result(node=node, state="not-due" if "not-due" in states else "not-assessed")
    inside = [child for child in children if child.node.joins == "inside"]
    outside = [_weigh(child, value) for child, value in entries if child.joins == "outside" and value is not None]
    sides = [_find_sides(child) for child in inside]
    is_sum = isinstance(node.measure, lang.Total)
    points = value if isinstance(value, Fraction) else Fraction(0)
    return Result(
        node=node,
        state="valued",
        exact=value,
        tally=_find_common_tally(children),
        earned=add_up(earned for earned, _ in sides) if is_sum else max(points, Fraction(0)),
        deducted=add_up(deducted for _, deducted in sides) if is_sum else max(-points, Fraction(0)),
        bonus=add_up(outside),
    )


def find_missing_parts(whole: Node, children: Sequence[Result]) -> frozenset[str]:
    """Find the keys of the parts of a weighted total or item of which nothing was recorded (缺项), and what its parts miss.

    A total that takes the assessments of shorter periods one by one (各次评估) weighs them too: a year's mean of a mid-term
    mark each term and one at its end. What does not apply, is not due yet, or has a value for no record (`empty`) is not
    missing.
    """
    inside = [child for child in children if child.node.joins == "inside"]
    takes_several = is_total(whole.key) and not isinstance(whole.measure, lang.Total)
    by_assessment = takes_several and any(child.node.per != whole.per for child in inside)
    is_weighted = by_assessment or any(child.node.weight != 1 for child in inside)
    missing = (child.node.key for child in inside if is_weighted and child.state == "not-assessed")
    return frozenset(missing).union(*(child.missing for child in inside))


def combine_values(node: Node, entries: Sequence[Entry]) -> Exact | None:
    """Combine the values that go into a node; None where none has a value and the node has no base."""
    inside = [(child, value) for child, value in entries if child.joins == "inside" and value is not None]
    valued = [(child, value) for child, value in entries if value is not None]
    if valued and all(isinstance(value, bool) for _, value in valued):
        return any(value for _, value in valued)
    if node.labels:
        return _combine_labels(node, entries)
    has_bonus = any(child.joins == "outside" and value for child, value in valued)
    if not inside and node.base is None and not has_bonus:
        # Where everything that goes in is a yes or nothing, nothing of it means no.
        return False if entries and all(child.gives_flags for child, _ in entries) else None
    number = scale.apply_limits(node.bound, combine_inside(node, inside))
    for child, value in valued:
        if child.joins == "outside":
            number += _weigh(child, value)
    for child, value in valued:
        if child.joins == "factor":
            number *= to_addend(value)
    for child, value in valued:
        if child.joins == "ceiling":
            number = min(number, to_addend(value))
    return scale.round_value(node, number)


def combine_inside(node: Node, inside: Sequence[Entry]) -> Fraction:
    """Combine the base and the values before the bounds: their sum, weighted mean, or the sum of the best or lowest.

    This is the mean of children, by their weights; the mean of facts and of scores (`rulebook.language.Mean` with `trim`
    and `quorum`) is taken in `measure`.
    """
    base = to_fraction(node.base if isinstance(node.base, Decimal) else 0)
    numbers = [_weigh(child, value) for child, value in inside]
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


def _weigh(child: Node, value: Exact | None) -> Fraction:
    number = to_addend(value)
    return number if child.weight == 1 else child.weight * number


def _combine_labels(node: Node, entries: Sequence[Entry]) -> str | None:
    """Of labels, the highest or the lowest of base and inside, and no higher than any ceiling."""
    steps = {label: index for index, label in enumerate(node.labels)}
    labels = [(child, steps[value]) for child, value in entries if isinstance(value, str)]
    inside = [step for child, step in labels if child.joins != "ceiling"]
    if isinstance(node.base, str):
        inside.append(steps[node.base])
    if not inside:
        return None
    chosen = min(inside) if isinstance(node.measure, lang.Lowest) else max(inside)
    return node.labels[min([chosen, *(step for child, step in labels if child.joins == "ceiling")])]


def _find_sides(child: Result) -> tuple[Fraction, Fraction]:
    """What a child earns and deducts in its parent: an inner item without bounds passes its clauses' sides on."""
    node, weight = child.node, child.node.weight
    is_sum = isinstance(node.measure, lang.Total) and not node.bound.limits and node.base is None
    passes_on = is_sum and not child.bonus and child.exact_points == child.earned - child.deducted
    if node.gathers and not passes_on:
        earned, deducted = max(child.exact_points, Fraction(0)), max(-child.exact_points, Fraction(0))
    else:
        earned, deducted = child.earned, child.deducted
    if weight == 1:
        return earned, deducted
    return earned * weight, deducted * weight


def _find_common_tally(children: list[Result]) -> Fraction | None:
    """The tallies added up, where every clause counts units at the same price; None where they differ."""
    prices = {child.node.scale.points for child in children if isinstance(child.node.scale, lang.Linear)}
    if len(prices) == 1 and all(isinstance(child.node.scale, lang.Linear) for child in children):
        return add_up(child.tally or to_fraction(0) for child in children)
    return None
