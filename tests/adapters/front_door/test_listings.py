"""What the school has is listed as typed rows."""

from datetime import date

import pytest

from bzr_adapters import NotFound, School
from bzr_adapters.front_door.listings import AdoptionRow, ClassRow, TeacherRow, TenureRow
from tests.adapters.front_door.schools import DECLARATION, Clock


def test_classes_are_listed_as_they_are_on_the_day(school: School) -> None:
    """In the order declared, with what the declaration says of them."""
    first, second = school.classes()

    expected = ClassRow(
        id="g1c1",
        name="高一(1)班",
        stage="senior",
        grade="高一",
        class_type="",
        students=45,
        aliases=(),
        start=None,
        end=None,
    )
    assert expected == first
    assert ("g1c2", None) == (second.id, second.students)


def test_teachers_are_listed_with_their_tenures(school: School) -> None:
    """Each once, with every tenure in order."""
    tenure = TenureRow(class_id="g1c1", start=date(2024, 9, 1), end=None)

    assert TeacherRow(id="t01", name="张老师", tenures=(tenure,)) == school.teachers()[0]
    assert ["t01", "t02"] == [teacher.id for teacher in school.teachers()]


def test_periods_that_have_begun_are_listed(school: School, clock: Clock) -> None:
    """Months and the term that the rulebook assesses, up to the day of asking."""
    in_october = [period.id for period in school.periods()]
    clock.set("2024-11-01T08:00+08:00")

    assert {"2024-09", "2024-10"} <= set(in_october)
    assert "2024-11" not in in_october
    assert "2024-11" in {period.id for period in school.periods()}


def test_every_listed_period_can_be_asked_for(school: School) -> None:
    """A period in the list has a statement."""
    for period in school.periods():
        assert period.id == school.statement("g1c1", period).period.id


def test_kinds_are_listed_with_their_fields(school: School) -> None:
    """By a kind's own fields a form can be drawn."""
    kinds = {kind.title: kind for kind in school.kinds()}

    assert ["count"] == [field.name for field in kinds["卫生不合格"].fields]
    assert "class" == kinds["卫生不合格"].about


def test_rulebooks_are_listed_with_where_they_are_in_force(school: School) -> None:
    """The whole school, for the usual purpose."""
    (rulebook,) = school.rulebooks()

    adoption = AdoptionRow(start=date(2024, 9, 1), end=None, stage="", grade="", class_id="", purpose="")
    assert ("monthly-quantified", (adoption,)) == (rulebook.id, rulebook.adoptions)
    assert 64 == len(rulebook.digest)


def test_a_listing_of_the_past_is_of_the_past(school: School) -> None:
    """A class declared later is not there yet; before the first declaration there is no school."""
    position = school.head()
    third = {"id": "g1c3", "name": "高一(3)班", "grade": "高一"}
    school.acting("李老师").declare({**DECLARATION, "class": [*DECLARATION["class"], third]})

    assert ["g1c1", "g1c2", "g1c3"] == [row.id for row in school.classes()]
    assert ["g1c1", "g1c2"] == [row.id for row in school.at(position).classes()]


def test_of_an_empty_store_nothing_can_be_listed() -> None:
    """It has no school."""
    with School.open("memory:") as empty, pytest.raises(NotFound) as refused:
        empty.classes()

    assert "register.empty" == refused.value.code
