"""Laws of classes that change from a day on (变动): a change moves what comes after it, and nothing that was before."""

from datetime import date, timedelta
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.publication.causes_of_change import find_dependencies
from bzr_domain.register.roster import ClassChange, SchoolClass
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.laws import list_figures
from bzr_domain.testing.strategies import FIRST_DAY, Case, cases
from tests.support.books import books
from tests.support.builders import as_current_facts
from tests.support.effort import fewer

DAY = timedelta(days=1)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["高二(1)班", "高二(2)班"]),
    "stage": st.sampled_from(["junior", "college"]),
    "grade": st.sampled_from(["高一", "高二"]),
    "students": st.integers(0, 60),
    "class_type": st.sampled_from(["", "创新班"]),
    "aliases": st.sampled_from([(), ("二1",)]),
}


def changes(days: st.SearchStrategy[date]) -> st.SearchStrategy[tuple[ClassChange, ...]]:
    """One to three changes from different days, each of some attributes."""
    values: dict[str, st.SearchStrategy[Any]] = {"start": days}
    change = st.fixed_dictionaries(values, optional=VALUES).map(lambda values: ClassChange(**values))
    return st.lists(change, min_size=1, max_size=3, unique_by=lambda change: change.start).map(tuple)


def with_class(register: SchoolRegister, school_class: SchoolClass) -> SchoolRegister:
    """The register with a class as it is here."""
    return attrs.evolve(register, classes={**register.classes, school_class.id: school_class})


def stated(case: Case, register: SchoolRegister) -> tuple[object, ...]:
    """Every figure of the case's statement in a register, and the class as it is at the end of the period."""
    facts = as_current_facts(case.facts)
    statement = assess_class(register, case.books, case.class_id, case.period, facts, case.as_of)
    assert isinstance(statement, Statement)
    return list_figures(statement), attrs.evolve(statement.school_class, changes=())


@fewer(60)
@given(data=st.data(), book=books())
def test_a_later_change_never_moves_an_earlier_period(data: st.DataObject, book: Book) -> None:
    """Upkeep for a new year, of the class or of one that it is compared with, leaves every figure and name standing."""
    case = data.draw(cases(book, max_facts=6))
    read = find_dependencies(case.register, case.register, [book], case.class_id, case.period).days
    later = st.integers(1, 400).map(lambda n: read.last + DAY * n)
    class_id = data.draw(st.sampled_from([*case.register.classes]))
    changed = attrs.evolve(case.register.classes[class_id], changes=data.draw(changes(later)))

    assert stated(case, case.register) == stated(case, with_class(case.register, changed))


@fewer(60)
@given(data=st.data(), book=books())
def test_a_change_before_the_first_day_is_as_if_the_class_had_always_been_so(data: st.DataObject, book: Book) -> None:
    """A class that changed before anything was recorded reads like one that is registered as it is since."""
    case = data.draw(cases(book, max_facts=6))
    earlier = st.integers(1, 400).map(lambda n: FIRST_DAY - DAY * (40 + n))
    class_id = data.draw(st.sampled_from([*case.register.classes]))
    changed = attrs.evolve(case.register.classes[class_id], changes=data.draw(changes(earlier)))

    plain = with_class(case.register, changed.on(FIRST_DAY))

    assert stated(case, plain) == stated(case, with_class(case.register, changed))


@given(data=st.data())
def test_every_day_shows_the_class_of_the_last_change_before_it(data: st.DataObject) -> None:
    """Change after change, each amending what was before; the order in which they are written is no matter."""
    days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
    listed = data.draw(changes(days))
    school_class = SchoolClass(id="c", name="高一(1)班", stage="senior", grade="高一", students=45, changes=listed)
    day = data.draw(days)

    expected = attrs.evolve(school_class, changes=())
    for change in sorted(listed, key=lambda change: change.start):
        expected = attrs.evolve(expected, **change.values) if change.start <= day else expected

    assert expected == school_class.on(day) == attrs.evolve(school_class, changes=listed[::-1]).on(day)
