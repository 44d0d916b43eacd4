"""What the words of a rulebook allow to be recorded: points within the range a clause leaves to a person."""

from datetime import date
from decimal import Decimal

import pytest

from bzr_domain.admission import Admission
from bzr_domain.commands import RecordFact
from bzr_domain.facts import Fact
from tests.support.builders import adopted, school, small_book

BOOK = small_book(
    """
[[kind]]
id = "dress.fault"
title = "仪容不整"
fields.points = {}

[[clause]]
id = "1"
title = "视情节扣1-3分"
cite = "本校"
into = "x"
facts = "dress.fault"
number = "chosen"
range = [1, 3]
points = -1
"""
)


def admitted(points: str) -> Fact | tuple[tuple[str, str], ...]:
    """A fact with so many points chosen, or its problems in both languages."""
    desk = Admission(school(adopted(BOOK)), lambda _class, _day: BOOK, date(2025, 1, 31))
    wish = RecordFact(kind="仪容不整", on=date(2024, 9, 3), class_ref="g1c1", points=Decimal(points))
    found = desk.admit(wish)
    if isinstance(found, Fact):
        return found
    return tuple(
        (f"{one.what};{one.expected}", f"{one.what.en}; {one.expected.en}") for one in found if one.expected
    )


@pytest.mark.parametrize("points", ["1", "2.5", "3"])
def test_points_within_the_range_are_admitted(points: str) -> None:
    """幅度 includes both its ends."""
    assert isinstance(admitted(points), Fact)


def test_points_outside_the_range_are_refused_with_the_limit() -> None:
    """A number outside the range is refused when it is recorded, not cut to fit."""
    assert (
        ("分值0.99超出规则给的幅度;不小于1", "0.99 points are outside the range of the rulebook; at least 1"),
    ) == admitted("0.99")
    assert (
        ("分值3.01超出规则给的幅度;不大于3", "3.01 points are outside the range of the rulebook; at most 3"),
    ) == admitted("3.01")


def test_points_that_are_no_sane_number_are_one_problem() -> None:
    """NaN is named once, as a number out of range of the kind."""
    assert 1 == len(admitted("NaN"))  # type: ignore[arg-type]


def test_points_finer_than_a_hundredth_are_refused() -> None:
    """Points are exact to 0.01."""
    said = ("分值1.005细于0.01;最多两位小数", "1.005 points are finer than 0.01; two decimals at most")

    assert (said,) == admitted("1.005")


def test_a_count_is_refused_where_the_kind_has_none_even_when_it_is_one() -> None:
    """A filled field that the kind does not have is refused, whatever stands in it."""
    desk = Admission(school(adopted(BOOK)), lambda _class, _day: BOOK, date(2025, 1, 31))
    wish = RecordFact(kind="卫生评分", on=date(2024, 9, 3), class_ref="g1c1", value=Decimal(95), count=1)

    (found,) = desk.admit(wish)  # type: ignore[misc]

    assert ("count", "“卫生评分”没有“数量”一栏,不应填写") == (found.field, str(found.what))
