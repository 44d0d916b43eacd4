"""Check the value type of each node: a number, yes or no, or a label; what meets in one node is of one type."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

from bzr_domain.kernel.messages import Problem
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book, is_total
from bzr_domain.rulebook.node import Node, list_references
from bzr_domain.rulebook.toml_values import TableReader

ValueType = Literal["number", "flag", "label"]
_NAMES: Final[Mapping[ValueType, tuple[str, str]]] = {
    "number": ("数", "a number"),
    "flag": ("是与否", "yes or no"),
    "label": ("等级", "a label"),
}


def check_value_types(book: Book) -> list[Problem]:
    """Find whatever mixes numbers, yes and no, and labels, in a book whose nodes fit together otherwise."""
    problems: list[Problem] = []
    types: dict[str, ValueType] = {}
    for node in book.order:
        types[node.key] = _find_type(book, node, types)
    for node in book.nodes.values():
        reader = TableReader({}, f"{node.heading} {node.key}", problems)
        _check_values(reader, node, types[node.key])
        _check_parent(reader, node, book, types)
        _check_source(reader, node, book)
        if node.groups is not None and types[node.key] != "number":
            reader.add_problem(
                "highest_groups" if node.groups.high else "lowest_groups",
                f"本条得{_NAMES[types[node.key]][0]},不是数,不能按组取舍",
                f"it gives {_NAMES[types[node.key]][1]}, no number, and groups are chosen by numbers",
                code="rulebook.mismatch",
            )
        for ref in list_references(node):
            if types.get(ref.node) == "label":
                reader.add_problem(
                    f"@{ref.node}", "得等级,不是数", "it is worth a label, not a number", code="rulebook.mismatch"
                )
    return problems


def _find_type(book: Book, node: Node, types: Mapping[str, ValueType]) -> ValueType:
    """Find the type of a node's value; the types of its children are known."""
    if node.labels:
        return "label"
    if node.table_rows:
        return "flag" if any(isinstance(row.gives, bool) for row in node.table_rows) else "number"
    children = {types[child.key] for child in book.children(node.key)}
    flags = children == {"flag"} and node.base is None and not is_total(node.key)
    return "flag" if flags else "number"


def _check_values(reader: TableReader, node: Node, value_type: ValueType) -> None:
    """Check that the values written in a node are of the node's type."""
    given_by_rows = [("table.gives", row.gives) for row in node.table_rows]
    others = (("base", node.base), ("empty", node.empty), ("otherwise", node.otherwise))
    for word, value in (*given_by_rows, *others):
        if value is None or isinstance(value, lang.Unset) or _type_of(value) == value_type:
            continue
        shown = str(value).lower() if isinstance(value, bool) else value
        zh, en = _NAMES[value_type]
        en = f"it gives {en}, and cannot give {shown} besides"
        reader.add_problem(word, f"本条得{zh},不能又得“{shown}”", en, code="rulebook.mismatch")


def _type_of(value: lang.Value) -> ValueType:
    if isinstance(value, bool):
        return "flag"
    return "number" if isinstance(value, Decimal) else "label"


def _check_parent(reader: TableReader, node: Node, book: Book, types: Mapping[str, ValueType]) -> None:
    """Check that a node has the type of its parent, and only labels that the parent has."""
    if node.into is None:
        return
    child, parent = _NAMES[types[node.key]], _NAMES[types[node.into]]
    foreign = [label for label in node.labels if label not in book.nodes[node.into].labels]
    if child != parent:
        en = f"it gives {child[1]}, and what {node.into!r} gathers is {parent[1]}"
        reader.add_problem("into", f"本条得{child[0]},而“{node.into}”汇集的是{parent[0]}", en, code="rulebook.mismatch")
    elif foreign:
        en = f"{node.into!r} has no label {foreign[0]!r}"
        reader.add_problem("labels", f"“{node.into}”没有等级“{foreign[0]}”", en, code="table.unknown-name")


def _check_source(reader: TableReader, node: Node, book: Book) -> None:
    """Check that labels come from a table or from labels that are read, and are neither added up, divided nor ranked."""
    rows, tabled = node.source, isinstance(node.scale, lang.Table)
    read = book.nodes.get(rows.node) if isinstance(rows, lang.ScoreRows) and not rows.counts else None
    if read is None or not read.labels or isinstance(node.measure, lang.Streak):
        if node.labels and not tabled and not node.gathers:
            reader.add_problem(
                "labels", "没有 table 给出这些等级", "no table gives these labels", code="table.word-missing"
            )
        return
    if not tabled and (node.scale is not None or not set(read.labels) <= set(node.labels)):
        zh = f"“{read.key}”得等级:须有 table 写明各得什么,或写同样的 labels"
        en = f"{read.key!r} is worth a label: say in a table what each gives, or say the same labels"
        reader.add_problem("table", zh, en, code="rulebook.mismatch")
    for word in ("rank", "divide_by"):
        if getattr(node, word) is not None:
            reader.add_problem(
                word, "等级不能排名或相除", "labels are neither ranked nor divided", code="rulebook.mismatch"
            )
    if not _takes_single_value(node, rows):
        zh = "等级不能相加或平均:取最高、最低或最近"
        reader.add_problem(
            "take", zh, "labels are not added up: take the highest, the lowest or the last", code="rulebook.mismatch"
        )


def _takes_single_value(node: Node, rows: lang.Source) -> bool:
    """Whether the measure picks one of the values that are read, or there is only one."""
    match node.measure:
        case lang.Highest() | lang.Lowest():
            return node.measure.best == 1
        case lang.Total():
            reach = rows.reach if isinstance(rows, lang.ScoreRows) else "cell"
            return "take" not in node.stated and reach in ("cell", "previous")
        case _:
            return isinstance(node.measure, lang.Last)
