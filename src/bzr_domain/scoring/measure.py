"""汇总: rows become one exact number, by way of a mergeable summary.

A summary has an identity and an associative, commutative `merge`, so rows may come in any order and in any parts: the
result is the same. Rows are told apart by (day, order of recording), which no two rows of a store share.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import assert_never

import attrs

from bzr_domain.rulebook import language as lang


@attrs.frozen
class Row:
    """One number to be measured: its day, its place in the order of recording, and whose number it is.

    Attributes:
        fact: The fact's id; empty for a score.
    """

    on: date
    order: int
    number: Fraction
    fact: str = ""


@attrs.frozen
class Summary:
    """The mergeable state of every measure: what a pile of rows comes to, without the rows.

    Attributes:
        count, total: How many rows, and the sum of their numbers.
        highest, lowest: The extreme numbers; None of no rows.
        last: (day, order, number) of the latest row; None of no rows.
        days: The days on which rows stand.
    """

    count: int = 0
    total: Fraction = Fraction(0)
    highest: Fraction | None = None
    lowest: Fraction | None = None
    last: tuple[date, int, Fraction] | None = None
    days: frozenset[date] = frozenset()


IDENTITY = Summary()
"""The summary of no rows."""


def merge(one: Summary, two: Summary) -> Summary:
    """The summary of both piles together."""
    return Summary(
        count=one.count + two.count,
        total=one.total + two.total,
        highest=max((n for n in (one.highest, two.highest) if n is not None), default=None),
        lowest=min((n for n in (one.lowest, two.lowest) if n is not None), default=None),
        last=max((entry for entry in (one.last, two.last) if entry is not None), default=None),
        days=one.days | two.days,
    )


def summarise(rows: Iterable[Row]) -> Summary:
    """The summary of some rows; the same as merging the summaries of each."""
    pile = list(rows)
    numbers = [row.number for row in pile]
    return Summary(
        count=len(pile),
        total=sum(numbers, Fraction(0)),
        highest=max(numbers, default=None),
        lowest=min(numbers, default=None),
        last=max(((row.on, row.order, row.number) for row in pile), default=None),
        days=frozenset(row.on for row in pile),
    )


def result(measure: lang.Measure, summary: Summary) -> Fraction | None:
    """What a measure comes to, exactly; None where there is nothing to measure."""
    match measure:
        case lang.Total():
            return summary.total
        case lang.Mean():
            return summary.total / summary.count if summary.count else None
        case lang.Highest():
            return summary.highest
        case lang.Lowest():
            return summary.lowest
        case lang.Last():
            return summary.last[2] if summary.last is not None else None
        case lang.Days():
            return Fraction(len(summary.days))
        case _:
            assert_never(measure)


def counted(measure: lang.Measure, rows: Iterable[Row]) -> list[Row]:
    """The rows that make the result what it is: the latest one for the latest, otherwise all."""
    pile = list(rows)
    if isinstance(measure, lang.Last) and pile:
        return [max(pile, key=lambda row: (row.on, row.order))]
    return pile
