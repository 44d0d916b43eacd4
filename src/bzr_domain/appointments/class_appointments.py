"""The appointments of one class (聘任): proposed, decided, published, begun, ended — and who stood in (代理).

Each appointment takes its steps in this order; one that ends before it began was dropped. Nothing is ever overwritten. The
events stand in `events.py`; the tenure that an appointment makes is registered by the register's own decide.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, assert_never

import attrs

from bzr_domain.appointments.appointment import STATE_WORDS, Appointment, Step, StepName
from bzr_domain.appointments.conditions import (
    ONE_YEAR,
    Evidence,
    check_approvers,
    check_fitness,
    check_term_length,
    check_training_day,
    is_first_time,
)
from bzr_domain.appointments.events import (
    AppointmentDecided,
    AppointmentEnded,
    AppointmentProposed,
    AppointmentPublished,
    AppointmentStarted,
    Candidate,
    ClassAppointmentEvent,
    SubstituteNamed,
    Waiver,
)
from bzr_domain.appointments.procedure import (
    check_day_order,
    find_appointment_to_end,
    find_appointment_to_step,
)
from bzr_domain.appointments.substitution import check_substitute
from bzr_domain.kernel.messages import Refused, refuse
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import holds
from bzr_domain.register import school_register
from bzr_domain.register.commands import RegisterTenure, WithdrawTenure
from bzr_domain.register.events import RegisterEvent
from bzr_domain.register.head_teacher_rules import ONE_HEAD_TEACHER
from bzr_domain.register.roster import Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.register.settled import SettledPeriod

# ---------------------------------------------------------------------------------------------- state


@attrs.frozen(kw_only=True)
class ClassAppointments:
    """The state of one class's stream.

    Attributes:
        version: How many events it holds.
        all: Appointment id → appointment, in the order proposed.
        latest: The appointment that took the last step; None before the first.
        substitutes: Everybody named, in the order recorded.
    """

    class_id: str
    version: int = 0
    all: Mapping[str, Appointment] = attrs.field(factory=dict)
    latest: Appointment | None = None
    substitutes: tuple[Recorded[SubstituteNamed], ...] = ()

    @property
    def pending(self) -> Appointment | None:
        """The one appointment that is under way, or None."""
        return next((appointment for appointment in self.all.values() if appointment.pending), None)

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Every tenure that an appointment made, as it reads now."""
        tenures = (appointment.tenure for appointment in self.all.values())
        return tuple(tenure for tenure in tenures if tenure is not None)


def initial(class_id: str) -> ClassAppointments:
    """Return a class for which nobody was ever proposed."""
    return ClassAppointments(class_id=class_id)


_STEP_NAMES: Mapping[type, StepName] = {
    AppointmentProposed: "propose",
    AppointmentDecided: "decide",
    AppointmentPublished: "publish",
    AppointmentStarted: "start",
    AppointmentEnded: "end",
}


def evolve(appointments: ClassAppointments, recorded: Recorded[ClassAppointmentEvent]) -> ClassAppointments:
    """Return the class's appointments after one more event; it is not judged, it has already happened."""
    event = recorded.event
    appointments = attrs.evolve(appointments, version=recorded.version)
    if holds(recorded, SubstituteNamed):
        return attrs.evolve(appointments, substitutes=(*appointments.substitutes, recorded))
    match event:
        case AppointmentProposed():
            appointment = Appointment(proposed=event, steps=())
        case AppointmentDecided() | AppointmentPublished():
            appointment = appointments.all[event.id]
        case AppointmentStarted():
            appointment = attrs.evolve(appointments.all[event.id], started=event)
        case AppointmentEnded():
            appointment = attrs.evolve(appointments.all[event.id], ended=event)
        case _:
            raise TypeError(f"{type(event).__name__} belongs to another history, not to a class's appointments")
    note = event.reason if isinstance(event, AppointmentEnded) else event.note
    step = Step(
        step=_STEP_NAMES[type(event)],
        on=event.on,
        note=note,
        actor=recorded.actor,
        recorded_at=recorded.recorded_at,
    )
    appointment = attrs.evolve(appointment, steps=(*appointment.steps, step))
    return attrs.evolve(appointments, all={**appointments.all, event.id: appointment}, latest=appointment)


# ---------------------------------------------------------------------------------------------- commands


