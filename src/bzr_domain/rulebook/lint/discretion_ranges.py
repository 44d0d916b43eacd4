"""裁量的幅度: points that one person chooses, with no range or with two."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.applicability import never_together
from bzr_domain.rulebook.lint.finding import Code, Raised, Text
from bzr_domain.rulebook.lint.rows import facts_span, shared_kind
from bzr_domain.rulebook.node import Node

CODES = {
    "range-unsaid": Code(
        Message(
            "裁量没有幅度,同一件事可以相差任意多",
            "discretion without a range lets like cases differ by anything",
        ),
        Message("写 range = [最低, 最高]", "write range = [lowest, highest]"),
    ),
    "ranges-differ": Code(
        Message(
            "记录时两个幅度都要守,有的分值就记不进去",
            "what is recorded has to lie within both, so that some points cannot be recorded",
        ),
        Message(
            "用 where 把两条分开,或分成两个事项;两条同一幅度的,写成一样",
            "tell the two apart by where, or make them two kinds; if there is one range, write the same",
        ),
    ),
}


def discretion(text: Text) -> Iterator[Raised]:
    """裁量没有幅度: points that one person chooses, with no range in the clause or in the kind."""
    for node in text.nodes:
        if not node.decided or not isinstance(node.source, lang.FactRows):
            continue
        alone = [
            kind for kind in text.book.own_kinds if any(one.takes(kind) for one in node.source.selectors)
        ]
        span = facts_span(text.book, node.source)
        if alone and not span.finite:
            what = Message("裁量的分值没有幅度", "the points that are chosen have no range")
            yield Raised("range-unsaid", node.key, what)


def differing(text: Text) -> Iterator[Raised]:
    """幅度不同: two clauses that leave the points of the same fact to a choice, within different ranges."""
    for one, two in combinations([node for node in text.nodes if _range(node)], 2):
        if _range(one) == _range(two) or never_together(text, one, two):
            continue
        kind = shared_kind(text.book, one, two)
        if kind is not None:
            title, mine, its = text.book.kinds[kind].title, _shown(two), _shown(one)
            what = Message(
                f"与“{one.key}”给同样的事项“{title}”裁量,幅度是{mine},那一条是{its}",
                f"it and {one.key} leave the points of {kind} to a choice: within {mine} here, {its} there",
            )
            yield Raised("ranges-differ", two.key, what)


def _range(node: Node) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest points that a node lets somebody choose; None where it does not say."""
    number = getattr(node.source, "number", None)
    if not isinstance(number, lang.Chosen) or number.lowest is None or number.highest is None:
        return None
    return number.lowest, number.highest


def _shown(node: Node) -> str:
    return "–".join(format_number(end) for end in _range(node) or ())


CHECKS = (discretion, differing)
