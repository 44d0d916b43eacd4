"""Check the ranges of discretion (裁量的幅度): points that a person chooses, within no range or within two different ones."""

from collections.abc import Iterator

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.applicability import may_apply_together
from bzr_domain.rulebook.lint.finding import Analysis, Complaint, Fault, check_nodes, explain_fault
from bzr_domain.rulebook.lint.matching_facts import find_number_range, find_selected, find_shared_facts
from bzr_domain.rulebook.node import Node

CODES = {
    "range-unsaid": explain_fault(
        "裁量没有幅度,同一件事可以相差任意多",
        "discretion without a range lets like cases differ by anything",
        "写 range = [最低, 最高]",
        "write range = [lowest, highest]",
    ),
    "ranges-differ": explain_fault(
        "记录时两个幅度都要守,有的分值就记不进去",
        "what is recorded has to lie within both, so that some points cannot be recorded",
        "用 where 把两条分开,或分成两个事项;两条同一幅度的,写成一样",
        "tell the two apart by where, or make them two kinds; if there is one range, write the same",
    ),
}


def find_discretion_without_range(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """裁量没有幅度: a person chooses points, and neither the clause nor the kind gives a range."""
    if not node.decided or not isinstance(node.source, lang.FactRows):
        return
    selected_kinds = (kind.id for kind, _ in find_selected(analysis.book, node.source))
    takes_own = any(kind in analysis.book.own_kinds for kind in selected_kinds)
    if takes_own and not find_number_range(analysis.book, node.source).finite:
        yield "range-unsaid", "裁量的分值没有幅度", "the points that are chosen have no range"


def find_differing_ranges(analysis: Analysis) -> Iterator[Fault]:
    """幅度不同: two clauses hold the same number of the same fact within different ranges."""

    def may_clash(first: Node, second: Node) -> bool:
        same_field = _find_field(first) == _find_field(second)
        return same_field and first.number != second.number and may_apply_together(analysis, first, second)

    with_range = [node for node in analysis.nodes if _format_range(node)]
    for first, second, kind in find_shared_facts(analysis.book, with_range, may_clash):
        title = analysis.book.kinds[kind].title
        first_range, second_range = _format_range(first), _format_range(second)
        what = Message(
            f"与“{first.key}”都限定同样的事项“{title}”,幅度是{second_range},那一条是{first_range}",
            f"it and {first.key} limit the same number of {kind}: within {second_range} here, {first_range} there",
        )
        yield Fault("ranges-differ", second.key, what)


def _find_field(node: Node) -> str:
    number = node.number
    return number.field if isinstance(number, lang.Measured | lang.Chosen) else ""


def _format_range(node: Node) -> str:
    """Format the lowest and the highest number that may be recorded; empty where the node has no range."""
    number = node.number
    if not isinstance(number, lang.Measured | lang.Chosen) or number.lowest is None or number.highest is None:
        return ""
    return f"{format_number(number.lowest)}–{format_number(number.highest)}"


CHECKS = (*check_nodes(find_discretion_without_range), find_differing_ranges)
