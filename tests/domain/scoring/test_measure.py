"""What a summary of rows is."""

from datetime import date
from fractions import Fraction

from bzr_domain.scoring.measure import IDENTITY, Row, merge, summarise


def test_two_summaries_are_merged_into_that_of_all_rows() -> None:
    """The rows of both, in the order of their days."""
    early = Row(date(2024, 9, 3), 1, Fraction(2))
    late = Row(date(2024, 9, 5), 2, Fraction(3))

    merged = merge(summarise([late]), summarise([early]))

    assert summarise([early, late]) == merged == merge(IDENTITY, merged)
    assert (2, Fraction(5)) == (merged.count, merged.total)
    assert [Fraction(2), Fraction(3)] == [number for _, _, number in merged.entries]
