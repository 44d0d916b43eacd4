"""Whom a value is about when the head teacher changes, and the figures of the roster."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from bzr_domain.projections.budget import project_budget
from bzr_domain.register.roster import ClassChange, Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.scoring.assessment import assess_class, load_school
from bzr_domain.scoring.subjects import Subject, count_years_served, list_class_ids
from tests.support.builders import adopted, as_current_facts, stated
from tests.support.schools import END, cell, findings, five, node, of, rules, state, total, worth

CHANGED = (
    Tenure(teacher="told", name="甲", class_id="a", start=date(2021, 9, 1), end=date(2024, 10, 31)),
    Tenure(teacher="tnew", name="乙", class_id="a", start=date(2024, 11, 1)),
)
MISSED = attrs.evolve(of("a", "staff.meeting_missed", "2024-12-10"), teacher="tnew")
TERMS = total() + node("value", "missed", 'about = "teacher"\nper = "term"\nfacts = "staff.meeting_missed"')


@pytest.mark.parametrize(
    "words",
    [
        'scores = "missed"\npoints = -50',
        'facts = "hygiene.*"\nbase = 0\npoints = "@missed"',
        'when.missed.from = 1\nbase = -50\nscores = "school_days"\npoints = 0',
    ],
)
def test_september_is_its_own_head_teachers(words: str) -> None:
    """What the next head teacher misses in December never touches the September of the one before."""
    text = TERMS + node("value", "x", words)
    facts = [MISSED, *findings(a=2)]
    register = five(tenures=CHANGED)

    september = worth(text, *facts, register=register)
    without = worth(text, *findings(a=2), register=register)

    assert without == september


def test_december_is_the_new_head_teachers() -> None:
    """The month in which somebody has the class reads that person's term."""
    text = TERMS + node("value", "x", 'scores = "missed"\npoints = -50')

    assert -50 == worth(text, MISSED, period="2024-12", register=five(tenures=CHANGED))


def test_a_class_without_a_head_teacher_has_no_teachers_figure() -> None:
    """Nothing is there to read, so the limit that needs it leaves the clause without a value."""
    text = TERMS + node("value", "x", 'facts = "hygiene.finding"\npoints = "@missed"')

    assert worth(text, *findings(a=2), register=five(tenures=())) is None


def test_figures_of_the_roster_are_read_as_limits() -> None:
    """At most one point a head: 40 students in class a."""
    text = total() + node("value", "x", 'facts = "hygiene.finding"\ncap = "@students"')

    assert 40 == worth(text, *findings(a=50))


def test_a_group_can_be_asked_for_its_own_word() -> None:
    """A node about a grade knows which grade it is, and no stage."""
    text = total() + node("value", "x", 'about = "grade"\nscores = "classes"\nwhen.grade = "高一"\notherwise = 0')
    other = total() + node("value", "x", 'about = "grade"\nscores = "classes"\nwhen.stage = "senior"\notherwise = 0')

    assert (3, 0) == (worth(text), worth(other))


def test_years_are_the_same_whoever_asks() -> None:
    """Two nodes that read the years of service in one month agree; two years since September 2021 … three."""
    text = (
        total()
        + node("value", "y", 'about = "teacher"\nscores = "years"')
        + node("value", "x", 'scores = "y"\npoints = "@years"')
    )

    assert 9 == worth(text)


def test_years_before_count_from_the_month_in_which_a_tenure_begins() -> None:
    """Eight years elsewhere count in the month of the 16th, and not in the month before; years here count at its start."""
    text = total() + node("value", "x", 'scores = "years"')
    late = Tenure(teacher="tnew", name="乙", class_id="a", start=date(2024, 10, 16), years_before=8)
    before = Tenure(teacher="tnew", name="乙", class_id="b", start=date(2024, 9, 1), end=date(2024, 10, 15))
    register = five(tenures=(before, late))

    assert 8 == worth(text, period="2024-10", register=register)
    assert 8 == worth(text, period="2025-06", register=register)
    assert [0, 8] == [everybody_years(register, period)["tnew"] for period in ("2024-09", "2024-10")]


