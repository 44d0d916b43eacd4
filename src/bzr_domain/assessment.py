"""Assessing a class for a month (月考核): the register, the rulebooks and the facts brought together."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from bzr_domain.errors import Message, Problem
from bzr_domain.history import Standing
from bzr_domain.periods import Calendar, Cell
from bzr_domain.roster import Tenure
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.schedule import schedule
from bzr_domain.school import Register
from bzr_domain.scoring.result import Scope
from bzr_domain.scoring.statement import Service, Statement, state_month


def scope_for(
    register: Register,
    books: Mapping[str, Book],
    class_id: str,
    month: Cell,
    facts: Iterable[Standing],
    as_of: date,
) -> Scope | Problem:
    """What there is to score for a class and a month, or why there is nothing.

    Args:
        register: The register as known at the time asked for.
        books: Digest → rulebook, every one that the register's adoptions name.
        facts: Facts as they read at that time; those of other classes or days and void ones are left aside.
        as_of: The day of asking, in the school's time zone.
    """
    calendar = register.calendar
    days = calendar.school_days_in(month)
    if not days:
        return _not_assessed(month)

    @cache
    def book_on(day: date) -> Book | None:
        adoption = register.adoption_on(class_id, day)
        return books[adoption.rulebook] if adoption is not None else None

    last = book_on(days[-1])
    if last is None:
        return _no_rulebook(register, class_id, days[-1])
    reach = calendar.reach(month)
    standing = [
        one
        for one in facts
        if one.voided_by is None and one.fact.class_id == class_id and reach.covers(one.fact.on)
    ]
    return Scope(
        school_class=register.classes[class_id],
        month=month,
        calendar=calendar,
        schedule=schedule(book_on, last, month),
        standing=tuple(sorted(standing, key=lambda one: (one.fact.on, one.order))),
        as_of=as_of,
    )


def assess(
    register: Register,
    books: Mapping[str, Book],
    class_id: str,
    month: Cell,
    facts: Iterable[Standing],
    as_of: date,
) -> Statement | Problem:
    """The statement of a class for a month, or why there is none; arguments as in `scope_for`."""
    scope = scope_for(register, books, class_id, month, facts, as_of)
    return scope if isinstance(scope, Problem) else statement_of(register, scope)


def statement_of(register: Register, scope: Scope) -> Statement:
    """The statement of what was found to score."""
    class_id, month = scope.school_class.id, scope.month
    last_day = scope.calendar.school_days_in(month)[-1]
    served = services(register, scope.calendar, class_id, month)
    return state_month(scope, served, register.tenure_on(class_id, last_day))


def services(register: Register, calendar: Calendar, class_id: str, month: Cell) -> tuple[Service, ...]:
    """Who had the class on the month's school days, in order."""
    served: dict[Tenure, list[date]] = {}
    for day in calendar.school_days_in(month):
        tenure = register.tenure_on(class_id, day)
        if tenure is not None:
            served.setdefault(tenure, []).append(day)
    return tuple(
        Service(teacher=t.teacher, name=t.name, first=days[0], last=days[-1], school_days=len(days))
        for t, days in served.items()
    )


def _not_assessed(month: Cell) -> Problem:
    return Problem(
        what=Message(f"{month.name}没有上课日,不考核", f"{month.name} has no school day: it is not assessed"),
        expected=Message("请看学校文件中的学期起止与假日", "see the terms and holidays of the school file"),
    )


def _no_rulebook(register: Register, class_id: str, day: date) -> Problem:
    name = register.classes[class_id].name
    return Problem(
        what=Message(
            f"{name}在{day}没有采用任何规则", f"no rulebook is in force for class {class_id} on {day}"
        ),
        expected=Message("请在学校文件中写 [[adopt]]", "add an [[adopt]] to the school file"),
    )
