"""Weights, standards and bounds against what goes into them (合计)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import TOTAL
from bzr_domain.rulebook.lint.finding import Code, Raised, Text
from bzr_domain.rulebook.lint.stages import reached
from bzr_domain.rulebook.node import Node

_HUNDRED = 100
_PERCENTAGES = 50

CODES = {
    "weights-not-100": Code(
        Message(
            "权重不足或超过100%,同一个总分有几种算法",
            "with other weights than 100 % the sum can be read in several ways",
        ),
        Message(
            "改正权重;或用 take = “mean” 按比例计,并在 reading 里写明",
            'correct the weights; or take = "mean", so that they are relative, and say so in reading',
        ),
    ),
    "standards-not-100": Code(
        Message(
            "及格线、分档都按满分说话,满分不清就不知道线在哪里",
            "pass marks and bands speak of the full marks, whatever those are",
        ),
        Message(
            "改正各项标准分;或给总分写 cap;或在 reading 里写明满分是多少",
            "correct the standards; or give the total a cap; or say the full marks in reading",
        ),
    ),
    "parts-exceed-standard": Code(
        Message("原文没有说超出的分算不算", "the text does not say whether what exceeds counts"),
        Message(
            "改正分值或 cap;或在 reading 里写明以哪个为准",
            "correct the points or the cap; or say in reading which holds",
        ),
    ),
    "bound-never-reached": Code(
        Message(
            "写了却永远碰不到的限度,多半是数字写错了",
            "a bound that nothing can touch is most likely a wrong figure",
        ),
        Message(
            "改正或删去这个限度,或补上缺少的条款",
            "correct or remove the bound, or add the clause that is missing",
        ),
    ),
}


def weights(text: Text) -> Iterator[Raised]:
    """权重之和不是100%: percentages that do not add up to one, whole numbers that do not add up to a hundred."""
    for node in text.nodes:
        inside = text.reach.inside(node)
        stated = [child.weight for child in inside if "weight" in child.stated]
        if not node.gathers or len(stated) < 2 or len(stated) < len(inside):  # noqa: PLR2004 (one alone is no share)
            continue
        found = sum(stated, Fraction(0))
        if any(weight < 1 for weight in stated) and found != 1:
            yield Raised("weights-not-100", node.key, _weights(found * _HUNDRED))
        elif all(weight > 1 for weight in stated) and found >= _PERCENTAGES and found != _HUNDRED:
            yield Raised("weights-not-100", node.key, _weights(found))


def _weights(found: Fraction) -> Message:
    number = format_number(found)
    return Message(
        f"各部分权重合计{number}%,不是100%", f"the weights of its parts add up to {number} %, not 100 %"
    )


def standards(text: Text) -> Iterator[Raised]:
    """各项标准分之和不是总分的满分: 100 where the total says no cap."""
    for node in text.nodes:
        inside = text.reach.inside(node)
        caps = [
            Fraction(child.bound.cap) * child.weight
            for child in inside
            if isinstance(child.bound.cap, Decimal)
        ]
        if not _is_total(node) or len(caps) < max(len(inside), 2):
            continue
        base = Fraction(node.base) if isinstance(node.base, Decimal) else Fraction(0)
        found = base + sum(caps, Fraction(0))
        if isinstance(node.measure, lang.Mean):
            found /= sum((child.weight for child in inside), Fraction(0))
        full = node.bound.cap if isinstance(node.bound.cap, Decimal) else Decimal(_HUNDRED)
        if found != full:
            what = Message(
                f"各项标准分合计{format_number(found)},总分的满分是{format_number(full)}",
                f"the standards of its items add up to {format_number(found)}, and the total's full marks are {format_number(full)}",
            )
            yield Raised("standards-not-100", node.key, what)
        elif found != _HUNDRED:
            what = Message(
                f"各项标准分合计{format_number(found)},不是100",
                f"the standards of its items add up to {format_number(found)}, not 100",
            )
            yield Raised("standards-not-100", node.key, what)


def _is_total(node: Node) -> bool:
    return node.gathers and (node.key == TOTAL or node.key.startswith(f"{TOTAL}."))


def exceeding(text: Text) -> Iterator[Raised]:
    """各条最高分之和超过标准分; what has no bound of its own is left out."""
    for node in text.nodes:
        cap = node.bound.cap
        adds = isinstance(node.measure, lang.Total) and node.heading == "item" and not _is_total(node)
        if not adds or not isinstance(cap, Decimal) or not node.gathers:
            continue
        base = Fraction(node.base) if isinstance(node.base, Decimal) else Fraction(0)
        found = base + (reached(text.reach.joined(one, node) for one in text.reach.inside(node)).high or 0)
        if found > cap:
            what = Message(
                f"各条最高合计{format_number(found)}分,标准分是{format_number(cap)}分",
                f"its parts come to {format_number(found)} at the most, and its standard is {format_number(cap)}",
            )
            yield Raised("parts-exceed-standard", node.key, what)


def untouched(text: Text) -> Iterator[Raised]:
    """碰不到的限度: a cap above, a floor below, a most beyond all that can occur."""
    for node in text.nodes:
        span, bound = text.reach.unbounded[node.key], node.bound
        if node.labels or (node.gathers and not text.book.children(node.key)):
            continue
        high, low = span.high, span.low
        if isinstance(bound.cap, Decimal) and high is not None and high < bound.cap:
            yield Raised(
                "bound-never-reached", node.key, _untouched("cap", bound.cap, "最高", "highest", high)
            )
        if isinstance(bound.floor, Decimal) and low is not None and low > bound.floor:
            yield Raised(
                "bound-never-reached", node.key, _untouched("floor", bound.floor, "最低", "lowest", low)
            )
        if isinstance(bound.most, Decimal) and high is not None and low is not None:
            far = max(abs(low), abs(high))
            if far < bound.most:
                yield Raised(
                    "bound-never-reached", node.key, _untouched("most", bound.most, "最多", "most", far)
                )


def _untouched(word: str, limit: Decimal, zh: str, en: str, end: Fraction) -> Message:
    return Message(
        f"{zh}只能到{format_number(end)},碰不到 {word} = {format_number(limit)}",
        f"the {en} it can come to is {format_number(end)}, which never touches {word} = {format_number(limit)}",
    )


CHECKS = (weights, standards, exceeding, untouched)
