"""Recorded facts for tests (已记录的事实): as a store keeps them, read again, and with voids and corrections among them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bzr_domain.facts import class_history
from bzr_domain.facts.class_history import ClassCommand, ClassHistory
from bzr_domain.facts.events import ClassEvent, FactRecorded
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CorrectFact, CurrentFact, VoidEntry, list_current_facts, replay_events
from bzr_domain.kernel.recorded import Recorded

_NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


def record_event(event: ClassEvent, position: int, stream: str = "class:g1c1:one") -> Recorded[Any]:
    """Record an event as a store keeps it, one minute after the event before it."""
    return Recorded(
        stream=stream,
        version=position,
        position=position,
        recorded_at=_NOON + timedelta(minutes=position),
        actor="clerk",
        command=f"c{position}",
        event=event,
    )


def record_facts(entries: Iterable[Fact]) -> tuple[Recorded[Any], ...]:
    """Record facts as a history keeps them, under the ids f1, f2, …"""
    return tuple(record_event(FactRecorded(id=f"f{n}", fact=fact), n) for n, fact in enumerate(entries, 1))


def read_history(events: Iterable[Recorded[Any]]) -> list[CurrentFact]:
    """Read what some events made of the facts in them: each as it stands after its voids and corrections."""
    return list_current_facts(replay_events(class_history.initial("h"), [events]))


@st.composite
def histories_of(
    draw: st.DrawFn, entries: st.SearchStrategy[Fact], max_amendments: int = 8
) -> tuple[Recorded[Any], ...]:
    """A history of such facts with voids, voids of voids and corrections among them, as its own decisions allow."""
    events = list(record_facts(draw(st.lists(entries, min_size=1, max_size=8))))
    for _ in range(draw(st.integers(0, max_amendments))):
        history = replay_events(class_history.initial("h"), [events])
        amendments = _draw_amendments(draw, history, entries, f"m{len(events)}")
        events += [record_event(event, len(events) + 1) for event in amendments]
    return tuple(events)


def _draw_amendments(
    draw: st.DrawFn, history: ClassHistory, entries: st.SearchStrategy[Fact], name: str
) -> tuple[ClassEvent, ...]:
    target = draw(st.sampled_from([*history.facts, *history.amendments]))
    command: ClassCommand = VoidEntry(id=name, target=target, reason="作废")
    if target in history.facts and draw(st.booleans()):
        command = CorrectFact(id=name, target=target, after=draw(entries), reason="更正")
    events = class_history.decide(history, command)
    return events if isinstance(events, tuple) else ()
