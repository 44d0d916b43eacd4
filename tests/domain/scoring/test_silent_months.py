"""Months of a term or a year of which nothing was recorded, though something was of others."""

from datetime import date

import pytest

from bzr_adapters.documents.month_table import remarks
from bzr_domain.application.score_facts import score_facts
from bzr_domain.facts.fact import Fact
from bzr_domain.register.calendar import Calendar
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.testing.strategies import CLASS
from tests.support.builders import AUTUMN, adopted, as_current_facts, fact, monthly, school, stated
from tests.support.schools import node, rules, total

SEPTEMBER = Fact(kind="hygiene.finding", on=date(2024, 9, 3), class_id="g1c1")
RATED = 'facts = "contact.rating"\nprice.grade = { "好" = 10, "一般" = 4, "无" = 0 }\ntake = "last"'


@pytest.mark.parametrize(
    ("period", "facts", "as_of", "months"),
    [
        ("2024-autumn", [SEPTEMBER], None, ("2024-10", "2024-11", "2024-12", "2025-01")),
        ("2024-autumn", [SEPTEMBER], date(2024, 11, 5), ("2024-10", "2024-11")),
        ("2024-autumn", [], None, ()),
        ("2024-09", [SEPTEMBER], None, ()),
    ],
)
def test_the_months_without_a_record_are_named(
    period: str, facts: list[Fact], as_of: date | None, months: tuple[str, ...]
) -> None:
    """Those that have begun; where nothing was recorded at all, one remark says so of the whole."""
    statement = score_facts(monthly(), facts, period, as_of=as_of)

    told = [remark.en for remark in remarks(statement)]
    assert months == statement.silent_months
    assert bool(months) == (f"nothing recorded in: {', '.join(months)}" in told)


def test_the_months_in_which_clauses_were_not_assessed_are_named() -> None:
    """September has a grade for 6.3 alone, October none; what is missing in both alike is told once."""
    rated = Fact(kind="contact.rating", on=date(2024, 9, 3), class_id="g1c1", grade="好")
    found = [Fact(kind="hygiene.finding", on=date(2024, month, 8), class_id="g1c1") for month in (10, 11)]
    meetings = ["6.1", "8.1", "8.2", "8.3", "8.4"]

    statement = score_facts(monthly(), [rated, *found], "2024-autumn", as_of=date(2024, 11, 30))

    rest = [meetings[0], "6.3", *meetings[1:]]
    assert f"not assessed in: 2024-09 {', '.join(meetings)}; 2024-10, 2024-11 {', '.join(rest)}" in [
        remark.en for remark in remarks(statement)
    ]
    assert {} == score_facts(monthly(), [rated], "2024-09").unassessed_months


@pytest.mark.parametrize(
    ("per", "named"), [("month", "not assessed in: 2024-09 r; 2024-11 6.1,"), ("week", "not assessed in: 2024-11 6.1,")]
)
def test_a_month_is_named_with_the_clauses_of_its_own_rulebook(per: str, named: str) -> None:
    """Another rulebook up to October knows none of the later clauses; where it has no total of a month, none is read."""
    words = f'per = "{per}"\n'
    earlier, later = rules(total(words) + node("clause", "r", words + RATED, "total")), monthly()
    register = school(adopted(earlier, date(2024, 9, 1), end=date(2024, 10, 31)), adopted(later, date(2024, 11, 1)))
    facts = as_current_facts([fact("hygiene.finding", on) for on in ("2024-09-03", "2024-11-05")])
    term = Calendar((AUTUMN,)).period_of("term", AUTUMN.end)
    assert term is not None

    books = {book.digest: book for book in (earlier, later)}
    statement = stated(assess_class(register, books, CLASS, term, facts, date(2024, 11, 30)))

    assert [True] == [remark.en.startswith(named) for remark in remarks(statement) if "not assessed in" in remark.en]
