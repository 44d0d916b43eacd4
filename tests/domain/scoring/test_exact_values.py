"""A number stays exact for whoever reads it, and is rounded once: where it is shown, where it is paid, or where its node says."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.documents.month_table import remarks
from bzr_adapters.documents.statement import describe_exact_comparison
from bzr_domain.kernel.quantities import add_up, round_to_step
from bzr_domain.scoring.statement import Statement
from tests.support.builders import fact, small_book, states
from tests.support.effort import fewer
from tests.support.schools import everybody, five, node, of, total, worth

MEAN = '[[value]]\nid = "mean"\ntitle = "平均"\nfacts = "hygiene.score"\nnumber = "value"\ntake = "mean"\n'
READERS = {
    "table": 'scores = "mean"\ntable = [{ from = 60, gives = true }, { gives = false }]',
    "when": 'scores = "classes"\nwhen.mean.from = 60\ntable = [{ gives = true }]\notherwise = false',
    "unless": 'scores = "classes"\nunless.mean.under = 60\ntable = [{ gives = true }]\notherwise = false',
    "where": 'scores = "mean"\nwhere.score.from = 60\nnumber = "count"\ntable = [{ from = 1, gives = true }, { gives = false }]',
    "streak": 'scores = "mean"\nwhere.score.from = 60\ntake = "streak"\nreach = "ever"\ntable = [{ from = 1, gives = true }, { gives = false }]',
}


def outcome(words: str) -> str:
    """An outcome `o`."""
    return f'[[outcome]]\nid = "o"\ntitle = "合格"\n{words}\n'


def scored(rules: str, *values: str | Decimal) -> Statement:
    """September under some rules, with such hygiene scores."""
    return states([fact("hygiene.score", value=value) for value in values], small_book(rules))


@pytest.mark.parametrize("reader", READERS)
def test_who_reads_a_number_reads_it_as_it_is(reader: str) -> None:
    """59.995 is under 60 in every test, and that is told; where its own node rounds it, it is 60."""
    exact = scored(MEAN + outcome(READERS[reader]), "59.99", "60")
    rounded = scored(MEAN + "round = 0.01\n" + outcome(READERS[reader]), "59.99", "60")

    assert (False, True) == (exact.outcomes["o"], rounded.outcomes["o"])
    assert 1 == sum("按59.995比较,不按60.00" in str(remark) for remark in remarks(exact))
    assert () == rounded.exact_comparisons


@pytest.mark.parametrize("reader", READERS)
def test_what_two_decimals_show_of_it_is_not_told(reader: str) -> None:
    """A third that is far from the limit, and a whole hundredth, need no remark."""
    for values in (("50", "50", "50.01"), ("60",), ()):
        assert () == scored(MEAN + outcome(READERS[reader]), *values).exact_comparisons


def test_as_many_decimals_are_told_as_tell_it_from_what_is_shown() -> None:
    """A number that is a hair under 60 is not told as 60."""
    statement = scored(MEAN + "divide_by = 3\n" + outcome(READERS["table"].replace("60", "20")), "59.99999999")

    (said,) = map(describe_exact_comparison, statement.exact_comparisons)
    assert "“平均”按19.999999997比较,不按20.00" == str(said)


def test_a_number_that_two_read_is_told_once() -> None:
    """It is one number, whoever compares it."""
    two = outcome(READERS["table"]) + outcome(READERS["when"]).replace('"o"', '"p"')

    assert ["mean"] == [each.node.id for each in scored(MEAN + two, "59.99", "60").exact_comparisons]


def test_a_number_of_nobody_passes_no_test() -> None:
    """A class without a head teacher has nothing that is its head teacher's."""
    rules = total() + node("value", "t", 'about = "teacher"\nscores = "years"')
    rules += node("outcome", "x", 'scores = "classes"\nwhen.t.from = 0\notherwise = 7')

    assert [1, 7] == [worth(rules), worth(rules, register=five(tenures=()))]


def test_a_limit_that_is_read_is_exact_too() -> None:
    """Given three who score 2/3 in the mean, nobody is above or under the mean."""
    rules = total() + node("value", "s", 'facts = "hygiene.score"\nnumber = "value"\ntake = "total"\ndivide_by = 3')
    rules += node("value", "mean", 'about = "school"\nscores = "s"\ntake = "mean"')
    rules += node("outcome", "x", 'scores = "s"\ntable = [{ from = "@mean", gives = true }, { gives = false }]')

    scores = [of(name, "hygiene.score", value="2") for name in "abcde"]
    assert [True] * 5 == everybody(rules, scores, "x")


def test_places_compare_what_is_exact() -> None:
    """85.333 and 85.334 are not level, though both are shown as 85.33."""
    rules = total() + node("value", "s", 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"')
    rules += node("outcome", "x", 'scores = "s"\nrank = "high"\namong = "school"\nties = "best"')

    scores = [of(name, "hygiene.score", value=value) for name, value in (("a", "85.333"), ("b", "85.334"))]
    assert [2, 1] == everybody(rules, scores, "x")[:2]


def test_money_that_is_paid_is_rounded_before_it_is_added_up() -> None:
    """A third of 100 yuan a month is paid as 33.33, and the five months of a term come to 166.65."""
    rules = total() + node("outcome", "pay", 'unit = "元"\nscores = "classes"\ndivide_by = 3\npoints = 100')
    rules += node("outcome", "x", 'per = "term"\nunit = "元"\nscores = "pay"\ntake = "total"')

    assert Decimal("33.33") == worth(rules, key="pay")
    assert Decimal("166.65") == worth(rules, period="2024-autumn")


@fewer(40)
@given(values=st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_a_sum_of_parts_is_rounded_once(values: list[int]) -> None:
    """For any thirds: the total is what the exact sum is shown as, whatever the parts are shown as."""
    rules = "".join(
        f'[[clause]]\nid = "c{n}"\ntitle = "分项"\ncite = "试"\ninto = "x"\nfacts = "hygiene.score"\nwhere.note = "{n}"\n'
        'number = "value"\ntake = "total"\npoints = "1/3"\n'
        for n in range(6)
    )
    facts = [fact("hygiene.score", value=str(value), note=str(n)) for n, value in enumerate(values)]

    assert round_to_step(add_up(Fraction(value, 3) for value in values)) == states(facts, small_book(rules)).total
