"""汇集: items, totals and flags from the nodes that go into them."""

from decimal import Decimal
from fractions import Fraction

from bzr_domain.quantities import ZERO
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import scale
from bzr_domain.scoring.result import Result


def gather(node: Node, children: list[Result]) -> Result:
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


def _is_flag(node: Node) -> bool:
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
