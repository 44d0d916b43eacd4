"""What can have moved a result: given rulebooks and a register, then these classes, days, facts and entries."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from bzr_domain.facts.class_history import initial
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactVoided
from bzr_domain.facts.fact_history import replay_events
from bzr_domain.kernel.periods import month_of
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.causes_of_change import (
    Cause,
    Dependencies,
    find_dependencies,
    find_fact_causes,
    find_register_causes,
    sort_causes,
)
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    RulebookAdopted,
    SchoolRegistered,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.roster import ClassChange, SchoolProfile, Tenure
from bzr_domain.rulebook.book import Book
from tests.support.builders import AUTUMN, adopted
from tests.support.schools import cell, five, node, of, rules, total

CLAUSE = node("clause", "x", 'facts = "hygiene.finding"\npoints = -1', "total")
PLAIN = rules(total("base = 100") + CLAUSE)
RANKED = rules(total("base = 100") + CLAUSE + node("outcome", "place", 'scores = "total"\nrank = "high"\namong = "school"\nties = "best"'))  # fmt: skip
TEACHER = rules(total("base = 100") + node("value", "v", 'about = "teacher"\nfacts = "hygiene.finding"') + node("clause", "y", 'scores = "v"', "total"))  # fmt: skip
PAST = rules(total("base = 100") + node("clause", "x", 'reach = "term"\nfacts = "hygiene.finding"\npoints = -1', "total"))  # fmt: skip
WIDER = rules(total("base = 100") + node("value", "v", 'per = "term"\nfacts = "hygiene.finding"') + node("clause", "y", 'scores = "v"\npoints = -1', "total"))  # fmt: skip
OCTOBER = cell("2024-10")
SHARED = (
    Tenure(teacher="t1", name="师", class_id="a", start=date(2021, 9, 1)),
    Tenure(teacher="t1", name="师", class_id="b", start=date(2021, 9, 1)),
    Tenure(teacher="t1", name="师", class_id="d", start=date(2021, 9, 1), end=date(2022, 6, 30)),
)


def dependencies(book: Book, **changes: Any) -> Dependencies:
    """What class a's October depends on."""
    register = five(book, **changes)
    return find_dependencies(register, register, [book], "a", OCTOBER)


def at(position: int, event: Any) -> Recorded[Any]:
    """An event as a store keeps it."""
    return Recorded(
        stream="s",
        version=position,
        position=position,
        recorded_at=datetime(2024, 11, 8, tzinfo=UTC),
        actor="x",
        command="c",
        event=event,
    )


@pytest.mark.parametrize(
    ("book", "classes"), [(PLAIN, "a"), (RANKED, "abcde"), (TEACHER, "ab")], ids=["plain", "rank", "teacher"]
)
def test_other_classes_count_where_the_rulebook_reads_them(book: Book, classes: str) -> None:
    """A class by itself; every class where it ranks; the head teacher's other class where it is about the teacher."""
    assert list(classes) == dependencies(book, tenures=SHARED).classes


@pytest.mark.parametrize(
    ("book", "first", "last"),
    [
        (PLAIN, date(2024, 9, 30), date(2024, 11, 3)),
        (PAST, date(1, 1, 8), date(2024, 11, 3)),
        (WIDER, date(1, 1, 8), date(2025, 1, 17)),
    ],
    ids=["weeks-of-the-month", "all-days-before", "to-the-end-of-the-term"],
)
def test_days_count_as_far_as_the_rulebook_reads(book: Book, first: date, last: date) -> None:
    """The month's weeks; everything before where it reads the past; the rest of the term where it reads the term."""
    days = dependencies(book).days

    assert (first, last) == (days.first, days.last)


def test_a_fact_that_once_was_of_the_class_is_a_cause_with_all_that_was_done_to_it() -> None:
    """Recorded under c, moved to a, that correction void: all three; another class's fact is none."""
    here, there = of("a", "hygiene.finding", "2024-10-08"), of("c", "hygiene.finding", "2024-10-08")
    events = [
        FactRecorded(id="f1", fact=there),
        FactCorrected(id="k1", target="f1", after=here, fields=("class_id",), reason="误"),
        FactVoided(id="v1", target="k1", reason="不误"),
        FactRecorded(id="f2", fact=there),
        FactVoided(id="v2", target="f2", reason="误"),
        FactRecorded(id="f3", fact=attrs.evolve(here, on=date(2024, 12, 2))),
    ]
    history = replay_events(initial("class:c:t"), [[at(position, event) for position, event in enumerate(events, 1)]])

    causes = list(find_fact_causes([history], "a", month_of(date(2024, 10, 1)), Calendar()))

    assert [("a", 1), ("a", 2), ("a", 3)] == [(cause.class_id, cause.event.position) for cause in causes]


EARLY = Tenure(teacher="t9", name="师", class_id="a", start=date(2020, 9, 1), end=date(2021, 6, 30))
SPRING_2026 = Term(id="2026-spring", start=date(2026, 2, 16), end=date(2026, 6, 26))
REGISTER = five(PLAIN, tenures=SHARED)


