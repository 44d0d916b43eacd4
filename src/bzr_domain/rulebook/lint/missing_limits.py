"""Check for missing limits (无底与无顶): bonuses without a bound, items and pay that can fall below zero."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Analysis, Complaint, Fault, check_nodes, explain_fault
from bzr_domain.rulebook.lint.matching_facts import find_number_range
from bzr_domain.rulebook.node import Node, find_names_read

MONEY = "元"

CODES = {
    "bonus-unbounded": explain_fault(
        "加分无限,几条记录就能压过其余各项",
        "without a bound a few records outweigh all the rest",
        "写 most 或让它计入有 cap 的项目;或在 reading 里写明不封顶",
        "write most, or an item with a cap; or say in reading that it has no bound",
    ),
    "value-without-range": explain_fault(
        "多写一个0就照样计分,百分比也不知道是几分的百分之几",
        "one 0 too many counts in full, and a percentage is one of nobody knows what",
        "在事项的栏目里写 from 与 upto",
        "give the kind's field its from and upto",
    ),
    "early-counts": explain_fault(
        "提前的天数是负数,照样按天加减",
        "days before the deadline are below zero, and count like days after it",
        "写 free = 0,提前的不计;或写对照表",
        "write free = 0, so that early days count nothing; or write a table",
    ),
    "can-go-negative": explain_fault(
        "原文没有说扣完为止,也没有说可以扣成负分",
        "the text says neither that it stops at zero nor that it may go below",
        "扣完为止写 floor = 0;可以为负则在 reading 里写明",
        "write floor = 0 if it stops there; if it may go below, say so in reading",
    ),
    "negative-pay": explain_fault(
        "按字面要向教师收钱",
        "taken at its word, the teacher would have to pay",
        "写 floor = 0;确要倒扣则在 reading 里写明",
        "write floor = 0; if it is meant, say so in reading",
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
    return (
        isinstance(rows, lang.FactRows)
        and isinstance(rows.number, lang.Measured)
        and find_number_range(analysis.book, rows).high is None
    )


def _takes_share(node: Node) -> bool:
    """Whether it takes a part of the number, such as 35 %."""
    return isinstance(node.linear.points, Fraction) and 0 < node.linear.points < 1


def _find_uncapped(analysis: Analysis, node: Node) -> str | None:
    """Find the key of the node that escapes every cap on the way up: the first that joins outside, else the clause itself.

    None where something caps it, where it goes nowhere, where it is a yes or no, where it is money, of which each prize has
    its price, and where it goes into a value that others read only so far.
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
    if current is node or current.unit == MONEY or node.gives_flags:
        return None
    readers = [reader for reader in analysis.nodes if current.key in find_names_read(reader)]
    limited = readers and all(analysis.ranges.values[reader.key].high is not None for reader in readers)
    return None if limited and current.heading == "value" else outside or node.key


def find_early_days(_analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """提前也计: so much a day late, and the days by which something is early are not let off."""
    linear = node.linear
    if isinstance(node.number, lang.Late) and not node.table_rows and linear.free is None and linear.short_of is None:
        yield "early-counts", "提前几天也按天计", "days before the deadline count as well"


def find_values_below_zero(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """没有写扣完为止: an item that starts from points and can lose more; pay that can fall below zero."""
    value, base = analysis.ranges.values[node.key], node.base
    if value.low is not None and value.low >= 0:
        return
    starts = node.heading == "item" and node.gathers and node.bound.floor is None
    if starts and isinstance(base, Decimal) and base > 0:
        start = format_number(base)
        en = f"it starts from {start}, and nothing says where deducting ends"
        yield "can-go-negative", f"从{start}分起扣,没有写扣到多少为止", en
    # a deduction is part of another amount, which is what is paid
    deduction = value.high == 0 and node.key in analysis.names_read
    if node.heading == "outcome" and node.into is None and node.unit == MONEY and not deduction:
        low = None if value.low is None else format_number(value.low)
        zh, en = ("没有下限", "without end") if low is None else (f"到{low}元", f"to {low} yuan")
        yield "negative-pay", f"金额可能为负:{zh}", f"the amount can fall below zero: {en}"


CHECKS = (find_unbounded_bonuses, *check_nodes(find_early_days, find_values_below_zero))
