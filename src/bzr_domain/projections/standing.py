"""Standing (对照): whether a clause's points are high or low, against its full marks, the peers, and the period before.

“明确优点和不足”: the scale speaks first; where it leaves the matter open, the peers do, and where these are level, the period
before. So the lowest of several marks is never praised beside a higher one that is blamed, and a better mark never fares worse.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import median
from typing import Literal

import attrs

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.evaluate import evaluate_node
from bzr_domain.scoring.point_range import find_position
from bzr_domain.scoring.result import Result, Results
from bzr_domain.scoring.subject_view import Scope

Comparison = Literal["scale", "peers", "before"]
"""What a clause's points are compared with: its full marks (满分), the grade's median (年级中位数), the period before (上期)."""
Verdict = Literal["high", "fair", "low"]

HIGH, MIDDLE, LOW = Fraction(4, 5), Fraction(2, 3), Fraction(3, 5)
"""From `HIGH` on a position is high by itself, under `LOW` low. Between them it can be high from `MIDDLE` on, and low under it."""


@attrs.frozen(kw_only=True)
class Standing:
    """What a clause's points are compared with.

    Attributes:
        position: Where they lie between the fewest (0) and the most (1) that the clause can give; None without limits.
        points: What they come to in the mean of its periods.
        peers: What they come to for each class of the grade that has some, oneself included; none where nobody else has.
        before: What they came to in the period before; None where there is nothing to compare with.
    """

    position: Fraction | None = None
    points: Fraction | None = None
    peers: tuple[Fraction, ...] = ()
    before: Fraction | None = None

    @property
    def median(self) -> Fraction | None:
        """The median of the grade (年级中位数); None where there are no peers."""
        return median(self.peers) if self.peers else None

    @property
    def beside_peers(self) -> int:
        """Above the median of the grade 1, below −1, else 0."""
        return _sign(self.points, self.median)

    @property
    def beside_before(self) -> int:
        """Better than in the period before 1, worse −1, else 0."""
        return _sign(self.points, self.before)

    @property
    def relative(self) -> int:
        """What the peers say, or where these are level, the period before."""
        return self.beside_peers or self.beside_before


def judge(node: Node, standing: Standing) -> Verdict:
    """Judge points by their position, and between high and low by the peers and the period before.

    Points without limits are high, such as those of awards; a mark without limits is what the others say.
    """
    position, relative = standing.position, standing.relative
    if position is None:
        return _RELATIVE[relative] if _is_mark(node) else "high"
    if position >= HIGH:
        return "high"
    if position < LOW:
        return "low"
    if position >= MIDDLE:
        return "high" if relative > 0 else "fair"
    return "low" if relative < 0 else "fair"


_RELATIVE: Mapping[int, Verdict] = {1: "high", 0: "fair", -1: "low"}


def _is_mark(node: Node) -> bool:
    """Whether its points measure how good something was, such as a mean or a rate of two fields, not how often it happened."""
    is_mark = isinstance(node.measure, lang.Mean | lang.Last) or isinstance(node.divide_by, str)
    is_proportional = not isinstance(node.scale, lang.Table) and node.linear.free is node.linear.short_of is None
    return is_mark and is_proportional and not node.by


def list_comparisons(standing: Standing, *, direction: int, by_scale: bool) -> tuple[Comparison, ...]:
    """List the comparisons that say the same: high (1) or low (−1).

    Args:
        by_scale: Whether the full marks say so.
    """
    speaking: list[tuple[Comparison, bool]] = [
        ("scale", by_scale),
        ("peers", standing.beside_peers == direction),
        ("before", standing.beside_before == direction),
    ]
    return tuple(comparison for comparison, says_so in speaking if says_so)


def compare_result(book: Book, result: Result, peers: Sequence[Results], before: Results) -> Standing:
    """Compare a clause's result with what it can give, with the same clause of the peers, and with the period before."""
    of_peers = [points for each in peers if (points := _find_points(each, result.node.key)) is not None]
    return Standing(
        position=find_position(book, result),
        points=_average(result),
        peers=tuple(of_peers) if len(of_peers) > 1 else (),
        before=_find_points(before, result.node.key),
    )


def score_peers(scope: Scope, keys: Sequence[str]) -> list[Results]:
    """Score some clauses for every class of the grade under a rulebook of the same id, the class itself included."""
    period = scope.period
    scored: list[Results] = []
    for view in scope.view.list_peers(("grade",), period):
        nodes = (view.schedule.book.nodes.get(key) for key in keys)
        results: dict[str, Result] = {}
        for node in nodes:
            about = None if node is None else view.find_wider(node.about, period)
            if node is not None and about is not None:
                results[node.key] = evaluate_node(about, node, period)
        scored.append(results)
    return scored


def _find_points(results: Results, key: str) -> Fraction | None:
    return _average(results[key]) if key in results else None


def _average(result: Result) -> Fraction | None:
    """What a result comes to in the mean of its periods, as exact points; None where it has none."""
    values = result.add_up_by_period() or [result.exact]
    numbers = [value for value in values if isinstance(value, Fraction)]
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def _sign(first: Fraction | None, second: Fraction | None) -> int:
    if first is None or second is None:
        return 0
    return (first > second) - (first < second)
