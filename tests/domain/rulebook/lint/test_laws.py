"""Laws of lint: it checks any rulebook without failing, and no month lies outside the ranges that it computes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint import lint_rulebook
from bzr_domain.rulebook.lint.intervals import Grid, Interval, hull, intersect, point
from bzr_domain.rulebook.lint.value_ranges import ValueRanges
from bzr_domain.rulebook.lint.value_steps import ValueSteps
from bzr_domain.testing.strategies import cases
from tests.support.books import books
from tests.support.builders import monthly, scored

NUMBERS = st.fractions(-50, 50, max_denominator=100)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """An interval with both ends, one or none."""
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return Interval(draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])))


def numbers_of(interval: Interval) -> st.SearchStrategy[Fraction]:
    """The numbers of an interval."""
    low = interval.low if interval.low is not None else (interval.high or Fraction(0)) - 60
    high = interval.high if interval.high is not None else low + 60
    return st.fractions(low, high, max_denominator=1000)


@given(books())
def test_any_rulebook_can_be_checked_against_itself(book: Book) -> None:
    """Whatever the forms are combined to, lint answers, and says everything in two languages."""
    for finding in lint_rulebook(book).findings:
        assert finding.what.zh
        assert finding.what.en
        assert finding.key == "" or finding.key in book.nodes


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

    statement, ranges = scored(case), ValueRanges(book)

    for line in statement.items:
        assert ranges.values[line.id].contains(Fraction(line.score)), line.id
    assert ranges.values["total"].contains(Fraction(statement.total))


@pytest.mark.parametrize("which", ["monthly", "made up"])
@given(data=st.data())
def test_no_month_falls_between_the_steps_that_lint_thinks_possible(which: str, data: st.DataObject) -> None:
    """What an item comes to is a multiple of its step, so that two bands leave no room between them unseen."""
    book = monthly() if which == "monthly" else data.draw(books())
    statement, steps = scored(data.draw(cases(book, max_facts=12))), ValueSteps(book)

    for line in statement.items:
        assert 0 == Fraction(line.score) % steps.values[line.id], line.id
    assert 0 == Fraction(statement.total) % steps.values["total"]


@given(st.data(), intervals(), intervals())
def test_a_sum_and_a_product_lie_within_the_intervals(data: st.DataObject, first: Interval, second: Interval) -> None:
    """Of a number of each, sum and product lie within the sum and the product of the intervals."""
    a, b = data.draw(numbers_of(first)), data.draw(numbers_of(second))

    assert first.plus(second).contains(a + b)
    assert first.multiply(second).contains(a * b)
    assert first.cap(second).contains(min(a, b))
    assert first.raise_to(second).contains(max(a, b))
    assert hull([first, second]).contains(a)


@given(st.lists(intervals(), max_size=4), intervals())
def test_what_is_subtracted_is_gone_and_nothing_else_is(parts: list[Interval], whole: Interval) -> None:
    """What is left of a grid and what was subtracted share no number, and together they are all of it."""
    grid = Grid(whole)
    removed = tuple(piece for part in parts for piece in intersect(grid.all(), Grid(part).all()))

    left = grid.subtract(grid.all(), removed)

    assert () == intersect(left, removed)
    assert () == grid.subtract(grid.subtract(grid.all(), left), removed)


@given(books())
def test_a_value_is_a_multiple_of_its_step(book: Book) -> None:
    """No step is 0, and none is finer than that to which its node is rounded."""
    steps = ValueSteps(book)

    for node in book.nodes.values():
        assert node.rounding_step is None or steps.values[node.key] >= node.rounding_step


def test_an_exact_number_is_an_interval_of_one() -> None:
    """Its ends are the same."""
    assert "3…3" == str(point(3))
    assert not Grid(point(3)).find_passing(lang.Test(present=False))