@pytest.mark.parametrize(
    ("event", "class_id"),
    [
        (ClassRegistered(school_class=REGISTER.classes["a"]), "a"),
        (ClassWithdrawn(id="a"), "a"),
        (TenureRegistered(tenure=SHARED[0]), "a"),
        (TenureWithdrawn(tenure=SHARED[1]), "b"),
        (TenureRegistered(tenure=SHARED[2]), "d"),
        (TermRegistered(term=AUTUMN), ""),
        (TermWithdrawn(id=AUTUMN.id), ""),
        (RulebookAdopted(adoption=adopted(PLAIN)), ""),
        (AdoptionWithdrawn(adoption=adopted(PLAIN, class_id="b")), ""),
    ],
    ids=[
        "class",
        "class-withdrawn",
        "tenure",
        "other-class-of-the-teacher",
        "past-class-of-the-teacher",
        "term",
        "term-withdrawn",
        "adoption",
        "adoption-withdrawn",
    ],
)
def test_what_the_register_says_of_these_classes_and_days_is_a_cause(event: Any, class_id: str) -> None:
    """Of the class, its head teacher and that teacher's other classes, its term, its rulebook."""
    cause = Cause(class_id=class_id, event=at(1, event))

    assert [cause] == list(find_register_causes([at(1, event)], dependencies(TEACHER, tenures=SHARED)))


@pytest.mark.parametrize(
    "event",
    [
        ClassWithdrawn(id="c"),
        TenureRegistered(tenure=EARLY),
        TermRegistered(term=SPRING_2026),
        TermWithdrawn(id=SPRING_2026.id),
        RulebookAdopted(adoption=adopted(PLAIN, class_id="c")),
        RulebookAdopted(adoption=adopted(PLAIN, date(2025, 9, 1))),
        AdoptionWithdrawn(adoption=adopted(PLAIN, end=date(2022, 8, 31))),
        SchoolRegistered(school=SchoolProfile(name="校", timezone="Asia/Shanghai")),
    ],
)
def test_what_the_register_says_of_others_is_no_cause(event: Any) -> None:
    """Another class, other days, the school's name."""
    assert [] == list(find_register_causes([at(1, event)], dependencies(TEACHER, tenures=SHARED)))


def test_a_term_that_was_there_when_it_was_published_counts() -> None:
    """A term withdrawn since then is known from the register of then."""
    then = five(PLAIN)
    now = attrs.evolve(then, terms={})

    assert {AUTUMN.id} == find_dependencies(then, now, [PLAIN], "a", OCTOBER).terms


def test_causes_are_sorted_and_told_once() -> None:
    """Only what was recorded after a position, in that order, each event once."""
    causes = [Cause(class_id=name, event=at(position, None)) for name, position in positions("c4 a2 b4 a7")]

    assert [("b", 4), ("a", 7)] == [(one.class_id, one.event.position) for one in sort_causes(causes, 2)]


def positions(text: str) -> Iterable[tuple[str, int]]:
    """Class and position of each word."""
    return ((word[0], int(word[1:])) for word in text.split())


@pytest.mark.parametrize(("grade", "causes"), [("高一", 0), ("高二", 1)])
def test_a_rulebook_of_a_grade_concerns_a_class_while_it_is_in_it(grade: str, causes: int) -> None:
    """Class a was 高一 until August, and is 高二 in October."""
    a = attrs.evolve(five().classes["a"], changes=(ClassChange(start=date(2024, 9, 1), grade="高二"),))
    entry = at(1, RulebookAdopted(adoption=adopted(PLAIN, grade=grade)))

    listed = find_register_causes([entry], dependencies(PLAIN, classes={"a": a}))

    assert causes == len(list(listed))


@pytest.mark.parametrize(("purpose", "causes"), [("", 1), ("allowance", 0)])
def test_a_rulebook_for_another_purpose_moves_nothing(purpose: str, causes: int) -> None:
    """What is adopted for the allowance has no say in the usual result."""
    entry = at(1, RulebookAdopted(adoption=adopted(PLAIN, purpose=purpose)))

    assert causes == len(list(find_register_causes([entry], dependencies(PLAIN))))


@pytest.mark.parametrize(("day", "causes"), [(date(2024, 10, 15), 2), (date(2025, 9, 1), 1)])
def test_a_class_registered_anew_counts_where_it_differs_on_the_days_that_count(day: date, causes: int) -> None:
    """A change from next September on has no say in October's result."""
    a = five().classes["a"]
    risen = attrs.evolve(a, changes=(ClassChange(start=day, grade="高二"),))
    entries = [at(position, ClassRegistered(school_class=each)) for position, each in enumerate((a, risen), 1)]

    assert causes == len(list(find_register_causes(entries, dependencies(PLAIN))))


def test_a_class_withdrawn_and_registered_again_counts_each_time() -> None:
    """In between there was no such class."""
    registered = ClassRegistered(school_class=five().classes["a"])
    entries = [at(n, event) for n, event in enumerate((registered, ClassWithdrawn(id="a"), registered), 1)]

    assert 3 == len(list(find_register_causes(entries, dependencies(PLAIN))))
