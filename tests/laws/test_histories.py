"""Laws of histories: replaying, voiding, correcting and recording twice."""

from datetime import date
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts import class_history, teacher_history
from bzr_domain.facts.class_history import ClassHistory, decide, initial
from bzr_domain.facts.fact import Fact, content_key, leave_plain, make_fact_id
from bzr_domain.facts.fact_history import (
    CorrectFact,
    RecordFact,
    ReferFact,
    VoidEntry,
    list_current_facts,
    replay_events,
)
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.testing.recorded_facts import histories_of, record_event, record_facts
from bzr_domain.testing.strategies import facts
from tests.support.builders import monthly
from tests.support.effort import fewer

DAYS = st.dates(date(2024, 9, 2), date(2024, 9, 30))
FACTS = facts(monthly(), days=DAYS)


def with_ids(rows: list[Fact]) -> list[tuple[str, Fact]]:
    """Each row of a sheet under its id: its content and its ordinal among equal rows."""
    keys = [content_key(row) for row in rows]
    return [(make_fact_id(row, keys[: n + 1].count(keys[n]), leave_plain), row) for n, row in enumerate(rows)]


def replayed(events: tuple[Recorded[Any], ...]) -> ClassHistory:
    """A history from its first event to its last."""
    return replay_events(initial("h"), [events])


def then(events: tuple[Recorded[Any], ...], wish: RecordFact | VoidEntry | CorrectFact) -> tuple[Recorded[Any], ...]:
    """The events after a wish that has to be granted."""
    decided = decide(replayed(events), wish)
    assert isinstance(decided, tuple)
    return (*events, *(record_event(event, len(events) + n) for n, event in enumerate(decided, 1)))


def reads(events: tuple[Recorded[Any], ...]) -> list[tuple[str, Fact, bool]]:
    """What every fact says now, and whether it counts."""
    return [(one.id, one.fact, one.voided_by is None) for one in list_current_facts(replayed(events))]


@fewer(50, nightly=100)
@given(histories_of(FACTS), st.lists(st.integers(0, 20), max_size=4))
def test_replay_in_pages_is_replay_at_once(events: tuple[Recorded[Any], ...], cuts: list[int]) -> None:
    """However a history is cut into pages, reading it page by page gives the same state."""
    state, edges = initial("h"), [0, *sorted(min(cut, len(events)) for cut in cuts), len(events)]
    for start, end in pairwise(edges):
        state = replay_events(state, [events[start:end]])

    assert replayed(events) == state


@pytest.mark.parametrize("aggregate", [class_history, teacher_history])
@fewer(50, nightly=100)
@given(events=histories_of(FACTS))
def test_replay_is_a_fold_of_single_events(aggregate: Any, events: tuple[Recorded[Any], ...]) -> None:
    """Evolving by one event at a time is the same as replaying them all, and leaves every earlier state as it was."""
    states = [aggregate.initial("h")]
    for event in events:
        states.append(aggregate.evolve(states[-1], event))

    assert replay_events(aggregate.initial("h"), [events]) == states[-1]
    assert list(range(len(events) + 1)) == [state.version for state in states]
    assert [len(set(state.facts) | set(state.amendments)) for state in states] == list(range(len(events) + 1))


@pytest.mark.parametrize("aggregate", [class_history, teacher_history])
@fewer(50, nightly=100)
@given(events=histories_of(FACTS), data=st.data())
def test_what_is_decided_can_be_taken_and_is_decided_once(
    aggregate: Any, events: tuple[Recorded[Any], ...], data: st.DataObject
) -> None:
    """Every event of a decision is accepted by evolve, and the same command then yields no event."""
    history = replay_events(aggregate.initial("h"), [events])
    target = data.draw(st.sampled_from([*history.facts, *history.amendments]))
    command = data.draw(
        st.sampled_from(
            [
                VoidEntry(id="x", target=target, reason="误记"),
                CorrectFact(id="x", target=target, after=data.draw(FACTS), reason="更正"),
                ReferFact(fact="far", home="class:c2:one"),
                RecordFact(id="x", fact=data.draw(FACTS)),
            ]
        )
    )
    decided = aggregate.decide(history, command)
    for number, event in enumerate(() if isinstance(decided, Refused) else decided, len(events) + 1):
        history = aggregate.evolve(history, record_event(event, number))

    assert isinstance(decided, Refused) or () == aggregate.decide(history, command)


