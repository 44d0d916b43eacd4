"""What leaving a fact out does to pay: over a real store, on the sheets that are begun."""

from bzr_domain.application.what_if import DisputedFact, dispute_fact
from bzr_domain.kernel.quantities import ZERO
from tests.life.living import LOST, Life, school
from tests.life.test_machine import cell, registered
from tests.life.test_roster_changes import with_rulebook


def impacts(life: Life, fact: str) -> list[tuple[str, str, bool]]:
    """Month and teacher of each impact, and whether leaving the fact out pays more."""
    disputed = dispute_fact(life.by().reader(), fact, "c1", cell("2024-10"))
    assert isinstance(disputed, DisputedFact)
    return [(one.month, one.impact.teacher, one.impact.difference > ZERO) for one in disputed.pay_impacts]


def test_only_a_sheet_that_the_fact_touches_changes() -> None:
    """October's sheet pays more without a fact of October; September's says nothing of it."""
    life = school()
    life.record("c1", "2024-10-08", **LOST)
    fact = life.fact("c1", "2024-10-09")
    life.pay("2024-09")
    life.pay("2024-10")

    assert [("2024-10", "t1", True)] == impacts(life, fact)


def test_a_sheet_whose_scheme_is_not_there_any_more_tells_nothing() -> None:
    """The rulebook adopted since has two schemes, and not the one that paid."""
    life = school()
    life.record("c1", "2024-10-08", **LOST)
    fact = life.fact("c1", "2024-10-09")
    life.pay("2024-10")
    life.setup(with_rulebook(registered("").text.replace('id = "pay.scheme-1"', 'id = "pay.first"')))

    assert [] == impacts(life, fact)
