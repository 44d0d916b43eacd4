"""Check that the nodes of a rulebook fit together: every name leads to a node, periods, subjects and units fit, no circle."""

from collections.abc import Mapping
from graphlib import CycleError
from typing import Final

from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Message, Problem, did_you_mean
from bzr_domain.kernel.periods import rank_length
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_ATTRIBUTES, CLASS_WORDS, GROUPS, ROSTER_FIGURES, Book
from bzr_domain.rulebook.check_comparisons import check_comparisons
from bzr_domain.rulebook.check_fields import check_fact_rows
from bzr_domain.rulebook.node import Node, find_names_read, list_references
from bzr_domain.rulebook.toml_values import TableReader

AMBIGUOUS: Final = "rulebook.ambiguous-name"
"""The code of a node that bears the name of a figure: a new text that reads it is refused, an adopted one reads the figure."""


def check_references(nodes: Mapping[str, Node], kinds: Mapping[str, Kind]) -> list[Problem]:
    """Find every name that leads nowhere, and every field, step or price that does not fit the fact kinds."""
    problems: list[Problem] = []
    for node in nodes.values():
        reader = TableReader({}, f"{node.heading} {node.key}", problems)
        _check_parent(reader, node, nodes)
        _check_names_read(reader, node, nodes)
        reader.check_name("about", node.about, GROUPS)
        for name in node.rank.among if node.rank is not None else ():
            reader.check_name("among", name, ("school", *CLASS_WORDS))
        _check_labels(reader, node)
        if isinstance(node.source, lang.FactRows):
            check_fact_rows(reader, node, node.source, kinds)
        check_comparisons(reader, node, nodes)
    return problems


def _check_parent(reader: TableReader, node: Node, nodes: Mapping[str, Node]) -> None:
    if node.into is None:
        return
    parent = nodes.get(node.into)
    if parent is None:
        reader.check_name("into", node.into, nodes)
    elif not parent.gathers or ("cases" in parent.stated and not node.is_case):
        en = f"{node.into!r} counts by itself and gathers nothing"
        reader.add_problem("into", f"“{node.into}”自己计分,不汇集别的条款", en, code="rulebook.mismatch")
    elif not has_one(parent.about, node.about):
        zh = f"对象 {node.about} 比“{node.into}”的 {parent.about} 窄,须先用 scores 与 take 汇总"
        en = f"{node.about} is narrower than {parent.about} of {node.into!r}: sum it up with scores and take first"
        reader.add_problem("about", zh, en, code="rulebook.mismatch")
    elif rank_length(node.per) > rank_length(parent.per):
        zh = f"周期 {node.per} 比“{node.into}”的 {parent.per} 长"
        reader.add_problem(
            "per", zh, f"{node.per} is longer than {parent.per} of {node.into!r}", code="rulebook.mismatch"
        )
    elif node.joins in ("factor", "ceiling") and (node.per, node.about) != (parent.per, parent.about):
        zh = f"乘数与上限须与“{node.into}”同周期、同对象"
        en = f"a factor or ceiling has the period and the subject of {node.into!r}"
        reader.add_problem("joins", zh, en, code="rulebook.mismatch")
    elif node.joins in ("inside", "outside") and node.unit != parent.unit:
        zh = f"单位“{node.unit}”与“{node.into}”的“{parent.unit}”不同,不能相加"
        reader.add_problem(
            "unit", zh, f"{node.unit} and {parent.unit} of {node.into!r} do not add", code="rulebook.mismatch"
        )


def _check_names_read(reader: TableReader, node: Node, nodes: Mapping[str, Node]) -> None:
    known = [*nodes, *ROSTER_FIGURES]
    for name in sorted(find_names_read(node) - {*node.when, *node.unless}):
        if name in nodes and name in ROSTER_FIGURES:
            en = f"{name} is a node and a figure of the roster: give the node another id"
            zh = f"{name} 既是条款又是名册数:条款请换一个编号"
            reader.add_problem("scores", zh, en, code="rulebook.ambiguous-name")
    if isinstance(node.source, lang.ScoreRows):
        reader.check_name("scores", node.source.node, known)
        _check_take(reader, node, node.source, nodes.get(node.source.node))
        for name in node.source.where:
            if name not in ("score", "on"):
                en = "scores have only the fields score and on"
                reader.add_problem(f"where.{name}", "得分只有 score 与 on 两栏", en, code="table.unknown-name")
    for name in node.rank.then if node.rank is not None else ():
        reader.check_name("then", name, known)
    for ref in list_references(node):
        reader.check_name(f"@{ref.node}", ref.node, known)
        _check_single_value(reader, f"@{ref.node}", node, nodes.get(ref.node))
    _check_conditions(reader, node, nodes)
    if isinstance(node.measure, lang.Streak) and (
        not isinstance(node.source, lang.ScoreRows) or node.source.reach == "cell" or not node.source.where
    ):
        en = "a streak needs scores, reach and where"
        reader.add_problem("take", "连续只能用于 scores,并写明 reach 与 where", en, code="table.words-conflict")


