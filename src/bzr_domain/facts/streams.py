"""Which history an event belongs to.

One per class and term, one per teacher, one for the school's register, one per class's appointments, one per studio, one
per result of a class and period, one per month's pay sheet. Histories stay short, so that replaying one is quick however
large the school's store has grown.
"""

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.periods import Period
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.school_register import SchoolRegister

REGISTER = "register"
APPOINTMENT = "appointment:"
STUDIO = "studio:"


def home_of(fact: Fact, calendar: Calendar) -> str:
    """The history a fact is recorded in; its day must lie in a term (班级学期档案, 班主任档案)."""
    if fact.teacher is not None:
        return f"teacher:{fact.teacher}"
    term = calendar.term_of(fact.on)
    assert term is not None, "admission refuses days outside every term"
    return of_class(fact.class_id, term)


def of_class(class_id: str, term: Term) -> str:
    """The history of a class in a term."""
    return f"class:{class_id}:{term.id}"


def of_result(class_id: str, period: str) -> str:
    """The history of a class's result for a period (考核结果)."""
    return f"result:{class_id}:{period}"


def of_pay(period: str) -> str:
    """The history of a month's pay sheet (绩效表)."""
    return f"pay:{period}"


def reaching(register: SchoolRegister, class_id: str, within: Period) -> list[str]:
    """The histories that can hold facts of a class for some days, in a fixed order.

    Teachers who once had the class are asked too: a tenure may have been amended after facts were recorded.
    """
    terms = [t for t in register.calendar.terms if t.touches(within.first, within.last)]
    teachers = sorted(register.ever_taught.get(class_id, ()))
    return [of_class(class_id, term) for term in terms] + [f"teacher:{teacher}" for teacher in teachers]


def of_appointments(class_id: str) -> str:
    """The history of a class's appointments (聘任) and substitutes."""
    return f"{APPOINTMENT}{class_id}"


def of_studio(name: str) -> str:
    """The history of a studio (工作室)."""
    return f"{STUDIO}{name}"
