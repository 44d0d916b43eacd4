"""Whom a verdict struck, and when: it stays with the person and the month (认定)."""

from datetime import date

import attrs
import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.register.roster import Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.scoring.assessment import assess_class
from tests.support.builders import adopted, as_current_facts, stated
from tests.support.schools import END, cell, five, node, of, rules, state, total

MONTHLY = total("base = 100") + node("clause", "d", 'facts = "hygiene.finding"\npoints = -10', "total")
MONTHLY += node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"')
LOW = MONTHLY + node("value", "low", 'scores = "total"\nwhere.score.under = 60\nnumber = "count"\nreach = "tenure"')
PERSON = 'about = "teacher"\nper = "term"\n'
TWICE = "table = [{ from = 2, gives = true }, { gives = false }]"
BY_PERSON = LOW + node("outcome", "x", PERSON + f'scores = "low"\ntake = "highest"\n{TWICE}')


def tenure(teacher: str, class_id: str, start: str = "2024-09-01", end: str | None = None) -> Tenure:
    """A tenure from one day to another."""
    last = None if end is None else date.fromisoformat(end)
    name = f"师{teacher}"
    return Tenure(teacher=teacher, name=name, class_id=class_id, start=date.fromisoformat(start), end=last)


def bad(*months: str, class_id: str = "a") -> list[Fact]:
    """Five findings in each of some months: 50 points."""
    return [of(class_id, "hygiene.finding", f"{month}-18", count=5) for month in months]


def disqualified(
    text: str, facts: list[Fact], *tenures: Tenure, period: str = "2024-autumn"
) -> list[tuple[str | None, str, str]]:
    """Whom some outcomes of class a struck: teacher, class, month."""
    register: SchoolRegister = five(tenures=tenures) if tenures else five()
    statement = state(text, facts, period=period, register=register)
    return [(d.teacher, d.class_id, d.month.name) for d in statement.disqualifications]


def test_a_verdict_stays_with_who_left() -> None:
    """Two bad months, then a new head teacher: it is the old one who was struck, in October."""
    old, new = tenure("t1", "a", end="2024-10-31"), tenure("t2", "a", "2024-11-01")

    statement = state(BY_PERSON, bad("2024-09", "2024-10"), period="2024-autumn", register=five(tenures=(old, new)))

    (disqualification,) = statement.disqualifications
    assert ("x", "x", "试", "t1", "师t1", "a") == (
        disqualification.id,
        disqualification.title,
        disqualification.cite,
        disqualification.teacher,
        disqualification.name,
        disqualification.class_id,
    )
    assert "2024-10" == disqualification.month.name
    assert {"x": False} == statement.outcomes


def test_a_verdict_comes_along_to_the_next_class() -> None:
    """Struck with class b, then head teacher of a: a's statement names it, with b as the class."""
    moved = (tenure("t1", "b", end="2024-10-31"), tenure("t1", "a", "2024-11-01"))

    assert [("t1", "b", "2024-10")] == disqualified(BY_PERSON, bad("2024-09", "2024-10", class_id="b"), *moved)


def test_what_struck_in_an_earlier_term_keeps_its_month() -> None:
    """The second bad month was in December; in spring it still stands, since December."""
    facts = bad("2024-10", "2024-12")

    assert [("ta", "a", "2024-12")] == disqualified(BY_PERSON, facts, period="2025-spring")


def test_the_line_of_earlier_months_ends_where_it_begins() -> None:
    """Bad from the first month of all, or since the tenure began: no month before is asked."""
    once = BY_PERSON.replace("from = 2", "from = 1")
    late = tenure("t2", "a", "2024-11-01")

    assert [("ta", "a", "2024-09")] == disqualified(once, bad("2024-09"))
    assert [("t2", "a", "2024-11")] == disqualified(once, bad("2024-10", "2024-11"), late)


def test_months_counted_together_strike_with_the_last_that_was_needed() -> None:
    """Counted over the term in one outcome, the second bad month strikes; the third adds nothing."""
    text = MONTHLY + node(
        "outcome", "x", f'{PERSON}scores = "total"\nwhere.score.under = 60\nnumber = "count"\n{TWICE}'
    )

    assert [("ta", "a", "2024-11")] == disqualified(text, bad("2024-09", "2024-11", "2024-12"))


