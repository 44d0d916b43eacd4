"""An explanation as tables (考核说明): the items with their scores, and every change of points with the facts behind it, in words."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bzr_adapters.documents import values
from bzr_adapters.documents.explanation import describe_nothing_left
from bzr_adapters.documents.facts import Words, fact_title
from bzr_adapters.documents.month_table import remarks
from bzr_adapters.documents.names import class_label, describe_weight, label
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Per, week_of
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.projections.explanation import Explanation, ItemAccount
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.ledger import Line


def account_sheet(explanation: Explanation, words: Words, language: Lang) -> Sheet:
    """The items explained, and below them their accounts, line by line."""
    statement = explanation.statement
    class_, period = class_label(statement, language), statement.period.name
    items = Message(
        "项目|标准分|基础|得分|扣分|奖励|权重|本项得分|出处",
        "item|standard|base|earned|deducted|bonus|weight|score|source",
    )
    lines = Message(
        "项目|日期|条款|内容|分值|权重|计入|记录人|编号|出处",
        "item|date|clause|what|points|weight|counts|recorder|ids|source",
    )
    return Sheet(
        name=Message(f"{class_} {period} 考核说明", f"{class_} {period} explained"),
        blocks=[
            Block(
                heads=items.in_(language).split("|"),
                rows=[_list_item(account, language) for account in explanation.accounts],
                numbers=(1, 2, 3, 4, 5, 7),
            ),
            Block(
                heads=lines.in_(language).split("|"),
                rows=[
                    row for account in explanation.accounts for row in _list_rows(explanation, account, words, language)
                ],
                numbers=(4, 6),
                signed=(4, 6),
            ),
        ],
        notes=[remark.in_(language) for remark in remarks(statement)],
    )


def _list_item(account: ItemAccount, language: Lang) -> list[Cell]:
    item = account.item
    score = item.score if item.assessed else None
    numbers = (item.standard, item.base, item.earned, item.deducted, item.bonus)
    return [label(item, language), *numbers, describe_weight(item.weight), score, item.cite]


def _list_rows(explanation: Explanation, account: ItemAccount, words: Words, language: Lang) -> Iterator[list[Cell]]:
    """The account's lines in the order of the days, then the void facts that it does not count."""
    item = label(account.item, language)
    for line in sorted(account.lines, key=lambda line: line.on):
        node = explanation.statement.results[line.clause].node
        facts = [explanation.facts[name] for name in line.facts]
        by_fact = len(facts) == 1 and line.points is not None
        yield [
            item,
            line.on,
            node.id,
            fact_title(facts[0], words, language) if by_fact else describe_line(node, line).in_(language),
            line.points,
            describe_weight(line.weight),
            None if line.points is None else line.counts,
            Message.listed(dict.fromkeys(fact.recorder for fact in facts)).in_(language),
            Message.listed(line.facts).in_(language),
            node.cite,
        ]
    void = Message("[已作废]", "[void] ").in_(language)
    for clause, ids in account.voided.items():
        node = explanation.statement.results[clause].node
        for fact in map(explanation.facts.__getitem__, ids):
            title = void + fact_title(fact, words, language)
            yield [item, fact.fact.on, node.id, title, None, "", None, fact.recorder, fact.id, node.cite]


_BOUNDS = {
    "floor": Message("不低于", "the floor"),
    "cap": Message("封顶,不超过", "the cap"),
    "most": Message("封顶,至多", "the most"),
    "round": Message("取整", "rounding"),
}
_TO_NOTHING = Message("扣完为止", "the floor")
_OPERATIONS = {
    "mean": Message("取平均", "the mean"),
    "highest": Message("取最高", "the highest"),
    "lowest": Message("取最低", "the lowest"),
    "last": Message("以最近一次为准", "the latest counts"),
    "days": Message("按日子计", "the days are counted"),
    "streak": Message("连续计", "the latest in a row"),
    "quotient": Message("相除", "the quotient"),
    "factor": Message("乘以{factor}", "times {factor}"),
    "ceiling": Message("不高于{ceiling}", "no higher than {ceiling}"),
    "otherwise": Message("按条款计分", "by the clause"),
}


