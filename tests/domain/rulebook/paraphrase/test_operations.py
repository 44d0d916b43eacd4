"""Law: a paraphrase names every operation that a node uses, in both languages, and none that it does not use."""

import re
from collections.abc import Callable

import attrs
import pytest
from hypothesis import given

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import rank_length
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase import paraphrase_node, shorten_name
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.books import books
from tests.support.builders import KINDS, RULEBOOKS
from tests.support.effort import fewer


@attrs.frozen
class Operation:
    """Something that changes a figure: when a node does it, and by which words that is said."""

    name: str
    is_used: Callable[[Book, Node], bool]
    zh: str
    en: str


def inside(book: Book, node: Node) -> list[Node]:
    """What goes in before the bounds."""
    return [child for child in book.children(node.key) if child.joins == "inside"]


def joined(book: Book, node: Node, joins: str) -> bool:
    """Whether something joins in this way."""
    return any(child.joins == joins for child in book.children(node.key))


def gives_yes(book: Book, node: Node) -> bool:
    """Whether it comes to yes or no."""
    parts = inside(book, node)
    return node.gives_flags or (node.base is None and bool(parts) and all(gives_yes(book, child) for child in parts))


def gathers(*measures: type) -> Callable[[Book, Node], bool]:
    """Whether a node takes its parts by one of these measures; labels are never added up."""

    def is_so(book: Book, node: Node) -> bool:
        measure = lang.Highest if node.labels and isinstance(node.measure, lang.Total) else type(node.measure)
        is_sum_of_cases = "cases" in node.stated
        return bool(inside(book, node)) and measure in measures and not gives_yes(book, node) and not is_sum_of_cases

    return is_so


def measures(*kinds: type) -> Callable[[Book, Node], bool]:
    """Whether a node takes its rows by one of these measures."""
    return lambda _, node: not node.gathers and isinstance(node.measure, kinds)


def adds_rows(book: Book, node: Node) -> bool:
    """Whether several facts, or several scores, are added up."""
    if node.gathers or not isinstance(node.measure, lang.Total):
        return False
    if isinstance(node.source, lang.FactRows):
        return not node.each
    read = book.nodes.get(node.score_rows.node)
    finer = read is not None and (rank_length(read.per) < rank_length(node.per) or read.about != node.about)
    return finer or node.score_rows.counts or node.score_rows.reach not in ("cell", "previous")


def best(_: Book, node: Node) -> bool:
    """Whether several of the highest or of the lowest are added up."""
    return isinstance(node.measure, lang.Highest | lang.Lowest) and node.measure.best > 1


def prices(_: Book, node: Node) -> bool:
    """Whether points other than 1 are given for a unit, or a number is multiplied by them."""
    return node.linear.points != 1


