"""Laws of classes with days of their own (建班, 撤并): such days change what they say, and nothing else."""

from datetime import date, timedelta

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import Problem
from bzr_domain.register.roster import SchoolClass
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_class, assess_loaded_class, load_school
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.laws import list_figures
from bzr_domain.testing.strategies import PEERS, Case, cases
from tests.support.books import books
from tests.support.builders import as_current_facts, monthly
from tests.support.effort import fewer

DAY = timedelta(days=1)


def with_class(register: SchoolRegister, one: SchoolClass) -> SchoolRegister:
    """The register with a class as it is here."""
    return attrs.evolve(register, classes={**register.classes, one.id: one})


def scored(case: Case, register: SchoolRegister) -> Statement | Problem:
    """The case's statement in a register."""
    return assess_class(register, case.books, case.class_id, case.period, as_current_facts(case.facts), case.as_of)


@fewer(60)
@given(data=st.data(), book=books())
def test_days_that_hold_every_school_day_change_nothing(data: st.DataObject, book: Book) -> None:
    """A class formed by the first school day and not dissolved before the last is as one without days."""
    case = data.draw(cases(book, max_facts=6))
    days = case.register.calendar.school_days
    margin = st.integers(0, 40).map(lambda n: DAY * n)
    one = attrs.evolve(
        case.register.classes[case.class_id],
        start=data.draw(st.sampled_from([None, days[0] - data.draw(margin)])),
        end=data.draw(st.sampled_from([None, days[-1] + data.draw(margin)])),
    )

    plain, dated = scored(case, case.register), scored(case, with_class(case.register, one))

    assert isinstance(plain, Statement)
    assert isinstance(dated, Statement)
    assert list_figures(plain) == list_figures(dated)


@fewer(60)
@given(data=st.data(), book=books())
def test_a_class_that_is_never_there_is_as_none(data: st.DataObject, book: Book) -> None:
    """A peer dissolved before the first school day takes no place, and is in no sum or mean of the others."""
    case = data.draw(cases(book, max_facts=6))
    assume(set(PEERS) <= set(case.register.classes))
    gone, register = next(iter(PEERS)), case.register
    facts = tuple(one for one in case.facts if one.class_id != gone)
    before = register.calendar.school_days[0] - DAY * data.draw(st.integers(1, 40))
    tenures = tuple(one for one in register.tenures if one.class_id != gone)
    classes = {name: one for name, one in register.classes.items() if name != gone}
    dated = with_class(attrs.evolve(register, tenures=tenures), attrs.evolve(register.classes[gone], end=before))

    one = scored(attrs.evolve(case, facts=facts), dated)
    two = scored(attrs.evolve(case, facts=facts), attrs.evolve(dated, classes=classes))

    assert isinstance(one, Statement)
    assert isinstance(two, Statement)
    assert list_figures(one) == list_figures(two)


@fewer(50, nightly=100)
@given(data=st.data(), case=cases(monthly(), max_facts=6, per="month"))
def test_a_class_has_statements_of_its_own_school_days_alone(data: st.DataObject, case: Case) -> None:
    """Of every month: a statement where a school day of it lies within the class's days, a problem where none does."""
    days = case.register.calendar.school_days
    first, last = sorted(data.draw(st.tuples(st.sampled_from(days), st.sampled_from(days))))
    one = attrs.evolve(case.register.classes[case.class_id], start=first, end=last)
    school = load_school(with_class(case.register, one), case.books, as_current_facts(case.facts), date.max)

    for month in case.register.calendar.list_periods_between("month", days[0].replace(day=1), days[-1]):
        stated = isinstance(assess_loaded_class(school, case.class_id, month), Statement)

        assert any(month.covers(day) and first <= day <= last for day in days) == stated
