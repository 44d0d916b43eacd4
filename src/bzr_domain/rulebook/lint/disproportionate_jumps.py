"""Cliffs (断崖): one point less that costs out of all proportion to the points around it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Code, Raised, Text
from bzr_domain.rulebook.lint.gaps_and_overlaps import bands_of, measure_grid
from bzr_domain.rulebook.node import Node

_TIMES = 3
_POINTS = 5

CODES = {
    "cliff": Code(
        Message(
            "一分之差,结果差得不成比例,最容易引起申诉",
            "one point decides out of all proportion, and that is disputed most",
        ),
        Message(
            "核对原文的数字;原文如此就在 reading 里写明",
            "check the figures; if the text is so, say so in reading",
        ),
    ),
}


def steps(text: Text) -> Iterator[Raised]:
    """相邻两档之差远大于别处: among bands that all give something, one jump is more than three times the next."""
    for node in text.nodes:
        given = _by_height(text, node)
        jumps = [(abs(two[1] - one[1]), one, two) for one, two in pairwise(given)]
        jumps.sort(reverse=True)
        if len(jumps) > 1 and jumps[0][0] > _TIMES * jumps[1][0] > 0:
            _, one, two = jumps[0]
            what = Message(
                f"{format_number(two[0])}处从{format_number(one[1])}跳到{format_number(two[1])}",
                f"at {format_number(two[0])} it jumps from {format_number(one[1])} to {format_number(two[1])}",
            )
            yield Raised("cliff", node.key, what)


def _by_height(text: Text, node: Node) -> list[tuple[Fraction, Fraction]]:
    """The bands that give something, from the lowest up: where each begins, and what it gives."""
    grid = measure_grid(text, node)
    found = []
    left = () if grid is None else grid.all()
    for band in [] if grid is None else bands_of(text, node, grid):
        assert grid is not None
        for stretch in grid.without(left, grid.without(left, band.fits)):
            if isinstance(band.row.gives, Decimal) and band.row.gives:
                low = stretch.low if stretch.low is not None else stretch.high
                found.append((Fraction(0) if low is None else low, Fraction(band.row.gives)))
        left = grid.without(left, band.fits)
    return sorted(found)


def edges(text: Text) -> Iterator[Raised]:
    """适用与否之间的断崖: where a line ends and `otherwise` begins, they are more than five points apart."""
    for node in text.nodes:
        rows, scale = node.source, node.scale
        if not isinstance(rows, lang.ScoreRows) or not isinstance(scale, lang.Linear):
            continue
        test = node.when.get(rows.node)
        ends = () if test is None else (test.lowest, test.above, test.highest, test.below)
        for end in ends:
            there = _line(scale, end) if isinstance(end, Decimal) else None
            if there is None or not isinstance(node.otherwise, Decimal) or not isinstance(end, Decimal):
                continue
            assert isinstance(scale.points, Fraction)
            if abs(Fraction(node.otherwise) - there) > _POINTS * abs(scale.points):
                what = Message(
                    f"{format_number(end)}处从{format_number(there)}跳到{format_number(node.otherwise)},而每分只差{format_number(abs(scale.points))}",
                    f"at {format_number(end)} it jumps from {format_number(there)} to {format_number(node.otherwise)}, where a point makes {format_number(abs(scale.points))}",
                )
                yield Raised("cliff", node.key, what)


def _line(scale: lang.Linear, at: Decimal) -> Fraction | None:
    """What a line gives at some measure; None where its figures are known only in the month."""
    base, free, short_of = scale.base or Decimal(0), scale.free, scale.short_of
    if not isinstance(scale.points, Fraction) or not isinstance(base, Decimal):
        return None
    units = Fraction(at)
    if isinstance(free, Decimal):
        units = max(Fraction(0), units - Fraction(free))
    elif isinstance(short_of, Decimal):
        units = max(Fraction(0), Fraction(short_of) - units)
    return Fraction(base) + units * scale.points


CHECKS = (steps, edges)
