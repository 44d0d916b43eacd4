"""Facts and the clauses that count them (计数): what nobody counts, what counts twice."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.applicability import never_together
from bzr_domain.rulebook.lint.finding import BOOK, Code, Raised, Text
from bzr_domain.rulebook.lint.rows import shared_kind
from bzr_domain.rulebook.node import Node

CODES = {
    "kind-unclaimed": Code(
        Message(
            "记录了也不计分,记的人以为计了",
            "it is recorded and counts for nothing, and who records it does not know",
        ),
        Message(
            "写一条 facts = 这个事项 的条款;或删去这个事项",
            "write a clause that counts it, or remove the kind",
        ),
    ),
    "counted-twice": Code(
        Message(
            "同一件事扣两次或加两次,原文未必是这个意思", "one event counts twice, which the text may not mean"
        ),
        Message(
            "用 where 把两条分开;确要都算,在 reading 里写明",
            "tell the two apart by where; if both are meant, say so in reading",
        ),
    ),
}


def unclaimed(text: Text) -> Iterator[Raised]:
    """没有条款计算的事项: a kind of the rulebook's own that no clause counts."""
    taken = [
        one for node in text.nodes if isinstance(node.source, lang.FactRows) for one in node.source.selectors
    ]
    for name in text.book.own_kinds:
        if not any(selector.takes(name) for selector in taken):
            title = text.book.kinds[name].title
            what = Message(f"没有条款计算事项“{title}”({name})", f"no clause counts the kind {name}")
            yield Raised("kind-unclaimed", BOOK, what)


def twice(text: Text) -> Iterator[Raised]:
    """重复计算: two clauses of one item that count the same facts in the same direction."""
    counting = [node for node in text.nodes if node.into is not None and _direction(node)]
    for one, two in combinations(counting, 2):
        if (
            _top(text, one) != _top(text, two)
            or _direction(one) != _direction(two)
            or never_together(text, one, two)
        ):
            continue
        kind = shared_kind(text.book, one, two)
        if kind is not None:
            what = Message(
                f"与“{one.key}”算同样的事项“{text.book.kinds[kind].title}”",
                f"it counts the same facts as {one.key}: {kind}",
            )
            yield Raised("counted-twice", two.key, what)


def _top(text: Text, node: Node) -> str:
    """The item of the statement, or the outcome, that a node ends up in."""
    item = text.book.item_of(node)
    while item is None and node.into is not None:
        node = text.book.nodes[node.into]
    return item or node.key


def _direction(node: Node) -> str:
    """Which way one more fact moves a clause; nothing where it does not simply add up."""
    rows, scale = node.source, node.scale
    if not isinstance(rows, lang.FactRows) or isinstance(scale, lang.Table) or node.rank is not None:
        return ""
    linear = scale if isinstance(scale, lang.Linear) else lang.Linear()
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
    return f"{type(rows.number).__name__} {'up' if up else 'down'}"


CHECKS = (unclaimed, twice)
