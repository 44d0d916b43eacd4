"""Put number, measure and rank (取数、汇总与名次) into words: what each fact counts for, what is made of all, the place among peers."""

from decimal import Decimal
from typing import assert_never

from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import rank_length
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.fixed_words import GROUPS, TIES
from bzr_domain.rulebook.paraphrase.names_and_tests import (
    describe_figure,
    describe_name,
    describe_share,
    find_kind,
    name_field,
)

_ANCHORS = {"start": Message("时段第一天", "the first day"), "end": Message("时段最后一天", "the last day")}


def describe_number(book: Book, node: Node) -> list[Message]:
    """Say what each fact counts for."""
    number = node.number
    match number:
        case None | lang.Counted():
            return []
        case lang.Measured():
            return [_describe_measured(number, find_kind(book, node))]
        case lang.Chosen():
            return [_describe_range(number)]
        case lang.Priced():
            tables = (_describe_prices(book, table) for table in number.tables)
            return [Message("每个:", "each: ") + Message.joined(tables, ";加上 ", "; plus ")]
        case lang.Late():
            extended = [_EXTENDED] if number.due.extends else []
            return [_describe_deadline(number.due, find_kind(book, node)), *extended]
        case _:
            assert_never(number)


def _describe_measured(number: lang.Measured, kind: Kind | None) -> Message:
    field = name_field(kind, number.field)
    if number.lowest is None or number.highest is None:
        return Message(f"以{field.zh}计", f"by its {field.en}")
    low, high = format_number(number.lowest), format_number(number.highest)
    return Message(f"以{field.zh}计,只能是{low}至{high}", f"by its {field.en}, which is from {low} to {high}")


def _describe_prices(book: Book, table: lang.Priced) -> Message:
    return Message.listed(
        Message.same("·".join(steps) + " ") + describe_figure(book, lang.UNSET if price is None else price)
        for steps, price in table.prices.items()
    )


def _describe_range(number: lang.Chosen) -> Message:
    if number.lowest is None or number.highest is None:
        en = "points are decided and recorded; pending until then"
        return Message("分值由人裁定并写明,未裁定的待定", en)
    low, high = format_number(number.lowest), format_number(number.highest)
    en = f"points are chosen from {low} to {high}; pending until then"
    return Message(f"分值由人在{low}至{high}之间裁定,未裁定的待定", en)


_EXTENDED = Message(
    "最后一天不上课的,顺延到下一个工作日;过期还没有的,次日起按没有计",
    "a last day without school is put off to the next working day; what is missing then counts as missing from the day after",
)


def _describe_deadline(due: lang.Due, kind: Kind | None) -> Message:
    if due.anchor == "day":
        en = f"by the days after day {due.days} of the month"
        return Message(f"以超过当月{due.days}日的天数计(当日仍算按时)", en)
    field_day = Message(f"“{name_field(kind, due.anchor).zh}”之日", f"the day of {due.anchor}")
    anchor = _ANCHORS.get(due.anchor, field_day)
    unit = Message("个上课日", "school days") if due.school else Message("天", "days")
    side = Message("后", "after") if due.days >= 0 else Message("前", "before")
    count = abs(due.days)
    return Message(
        f"以超过{anchor.zh}{side.zh}{count}{unit.zh}的天数计(当日仍算按时)",
        f"by the days later than {count} {unit.en} {side.en} {anchor.en} (that day itself is in time)",
    )


def describe_measure(book: Book, node: Node) -> list[Message]:
    """Say what is made of the rows."""
    if node.gathers:
        return []
    is_sum = isinstance(node.measure, lang.Total)
    messages = [] if is_sum and _reads_one(book, node) else [_describe_measure(book, node.measure)]
    if node.divide_by is not None:
        messages.append(_describe_divisor(book, node, node.divide_by))
    if node.empty is not None:
        value = format_number(node.empty) if isinstance(node.empty, Decimal) else str(node.empty)
        messages.append(Message(f"没有记录时得{value}", f"where there is nothing it gives {value}"))
    if node.optional:
        messages.append(Message("没有记录的不参加,也不算未评", "it may be missing: without records it does not apply"))
    return messages


def _reads_one(book: Book, node: Node) -> bool:
    """Whether there is only one number, so that nothing is added up: a fact by itself, or one value of another node."""
    if isinstance(node.source, lang.FactRows):
        return node.each
    read = book.nodes.get(node.score_rows.node)
    finer = read is not None and (rank_length(read.per) < rank_length(node.per) or read.about != node.about)
    return not finer and not node.score_rows.counts and node.score_rows.reach in ("cell", "previous")


def _describe_divisor(book: Book, node: Node, divisor: lang.Limit | str) -> Message:
    if isinstance(divisor, str):
        field = name_field(find_kind(book, node), divisor)
        return Message(f"再除以{field.zh}的合计", f"divided by the sum of {field.en}")
    return Message("再除以", "divided by ") + describe_figure(book, divisor)


def _describe_measure(book: Book, measure: lang.Measure) -> Message:
    match measure:
        case lang.Total():
            return Message("合计", "added up")
        case lang.Mean():
            return _describe_mean(book, measure)
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


def _describe_mean(book: Book, measure: lang.Mean) -> Message:
    mean = Message("取平均", "the mean")
    if measure.trim:
        mean += Message(f",去掉最高最低各{measure.trim}个", f", the {measure.trim} highest and lowest left out")
    if isinstance(measure.quorum, lang.Quorum):
        population = describe_figure(book, measure.quorum.of)
        share = describe_share(measure.quorum.part)
        mean += Message(f",不到{population.zh}的{share}的无效", f", void with fewer than {share} of {population.en}")
    elif measure.quorum:
        mean += Message(f",不足{measure.quorum}个的无效", f", void with fewer than {measure.quorum}")
    return mean


def describe_rank(book: Book, node: Node) -> list[Message]:
    """Say the place among peers, where the node has a rank."""
    rank = node.rank
    if rank is None:
        return []
    peers = Message.listed(GROUPS[name] for name in rank.among)
    order = Message("从高到低", "highest first") if rank.high else Message("从低到高", "lowest first")
    ranking = Message(f"在{peers.zh}范围内{order.zh}排名", f"ranked {order.en} within the {peers.en}")
    if rank.then:
        names = Message.listed(describe_name(book, name) for name in rank.then)
        ranking += Message(",相同时再比", ", then by ") + names
    if not rank.incomplete_last:
        ranking += Message(",缺项的照样排", ", those with parts missing among the others")
    return [Message.joined([ranking, TIES[rank.ties]])]
