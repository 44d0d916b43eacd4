"""Replaying a history: what stands, what was done to it, and who is only a guest."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from bzr_domain.facts.class_history import ClassHistory, initial
from bzr_domain.facts.events import (
    ClassEvent,
    FactCorrected,
    FactRecorded,
    FactReferred,
    FactVoided,
    TotalPrinted,
)
from bzr_domain.facts.fact_history import current_fact, list_amendments, replay_events
from bzr_domain.register.events import SchoolRegistered
from bzr_domain.register.roster import SchoolProfile
from bzr_domain.testing.recorded_facts import record_event
from tests.support.builders import fact

FINDING = fact("hygiene.finding", count=2)


def given(*events: ClassEvent) -> ClassHistory:
    """A history of these events."""
    return replay_events(initial("h"), [[record_event(event, n) for n, event in enumerate(events, 1)]])


def test_the_recorder_is_the_one_who_saw_it_or_else_who_recorded_it() -> None:
    """检查人 first, the actor of the command otherwise."""
    seen = attrs.evolve(FINDING, recorder="王")
    history = given(FactRecorded(id="f1", fact=FINDING), FactRecorded(id="f2", fact=seen))

    assert ["clerk", "王"] == [current_fact(history, name).recorder for name in ("f1", "f2")]


def test_corrections_are_applied_in_the_order_recorded() -> None:
    """The later correction of a field is the one that is read."""
    one = FactCorrected(id="c1", target="f1", fields=("count",), after=attrs.evolve(FINDING, count=5), reason="一")
    two = FactCorrected(id="c2", target="f1", fields=("count",), after=attrs.evolve(FINDING, count=3), reason="二")
    found = current_fact(given(FactRecorded(id="f1", fact=FINDING), one, two), "f1")

    assert 3 == found.fact.count
    assert ("c1", "c2") == found.corrected_by


def test_everything_done_to_a_fact_is_told_in_order() -> None:
    """A void, its void, and a correction are all there, each with whether it stands."""
    history = given(
        FactRecorded(id="f1", fact=FINDING),
        FactVoided(id="v1", target="f1", reason="误记"),
        FactCorrected(id="c1", target="f1", fields=("count",), after=FINDING, reason="更正"),
        FactVoided(id="v2", target="v1", reason="复核"),
    )

    found = list_amendments(history, "f1")

    assert [("v1", "v2"), ("c1", None), ("v2", None)] == [(mark.id, mark.voided_by) for mark in found]
    assert [(), ("count",), ()] == [mark.fields for mark in found]


def test_a_guest_is_noted_with_its_home() -> None:
    """A correction can move a fact here; its story stays where it was recorded."""
    assert {"f1": "class:g1c2:a"} == given(FactReferred(fact="f1", home="class:g1c2:a")).moved_in


def test_a_printed_total_is_kept_apart_from_the_facts() -> None:
    """What a sheet prints is an assertion, never counted."""
    total = TotalPrinted(id="p1", class_id="g1c1", on=date(2024, 9, 3), total=Decimal(2), kinds=(), sheet="s")
    history = given(total)

    assert ["p1"] == list(history.printed_totals)
    assert {} == history.facts


def test_an_event_of_the_register_is_the_callers_mistake() -> None:
    """A history holds facts; the register has its own."""
    event = SchoolRegistered(school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"))

    with pytest.raises(TypeError, match="SchoolRegistered belongs to another aggregate, not to a history of facts"):
        replay_events(initial("h"), [[record_event(FactReferred(fact="f", home="h"), 1)._replace(event=event)]])
