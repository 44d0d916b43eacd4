"""The audit trail (审计轨迹): everything ever recorded about a class, a teacher, a student or a rulebook, in the order recorded."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bzr_domain.appointments.events import AppointmentProposed, StepEvent, StudioJoined, SubstituteNamed
from bzr_domain.facts import teacher_history
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactReferred, FactVoided, find_fact_said
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.streams import list_streams_of_teacher
from bzr_domain.kernel import streams
from bzr_domain.kernel.names import index_names
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayLine, PayPrepared, PayStepTaken
from bzr_domain.publication.events import ResultFinalised, ResultPublished
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    PastCorrected,
    RulebookAdopted,
    RulebookDrafted,
    RulebookRegistered,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.roster import SchoolClass, find_adoption
from bzr_domain.register.school_register import SchoolRegister

Histories = Mapping[str, Sequence[Recorded[Any]]]
"""The name of a history → its events, in the order recorded."""
Events = list[Recorded[Any]]


def project_class_trail(histories: Histories, class_id: str) -> Events:
    """Return everything about a class: facts and what became of them, results and appeals, pay, tenures, rulebooks, terms.

    Args:
        histories: Every history that can tell of the class; what tells of others only is left out.
    """
    class_histories = (f"class:{class_id}:", streams.of_result(class_id, ""))
    events: Events = []
    for name, recorded in histories.items():
        if name.startswith(class_histories) or name == streams.of_appointments(class_id):
            events += recorded
        elif name.startswith(teacher_history.PREFIX):
            events += _follow_facts(recorded, lambda event: _says_of_class(event, class_id))
        elif name == streams.REGISTER:
            events += _register_events_of_class(recorded, class_id)
        elif name.startswith(streams.PAY):
            events += _pay_steps(recorded, lambda line: any(part.class_id == class_id for part in line.parts))
    homes = [name for name in histories if name.startswith((f"class:{class_id}:", teacher_history.PREFIX))]
    events += _moved_in_stories(histories, homes, lambda fact: fact.class_id == class_id)
    return _sort_by_position([*events, *_list_hidings(histories, events)])


def project_rulebook_trail(register: Sequence[Recorded[Any]], rulebook: str) -> Events:
    """Return the life of a rulebook (规则的始末): its texts as they were drafted, taken in, adopted, and withdrawn or corrected.

    Args:
        register: The history of the register.
        rulebook: Its id, for all its versions, or its id and version.
    """
    registered = (recorded.event for recorded in register)
    texts = [event for event in registered if isinstance(event, RulebookDrafted | RulebookRegistered)]
    digests = {text.digest for text in texts if rulebook in (text.id, text.name)}
    return _sort_by_position(_add_corrections(register, [r for r in register if _find_rulebook_of(r.event) in digests]))


def _find_rulebook_of(event: object) -> str | None:
    """The digest of the rulebook that an entry of the register is about; None where it is about none."""
    match event:
        case RulebookDrafted(digest=digest) | RulebookRegistered(digest=digest):
            return digest
        case RulebookAdopted(adoption=adoption) | AdoptionWithdrawn(adoption=adoption):
            return adoption.rulebook
        case _:
            return None


def project_student_trail(log: Iterable[Recorded[Any]], persons: Iterable[Recorded[Any]], pseudonym: str) -> Events:
    """Return everything about a student: facts and what became of them; that they were looked up, restricted or erased.

    Args:
        log: Every event, in the order recorded; read once.
        persons: The history of what became of personal data.
    """
    facts = _follow_facts(log, lambda event: _says_of_student(event, pseudonym))
    return _sort_by_position([*facts, *(entry for entry in persons if pseudonym in entry.event.pseudonyms)])


def project_teacher_trail(histories: Histories, register: SchoolRegister, teacher_id: str) -> Events:
    """Return everything about a teacher: facts, tenures, appointments, results of classes and days they served, pay.

    Args:
        histories: Every history that can tell of the teacher; what tells of others only is left out.
        register: The school's register as known then: who had which class on which days.
    """
    own_streams = list_streams_of_teacher(register, teacher_id)
    events: Events = []
    for name, recorded in histories.items():
        if name in own_streams:
            events += _facts_about_teacher(recorded, teacher_id)
        elif name == streams.REGISTER:
            events += _add_corrections(recorded, [r for r in recorded if _is_tenure_of(r.event, teacher_id)])
        elif name.startswith((streams.APPOINTMENT, streams.STUDIO)):
            events += _appointment_steps(recorded, teacher_id)
        elif name.startswith(streams.RESULT):
            published = any(_is_published_for(entry.event, teacher_id) for entry in recorded)
            events += recorded if published or _has_served(register, name, teacher_id) else []
        elif name.startswith(streams.PAY):
            events += _pay_steps(recorded, lambda line: line.teacher == teacher_id)
    events += _moved_in_stories(histories, own_streams, lambda fact: fact.teacher == teacher_id)
    return _sort_by_position([*events, *_list_hidings(histories, events)])


def _list_hidings(histories: Histories, events: Events) -> Events:
    """Return when the texts of some facts were redacted, restricted or shown again."""
    facts = {entry.event.id for entry in events if isinstance(entry.event, FactRecorded)}
    return [entry for entry in histories.get(streams.PERSONS, ()) if getattr(entry.event, "fact", "") in facts]


def list_teachers_by_name(events: Iterable[Recorded[Any]]) -> dict[str, set[str]]:
    """Return name → the ids of the teachers it can mean: whoever had a class, was proposed, stood in, or is of a studio."""
    return index_names(person for recorded in events for person in _people_in(recorded.event))


def list_referred_histories(histories: Histories) -> set[str]:
    """Return the names of the histories in which the facts were recorded that corrections moved into some histories."""
    return {
        recorded.event.home
        for events in histories.values()
        for recorded in events
        if isinstance(recorded.event, FactReferred)
    }


def _sort_by_position(events: Iterable[Recorded[Any]]) -> Events:
    """Each event once, in the order recorded."""
    by_position = {recorded.position: recorded for recorded in events}
    return [by_position[position] for position in sorted(by_position)]


def _says_of_student(event: FactRecorded | FactVoided | FactCorrected, pseudonym: str) -> bool:
    fact = find_fact_said(event)
    return fact is not None and any(text == pseudonym for _, text in fact.own)


def _follow_facts(
    events: Iterable[Recorded[Any]], concerns: Callable[[FactRecorded | FactVoided | FactCorrected], bool]
) -> Iterator[Recorded[Any]]:
    """The facts, voids and corrections that are asked for, with everything that was later done to them in turn."""
    entries: set[str] = set()
    for recorded in events:
        event = recorded.event
        if isinstance(event, FactRecorded | FactVoided | FactCorrected) and (
            concerns(event) or getattr(event, "target", None) in entries
        ):
            entries.add(event.id)
            yield recorded


def _facts_about_teacher(events: Sequence[Recorded[Any]], teacher_id: str) -> Events:
    """Everything in a teacher's stream; ids that hold colons can make it bear the name of another teacher's, too."""
    referred = [recorded for recorded in events if isinstance(recorded.event, FactReferred)]
    return [*referred, *_follow_facts(events, lambda event: _says_of_teacher(event, teacher_id))]


def _says_of_teacher(event: object, teacher_id: str) -> bool:
    fact = find_fact_said(event)
    return fact is not None and fact.teacher == teacher_id


def _says_of_class(event: object, class_id: str) -> bool:
    fact = find_fact_said(event)
    return fact is not None and fact.class_id == class_id


def _moved_in_stories(
    histories: Histories, names: Iterable[str], concerns: Callable[[Fact], bool]
) -> Iterator[Recorded[Any]]:
    """The facts that corrections moved into some histories, with all that was done to them where they were recorded."""
    referred = (recorded.event for name in names for recorded in histories.get(name, ()))
    homes = {event.fact: event.home for event in referred if isinstance(event, FactReferred)}
    for fact_id, home in homes.items():
        story = list(_follow_facts(histories.get(home, ()), lambda event: event.id == fact_id))  # noqa: B023 (called at once)
        facts = (find_fact_said(recorded.event) for recorded in story)
        if any(fact is not None and concerns(fact) for fact in facts):
            yield from story


def _register_events_of_class(events: Sequence[Recorded[Any]], class_id: str) -> Events:
    """What was declared about a class: itself, its tenures, the rulebooks for it as it was at any time, and the terms."""
    registered = (r.event.school_class for r in events if isinstance(r.event, ClassRegistered))
    versions = [version for each in registered if each.id == class_id for version in each.versions]
    return _add_corrections(events, [r for r in events if _declares_for_class(r.event, class_id, versions)])


def _add_corrections(events: Iterable[Recorded[Any]], chosen: Events) -> Events:
    """Add to some entries of the register the corrections of the past (更正既往) that brought them."""
    commands = {recorded.command for recorded in chosen}
    return [*chosen, *(r for r in events if isinstance(r.event, PastCorrected) and r.command in commands)]


def _declares_for_class(event: object, class_id: str, versions: Iterable[SchoolClass]) -> bool:
    match event:
        case ClassRegistered(school_class=school_class):
            return school_class.id == class_id
        case ClassWithdrawn(id=withdrawn):
            return withdrawn == class_id
        case TenureRegistered(tenure=tenure) | TenureWithdrawn(tenure=tenure):
            return tenure.class_id == class_id
        case RulebookAdopted(adoption=adoption) | AdoptionWithdrawn(adoption=adoption):
            return any(find_adoption([adoption], version, adoption.start) for version in versions)
        case _:
            return isinstance(event, TermRegistered | TermWithdrawn)


def _pay_steps(events: Iterable[Recorded[Any]], concerns: Callable[[PayLine], bool]) -> Iterator[Recorded[Any]]:
    """The steps of a pay sheet while one of its lines concerns somebody."""
    concerned = False
    for recorded in events:
        if isinstance(recorded.event, PayPrepared):
            concerned = any(concerns(line) for line in recorded.event.lines)
        if concerned and isinstance(recorded.event, PayPrepared | PayStepTaken):
            yield recorded


def _is_tenure_of(event: object, teacher_id: str) -> bool:
    return isinstance(event, TenureRegistered | TenureWithdrawn) and event.tenure.teacher == teacher_id


def _is_published_for(event: object, teacher_id: str) -> bool:
    return isinstance(event, ResultPublished | ResultFinalised) and event.figures.teacher == teacher_id


def _has_served(register: SchoolRegister, result_history: str, teacher_id: str) -> bool:
    """Whether a teacher had the class of a result on some school day of its period."""
    class_id, period_name, _ = streams.read_result(result_history)
    period = register.calendar.find_period(period_name)
    days = [] if period is None else register.calendar.school_days_in(period)
    tenures = [t for t in register.tenures if (t.teacher, t.class_id) == (teacher_id, class_id)]
    return any(tenure.covers(day) for tenure in tenures for day in days)


def _appointment_steps(events: Iterable[Recorded[Any]], teacher_id: str) -> Iterator[Recorded[Any]]:
    """A teacher's appointments step by step, where they stood in for somebody, and the studios they joined."""
    appointments: set[str] = set()
    for recorded in events:
        event = recorded.event
        about_teacher = any(person == teacher_id for person, _ in _people_in(event))
        if about_teacher and isinstance(event, AppointmentProposed):
            appointments.add(event.id)
        if about_teacher or (isinstance(event, StepEvent) and event.id in appointments):
            yield recorded


def _people_in(event: object) -> list[tuple[str, str]]:
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
