"""Laws of lint: it reads any rulebook without falling over, and no month goes beyond the spans it computes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint import lint_rulebook
from bzr_domain.rulebook.lint.grid import Grid, inside, meet
from bzr_domain.rulebook.lint.intervals import Span, exactly, hull
from bzr_domain.rulebook.lint.value_ranges import Reach
from bzr_domain.rulebook.lint.value_steps import Grains
from bzr_domain.testing.strategies import cases
from tests.support.books import books
from tests.support.builders import monthly, scored

NUMBERS = st.fractions(-50, 50, max_denominator=100)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """A span with both ends, one or none."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return Span(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])))


def numbers_of(span: Span) -> st.SearchStrategy[Fraction]:
    """The numbers of a span."""
    low = span.low if span.low is not None else (span.high or Fraction(0)) - 60
    high = span.high if span.high is not None else low + 60
    return st.fractions(low, high, max_denominator=1000)


@given(books())
def test_any_rulebook_can_be_read_against_itself(book: Book) -> None:
    """Whatever the forms are combined to, lint answers, and says everything in two languages."""
    for one in lint_rulebook(book).findings:
        assert one.what.zh
        assert one.what.en
        assert one.key == "" or one.key in book.nodes


@given(books())
def test_lint_says_the_same_each_time(book: Book) -> None:
    """Two readings of one text find the same."""
    assert lint_rulebook(book) == lint_rulebook(book)


@pytest.mark.parametrize("which", ["monthly", "made up"])
@given(data=st.data())
def test_no_month_goes_beyond_what_lint_thinks_possible(which: str, data: st.DataObject) -> None:
    """Interval arithmetic is sound: what an item or an outcome comes to lies between its ends."""
    book = monthly() if which == "monthly" else data.draw(books())
    case = data.draw(cases(book, max_facts=12, per="month"))

    statement, reach = scored(case), Reach(book)

    for line in statement.items:
        assert inside(Fraction(line.score), reach.values[line.id]), line.id
    assert inside(Fraction(statement.total), reach.values["total"])


@pytest.mark.parametrize("which", ["monthly", "made up"])
@given(data=st.data())
def test_no_month_falls_between_the_steps_that_lint_thinks_possible(which: str, data: st.DataObject) -> None:
    """What an item comes to is a multiple of its grain, so that two bands leave no room between them unseen."""
    book = monthly() if which == "monthly" else data.draw(books())
    statement, grains = scored(data.draw(cases(book, max_facts=12))), Grains(book)

    for line in statement.items:
        assert 0 == Fraction(line.score) % grains.values[line.id], line.id
    assert 0 == Fraction(statement.total) % grains.values["total"]


@given(st.data(), spans(), spans())
def test_a_sum_and_a_product_lie_within_the_spans(data: st.DataObject, one: Span, two: Span) -> None:
    """Of a number of each, sum and product lie within the sum and the product of the spans."""
    a, b = data.draw(numbers_of(one)), data.draw(numbers_of(two))

    assert inside(a + b, one.plus(two))
    assert inside(a * b, one.by(two))
    assert inside(min(a, b), one.upto(two))
    assert inside(max(a, b), one.at_least(two))
    assert inside(a, hull([one, two]))


@given(st.lists(spans(), max_size=4), spans())
def test_what_is_taken_away_is_gone_and_nothing_else_is(taken: list[Span], whole: Span) -> None:
    """What is left of a grid and what was taken share no number, and together they are all of it."""
    grid = Grid(whole)
    stretches = tuple(part for one in taken for part in meet(grid.all(), Grid(one).all()))

    left = grid.without(grid.all(), stretches)

    assert () == meet(left, stretches)
    assert () == grid.without(grid.without(grid.all(), left), stretches)


@given(books())
def test_a_value_is_a_multiple_of_its_grain(book: Book) -> None:
    """No grain is 0, and none is finer than the step that its node is rounded to."""
    grains = Grains(book)

    for node in book.nodes.values():
        assert grains.values[node.key] >= node.bound.step


def test_an_exact_number_is_a_span_of_one() -> None:
    """Its ends are the same."""
    assert "3…3" == str(exactly(3))
    assert not Grid(exactly(3)).passing(lang.Test(present=False))