OPERATIONS = (
    Operation("sum of parts", gathers(lang.Total), "合计各条|再合计各条", "adds up: |adds up$|weight: adds up"),
    Operation("mean of parts", gathers(lang.Mean), "各条(按权重)?平均", "mean of those that have a value"),
    Operation("highest part", gathers(lang.Highest), "取各条中最高", "highest of: "),
    Operation("lowest part", gathers(lang.Lowest), "取各条中最低", "lowest of: "),
    Operation("any part", lambda book, node: node.gathers and gives_yes(book, node), "有任一条成立", "any of these does"),
    Operation("outside", lambda book, node: joined(book, node, "outside"), "另加:", "then adds"),
    Operation("factor", lambda book, node: joined(book, node, "factor"), "再乘以:", "then multiplied by"),
    Operation("ceiling", lambda book, node: joined(book, node, "ceiling"), "不得高于:", "no higher than: "),
    Operation(
        "weights", lambda book, node: any(child.weight != 1 for child in inside(book, node)) and not gives_yes(book, node)
        and "cases" not in node.stated,
        "各自的权重|按权重", "its weight|weighted",
    ),
    Operation("weight", lambda _, node: node.into is not None and node.weight != 1, "权重[0-9]", ", weight [0-9]"),
    Operation("sum of rows", adds_rows, "(^|;)合计($|;)", "(^|; )added up($|;)"),
    Operation("mean of rows", measures(lang.Mean), "取平均", "(^|; )the mean($|[,;])"),
    Operation("highest row", measures(lang.Highest), "取最高的", "the ([0-9]+ )?highest($|[,;])"),
    Operation("lowest row", measures(lang.Lowest), "取最低的", "the ([0-9]+ )?lowest($|[,;])"),
    Operation("last row", measures(lang.Last), "以最后一次为准", "the latest one counts"),
    Operation("days", measures(lang.Days), "按天数计,一天几次", "by different days"),
    Operation("streak", measures(lang.Streak), "到最近为止连续几次", "latest in a row"),
    Operation("best", best, "的[0-9]+个合计", "[0-9]+ (highest|lowest)(,| of: )"),
    Operation("groups", lambda _, node: node.groups is not None, "再取得分最[高低]的[0-9]+组合计", "of these values are added up"),
    Operation("trim", lambda _, node: isinstance(node.measure, lang.Mean) and node.measure.trim > 0 and not node.gathers, "去掉最高最低", "left out"),
    Operation("divisor", lambda _, node: node.divide_by is not None, "再除以", "divided by"),
    Operation("rank", lambda _, node: node.rank is not None, "排名[,;]|排名$", "ranked (highest|lowest) first"),
    Operation("price", prices, "(^|;)每(个|1[^;0-9个]+)[扣计]|(^|;)乘以|扣去此数", "(^|; )(?!computed)[^;]* (off )?for each($|;)|(^|; )times |taken off"),
    Operation("table", lambda _, node: bool(node.table_rows), "对照:", "table: "),
    Operation("free", lambda _, node: node.linear.free is not None, "以内免计", "are free"),
    Operation("short_of", lambda _, node: node.linear.short_of is not None, "只计缺少部分", "what is short"),
    Operation("block", lambda _, node: node.linear.block is not None, "个一计", "by blocks of"),
    Operation("each", lambda _, node: node.each, "每条记录分别计算", "each record by itself"),
    Operation("most", lambda _, node: node.bound.most is not None, "最多[扣计]", "at most, either way"),
    Operation("floor", lambda _, node: node.bound.floor is not None, "不低于", "not below"),
    Operation("cap", lambda _, node: node.bound.cap is not None, "(^|;)不超过", "not above"),
)  # fmt: skip
"""`joins` as the node's own word, `where`, `when` and the days are told elsewhere."""


def find_misnamed(book: Book, node: Node) -> list[str]:
    """The operations that are used and not named, or named and not used; titles and names are left out of the words."""
    words = Message.joined(_without_names(book, message) for message in paraphrase_node(book, node))
    return [
        f"{operation.name} ({language})"
        for operation in OPERATIONS
        for language, text, pattern in (("zh", words.zh, operation.zh), ("en", words.en, operation.en))
        if operation.is_used(book, node) != (re.search(pattern, text) is not None)
    ]


def _without_names(book: Book, message: Message) -> Message:
    zh, en = message.zh, message.en
    for name in sorted({shorten_name(node) for node in book.nodes.values()}, key=len, reverse=True):
        zh = zh.replace(f"“{name}”" if name.isdigit() else name, "X")  # a clause 1 is no number 1
    for name in sorted({node.id for node in book.nodes.values()}, key=len, reverse=True):
        en = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", "X", en)
    return Message(zh, en)


@fewer(50, nightly=200)
@given(books())
def test_any_rulebook_names_the_operations_that_it_uses(book: Book) -> None:
    """Law: of every node, and no other operation."""
    assert {} == {key: names for key, node in book.nodes.items() if (names := find_misnamed(book, node))}


@pytest.mark.parametrize(
    "name",
    sorted(path.stem for path in RULEBOOKS.glob("*.toml") if "examples" not in path.stem and path.stem != "kinds"),
)
def test_a_shipped_rulebook_names_the_operations_that_it_uses(name: str) -> None:
    """The same of every rulebook that is shipped, in each of its versions."""
    book = parse_rulebook((RULEBOOKS / f"{name}.toml").read_text(encoding="utf-8"), KINDS)

    assert {} == {key: names for key, node in book.nodes.items() if (names := find_misnamed(book, node))}
