"""Check weights, standards and bounds against what goes into a node (合计)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.applicability import list_situations
from bzr_domain.rulebook.lint.finding import (
    Analysis,
    Complaint,
    check_nodes,
    explain_fault,
    names_total,
)
from bzr_domain.rulebook.lint.matching_facts import find_rating, find_shared_facts
from bzr_domain.rulebook.lint.value_ranges import add_known_ends
from bzr_domain.rulebook.node import Node

_TEN, _HUNDRED = 10, 100
_PERCENTAGES = 50
_EXTRA = re.compile(r"加分|奖分|附加|奖励|奖惩|加\s*\d")
_FULL_MARKS = re.compile(r"(?:满分|总分|共|合计|总计)\D{0,3}?(\d+(?:\.\d+)?)")

CODES = {
    "weights-not-100": explain_fault(
        "权重不足或超过100%,同一个总分有几种算法",
        "with other weights than 100 % the sum can be read in several ways",
        "改正权重,写作百分数;或用 take = “mean” 按比例计,并在 reading 里写明",
        'correct the weights, as percentages; or take = "mean", so that they are relative, and say so in reading',
    ),
    "standards-not-100": explain_fault(
        "及格线、分档都按满分说话,满分不清就不知道线在哪里",
        "pass marks and bands speak of the full marks, whatever those are",
        "改正各项标准分;或给总分写 cap;或在 reading 里写明满分是多少",
        "correct the standards; or give the total a cap; or say the full marks in reading",
    ),
    "parts-exceed-standard": explain_fault(
        "原文没有说超出的分算不算",
        "the text does not say whether what exceeds counts",
        "改正分值或 cap;或在 reading 里写明以哪个为准",
        "correct the points or the cap; or say in reading which holds",
    ),
    "bound-never-reached": explain_fault(
        "写了却永远碰不到的限度,多半是数字写错了",
        "a bound that nothing can touch is most likely a wrong figure",
        "改正或删去这个限度,或补上缺少的条款",
        "correct or remove the bound, or add the clause that is missing",
    ),
}


def find_wrong_weights(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """权重之和不是100%: percentages that do not add up to one, whole numbers that do not add up to a hundred."""
    inside = analysis.ranges.list_inside(node)
    weighted = [child for child in inside if "weight" in child.stated]
    others = [child for child in inside if "weight" not in child.stated and not _is_extra(analysis, node, child)]
    if not node.gathers or len(weighted) < 2 or others:  # noqa: PLR2004 (a single weight is no share)
        return
    if _find_wrong_percent([child.weight for child in weighted]) is None:
        if _multiplies_beyond(analysis, node, weighted):
            en = "whole weights multiply what is added up: a part of 80 by a weight of 30 comes to 2400"
            yield "weights-not-100", "合计时权重是乘上去的:80分、权重30得2400分", en
        return
    for children in list_situations(analysis, weighted):
        percent = _find_wrong_percent([child.weight for child in children])
        if percent is not None:
            number = format_number(percent)
            en = f"the weights of its parts add up to {number} %, not 100 %"
            yield "weights-not-100", f"各部分权重合计{number}%,不是100%", en
            return


def _multiplies_beyond(analysis: Analysis, node: Node, weighted: list[Node]) -> bool:
    """Whether weights that come to 10 or 100 stand in a sum of parts that are more than parts of 1, as a rate would be."""
    highs = [analysis.ranges.values[child.key].high for child in weighted]
    shares = sum((child.weight for child in weighted), Fraction(0)) in (_TEN, _HUNDRED)
    adds = isinstance(node.measure, lang.Total) and all(child.weight > 1 for child in weighted)
    return shares and adds and any(high is None or high > 1 for high in highs)


def _find_wrong_percent(weights: list[Fraction]) -> Fraction | None:
    """Find what weights that are meant as percentages come to; None where that is a hundred, or they are not meant so."""
    total = sum(weights, Fraction(0))
    shares = any(weight < 1 for weight in weights)
    percentages = all(weight > 1 for weight in weights) and total >= _PERCENTAGES
    percent = total * _HUNDRED if shares else total
    return percent if (shares or percentages) and percent != _HUNDRED else None


def find_wrong_standards(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """各项标准分之和不是总分的满分: the caps of a total's items do not add up to its own, or to those that its title prints.

    A clause that goes straight into the total may be a part of the full marks or come on top of them; either will do.
    """
    everything = analysis.ranges.list_inside(node)
    inside = [child for child in everything if not _is_extra(analysis, node, child)]
    parts = [child for child in inside if isinstance(child.bound.cap, Decimal)]
    unknown = any(child.heading == "item" and child not in parts for child in inside)
    if not (node.gathers and names_total(node.key)) or unknown or len(parts) < 2:  # noqa: PLR2004 (one is no sum)
        return
    # what comes on top may be meant to lead up to a cap that the total writes (加分最高可达100分)
    direct = [child for child in (inside if node.bound.cap is None else everything) if child not in parts]
    for children in list_situations(analysis, parts):
        standards = _add_standards(node, children)
        full_marks = _find_full_marks(node, standards)
        if standards == full_marks != _HUNDRED and "standards-not-100" in node.settles:
            # a text that settled it when it was asked of every sum but 100 stays settled
            number = format_number(standards)
            en = f"the standards of its items add up to {number}, not 100"
            yield "standards-not-100", f"各项标准分合计{number},不是100", en
        if full_marks not in _add_some(analysis, node, standards, direct):
            number, marks = format_number(standards), format_number(full_marks)
            en = f"the standards of its items add up to {number}, and the total's full marks are {marks}"
            yield "standards-not-100", f"各项标准分合计{number},总分的满分是{marks}", en
            return


def _is_extra(analysis: Analysis, node: Node, child: Node) -> bool:
    """Whether a part is none of the full marks: its words say that it comes on top of them (加分), or it only deducts."""
    says = _EXTRA.search(child.title) is not None and not isinstance(child.base, Decimal)
    return says or (child.bound.cap is None and analysis.ranges.find_contribution(child, node).high == 0)


def _find_full_marks(node: Node, standards: Fraction) -> Decimal | Fraction:
    """Find the full marks of a total: its cap, else those that its title prints, else a hundred, or hundreds of two parts."""
    if isinstance(node.bound.cap, Decimal):
        return node.bound.cap
    printed = _FULL_MARKS.search(node.title)
    if printed is not None:
        return Decimal(printed[1])
    return Fraction(_HUNDRED) if standards % _HUNDRED else standards


def _add_some(analysis: Analysis, node: Node, standards: Fraction, direct: list[Node]) -> set[Fraction]:
    """Add to some standards what none, one or all of the clauses that go straight into the total can bring."""
    highs = [high for child in direct if (high := analysis.ranges.find_contribution(child, node).high) is not None]
    return {standards, standards + sum(highs, Fraction(0)), *(standards + high for high in highs)}


def _add_standards(node: Node, children: list[Node]) -> Fraction:
    caps = (Fraction(child.bound.cap) * child.weight for child in children if isinstance(child.bound.cap, Decimal))
    standards = _base_of(node) + sum(caps, Fraction(0))
    if isinstance(node.measure, lang.Mean):
        standards /= sum((child.weight for child in children), Fraction(0))
    return standards


def _base_of(node: Node) -> Fraction:
    return Fraction(node.base) if isinstance(node.base, Decimal) else Fraction(0)


def find_parts_over_standard(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """各条最高分之和超过标准分: the parts of an item can exceed its cap; a part without a bound of its own is left out."""
    cap = node.bound.cap
    adds = isinstance(node.measure, lang.Total) and node.heading == "item" and not names_total(node.key)
    if not adds or not isinstance(cap, Decimal) or not node.gathers:
        return
    situations = list_situations(analysis, _list_adding(analysis, node))
    highest = max((_base_of(node) + _add_highest(analysis, node, children) for children in situations), default=cap)
    if highest > cap:
        yield (
            "parts-exceed-standard",
            f"各条最高合计{format_number(highest)}分,标准分是{format_number(cap)}分",
            f"its parts come to {format_number(highest)} at the most, and its standard is {format_number(cap)}",
        )


def _add_highest(analysis: Analysis, node: Node, children: list[Node]) -> Fraction:
    """Add up the most that each child can bring; of clauses that are the bands of one rating, the most of one."""
    ratings: dict[str, list[Node]] = {}
    for child in children:
        ratings.setdefault(find_rating(analysis.book, child) or child.key, []).append(child)
    highest = Fraction(0)
    for bands in ratings.values():
        apart = len(bands) > 1 and not any(find_shared_facts(analysis.book, bands, lambda *_: True))
        contributions = [analysis.ranges.find_contribution(child, node) for child in bands]
        highs = [add_known_ends([each]).high or Fraction(0) for each in contributions]
        highest += max(highs) if apart else sum(highs)
    return highest


def _list_adding(analysis: Analysis, node: Node) -> list[Node]:
    """List the children that can add something to a node: deductions do not come to more than its standard."""
    inside = analysis.ranges.list_inside(node)
    highs = ((child, analysis.ranges.find_contribution(child, node).high) for child in inside)
    return [child for child, high in highs if high is None or high > 0]


def find_unreachable_bounds(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """碰不到的限度: a cap above, a floor below, or a most beyond every value that can occur.

    扣完为止 (`floor = 0`) is said of items that cannot lose all they have, too, and is no figure that could be wrong.
    """
    if node.labels or (node.gathers and not analysis.book.children(node.key)):
        return
    value, bound = analysis.ranges.unbounded[node.key], node.bound
    high, low = value.high, value.low
    if isinstance(bound.cap, Decimal) and high is not None and high < bound.cap:
        yield _describe_unreached("cap", bound.cap, "最高", "highest", high)
    if isinstance(bound.floor, Decimal) and bound.floor and low is not None and low > bound.floor:
        yield _describe_unreached("floor", bound.floor, "最低", "lowest", low)
    if isinstance(bound.most, Decimal) and high is not None and low is not None:
        farthest = max(abs(low), abs(high))
        if farthest < bound.most:
            yield _describe_unreached("most", bound.most, "最多", "most", farthest)


def _describe_unreached(word: str, limit: Decimal, zh: str, en: str, end: Fraction) -> Complaint:
    figure, number = f"{word} = {format_number(limit)}", format_number(end)
    en = f"the {en} it can come to is {number}, which never touches {figure}"
    return "bound-never-reached", f"{zh}只能到{number},碰不到 {figure}", en


CHECKS = check_nodes(find_wrong_weights, find_wrong_standards, find_parts_over_standard, find_unreachable_bounds)
