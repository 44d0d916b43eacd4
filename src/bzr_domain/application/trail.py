"""The trail of a class or a teacher (审计轨迹): everything ever recorded about it, in the order recorded."""

from collections.abc import Callable, Iterable
from typing import Any

from bzr_domain.application.entries import every, said_by
from bzr_domain.application.posts import posts, served
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.events import Event
from bzr_domain.facts import streams
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactVoided
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.history import list_amendments
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayPrepared, PayStepTaken
from bzr_domain.publication.events import ResultFinalised, ResultPublished
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    RulebookAdopted,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.roster import SchoolClass, find_adoption


def of_class(reader: SchoolReader, class_id: str) -> list[Recorded[Any]]:
    """Everything about a class: facts and what became of them, results and appeals, pay, tenures, rulebooks and terms."""
    own = reader.store.streams(f"class:{class_id}:")
    teachers = reader.store.streams("teacher:")
    others = [*reader.store.streams(f"result:{class_id}:"), streams.of_appointments(class_id)]
    found = [one for name in (*own, *others) for one in every(reader, name)]
    for name in teachers:
        found += _about(list(every(reader, name)), class_id)
    found += _guests(reader, [*own, *teachers], lambda fact: fact.class_id == class_id)
    register = list(every(reader, streams.REGISTER))
    shapes = [_class(one.event) for one in register]
    ever = [one for one in shapes if one is not None and one.id == class_id]
    found += [one for one in register if _names_class(one.event, class_id) or _binds(one.event, ever)]
    return _in_order([*found, *_pay(reader, {class_id}, set())])


def of_teacher(reader: SchoolReader, teacher: str) -> list[Recorded[Any]]:
    """Everything about a teacher: facts, tenures, appointments, results of the classes and days they served, pay."""
    name = f"teacher:{teacher}"
    found = [*every(reader, name), *_guests(reader, [name], lambda fact: fact.teacher == teacher)]
    found += [one for one in every(reader, streams.REGISTER) if _names_teacher(one.event, teacher)]
    found += posts(reader, teacher)
    for name in reader.store.streams("result:"):
        events = list(every(reader, name))
        if served(reader, name, teacher) or any(_published_for(one.event, teacher) for one in events):
            found += events
    return _in_order([*found, *_pay(reader, set(), {teacher})])


def _in_order(found: Iterable[Recorded[Any]]) -> list[Recorded[Any]]:
    """Each once, in the order recorded."""
    return sorted({one.position: one for one in found}.values(), key=lambda one: one.position)


def _about(events: list[Recorded[Any]], class_id: str) -> list[Recorded[Any]]:
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


def _guests(
    reader: SchoolReader, names: Iterable[str], concerns: Callable[[Fact], bool]
) -> Iterable[Recorded[Any]]:
    """Facts that a correction moved into some histories, with all that was done to them, told where they were recorded."""
    found = {fact: home for name in names for fact, home in reader.history(name).moved_in.items()}
    for fact, home in found.items():
        history = reader.history(home)
        told = [
            history.facts[fact],
            *(history.amendments[amendment.id] for amendment in list_amendments(history, fact)),
        ]
        said = (said_by(one.event) for one in told)
        if any(one is not None and concerns(one) for one in said):
            yield from told


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
            return isinstance(event, TermRegistered | TermWithdrawn)


def _class(event: Event) -> SchoolClass | None:
    return event.school_class if isinstance(event, ClassRegistered) else None


def _binds(event: Event, ever: Iterable[SchoolClass]) -> bool:
    """Whether a rulebook was adopted, or no longer is, for a class as it was registered at some time."""
    if not isinstance(event, RulebookAdopted | AdoptionWithdrawn):
        return False
    adoption = event.adoption
    return any(find_adoption([adoption], one, adoption.start) is not None for one in ever)


def _names_teacher(event: Event, teacher: str) -> bool:
    return isinstance(event, TenureRegistered | TenureWithdrawn) and event.tenure.teacher == teacher


def _published_for(event: Event, teacher: str) -> bool:
    return isinstance(event, ResultPublished | ResultFinalised) and event.figures.teacher == teacher


def _pay(reader: SchoolReader, classes: set[str], teachers: set[str]) -> Iterable[Recorded[Any]]:
    """The sheets with a line for one of them, step by step."""
    for name in reader.store.streams("pay:"):
        concerned = False
        for one in every(reader, name):
            if isinstance(one.event, PayPrepared):
                concerned = any(
                    line.teacher in teachers or any(part.class_id in classes for part in line.parts)
                    for line in one.event.lines
                )
            if concerned and isinstance(one.event, PayPrepared | PayStepTaken):
                yield one