def describe_line(node: Node, line: Line) -> Message:
    """The words of a line that stands on no fact or on several: a base, a clause, a bound or an operation."""
    if line.kind == "base":
        return Message("基础分", "base")
    if line.operation == "left-out":
        return _describe_left_out(node)
    if line.points is None:
        return describe_nothing_left(node, len(line.facts))
    if line.bound is not None:
        return _describe_bound(node, line)
    if line.operation == "place":
        return Message(f"{len(line.facts)}条记录合并后按名次计分", "by the place among the peers")
    count = len(line.facts)
    several = Message(f"{count}条记录", f"{count} facts: ") if count > 1 else Message("", "")
    if line.operation is not None and (count or line.parts):
        return several + _describe_trim(node, line) + _put(_OPERATIONS[line.operation], _find_numbers(line))
    if count:
        return Message(f"{count}条记录合并计算", f"{count} facts together")
    if isinstance(node.source, lang.FactRows):
        return _describe_absence(node, node.source, line)
    return _OPERATIONS["otherwise"]


def _describe_left_out(node: Node) -> Message:
    """Why a group adds nothing: it is not among those that count."""
    groups = node.groups
    assert groups is not None, "only a node that chooses among groups leaves one out"
    zh, en = ("最高", "highest") if groups.high else ("最低", "lowest")
    return Message(f"不在{zh}的{groups.count}组之内,不计", f"not among the {groups.count} {en} groups, and left out")


def _describe_trim(node: Node, line: Line) -> Message:
    """How many of the highest and lowest a mean leaves out."""
    trim = node.measure.trim if line.operation == "mean" and isinstance(node.measure, lang.Mean) else 0
    words = Message(f",去掉最高最低各{trim}个,", f"the {trim} highest and lowest left out, ")
    return words if trim else Message("", "")


def _describe_bound(node: Node, line: Line) -> Message:
    """Which bound of what, and how much it took or gave."""
    word, points = str(line.bound), line.points or ZERO
    limit = getattr(node.bound, word, None)
    words = _TO_NOTHING if word == "floor" and limit == 0 else _BOUNDS[word]
    if limit and isinstance(limit, Decimal):
        words += Message(values.points(limit), f" {values.points(limit)}")
    number = values.points(abs(points))
    gives = "补足" if word == "floor" and limit else "多计" if word == "round" else "少扣"
    change = (
        Message(f",{gives}{number}", f" gives {number}")
        if points > 0
        else Message(f",少计{number}", f" takes {number}")
    )
    return Message(f"{node.title}:", f"{node.id}: ") + words + change


def _find_numbers(line: Line) -> dict[str, str]:
    """What a factor or a ceiling multiplies with or stops at."""
    worked = sum((part.counts for part in line.parts), ZERO)
    return {"factor": values.tally(Fraction(worked)) or "", "ceiling": values.points(worked)}


def _put(message: Message, numbers: dict[str, str]) -> Message:
    return Message(message.zh.format(**numbers), message.en.format(**numbers))


def _describe_absence(node: Node, source: lang.FactRows, line: Line) -> Message:
    span = _describe_span(node.per, line.on)
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None:
        steps = [
            str(step) for selector in source.selectors for test in selector.where.values() for step in test.among or ()
        ]
        what = "或".join(dict.fromkeys(steps)) or "记录"
        return Message(f"{span.zh}没有{what}", f"no {what} in {span.en}")
    if node.otherwise is not None:
        return Message("符合条款所说的条件", "the clause's condition holds")
    return Message(f"{span.zh}没有此类事项", f"no such fact in {span.en}")


def _describe_span(per: Per, day: date) -> Message:
    if per == "week":
        week = week_of(day)
        first, last = f"{week.first:%m-%d}", f"{week.last:%m-%d}"
        return Message(f"本周({first}至{last})", f"the week {first} to {last}")
    return _SPANS.get(per, Message("这一期", "this period"))


_SPANS = {
    "day": Message("当天", "that day"),
    "month": Message("本月", "this month"),
    "quarter": Message("本季度", "this quarter"),
    "term": Message("本学期", "this term"),
    "year": Message("本学年", "this school year"),
}
