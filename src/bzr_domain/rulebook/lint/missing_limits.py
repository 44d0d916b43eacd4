"""Values without an end (无底与无顶): bonuses without a bound, items and pay that can fall below nothing."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Code, Raised, Text
from bzr_domain.rulebook.lint.intervals import Span
from bzr_domain.rulebook.lint.rows import facts_span
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


def bonuses(text: Text) -> Iterator[Raised]:
    """加分不封顶: nothing on the way into the total limits it."""
    said = set()
    for node in text.nodes:
        if not isinstance(node.source, lang.FactRows):
            continue
        free = _free_way(text, node) if text.reach.values[node.key].high is None else None
        if _unlimited(text, node) and (free is not None or _is_share(node)):
            what = Message("计入的数值没有上限", "the number that counts has no upper end")
            yield Raised("value-without-range", node.key, what)
        elif free is not None and free not in said:
            said.add(free)
            what = Message(
                "加分没有封顶,也不在任何有 cap 的项目之内",
                "it adds without a bound, inside no item that has a cap",
            )
            yield Raised("bonus-unbounded", free, what)


def _unlimited(text: Text, node: Node) -> bool:
    """Whether it counts a measurement that its kind gives no upper end."""
    rows = node.source
    if not isinstance(rows, lang.FactRows) or not isinstance(rows.number, lang.Measured):
        return False
    return facts_span(text.book, rows).high is None


def _is_share(node: Node) -> bool:
    """Whether it takes a part of the number, such as 35 %."""
    points = node.scale.points if isinstance(node.scale, lang.Linear) else 1
    return isinstance(points, Fraction) and 0 < points < 1


def _free_way(text: Text, node: Node) -> str | None:
    """The node that escapes every cap on the way up: the first that joins outside, else the clause; None if none does."""
    free, here = None, node
    while here.into is not None:
        parent = text.book.nodes[here.into]
        if here.joins in ("factor", "ceiling") or parent.labels:
            return None
        if here.joins == "outside":
            free = free or here.key
        elif parent.bound.cap is not None or parent.bound.most is not None:
            return None
        here = parent
    return None if here is node else free or node.key


def below_zero(text: Text) -> Iterator[Raised]:
    """没有写扣完为止: an item that starts from points and can lose more; pay below nothing."""
    read = {name for node in text.nodes for name in find_names_read(node)}
    for node in text.nodes:
        span = text.reach.values[node.key]
        if not _negative(span):
            continue
        deduction = span.high == 0 and node.key in read  # a part of another amount, which is what is paid
        starts = node.gathers and isinstance(node.base, Decimal) and node.base > 0
        if node.heading == "item" and starts and node.bound.floor is None:
            what = (
                Message(
                    f"从{format_number(node.base)}分起扣,没有写扣到多少为止",
                    f"it starts from {format_number(node.base)}, and nothing says where deducting ends",
                )
                if isinstance(node.base, Decimal)
                else None
            )
            assert what is not None
            yield Raised("can-go-negative", node.key, what)
        if node.heading == "outcome" and node.into is None and node.unit == MONEY and not deduction:
            low = (
                Message("没有下限", "without end")
                if span.low is None
                else Message(f"到{format_number(span.low)}元", f"to {format_number(span.low)} yuan")
            )
            yield Raised(
                "negative-pay",
                node.key,
                Message(f"金额可能为负:{low.zh}", f"the amount can fall below zero: {low.en}"),
            )


def _negative(span: Span) -> bool:
    return span.low is None or span.low < 0


CHECKS = (bonuses, below_zero)
