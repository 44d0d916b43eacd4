"""Months of a term or a year of which nothing was recorded, though something was of others."""

from datetime import date

import pytest

from bzr_adapters.documents.month_table import remarks
from bzr_domain.application.score_facts import score_facts
from bzr_domain.facts.fact import Fact
from tests.support.builders import monthly

SEPTEMBER = Fact(kind="hygiene.finding", on=date(2024, 9, 3), class_id="g1c1")


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
