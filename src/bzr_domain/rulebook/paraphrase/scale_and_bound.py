"""折算、限度与计入: what a measure gives, how far, and where it goes."""

from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.fixed_words import ROUNDINGS
from bzr_domain.rulebook.paraphrase.names import condition, figure, name_of


def scaled(book: Book, node: Node) -> list[Message]:
    """How the measure becomes points."""
    scale = node.scale
    match scale:
        case None:
            return []
        case lang.Linear():
            return _linear(book, node, scale)
        case lang.Table():
            rows = [_row(book, row) for row in scale.rows]
            shares = any(
                isinstance(one, lang.Share) for row in scale.rows for one in lang.list_limits(row.test)
            )
            said = [
                Message("对照:" + ";".join(r.zh for r in rows), "table: " + "; ".join(r.en for r in rows))
            ]
            if shares:
                how = ROUNDINGS[scale.rounding]
                said.append(Message(f"名额{how.zh}", f"places {how.en}"))
            return said
        case _:
            assert_never(scale)


def _row(book: Book, row: lang.Row) -> Message:
    gives = figure(book, row.gives)
    if row.test == lang.Test():
        return Message(f"其余得{gives.zh}", f"else {gives.en}")
    test = condition(book, row.test)
    return Message(f"{test.zh}得{gives.zh}", f"{test.en}: {gives.en}")


def _linear(book: Book, node: Node, scale: lang.Linear) -> list[Message]:
    said = []
    if scale.free is not None:
        free = figure(book, scale.free)
        said.append(
            Message(f"{free.zh}以内免计,只计超出部分", f"{free.en} are free, only what exceeds them counts")
        )
    if scale.short_of is not None:
        need = figure(book, scale.short_of)
        said.append(
            Message(
                f"应达{need.zh},只计缺少部分(到期方计)",
                f"{need.en} are required, what is short counts once it is over",
            )
        )
    if scale.block is not None:
        how = ROUNDINGS[scale.rounding]
        block = format_number(scale.block)
        said.append(Message(f"每{block}个一计,不足{block}的{how.zh}", f"by blocks of {block}, {how.en}"))
    base = "" if scale.base is None else figure(book, scale.base).zh
    if base:
        said.append(Message(f"从{base}起", f"from {figure(book, scale.base).en}"))
    if isinstance(scale.points, Fraction) and scale.points == 1:
        return said
    points = figure(book, scale.points)
    if isinstance(scale.points, Fraction) and scale.points < 0:
        size = format_number(-scale.points)
        return [*said, Message(f"每个扣{size}{node.unit}", f"{size} off for each")]
    exact = isinstance(scale.points, Fraction) and 10**6 % scale.points.denominator
    shown = str(scale.points) if exact else points.zh
    return [*said, Message(f"每个计{shown}{node.unit}", f"{shown if exact else points.en} for each")]


def bounded(book: Book, node: Node) -> list[Message]:
    """How far it may go."""
    bound, said = node.bound, []
    if bound.most is not None:
        most = figure(book, bound.most)
        off = (
            isinstance(node.scale, lang.Linear)
            and isinstance(node.scale.points, Fraction)
            and node.scale.points < 0
        )
        said.append(
            Message(f"最多{'扣' if off else '计'}{most.zh}{node.unit}", f"{most.en} at most, either way")
        )
    if bound.floor is not None:
        floor = figure(book, bound.floor)
        said.append(
            Message("扣完为止(不低于0)" if bound.floor == 0 else f"不低于{floor.zh}", f"not below {floor.en}")
        )
    if bound.cap is not None:
        cap = figure(book, bound.cap)
        said.append(Message(f"不超过{cap.zh}", f"not above {cap.en}"))
    if bound.step != Decimal("0.01") or bound.rounding != "half-up":
        how = ROUNDINGS[bound.rounding]
        said.append(
            Message(
                f"保留到{format_number(bound.step)},{how.zh}", f"to {format_number(bound.step)}, {how.en}"
            )
        )
    return said


def joins(book: Book, node: Node) -> list[Message]:
    """Where it goes, and how."""
    if node.into is None:
        return []
    into = name_of(book, node.into)
    weight = ""
    if node.weight != 1:
        weight = format_number(node.weight) if 10**6 % node.weight.denominator == 0 else str(node.weight)
    by_zh, by_en = (f",权重{weight}", f", weight {weight}") if weight else ("", "")
    zh, en = {
        "inside": (f"计入{into.zh}", f"goes into {into.en}"),
        "outside": (f"另加入{into.zh},不受本项满分限制", f"added to {into.en} outside its bounds"),
        "factor": (f"{into.zh}乘以此数", f"{into.en} is multiplied by it"),
        "ceiling": (f"{into.zh}不得高于此", f"{into.en} is no higher than it"),
    }[node.joins]
    return [Message(zh + by_zh, en + by_en)]
