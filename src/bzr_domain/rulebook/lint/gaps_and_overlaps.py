"""Check the bands of tables (分档): gaps between two bands, overlaps, ends left open, rows that can never fit."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Analysis, Complaint, check_nodes, explain_fault
from bzr_domain.rulebook.lint.intervals import Grid, Interval, Intervals, intersect, replace_limits
from bzr_domain.rulebook.lint.matching_facts import find_failing_fields
from bzr_domain.rulebook.node import Node

CODES = {
    "bands-gap": explain_fault(
        "落在缝里的分数没有着落",
        "a number that falls into the gap gets nothing",
        "把每一档写成 from 本档下限、under 上一档下限",
        "let each band run from its lower end up to, not including, the next",
    ),
    "bands-overlap": explain_fault(
        "同一个分数两档都合,先写的一档算数,读的人未必知道",
        "a number fits both, and only the order of the rows decides",
        "把一档的 upto 改为 under",
        "write under instead of upto in one of the two",
    ),
    "bands-open-end": explain_fault(
        "出了各档的分数没有结果",
        "a number beyond the bands has no result",
        "在最后加一行不带条件的 { gives = … }",
        "add a last row without a test: { gives = … }",
    ),
    "row-never": explain_fault(
        "永远用不上的一行,多半是数字或顺序写错了",
        "a row that never fits is most likely a wrong figure or in the wrong place",
        "改正这一行的条件,或把它移到前面",
        "correct the row's test, or move it up",
    ),
}


@attrs.frozen
class Band:
    """One row of a table, by its number from 1, with the numbers that fit it."""

    number: int
    row: lang.Row
    numbers: Intervals


def find_faulty_bands(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """对照表的各行: what no row takes, what two rows take, which row nothing reaches."""
    grid = find_measure_grid(analysis, node)
    bands = [] if grid is None else list_bands(analysis, node, grid)
    if grid is None or not bands or find_failing_fields(analysis.book, node):
        return
    left = grid.all()
    for band in bands:
        yield from _check_reachable(band, left)
        yield from _check_overlaps(analysis, node, band, bands)
        if band.row.test == lang.Test() and not node.gives_flags:
            yield from _check_rest(node, grid, left, bands)
        left = grid.subtract(left, band.numbers)
    if node.gives_flags:
        return
    for gap in left:
        # beyond its bands a node that is added to another may well give nothing
        counts = len(bands) > 1 and (node.into is None or _lies_between(grid, gap))
        if _leaves_maximum(grid, gap, bands):
            number = format_number(gap.low or 0)
            yield "bands-open-end", f"正好{number}的没有写", f"nothing is said of {number} itself"
        elif counts:
            yield _describe_gap(grid, gap)


def _check_rest(node: Node, grid: Grid, left: Intervals, bands: list[Band]) -> Iterator[Complaint]:
    """Check what is left to the row without a test: the highest number of all, or what lies between two bands."""
    for rest in left:
        if _leaves_maximum(grid, rest, bands):
            number = format_number(rest.low or 0)
            en = f"{number} itself falls into the row without a test"
            yield "bands-open-end", f"正好{number}的落到“其余”一行", en
    for gap in node.printed_gaps:
        if intersect(left, grid.find_passing(gap) or ()):
            low, high = (format_number(end) for end in gap.ends if isinstance(end, Decimal))
            en = f"what is over {low} and under {high} falls into the row without a test"
            yield "bands-gap", f"大于{low}、小于{high}的落到“其余”一行", en


def find_measure_grid(analysis: Analysis, node: Node) -> Grid | None:
    """Find the numbers that a table can meet; a label counts as its place. None where the node has no table."""
    if not isinstance(node.scale, lang.Table):
        return None
    labels = _find_labels_read(analysis, node)
    if labels:
        return Grid(Interval(Fraction(0), Fraction(len(labels) - 1)), Fraction(1))
    return Grid(analysis.ranges.measures[node.key], analysis.steps.measures[node.key])


def _find_labels_read(analysis: Analysis, node: Node) -> tuple[str, ...]:
    """Find the labels with which a table compares, lowest first; none where it compares numbers."""
    if not isinstance(node.source, lang.ScoreRows) or node.rank or isinstance(node.measure, lang.Streak):
        return ()
    read = analysis.book.nodes.get(node.source.node)
    return () if read is None else read.labels


def list_bands(analysis: Analysis, node: Node, grid: Grid) -> list[Band]:
    """List the rows with the numbers that fit them; none where a limit is known only in the month. An unset limit fits nothing."""
    labels = _find_labels_read(analysis, node)

    def replace_by_place(word: lang.Word) -> lang.Word:
        return Decimal(labels.index(word)) if isinstance(word, str) and word in labels else word

    bands = []
    for number, row in enumerate(node.table_rows, 1):
        test = replace_limits(row.test, replace_by_place)
        numbers = () if lang.UNSET in lang.list_limits(test) else grid.find_passing(test)
        if numbers is None:
            return []
        bands.append(Band(number, row, numbers))
    return bands


def _check_reachable(band: Band, left: Intervals) -> Iterator[Complaint]:
    if band.row.test == lang.Test() or lang.UNSET in lang.list_limits(band.row.test):
        return
    row_zh, row_en = f"对照表第{band.number}行", f"row {band.number} of the table"
    if not band.numbers:
        yield "row-never", f"{row_zh}:没有一个可能的数符合它", f"{row_en}: no number that can occur fits it"
    elif not intersect(left, band.numbers):
        en = f"{row_en}: the rows above it take everything it fits"
        yield "row-never", f"{row_zh}:前面的行已经把它包括了", en


def _check_overlaps(analysis: Analysis, node: Node, band: Band, bands: list[Band]) -> Iterator[Complaint]:
    """Find earlier bands that share numbers with one beside which they are meant to lie.

    Rows that each have only a lower end are meant as a cascade, and a narrow row above a wider one as its exception.
    """
    for other in bands[: band.number - 1]:
        common = intersect(band.numbers, other.numbers)
        sides, other_sides = _limited_sides(band), _limited_sides(other)
        beside = sides != other_sides or sides == "both"
        if not common or not beside or "none" in (sides, other_sides) or common == band.numbers:
            continue
        numbers = _format_interval(analysis, node, common[0])
        zh = f"第{other.number}行与第{band.number}行都包括{numbers}"
        yield "bands-overlap", zh, f"rows {other.number} and {band.number} both take {numbers}"


def _limited_sides(band: Band) -> str:
    """Return the sides on which a row is limited: low, high, both — or none, for `is` and for a row without a test."""
    test = band.row.test
    low = test.lowest is not None or test.above is not None
    high = test.highest is not None or test.below is not None
    if low and high:
        return "both"
    return "low" if low else "high" if high else "none"


def _format_interval(analysis: Analysis, node: Node, interval: Interval) -> str:
    labels = _find_labels_read(analysis, node)
    low, high = (
        None if end is None else labels[int(end)] if labels else format_number(end)
        for end in (interval.low, interval.high)
    )
    return str(low) if low == high else f"{'-∞' if low is None else low}–{'∞' if high is None else high}"


def _leaves_maximum(grid: Grid, gap: Interval, bands: list[Band]) -> bool:
    """Whether a gap is the highest number that can occur, up to which a band runs without taking it in (90至100不含)."""
    (whole,) = grid.all()
    ends = {band.row.test.below for band in bands if _limited_sides(band) == "both"}
    return gap.low is not None and gap == Interval(whole.high, whole.high) and whole.high in ends


def _lies_between(grid: Grid, gap: Interval) -> bool:
    """Whether a gap lies between numbers that can occur, and not at an end of them."""
    (whole,) = grid.all()
    return gap.low not in (None, whole.low) and gap.high not in (None, whole.high)


def _describe_gap(grid: Grid, gap: Interval) -> Complaint:
    low = None if gap.low is None else format_number(gap.low - grid.step)
    high = None if gap.high is None else format_number(gap.high + grid.step)
    (whole,) = grid.all()
    if _lies_between(grid, gap):
        en = f"nothing is said of what is over {low} and under {high}"
        return "bands-gap", f"大于{low}、小于{high}的没有写", en
    if gap.low == whole.low:
        return "bands-open-end", f"小于{high}的没有写", f"nothing is said of what is under {high}"
    return "bands-open-end", f"大于{low}的没有写", f"nothing is said of what is over {low}"


CHECKS = check_nodes(find_faulty_bands)
