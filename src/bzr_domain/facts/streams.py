"""Which streams hold the facts of whom (档案): one per class and term, one per teacher and term."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bzr_domain.facts import class_history, teacher_history
from bzr_domain.facts.class_history import ClassHistory
from bzr_domain.facts.events import FactEvent
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact, current_fact, replay_events
from bzr_domain.facts.teacher_history import TeacherHistory
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.school_register import SchoolRegister

AnyHistory = ClassHistory | TeacherHistory


def replay_stream(stream: str, pages: Iterable[Iterable[Recorded[Any]]]) -> AnyHistory:
    """Return the history in a stream: a teacher's or a class's, as its name says."""
    if stream.startswith(teacher_history.PREFIX):
        return replay_events(teacher_history.initial(stream), pages)
    return replay_events(class_history.initial(stream), pages)


def stream_of_fact(fact: Fact, calendar: Calendar) -> str:
    """Return the stream a fact is recorded in: that of the term it belongs to."""
    term = calendar.term_of(calendar.find_counting_day(fact.on))
    assert term is not None, "admission refuses days outside every term"
    if fact.teacher is not None:
        return teacher_history.stream_of(fact.teacher, term)
    return class_history.stream_of(fact.class_id, term)


def list_streams_of_fact(fact: Fact, calendar: Calendar) -> list[str]:
    """Return the streams a fact can be at home in: where it is recorded now, and where it was before there was one a term."""
    earlier = [] if fact.teacher is None else [teacher_history.stream_of_all_terms(fact.teacher)]
    return [stream_of_fact(fact, calendar), *earlier]


def list_streams_of_class(register: SchoolRegister, class_id: str, within: Period) -> list[str]:
    """Return the streams that can hold facts of a class for some days, in a fixed order.

    Teachers who once had the class are among them: a tenure may have been amended after facts were recorded. Of terms in
    which there never was such a class no fact was ever admitted.
    """
    in_terms = register.calendar.terms_in(within)
    terms = [term for term in in_terms if register.was_ever_there(class_id, term.start, term.end)]
    of_class = [class_history.stream_of(class_id, term) for term in terms]
    return of_class + _list_streams_of_head_teachers(register, class_id, terms)


def list_streams_of_equal_facts(register: SchoolRegister, fact: Fact) -> list[str]:
    """Return the streams an equal fact can stand in: a class's own, or those of everybody who was ever its head teacher."""
    if fact.teacher is None:
        return [stream_of_fact(fact, register.calendar)]
    day = register.calendar.find_counting_day(fact.on)
    terms = register.calendar.terms_in(Period("day", day, day))
    return _list_streams_of_head_teachers(register, fact.class_id, terms)


def list_streams_of_teacher(register: SchoolRegister, teacher: str) -> list[str]:
    """Return every stream that can hold facts about a teacher, in a fixed order."""
    of_terms = (teacher_history.stream_of(teacher, term) for term in register.calendar.terms)
    return [teacher_history.stream_of_all_terms(teacher), *of_terms]


def _list_streams_of_head_teachers(register: SchoolRegister, class_id: str, terms: Iterable[Term]) -> list[str]:
    """Return the streams of everybody who ever had a class in some terms, those of before there was one a term first."""
    had = [(teacher, term) for term in terms for teacher in register.teachers_ever_in(class_id, term.start, term.end)]
    earlier = dict.fromkeys(teacher_history.stream_of_all_terms(teacher) for teacher, _ in had)
    return [*earlier, *(teacher_history.stream_of(teacher, term) for teacher, term in had)]


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
