"""The published machine runs, and a school that breaks a law of it is found."""

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from bzr_adapters import School
from bzr_adapters.testing import Clock, SchoolMachine, clock, create_school, school
from tests.support.effort import fewer

__all__ = ["clock", "school"]

FEW = settings(fewer(6), stateful_step_count=10)
UNTIL_FOUND = settings(FEW, max_examples=30, phases=[Phase.generate])


def test_everything_can_be_done_in_any_order() -> None:
    """What was known stays known, whatever follows."""
    run_state_machine_as_test(SchoolMachine, settings=FEW)


def test_a_machine_of_ones_own_finds_what_breaks_its_invariant() -> None:
    """Here: that no class ever loses a point."""

    class NobodyLoses(SchoolMachine):
        @invariant()
        def nobody_loses(self) -> None:
            table = self.school.month("2024-09")
            assert all(item.deducted == 0 for row in table.statements for item in row.items.values())

    with pytest.raises(AssertionError):
        run_state_machine_as_test(NobodyLoses, settings=UNTIL_FOUND)


def test_a_past_that_moves_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A school that answers the present for the past breaks the law of the machine."""
    monkeypatch.setattr(School, "at", lambda self, _: self)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(SchoolMachine, settings=UNTIL_FOUND)


def test_the_fixtures_give_a_school_with_a_clock(school: School, clock: Clock) -> None:
    """Import both; each test has a school of its own."""
    clock.set("2024-10-09T08:00+08:00")

    assert clock.moment == school.month("2024-09").as_of
    assert ["g1c1", "g1c2"] == [row.class_id for row in create_school().month("2024-09").statements]