@attrs.frozen(kw_only=True)
class Propose(Candidate):
    """Put a candidate on the list; whether it is their first time is looked up in the register.

    Attributes:
        id: The id that the appointment gets.
        training, certificate: What the one who proposes says; else what the `evidence` shows.
    """

    id: str = ""
    name: str = ""
    evidence: Evidence = attrs.field(factory=Evidence)


@attrs.frozen(kw_only=True)
class Advance:
    """Decide on the candidate, or publish the list; `teacher`, where named, has to be the candidate."""

    step: Literal["decide", "publish"]
    on: date
    teacher: str | None = None
    note: str = ""


@attrs.frozen(kw_only=True)
class Start:
    """Issue the letter: the candidate has the class from `on`, until `until` where a term is agreed upon.

    Attributes:
        correct_past: Why days that were published or paid are to read otherwise; None: they must not.
    """

    on: date
    teacher: str | None = None
    until: date | None = None
    waivers: tuple[Waiver, ...] = ()
    note: str = ""
    correct_past: str | None = None


@attrs.frozen(kw_only=True)
class End:
    """End the appointment with its last day, or drop it; `teacher` says whose where there are several.

    One that has ended gets another last day where its teacher is named.

    Attributes:
        correct_past: As of `Start`.
    """

    on: date
    reason: str
    teacher: str | None = None
    correct_past: str | None = None


@attrs.frozen(kw_only=True)
class NameSubstitute:
    """Let a teacher have the class for some days, while the tenure stays as it is."""

    teacher: str
    name: str = ""
    start: date
    end: date
    reason: str


StepCommand = Propose | Advance | Start | End
AppointmentCommand = StepCommand | NameSubstitute


def name_right(command: AppointmentCommand) -> str:
    """Return the step that somebody needs the right to, to give a command (see roles.toml)."""
    if isinstance(command, Advance):
        return f"appoint.{command.step}"
    return _RIGHTS[type(command)]


_RIGHTS: Mapping[type, str] = {
    Propose: "appoint.propose",
    Start: "appoint.start",
    End: "appoint.end",
    NameSubstitute: "appoint.substitute",
}

# ---------------------------------------------------------------------------------------------- decisions


@attrs.frozen(kw_only=True)
class Decision:
    """What a command comes to: events of the class's own stream, and those of the register in the same append."""

    own: tuple[ClassAppointmentEvent, ...] = ()
    register: tuple[RegisterEvent, ...] = ()

    @property
    def events(self) -> tuple[ClassAppointmentEvent | RegisterEvent, ...]:
        """All of them; none where it is so already."""
        return (*self.own, *self.register)


def decide(
    appointments: ClassAppointments,
    register: SchoolRegister,
    command: AppointmentCommand,
    settled: tuple[SettledPeriod, ...] = (),
) -> Decision | Refused:
    """Carry a command out, or refuse it with its article.

    Asking twice is harmless: a step that was the last one taken, in the same words, yields no event.

    Args:
        settled: What was published or paid: a tenure that begins or ends there has to say so.
    """
    if isinstance(command, NameSubstitute):
        return _name_substitute(appointments, register, command)
    if appointments.latest is not None and _is_last_step(appointments.latest, command):
        return Decision()
    match command:
        case Propose():
            return _propose(appointments, register, command)
        case Advance():
            return _advance(appointments, command)
        case Start():
            return _start(appointments, register, command, settled)
        case End():
            return _end(appointments, register, command, settled)
        case _:
            assert_never(command)


def _is_last_step(latest: Appointment, command: StepCommand) -> bool:
    """Return whether a command asks for the very step that was taken last."""
    step = latest.last_step
    if isinstance(command, Propose):
        proposed = attrs.evolve(latest.proposed, first_time=False)
        return step.step == "propose" and proposed == _build_candidate(
            attrs.evolve(command, id=latest.id), proposed.class_id
        )
    if not latest.concerns(command.teacher):
        return False
    match command:
        case Advance():
            return (step.step, step.on, step.note) == (command.step, command.on, command.note)
        case Start():
            return step.step == "start" and latest.started == _build_letter(latest, command)
        case End():
            return (step.step, step.on, step.note) == ("end", command.on, command.reason)
        case _:
            assert_never(command)


def _build_candidate(command: Propose, class_id: str) -> AppointmentProposed:
    evidence = command.evidence
    stated = attrs.asdict(command, recurse=False, filter=attrs.filters.exclude("evidence"))
    for condition in ("training", "certificate"):
        stated[condition] = stated[condition] or getattr(evidence, condition)
    return AppointmentProposed(class_id=class_id, facts=evidence.facts, **stated)


