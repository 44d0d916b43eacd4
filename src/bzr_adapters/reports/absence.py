"""What a line says that stands on no single fact: a base, what was missing in a week, what did not happen."""

from datetime import date

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import Per, week_of
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.ledger import Line


def absence(node: Node, line: Line, facts: int) -> Message:
    """The words of a line that stands on no fact, or on several."""
    if facts:
        return Message(f"{facts}条记录合并计算", f"{facts} facts together")
    if node.heading == "item":
        return Message("基础分", "base")
    if isinstance(node.source, lang.FactRows):
        return _without_facts(node, node.source, line)
    return Message("按条款计分", "by the clause")


def _without_facts(node: Node, source: lang.FactRows, line: Line) -> Message:
    named = _span(node.per, line.on)
    if isinstance(node.scale, lang.Linear) and node.scale.short_of is not None:
        what = "或".join(_steps(source)) or "记录"
        return Message(f"{named.zh}没有{what}", f"no {what} in {named.en}")
    if node.otherwise is not None:
        return Message("符合条款所说的条件", "the clause's condition holds")
    return Message(f"{named.zh}没有此类事项", f"no such fact in {named.en}")


def _span(per: Per, day: date) -> Message:
    if per == "week":
        cell = week_of(day)
        days = f"{cell.first:%m-%d}", f"{cell.last:%m-%d}"
        return Message(f"本周({days[0]}至{days[1]})", f"the week {days[0]} to {days[1]}")
    return _SPANS.get(per, Message("这一期", "this period"))


_SPANS = {
    "day": Message("当天", "that day"),
    "month": Message("本月", "this month"),
    "term": Message("本学期", "this term"),
    "year": Message("本学年", "this school year"),
}


def _steps(source: lang.FactRows) -> list[str]:
    """The words of the scale that would have counted."""
    words: dict[str, None] = {}
    for selector in source.selectors:
        for test in selector.where.values():
            words |= dict.fromkeys(str(word) for word in test.among or ())
    return list(words)
