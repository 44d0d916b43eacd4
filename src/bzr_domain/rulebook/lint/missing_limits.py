"""Check for missing limits (无底与无顶): bonuses without a bound, items and pay that can fall below zero."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Analysis, Code, Fault
from bzr_domain.rulebook.lint.matching_facts import find_number_range
from bzr_domain.rulebook.node import Node, find_names_read

MONEY = "元"

CODES = {
    "bonus-unbounded": Code(
        Message("加分无限,几条记录就能压过其余各项", "without a bound a few records outweigh all the rest"),
        Message(
            "写 most 或让它计入有 cap 的项目;或在 reading 里写明不封顶",
            "write most, or an item with a cap; or say in reading that it has no bound",
        ),
    ),
    "value-without-range": Code(
        Message(
            "多写一个0就照样计分,百分比也不知道是几分的百分之几",
            "one 0 too many counts in full, and a percentage is one of nobody knows what",
        ),
        Message("在事项的栏目里写 from 与 upto", "give the kind's field its from and upto"),
    ),
    "can-go-negative": Code(
        Message(
            "原文没有说扣完为止,也没有说可以扣成负分",
            "the text says neither that it stops at zero nor that it may go below",
        ),
        Message(
            "扣完为止写 floor = 0;可以为负则在 reading 里写明",
            "write floor = 0 if it stops there; if it may go below, say so in reading",
        ),
    ),
    "negative-pay": Code(
        Message("按字面要向教师收钱", "taken at its word, the teacher would have to pay"),
        Message(
            "写 floor = 0;确要倒扣则在 reading 里写明", "write floor = 0; if it is meant, say so in reading"
        ),
    ),
}


def find_unbounded_bonuses(analysis: Analysis) -> Iterator[Fault]:
    """加分不封顶: points are added, and nothing on the way into the total limits them."""
    reported = set()
    for node in analysis.nodes:
        if not isinstance(node.source, lang.FactRows):
            continue
        unbounded = analysis.ranges.values[node.key].high is None
        uncapped = _find_uncapped(analysis, node) if unbounded else None
        if _has_unlimited_number(analysis, node) and (uncapped is not None or _takes_share(node)):
            what = Message("计入的数值没有上限", "the number that counts has no upper end")
            yield Fault("value-without-range", node.key, what)
        elif uncapped is not None and uncapped not in reported:
            reported.add(uncapped)
            what = Message(
                "加分没有封顶,也不在任何有 cap 的项目之内",
                "it adds without a bound, inside no item that has a cap",
            )
            yield Fault("bonus-unbounded", uncapped, what)


def _has_unlimited_number(analysis: Analysis, node: Node) -> bool:
    """Whether it counts a measurement to which its kind gives no upper end."""
    rows = node.source
    if not isinstance(rows, lang.FactRows) or not isinstance(rows.number, lang.Measured):
        return False
    return find_number_range(analysis.book, rows).high is None


def _takes_share(node: Node) -> bool:
    """Whether it takes a part of the number, such as 35 %."""
    points = node.scale.points if isinstance(node.scale, lang.Linear) else 1
    return isinstance(points, Fraction) and 0 < points < 1


def _find_uncapped(analysis: Analysis, node: Node) -> str | None:
    """Find the key of the node that escapes every cap on the way up: the first that joins outside, else the clause itself.

    None where something caps it, or where it goes nowhere.
    """
    outside, current = None, node
    while current.into is not None:
        parent = analysis.book.nodes[current.into]
        if current.joins in ("factor", "ceiling") or parent.labels:
            return None
        if current.joins == "outside":
            outside = outside or current.key
        elif parent.bound.cap is not None or parent.bound.most is not None:
            return None
        current = parent
    return None if current is node else outside or node.key


def find_values_below_zero(analysis: Analysis) -> Iterator[Fault]:
    """没有写扣完为止: an item that starts from points and can lose more; pay that can fall below zero."""
    names_read = {name for node in analysis.nodes for name in find_names_read(node)}
    for node in analysis.nodes:
        value = analysis.ranges.values[node.key]
        if value.low is not None and value.low >= 0:
            continue
        starts = node.gathers and isinstance(node.base, Decimal) and node.base > 0
        if node.heading == "item" and starts and node.bound.floor is None:
            assert isinstance(node.base, Decimal)
            base = format_number(node.base)
            what = Message(
                f"从{base}分起扣,没有写扣到多少为止",
                f"it starts from {base}, and nothing says where deducting ends",
            )
            yield Fault("can-go-negative", node.key, what)
        deduction = (
            value.high == 0 and node.key in names_read
        )  # part of another amount, which is what is paid
        if node.heading == "outcome" and node.into is None and node.unit == MONEY and not deduction:
            yield Fault("negative-pay", node.key, _describe_negative_pay(value.low))


def _describe_negative_pay(low: Fraction | None) -> Message:
    if low is None:
        end = Message("没有下限", "without end")
    else:
        end = Message(f"到{format_number(low)}元", f"to {format_number(low)} yuan")
    return Message("金额可能为负:", "the amount can fall below zero: ") + end


CHECKS = (find_unbounded_bonuses, find_values_below_zero)
