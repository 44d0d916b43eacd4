"""The fewest and the most points that a clause can give by its own words, and where its points lie between them."""

from fractions import Fraction

import pytest

from bzr_domain.scoring.point_range import PointRange, find_point_range, find_position
from tests.support.schools import findings, node, of, rules, state, total

MARK = 'facts = "class.score"\nnumber = "value"\n'
PLACE = 'facts = "hygiene.finding"\nrank = "low"\namong = "school"\nties = "best"\n'


@pytest.mark.parametrize(
    ("words", "lowest", "highest"),
    [
        ('facts = "hygiene.finding"\npoints = -1', None, 0),
        ('facts = "hygiene.finding"\npoints = -1\nmost = 3', -3, 0),
        ('facts = "hygiene.finding"\npoints = -1\ncap = 5', None, 0),
        ('facts = "hygiene.finding"\nfree = 2\npoints = -1\nfloor = -4', -4, 0),
        ('facts = "award.student"\npoints = 2\ncap = 10', 0, 10),
        (
            'facts = "award.student"\nprice.level = { "国家级" = 5, "省级" = 3, "市级" = 2, "校级" = 1 }\ntake = "total"',
            0,
            None,
        ),
        ('facts = "meeting.held"\nshort_of = 3\npoints = -2', -6, 0),
        ('facts = "meeting.held"\ntake = "days"\npoints = 1', 0, None),
        ('facts = "contact.rating"\nprice.grade = { "好" = 10, "一般" = 4, "无" = -1 }\ntake = "last"', -1, 10),
        ('facts = "contact.rating"\nprice.grade = { "好" = 10, "一般" = 4, "无" = -1 }\ntake = "total"', None, None),
        (MARK + 'take = "mean"\nround = 0.01', 0, 100),
        (MARK + 'range = [20, 60]\ntake = "mean"\nround = 0.01', 20, 60),
        (MARK + 'take = "highest"\nbest = 2', 0, None),
        (MARK + 'take = "mean"\npoints = "35%"\nbase = 5\nround = 0.01', 5, 40),
        (MARK + 'take = "mean"\nempty = -5\nround = 0.01', -5, 100),
        (MARK + 'take = "mean"\ntable = [{ from = 90, gives = 3 }, { gives = 1 }]\nempty = 0', 0, 3),
        ('facts = "survey.score"\nnumber = "value"\ntake = "mean"\nempty = 1\nround = 0.01', 0, None),
        ('facts = "hygiene.finding"\ndivide_by = 2\nround = 0.01', 0, None),
        ('facts = "council.decision"\nnumber = "chosen"\nrange = [1, 3]\ntake = "last"', 1, 3),
        ('facts = "council.decision"\nnumber = "chosen"\ntake = "last"\ndivide_by = 2\nround = 0.01', None, None),
        ('facts = "papers.submitted"\nnumber = "late"\ndue = "day 5"\ntake = "lowest"', None, None),
        ('scores = "students"\npoints = -1', None, 0),
        ('scores = "v"\npoints = 2', 0, 200),
        ('facts = "hygiene.finding"\nfree = "@v"\npoints = -1', None, None),
        ('per = ["month", "fact"]\nfacts = "hygiene.finding"\npoints = -1', None, None),
        (PLACE + "base = 52\npoints = -2", None, 50),
    ],
)
def test_the_words_set_the_ends(words: str, lowest: int | None, highest: int | None) -> None:
    """Its scale at both ends of what can be measured, within most, floor and cap; None where nothing sets an end."""
    value = node("value", "v", MARK + 'take = "mean"\nround = 0.01')
    book = rules(total() + value + node("clause", "c", words, "total"))

    found = find_point_range(book, book.nodes["c"])

    assert (lowest, highest) == (found.lowest, found.highest)


def test_a_node_that_gathers_has_its_bounds() -> None:
    """Floor and cap are its ends; without them it has none."""
    book = rules(total() + node("item", "i", "base = 5\nfloor = 0\ncap = 20", "total"))

    assert PointRange(Fraction(0), Fraction(20)) == find_point_range(book, book.nodes["i"])
    assert PointRange() == find_point_range(book, book.nodes["total"])


def test_a_position_is_the_mean_of_the_periods() -> None:
    """Days at 100 and 50 of 100 lie at three quarters; the second of five places gives 48 of 42–50; a deduction has no position."""
    days = node("clause", "d", MARK + 'per = "day"\ntake = "mean"', "total")
    text = total() + days + node("clause", "p", PLACE + "base = 52\npoints = -2", "total")
    text += node("clause", "c", 'facts = "hygiene.finding"\npoints = -1', "total")
    marks = [of("a", "class.score", day, value=mark) for day, mark in (("2024-09-03", "100"), ("2024-09-04", "50"))]
    facts = [*marks, *findings(a=2, b=1, c=3, d=4, e=5)]
    book = rules(text)

    results = state(text, facts).results

    assert {"d": Fraction(3, 4), "p": Fraction(3, 4), "c": None} == {
        key: find_position(book, results[key]) for key in ("d", "p", "c")
    }
