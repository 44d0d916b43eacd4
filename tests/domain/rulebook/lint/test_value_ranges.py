"""How far a node can go, form by form."""

from fractions import Fraction

import pytest

from bzr_domain.rulebook.lint import lint_rulebook
from bzr_domain.rulebook.lint.intervals import NONE, Interval
from bzr_domain.rulebook.lint.value_ranges import ValueRanges
from bzr_domain.rulebook.lint.value_steps import ValueSteps, find_common_step
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.builders import HEAD, KINDS, small_book

TOP = '[[value]]\nid = "n"\ntitle = "数"\n'
SCORE = 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"\nempty = 0\n'
SPANS = {
    "a count has no end": ('facts = "hygiene.finding"', "0…∞"),
    "a deduction has none below": ('facts = "hygiene.finding"\npoints = -1', "-∞…0"),
    "a range is kept by a mean": (SCORE, "0…100"),
    "a mean of a part of the range": (SCORE.replace("empty = 0", "where.value.from = 95"), "95…100"),
    "a sum of a range has no end": (SCORE.replace("mean", "total").replace("empty = 0\n", ""), "0…∞"),
    "the best three": (SCORE.replace("mean", "highest") + "best = 3", "0…300"),
    "each fact by itself, added up": ('per = ["month", "fact"]\nfacts = "hygiene.finding"\npoints = -1\nmost = 3', "-∞…0"),
    "days of a month": ('facts = "hygiene.finding"\ntake = "days"', "0…31"),
    "days since ever": ('facts = "hygiene.finding"\ntake = "days"\nreach = "ever"', "0…∞"),
    "days late": ('facts = "papers.submitted"\nnumber = "late"\ndue = "end"\ntake = "lowest"', "-∞…∞"),
    "blocks, begun ones counted": (SCORE + 'block = 30\nrounding = "up"', "0…4"),
    "blocks of what has no end": ('facts = "hygiene.finding"\nblock = 2\nrounding = "down"', "0…∞"),
    "blocks of lateness": (
        'facts = "papers.submitted"\nnumber = "late"\ndue = "end"\ntake = "last"\nblock = 2\nrounding = "down"', "-∞…∞",
    ),
    "what exceeds": (SCORE + "free = 60", "0…40"),
    "what falls short": (SCORE + "short_of = 60\npoints = -1", "-60…0"),
    "a line with a start": (SCORE + "base = 5\npoints = -0.1\nround = 0.5", "-5…5"),
    "a table": (SCORE + "table = [{ from = 60, gives = 3 }, { gives = -1 }]", "-1…3"),
    "a table with what is not set": (SCORE + 'table = [{ from = 60, gives = 3 }, { gives = "unset" }]', "0…3"),
    "divided by a number": (SCORE + "divide_by = 4", "0…25"),
    "divided by nothing": (SCORE + "divide_by = 0", "0…0"),
    "divided by a figure": (SCORE + 'divide_by = "@students"', "0…∞"),
    "a loss divided by a figure": (
        'facts = "council.decision"\nnumber = "chosen"\ndivide_by = "@students"', "-∞…∞",
    ),
    "chosen within a range": ('facts = "council.decision"\nnumber = "chosen"\nrange = [1, 3]\ntake = "last"', "0…3"),
    "measured within a range": (
        'facts = "survey.score"\nnumber = "value"\nrange = [0, 15]\ntake = "mean"\nempty = 0', "0…15",
    ),
    "a price": (
        'facts = "bearing.rating"\ntake = "last"\nprice.grade = { "好" = 5, "一般" = "unset", "差" = -1 }', "-1…5",
    ),
    "a price of some words": (
        'facts = "bearing.rating"\ntake = "last"\nwhere.grade.over = "差"\nprice.grade = { "好" = 5, "一般" = 3, "差" = -1 }',
        "3…5",
    ),
    "a limit that is not set": (SCORE + 'cap = "unset"', "0…0"),
    "points that are not set": (SCORE + 'points = "unset"', "0…0"),
    "a limit of a figure": (SCORE + 'cap = "@month_no"', "0…12"),
    "a limit from below": (SCORE.replace("empty = 0", "") + 'floor = "@month_no"', "1…100"),
    "the opposite of a figure": (SCORE + 'points = "-@month_no"', "-1200…0"),
    "both ways": ('facts = "council.decision"\nnumber = "chosen"\nmost = 5', "-5…5"),
    "a loss for each of a class": (
        'facts = "council.decision"\nnumber = "chosen"\nwhere.points.under = 0\ndivide_by = "@students"', "-∞…∞",
    ),
    "a figure": ('scores = "month_no"', "1…12"),
    "a figure with no end": ('scores = "years"\npoints = 10', "0…∞"),
    "a figure where it applies": ('scores = "month_no"\nwhen.month_no.from = 9', "9…12"),
    "a place": ('scores = "years"\nrank = "high"\namong = "school"\nties = "best"', "1…∞"),
    "cells counted": ('scores = "x"\nreach = "term"\nnumber = "count"', "0…∞"),
    "a run of cells": (
        'scores = "x"\nreach = "ever"\ntake = "streak"\nwhere.score.under = 0', "0…∞",
    ),
    "what is said for no application": (SCORE + "when.month_no = 9\notherwise = -7", "-7…100"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPANS)
def test_a_form_goes_so_far(name: str) -> None:
    """The span of each form, from the ends of what it counts."""
    words, span = SPANS[name]

    assert span == str(ValueRanges(small_book(TOP + words)).values["n"])


GATHERED = {
    "a sum": ("", "0…130"),
    "a start": ("base = 10", "10…140"),
    "a cap": ("cap = 50", "0…50"),
    "a mean": ('take = "mean"', "0…100"),
    "the highest": ('take = "highest"\nbase = 1', "1…101"),
    "the two highest": ('take = "highest"\nbest = 2', "0…200"),
}


@pytest.mark.parametrize("name", GATHERED)
def test_an_item_goes_so_far(name: str) -> None:
    """Means of 100, of 30 and of nothing, gathered in every way."""
    words, span = GATHERED[name]
    item = f'[[item]]\nid = "n"\ntitle = "项"\ninto = "x"\n{words}\n'
    first = f'[[clause]]\nid = "a"\ntitle = "甲"\ncite = "试"\ninto = "n"\n{SCORE}'
    second = f'[[clause]]\nid = "b"\ntitle = "乙"\ncite = "试"\ninto = "n"\n{SCORE}cap = 30\n'

    third = f'[[clause]]\nid = "c"\ntitle = "丙"\ncite = "试"\ninto = "n"\n{SCORE}cap = 0\n'

    assert span == str(ValueRanges(small_book(item + first + second + third)).values["n"])


JOINS = {
    "beyond the cap": ("outside", "", "0…150"),
    "as a factor": ("factor", "table = [{ under = 60, gives = 0.5 }, { gives = 2 }]", "0…100"),
    "as a ceiling": ("ceiling", "", "0…50"),
    "five weeks of it, and one more at an edge": ("inside", 'per = "week"', "0…50"),
}  # fmt: skip


@pytest.mark.parametrize("name", JOINS)
def test_what_joins_moves_the_span(name: str) -> None:
    """An item of at most 50, and a mean of 100 that joins it in every way."""
    joins, words, span = JOINS[name]
    item = '[[item]]\nid = "n"\ntitle = "项"\ninto = "x"\ncap = 50\n'
    first = f'[[clause]]\nid = "a"\ntitle = "甲"\ncite = "试"\ninto = "n"\n{SCORE}'
    second = f'[[clause]]\nid = "b"\ntitle = "乙"\ncite = "试"\ninto = "n"\njoins = "{joins}"\n{SCORE}{words}\n'

    assert span == str(ValueRanges(small_book(item + first + second)).values["n"])


def test_weeks_outside_a_mean_add_up() -> None:
    """What joins after the bounds is no part of the mean: six weeks of at most 100 each, and none at the least."""
    item = '[[item]]\nid = "n"\ntitle = "项"\ninto = "x"\ntake = "mean"\n'
    clause = '[[clause]]\nid = "a"\ntitle = "甲"\ncite = "试"\ninto = "n"\njoins = "outside"\nper = "week"\n' + SCORE

    assert "0…600" == str(ValueRanges(small_book(item + clause)).values["n"])


def test_finer_cells_read_together_add_up() -> None:
    """A week's points read by the month come to six weeks' at the most."""
    week = '[[value]]\nid = "w"\ntitle = "周"\nper = "week"\n' + SCORE
    month = TOP + 'scores = "w"\ntake = "total"\n'

    assert "0…600" == str(ValueRanges(small_book(week + month)).values["n"])


def test_whatever_is_read_as_nothing_may_be_nothing() -> None:
    """A node whose limit is nothing, whose label is missing or whose rows are none, has no value."""
    book = small_book(
        '[[value]]\nid = "w"\ntitle = "周"\nwhen.stage = "senior"\n' + SCORE + TOP + SCORE + 'cap = "@w"\n'
        '[[value]]\nid = "d"\ntitle = "商"\n' + SCORE + 'divide_by = "value"\n'
        '[[value]]\nid = "s"\ntitle = "读"\nscores = "w"\n'
    )
    reach = ValueRanges(book)

    assert {"w", "n", "s", "x", "total"} <= reach.nothing
    assert reach.measure_can_be_nothing(book.nodes["d"])


GRAINS = {
    "whole facts": ('facts = "hygiene.finding"\npoints = -2', 2),
    "prices": ('facts = "bearing.rating"\ntake = "last"\nprice.grade = { "好" = 5, "一般" = 2.5, "差" = "unset" }', "2.5"),
    "a start between": ('facts = "hygiene.finding"\nbase = 3\npoints = -2', 1),
    "an allowance between": ('facts = "hygiene.finding"\nfree = 1.5\npoints = -2', 1),
    "a cap between": ('facts = "hygiene.finding"\npoints = 2\ncap = 5', 1),
    "a cap that is not set": ('facts = "hygiene.finding"\npoints = 2\ncap = "unset"', 2),
    "a cap of another node": ('facts = "hygiene.finding"\npoints = 2\ncap = "@students"', 1),
    "points of another node": ('facts = "hygiene.finding"\npoints = "@students"', 1),
    "points that are not set": ('facts = "hygiene.finding"\npoints = "unset"', "0.01"),
    "blocks": (SCORE + 'block = 10\nrounding = "down"\npoints = 3', 3),
    "marks": (SCORE.replace("mean", "last"), "0.01"),
    "a number field of whole things": ('facts = "hygiene.finding"\nnumber = "count"\ntake = "highest"', 1),
    "a mean to one place": (SCORE + "round = 0.1", "0.1"),
    "places": ('scores = "years"\nrank = "high"\namong = "school"\nties = "best"', 1),
    "shared places": ('scores = "years"\nrank = "high"\namong = "school"\nties = "split"', "0.000001"),
    "cells counted": ('scores = "x"\nreach = "term"\nnumber = "count"', 1),
    "days": ('facts = "hygiene.finding"\ntake = "days"\npoints = -2', 2),
}  # fmt: skip


@pytest.mark.parametrize("name", GRAINS)
def test_a_form_comes_in_such_steps(name: str) -> None:
    """Every value is a multiple of its grain, and the grain is as wide as that allows."""
    words, grain = GRAINS[name]

    assert Fraction(str(grain)) == ValueSteps(small_book(TOP + words)).values["n"]


def test_the_step_that_nothing_has_is_one() -> None:
    """Of no steps, and of steps of 0."""
    assert 1 == find_common_step([]) == find_common_step([Fraction(0)])


def test_a_span_times_nothing_is_nothing() -> None:
    """Even one without ends."""
    assert NONE == Interval().times(Fraction(0)) == Interval().multiply(NONE)


def test_more_conditions_than_any_regulation_has_are_not_gone_through() -> None:
    """Given a hundred and one grades with a share of their own, then their sums are left alone, however large."""
    text = HEAD
    for number in range(101):
        text += f'[[clause]]\nid = "{number}"\ntitle = "项"\ncite = "试"\ninto = "total"\nweight = "90%"\nwhen.grade = "{number}"\n'
        text += 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"\n'

    codes = {finding.code for finding in lint_rulebook(parse_rulebook(text, KINDS)).open}

    assert "weights-not-100" not in codes
