"""Put scale, bound and parent (折算、限度与计入) into words: what a measure gives, how far, and where it goes in."""

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.fixed_words import FIGURES, ROUNDINGS
from bzr_domain.rulebook.paraphrase.names_and_tests import (
    describe_figure,
    describe_figures,
    describe_name,
    describe_place,
    describe_test,
)


def describe_scale(book: Book, node: Node) -> list[Message]:
    """Say how the measure becomes points."""
    scale = node.scale
    match scale:
        case None:
            return []
        case lang.Linear():
            return _describe_linear(book, node, scale)
        case lang.Table():
            return _describe_table(book, node, scale)
        case _:
            assert_never(scale)


def _describe_table(book: Book, node: Node, table: lang.Table) -> list[Message]:
    describe = describe_test if node.rank is None else describe_place
    rows = Message.joined(_describe_row(book, row, describe) for row in table.rows)
    messages = [Message("对照:", "table: ") + rows]
    if any(isinstance(limit, lang.Share) for row in table.rows for limit in lang.list_limits(row.test)):
        messages.append(Message("名额", "places ") + ROUNDINGS[table.rounding])
    return messages


def _describe_row(book: Book, row: lang.Row, describe: Callable[[Book, lang.Test], Message]) -> Message:
    gives = describe_figure(book, row.gives)
    if row.test == lang.Test():
        return Message("其余得", "else ") + gives
    return Message.joined([describe(book, row.test), gives], "得", ": ")


def _describe_linear(book: Book, node: Node, scale: lang.Linear) -> list[Message]:
    rounding = ROUNDINGS[scale.rounding]
    short_en = "{} are required, what is short counts once it is over"
    sentences = (
        (scale.free, "{}以内免计,只计超出部分", "{} are free, only what exceeds them counts"),
        (scale.short_of, "应达{},只计缺少部分(到期方计)", short_en),
        (scale.block, f"每{{}}个一计,不足{{}}的{rounding.zh}", f"by blocks of {{}}, {rounding.en}"),
    )
    measured, worth = describe_figures(book, sentences), _describe_points(book, node, scale.points)
    if worth and not _name_unit(book, node):  # 从22起;乘以3 would read as if the 22 were multiplied as well
        return measured + worth + describe_figures(book, [(scale.base, "再加上{}", "then {} is added")])
    return measured + describe_figures(book, [(scale.base, "从{}起", "from {}")]) + worth


def _describe_points(book: Book, node: Node, points: Fraction | lang.Ref | lang.Unset) -> list[Message]:
    if points == 1:
        return []
    negative = points.negative if isinstance(points, lang.Ref) else isinstance(points, Fraction) and points < 0
    figure = _describe_size(book, points)
    counted = _name_unit(book, node)
    if counted:
        zh, en = ("扣", " off") if negative else ("计", "")
        unit = "" if node.joins == "factor" else node.unit
        return [Message(f"每{counted}{zh}{figure.zh}{unit}", f"{figure.en}{en} for each")]
    if points == -1:
        return [Message("扣去此数", "it is taken off")]
    return [
        Message("乘以", "times ")
        + figure
        + (Message(",扣去所得", ", which is taken off") if negative else Message.same(""))
    ]


def _describe_size(book: Book, points: Fraction | lang.Ref | lang.Unset) -> Message:
    """Say what a unit is worth without its sign: 1/3 is no decimal, and less than 1 is a percentage of a number."""
    match points:
        case lang.Ref():
            return describe_name(book, points.node)
        case Fraction() if 10**6 % points.denominator:
            return Message.same(str(abs(points)))
        case Fraction():
            return Message.same(format_number(abs(points)))
        case _:
            return describe_figure(book, points)


def _name_unit(book: Book, node: Node) -> str:
    """Name what its points are for: each thing counted, or each 分 where points are paid; empty where they multiply a number."""
    rows = node.source
    is_quotient = node.divide_by is not None or isinstance(node.measure, lang.Mean)
    if isinstance(rows, lang.FactRows):
        counts = isinstance(rows.number, lang.Counted | lang.Late)
    else:
        counts = isinstance(rows, lang.ScoreRows) and (rows.counts or rows.node in FIGURES)
    counts = counts or isinstance(node.measure, lang.Days | lang.Streak) or node.rank is not None
    if node.linear.block is not None or (counts and not is_quotient):
        return "个"
    read = book.nodes.get(rows.node) if isinstance(rows, lang.ScoreRows) else None
    return f"1{read.unit}" if read is not None and read.unit != node.unit and not is_quotient else ""


def describe_bound(book: Book, node: Node) -> list[Message]:
    """Say how far the value may go, and to what step it is rounded."""
    bound, points = node.bound, node.linear.points
    deducts = isinstance(points, Fraction) and points < 0
    sentences = (
        (bound.most, f"最多{'扣' if deducts else '计'}{{}}{node.unit}", "{} at most, either way"),
        (bound.floor, "扣完为止(不低于0)" if bound.floor == 0 else "不低于{}", "not below {}"),
        (bound.cap, "不超过{}", "not above {}"),
    )
    messages = describe_figures(book, sentences)
    if bound.step is not None:
        rounding, step = ROUNDINGS[bound.rounding], format_number(bound.step)
        messages.append(Message(f"保留到{step},{rounding.zh}", f"to {step}, {rounding.en}"))
    return messages


def describe_parent(book: Book, node: Node) -> list[Message]:
    """Say which node it goes into, and how."""
    if node.into is None:
        return []
    parent = describe_name(book, node.into)
    message = {
        "inside": Message(f"计入{parent.zh}", f"goes into {parent.en}"),
        "outside": Message(f"另加入{parent.zh},不受本项满分限制", f"added to {parent.en} outside its bounds"),
        "factor": Message(f"{parent.zh}乘以此数", f"{parent.en} is multiplied by it"),
        "ceiling": Message(f"{parent.zh}不得高于此", f"{parent.en} is no higher than it"),
    }[node.joins]
    if node.weight == 1:
        return [message]
    weight = format_number(node.weight) if 10**6 % node.weight.denominator == 0 else str(node.weight)
    return [message + Message(f",权重{weight}", f", weight {weight}")]
