"""Posts (任职): what a teacher was appointed to, stood in for and joined, and the results of the classes they had."""

from collections.abc import Iterable
from typing import Any

from bzr_domain.application.entries import every
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.appointments.events import AppointmentProposed, StepEvent, StudioJoined, SubstituteNamed
from bzr_domain.events import Event
from bzr_domain.facts import streams
from bzr_domain.kernel.names import index_names
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.events import TenureRegistered


def teachers(reader: SchoolReader) -> dict[str, set[str]]:
    """Name → the ids of the teachers it can mean: whoever had a class, was proposed for one, stood in, or is of a studio."""
    events = (one.event for name in (streams.REGISTER, *_kept(reader)) for one in every(reader, name))
    return index_names(pair for event in events for pair in _people(event))


def posts(reader: SchoolReader, teacher: str) -> Iterable[Recorded[Any]]:
    """The teacher's appointments step by step, where they stood in, and the studios they joined."""
    for name in _kept(reader):
        own: set[str] = set()
        for one in every(reader, name):
            event = one.event
            mine = any(who == teacher for who, _ in _people(event))
            if mine and isinstance(event, AppointmentProposed):
                own.add(event.id)
            if mine or (isinstance(event, StepEvent) and event.id in own):
                yield one


def served(reader: SchoolReader, result: str, teacher: str) -> bool:
    """Whether the teacher had the class of a result on some school day of its period."""
    _, class_id, period = result.split(":", 2)
    calendar, tenures = reader.register.calendar, reader.register.tenures
    cell = calendar.find_period(period)
    days = [] if cell is None else calendar.school_days_in(cell)
    own = [one for one in tenures if (one.teacher, one.class_id) == (teacher, class_id)]
    return any(one.covers(day) for one in own for day in days)


def _people(event: Event) -> list[tuple[str, str]]:
    """The id and the name of the teacher an event is about."""
    match event:
        case TenureRegistered(tenure=tenure):
            return [(tenure.teacher, tenure.name)]
        case AppointmentProposed() | SubstituteNamed():
            return [(event.teacher, event.name)]
        case StudioJoined(member=member, name=name):
            return [(member, name)]
        case _:
            return []


def _kept(reader: SchoolReader) -> list[str]:
    """The histories of appointments and of studios."""
    return [*reader.store.streams(streams.APPOINTMENT), *reader.store.streams(streams.STUDIO)]
