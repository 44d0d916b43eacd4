"""Tables (分档): gaps and overlaps between bands, rows that can never fit, jumps out of all proportion."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.finding import Code, Raised, Text
from bzr_domain.rulebook.lint.grid import Grid, Stretch, Stretches, meet, placed
from bzr_domain.rulebook.lint.intervals import Span
from bzr_domain.rulebook.lint.rows import failing
from bzr_domain.rulebook.node import Node

CODES = {
    "bands-gap": Code(
        Message("落在缝里的分数没有着落", "a number that falls into the gap gets nothing"),
        Message(
            "把每一档写成 from 本档下限、under 上一档下限",
            "let each band run from its lower end up to, not including, the next",
        ),
    ),
    "bands-overlap": Code(
        Message(
            "同一个分数两档都合,先写的一档算数,读的人未必知道",
            "a number fits both, and only the order of the rows decides",
        ),
        Message("把一档的 upto 改为 under", "write under instead of upto in one of the two"),
    ),
    "bands-open-end": Code(
        Message("出了各档的分数没有结果", "a number beyond the bands has no result"),
        Message("在最后加一行不带条件的 { gives = … }", "add a last row without a test: { gives = … }"),
    ),
    "row-never": Code(
        Message(
            "永远用不上的一行,多半是数字或顺序写错了",
            "a row that never fits is most likely a wrong figure or in the wrong place",
        ),
        Message("改正这一行的条件,或把它移到前面", "correct the row's test, or move it up"),
    ),
}


@attrs.frozen
class Band:
    """One row of a table with the numbers that it fits."""

    number: int
    row: lang.Row
    fits: Stretches


def tables(text: Text) -> Iterator[Raised]:
    """对照表的各行: what is left between them, what two of them claim, what none of them can reach."""
    for node in text.nodes:
        grid = measure_grid(text, node)
        bands = [] if grid is None else bands_of(text, node, grid)
        if grid is None or not bands or failing(text.book, node):
            continue
        left = grid.all()
        for band in bands:
            yield from _never(node, band, left)
            yield from _overlaps(text, node, band, bands)
            left = grid.without(left, band.fits)
        flags = all(isinstance(band.row.gives, bool) for band in bands)
        if len(bands) > 1 and not flags:
            yield from (_left(node, grid, stretch) for stretch in left if _matters(node, grid, stretch))


def measure_grid(text: Text, node: Node) -> Grid | None:
    """The numbers that a table can meet; labels stand for their places. None where it is no table."""
    if not isinstance(node.scale, lang.Table):
        return None
    labels = labels_read(text, node)
    if labels:
        return Grid(Span(Fraction(0), Fraction(len(labels) - 1)), Fraction(1))
    return Grid(text.reach.measures[node.key], text.grains.measures[node.key])


def labels_read(text: Text, node: Node) -> tuple[str, ...]:
    """The labels that a table compares with, lowest first; none where it compares numbers."""
    if not isinstance(node.source, lang.ScoreRows) or node.rank or isinstance(node.measure, lang.Streak):
        return ()
    read = text.book.nodes.get(node.source.node)
    return () if read is None else read.labels


def bands_of(text: Text, node: Node, grid: Grid) -> list[Band]:
    """The rows with what they fit; none where a limit is known only in the month. An unset limit fits nothing."""
    assert isinstance(node.scale, lang.Table)
    labels = labels_read(text, node)
    found = []
    for number, row in enumerate(node.scale.rows, 1):
        test = _placed(row.test, labels)
        fits = () if lang.UNSET in lang.list_limits(test) else grid.passing(test)
        if fits is None:
            return []
        found.append(Band(number, row, fits))
    return found


def _placed(test: lang.Test, labels: tuple[str, ...]) -> lang.Test:
    """The test with the places of labels instead of their words."""

    def place(word: lang.Word) -> lang.Word:
        return Decimal(labels.index(word)) if isinstance(word, str) and word in labels else word

    return placed(test, place)


def _never(node: Node, band: Band, left: Stretches) -> Iterator[Raised]:
    if band.row.test == lang.Test() or lang.UNSET in lang.list_limits(band.row.test):
        return
    if not band.fits:
        zh, en = "没有一个可能的数符合它", "no number that can occur fits it"
    elif not meet(left, band.fits):
        zh, en = "前面的行已经把它包括了", "the rows above it take everything it fits"
    else:
        return
    yield Raised(
        "row-never",
        node.key,
        Message(f"对照表第{band.number}行:{zh}", f"row {band.number} of the table: {en}"),
    )


def _overlaps(text: Text, node: Node, band: Band, bands: list[Band]) -> Iterator[Raised]:
    """Two bands that are meant to lie side by side: not a cascade of lower ends, and no exception said first."""
    for other in bands[: band.number - 1]:
        both = meet(band.fits, other.fits)
        if not both or _sides(band) == _sides(other) != "both" or "none" in (_sides(band), _sides(other)):
            continue
        if both == band.fits:
            continue
        shown = _shown(text, node, both[0])
        yield Raised(
            "bands-overlap",
            node.key,
            Message(
                f"第{other.number}行与第{band.number}行都包括{shown}",
                f"rows {other.number} and {band.number} both take {shown}",
            ),
        )


def _sides(band: Band) -> str:
    """On which sides a row is limited: low, high, both — or none, for `is` and for a row without a test."""
    test = band.row.test
    low = test.lowest is not None or test.above is not None
    high = test.highest is not None or test.below is not None
    return {(True, True): "both", (True, False): "low", (False, True): "high", (False, False): "none"}[
        low, high
    ]


def _shown(text: Text, node: Node, stretch: Stretch) -> str:
    labels = labels_read(text, node)
    ends = [
        None if end is None else labels[int(end)] if labels else format_number(end)
        for end in (stretch.low, stretch.high)
    ]
    low, high = ends
    return str(low) if low == high else f"{'-∞' if low is None else low}–{'∞' if high is None else high}"


def _inner(grid: Grid, stretch: Stretch) -> bool:
    """Whether a stretch that no row fits lies between two that some row fits."""
    (whole,) = grid.all()
    return stretch.low not in (None, whole.low) and stretch.high not in (None, whole.high)


def _matters(node: Node, grid: Grid, stretch: Stretch) -> bool:
    """A gap always does; beyond the bands, a node that is added to another gives nothing, and that is as good as 0."""
    return _inner(grid, stretch) or node.into is None


def _left(node: Node, grid: Grid, stretch: Stretch) -> Raised:
    low = None if stretch.low is None else format_number(stretch.low - grid.step)
    high = None if stretch.high is None else format_number(stretch.high + grid.step)
    (whole,) = grid.all()
    if _inner(grid, stretch):
        what = Message(
            f"大于{low}、小于{high}的没有写", f"nothing is said of what is over {low} and under {high}"
        )
        return Raised("bands-gap", node.key, what)
    if stretch.low == whole.low:
        what = Message(f"小于{high}的没有写", f"nothing is said of what is under {high}")
    else:
        what = Message(f"大于{low}的没有写", f"nothing is said of what is over {low}")
    return Raised("bands-open-end", node.key, what)


CHECKS = (tables,)
