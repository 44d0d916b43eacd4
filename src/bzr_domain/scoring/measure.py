"""Measure (汇总): rows become one exact number — sum, mean, highest, latest, days — by way of a mergeable summary.

A summary has an identity and an associative, commutative `merge`, so rows may come in any order and in any parts: the
result is the same. Rows are told apart by (day, order of recording), which no two rows of a store share.

The mean of rows is taken here; the mean of a node's children, or of their months in a term, in `combine`.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import takewhile
from typing import assert_never

import attrs

from bzr_domain.kernel.quantities import add_up
from bzr_domain.rulebook import language as lang

NONE = Fraction(0)
"""Nothing, as a number: made once, since every row holds one."""


@attrs.frozen
class Row:
    """One number to be measured, with its day, its place in the order of recording, and whose number it is.

    Attributes:
        fact: The fact's id; empty for a score.
        divisor: The number of the field that the measure is divided by; 0 where it is not.
        source, period: For a score, whose it is (a class, a teacher) and of which period; empty for a fact.
    """

    on: date
    order: int
    number: Fraction
    fact: str = ""
    divisor: Fraction = NONE
    source: str = ""
    period: str = ""


Entry = tuple[date, int, Fraction]


@attrs.frozen
class Summary:
    """What rows come to, for any measure, without the rows themselves: two summaries can be merged.

    Attributes:
        count, total: How many rows, and the sum of their numbers.
        divisor: The sum of what the measure is divided by.
        entries: (day, order, number) in order. The best k, the trimmed mean, the latest and the streak need no more
            than a few of them; an engine that counts millions keeps those alone.
    """

    count: int = 0
    total: Fraction = Fraction(0)
    divisor: Fraction = Fraction(0)
    entries: tuple[Entry, ...] = ()

    @property
    def numbers(self) -> list[Fraction]:
        """The numbers, lowest first."""
        return sorted(number for _, _, number in self.entries)


IDENTITY = Summary()
"""The summary of no rows."""


def merge(first: Summary, second: Summary) -> Summary:
    """Merge two summaries into the summary of the rows of both."""
    return Summary(
        count=first.count + second.count,
        total=first.total + second.total,
        divisor=first.divisor + second.divisor,
        entries=tuple(sorted((*first.entries, *second.entries))),
    )


def summarise(rows: Iterable[Row]) -> Summary:
    """Summarise some rows; the same as merging the summaries of each."""
    rows = list(rows)
    return Summary(
        count=len(rows),
        total=add_up(row.number for row in rows),
        divisor=add_up(row.divisor for row in rows),
        entries=tuple(sorted((row.on, row.order, row.number) for row in rows)),
    )


def compute_measure(measure: lang.Measure, summary: Summary) -> Fraction | None:
    """Compute a measure exactly; None where there is nothing to measure, such as the mean of no rows.

    >>> rows = [Row(date(2024, 9, day), day, Fraction(number)) for day, number in ((2, 90), (9, 85))]
    >>> compute_measure(lang.Mean(), summarise(rows))
    Fraction(175, 2)
    """
    match measure:
        case lang.Total():
            return summary.total
        case lang.Mean():
            return _compute_mean(measure, summary)
        case lang.Highest():
            return add_up(summary.numbers[-measure.best :]) if summary.count else None
        case lang.Lowest():
            return add_up(summary.numbers[: measure.best]) if summary.count else None
        case lang.Last():
            return summary.entries[-1][2] if summary.entries else None
        case lang.Days():
            return Fraction(len({day for day, _, _ in summary.entries}))
        case lang.Streak():
            latest = takewhile(bool, (number for _, _, number in reversed(summary.entries)))
            return Fraction(len(list(latest)))
        case _:
            assert_never(measure)


def _compute_mean(measure: lang.Mean, summary: Summary) -> Fraction | None:
    """The mean of rows, the highest and lowest left out where it is trimmed; None with fewer rows than its quorum.

    A quorum that still is a part of a population has none to be a part of, and is never reached.
    """
    if (
        isinstance(measure.quorum, lang.Quorum)
        or summary.count < max(1, measure.quorum)
        or summary.count <= 2 * measure.trim
    ):
        return None
    if not measure.trim:
        return summary.total / summary.count
    kept = summary.numbers[measure.trim : -measure.trim]
    return add_up(kept) / len(kept)


def select_decisive(measure: lang.Measure, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Select the rows that make the result what it is: the latest one for the latest, otherwise all."""
    if isinstance(measure, lang.Last) and rows:
        return (max(rows, key=lambda row: (row.on, row.order)),)
    return rows
