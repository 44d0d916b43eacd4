"""Check for clauses that can never do anything (永远不起作用): no fact or score passes, points come to 0, nothing exceeds an allowance."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.applicability import find_value_grid
from bzr_domain.rulebook.lint.finding import Analysis, Complaint, check_nodes, explain_fault
from bzr_domain.rulebook.lint.intervals import NONE, Grid, Interval, point
from bzr_domain.rulebook.lint.matching_facts import find_failing_fields, replace_days_by_numbers
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node

CODES = {
    "never-counts": explain_fault(
        "这一条永远不起作用",
        "the clause can never do anything",
        "改正 where 的条件或分值",
        "correct its where, or its points",
    ),
    "never-exceeded": explain_fault(
        "可能的数都在限额之内,这一条永远不起作用",
        "whatever can occur stays within, so that the clause can never do anything",
        "改正 free 或 short_of",
        "correct free or short_of",
    ),
    "no-effect": explain_fault(
        "写了却什么也不改变",
        "it stands in the text and changes nothing",
        "改正数字;或删去这一条",
        "correct the figure; or remove it",
    ),
}


def find_ineffective_clauses(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """永远不计的条款: no fact or score passes its tests, its points come to 0, or nothing exceeds its allowance."""
    fields = find_failing_fields(analysis.book, node)
    score_test = _find_failing_score_test(analysis, node)
    counts = isinstance(node.source, lang.FactRows) or analysis.ranges.measures.get(node.key, NONE) != NONE
    is_zero = counts and not node.labels and analysis.ranges.values[node.key] == NONE
    if fields:
        yield (
            "never-counts",
            f"没有事实能符合 {'、'.join(fields)} 的条件",
            f"no fact can pass its test on {', '.join(fields)}",
        )
    elif score_test:
        yield (
            "never-counts",
            f"没有得分能符合 {score_test} 的条件",
            f"no score can pass its test on {score_test}",
        )
    elif is_zero and not node.is_case and not _may_have_no_number(node) and not _voids_parent(analysis, node):
        yield "never-counts", "无论记录什么,都得0分", "whatever is recorded, it comes to 0"
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
        passes = find_value_grid(analysis, node.source.node).find_passing(where["score"]) != ()
    return "" if passes else "score"


def _voids_parent(analysis: Analysis, node: Node) -> bool:
    """Whether its 0 means that the whole item gives nothing (该项记0分), in some periods only."""
    return node.joins in ("factor", "ceiling") and node.key in analysis.ranges.nothing


def _may_have_no_number(node: Node) -> bool:
    """Whether it comes to 0 for another reason: a figure that the source does not print, or labels, which have no number."""
    prices = node.number.prices.values() if isinstance(node.number, lang.Priced) else ()
    has_words = any(isinstance(row.gives, str | lang.Unset) for row in node.table_rows)
    linear = node.linear
    figures = (linear.points, linear.free, linear.short_of, linear.base, *node.bound.limits)
    return has_words or None in prices or lang.UNSET in figures


def _check_allowance(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """Check that something can exceed `free`, or fall short of `short_of`."""
    if not isinstance(node.scale, lang.Linear):
        return
    measured = analysis.ranges.measures[node.key]
    free, short_of = node.scale.free, node.scale.short_of
    if isinstance(free, Decimal) and measured.high is not None and measured.high <= free:
        high, limit = format_number(measured.high), format_number(free)
        en = f"it comes to {high} at the most, within free = {limit}"
        yield "never-exceeded", f"最多只有{high},超不过 free = {limit}", en
    if isinstance(short_of, Decimal) and measured.low is not None and measured.low >= short_of:
        low, limit = format_number(measured.low), format_number(short_of)
        en = f"it comes to {low} at the least, never short of {limit}"
        yield "never-exceeded", f"至少有{low},不会少于 short_of = {limit}", en


def find_rules_without_effect(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """写了不起作用: rows that all give the same, a factor of 1, a ceiling above all, an item nothing can move."""
    gives = {row.gives for row in node.table_rows}
    if len(node.table_rows) > 1 and len(gives) == 1 and node.table_rows[-1].test == lang.Test():
        yield "no-effect", "对照表各行所得都一样", "every row of its table gives the same"
    value, ranges = analysis.ranges.values[node.key], analysis.ranges
    if node.into is not None and not node.labels:
        if node.joins == "factor" and value == point(1):
            yield "no-effect", "乘数总是1", "as a factor it is always 1"
        if node.joins == "ceiling" and _is_above(value, ranges.unbounded[node.into]):
            yield "no-effect", "总不低于它所限的最高分", "it is never below the highest that it limits"
    if node.gathers and not node.labels and value.low is not None and value.low == value.high:
        moves = [child for child in ranges.list_inside(node) if ranges.find_contribution(child, node) != NONE]
        if moves:
            number = format_number(value.low)
            yield "no-effect", f"计入什么都是{number}", f"whatever goes in, it comes to {number}"


def _is_above(ceiling: Interval, value: Interval) -> bool:
    return ceiling.low is not None and value.high is not None and ceiling.low >= value.high


CHECKS = check_nodes(find_ineffective_clauses, find_rules_without_effect)