def _check_conditions(reader: TableReader, node: Node, nodes: Mapping[str, Node]) -> None:
    """Check that each name of `when` and `unless` is that of a node or of a class attribute, and not of both."""
    for word, tests in (("when", node.when), ("unless", node.unless)):
        for name in tests:
            if name in nodes and name in CLASS_ATTRIBUTES:
                en = "a node and a class attribute both bear this name: give the node another id"
                reader.add_problem(
                    f"{word}.{name}", "既是条款又是班级属性:条款请换一个编号", en, code="rulebook.mismatch"
                )
            unknown = ("没有这个得分或班级属性", "no such score or class attribute")
            reader.check_name(f"{word}.{name}", name, [*nodes, *CLASS_ATTRIBUTES], unknown)
            _check_single_value(reader, f"{word}.{name}", node, nodes.get(name))


def _check_take(reader: TableReader, node: Node, rows: lang.ScoreRows, read: Node | None) -> None:
    """Check that `take` is written where a node reads several values: they are not simply added up."""
    if read is None or "take" in node.stated or rows.counts or node.rank is not None:
        return
    if rank_length(read.per) < rank_length(node.per):
        zh = f"“{read.key}”的周期 {read.per} 比本条的 {node.per} 短,不止一个得分:必须写明 take"
        en = f"{read.key!r} has the period {read.per}, shorter than {node.per}, and so several values"
    elif not has_one(node.about, read.about):
        zh = f"“{read.key}”的对象 {read.about} 比本条的 {node.about} 窄,不止一个得分:必须写明 take"
        en = f"{read.key!r} is about a {read.about}, narrower than {node.about}, and has several values"
    else:
        return
    reader.add_problem("take", zh, f"{en}: take must be said", code="table.word-missing")


def has_one(about: str, wider: str) -> bool:
    """Whether each subject has exactly one of the wider sort: itself, its teacher, its group, its school."""
    return about in (wider, "class") or wider == "school"


def _check_single_value(reader: TableReader, word: str, node: Node, read: Node | None) -> None:
    if read is not None and not has_one(node.about, read.about):
        en = f"{read.about} is narrower than {node.about}: sum it up with scores and take first"
        reader.add_problem(
            word, f"对象 {read.about} 比本条的 {node.about} 窄,须先用 scores 与 take 汇总", en, code="rulebook.mismatch"
        )
    if read is not None and rank_length(read.per) < rank_length(node.per):
        en = f"its period {read.per} is shorter than {node.per}: sum it up with scores and take first"
        reader.add_problem(
            word, f"周期 {read.per} 比本条的 {node.per} 短,须先用 scores 与 take 汇总", en, code="rulebook.mismatch"
        )


def _check_labels(reader: TableReader, node: Node) -> None:
    """Check that every label that a node can give is one of its labels."""
    gives = [row.gives for row in node.table_rows]
    for value in (*gives, node.base, node.empty, node.otherwise):
        if isinstance(value, str) and value not in node.labels:
            expected = did_you_mean(value, node.labels) if node.labels else None
            en = f"the label {value!r} is not among labels, lowest first"
            reader.add_problem(
                "labels", f"等级“{value}”不在 labels 中(从低到高)", en, expected, code="table.unknown-name"
            )


def check_cycles(book: Book) -> list[Problem]:
    """Find the circle of nodes that need each other's values, if there is one."""
    try:
        _ = book.order
    except CycleError as error:
        circle = " → ".join(str(key) for key in error.args[1])
        what = Message(f"条款互相依赖:{circle}", f"nodes depend on each other in a circle: {circle}")
        return [Problem(code="rulebook.circle", what=what)]
    return []
