"""What is read from the roster."""

from bzr_domain.application.forecast_budget import forecast_budget, list_seniority
from tests.life.living import school_with_facts
from tests.life.test_machine import cell

SEPTEMBER = cell("2024-09")


def test_seniority_and_budget_are_read_from_the_roster() -> None:
    """Three whole years and one; a rulebook without a budget of the school has none."""
    reader = school_with_facts().by().reader()

    assert [("t1", 3), ("t2", 1)] == [(one.teacher, one.years) for one in list_seniority(reader, SEPTEMBER)]
    assert [] == forecast_budget(reader, SEPTEMBER)
