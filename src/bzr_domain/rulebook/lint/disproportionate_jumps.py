"""Check for cliffs (断崖): one point more or less that costs out of all proportion to the points around it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Analysis, Complaint, check_nodes, explain_fault
from bzr_domain.rulebook.lint.gaps_and_overlaps import find_measure_grid, list_bands
from bzr_domain.rulebook.node import Node

_MOST_TIMES = 3
"""A jump between two bands is a cliff when it is more than so many times the next largest one."""
_MOST_POINTS = 5
"""A jump at the end of a line is a cliff when it is worth more than so many points of the line."""

CODES = {
    "cliff": explain_fault(
        "一分之差,结果差得不成比例,最容易引起申诉",
        "one point decides out of all proportion, and that is disputed most",
        "核对原文的数字;原文如此就在 reading 里写明",
        "check the figures; if the text is so, say so in reading",
    ),
}


def find_jumps_between_bands(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """相邻两档之差远大于别处: among bands that all give something, one jump is more than three times the next largest."""
    starts = _list_band_starts(analysis, node)
    jumps = [(abs(upper[1] - lower[1]), lower, upper) for lower, upper in pairwise(starts)]
    jumps.sort(reverse=True)
    if len(jumps) > 1 and jumps[0][0] > _MOST_TIMES * jumps[1][0] > 0:
        _, (_, before), (at, after) = jumps[0]
        yield "cliff", *_describe_jump(at, before, after)


def _list_band_starts(analysis: Analysis, node: Node) -> list[tuple[Fraction, Fraction]]:
    """List where each band that gives something begins and what it gives, from the lowest up."""
    grid = find_measure_grid(analysis, node)
    if grid is None:
        return []
    starts = []
    left = grid.all()
    for band in list_bands(analysis, node, grid):
        rest = grid.subtract(left, band.numbers)
        for interval in grid.subtract(left, rest):
            if isinstance(band.row.gives, Decimal) and band.row.gives:
                low = interval.low if interval.low is not None else interval.high
                starts.append((Fraction(0) if low is None else low, Fraction(band.row.gives)))
        left = rest
    return sorted(starts)


def find_jumps_at_line_ends(_analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """适用与否之间的断崖: where a line ends and `otherwise` begins, they are more than five points of the line apart."""
    rows, scale = node.source, node.scale
    if not isinstance(rows, lang.ScoreRows) or not isinstance(scale, lang.Linear):
        return
    test = node.when.get(rows.node)
    for end in () if test is None else test.ends:
        if not isinstance(end, Decimal) or not isinstance(node.otherwise, Decimal):
            continue
        value = _scale(scale, end)
        if value is None:
            continue
        assert isinstance(scale.points, Fraction)
        if abs(Fraction(node.otherwise) - value) > _MOST_POINTS * abs(scale.points):
            zh, en = _describe_jump(end, value, node.otherwise)
            points = format_number(abs(scale.points))
            yield "cliff", f"{zh},而每分只差{points}", f"{en}, where a point makes {points}"


def _describe_jump(*places: Decimal | Fraction) -> tuple[str, str]:
    """Say where it jumps, from what and to what."""
    at, before, after = map(format_number, places)
    return f"{at}处从{before}跳到{after}", f"at {at} it jumps from {before} to {after}"


def _scale(scale: lang.Linear, measured: Decimal) -> Fraction | None:
    """Return what a linear scale gives for a measure; None where its figures are known only in the month."""
    base, free, short_of = scale.base or Decimal(0), scale.free, scale.short_of
    if not isinstance(scale.points, Fraction) or not isinstance(base, Decimal):
        return None
    units = Fraction(measured)
    if isinstance(free, Decimal):
        units = max(Fraction(0), units - Fraction(free))
    elif isinstance(short_of, Decimal):
        units = max(Fraction(0), Fraction(short_of) - units)
    return Fraction(base) + units * scale.points


CHECKS = check_nodes(find_jumps_between_bands, find_jumps_at_line_ends)
