"""Subjects (对象): whom a node is about — a class, a teacher, a group of classes, the school — and who belongs to whom."""

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
    """Whom a result is about.

    Attributes:
        about: `class`, `teacher`, `school`, or an attribute of classes such as `grade`.
        id: The class, the teacher, or what the attribute is; empty for the school.
    """

    about: str
    id: str = ""


SCHOOL = Subject("school")


def find_wider_subject(register: SchoolRegister, subject: Subject, about: str, day: date) -> Subject | None:
    """Find the one subject of a kind that a subject belongs to on a day: a class's head teacher, grade or school.

    None where there is none, or where that kind is narrower.
    """
    if subject.about == about:
        return subject
    if about == "school":
        return SCHOOL
    if subject.about != "class":
        return None
    if about == "teacher":
        tenure = register.tenure_on(subject.id, day)
        return None if tenure is None else Subject("teacher", tenure.teacher)
    value = getattr(register.class_on(subject.id, day), about)
    return None if value is None else Subject(about, value)


def list_narrower_subjects(register: SchoolRegister, subject: Subject, about: str, day: date) -> list[Subject]:
    """List the subjects of a kind that belong to a wider one on a day, each once."""
    subjects = (
        find_wider_subject(register, Subject("class", class_id), about, day)
        for class_id in list_class_ids(register, subject, day)
    )
    return list(dict.fromkeys(narrower for narrower in subjects if narrower is not None))


def list_class_ids(register: SchoolRegister, subject: Subject, day: date) -> list[str]:
    """List the classes of a subject on a day, in the order of the register."""
    if subject.about == "class":
        return [subject.id]
    if subject.about == "teacher":
        return register.classes_held(subject.id, day)
    return [
        each.id
        for each in list_classes_ever_in(register, subject)
        if register.is_there(each.id, day) and is_class_in(register, each.id, subject, day)
    ]


def is_class_in(register: SchoolRegister, class_id: str, subject: Subject, day: date) -> bool:
    """Return whether a class belongs to a group of classes, or to the school, on a day."""
    return subject.about not in CLASS_WORDS or getattr(register.class_on(class_id, day), subject.about) == subject.id


def list_classes_ever_in(register: SchoolRegister, subject: Subject) -> list[SchoolClass]:
    """List the classes that ever belonged to a group of classes or the school, in the order of the register."""
    classes = list(register.classes.values())
    if subject.about in CLASS_WORDS:
        return [
            each for each in classes if any(getattr(version, subject.about) == subject.id for version in each.versions)
        ]
    return classes


def find_closing_tenure(register: SchoolRegister, class_id: str, period: Period) -> Tenure | None:
    """Find who has a class on the last of its own school days in a period; None where nobody does, or it has none there.

    A class dissolved within the period ended with whoever had it then.
    """
    school_days = register.calendars[class_id].school_days_in(period)
    return register.tenure_on(class_id, school_days[-1]) if school_days else None


def list_classes_held(register: SchoolRegister, teacher: str, period: Period) -> list[Subject]:
    """List the classes that a teacher has at the end of a period, in the order of the register."""
    tenures = ((class_id, find_closing_tenure(register, class_id, period)) for class_id in register.classes)
    return [Subject("class", class_id) for class_id, tenure in tenures if tenure and tenure.teacher == teacher]


def count_years_served(register: SchoolRegister, calendar: Calendar, teacher: str, period: Period) -> int:
    """Count the whole school years served as head teacher at the start of a period, broken service included (班主任龄).

    A school year counts when the teacher had a class on each of its school days; where no term of it is registered,
    when one tenure spans it from its first autumn month to its last summer month. The years before a tenure count
    from the period in which it begins.
    """
    start = calendar.first_school_day(period)
    tenures = [t for t in register.tenures if t.teacher == teacher and t.start <= period.last]
    counts = [0]
    for tenure in tenures:
        years = range(year_of(tenure.start).first.year, year_of(start).first.year)
        later = [other for other in tenures if other.start >= tenure.start]
        whole = sum(_is_whole_year(calendar, later, year) for year in years)
        counts.append(tenure.years_before + whole)
    return max(counts)


def _is_whole_year(calendar: Calendar, tenures: Sequence[Tenure], year: int) -> bool:
    autumn, summer = date(year, 10, 1), date(year + 1, 5, 31)
    days = calendar.school_days_in(year_of(autumn)) or [autumn, summer]
    return all(any(tenure.covers(day) for tenure in tenures) for day in days)
