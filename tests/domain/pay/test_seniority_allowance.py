"""The seniority allowance: whose it is where a teacher has two classes, or a class two head teachers."""

from datetime import date

import attrs
import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.pay.seniority_allowance import check_allowance, compute_allowances, find_allowance
from bzr_domain.register.roster import Tenure
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import load_school
from tests.support.builders import KINDS, RULEBOOKS, as_current_facts
from tests.support.schools import END, cell, five, node, of, rules, total

A21 = parse_rulebook((RULEBOOKS / "seniority-and-duty.toml").read_text(encoding="utf-8"), KINDS)
ABOUT_CLASSES = rules(total() + node("outcome", "allowance", 'unit = "元"\nscores = "students"\npoints = 10'))


def held(teacher: str, class_id: str, start: date, end: date | None = None, years: int = 0) -> Tenure:
    """A tenure."""
    return Tenure(teacher=teacher, name=teacher, class_id=class_id, start=start, end=end, years_before=years)


def on_duty(teacher: str, class_id: str, hours: int, on: str = "2024-10-10", count: int = 10) -> Fact:
    """So many hours on duty, of so many required."""
    return attrs.evolve(of(class_id, "duty.hours", on, value=hours, count=count), teacher=teacher)


def given(book: Book, tenures: tuple[Tenure, ...], *facts: Fact, period: str = "2024-10") -> dict[str, str]:
    """Teacher → allowance of a month."""
    school = load_school(five(book, tenures=tenures), {book.digest: book}, as_current_facts(facts), END)
    return {one.teacher: str(one.amount) for one in compute_allowances(school, cell(period))}


def test_two_classes_give_one_allowance_by_the_hours_of_both() -> None:
    """A21 第十九条: hours recorded under one class count for the teacher, whichever class comes last."""
    two = (held("t1", "a", date(2024, 9, 1), years=8), held("t1", "b", date(2024, 9, 1), years=8))

    one_sided = given(A21, two, on_duty("t1", "a", 10))
    both = given(A21, two, on_duty("t1", "a", 8), on_duty("t1", "b", 4))

    assert ({"t1": "600.00"}, {"t1": "300.00"}) == (one_sided, both)


def test_whoever_leaves_in_a_month_has_its_days_of_it() -> None:
    """任职期间: of 23 school days of October the one had 11, the other 12, each by their own hours and years."""
    two = (
        held("told", "a", date(2021, 9, 1), date(2024, 10, 15), years=13),
        held("tnew", "a", date(2024, 10, 16), years=8),
    )

    found = given(A21, two, on_duty("told", "a", 10), on_duty("tnew", "a", 7, on="2024-10-21"))

    # 1000 × 11 ÷ 23 = 478.26; 600 × 0.5 × 12 ÷ 23 = 156.52
    assert {"told": "478.26", "tnew": "156.52"} == found


def test_a_full_month_is_whole_half_or_nothing() -> None:
    """600, 300 or 0 yuan for eight years and 80, 60 or less than 60 % of the hours."""
    own = (held("t1", "a", date(2024, 9, 1), years=8),)

    found = [given(A21, own, on_duty("t1", "a", hours, count=100))["t1"] for hours in (80, 60, 59)]

    assert ["600.00", "300.00", "0.00"] == found


def test_an_allowance_about_the_class_is_its_last_head_teachers() -> None:
    """A rulebook whose allowance is about the class: the highest of several classes counts, for who has them at the end."""
    tenures = (
        held("t1", "b", date(2024, 9, 1)),
        held("t1", "a", date(2024, 9, 1)),
        held("told", "c", date(2024, 9, 1), date(2024, 10, 15)),
        held("tnew", "c", date(2024, 10, 16)),
    )

    assert {"t1": "410.00", "tnew": "420.00"} == given(ABOUT_CLASSES, tenures)


def test_where_there_is_no_allowance_nobody_has_one() -> None:
    """A rulebook without the outcome, and a month without school days."""
    none = rules(total("base = 1"))

    assert find_allowance(none) is None
    with pytest.raises(UnknownReference, match="没有按月的 allowance 这个结果"):
        check_allowance(none)
    check_allowance(A21)
    assert {} == given(none, (held("t1", "a", date(2024, 9, 1)),))
    assert {} == given(A21, (held("t1", "a", date(2024, 9, 1)),), period="2025-08")
