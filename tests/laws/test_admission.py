"""Laws of admission: what is admitted says the same again, in whichever words."""

import base64
import hashlib
from datetime import date
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.admission import Admission
from bzr_domain.facts.fact import Fact, leave_plain, make_fact_id
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.normalize import row_of_fact
from bzr_domain.testing.strategies import facts
from tests.support.builders import adopted, monthly, school, small_book

SCHOOL = school(adopted(monthly()))
DESK = Admission(SCHOOL, lambda *_: monthly(), date(2025, 1, 31))
FACTS = facts(monthly(), days=st.dates(date(2024, 9, 2), date(2025, 1, 17)))


def wish(fact: Fact, **other: Any) -> FactRow:
    """The row that says what a fact says."""
    words: dict[str, Any] = {"teacher_ref": fact.teacher, **other}
    return attrs.evolve(row_of_fact(fact), **words)


@given(FACTS)
def test_an_admitted_fact_is_admitted_again_as_itself(fact: Fact) -> None:
    """Written down and read in again, a fact is the same fact with the same id."""
    once = DESK.admit(wish(fact))
    assert isinstance(once, Fact)

    assert once == DESK.admit(wish(once))


@given(FACTS)
def test_labels_and_names_say_the_same_as_ids(fact: Fact) -> None:
    """卫生不合格 is hygiene.finding, 高一(1)班 is g1c1, 安全管理 is safety."""
    titles = {item.id: item.title for item in monthly().items}
    item = titles.get(fact.item) if fact.item is not None and fact.kind == "council.decision" else fact.item
    label = wish(fact, kind=monthly().kinds[fact.kind].title, class_ref="高一(1)班", item=item)

    assert DESK.admit(wish(fact)) == DESK.admit(label)


@given(FACTS)
def test_the_teacher_need_not_be_named(fact: Fact) -> None:
    """The head teacher is filled in from the tenure where the fact is about one."""
    assert DESK.admit(wish(fact)) == DESK.admit(wish(fact, teacher_ref=None))


@given(FACTS)
def test_trailing_zeros_do_not_make_another_fact(fact: Fact) -> None:
    """95 and 95.00 are the same row."""
    longer = {name: getattr(fact, name) for name in ("value", "points")}
    longer = {name: None if number is None else number + 0 * number for name, number in longer.items()}
    one, two = DESK.admit(wish(fact)), DESK.admit(wish(fact, **longer))
    assert isinstance(one, Fact)
    assert isinstance(two, Fact)

    assert make_fact_id(one, 1, leave_plain) == make_fact_id(two, 1, leave_plain)


@given(FACTS, st.dates(date(2025, 2, 1), date(2025, 12, 31)))
def test_nothing_is_admitted_on_a_day_outside_every_term(fact: Fact, day: date) -> None:
    """A day that is no term's is one problem, whatever else the row says."""
    found = DESK.admit(wish(fact, on=day))

    assert isinstance(found, tuple)
    assert ["date"] == [problem.field for problem in found if problem.field == "date"]


PHONES = small_book(
    'base = 9\n[[kind]]\nid = "phone"\ntitle = "玩手机"\nfields = { student = { type = "student" }, seen = "text" }\n'
)
NAMES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)


def call_by_hash(class_id: str, name: str) -> str:
    """A pseudonym for each class and name."""
    digits = hashlib.sha256(f"{class_id} {name}".encode()).digest()[:10]
    return f"student:{base64.b32encode(digits).decode().lower()}"


@given(NAMES, NAMES)
def test_an_admitted_student_is_admitted_again_as_itself(name: str, other: str) -> None:
    """By the pseudonym as by the name; two facts are one where the student is one, and no name is left in a student's field."""
    desk = Admission(school(adopted(PHONES)), lambda *_: PHONES, date(2025, 1, 31), call_by_hash)

    def admit(called: str) -> Fact:
        own = (("seen", other), ("student", called))
        fact = desk.admit(FactRow(kind="玩手机", on=date(2024, 9, 3), class_ref="高一(1)班", own=own))
        assert isinstance(fact, Fact)
        return fact

    once = admit(name)
    assert once == admit(call_by_hash("g1c1", name)) == desk.admit(row_of_fact(once))
    assert once.own == (("seen", other), ("student", call_by_hash("g1c1", name)))
    assert (make_fact_id(once, 1, leave_plain) == make_fact_id(admit(other), 1, leave_plain)) == (name == other)
