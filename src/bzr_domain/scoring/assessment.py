"""Assessing a class for a period (考核): the register, the rulebooks and the facts brought together."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from bzr_domain.facts.history import CurrentFact
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.roster import SchoolClass
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import TOTAL, Book
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Service, Statement, state
from bzr_domain.scoring.subject_view import Scope, SubjectView
from bzr_domain.scoring.subjects import Subject


def load_school(
    register: SchoolRegister, books: Mapping[str, Book], facts: Iterable[CurrentFact], as_of: date
) -> LoadedSchool:
    """What can be scored at all, for every class; what was computed for one is kept for the others.

    Args:
        register: The register as known at the time asked for.
        books: Digest → rulebook, every one that the register's adoptions name.
        facts: Facts as they read at that time; void ones are left aside. Those of other classes are needed where a
            rulebook ranks or groups, those of earlier cells where it reaches back.
        as_of: The day of asking, in the school's time zone.
    """
    return LoadedSchool(register=register, books=books, facts=tuple(facts), as_of=as_of)


def find_scope(school: LoadedSchool, class_id: str, period: Period) -> Scope | Problem:
    """What there is to score for a class and a period, or why there is nothing."""
    if not school.calendar.school_days_in(period):
        return _not_assessed(period)
    calendar = school.register.calendars[class_id]
    if not calendar.school_days_in(period):
        return _no_such_class(school.register.classes[class_id], period)
    schedule = school.schedule(class_id, period)
    if schedule is None:
        return _no_rulebook(school.register, class_id, calendar.last_school_day(period))
    view = SubjectView(school=school, schedule=schedule, subject=Subject("class", class_id))
    return Scope(view=view, period=period)


def scope_for(
    register: SchoolRegister,
    books: Mapping[str, Book],
    class_id: str,
    period: Period,
    facts: Iterable[CurrentFact],
    as_of: date,
) -> Scope | Problem:
    """What there is to score for one class and a period by itself; arguments as in `load_school`."""
    return find_scope(load_school(register, books, facts, as_of), class_id, period)


def assess_class(
    register: SchoolRegister,
    books: Mapping[str, Book],
    class_id: str,
    period: Period,
    facts: Iterable[CurrentFact],
    as_of: date,
) -> Statement | Problem:
    """The statement of a class for a period, or why there is none; arguments as in `load_school`."""
    scope = scope_for(register, books, class_id, period, facts, as_of)
    return scope if isinstance(scope, Problem) else statement_of(scope)


def assess_loaded_class(school: LoadedSchool, class_id: str, period: Period) -> Statement | Problem:
    """The statement of one class of a world for a period, or why there is none."""
    scope = find_scope(school, class_id, period)
    return scope if isinstance(scope, Problem) else statement_of(scope)


def statement_of(scope: Scope) -> Statement | Problem:
    """The statement of what was found to score; a problem where the rulebook has no total for such a period."""
    total = scope.schedule.book.total_of(scope.period.per)
    if total is None:
        return _no_total(scope)
    register = scope.view.school.register
    class_id, period = scope.school_class.id, scope.period
    served = find_services(register, scope.calendar, class_id, period)
    return state(scope, total, served, register.tenure_on(class_id, scope.calendar.last_school_day(period)))


def find_services(
    register: SchoolRegister, calendar: Calendar, class_id: str, period: Period
) -> tuple[Service, ...]:
    """Who had the class on a period's school days, in order; a tenure written in several lines is one service."""
    held = [(day, register.tenure_on(class_id, day)) for day in calendar.school_days_in(period)]
    found = []
    for _, stretch in groupby(held, key=lambda one: one[1] and one[1].teacher):
        days = list(stretch)
        (first, tenure), (last, _) = days[0], days[-1]
        if tenure is not None:
            found.append(
                Service(
                    teacher=tenure.teacher, name=tenure.name, first=first, last=last, school_days=len(days)
                )
            )
    return tuple(found)


def _no_total(scope: Scope) -> Problem:
    last, per = scope.schedule.last, scope.period.per
    own = [node.per for node in last.nodes.values() if node.id.split(".", 1)[0] == TOTAL]
    zh, en = "、".join(dict.fromkeys(own)), ", ".join(dict.fromkeys(own))
    return Problem(
        what=Message(
            f"规则“{last.title}”不按 {per} 考核({scope.period.name})",
            f"rulebook {last.id!r} has no total per {per} ({scope.period.name})",
        ),
        expected=Message(f"它的总分按 {zh}", f"its totals are per {en}"),
    )


def _not_assessed(month: Period) -> Problem:
    return Problem(
        what=Message(f"{month.name}没有上课日,不考核", f"{month.name} has no school day: it is not assessed"),
        expected=Message("请看学校文件中的学期起止与假日", "see the terms and holidays of the school file"),
    )


def _no_such_class(one: SchoolClass, period: Period) -> Problem:
    return Problem(
        what=Message(
            f"{period.name}没有{one.name}上课的日子({one.span.zh})",
            f"{period.name}: class {one.id} has no school day ({one.span.en})",
        ),
        expected=Message(
            "请看学校文件中这个班级的 from 和 to", "see the `from` and `to` of the class in the school file"
        ),
    )


def _no_rulebook(register: SchoolRegister, class_id: str, day: date) -> Problem:
    name = register.classes[class_id].name
    return Problem(
        what=Message(
            f"{name}在{day}没有采用任何规则", f"no rulebook is in force for class {class_id} on {day}"
        ),
        expected=Message("请在学校文件中写 [[adopt]]", "add an [[adopt]] to the school file"),
    )
