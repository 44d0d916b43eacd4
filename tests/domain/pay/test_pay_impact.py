"""What a dispute would do to pay: each head teacher's month with and without one fact."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.pay.pay_impact import (
    PayImpact,
    add_classes_of_heads,
    compute_pay_impacts,
    find_allowance_classes,
)
from bzr_domain.register.roster import Tenure
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import load_school
from tests.domain.pay.test_pay_sheet import SHEET
from tests.support.builders import as_current_facts
from tests.support.schools import END, cell, findings, five, node, rules, total

MONTHS = (
    total()
    + node("item", "i", "base = 10", "total")
    + node("clause", "c", 'facts = "hygiene.finding"\npoints = -1', "i")
    + node("outcome", "pay", 'unit = "元"\nscores = "total"\npoints = 10')
)
ALLOWANCE = total() + node("outcome", "allowance", 'unit = "元"\nfacts = "hygiene.finding"\npoints = 7')


def moved(
    facts: Iterable[Fact], classes: str, allowance: Book | None = None, **changes: Any
) -> list[tuple[str, object, object]]:
    """Whose September moves without the first of some facts, both ways."""
    book, found = rules(MONTHS), as_current_facts(facts)
    books = {one.digest: one for one in (book, allowance) if one is not None}
    school = load_school(five(book, **changes), books, found, END)
    moves = compute_pay_impacts(school, found[0].id, attrs.evolve(SHEET, scheme="pay"), classes, allowance)
    return [(one.teacher, one.before, one.after) for one in moves]


def test_a_head_teachers_month_is_told_both_ways() -> None:
    """Two findings of ten yuan each; whoever does not move is not named."""
    assert [("ta", 80, 100)] == moved(findings(a=2, b=1), "ab")


def test_a_month_is_shared_by_the_days_served() -> None:
    """Handed over after five of twenty days, the month's twenty yuan are shared by a quarter and three."""
    tenures = (
        Tenure(teacher="t1", name="甲", class_id="a", start=date(2021, 9, 1), end=date(2024, 9, 6)),
        Tenure(teacher="t2", name="乙", class_id="a", start=date(2024, 9, 7)),
    )

    found = moved(findings(a=2), "a", tenures=tenures)

    assert [("t1", 20, 25), ("t2", 60, 75)] == found


def test_a_teacher_of_two_classes_is_told_the_whole_of_both() -> None:
    """One class loses two findings, the other has one: 170 yuan become 190."""
    tenures = tuple(Tenure(teacher="t1", name="甲", class_id=name, start=date(2021, 9, 1)) for name in ("a", "b"))

    assert [("t1", 170, 190)] == moved(findings(a=2, b=1), "ab", tenures=tenures)


def test_the_allowance_moves_under_its_own_rulebook() -> None:
    """What the seniority allowance gives for a fact goes with it."""
    assert [("ta", 80 + 14, 100)] == moved(findings(a=2), "a", rules(ALLOWANCE))


def test_a_class_without_a_statement_gives_nothing() -> None:
    """Where no rulebook is in force, nobody is paid and nothing moves."""
    assert [] == moved(findings(a=2), "a", adoptions=())


def test_the_difference_has_its_sign() -> None:
    """Above zero it is to be paid, below zero taken back."""
    impact = PayImpact(teacher="t", name="甲", before=Decimal(300), after=Decimal(130))

    assert -170 == impact.difference


def test_an_allowance_can_move_for_whom_its_rulebook_reads_the_fact() -> None:
    """That class in that month; without an allowance for nobody."""
    book, allowance = rules(MONTHS), rules(ALLOWANCE)
    (fact,) = findings(a=1)
    school = load_school(five(book), {book.digest: book}, [], END)

    assert {"a"} == find_allowance_classes(school, fact, cell("2024-09"), allowance)
    assert set() == find_allowance_classes(school, fact, cell("2024-10"), allowance)
    assert set() == find_allowance_classes(school, fact, cell("2024-09"), None)


def test_with_a_class_go_the_other_classes_of_its_head_teacher() -> None:
    """Those of that month, in the order of the register."""
    tenures = (
        Tenure(teacher="t1", name="甲", class_id="b", start=date(2021, 9, 1)),
        Tenure(teacher="t1", name="甲", class_id="a", start=date(2021, 9, 1)),
        Tenure(teacher="t1", name="甲", class_id="c", start=date(2024, 10, 8)),
        Tenure(teacher="t2", name="乙", class_id="d", start=date(2021, 9, 1)),
    )

    assert ["a", "b"] == add_classes_of_heads(five(tenures=tenures), cell("2024-09"), {"b"})
    assert [] == add_classes_of_heads(five(tenures=tenures), cell("2024-09"), set())
