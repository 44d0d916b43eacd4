"""Facts recorded under an earlier rulebook: what a later one, which no longer has their words, makes of them."""

import pytest

from tests.support.builders import fact, item, small_book, states

CLAUSE = '[[clause]]\nid = "c"\ntitle = "某条"\ncite = "某处"\ninto = "x"\npoints = -1\n'
LIBRARY = '[[kind]]\nid = "library.late"\ntitle = "图书逾期"\nfields.level = ["短", "长"]\n' + CLAUSE


def test_a_kind_the_rulebook_no_longer_has_still_belongs_to_its_family() -> None:
    """A family without tests counts every fact of its name."""
    rules = small_book(CLAUSE + 'facts = "safety.*"\n')

    statement = states([fact("safety.fire")], rules)

    assert -1 == item(statement, "x").score


def test_a_kind_the_rulebook_no_longer_has_passes_no_test() -> None:
    """Nobody says any more which fields it has, so it is listed as not scored."""
    rules = small_book(CLAUSE + 'facts = "safety.*"\nwhere.place = "校外"\n')

    statement = states([fact("safety.fire", place="校外")], rules)

    assert 0 == item(statement, "x").score
    assert 1 == len(statement.not_scored)


@pytest.mark.parametrize(
    ("test", "score"),
    [('.from = "短"', 0), ('.upto = "长"', 0), (' = "长"', 0), (".given = true", -1), (".given = false", 0)],
)
def test_a_step_the_scale_no_longer_has_stands_nowhere_in_it(test: str, score: int) -> None:
    """It is neither above nor below any step; all that can be said is that the field was filled."""
    rules = small_book(f'{LIBRARY}facts = "library.late"\nwhere.level{test}\n')

    statement = states([fact("library.late", level="很长")], rules)

    assert score == item(statement, "x").score