def everybody_years(register: SchoolRegister, period: str) -> dict[str, int]:
    """Teacher → years served at the start of a month."""
    teachers = {tenure.teacher for tenure in register.tenures}
    return {who: count_years_served(register, register.calendar, who, cell(period)) for who in teachers}


def test_the_budget_counts_who_began_in_the_year_and_not_who_left() -> None:
    """Given a change in November, then the forecast is of those in office at the year's end, with the years they bring."""
    text = total() + node(
        "value",
        "eligible",
        'about = "teacher"\nper = "year"\nscores = "years"\ntable = [{ from = 8, gives = 1 }, { gives = 0 }]',
    )
    text += node("outcome", "people", 'about = "school"\nper = "year"\nscores = "eligible"\ntake = "total"')
    old, new = (attrs.evolve(tenure, years_before=8) for tenure in CHANGED)
    book = rules(text)
    school = load_school(five(book, tenures=(old, new)), {book.digest: book}, [], END)

    (line,) = project_budget(school, cell("2024-2025"))

    assert [("tnew", Decimal(1))] == list(line.amounts)


def test_what_no_week_applies_to_is_not_missing() -> None:
    """A weekly clause for another grade is not applicable to the month, not unassessed."""
    text = total("base = 1") + node(
        "clause",
        "x",
        'per = "week"\nfacts = "class.score"\nnumber = "value"\ntake = "last"\nwhen.grade = "高二"',
        "total",
    )
    for facts in ([], [of("a", "class.score", value=90)]):
        statement = state(text, facts)

        assert ("not-applicable", ()) == (statement.results["x"].state, statement.not_assessed)


def test_a_place_waits_for_nobody() -> None:
    """In a month that is not over everybody is placed by what is known."""
    text = total() + node("value", "x", 'facts = "hygiene.finding"\nrank = "low"\namong = "school"\nties = "best"')

    assert 1 == worth(text, *findings(a=1, b=3, c=2, d=2, e=2), as_of=date(2024, 9, 10))


def test_months_before_the_rulebook_are_not_read() -> None:
    """Adopted in November: the mean since ever is that of November and December."""
    text = total("base = 100") + node("clause", "d", 'facts = "hygiene.finding"\npoints = -10', "total")
    text += node("outcome", "x", 'scores = "total"\ntake = "mean"\nreach = "ever"')
    book = rules(text)
    late = attrs.evolve(adopted(book), start=date(2024, 11, 1))
    facts = [of("a", "hygiene.finding", "2024-09-03", count=9), of("a", "hygiene.finding", "2024-12-03")]

    statement = stated(
        assess_class(
            attrs.evolve(five(), adoptions=(late,)),
            {book.digest: book},
            "a",
            cell("2024-12"),
            as_current_facts(facts),
            END,
        )
    )

    assert Decimal(95) == statement.outcomes["x"]


def test_a_class_under_no_rulebook_has_no_budget() -> None:
    """Only the classes of the first grade are under the rulebook; the others add nothing and break nothing."""
    book = rules(
        total()
        + node("outcome", "o", 'about = "school"\nper = "year"\nscores = "total.m"\ntake = "total"')
        + node("value", "total.m", 'per = "year"\nscores = "classes"')
    )
    part = attrs.evolve(adopted(book), grade="高一")
    school = load_school(attrs.evolve(five(), adoptions=(part,)), {book.digest: book}, [], END)

    (line,) = project_budget(school, cell("2024-2025"))

    assert 3 == line.result.value


