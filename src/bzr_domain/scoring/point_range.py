"""Point range (得分范围): the fewest and the most points that one period of a clause can give, and where its points lie between them."""

from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.periods import rank_length
from bzr_domain.kernel.quantities import to_fraction
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import ROSTER_FIGURES, Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import scale
from bzr_domain.scoring.result import PeriodValue, Result


@attrs.frozen
class PointRange:
    """The fewest and the most (最低分、最高分); None where the words of the rulebook set no limit."""

    lowest: Fraction | None = None
    highest: Fraction | None = None


UNLIMITED = PointRange()
FROM_ZERO = PointRange(Fraction(0))


def find_point_range(book: Book, node: Node, placed: int | None = None) -> PointRange:
    """Find what one period of a node can give by its own words: its scale, its prices, and its bounds.

    Args:
        placed: How many have a place, for a node that ranks.
    """
    if node.by or node.labels or not node.fixed:
        return UNLIMITED
    if node.gathers:
        return _limit(node, UNLIMITED)
    measured = _find_range_of_measure(book, node, placed)
    limited = _limit(node, _scale(node, measured))
    if not isinstance(node.empty, Decimal):
        return limited
    empty = to_fraction(node.empty)
    lowest, highest = limited.lowest, limited.highest
    return PointRange(None if lowest is None else min(lowest, empty), None if highest is None else max(highest, empty))


def find_position(book: Book, result: Result) -> Fraction | None:
    """Find where a clause's points lie between the fewest (0) and the most (1), in the mean of its periods; None without limits."""
    per_period = [_find_position_in_period(book, value) for value in result.period_values]
    positions = [position for position in per_period if position is not None]
    return sum(positions, Fraction(0)) / len(positions) if positions else None


def _find_position_in_period(book: Book, value: PeriodValue) -> Fraction | None:
    within = find_point_range(book, value.node, None if value.place is None else len(value.place.peers))
    lowest, highest = within.lowest, within.highest
    if lowest is None or highest is None or lowest == highest or not isinstance(value.exact, Fraction):
        return None
    return (value.exact - lowest) / (highest - lowest)


def _find_range_of_measure(book: Book, node: Node, placed: int | None) -> PointRange:
    """What the measure can come to, before the scale."""
    if node.rank is not None:
        return PointRange(Fraction(1), None if placed is None else Fraction(placed))
    numbers = _find_range_of_numbers(book, node)
    rises = numbers.lowest is not None and numbers.lowest >= 0
    if node.divide_by is not None:
        return FROM_ZERO if rises else UNLIMITED
    if _reads_one_value(book, node):
        return numbers
    match node.measure:
        case lang.Mean() | lang.Last() | lang.Highest(best=1) | lang.Lowest(best=1):
            return numbers
        case _:
            return FROM_ZERO if rises else UNLIMITED


def _reads_one_value(book: Book, node: Node) -> bool:
    """Whether it reads the one value of a node of the same subject, in the same or a longer period."""
    if not isinstance(node.source, lang.ScoreRows) or node.source.counts or node.source.node in ROSTER_FIGURES:
        return False
    source = book.nodes[node.source.node]
    return source.about == node.about and rank_length(source.per) >= rank_length(node.per)


def _find_range_of_numbers(book: Book, node: Node) -> PointRange:
    """What the number of one row can be."""
    if isinstance(node.source, lang.ScoreRows):
        rule = node.source
        is_count = rule.counts or rule.node in ROSTER_FIGURES
        return FROM_ZERO if is_count else find_point_range(book, book.nodes[rule.node])
    match node.number:
        case lang.Measured(field=name, lowest=lowest, highest=highest):
            if highest is not None:
                return _span([(lowest, highest)])
            kinds = [kind for kind in book.kinds.values() if node.fact_rows.takes(kind.id)]
            fields = [field for kind in kinds if (field := kind.field(name)) is not None]
            return _span([(field.lowest, field.highest) for field in fields])
        case lang.Priced(prices=prices):
            return _span([(price, price) for price in prices.values() if price is not None])
        case lang.Chosen(lowest=lowest, highest=highest):
            return _span([(lowest, highest)])
        case lang.Late():
            return UNLIMITED
        case _:
            return FROM_ZERO


def _span(ends: list[tuple[Decimal | None, Decimal | None]]) -> PointRange:
    """The range that holds several ranges."""
    lowest = [to_fraction(low) for low, _ in ends if low is not None]
    highest = [to_fraction(high) for _, high in ends if high is not None]
    return PointRange(
        min(lowest) if len(lowest) == len(ends) > 0 else None,
        max(highest) if len(highest) == len(ends) > 0 else None,
    )


def _scale(node: Node, measured: PointRange) -> PointRange:
    """What the scale makes of a range: the least and the greatest that its table gives, or its line at both ends."""
    if isinstance(node.scale, lang.Table):
        gives = [row.gives for row in node.table_rows if isinstance(row.gives, Decimal)]
        return _span([(number, number) for number in gives])
    line = node.linear
    assert isinstance(line.points, Fraction), "the figures of a fixed node are numbers"
    low, high = measured.lowest, measured.highest
    units = [None if end is None else scale.count_units(line, end) for end in (low, high)]
    if line.short_of is not None:
        units = [units[1] or Fraction(0), units[0]]
    base = to_fraction(line.base) if isinstance(line.base, Decimal) else Fraction(0)
    ends = [None if number is None else base + number * line.points for number in units]
    return PointRange(*(reversed(ends) if line.points < 0 else ends))


def _limit(node: Node, within: PointRange) -> PointRange:
    """Keep a range within most, floor and cap; these are its ends where it had none."""
    bound = node.bound
    most, floor, cap = (
        to_fraction(n) if isinstance(n, Decimal) else None for n in (bound.most, bound.floor, bound.cap)
    )
    lows = [number for number in (floor, None if most is None else -most) if number is not None]
    highs = [number for number in (cap, most) if number is not None]
    lowest = max(lows, default=None) if within.lowest is None else _round(node, within.lowest)
    highest = min(highs, default=None) if within.highest is None else _round(node, within.highest)
    return PointRange(lowest, highest)


def _round(node: Node, number: Fraction) -> Fraction:
    return scale.round_value(node, scale.apply_limits(node.bound, number))
