"""对象: whom a node is about — a class, a teacher, a group of classes, the school — and how one leads to another."""

from collections.abc import Sequence
from datetime import date

import attrs

from bzr_domain.kernel.periods import Period, year_of
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.roster import SchoolClass, Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import CLASS_WORDS


@attrs.frozen
class Subject:
    """Whom a value is about.

    Attributes:
        about: `class`, `teacher`, `school`, or an attribute of classes.
        id: The class, the teacher, or what the attribute is; empty for the school.
    """

    about: str
    id: str = ""


SCHOOL = Subject("school")


def lifted(register: SchoolRegister, subject: Subject, about: str, day: date) -> Subject | None:
    """The one wider subject that a subject belongs to on a day; None where there is none, or it is narrower."""
    if subject.about == about:
        return subject
    if about == "school":
        return SCHOOL
    if subject.about != "class":
        return None
    if about == "teacher":
        tenure = register.tenure_on(subject.id, day)
        return None if tenure is None else Subject("teacher", tenure.teacher)
    value = getattr(register.classes[subject.id], about)
    return None if value is None else Subject(about, value)


def classes_of(register: SchoolRegister, subject: Subject, day: date) -> list[str]:
    """The classes of a subject on a day, in the order of the register."""
    if subject.about == "class":
        return [subject.id]
    if subject.about == "teacher":
        return register.classes_held(subject.id, day)
    return [one.id for one in classes_ever_of(register, subject) if one.covers(day)]


def classes_ever_of(register: SchoolRegister, subject: Subject) -> list[SchoolClass]:
    """The classes that ever belonged to a group of classes or the school, in the order of the register."""
    everyone = list(register.classes.values())
    if subject.about in CLASS_WORDS:
        return [one for one in everyone if getattr(one, subject.about) == subject.id]
    return everyone


def closing_tenure(register: SchoolRegister, class_id: str, cell: Period) -> Tenure | None:
    """Who has a class at the end of a cell: on the last school day of it that is the class's own; None where nobody does.

    A class dissolved within the cell ended with whoever had it then.
    """
    return register.tenure_on(class_id, register.calendars[class_id].last_school_day(cell))


def held_in(register: SchoolRegister, teacher: str, cell: Period) -> list[Subject]:
    """The classes that a teacher has at the end of a cell, in the order of the register."""
    tenures = ((one, closing_tenure(register, one, cell)) for one in register.classes)
    return [Subject("class", one) for one, tenure in tenures if tenure and tenure.teacher == teacher]


def narrower(register: SchoolRegister, subject: Subject, about: str, day: date) -> list[Subject]:
    """The subjects of a kind that belong to a wider one on a day, each once."""
    found = (
        lifted(register, Subject("class", one), about, day) for one in classes_of(register, subject, day)
    )
    return list(dict.fromkeys(one for one in found if one is not None))


def years_served(register: SchoolRegister, calendar: Calendar, teacher: str, cell: Period) -> int:
    """Whole school years served as head teacher at the start of a cell; a broken service counts cumulatively (班主任龄).

    A school year counts when the teacher had a class on each of its school days; where no term of it is registered,
    when one tenure spans it from its first autumn month to its last summer month. The years before a tenure count
    from the cell in which it begins.
    """
    start = calendar.first_school_day(cell)
    own = [tenure for tenure in register.tenures if tenure.teacher == teacher and tenure.start <= cell.last]
    found = [0]
    for tenure in own:
        years = range(_school_year(tenure.start), _school_year(start))
        later = [one for one in own if one.start >= tenure.start]
        whole = sum(_whole(calendar.school_days_in(_span(year)), later, year) for year in years)
        found.append(tenure.years_before + whole)
    return max(found)


def _whole(days: Sequence[date], tenures: Sequence[Tenure], year: int) -> bool:
    wanted = days or [date(year, 10, 1), date(year + 1, 5, 31)]
    return all(any(tenure.covers(day) for tenure in tenures) for day in wanted)


def _school_year(day: date) -> int:
    return year_of(day).first.year


def _span(year: int) -> Period:
    return year_of(date(year, 9, 1))