def test_only_clauses_whose_facts_count_one_by_one_can_be_split_by_day() -> None:
    """A node that reads scores, or facts of the whole term, is one number."""
    text = total() + node("value", "s", 'scores = "total"')
    text += node("value", "t", 'facts = "hygiene.finding"\nreach = "term"') + node(
        "value", "f", 'facts = "hygiene.finding"'
    )
    nodes = rules(text).nodes

    assert [False, False, True] == [nodes[name].adds_up for name in ("s", "t", "f")]


def test_months_under_a_version_without_the_node_are_not_read() -> None:
    """The figure came with the second version, in November: of October there is nothing to read."""
    first = rules(total("base = 100"))
    second = rules(
        total("base = 100")
        + node("value", "extra", 'facts = "hygiene.finding"\ntake = "total"')
        + node("outcome", "x", 'scores = "extra"\ntake = "total"\nreach = "ever"')
    )
    adoptions = (
        attrs.evolve(adopted(first), end=date(2024, 10, 31)),
        attrs.evolve(adopted(second), start=date(2024, 11, 1)),
    )
    facts = [
        of("a", "hygiene.finding", "2024-10-08", count=9),
        of("a", "hygiene.finding", "2024-12-03", count=2),
    ]

    statement = stated(
        assess_class(
            attrs.evolve(five(), adoptions=adoptions),
            {first.digest: first, second.digest: second},
            "a",
            cell("2024-12"),
            as_current_facts(facts),
            END,
        )
    )

    assert 2 == statement.outcomes["x"]


@pytest.mark.parametrize(
    ("about", "name", "classes"), [("class", "a", ["a"]), ("teacher", "tb", ["b"]), ("school", "", list("abcde"))]
)
def test_the_classes_of_a_subject_are_listed(about: str, name: str, classes: list[str]) -> None:
    """A class is its own one, a head teacher has those of that day, the school has all."""
    assert classes == list_class_ids(five(), Subject(about, name), END)


RISEN = five(
    classes={
        **five().classes,
        "a": attrs.evolve(
            five().classes["a"], changes=(ClassChange(start=date(2024, 12, 1), grade="高二", students=30),)
        ),
    }
)
"""Class a rises to 高二 in December, with thirty students."""


@pytest.mark.parametrize(("period", "students"), [("2024-11", 40), ("2024-12", 30)])
def test_the_number_of_students_is_that_of_the_day(period: str, students: int) -> None:
    """Who left in December was there in November."""
    text = total() + node("value", "x", 'scores = "students"\npoints = 1')

    assert students == worth(text, period=period, register=RISEN)


def test_a_condition_on_the_grade_asks_for_that_of_the_period() -> None:
    """A clause for 高二 holds for the class from December on."""
    text = total() + node("value", "x", 'when.grade = "高二"\nbase = 5\nfacts = "hygiene.finding"')

    assert (None, 5) == tuple(worth(text, period=period, register=RISEN) for period in ("2024-11", "2024-12"))


def test_a_class_is_compared_with_those_of_its_grade_then() -> None:
    """Of the five, a, b and c are 高一 in November; in December a is among 高二."""
    november, december = date(2024, 11, 29), date(2024, 12, 31)

    assert ["a", "b", "c"] == list_class_ids(RISEN, Subject("grade", "高一"), november)
    assert ["b", "c"] == list_class_ids(RISEN, Subject("grade", "高一"), december)
    assert ["a", "d", "e"] == list_class_ids(RISEN, Subject("grade", "高二"), december)


def test_facts_of_a_grade_are_those_of_its_classes_then() -> None:
    """What was found in class a in November is 高一's, and in December 高二's."""
    text = total() + node("value", "found", 'about = "grade"\nper = "term"\nfacts = "hygiene.finding"') + node("value", "x", 'scores = "found"')  # fmt: skip
    facts = [of("a", "hygiene.finding", day, count=2) for day in ("2024-11-05", "2024-12-05")]

    assert (2, 2) == tuple(worth(text, *facts, period=period, register=RISEN) for period in ("2024-11", "2024-12"))
    assert 4 == worth(text, *facts, period="2024-12")
