"""得什么: whether a node is worth a number, yes or no, or a label, and whether all that meets in a node is of one sort."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, Literal

from bzr_domain.kernel.messages import Problem
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book, is_total
from bzr_domain.rulebook.node import Node, refs_of
from bzr_domain.rulebook.toml_values import TableReader

Worth = Literal["number", "flag", "label"]
_SAID: Final[Mapping[Worth, tuple[str, str]]] = {
    "number": ("数", "a number"),
    "flag": ("是与否", "yes or no"),
    "label": ("等级", "a label"),
}


def worth_problems(book: Book) -> list[Problem]:
    """Everything that mixes numbers, yes and no, and labels, in a book whose nodes fit together otherwise."""
    problems: list[Problem] = []
    worths: dict[str, Worth] = {}
    for node in book.order:
        worths[node.key] = _worth(book, node, worths)
    for node in book.nodes.values():
        reader = TableReader({}, f"{node.heading} {node.key}", problems)
        _check_values(reader, node, worths[node.key])
        _check_into(reader, node, book, worths)
        _check_source(reader, node, book)
        for ref in refs_of(node):
            if worths.get(ref.node) == "label":
                reader.add_problem(f"@{ref.node}", "得等级,不是数", "it is worth a label, not a number")
    return problems


def _worth(book: Book, node: Node, worths: Mapping[str, Worth]) -> Worth:
    """What a node is worth; what goes into it was judged before."""
    if node.labels:
        return "label"
    if isinstance(node.scale, lang.Table):
        return "flag" if any(isinstance(row.gives, bool) for row in node.scale.rows) else "number"
    children = {worths[child.key] for child in book.children(node.key)}
    flags = children == {"flag"} and node.base is None and not is_total(node.key)
    return "flag" if flags else "number"


def _check_values(reader: TableReader, node: Node, worth: Worth) -> None:
    """What a node gives outright is what it is worth otherwise."""
    rows = node.scale.rows if isinstance(node.scale, lang.Table) else ()
    said = [("table.gives", row.gives) for row in rows]
    for word, value in (*said, ("base", node.base), ("empty", node.empty), ("otherwise", node.otherwise)):
        if value is None or isinstance(value, lang.Unset) or _sort(value) == worth:
            continue
        shown = str(value).lower() if isinstance(value, bool) else value
        zh, en = _SAID[worth]
        reader.add_problem(
            word, f"本条得{zh},不能又得“{shown}”", f"it gives {en}, and cannot give {shown} besides"
        )


def _sort(value: lang.Value) -> Worth:
    if isinstance(value, bool):
        return "flag"
    return "number" if isinstance(value, Decimal) else "label"


def _check_into(reader: TableReader, node: Node, book: Book, worths: Mapping[str, Worth]) -> None:
    """Numbers are added to numbers, yes and no gather in a yes or no, labels in labels that the parent has."""
    if node.into is None:
        return
    own, whole = _SAID[worths[node.key]], _SAID[worths[node.into]]
    foreign = [label for label in node.labels if label not in book.nodes[node.into].labels]
    if own != whole:
        en = f"it gives {own[1]}, and what {node.into!r} gathers is {whole[1]}"
        reader.add_problem("into", f"本条得{own[0]},而“{node.into}”汇集的是{whole[0]}", en)
    elif foreign:
        en = f"{node.into!r} has no label {foreign[0]!r}"
        reader.add_problem("labels", f"“{node.into}”没有等级“{foreign[0]}”", en)


def _check_source(reader: TableReader, node: Node, book: Book) -> None:
    """Labels come out of a table or of labels that are read; those are neither added up, divided nor ranked."""
    rows, tabled = node.source, isinstance(node.scale, lang.Table)
    read = book.nodes.get(rows.node) if isinstance(rows, lang.ScoreRows) and not rows.counts else None
    if read is None or not read.labels or isinstance(node.measure, lang.Streak):
        if node.labels and not tabled and not node.gathers:
            reader.add_problem("labels", "没有 table 给出这些等级", "no table gives these labels")
        return
    if not tabled and (node.scale is not None or not set(read.labels) <= set(node.labels)):
        zh = f"“{read.key}”得等级:须有 table 写明各得什么,或写同样的 labels"
        en = f"{read.key!r} is worth a label: say in a table what each gives, or say the same labels"
        reader.add_problem("table", zh, en)
    for word in ("rank", "divide_by"):
        if getattr(node, word) is not None:
            reader.add_problem(word, "等级不能排名或相除", "labels are neither ranked nor divided")
    if not _takes_one(node, rows):
        zh = "等级不能相加或平均:取最高、最低或最近"
        reader.add_problem("take", zh, "labels are not added up: take the highest, the lowest or the last")


def _takes_one(node: Node, rows: lang.Source) -> bool:
    """Whether one of the values that are read is taken, or there is but one."""
    match node.measure:
        case lang.Highest() | lang.Lowest():
            return node.measure.best == 1
        case lang.Total():
            reach = rows.reach if isinstance(rows, lang.ScoreRows) else "cell"
            return "take" not in node.stated and reach in ("cell", "previous")
        case _:
            return isinstance(node.measure, lang.Last)
