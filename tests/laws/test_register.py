"""Laws of the register: whatever is declared is what it reads afterwards."""

from datetime import date, timedelta

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.events import FactReferred
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.events import RegisterEvent
from bzr_domain.register.roster import SchoolClass, SchoolProfile, Tenure
from bzr_domain.register.school_register import SchoolRegister, decide, evolve, initial
from bzr_domain.scoring.assessment import find_services
from bzr_domain.testing.histories import recorded
from bzr_domain.testing.schools import calendars
from tests.support.builders import SEPTEMBER, adopted, monthly, school

SEPTEMBER_DAYS = st.dates(date(2024, 9, 1), date(2024, 9, 30))


@st.composite
def declarations(draw: st.DrawFn) -> Declaration:
    """A school with some terms, some classes, and a head teacher for some of them."""
    ids = draw(st.lists(st.sampled_from(["g1c1", "g1c2", "g1c3"]), unique=True))
    taught = draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    return Declaration(
        school=SchoolProfile(name=draw(st.sampled_from(["一中", "二中"])), timezone="Asia/Shanghai"),
        terms=draw(calendars()).terms,
        classes=tuple(
            SchoolClass(id=one, name=one, stage="senior", grade=draw(st.sampled_from(["高一", "高二"])))
            for one in ids
        ),
        tenures=tuple(
            Tenure(teacher=f"t{one}", name=f"师{one}", class_id=one, start=draw(SEPTEMBER_DAYS))
            for one in taught
        ),
    )


def declared(register: SchoolRegister, declaration: Declaration) -> SchoolRegister:
    """The register after a declaration."""
    blank = recorded(FactReferred(fact="f", home="h"), 1)
    events = decide(register, declaration)
    assert isinstance(events, tuple)
    page = [
        attrs.evolve(blank, version=register.version + n, event=event)
        for n, event in enumerate(events, 1)
        if isinstance(event, RegisterEvent)
    ]
    assert len(events) == len(page), events
    return evolve(register, page)


@given(st.lists(declarations(), min_size=1, max_size=3))
def test_the_register_reads_like_the_last_declaration(all_of_them: list[Declaration]) -> None:
    """Whatever stood there before, what is declared is what holds."""
    register = initial()
    for one in all_of_them:
        register = declared(register, one)

    last = all_of_them[-1]
    assert last.school == register.school
    assert {term.id: term for term in last.terms} == register.terms
    assert {one.id: one for one in last.classes} == register.classes
    assert set(last.tenures) == set(register.tenures)


@given(st.lists(declarations(), min_size=1, max_size=3))
def test_declaring_twice_is_declaring_once(all_of_them: list[Declaration]) -> None:
    """The same school file again yields no event."""
    register = initial()
    for one in all_of_them:
        register = declared(register, one)

    assert () == decide(register, all_of_them[-1])


@given(SEPTEMBER_DAYS, st.integers(0, 10))
def test_every_school_day_is_served_once_or_by_nobody(change: date, gap: int) -> None:
    """The days of all who served are the month's school days, less those that nobody served."""
    day = timedelta(days=1)
    one = Tenure(teacher="t01", name="张", class_id="g1c1", start=date(2024, 1, 1), end=change)
    two = Tenure(teacher="t02", name="李", class_id="g1c1", start=change + day * (gap + 1))
    register = attrs.evolve(school(adopted(monthly())), tenures=(one, two))
    days = register.calendar.school_days_in(SEPTEMBER)

    served = sum(s.school_days for s in find_services(register, register.calendar, "g1c1", SEPTEMBER))

    assert len([one for one in days if not change < one < two.start]) == served
