"""Bringing register, rulebooks and facts together: who served, and why there may be no statement."""

from datetime import date
from typing import Any

import attrs
import pytest

from bzr_domain.kernel.messages import Problem
from bzr_domain.register.roster import Tenure
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.services import find_services
from bzr_domain.testing.strategies import CLASS
from tests.support.builders import (
    SEPTEMBER,
    adopted,
    as_current_facts,
    fact,
    month_cell,
    monthly,
    school,
    stated,
)

BOOKS = {monthly().digest: monthly()}
REGISTER = school(adopted(monthly()))
CHANGE = (
    Tenure(teacher="t01", name="张老师", class_id=CLASS, start=date(2024, 9, 1), end=date(2024, 9, 10)),
    Tenure(teacher="t02", name="李老师", class_id=CLASS, start=date(2024, 9, 12)),
)


def test_a_month_without_school_is_not_assessed() -> None:
    """July has no school day."""
    problem = assess_class(REGISTER, BOOKS, CLASS, month_cell("2024-07"), [], date(2025, 1, 1))

    assert isinstance(problem, Problem)
    assert ("2024-07没有上课日,不考核", "2024-07 has no school day: it is not assessed") == (
        problem.what.zh,
        problem.what.en,
    )


def test_a_class_without_a_rulebook_is_not_assessed() -> None:
    """A rulebook in force from October says nothing about September's last day."""
    late = school(adopted(monthly(), date(2024, 10, 1)))
    problem = assess_class(late, BOOKS, CLASS, SEPTEMBER, [], date(2025, 1, 1))

    assert isinstance(problem, Problem)
    assert "高一(1)班在2024-09-30没有采用任何规则" == problem.what.zh
    assert "no rulebook is in force for class g1c1 on 2024-09-30" == problem.what.en


def test_two_head_teachers_share_a_month_by_school_days() -> None:
    """Served until 10 and from 12 September: 7 and 12 of the month's 20 school days; the 11th is nobody's."""
    register = attrs.evolve(REGISTER, tenures=CHANGE)

    services = find_services(register, register.calendar, CLASS, SEPTEMBER)

    assert [("t01", 2, 10, 7), ("t02", 12, 30, 12)] == [
        (s.teacher, s.first.day, s.last.day, s.school_days) for s in services
    ]


def test_the_statement_is_the_one_serving_at_the_end() -> None:
    """The month's head teacher is the one on its last school day."""
    register = attrs.evolve(REGISTER, tenures=CHANGE)
    statement = stated(assess_class(register, BOOKS, CLASS, SEPTEMBER, [], date(2025, 1, 1)))

    assert statement.teacher is not None
    assert "t02" == statement.teacher.teacher


def test_a_month_without_facts_says_so() -> None:
    """A class for which nothing was recorded is scored like any other, and its statement says so."""
    empty = stated(assess_class(REGISTER, BOOKS, CLASS, SEPTEMBER, [], date(2025, 1, 1)))
    some = stated(
        assess_class(REGISTER, BOOKS, CLASS, SEPTEMBER, as_current_facts([fact("contact.visit")]), date(2025, 1, 1))
    )

    assert [False, True] == [empty.recorded, some.recorded]
    assert ((), ("f1",)) == (empty.not_scored, some.not_scored)


@pytest.mark.parametrize("change", [{"class_id": "g1c2"}, {"on": date(2024, 11, 1)}])
def test_facts_of_others_are_left_aside(change: dict[str, Any]) -> None:
    """Another class's facts and another month's are none of this statement's."""
    other = attrs.evolve(fact("hygiene.finding"), **change)

    statement = stated(assess_class(REGISTER, BOOKS, CLASS, SEPTEMBER, as_current_facts([other]), date(2025, 1, 1)))

    assert not statement.recorded
    assert 0 == statement.items[0].deducted