def _propose(appointments: ClassAppointments, register: SchoolRegister, command: Propose) -> Decision | Refused:
    class_id, pending = appointments.class_id, appointments.pending
    if pending is not None:
        name, words = pending.proposed.name, STATE_WORDS[pending.state]
        return refuse(
            f"班级“{class_id}”已有人选{name}({words.zh});先完成那次聘任,或结束它:bzr appoint end",
            f"class {class_id!r} has a candidate, {name} ({words.en}); finish that appointment, or bzr appoint end it",
            ONE_HEAD_TEACHER,
            code="appointment.under-way",
        )
    candidate = _build_candidate(command, class_id)
    candidate = attrs.evolve(candidate, first_time=is_first_time(register, candidate))
    refusal = check_fitness(candidate) or check_approvers(register, candidate, candidate.waivers)
    return refusal or Decision(own=(candidate,))


def _advance(appointments: ClassAppointments, command: Advance) -> Decision | Refused:
    appointment = find_appointment_to_step(
        appointments.pending, appointments.class_id, command.step, command.on, command.teacher
    )
    if isinstance(appointment, Refused):
        return appointment
    event = AppointmentDecided if command.step == "decide" else AppointmentPublished
    return Decision(own=(event(id=appointment.id, on=command.on, note=command.note),))


def _build_letter(appointment: Appointment, command: Start) -> AppointmentStarted:
    return AppointmentStarted(
        id=appointment.id, on=command.on, until=command.until, waivers=command.waivers, note=command.note
    )


def _start(
    appointments: ClassAppointments, register: SchoolRegister, command: Start, settled: tuple[SettledPeriod, ...]
) -> Decision | Refused:
    appointment = find_appointment_to_step(
        appointments.pending, appointments.class_id, "start", command.on, command.teacher
    )
    if isinstance(appointment, Refused):
        return appointment
    letter = _build_letter(appointment, command)
    tenure = attrs.evolve(appointment, started=letter).tenure
    if tenure is None:
        return refuse(
            f"聘期的最后一天{command.until}早于第一天{command.on}",
            f"the last day of the term, {command.until}, is before its first, {command.on}",
            ONE_YEAR,
            code="appointment.days-reversed",
        )
    candidate = appointment.proposed
    refusal = (
        check_training_day(candidate, command.on)
        or check_term_length(register, candidate, letter)
        or check_approvers(register, candidate, letter.waivers)
    )
    if refusal is not None:
        return refusal
    registering = RegisterTenure(tenure=tenure, settled=settled, correct_past=command.correct_past)
    registered = school_register.decide(register, registering)
    return registered if isinstance(registered, Refused) else Decision(own=(letter,), register=registered)


def _end(
    appointments: ClassAppointments, register: SchoolRegister, command: End, settled: tuple[SettledPeriod, ...]
) -> Decision | Refused:
    if not command.reason.strip():
        return refuse(
            "结束聘任必须写明理由(--reason)",
            "ending an appointment needs a reason (--reason)",
            ONE_YEAR,
            code="reason.missing",
        )
    appointment = find_appointment_to_end(appointments.all.values(), appointments.class_id, command.on, command.teacher)
    if isinstance(appointment, Refused):
        return appointment
    refusal = check_day_order(appointment, "end", command.on) if appointment.pending else None
    if refusal is not None:
        return refusal
    event = AppointmentEnded(id=appointment.id, on=command.on, reason=command.reason)
    if appointment.ended == event:
        return Decision()
    before, after = appointment.tenure, attrs.evolve(appointment, ended=event).tenure
    guarded: dict[str, Any] = {"settled": settled, "correct_past": command.correct_past}
    changed: tuple[RegisterEvent, ...] | Refused = ()
    if after is not None and before != after:
        changed = school_register.decide(register, RegisterTenure(tenure=after, replaces=before, **guarded))
    elif before is not None and after is None:
        changed = school_register.decide(register, WithdrawTenure(tenure=before, **guarded))
    return changed if isinstance(changed, Refused) else Decision(own=(event,), register=changed)


def _name_substitute(
    appointments: ClassAppointments, register: SchoolRegister, command: NameSubstitute
) -> Decision | Refused:
    named = SubstituteNamed(class_id=appointments.class_id, **attrs.asdict(command))
    earlier = [recorded.event for recorded in appointments.substitutes]
    if named in earlier:
        return Decision()
    return check_substitute(register, earlier, named) or Decision(own=(named,))
