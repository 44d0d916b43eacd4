"""Check which clauses count which facts (计数): kinds that no clause counts, facts that count twice."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.applicability import may_apply_together
from bzr_domain.rulebook.lint.finding import BOOK, Analysis, Fault, explain_fault
from bzr_domain.rulebook.lint.matching_facts import find_shared_facts
from bzr_domain.rulebook.node import Node

CODES = {
    "kind-unclaimed": explain_fault(
        "记录了也不计分,记的人以为计了",
        "it is recorded and counts for nothing, and who records it does not know",
        "写一条 facts = 这个事项 的条款;或删去这个事项",
        "write a clause that counts it, or remove the kind",
    ),
    "counted-twice": explain_fault(
        "同一件事扣两次或加两次,原文未必是这个意思",
        "one event counts twice, which the text may not mean",
        "用 where 把两条分开;确要都算,在 reading 里写明",
        "tell the two apart by where; if both are meant, say so in reading",
    ),
}


def find_uncounted_kinds(analysis: Analysis) -> Iterator[Fault]:
    """没有条款计算的事项: the rulebook defines a kind that no clause counts."""
    for kind in analysis.book.own_kinds:
        if kind not in analysis.kinds_counted:
            title = analysis.book.kinds[kind].title
            what = Message(f"没有条款计算事项“{title}”({kind})", f"no clause counts the kind {kind}")
            yield Fault("kind-unclaimed", BOOK, what)


def find_facts_counted_twice(analysis: Analysis) -> Iterator[Fault]:
    """重复计算: two clauses of one item count the same facts in the same direction."""
    groups: dict[tuple[str, str], list[Node]] = {}
    for node in analysis.nodes:
        direction = _find_direction(node)
        if node.into is not None and direction:
            groups.setdefault((_find_top(analysis, node), direction), []).append(node)
    for nodes in groups.values():
        for first, second, kind in find_shared_facts(analysis.book, nodes, partial(_may_count_twice, analysis)):
            what = Message(
                f"与“{first.key}”算同样的事项“{analysis.book.kinds[kind].title}”",
                f"it counts the same facts as {first.key}: {kind}",
            )
            yield Fault("counted-twice", second.key, what)


def _may_count_twice(analysis: Analysis, first: Node, second: Node) -> bool:
    """Whether both may count one fact: a fact belongs to one case of a clause only (情形)."""
    are_cases = first.is_case and second.is_case and first.into == second.into
    return not are_cases and may_apply_together(analysis, first, second)


def _find_top(analysis: Analysis, node: Node) -> str:
    """Find the item of the statement, or the outcome, that a node goes into in the end."""
    item = analysis.book.item_of(node)
    while item is None and node.into is not None:
        node = analysis.book.nodes[node.into]
    return item or node.key


def _find_direction(node: Node) -> str:
    """Find by which of its numbers and which way one more fact moves a clause; empty where facts do not simply add up."""
    rows, scale = node.source, node.scale
    if not isinstance(rows, lang.FactRows) or isinstance(scale, lang.Table) or node.rank is not None:
        return ""
    linear = node.linear
    if linear.short_of is not None:
        return "short"
    if isinstance(rows.number, lang.Chosen):
        return "chosen"
    if (
        linear.free is not None
        or isinstance(rows.number, lang.Late)
        or isinstance(linear.points, lang.Ref | lang.Unset)
    ):
        return ""
    up = linear.points > 0
    if isinstance(rows.number, lang.Priced):
        up = up == (sum((price or Decimal(0) for price in rows.number.prices.values()), Decimal(0)) > 0)
    field = rows.number.field if isinstance(rows.number, lang.Measured) else ""
    return f"{type(rows.number).__name__} {field} {'up' if up else 'down'}"


CHECKS = (find_uncounted_kinds, find_facts_counted_twice)
