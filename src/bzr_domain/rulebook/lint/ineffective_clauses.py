"""Clauses that do nothing (永远不起作用): tests nothing passes, points that come to nothing, allowances nobody uses up."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.applicability import grid_of
from bzr_domain.rulebook.lint.finding import Code, Raised, Text
from bzr_domain.rulebook.lint.grid import Grid
from bzr_domain.rulebook.lint.intervals import NONE, Span
from bzr_domain.rulebook.lint.matching_facts import placing, word_passes
from bzr_domain.rulebook.lint.rows import failing
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


def futile(text: Text) -> Iterator[Raised]:
    """永远不计的条款: tests that no fact passes, points that come to nothing, allowances nobody can use up."""
    for node in text.nodes:
        names = failing(text.book, node)
        unscored = _unscored(text, node)
        nothing = isinstance(node.source, lang.FactRows) and text.reach.values[node.key] == NONE
        if names:
            what = Message(
                f"没有事实能符合 {'、'.join(names)} 的条件",
                f"no fact can pass its test on {', '.join(names)}",
            )
            yield Raised("never-counts", node.key, what)
        elif unscored:
            what = Message(f"没有得分能符合 {unscored} 的条件", f"no score can pass its test on {unscored}")
            yield Raised("never-counts", node.key, what)
        elif nothing and not _unset(node) and not _takes_all(text, node):
            yield Raised(
                "never-counts",
                node.key,
                Message("无论记录什么,都得0分", "whatever is recorded, it comes to 0"),
            )
        else:
            yield from _never_exceeded(text, node)


def _unscored(text: Text, node: Node) -> str:
    """The word of a test that no score can pass; empty where there is none."""
    if not isinstance(node.source, lang.ScoreRows):
        return ""
    where, read = node.source.where, text.book.nodes.get(node.source.node)
    days = Grid(Span(), Fraction(1)).passing(placing("on", where.get("on", lang.Test())))
    if days == ():
        return "on"
    if "score" not in where:
        return ""
    if read is not None and read.labels:
        passing = any(word_passes(where["score"], label, read.labels) for label in read.labels)
    else:
        grid = grid_of(text, node.source.node)
        passing = grid is None or grid.passing(where["score"]) != ()
    return "" if passing else "score"


def _takes_all(text: Text, node: Node) -> bool:
    """Whether its 0 means that the item gives nothing (该项记0分), in some cells only."""
    return node.joins in ("factor", "ceiling") and node.key in text.reach.nothing


def _unset(node: Node) -> bool:
    """Whether a figure that the source does not print may be why it comes to nothing, or labels have no number."""
    prices = node.source.number.prices.values() if _is_priced(node) else ()  # type: ignore[union-attr]  # asked there
    gives = [row.gives for row in node.scale.rows] if isinstance(node.scale, lang.Table) else []
    words = any(isinstance(one, str | lang.Unset) for one in gives)
    linear = node.scale if isinstance(node.scale, lang.Linear) else lang.Linear()
    bound = node.bound
    figures = (linear.points, linear.free, linear.short_of, linear.base, bound.most, bound.floor, bound.cap)
    return words or None in prices or lang.UNSET in figures


def _is_priced(node: Node) -> bool:
    return isinstance(node.source, lang.FactRows) and isinstance(node.source.number, lang.Priced)


def _never_exceeded(text: Text, node: Node) -> Iterator[Raised]:
    if not isinstance(node.scale, lang.Linear):
        return
    measured = text.reach.measures[node.key]
    free, short_of = node.scale.free, node.scale.short_of
    if isinstance(free, Decimal) and measured.high is not None and measured.high <= free:
        high = format_number(measured.high)
        what = Message(
            f"最多只有{high},超不过 free = {format_number(free)}",
            f"it comes to {high} at the most, within free = {format_number(free)}",
        )
        yield Raised("never-exceeded", node.key, what)
    if isinstance(short_of, Decimal) and measured.low is not None and measured.low >= short_of:
        low = format_number(measured.low)
        what = Message(
            f"至少有{low},不会少于 short_of = {format_number(short_of)}",
            f"it comes to {low} at the least, never short of {format_number(short_of)}",
        )
        yield Raised("never-exceeded", node.key, what)


CHECKS = (futile,)
