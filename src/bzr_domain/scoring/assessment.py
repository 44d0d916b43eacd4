"""Assess a class for a period (考核): bring register, rulebooks and facts together into its statement."""

from collections.abc import Iterable, Mapping
from datetime import date

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.register.roster import SchoolClass
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement, build_statement
from bzr_domain.scoring.subject_view import Scope, SubjectView
from bzr_domain.scoring.subjects import Subject


def load_school(
    register: SchoolRegister, books: Mapping[str, Book], facts: Iterable[CurrentFact], as_of: date
) -> LoadedSchool:
    """Load a school for scoring; what is computed for one class is kept for the others.

    Args:
        register: The register as known at the moment asked for.
        books: Digest → rulebook, every one that the register's adoptions name.
        facts: Facts as they read at that moment; void ones are left aside. Those of other classes are needed where a
            rulebook ranks or groups, those of earlier periods where it reaches back.
        as_of: The day of asking, in the school's time zone.
    """
    return LoadedSchool(register=register, books=books, facts=tuple(facts), as_of=as_of)


def find_scope(school: LoadedSchool, class_id: str, period: Period) -> Scope | Problem:
    """Find what there is to score for a class and a period, or why there is nothing."""
    if not school.calendar.school_days_in(period):
        return _explain_no_school_day(period)
    calendar = school.register.calendars[class_id]
    if not calendar.school_days_in(period):
        return _explain_no_class(school.register.classes[class_id], period)
    schedule = school.find_schedule(class_id, period)
    if schedule is None:
        return _explain_no_rulebook(school.register, class_id, calendar.last_school_day(period))
    view = SubjectView(school=school, schedule=schedule, subject=Subject("class", class_id))
    return Scope(view=view, period=period)


def assess_class(
    register: SchoolRegister,
    books: Mapping[str, Book],
    class_id: str,
    period: Period,
    facts: Iterable[CurrentFact],
    as_of: date,
) -> Statement | Problem:
    """Assess one class for a period by itself, or say why there is no statement; arguments as in `load_school`."""
    return assess_loaded_class(load_school(register, books, facts, as_of), class_id, period)


def assess_loaded_class(school: LoadedSchool, class_id: str, period: Period) -> Statement | Problem:
    """Assess one class of a loaded school for a period, or say why there is no statement."""
    scope = find_scope(school, class_id, period)
    return scope if isinstance(scope, Problem) else build_statement(scope)


def _explain_no_school_day(period: Period) -> Problem:
    return Problem(
        what=Message(
            f"{period.name}没有上课日,不考核", f"{period.name} has no school day: it is not assessed"
        ),
        expected=Message("请看学校文件中的学期起止与假日", "see the terms and holidays of the school file"),
    )


def _explain_no_class(school_class: SchoolClass, period: Period) -> Problem:
    return Problem(
        what=Message(
            f"{period.name}没有{school_class.name}上课的日子({school_class.span.zh})",
            f"{period.name}: class {school_class.id} has no school day ({school_class.span.en})",
        ),
        expected=Message(
            "请看学校文件中这个班级的 from 和 to", "see the `from` and `to` of the class in the school file"
        ),
    )


def _explain_no_rulebook(register: SchoolRegister, class_id: str, day: date) -> Problem:
    name = register.classes[class_id].name
    return Problem(
        what=Message(
            f"{name}在{day}没有采用任何规则", f"no rulebook is in force for class {class_id} on {day}"
        ),
        expected=Message("请在学校文件中写 [[adopt]]", "add an [[adopt]] to the school file"),
    )
