"""Places, quotas, group means and pools: statements that depend on those of others."""

from decimal import Decimal

import attrs
import pytest

from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import assess_class
from tests.support.builders import KINDS, adopted, as_current_facts, stated
from tests.support.schools import END, cell, everybody, findings, five, node, of, rules, state, total

POINTS = total("base = 100") + node("clause", "d", 'facts = "hygiene.finding"\npoints = -1', "total")
FACTS = findings(a=1, b=3, c=3, d=2, e=5)
"""99, 97, 97, 98, 95."""


def place(words: str) -> str:
    """The rulebook with an outcome that ranks the totals."""
    return POINTS + node("outcome", "x", f'scores = "total"\n{words}')


@pytest.mark.parametrize(
    ("ties", "places"),
    [
        ("best", [1, 3, 3, 2, 5]),
        ("worst", [1, 4, 4, 2, 5]),
        ("dense", [1, 3, 3, 2, 4]),
        ("split", ["1", "3.5", "3.5", "2", "5"]),
    ],
)
def test_ties_count_as_said(ties: str, places: list[object]) -> None:
    """Two share the third place: 3, 4, 3 dense, or the mean of what both places give."""
    values = everybody(place(f'rank = "high"\namong = "school"\nties = "{ties}"'), FACTS, "x")

    assert [Decimal(str(place)) for place in places] == values


def test_the_lowest_may_be_first() -> None:
    """`rank = "low"` counts from the bottom."""
    values = everybody(place('rank = "low"\namong = "school"\nties = "best"'), FACTS, "x")

    assert [5, 2, 2, 4, 1] == values


def test_peers_are_those_of_equal_attributes() -> None:
    """By grade, and by grade and type: who has no type is nobody's peer but those without one."""
    by_grade = everybody(place('rank = "high"\namong = "grade"\nties = "best"'), FACTS, "x")
    both = everybody(place('rank = "high"\namong = ["grade", "class_type"]\nties = "best"'), FACTS, "x")

    assert [1, 2, 2, 1, 2] == by_grade
    assert [1, 2, 1, 1, 1] == both


def test_equal_scores_are_told_apart_by_what_follows() -> None:
    """`then` compares further nodes in the same direction; who has nothing there stands behind."""
    text = place('rank = "high"\namong = "school"\nties = "best"\nthen = ["score"]')
    text += node("value", "score", 'facts = "class.score"\nnumber = "value"\ntake = "mean"')
    scores = [of("c", "class.score", value="80")]

    assert [1, 4, 3, 2, 5] == everybody(text, [*FACTS, *scores], "x")


@pytest.mark.parametrize(("rounding", "first"), [("down", 1), ("up", 2), ("half-up", 2)])
def test_a_quota_is_a_share_of_the_places_made_whole_as_said(rounding: str, first: int) -> None:
    """30 % of five is 1.5: one by rounding down, two else; the rest falls to the next row."""
    words = f'rank = "high"\namong = "school"\nties = "worst"\nrounding = "{rounding}"\nlabels = ["C", "A"]\n'
    values = everybody(place(words + 'table = [{ upto = "30%", gives = "A" }, { gives = "C" }]'), FACTS, "x")

    assert first == values.count("A")


def test_who_does_not_apply_has_no_place() -> None:
    """A class that is exempt is not counted among the others."""
    text = place('rank = "high"\namong = "school"\nties = "best"\nunless.grade = "高二"')

    assert [1, 2, 2, None, None] == everybody(text, FACTS, "x")


def test_nothing_to_be_ranked_by_is_no_place() -> None:
    """Classes without a score are left out, and are worth nothing."""
    text = total() + node(
        "outcome",
        "x",
        'facts = "class.score"\nnumber = "value"\ntake = "mean"\nrank = "high"\namong = "school"\nties = "best"',
    )
    facts = [of("b", "class.score", value="80"), of("c", "class.score", value="90")]

    assert [None, 2, 1, None, None] == everybody(text, facts, "x")


def test_points_go_down_by_places() -> None:
    """50, 48, 46 …: a linear scale over the place; equal ones share the mean."""
    words = 'rank = "high"\namong = "school"\nties = "split"\nbase = 52\npoints = -2'

    assert [50, 45, 45, 48, 42] == everybody(place(words), FACTS, "x")


def test_places_that_give_nothing_share_nothing() -> None:
    """Shared places outside every row of the table are worth nothing."""
    words = 'rank = "high"\namong = "school"\nties = "split"\ntable = [{ is = 1, gives = 3 }]'

    assert [3, None, None, None, None] == everybody(place(words), FACTS, "x")


def test_the_place_names_everybody_ranked() -> None:
    """The explanation of a place is the list it stands in."""
    statement = state(place('rank = "high"\namong = "grade"\nties = "best"'), FACTS)
    (verdict,) = statement.verdicts

    assert verdict.place is not None
    assert {"a": 99, "b": 97, "c": 97} == dict(verdict.place.peers)
    assert (1, 1) == (verdict.place.first, verdict.place.counted)


def test_a_class_is_compared_with_the_mean_of_its_grade() -> None:
    """Above the grade's mean, 1 point for each point: 99 against 97.67."""
    text = POINTS + node("value", "mean", 'about = "grade"\nscores = "total"\ntake = "mean"')
    text += node("outcome", "x", 'scores = "total"\nfree = "@mean"\npoints = 1')

    assert [Decimal("1.33"), 0, 0, Decimal("1.50"), 0] == everybody(text, FACTS, "x")


def test_a_pool_is_shared_by_points() -> None:
    """1,000 yuan among all classes by points, rounded down: the rest stays."""
    text = POINTS + node("value", "sum", 'about = "school"\nscores = "total"\ntake = "total"')
    text += node("value", "pool", 'about = "school"\nscores = "classes"\npoints = 200\nunit = "元"')
    share = 'scores = "total"\ndivide_by = "@sum"\npoints = "@pool"\nround = 1\nrounding = "down"\nunit = "元"'
    text += node("outcome", "x", share)

    assert [203, 199, 199, 201, 195] == everybody(text, FACTS, "x")


def test_only_classes_under_the_same_rulebook_are_peers() -> None:
    """Two schools in one register: a class under another rulebook has no place among the others."""
    book = rules(place('rank = "high"\namong = "school"\nties = "best"'))
    foreign = parse_rulebook('[rulebook]\nid = "other"\ntitle = "别"\n' + total("base = 100"), KINDS)
    register = attrs.evolve(five(), adoptions=(adopted(book), adopted(foreign, grade="高二")))
    books = {book.digest: book, foreign.digest: foreign}

    statement = stated(assess_class(register, books, "b", cell("2024-09"), as_current_facts(FACTS), END))

    assert 2 == statement.results["x"].value
