"""Check the words that choose among several numbers (取舍) or stand for none: where neither can be, they have no effect."""

from collections.abc import Mapping
from itertools import product
from typing import Final

from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import count_most_periods, rank_length
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.check_references import has_one
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.toml_values import TableReader

NO_EFFECT: Final = "rulebook.no-effect"
"""The code of a word that changes nothing: a new text with one is refused, an adopted one stays readable."""

RANK_OF_GROUPS: Final = "rulebook.rank-of-groups"
"""The code of a ranking of groups of facts: a new text with one is refused, an adopted one stays readable."""


def check_choices(nodes: Mapping[str, Node], kinds: Mapping[str, Kind]) -> list[Problem]:
    """Find every word that chooses among numbers, or says what absence gives, and can have no effect."""
    problems: list[Problem] = []
    for node in nodes.values():
        reader = TableReader({}, f"{node.heading} {node.key}", problems)
        _check_choice_of_several(reader, node, nodes)
        _check_reached(reader, node, nodes)
        _check_parts(reader, node, nodes)
        _check_groups(reader, node, kinds)
        _check_absence(reader, node)
        _check_rank(reader, node)
    return problems


def _check_choice_of_several(reader: TableReader, node: Node, nodes: Mapping[str, Node]) -> None:
    """Check that `best`, `trim` and `quorum` stand over several numbers: of a single one there is nothing to leave out."""
    word = next((word for word in ("best", "trim", "quorum") if word in node.stated), None)
    if word is None or not (node.each or _reads_single_score(node, nodes)):
        return
    en = "each time there is one number only, so that it can have no effect"
    groups = Message("要在各条记录之间取舍,写 highest_groups", "write highest_groups to choose among the records")
    refuse_word(reader, word, "每次只有一个数,这个词不起作用", en, groups if node.each and word == "best" else None)


def _check_reached(reader: TableReader, node: Node, nodes: Mapping[str, Node]) -> None:
    """Check that so many scores can be read as `best`, `trim` and `quorum` speak of: a month has no seven weeks."""
    rows = node.source
    read = nodes.get(rows.node) if isinstance(rows, lang.ScoreRows) and rows.reach == "cell" else None
    if read is None or not has_one(node.about, read.about) or rank_length(read.per) >= rank_length(node.per):
        return
    most, measure = count_most_periods(read.per, node.per), node.measure
    if most is None:
        return
    zh, en = f"最多只有{most}个{{}}", f"there are {most} at most, {{}}"
    if isinstance(measure, lang.Highest | lang.Lowest) and measure.best >= most:
        refuse_word(reader, "best", zh.format(",都要取"), en.format("and all of them are taken"))
    if isinstance(measure, lang.Mean):
        quorum = measure.quorum if isinstance(measure.quorum, int) else 0
        for word, needed in (("trim", 2 * measure.trim + 1), ("quorum", quorum)):
            if needed > most:
                refuse_word(reader, word, zh.format(",永远不够"), en.format("which is never enough"))


def _reads_single_score(node: Node, nodes: Mapping[str, Node]) -> bool:
    rows = node.source
    if not isinstance(rows, lang.ScoreRows) or rows.reach not in ("cell", "previous"):
        return False
    read = nodes.get(rows.node)
    return read is None or (rank_length(read.per) >= rank_length(node.per) and has_one(node.about, read.about))


def _check_parts(reader: TableReader, node: Node, nodes: Mapping[str, Node]) -> None:
    """Check what a node that gathers says of its parts: it trims none, and its `best` is fewer than there are."""
    if not node.gathers:
        return
    for word in ("trim", "quorum"):
        if word in node.stated:
            en = "a node that gathers takes all its parts, so that it has no effect: read the scores with scores and take"
            refuse_word(reader, word, "汇集时各条都要取,这个词不起作用:用 scores 与 take", en)
    inside = [child for child in nodes.values() if child.into == node.key and child.joins == "inside"]
    best = node.measure.best if isinstance(node.measure, lang.Highest | lang.Lowest) else 0
    if 1 < len(inside) <= best and all(child.per == node.per for child in inside):
        zh, en = f"计入的只有{len(inside)}条,都要取", f"only {len(inside)} go in, and all of them are taken"
        refuse_word(reader, "best", f"{zh},这个词不起作用", f"{en}, so that it can have no effect")


def _check_groups(reader: TableReader, node: Node, kinds: Mapping[str, Kind]) -> None:
    """Check that a node that chooses among groups can have more of them than it takes."""
    if node.groups is None or not isinstance(node.source, lang.FactRows):
        return
    groups = _list_groups(node.source, node.by, kinds)
    if groups is not None and 0 < len(groups) <= node.groups.count:
        word = "highest_groups" if node.groups.high else "lowest_groups"
        zh, en = f"最多只有{len(groups)}组,都要取", f"there are {len(groups)} groups at most, and all of them are taken"
        refuse_word(reader, word, f"{zh},这个词不起作用", f"{en}, so that it can have no effect")


def _check_absence(reader: TableReader, node: Node) -> None:
    """Check that what `empty`, `optional` and `otherwise` speak of can be: what is added up is 0 without rows, not nothing."""
    rows = node.source
    adds_up = isinstance(node.measure, lang.Total | lang.Days) and node.divide_by is None
    counts = isinstance(rows, lang.FactRows) or (isinstance(rows, lang.ScoreRows) and rows.counts)
    never_nothing = node.rank is None and ((counts and adds_up) or bool(node.by))
    if node.optional and never_nothing:
        en = "without facts it is worth 0 and is not missing, so that it has no effect"
        refuse_word(reader, "optional", "没有记录时得0,不会缺,这个词不起作用", en)
    if node.empty is not None and never_nothing:
        en = "without records the number is 0 and not nothing, so that it has no effect"
        row = Message(
            "没有记录得几分写在对照表里:{ is = 0, gives = … }", "say in a table what none gives: { is = 0, gives = … }"
        )
        refuse_word(reader, "empty", "没有记录时是0,不是没有,这个词不起作用", en, None if node.by else row)
    if node.otherwise is not None and not node.when and not node.unless:
        en = "it always applies, so that it has no effect"
        say = Message("用 when 或 unless 写明何时适用", "say by when or unless where it applies")
        refuse_word(reader, "otherwise", "总是适用,这个词不起作用", en, say)


def _check_rank(reader: TableReader, node: Node) -> None:
    """Check that what is ranked is one number of each subject: a group of facts has no peers."""
    if node.rank is not None and node.by:
        zh = "名次是对象之间的,不能按栏目或记录分别排:先用中间数算出一个数,再用 scores 读它排名"
        en = "places are of subjects, not of groups of facts: let a value come to one number, and rank that with scores"
        reader.add_problem("rank", zh, en, code="rulebook.rank-of-groups")


def _list_groups(
    rows: lang.FactRows, names: tuple[str, ...], kinds: Mapping[str, Kind]
) -> set[tuple[str | None, ...]] | None:
    """List the groups that fields with a scale can tell apart; None where another field can hold anything."""
    groups: set[tuple[str | None, ...]] = set()
    for kind in kinds.values():
        fields = [kind.field(name) for name in names] if rows.takes(kind.id) else None
        if fields is None:
            continue
        steps = [(*field.scale, *([None] if field.optional else [])) for field in fields if field and field.scale]
        if len(steps) < len(names):
            return None
        groups |= set(product(*steps))
    return groups


def refuse_word(reader: TableReader, word: str, zh: str, en: str, expected: Message | None = None) -> None:
    """Refuse a word without effect, in a new text alone."""
    reader.add_problem(word, zh, en, expected, code="rulebook.no-effect")
