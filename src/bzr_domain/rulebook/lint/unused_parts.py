"""Check for parts without a use (无着落): nodes that nobody reads, labels that nobody gives, units that nobody else uses."""

from collections.abc import Iterator

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Analysis, Code, Fault, names_total
from bzr_domain.rulebook.node import Node, find_names_read

USUAL = (
    "", "分", "元", "人", "人次", "次", "天", "日", "周", "月", "年", "学年", "学期", "名", "班", "个", "篇", "项", "节",
    "课时", "小时", "级", "%",
)  # fmt: skip
"""Units that need no second user."""

CODES = {
    "value-unread": Code(
        Message(
            "算了没有用处,多半是引用它的地方写漏了",
            "it is computed for nothing: whatever should read it is missing",
        ),
        Message("在要用它的地方写 “@编号”;或删去", 'write "@id" where it is meant; or remove it'),
    ),
    "goes-nowhere": Code(
        Message("它的分不进任何总分", "its points reach no total"),
        Message("写 into = 它所属的项目", "write into = the item it belongs to"),
    ),
    "nothing-goes-in": Code(
        Message("没有条款计入,这一项永远没有变化", "with no clause in it, it can never change"),
        Message("补上它的条款;或删去", "add its clauses; or remove it"),
    ),
    "label-never-given": Code(
        Message("谁也得不到这一等", "nobody can ever get it"),
        Message("补上给这一等的一行;或从 labels 删去", "add a row that gives it; or take it out of labels"),
    ),
    "unit-unknown": Code(
        Message("单位写错,就与别的数加不到一起", "with a wrong unit it adds to nothing else"),
        Message("改正 unit", "correct the unit"),
    ),
    "unit-mixed": Code(
        Message("元当成分(或反过来)用了", "yuan are taken for points, or the other way round"),
        Message(
            "写 points 或 table 把它折算;或改正 unit", "convert it by points or a table; or correct the unit"
        ),
    ),
}


def find_unused_nodes(analysis: Analysis) -> Iterator[Fault]:
    """没有去处: a node that goes into nothing and is read by nobody; one that combines and has no children."""
    names_read = {name for node in analysis.nodes for name in find_names_read(node)}
    for node in analysis.nodes:
        if node.into is None and node.key not in names_read and not names_total(node.key):
            if node.heading == "value":
                yield Fault("value-unread", node.key, Message("没有哪一条用到它", "nothing reads it"))
            elif node.heading in ("item", "clause"):
                what = Message(
                    "没有写计入哪一项,也没有哪一条用到它", "it goes into nothing, and nothing reads it"
                )
                yield Fault("goes-nowhere", node.key, what)
        if node.gathers and not analysis.book.children(node.key) and node.heading != "value":
            what = Message("没有一条计入它", "nothing goes into it")
            yield Fault("nothing-goes-in", node.key, what)


def find_unused_labels(analysis: Analysis) -> Iterator[Fault]:
    """得不到的等级: a label that no row, no base and no child can give.

    A child has all labels of its parent, of which it may give some only.
    """
    for node in analysis.nodes:
        if node.into is not None and analysis.book.nodes[node.into].labels:
            continue
        values = _find_values(analysis, node)
        for label in node.labels:
            if label not in values:
                what = Message(f"没有哪一行给“{label}”", f"nothing gives {label!r}")
                yield Fault("label-never-given", node.key, what)


def _find_values(analysis: Analysis, node: Node) -> set[object]:
    """Find every value that is written in a node, in its children, or in the node whose value it takes as it is."""
    rows = node.scale.rows if isinstance(node.scale, lang.Table) else ()
    values: set[object] = {*(row.gives for row in rows), node.base, node.empty, node.otherwise}
    for child in analysis.book.children(node.key):
        values |= _find_values(analysis, child)
    source = node.source
    if isinstance(source, lang.ScoreRows) and node.scale is None and source.node in analysis.book.nodes:
        values |= _find_values(analysis, analysis.book.nodes[source.node])
    return values


def find_wrong_units(analysis: Analysis) -> Iterator[Fault]:
    """单位: one that nobody else uses; money that is taken for points, or points for money."""
    units = [node.unit for node in analysis.nodes]
    for node in analysis.nodes:
        if node.unit not in USUAL and units.count(node.unit) == 1:
            what = Message(f"只有它用单位“{node.unit}”", f"it alone uses the unit {node.unit!r}")
            yield Fault("unit-unknown", node.key, what)
        for other in _find_taken_unchanged(analysis, node):
            if other.unit != node.unit:
                what = Message(
                    f"单位是{node.unit},直接用了“{other.key}”的{other.unit}",
                    f"its unit is {node.unit}, and it takes the {other.unit} of {other.key} as they are",
                )
                yield Fault("unit-mixed", node.key, what)


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
    limits = (node.bound.most, node.bound.floor, node.bound.cap)
    names += [limit.node for limit in limits if isinstance(limit, lang.Ref)]
    yield from (nodes[name] for name in names if name in nodes and not _has_no_unit(nodes[name]))
    yield from (
        child for child in analysis.book.children(node.key) if child.joins == "ceiling" and not node.labels
    )


def _has_no_unit(node: Node) -> bool:
    """Whether it is worth a label or yes and no, which have no unit."""
    flags = isinstance(node.scale, lang.Table) and all(isinstance(row.gives, bool) for row in node.scale.rows)
    return bool(node.labels) or flags


CHECKS = (find_unused_nodes, find_unused_labels, find_wrong_units)
