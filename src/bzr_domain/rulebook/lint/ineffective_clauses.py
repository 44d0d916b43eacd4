"""Check for clauses that can never do anything (永远不起作用): no fact or score passes, points come to 0, nothing exceeds an allowance."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.applicability import find_value_grid
from bzr_domain.rulebook.lint.finding import Analysis, Code, Fault
from bzr_domain.rulebook.lint.intervals import NONE, Grid, Interval
from bzr_domain.rulebook.lint.matching_facts import find_failing_fields, replace_days_by_numbers
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node

CODES = {
    "never-counts": Code(
        Message("这一条永远不起作用", "the clause can never do anything"),
        Message("改正 where 的条件或分值", "correct its where, or its points"),
    ),
    "never-exceeded": Code(
        Message(
            "可能的数都在限额之内,这一条永远不起作用",
            "whatever can occur stays within, so that the clause can never do anything",
        ),
        Message("改正 free 或 short_of", "correct free or short_of"),
    ),
}


def find_ineffective_clauses(analysis: Analysis) -> Iterator[Fault]:
    """永远不计的条款: no fact or score passes its tests, its points come to 0, or nothing exceeds its allowance."""
    for node in analysis.nodes:
        fields = find_failing_fields(analysis.book, node)
        score_test = _find_failing_score_test(analysis, node)
        is_zero = isinstance(node.source, lang.FactRows) and analysis.ranges.values[node.key] == NONE
        if fields:
            what = Message(
                f"没有事实能符合 {'、'.join(fields)} 的条件",
                f"no fact can pass its test on {', '.join(fields)}",
            )
            yield Fault("never-counts", node.key, what)
        elif score_test:
            what = Message(
                f"没有得分能符合 {score_test} 的条件", f"no score can pass its test on {score_test}"
            )
            yield Fault("never-counts", node.key, what)
        elif is_zero and not _may_have_no_number(node) and not _voids_parent(analysis, node):
            what = Message("无论记录什么,都得0分", "whatever is recorded, it comes to 0")
            yield Fault("never-counts", node.key, what)
        else:
            yield from _check_allowance(analysis, node)


def _find_failing_score_test(analysis: Analysis, node: Node) -> str:
    """Find the word of a test that no score can pass; empty where there is none."""
    if not isinstance(node.source, lang.ScoreRows):
        return ""
    where, read = node.source.where, analysis.book.nodes.get(node.source.node)
    on = replace_days_by_numbers("on", where.get("on", lang.Test()))
    if Grid(Interval(), Fraction(1)).find_passing(on) == ():
        return "on"
    if "score" not in where:
        return ""
    if read is not None and read.labels:
        passes = any(passes_test(where["score"], label, read.labels) for label in read.labels)
    else:
        grid = find_value_grid(analysis, node.source.node)
        passes = grid is None or grid.find_passing(where["score"]) != ()
    return "" if passes else "score"


def _voids_parent(analysis: Analysis, node: Node) -> bool:
    """Whether its 0 means that the whole item gives nothing (该项记0分), in some periods only."""
    return node.joins in ("factor", "ceiling") and node.key in analysis.ranges.nothing


def _may_have_no_number(node: Node) -> bool:
    """Whether it comes to 0 for another reason: a figure that the source does not print, or labels, which have no number."""
    number = getattr(node.source, "number", None)
    prices = number.prices.values() if isinstance(number, lang.Priced) else ()
    gives = [row.gives for row in node.scale.rows] if isinstance(node.scale, lang.Table) else []
    has_words = any(isinstance(value, str | lang.Unset) for value in gives)
    linear = node.scale if isinstance(node.scale, lang.Linear) else lang.Linear()
    bound = node.bound
    figures = (linear.points, linear.free, linear.short_of, linear.base, bound.most, bound.floor, bound.cap)
    return has_words or None in prices or lang.UNSET in figures


def _check_allowance(analysis: Analysis, node: Node) -> Iterator[Fault]:
    """Check that something can exceed `free`, or fall short of `short_of`."""
    if not isinstance(node.scale, lang.Linear):
        return
    measured = analysis.ranges.measures[node.key]
    free, short_of = node.scale.free, node.scale.short_of
    if isinstance(free, Decimal) and measured.high is not None and measured.high <= free:
        high = format_number(measured.high)
        what = Message(
            f"最多只有{high},超不过 free = {format_number(free)}",
            f"it comes to {high} at the most, within free = {format_number(free)}",
        )
        yield Fault("never-exceeded", node.key, what)
    if isinstance(short_of, Decimal) and measured.low is not None and measured.low >= short_of:
        low = format_number(measured.low)
        what = Message(
            f"至少有{low},不会少于 short_of = {format_number(short_of)}",
            f"it comes to {low} at the least, never short of {format_number(short_of)}",
        )
        yield Fault("never-exceeded", node.key, what)


CHECKS = (find_ineffective_clauses,)
