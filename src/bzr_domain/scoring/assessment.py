"""Assess a class for a period (考核): bring register, rulebooks and facts together into its statement."""

from collections.abc import Iterable, Mapping
from datetime import date

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Period
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

    The facts of other classes are needed where a rulebook ranks or groups, those of earlier periods where it reaches back.
    """
    return LoadedSchool(register=register, books=books, facts=tuple(facts), as_of=as_of)


def score_class(school: LoadedSchool, class_id: str, period: Period) -> tuple[Scope, Statement] | Problem:
    """Score a class for a period: what there is to score with its statement, or why there is none."""
    scope = find_scope(school, class_id, period)
    if isinstance(scope, Problem):
        return scope
    statement = build_statement(scope)
    return statement if isinstance(statement, Problem) else (scope, statement)


def find_scope(school: LoadedSchool, class_id: str, period: Period) -> Scope | Problem:
    """Find what there is to score for a class and a period, or why there is nothing."""
    if not school.calendar.school_days_in(period):
        return explain_no_school_day(period)
    calendar, school_class = school.register.calendars[class_id], school.register.class_in(class_id, period)
    if not calendar.school_days_in(period):
        return _explain(
            f"{period.name}没有{school_class.name}上课的日子({school_class.span.zh})",
            f"{period.name}: class {class_id} has no school day ({school_class.span.en})",
            Message(
                "请看学校文件中这个班级的 from 和 to",
                "see the `from` and `to` of the class in the school file",
            ),
            code="statement.class-without-school-day",
        )
    schedule = school.find_schedule(class_id, period)
    if schedule is None:
        day = calendar.last_school_day(period)
        return _explain(
            f"{school_class.name}在{day}没有采用任何规则",
            f"no rulebook is in force for class {class_id} on {day}",
            Message("请在学校文件中写 [[adopt]]", "add an [[adopt]] to the school file"),
            code="statement.no-rulebook",
        )
    view = SubjectView(school=school, schedule=schedule, subject=Subject("class", class_id))
    return Scope(view=view, period=period)


def explain_no_school_day(period: Period) -> Problem:
    """Return why a period is not assessed that has no school day."""
    return _explain(
        f"{period.name}没有上课日,不考核",
        f"{period.name} has no school day: it is not assessed",
        Message("请看学校文件中的学期起止与假日", "see the terms and holidays of the school file"),
        code="statement.no-school-day",
    )


def assess_class(
    register: SchoolRegister,
    books: Mapping[str, Book],
    class_id: str,
    period: Period,
    facts: Iterable[CurrentFact],
    as_of: date,
) -> Statement | Problem:
    """Assess one class for a period by itself, or say why there is no statement; arguments as in `load_school`.

    The facts were admitted, here or under an earlier rulebook; `application.score_facts` admits those that nobody has.
    """
    return assess_loaded_class(load_school(register, books, facts, as_of), class_id, period)


def assess_loaded_class(school: LoadedSchool, class_id: str, period: Period) -> Statement | Problem:
    """Assess one class of a loaded school for a period, or say why there is no statement."""
    scope = find_scope(school, class_id, period)
    return scope if isinstance(scope, Problem) else build_statement(scope)


def _explain(zh: str, en: str, expected: Message, *, code: str) -> Problem:
    return Problem(code=code, what=Message(zh, en), expected=expected)
