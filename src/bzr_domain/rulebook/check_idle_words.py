"""Check for words without effect (不起作用的词): what a node says and nothing asks for would pass for a rule that counts."""

from collections.abc import Mapping

from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import ROSTER_FIGURES
from bzr_domain.rulebook.check_choices import refuse_word
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.toml_values import TableReader


def check_idle_words(nodes: Mapping[str, Node]) -> list[Problem]:
    """Find every `weight`, `joins` and `reach`, and each word beside a figure of the roster, without effect."""
    problems: list[Problem] = []
    for node in nodes.values():
        reader = TableReader({}, f"{node.heading} {node.key}", problems)
        _check_joining(reader, node)
        _check_tenure(reader, node)
        if isinstance(node.source, lang.ScoreRows) and node.source.node in ROSTER_FIGURES:
            _check_figure(reader, node, node.source)
    return problems


def _check_joining(reader: TableReader, node: Node) -> None:
    """Check that a node that says how it goes in goes somewhere, and that what it weighs is added up."""
    if node.into is None:
        for word in sorted({"joins", "weight"} & node.stated):
            en = "it goes into nothing, so that this can have no effect: say into"
            refuse_word(reader, word, "没有 into,不计入任何一项,这个词不起作用", en)
    elif "weight" in node.stated and node.joins in ("factor", "ceiling"):
        en = f"a {node.joins} is not weighed, so that it can have no effect: write points"
        refuse_word(reader, "weight", "乘数与上限不加权,这个词不起作用:写 points", en)
    elif "weight" in node.stated and (node.labels or node.gives_flags):
        en = "a label, a yes and a no are not weighed, so that it can have no effect"
        refuse_word(reader, "weight", "等级、是与否不加权,这个词不起作用", en)


def _check_tenure(reader: TableReader, node: Node) -> None:
    """Check that a tenure is asked of a class or a teacher: a grade and a school have none."""
    reach = node.source.reach if isinstance(node.source, lang.FactRows | lang.ScoreRows) else "cell"
    if reach == "tenure" and node.about not in ("class", "teacher"):
        en = f"a {node.about} has no tenure: write it about a class or a teacher, and read it with scores and take"
        zh = f"对象 {node.about} 没有任期:写成班级或班主任的,再用 scores 与 take 汇总"
        refuse_word(reader, "reach", zh, en)


def _check_figure(reader: TableReader, node: Node, rows: lang.ScoreRows) -> None:
    """Check that a figure of the roster is read as it is: it is one number, of the whole subject and of the cell itself."""
    words = {"where", "reach"} & node.stated
    if rows.counts:
        words.add("number")
    if not isinstance(node.measure, lang.Total | lang.Last) and "take" in node.stated:
        words.add("take")
    expected = Message(
        "各班平均写 divide_by = “@classes”;其余先写一个班的中间数,再读它",
        'for the mean of the classes write divide_by = "@classes"; else let a value of the class read it, and read that',
    )
    for word in sorted(words):
        en = f"{rows.node} is one number, of the whole subject in the cell itself, so that it can have no effect"
        refuse_word(reader, word, f"{rows.node} 是对象全体当期的一个数,这个词不起作用", en, expected)
