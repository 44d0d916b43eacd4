"""取数、汇总与名次: the number of each, what is taken of them, and the place among peers."""

from decimal import Decimal
from typing import assert_never

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.fixed_words import GROUPS, TIES
from bzr_domain.rulebook.paraphrase.names import field_name, name_of


def number(node: Node) -> list[Message]:
    """The number of each fact."""
    if not isinstance(node.source, lang.FactRows):
        return []
    number = node.source.number
    match number:
        case lang.Counted():
            return []
        case lang.Measured():
            field = field_name(None, number.field)
            return [Message(f"以{field.zh}计", f"by its {field.en}")]
        case lang.Chosen():
            return [_chosen(number)]
        case lang.Priced():
            steps = [(("·".join(words)), price) for words, price in number.prices.items()]
            zh = "、".join(
                f"{word} {'(待定)' if price is None else format_number(price)}" for word, price in steps
            )
            en = ", ".join(
                f"{word} {'(not set)' if price is None else format_number(price)}" for word, price in steps
            )
            return [Message(f"每个:{zh}", f"each: {en}")]
        case lang.Late():
            return [_late(number.due)]
        case _:
            assert_never(number)


def _chosen(number: lang.Chosen) -> Message:
    if number.lowest is None or number.highest is None:
        return Message(
            "分值由人裁定并写明,未裁定的待定", "points are decided and recorded; pending until then"
        )
    low, high = format_number(number.lowest), format_number(number.highest)
    return Message(
        f"分值由人在{low}至{high}之间裁定,未裁定的待定",
        f"points are chosen from {low} to {high}; pending until then",
    )


def _late(due: lang.Due) -> Message:
    anchors = {
        "start": Message("时段第一天", "the first day"),
        "end": Message("时段最后一天", "the last day"),
    }
    if due.anchor == "day":
        return Message(
            f"以超过当月{due.days}日的天数计(当日仍算按时)", f"by the days after day {due.days} of the month"
        )
    anchor = anchors.get(due.anchor, Message(f"“{due.anchor}”之日", f"the day of {due.anchor}"))
    days = Message("个上课日", "school days") if due.school else Message("天", "days")
    side = Message("后", "after") if due.days >= 0 else Message("前", "before")
    count = abs(due.days)
    return Message(
        f"以超过{anchor.zh}{side.zh}{count}{days.zh}的天数计(当日仍算按时)",
        f"by the days later than {count} {days.en} {side.en} {anchor.en} (that day itself is in time)",
    )


def measured(node: Node) -> list[Message]:
    """What is taken of the rows."""
    if node.gathers:
        return []
    alone = isinstance(node.source, lang.ScoreRows) and not node.source.counts and node.source.reach == "cell"
    said = [] if alone and isinstance(node.measure, lang.Total) else [_taken(node.measure)]
    if node.divide_by is not None:
        by = node.divide_by
        text = f"{field_name(None, by).zh}的合计" if isinstance(by, str) else None
        number = "(待定)" if isinstance(by, lang.Unset) else by.node if isinstance(by, lang.Ref) else by
        said.append(Message(f"再除以{text or number}", f"divided by {by if isinstance(by, str) else number}"))
    if node.empty is not None:
        value = format_number(node.empty) if isinstance(node.empty, Decimal) else str(node.empty)
        said.append(Message(f"没有记录时得{value}", f"where there is nothing it gives {value}"))
    return said


def _taken(measure: lang.Measure) -> Message:
    match measure:
        case lang.Total():
            return Message("合计", "added up")
        case lang.Mean():
            trim = Message(
                f",去掉最高最低各{measure.trim}个", f", the {measure.trim} highest and lowest left out"
            )
            few = Message(f",不足{measure.quorum}个的无效", f", void with fewer than {measure.quorum}")
            zh = "取平均" + (trim.zh if measure.trim else "") + (few.zh if measure.quorum else "")
            en = "the mean" + (trim.en if measure.trim else "") + (few.en if measure.quorum else "")
            return Message(zh, en)
        case lang.Highest() | lang.Lowest():
            zh, en = ("最高", "highest") if isinstance(measure, lang.Highest) else ("最低", "lowest")
            if measure.best == 1:
                return Message(f"取{zh}的一个", f"the {en}")
            return Message(f"取{zh}的{measure.best}个合计", f"the {measure.best} {en}, added up")
        case lang.Last():
            return Message("以最后一次为准", "the latest one counts")
        case lang.Days():
            return Message("按天数计,一天几次也只算一天", "by different days")
        case lang.Streak():
            return Message("到最近为止连续几次", "how many of the latest in a row")
        case _:
            assert_never(measure)


def ranked(book: Book, node: Node) -> list[Message]:
    """The place among peers, where one is asked."""
    rank = node.rank
    if rank is None:
        return []
    among = (
        "、".join(GROUPS[name].zh for name in rank.among),
        ", ".join(GROUPS[name].en for name in rank.among),
    )
    then = [name_of(book, name) for name in rank.then]
    order = Message("从高到低", "highest first") if rank.high else Message("从低到高", "lowest first")
    after_zh = f",相同时再比{'、'.join(one.zh for one in then)}" if then else ""
    after_en = f", then by {', '.join(one.en for one in then)}" if then else ""
    ties = TIES[rank.ties]
    return [
        Message(
            f"在{among[0]}范围内{order.zh}排名{after_zh};{ties.zh}",
            f"ranked {order.en} within the {among[1]}{after_en}; {ties.en}",
        )
    ]
