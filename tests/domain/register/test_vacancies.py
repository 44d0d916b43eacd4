"""Vacancies (没有班主任): the school days on which there is a class, and nobody is its head teacher."""

from datetime import date

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.register.roster import Tenure, Vacancy
from bzr_domain.register.school_register import SchoolRegister
from tests.support.builders import AUTUMN, SEPTEMBER, school

DAYS = st.dates(AUTUMN.start, AUTUMN.end)


def served(*spans: tuple[date, date | None]) -> SchoolRegister:
    """The school with its class's head teachers of some stretches."""
    register = school()
    (class_id,) = register.classes
    tenures = [
        Tenure(teacher=f"t{number}", name=f"师{number}", class_id=class_id, start=start, end=end)
        for number, (start, end) in enumerate(spans)
    ]
    return attrs.evolve(register, tenures=tuple(tenures))


def vacant(register: SchoolRegister) -> tuple[Vacancy, ...]:
    """The vacancies of its class in September."""
    (class_id,) = register.classes
    return register.list_vacancies(class_id, SEPTEMBER)


def test_the_days_between_two_head_teachers_are_a_vacancy() -> None:
    """Until Thursday the 5th, again from Tuesday the 10th: two school days, the weekend between them is none."""
    register = served((date(2024, 9, 1), date(2024, 9, 5)), (date(2024, 9, 10), None))

    assert (Vacancy(first=date(2024, 9, 6), last=date(2024, 9, 9), school_days=2),) == vacant(register)


def test_before_its_first_head_teacher_there_is_no_class_unless_it_is_said_from_when() -> None:
    """A class without a first day begins with its first head teacher; one with a first day is named without one."""
    late = served((date(2024, 9, 10), None))
    (only,) = late.classes.values()
    said = attrs.evolve(late, classes={only.id: attrs.evolve(only, start=date(2024, 9, 1))})

    assert () == vacant(late)
    assert [6] == [vacancy.school_days for vacancy in vacant(said)]


@given(end=DAYS, start=DAYS)
def test_each_school_day_is_served_or_vacant(end: date, start: date) -> None:
    """Whenever one head teacher goes and another comes, the days of both and of the vacancy are the school days."""
    register = served((AUTUMN.start, end), (max(start, date.fromordinal(end.toordinal() + 1)), None))
    (class_id,) = register.classes

    days = register.calendar.school_days_in(SEPTEMBER)
    unserved = [day for day in days if register.tenure_on(class_id, day) is None]
    assert len(unserved) == sum(vacancy.school_days for vacancy in vacant(register))
    assert all(any(v.first <= day <= v.last for v in vacant(register)) for day in unserved)