@fewer(50, nightly=100)
@given(histories_of(FACTS), st.data())
def test_a_void_of_a_void_restores(events: tuple[Recorded[Any], ...], data: st.DataObject) -> None:
    """作废一条作废记录,事实恢复: everything reads as it did before."""
    target = data.draw(st.sampled_from([one.id for one in list_current_facts(replayed(events))]))
    as_current_facts = {name for name, _, counts in reads(events) if counts}
    once = then(events, VoidEntry(id="v1", target=target, reason="误记"))

    if target in as_current_facts:
        assert reads(events) == reads(then(once, VoidEntry(id="v2", target="v1", reason="复核")))
    else:
        assert events == once


@fewer(50, nightly=100)
@given(histories_of(FACTS), st.data())
def test_voiding_twice_is_voiding_once(events: tuple[Recorded[Any], ...], data: st.DataObject) -> None:
    """What is void already yields no event."""
    target = data.draw(st.sampled_from([*replayed(events).facts, *replayed(events).amendments]))
    once = then(events, VoidEntry(id="v1", target=target, reason="误记"))

    assert once == then(once, VoidEntry(id="v2", target=target, reason="误记"))


@given(histories_of(FACTS), FACTS, st.data())
def test_voiding_a_correction_takes_it_back(
    events: tuple[Recorded[Any], ...], after: Fact, data: st.DataObject
) -> None:
    """A correction and the void of it leave every fact as it was."""
    as_current_facts = [name for name, _, counts in reads(events) if counts]
    if not as_current_facts:
        return
    wish = CorrectFact(id="c1", target=data.draw(st.sampled_from(as_current_facts)), after=after, reason="更正")
    corrected = then(events, wish)

    assert (wish.target, after, True) in reads(corrected)
    if corrected != events:
        assert reads(events) == reads(then(corrected, VoidEntry(id="v1", target="c1", reason="误改")))


@fewer(50, nightly=100)
@given(st.lists(FACTS, max_size=8))
def test_recording_a_sheet_twice_adds_nothing(rows: list[Fact]) -> None:
    """The ids come from the content and its ordinal, so the same sheet brings the same facts."""
    events: tuple[Recorded[Any], ...] = ()
    for name, fact in with_ids(rows):
        events = then(events, RecordFact(id=name, fact=fact))
    again = events
    for name, fact in with_ids(rows):
        again = then(again, RecordFact(id=name, fact=fact))

    assert len(rows) == len(events)
    assert events == again


@given(st.lists(FACTS, max_size=8))
def test_the_ids_of_a_sheet_do_not_depend_on_the_order_of_its_rows(rows: list[Fact]) -> None:
    """Sorting a sheet does not make its rows new."""
    assert {name for name, _ in with_ids(rows)} == {name for name, _ in with_ids(list(reversed(rows)))}


@given(FACTS, FACTS)
def test_different_facts_have_different_ids(one: Fact, two: Fact) -> None:
    """Only facts that say the same share an id; who is head teacher that day is no part of it."""
    ids = {make_fact_id(one, 1, leave_plain), make_fact_id(two, 1, leave_plain)}
    same = attrs.evolve(one, teacher=None) == attrs.evolve(two, teacher=None)

    assert (1 if same else 2) == len(ids)


@fewer(50, nightly=100)
@given(st.lists(FACTS, max_size=6))
def test_every_fact_recorded_stands(rows: list[Fact]) -> None:
    """What was recorded and not touched reads as it was recorded, in that order."""
    assert rows == [one.fact for one in list_current_facts(replayed(record_facts(rows)))]
