"""Laws of shares of a population and of added prices: what counts is what a person counts with the fingers."""

from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import given
from hypothesis import strategies as st

from tests.support.effort import fewer
from tests.support.schools import everybody, findings, node, of, total, worth

PRICES = st.integers(-4, 9)
PERCENT = st.integers(1, 100)


@fewer(30)
@given(PERCENT, st.integers(1, 12), st.integers(0, 12))
def test_a_mean_counts_where_its_share_of_the_population_stands_behind_it(percent: int, many: int, given: int) -> None:
    """有效人数: so many of so many is enough, or it is not; nothing is rounded on the way."""
    words = f'facts = "class.score"\nnumber = "value"\ntake = "mean"\nquorum = "{percent}%"\nquorum_of = {many}'
    marks = [of("a", "class.score", value="80") for _ in range(given)]
    enough = given > 0 and 100 * given >= percent * many

    assert worth(total() + node("clause", "x", words, "total"), *marks) == (80 if enough else None)


@fewer(30)
@given(PERCENT, st.lists(st.integers(0, 4), min_size=5, max_size=5), st.booleans())
def test_no_more_win_than_the_share_of_those_it_counts(percent: int, counts: list[int], every: bool) -> None:
    """名额: class e takes no part; of the other four those win of whom no more stand as high than there are places."""
    words = (
        'scores = "total"\nrank = "high"\namong = "school"\nties = "worst"\nrounding = "down"\n'
        f'table = [{{ upto = "{percent}%", gives = 1 }}, {{ gives = 0 }}]\nunless.students.over = 43\n'
        f'places_of = "{"all" if every else "ranked"}"'
    )
    rules = total("base = 100") + node("clause", "d", 'facts = "hygiene.finding"\npoints = -1', "total")
    facts = [fact for fact in findings(**dict(zip("abcde", counts, strict=True))) if fact.count]
    places = percent * (5 if every else 4) // 100
    ranked = counts[:4]

    won = everybody(rules + node("outcome", "x", words), facts, "x")

    assert won == [int(sum(other <= own for other in ranked) <= places) for own in ranked] + [None]


@fewer(30)
@given(
    st.lists(PRICES, min_size=4, max_size=4),
    st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(1, 3)), max_size=6),
)
def test_added_prices_are_the_sum_of_each_table_by_itself(
    prices: list[int], facts: list[tuple[bool, bool, int]]
) -> None:
    """Two tables side by side come to what two clauses with one table each come to."""
    kind = '[[kind]]\nid = "k"\ntitle = "k"\nfields = { count = {}, level = ["低", "高"], role = ["参加", "主办"] }\n'
    level = f'price.level = {{ "高" = {prices[0]}, "低" = {prices[1]} }}\n'
    role = f'price.role = {{ "主办" = {prices[2]}, "参加" = {prices[3]} }}\n'
    recorded = [
        attrs.evolve(
            of("a", "k", level="高" if high else "低", count=count), own=(("role", "主办" if host else "参加"),)
        )
        for high, host, count in facts
    ]
    rules = kind + total()
    together, first, second = (
        worth(rules + node("clause", "x", f'facts = "k"\ntake = "total"\n{words}', "total"), *recorded)
        for words in (level + role, level, role)
    )

    assert isinstance(first, Decimal)
    assert isinstance(second, Decimal)
    assert isinstance(together, Decimal)
    assert Fraction(together) == Fraction(first) + Fraction(second)
