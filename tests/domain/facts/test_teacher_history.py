"""Deciding and evolving a teacher's history: as for a class's, without printed totals."""

from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.events import FactRecorded, TotalPrinted
from bzr_domain.facts.fact_history import RecordFact, VoidEntry, current_fact
from bzr_domain.facts.teacher_history import decide, evolve, initial, stream_of, stream_of_all_terms
from bzr_domain.kernel.messages import Refused
from bzr_domain.testing.recorded_facts import record_event
from tests.support.builders import AUTUMN, fact

MISSED = fact("lesson.check_missed", teacher="t01")
RECORDED = FactRecorded(id="f1", fact=MISSED, sheet="九月.csv")


@given(st.text(":ab", min_size=1), st.text(":ab", min_size=1), st.text("ab-", min_size=1), st.text("ab-", min_size=1))
def test_no_two_streams_of_terms_bear_one_name(teacher: str, other: str, term: str, other_term: str) -> None:
    """One stream for each head teacher and term, whatever characters the teachers' ids are made of."""
    names = [stream_of(who, attrs.evolve(AUTUMN, id=when)) for who, when in ((teacher, term), (other, other_term))]

    assert (names[0] == names[1]) == ((teacher, term) == (other, other_term))
    assert stream_of("t01", AUTUMN) == "teacher:t01:2024-autumn"
    assert stream_of_all_terms("t01") == "teacher:t01"


def test_a_fact_is_recorded_and_known_afterwards() -> None:
    """Given nothing, when a fact is recorded, then it is; and when it is recorded again, then nothing happens."""
    command = RecordFact(id="f1", fact=MISSED, sheet="九月.csv")
    empty = initial("teacher:t01")
    history = evolve(empty, record_event(RECORDED, 1))

    assert (RECORDED,) == decide(empty, command)
    assert () == decide(history, command)
    assert MISSED == current_fact(history, "f1").fact


def test_evolving_leaves_the_history_before_as_it_was() -> None:
    """A state that somebody still holds never changes."""
    empty = initial("teacher:t01")

    assert 1 == evolve(empty, record_event(RECORDED, 1)).version
    assert initial("teacher:t01") == empty


def test_nothing_unknown_is_voided() -> None:
    """Given nothing, when something is voided, then it is refused."""
    assert isinstance(decide(initial("teacher:t01"), VoidEntry(id="v1", target="f9", reason="误记")), Refused)


def test_a_printed_total_is_the_callers_mistake() -> None:
    """Only classes have printed totals."""
    printed = TotalPrinted(id="p1", class_id="g1c1", on=date(2024, 9, 3), total=Decimal(2), kinds=(), sheet="表.csv")

    with pytest.raises(TypeError, match="TotalPrinted belongs to another aggregate"):
        evolve(initial("teacher:t01"), record_event(printed, 1))
