"""Which rows of a printed table seem swapped, where several would do equally well, and where nothing can be told."""

from datetime import date
from decimal import Decimal

import pytest

from bzr_domain.facts.events import TotalPrinted
from bzr_domain.projections.printed_totals import TotalComparison
from bzr_domain.projections.swapped_rows import find_swapped_rows


def groups(*table: tuple[str, str]) -> list[tuple[str, str]]:
    """The groups of a table of rows (computed, printed) of the classes a, b, c …, each with its reason."""
    rows = [
        TotalComparison(
            printed=TotalPrinted(
                id=name,
                class_id=name,
                on=date(2024, 9, 3),
                total=Decimal(printed),
                kinds=("check",),
                sheet="表.csv",
            ),
            computed=Decimal(computed),
            facts=(),
        )
        for name, (computed, printed) in zip("abcdefgh", table, strict=False)
    ]
    return [("".join(row.printed.class_id for row in one.rows), one.why) for one in find_swapped_rows(rows)]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        # Two exchanges of the same difference: no pair across them.
        ([("1", "2"), ("2", "1"), ("5", "6"), ("6", "5")], [("ab", "exchanged"), ("cd", "exchanged")]),
        # Three rows, each printed a row too low.
        ([("1", "4"), ("2", "1"), ("4", "2"), ("9", "9")], [("abc", "exchanged")]),
        # Two rows that read alike, and one that fits either.
        ([("1", "2"), ("1", "2"), ("2", "1")], [("abc", "some-exchanged")]),
        # Two that read alike on both sides: they all change places.
        ([("1", "2"), ("1", "2"), ("2", "1"), ("2", "1")], [("abcd", "exchanged")]),
        # An exact exchange is believed before a balance.
        ([("1", "2"), ("2", "1"), ("5", "6")], [("ab", "exchanged")]),
        # One prints a point too much, two a point too little.
        ([("1", "2"), ("5", "4"), ("9", "8")], [("abc", "some-opposite")]),
        # A and b print two and three too much, c five too little.
        ([("0", "2"), ("0", "3"), ("9", "4")], [("abc", "together")]),
        ([("0", "2"), ("1", "3"), ("9", "5")], [("abc", "together")]),
        # Two rows a point too low and one half a point too high balance nothing.
        ([("1", "0"), ("0", "0.5"), ("1", "0")], []),
        # Two thirds fit: nothing is named.
        ([("0", "2"), ("0", "3"), ("9", "4"), ("8", "3")], []),
        # Six rows that could be any pairs.
        ([("1", "2"), ("1", "2"), ("1", "2"), ("2", "1"), ("2", "1"), ("2", "1")], []),
        # Nobody balances it.
        ([("1", "2"), ("1", "4")], []),
    ],
)
def test_rows_are_grouped_by_what_fits_best(table: list[tuple[str, str]], found: list[tuple[str, str]]) -> None:
    """Exact before balanced, small before large, equals together, and more than four not at all."""
    assert found == groups(*table)
