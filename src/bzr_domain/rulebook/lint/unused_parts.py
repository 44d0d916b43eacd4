"""Loose ends (无着落): nodes nobody reads, labels nobody gives, units nobody else uses."""

from collections.abc import Iterator

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import TOTAL
from bzr_domain.rulebook.lint.finding import Code, Raised, Text
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


def unread(text: Text) -> Iterator[Raised]:
    """没有去处: what goes into nothing and is read by nobody; what gathers and has nothing in it."""
    read = {name for node in text.nodes for name in find_names_read(node)}
    for node in text.nodes:
        total = node.key == TOTAL or node.key.startswith(f"{TOTAL}.")
        if node.into is None and node.key not in read and not total:
            if node.heading == "value":
                yield Raised("value-unread", node.key, Message("没有哪一条用到它", "nothing reads it"))
            elif node.heading in ("item", "clause"):
                what = Message(
                    "没有写计入哪一项,也没有哪一条用到它", "it goes into nothing, and nothing reads it"
                )
                yield Raised("goes-nowhere", node.key, what)
        if node.gathers and not text.book.children(node.key) and node.heading != "value":
            what = Message("没有一条计入它", "nothing goes into it")
            yield Raised("nothing-goes-in", node.key, what)


def labels(text: Text) -> Iterator[Raised]:
    """得不到的等级: a label that no row, no base and nothing that goes in can give.

    A node that goes into another has that one's whole scale, of which it may give a part.
    """
    for node in text.nodes:
        if node.into is not None and text.book.nodes[node.into].labels:
            continue
        given = _given(text, node)
        for label in node.labels:
            if label not in given:
                what = Message(f"没有哪一行给“{label}”", f"nothing gives {label!r}")
                yield Raised("label-never-given", node.key, what)


def _given(text: Text, node: Node) -> set[object]:
    rows = node.scale.rows if isinstance(node.scale, lang.Table) else ()
    found: set[object] = {*(row.gives for row in rows), node.base, node.empty, node.otherwise}
    for child in text.book.children(node.key):
        found |= _given(text, child)
    if isinstance(node.source, lang.ScoreRows) and node.scale is None and node.source.node in text.book.nodes:
        found |= _given(text, text.book.nodes[node.source.node])
    return found


def units(text: Text) -> Iterator[Raised]:
    """单位: one that nobody else uses; money that is taken for points, points for money."""
    used = [node.unit for node in text.nodes]
    for node in text.nodes:
        if node.unit not in USUAL and used.count(node.unit) == 1:
            what = Message(f"只有它用单位“{node.unit}”", f"it alone uses the unit {node.unit!r}")
            yield Raised("unit-unknown", node.key, what)
        for other in _same_measure(text, node):
            if other.unit != node.unit:
                what = Message(
                    f"单位是{node.unit},直接用了“{other.key}”的{other.unit}",
                    f"its unit is {node.unit}, and it takes the {other.unit} of {other.key} as they are",
                )
                yield Raised("unit-mixed", node.key, what)


def _same_measure(text: Text, node: Node) -> Iterator[Node]:
    """The nodes whose numbers it takes as they are: what it passes on, its limits, its ceilings."""
    nodes = text.book.nodes
    adding = isinstance(node.measure, lang.Total | lang.Mean | lang.Highest | lang.Lowest | lang.Last)
    rows = node.source
    if (
        isinstance(rows, lang.ScoreRows)
        and not rows.counts
        and node.scale is None
        and node.rank is None
        and adding
    ):
        found = [rows.node] if node.divide_by is None else []
    else:
        found = []
    limits = (node.bound.most, node.bound.floor, node.bound.cap)
    found += [limit.node for limit in limits if isinstance(limit, lang.Ref)]
    yield from (nodes[name] for name in found if name in nodes and not _counts_no_unit(nodes[name]))
    yield from (
        child for child in text.book.children(node.key) if child.joins == "ceiling" and not node.labels
    )


def _counts_no_unit(node: Node) -> bool:
    """Whether it is a label or a yes, which have no unit."""
    flags = isinstance(node.scale, lang.Table) and all(isinstance(row.gives, bool) for row in node.scale.rows)
    return bool(node.labels) or flags


CHECKS = (unread, labels, units)
