"""Which streams hold the facts of whom (档案): one per class and term, one per teacher."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bzr_domain.facts import class_history, teacher_history
from bzr_domain.facts.class_history import ClassHistory
from bzr_domain.facts.events import FactEvent
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact, current_fact
from bzr_domain.facts.teacher_history import TeacherHistory
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.school_register import SchoolRegister

AnyHistory = ClassHistory | TeacherHistory


def replay_stream(stream: str, pages: Iterable[Iterable[Recorded[Any]]]) -> AnyHistory:
    """Return the history in a stream: a teacher's or a class's, as its name says."""
    if stream.startswith(teacher_history.PREFIX):
        return replay_events(teacher_history.initial(stream), pages)
    return replay_events(class_history.initial(stream), pages)


def replay_events(history: AnyHistory, pages: Iterable[Iterable[Recorded[Any]]]) -> AnyHistory:
    """Return a history with some pages of events taken into account."""
    if isinstance(history, TeacherHistory):
        return teacher_history.replay_events(history, pages)
    return class_history.replay_events(history, pages)


def stream_of_fact(fact: Fact, calendar: Calendar) -> str:
    """Return the stream a fact is recorded in; its day must lie in a term."""
    if fact.teacher is not None:
        return teacher_history.stream_of(fact.teacher)
    term = calendar.term_of(fact.on)
    assert term is not None, "admission refuses days outside every term"
    return class_history.stream_of(fact.class_id, term)


def list_streams_of_class(register: SchoolRegister, class_id: str, within: Period) -> list[str]:
    """Return the streams that can hold facts of a class for some days, in a fixed order.

    Teachers who once had the class are among them: a tenure may have been amended after facts were recorded.
    """
    terms = [term for term in register.calendar.terms if term.touches(within.first, within.last)]
    of_class = [class_history.stream_of(class_id, term) for term in terms]
    return of_class + _teacher_streams(register, class_id)


def list_streams_of_equal_facts(register: SchoolRegister, fact: Fact) -> list[str]:
    """Return the streams an equal fact can stand in: a class's own, or those of everybody who was ever its head teacher."""
    if fact.teacher is None:
        return [stream_of_fact(fact, register.calendar)]
    return _teacher_streams(register, fact.class_id)


def _teacher_streams(register: SchoolRegister, class_id: str) -> list[str]:
    return [teacher_history.stream_of(teacher) for teacher in sorted(register.ever_taught.get(class_id, ()))]


def preview(history: AnyHistory, events: Iterable[FactEvent], at: datetime, fact_id: str) -> CurrentFact:
    """Return a fact as it will read once some events are appended to its history."""
    recorded = [
        Recorded(
            stream=history.stream,
            version=version,
            position=0,
            recorded_at=at,
            actor="",
            command="",
            event=event,
        )
        for version, event in enumerate(events, history.version + 1)
    ]
    return current_fact(replay_events(history, [recorded]), fact_id)
