"""The sides of an item, read by other nodes: `hygiene.deducted` is what the statement prints as deducted."""

import pytest

from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.lint import lint_rulebook
from bzr_domain.rulebook.paraphrase import paraphrase_node
from tests.support.builders import small_book
from tests.support.schools import node, of, state, total, worth

ITEM = total() + node("item", "x", "base = 20\nfloor = 0\ncap = 20", "total")
ITEM += node("clause", "c", 'facts = "hygiene.finding"\npoints = -1', "x")
ITEM += node("clause", "w", 'facts = "assembly.disorder"\npoints = 2\nweight = "50%"', "x")
ITEM += node("clause", "b", 'facts = "safety.violation"\npoints = 3\njoins = "outside"', "x")
FACTS = [
    of("a", "hygiene.finding", count=25),
    of("a", "hygiene.finding", "2024-10-08", count=4),
    of("a", "assembly.disorder", count=3),
    of("a", "safety.violation"),
]


@pytest.mark.parametrize(("side", "points"), [("deducted", 25), ("earned", 3), ("bonus", 3)])
def test_a_side_is_the_column_of_the_statement(side: str, points: int) -> None:
    """Before the bounds, by the weights, above zero: as the month's table prints it."""
    book = ITEM + node("outcome", "o", f'scores = "x.{side}"')
    (line,) = state(book, FACTS).items
    assert (worth(book, *FACTS, key="o"), getattr(line, side)) == (points, points)


def test_a_side_is_read_as_a_figure_and_in_a_condition() -> None:
    """`"@x.earned"` is a number like any other, and `when` tests it."""
    figure = ITEM + node("outcome", "o", 'scores = "x.deducted"\nfree = "@x.earned"\npoints = -1')
    assert worth(figure, *FACTS, key="o") == -22
    condition = ITEM + node("outcome", "o", 'scores = "total"\nwhen."x.deducted".from = 25\notherwise = 7')
    assert [worth(condition, *FACTS, key="o"), worth(condition, *FACTS[1:], key="o")] == [3, 7]


def test_the_sides_of_the_months_of_a_term_are_rows() -> None:
    """A term reads each month's side; `take` says what becomes of them."""
    book = ITEM + node("item", "total.term", 'per = "term"\nscores = "x.deducted"\ntake = "highest"')
    assert state(book, FACTS, period="2024-autumn").total == 25
    unsaid = ITEM + node("item", "total.term", 'per = "term"\nscores = "x.deducted"')
    with pytest.raises(BadRulebook):
        state(unsaid, FACTS, period="2024-autumn")


def test_a_side_says_what_it_is() -> None:
    """The document names the item and the side."""
    book = small_book(node("outcome", "o", 'scores = "x.deducted"'))
    words = [message.zh for message in paraphrase_node(book, book.nodes["x.deducted"])]
    assert "依据“某项”的各条扣分(限度以前)" in words
    assert "依据“某项的扣分”的得分" in [message.zh for message in paraphrase_node(book, book.nodes["o"])]


def test_an_id_of_its_own_goes_before_the_side() -> None:
    """A text that has such an id already keeps its figures, and lint tells that the name can mean two things."""
    own = node("value", "x.deducted", 'facts = "safety.violation"\npoints = 7')
    book = ITEM + own + node("outcome", "o", 'scores = "x.deducted"')
    assert worth(book, *FACTS, key="o") == 7
    small = small_book(own + node("outcome", "o", 'scores = "x.deducted"'))
    codes = [(finding.code, finding.key) for finding in lint_rulebook(small).open]
    assert ("side-hidden", "x.deducted") in codes


REFUSED = [
    ('scores = "c.deducted"', "outcome o:c.deducted:“c”不是项目,只有项目才分得分、扣分、奖励"),
    ('scores = "x.lost"', "outcome o:scores:没有“x.lost”"),
    ('scores = "y.earned"', "outcome o:y.earned:“y”不汇集分数,没有得分、扣分、奖励之分"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_a_side_of_what_has_none_is_refused(words: str, said: str) -> None:
    """A clause has one number, and so has an item that counts by itself."""
    extra = node("clause", "c", 'facts = "hygiene.finding"', "x")
    extra += node("item", "y", 'facts = "hygiene.finding"', "total") + node("outcome", "o", words)
    with pytest.raises(BadRulebook) as caught:
        small_book(extra)
    assert [problem.what.zh for problem in caught.value.problems] == [said]


def test_what_goes_into_an_item_cannot_read_its_sides() -> None:
    """A clause of the item would need itself."""
    with pytest.raises(BadRulebook) as caught:
        small_book(node("clause", "c", 'facts = "hygiene.finding"\npoints = "@x.deducted"', "x"))
    assert any("互相依赖" in problem.what.zh for problem in caught.value.problems)
