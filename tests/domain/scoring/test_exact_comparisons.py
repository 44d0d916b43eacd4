"""What a table takes otherwise than the two decimals printed is told beside the numbers."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.documents.month_table import remarks
from bzr_adapters.documents.statement import describe_exact_comparison
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import round_to_step
from tests.support.builders import fact, small_book, states
from tests.support.effort import fewer

TABLE = "table = [{ from = 95, gives = 1 }, { gives = 0 }]\nempty = 0\n"
MEAN = '[[clause]]\nid = "c"\ntitle = "卫生"\ncite = "某处"\ninto = "x"\nfacts = "hygiene.score"\nnumber = "value"\ntake = "mean"\n'
RANKED = 'rank = "high"\namong = "school"\nties = "best"\ntable = [{ upto = 1, gives = 1 }, { gives = 0 }]\n'


def scores(*values: str | Decimal) -> list[Fact]:
    """Facts with those scores."""
    return [fact("hygiene.score", value=value) for value in values]


def test_a_mean_that_is_printed_as_the_limit_and_stands_under_it_is_told() -> None:
    """Given a mean of 94.995 and a row from 95 on, then the clause is worth nothing, and a remark says why 95.00 is not 95."""
    statement = states(scores("94.99", "95"), small_book(MEAN + TABLE))

    (comparison,) = statement.exact_comparisons
    assert ("c", Fraction("94.995"), Decimal("95.00")) == (
        comparison.node.id,
        comparison.exact,
        comparison.shown,
    )
    assert 0 == statement.total
    said = Message("“卫生”按94.995比较,不按95.00", "c was compared as 94.995, and not as 95.00")
    assert said == describe_exact_comparison(comparison)
    assert said in remarks(statement)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (MEAN + TABLE, ("95",)),
        (MEAN + TABLE, ("94.99",)),
        (MEAN + TABLE, ("93.99", "94")),
        (MEAN + TABLE, ()),
        (MEAN + "points = 1\n", ("94.99", "95")),
        (MEAN + RANKED, ("1.004",)),
    ],
    ids=["at the limit", "under it", "far from it", "nothing", "no table", "a table of places"],
)
def test_what_two_decimals_show_is_not_told(rule: str, values: tuple[str, ...]) -> None:
    """Nor what no table compares."""
    assert () == states(scores(*values), small_book(rule)).exact_comparisons


@fewer(40)
@given(values=st.lists(st.decimals(94, 96, places=2), min_size=1, max_size=4))
def test_it_is_told_exactly_where_rounding_would_change_the_row(values: list[Decimal]) -> None:
    """For any scores."""
    mean = Fraction(sum(values)) / len(values)

    statement = states(scores(*values), small_book(MEAN + TABLE))

    assert (mean >= 95) == (statement.total == 1)
    assert ((mean >= 95) != (round_to_step(mean) >= 95)) == bool(statement.exact_comparisons)
