"""Check for parts without a use (无着落): nodes that nobody reads, labels that nobody gives, units that nobody else uses."""

from collections.abc import Iterator

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.item_sides import find_item_of_side
from bzr_domain.rulebook.lint.finding import (
    Analysis,
    Complaint,
    check_nodes,
    explain_fault,
    names_total,
)
from bzr_domain.rulebook.node import Node

USUAL = (
    "", "分", "元", "人", "人次", "次", "天", "日", "周", "月", "年", "学年", "学期", "名", "班", "个", "篇", "项", "节",
    "课时", "小时", "级", "%",
)  # fmt: skip
"""Units that need no second user."""

CODES = {
    "value-unread": explain_fault(
        "算了没有用处,多半是引用它的地方写漏了",
        "it is computed for nothing: whatever should read it is missing",
        "在要用它的地方写 “@编号”;或删去",
        'write "@id" where it is meant; or remove it',
    ),
    "goes-nowhere": explain_fault(
        "它的分不进任何总分",
        "its points reach no total",
        "写 into = 它所属的项目",
        "write into = the item it belongs to",
    ),
    "nothing-goes-in": explain_fault(
        "没有条款计入,这一项永远没有变化",
        "with no clause in it, it can never change",
        "补上它的条款;或删去",
        "add its clauses; or remove it",
    ),
    "outcome-not-shown": explain_fault(
        "没有哪个命令会显示它",
        "no command shows it",
        "为它的时段写一个总分(如 total.term),或改 per",
        "write a total for its period (such as total.term), or another per",
    ),
    "label-never-given": explain_fault(
        "谁也得不到这一等",
        "nobody can ever get it",
        "补上给这一等的一行;或从 labels 删去",
        "add a row that gives it; or take it out of labels",
    ),
    "side-hidden": explain_fault(
        "同一个名称可以指两样,读的人未必知道是哪一样",
        "one name can mean two things, and a reader may not know which",
        "给这一条换一个编号;或在 reading 里写明指的是它",
        "give the node another id; or say in reading that it is meant",
    ),
    "unit-unknown": explain_fault(
        "单位写错,就与别的数加不到一起",
        "with a wrong unit it adds to nothing else",
        "改正 unit",
        "correct the unit",
    ),
    "unit-mixed": explain_fault(
        "元当成分(或反过来)用了",
        "yuan are taken for points, or the other way round",
        "写 points 或 table 把它折算;或改正 unit",
        "convert it by points or a table; or correct the unit",
    ),
}


def find_unused_nodes(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """没有去处: a node that goes into nothing and is read by nobody; one that combines and has no children."""
    if node.into is None and node.key not in analysis.names_read and not names_total(node.key):
        if node.heading == "value":
            yield "value-unread", "没有哪一条用到它", "nothing reads it"
        elif node.heading in ("item", "clause"):
            en = "it goes into nothing, and nothing reads it"
            yield "goes-nowhere", "没有写计入哪一项,也没有哪一条用到它", en
    if node.heading == "outcome" and not _is_shown(analysis, node):
        yield "outcome-not-shown", *_describe_not_shown(node)
    if node.gathers and not analysis.book.children(node.key) and node.heading != "value":
        yield "nothing-goes-in", "没有一条计入它", "nothing goes into it"


def _is_shown(analysis: Analysis, node: Node) -> bool:
    """Whether a statement shows it, which has a total for its period; the pay sheet of a month; or the school's budget."""
    on_statement = analysis.book.total_of(node.per) is not None or (node.unit == "元" and node.per == "month")
    return node.about not in ("class", "teacher") or on_statement


def _describe_not_shown(node: Node) -> tuple[str, str]:
    return (
        f"没有按 {node.per} 的总分,哪张考核表上都没有它",
        f"there is no total per {node.per}, so no statement has it",
    )


def find_unused_labels(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """得不到的等级: a label that no row, no base and no child can give.

    A child has all labels of its parent, of which it may give some only.
    """
    if not node.labels or (node.into is not None and analysis.book.nodes[node.into].labels):
        return
    values = _find_values(analysis, node)
    for label in node.labels:
        if label not in values:
            yield "label-never-given", f"没有哪一行给“{label}”", f"nothing gives {label!r}"


def _find_values(analysis: Analysis, node: Node) -> set[object]:
    """Find every value that is written in a node, in its children, or in the node whose value it takes as it is."""
    values: set[object] = set()
    waiting, visited = [node], set[str]()
    while waiting:
        node = waiting.pop()
        if node.key in visited:
            continue
        visited.add(node.key)
        values |= {*(row.gives for row in node.table_rows), node.base, node.empty, node.otherwise}
        waiting += analysis.book.children(node.key)
        source = node.source
        if isinstance(source, lang.ScoreRows) and node.scale is None and source.node in analysis.book.nodes:
            waiting.append(analysis.book.nodes[source.node])
    return values


def find_hidden_sides(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """名称两可: a node that others read bears the name of a side of an item, such as `hygiene.deducted`."""
    item = find_item_of_side(node.id, analysis.book.nodes)
    reads_item = isinstance(node.source, lang.ScoreRows) and node.source.side != "score"
    if item is not None and item.heading == "item" and node.key in analysis.names_read and not reads_item:
        column = node.id.rpartition(".")[2]
        en = f"what reads {node.id} reads this node, and not what was {column} in {item.key}"
        yield "side-hidden", f"读“{node.id}”的,读的是它,而不是“{item.title}”的 {column}", en


def find_wrong_units(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """单位: one that nobody else uses; money that is taken for points, or points for money."""
    if node.unit not in USUAL and all(other.unit != node.unit for other in analysis.nodes if other is not node):
        yield "unit-unknown", f"只有它用单位“{node.unit}”", f"it alone uses the unit {node.unit!r}"
    if node.heading == "outcome" and node.id.startswith("pay.") and node.unit != "元":
        en = f"it is called {node.id} and its unit is {node.unit}: only an outcome in 元 pays"
        yield "unit-mixed", f"编号是{node.id},单位却是{node.unit}:单位是元的结果才发绩效", en
    for other in _find_taken_unchanged(analysis, node):
        if other.unit != node.unit:
            en = f"its unit is {node.unit}, and it takes the {other.unit} of {other.key} as they are"
            yield "unit-mixed", f"单位是{node.unit},直接用了“{other.key}”的{other.unit}", en


def _find_taken_unchanged(analysis: Analysis, node: Node) -> Iterator[Node]:
    """Find the nodes whose values it takes unchanged: what it passes on, its limits, its ceilings."""
    nodes, rows = analysis.book.nodes, node.source
    names = []
    if (
        isinstance(rows, lang.ScoreRows)
        and not rows.counts
        and node.scale is None
        and node.rank is None
        and node.divide_by is None
        and isinstance(node.measure, lang.Total | lang.Mean | lang.Highest | lang.Lowest | lang.Last)
    ):
        names.append(rows.node)
    names += [limit.node for limit in node.bound.limits if isinstance(limit, lang.Ref)]
    read = [nodes[name] for name in names if name in nodes]
    yield from (other for other in read if not other.labels and not other.gives_flags)  # labels have no unit
    yield from (child for child in analysis.book.children(node.key) if child.joins == "ceiling" and not node.labels)


CHECKS = check_nodes(find_unused_nodes, find_unused_labels, find_hidden_sides, find_wrong_units)
