"""A class whose name, grade, stage, type or size changes from a day on, and the names it is found by."""

from collections.abc import Mapping, Sequence
from datetime import date

import attrs
import pytest

from bzr_domain.register.roster import ClassChange, SchoolClass, index_class_names
from bzr_domain.register.school_register import SchoolRegister
from tests.support.builders import adopted, monthly, small_book
from tests.support.schools import cell, five

SUMMER = date(2025, 8, 31)
AUTUMN = date(2025, 9, 1)
COHORT = SchoolClass(
    id="c2024",
    name="高一(1)班",
    stage="senior",
    grade="高一",
    students=45,
    class_type="普高班",
    aliases=("高一1班",),
    changes=(
        ClassChange(start=date(2026, 9, 1), name="高三(1)班", grade="高三", class_type="", aliases=()),
        ClassChange(start=AUTUMN, name="高二(1)班", grade="高二", students=43),
    ),
)
NEXT = SchoolClass(id="c2025", name="高一(1)班", stage="senior", grade="高一", start=AUTUMN)


def test_a_class_is_what_the_last_change_says() -> None:
    """What a change does not name stays; an empty type or list of names takes it away; the order of writing is no matter."""
    assert attrs.evolve(COHORT, changes=()) == COHORT.on(SUMMER)
    assert ("高二(1)班", "高二", 43, "普高班", ("高一1班",)) == attributes(COHORT.on(AUTUMN))
    assert ("高三(1)班", "高三", 43, None, ()) == attributes(COHORT.on(date.max))


def attributes(each: SchoolClass) -> tuple[object, ...]:
    """What of a class can change in this test."""
    return each.name, each.grade, each.students, each.class_type, each.aliases


def test_a_class_without_changes_is_the_same_on_every_day() -> None:
    """Nothing is copied for it."""
    assert NEXT.on(SUMMER) is NEXT


def test_a_change_is_told_with_its_day() -> None:
    """What is registered is said in the answer to a school file."""
    assert "高一(1)班 2026-09-01起:高三(1)班 高三 — — 2025-09-01起:高二(1)班 高二 43" == " ".join(
        COHORT.with_days.zh.split()
    )


def index(classes: Sequence[SchoolClass], day: date) -> Mapping[str, set[str]]:
    """The names of some classes on a day."""
    return index_class_names(classes, day, {each.id for each in classes if each.covers(day)})


@pytest.mark.parametrize(
    ("name", "day", "ids"),
    [
        ("高一(1)班", SUMMER, {"c2024"}),
        ("高一1班", SUMMER, {"c2024"}),
        ("高二(1)班", SUMMER, None),
        ("高一(1)班", AUTUMN, {"c2025"}),
        ("高二(1)班", AUTUMN, {"c2024"}),
        ("高一1班", date(2026, 9, 1), None),
        ("c2024", AUTUMN, {"c2024"}),
    ],
)
def test_a_name_means_the_class_that_bears_it_that_day(name: str, day: date, ids: set[str] | None) -> None:
    """The cohort of before bears it no more, and the next one is not there yet; an id means its class on any day."""
    register = SchoolRegister(classes={each.id: each for each in (COHORT, NEXT)})

    assert ids == register.class_ids_by_name(day).get(name)
    assert ids == index([COHORT, NEXT], day).get(name)


def test_a_name_of_two_classes_of_a_day_means_both() -> None:
    """Who asks by it is told to write the id."""
    twin = attrs.evolve(NEXT, id="twin", end=date(2026, 7, 31))

    assert {"c2025", "twin"} == index([NEXT, twin], AUTUMN)["高一(1)班"]
    assert {"c2025"} == index([NEXT, twin], date(2026, 8, 1))["高一(1)班"]
    assert {"c2025", "twin"} == index([NEXT, twin], SUMMER)["高一(1)班"]


def test_the_rulebook_is_that_of_the_grade_of_the_day() -> None:
    """Class a rises in December: until then the rulebook of 高一 holds, from then on that of 高二."""
    first, second = adopted(monthly(), grade="高一"), adopted(small_book(""), grade="高二")
    a = attrs.evolve(five().classes["a"], changes=(ClassChange(start=date(2024, 12, 1), grade="高二"),))
    register = five(classes={**five().classes, "a": a}, adoptions=(first, second))

    assert first == register.adoption_on("a", date(2024, 11, 30))
    assert second == register.adoption_on("a", date(2024, 12, 1))
    assert "高一" == register.class_in("a", cell("2024-11")).grade
    assert "高二" == register.class_in("a", cell("2024-12")).grade