def test_an_outcome_about_the_class_is_its_present_head_teachers() -> None:
    """Nobody else is asked; without a head teacher it is nobody's."""
    text = LOW + node("outcome", "x", f'per = "term"\nscores = "low"\ntake = "highest"\n{TWICE}')
    facts = bad("2024-09", "2024-10")

    assert [("ta", "a", "2024-10")] == disqualified(text, facts)
    assert [(None, "a", "2024-10")] == disqualified(text, facts, tenure("t1", "a", end="2024-12-31"))


def test_facts_strike_on_their_day() -> None:
    """The third finding of the term makes three."""
    text = MONTHLY + node("outcome", "x", PERSON + 'facts = "hygiene.finding"\ntable = [{ from = 3, gives = true }]')
    facts = [of("a", "hygiene.finding", day) for day in ("2024-09-03", "2024-12-03", "2024-10-08", "2024-11-05")]

    assert [("ta", "a", "2024-11")] == disqualified(text, facts)


def test_of_several_clauses_the_earliest_strikes() -> None:
    """One in December, another in October: the outcome has struck in October."""
    text = MONTHLY + node("outcome", "x", 'per = "term"')
    for kind in ("safety.criminal", "safety.public_order", "safety.violation"):
        text += node("clause", kind[7:], f'per = "term"\nfacts = "{kind}"\ntable = [{{ from = 1, gives = true }}]', "x")
    facts = [of("a", "safety.criminal", "2024-12-03"), of("a", "safety.public_order", "2024-10-08")]

    assert [("ta", "a", "2024-10")] == disqualified(text, facts)


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ('facts = "award.student"\ntable = [{ is = 0, gives = true }]', "2025-01"),
        ('scores = "total.term"\ntable = [{ under = 95, gives = true }]', "2025-01"),
        ('scores = "months"\ntable = [{ is = "差", gives = true }]\ntake = "lowest"', "2025-01"),
        ('scores = "students"\ntable = [{ from = 1, gives = true }]', "2025-01"),
        (
            'scores = "total.term"\nrank = "low"\namong = "school"\nties = "best"\ntable = [{ is = 1, gives = true }]',
            "2025-01",
        ),
        (
            'scores = "total"\ntake = "total"\ndivide_by = 5\ntable = [{ under = 95, gives = true }]',
            "2025-01",
        ),
    ],
    ids=["absence", "term", "labels", "roster", "place", "quotient"],
)
def test_what_the_whole_period_decides_strikes_at_its_end(words: str, month: str) -> None:
    """Nothing recorded, a mean, labels, a figure, a place, a quotient: none of them is one month's."""
    grades = 'labels = ["差", "好"]\nscores = "total"\ntable = [{ from = 60, gives = "好" }, { gives = "差" }]'
    text = MONTHLY + node("value", "months", grades) + node("outcome", "x", f'per = "term"\n{words}')

    assert [("ta", "a", month)] == disqualified(text, bad("2024-09"))


def test_a_rulebook_that_did_not_know_the_score_yet_ends_the_line() -> None:
    """September stood under a rulebook without that value, so the line begins in October."""
    once = rules(BY_PERSON.replace("from = 2", "from = 1"))
    bare = attrs.evolve(rules(MONTHLY), id=once.id)
    none = [
        adopted(once, date(2024, 10, 1)),
        attrs.evolve(adopted(bare, date(2024, 9, 1)), end=date(2024, 9, 30)),
    ]
    facts = as_current_facts(bad("2024-09", "2024-10"))
    for adoptions in (tuple(none), (none[0],)):
        register = attrs.evolve(five(), adoptions=adoptions)
        books = {book.digest: book for book in (once, bare)}
        statement = stated(assess_class(register, books, "a", cell("2024-autumn"), facts, END))
        assert ["2024-10"] == [d.month.name for d in statement.disqualifications]
