"""The trail of a class or a teacher (审计轨迹): everything ever recorded about it, in the order recorded."""

from collections.abc import Iterable

from bzr_adapters.service.entries import said_by
from bzr_adapters.service.reading import Reader
from bzr_domain import streams
from bzr_domain.events import (
    ClassRegistered,
    ClassWithdrawn,
    Event,
    FactCorrected,
    FactRecorded,
    FactVoided,
    Recorded,
    TenureRegistered,
    TenureWithdrawn,
)
from bzr_domain.pay_events import PayPrepared, PayStepTaken
from bzr_domain.result_events import ResultFinalised, ResultPublished


def of_class(reader: Reader, class_id: str) -> list[Recorded]:
    """Everything about a class: its facts and what became of them, its results and appeals, its pay, its tenures."""
    own = [
        *reader.store.streams(f"class:{class_id}:"),
        *reader.store.streams(f"result:{class_id}:"),
        streams.of_appointments(class_id),
    ]
    found = [one for name in own for one in _events(reader, name)]
    for name in reader.store.streams("teacher:"):
        found += _about(list(_events(reader, name)), class_id)
    found += [one for one in _events(reader, streams.REGISTER) if _names_class(one.event, class_id)]
    return _in_order([*found, *_pay(reader, {class_id}, set())])


def of_teacher(reader: Reader, teacher: str) -> list[Recorded]:
    """Everything about a head teacher: the facts about them, their tenures, the results that name them, their pay."""
    found = list(_events(reader, f"teacher:{teacher}"))
    found += [one for one in _events(reader, streams.REGISTER) if _names_teacher(one.event, teacher)]
    for name in reader.store.streams("result:"):
        events = list(_events(reader, name))
        if any(_published_for(one.event, teacher) for one in events):
            found += events
    return _in_order([*found, *_pay(reader, set(), {teacher})])


def _events(reader: Reader, stream: str) -> Iterable[Recorded]:
    return (one for page in reader.events(stream) for one in page)


def _in_order(found: Iterable[Recorded]) -> list[Recorded]:
    return sorted(found, key=lambda one: one.position)


def _about(events: list[Recorded], class_id: str) -> list[Recorded]:
    """The facts of a teacher's history that stand for a class, or were corrected to, with every mark that points at them."""
    known: set[str] = set()
    found = []
    for one in events:
        event, about = one.event, said_by(one.event)
        here = about is not None and about.class_id == class_id
        if isinstance(event, FactRecorded | FactVoided | FactCorrected) and (here or _target(event) in known):
            known.add(event.id)
            found.append(one)
    return found


def _target(event: FactRecorded | FactVoided | FactCorrected) -> str:
    return "" if isinstance(event, FactRecorded) else event.target


def _names_class(event: Event, class_id: str) -> bool:
    match event:
        case ClassRegistered(school_class=one):
            return one.id == class_id
        case ClassWithdrawn(id=name):
            return name == class_id
        case TenureRegistered(tenure=tenure) | TenureWithdrawn(tenure=tenure):
            return tenure.class_id == class_id
        case _:
            return False


def _names_teacher(event: Event, teacher: str) -> bool:
    return isinstance(event, TenureRegistered | TenureWithdrawn) and event.tenure.teacher == teacher


def _published_for(event: Event, teacher: str) -> bool:
    return isinstance(event, ResultPublished | ResultFinalised) and event.figures.teacher == teacher


def _pay(reader: Reader, classes: set[str], teachers: set[str]) -> Iterable[Recorded]:
    """The sheets with a line for one of them, step by step."""
    for name in reader.store.streams("pay:"):
        concerned = False
        for one in _events(reader, name):
            if isinstance(one.event, PayPrepared):
                concerned = any(
                    line.teacher in teachers or any(part.class_id in classes for part in line.parts)
                    for line in one.event.lines
                )
            if concerned and isinstance(one.event, PayPrepared | PayStepTaken):
                yield one
