"""Deciding on wishes about appointments (聘任的决定): propose, decide, publish, begin, end — or refuse, with the article."""

from datetime import date
from typing import Literal, assert_never

import attrs

from bzr_domain.appointments import procedure as order
from bzr_domain.appointments import rules
from bzr_domain.appointments.class_appointments import Appointment, ClassAppointments
from bzr_domain.appointments.conditions import ONE_YEAR, approved
from bzr_domain.appointments.events import (
    AppointmentDecided,
    AppointmentEnded,
    AppointmentProposed,
    AppointmentPublished,
    AppointmentStarted,
    StepEvent,
    Waiver,
)
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.register.declaration import ONE_HEAD_TEACHER
from bzr_domain.register.events import TenureRegistered, TenureWithdrawn
from bzr_domain.register.roster import Tenure
from bzr_domain.register.school_register import SchoolRegister


@attrs.frozen(kw_only=True)
class Propose:
    """Put this candidate on the list; whether it is their first time is looked up."""

    candidate: AppointmentProposed


@attrs.frozen(kw_only=True)
class Advance:
    """Decide on the candidate, or publish the list; `teacher`, where given, has to be the candidate."""

    step: Literal["decide", "publish"]
    on: date
    teacher: str | None = None
    note: str = ""


@attrs.frozen(kw_only=True)
class Start:
    """Issue the letter: the candidate has the class from `on`, until `until` where a term is agreed upon."""

    on: date
    teacher: str | None = None
    until: date | None = None
    waivers: tuple[Waiver, ...] = ()
    note: str = ""


@attrs.frozen(kw_only=True)
class End:
    """End the appointment with its last day, or drop it; `teacher` says whose where there are several.

    One that has ended gets another last day where its teacher is named.
    """

    on: date
    reason: str
    teacher: str | None = None


AppointmentCommand = Propose | Advance | Start | End
Decided = tuple[StepEvent | TenureRegistered | TenureWithdrawn, ...]


def decide(
    state: ClassAppointments, register: SchoolRegister, class_id: str, command: AppointmentCommand
) -> Decided | Refused:
    """Turn a wish into events of the class's appointments and of the register, or refuse it.

    Asking twice is harmless: a step that was the last one taken, in the same words, yields no event.
    """
    if state.latest is not None and _done(state.latest, command):
        return ()
    match command:
        case Propose():
            return _propose(state, register, command.candidate)
        case Advance():
            return _advance(state, class_id, command)
        case Start():
            return _start(state, register, class_id, command)
        case End():
            return _end(state, register, class_id, command)
        case _:
            assert_never(command)


def _done(last: Appointment, command: AppointmentCommand) -> bool:
    """Whether the last step taken is this very one."""
    step = last.steps[-1]
    if not isinstance(command, Propose) and not order.is_of(last, command.teacher):
        return False
    match command:
        case Propose():
            known = attrs.evolve(last.proposed, id="", first_time=False)
            return step.step == "propose" and known == attrs.evolve(
                command.candidate, id="", first_time=False
            )
        case Advance():
            return (step.step, step.on, step.note) == (command.step, command.on, command.note)
        case Start():
            same = AppointmentStarted(
                id=last.id, on=command.on, until=command.until, waivers=command.waivers, note=command.note
            )
            return step.step == "start" and last.started == same
        case End():
            return (step.step, step.on, step.note) == ("end", command.on, command.reason)
        case _:
            assert_never(command)


def _propose(
    state: ClassAppointments, register: SchoolRegister, wish: AppointmentProposed
) -> Decided | Refused:
    now = state.pending
    if now is not None:
        name, words = now.proposed.name, order.STATE_WORDS[now.state]
        reason = Message(
            f"班级“{wish.class_id}”已有人选{name}({words.zh});先完成那次聘任,或结束它:bzr appoint end",
            f"class {wish.class_id!r} has a candidate, {name} ({words.en}); finish that appointment, or bzr appoint end it",
        )
        return Refused(reason=reason, clause=ONE_HEAD_TEACHER)
    candidate = attrs.evolve(wish, first_time=rules.first_time(register, wish))
    return rules.fitness(candidate) or approved(register, candidate, candidate.waivers) or (candidate,)


def _advance(state: ClassAppointments, class_id: str, command: Advance) -> Decided | Refused:
    one = order.in_turn(state, class_id, command.step, command.on, command.teacher)
    if isinstance(one, Refused):
        return one
    event = AppointmentDecided if command.step == "decide" else AppointmentPublished
    return (event(id=one.id, on=command.on, note=command.note),)


def _start(
    state: ClassAppointments, register: SchoolRegister, class_id: str, command: Start
) -> Decided | Refused:
    one = order.in_turn(state, class_id, "start", command.on, command.teacher)
    if isinstance(one, Refused):
        return one
    event = AppointmentStarted(
        id=one.id, on=command.on, until=command.until, waivers=command.waivers, note=command.note
    )
    tenure = attrs.evolve(one, started=event).tenure
    if tenure is None:
        reason = Message(
            f"聘期的最后一天{command.until}早于第一天{command.on}",
            f"the last day of the term, {command.until}, is before its first, {command.on}",
        )
        return Refused(reason=reason, clause=ONE_YEAR)
    trained = one.proposed.training
    if trained is not None and trained > command.on:
        reason = Message(
            f"{one.proposed.name}的岗前培训在{trained},晚于上任的{command.on}",
            f"{one.proposed.name} is trained on {trained}, after beginning on {command.on}",
        )
        return Refused(reason=reason, clause="A3 第六条")
    refused = (
        rules.term(register, one, event)
        or approved(register, one.proposed, event.waivers)
        or rules.within_class(register, tenure)
        or rules.one_name(register, tenure)
        or rules.alone(register, tenure)
    )
    if refused is not None:
        return refused
    return (event,) if tenure in register.tenures else (event, TenureRegistered(tenure=tenure))


def _end(
    state: ClassAppointments, register: SchoolRegister, class_id: str, command: End
) -> Decided | Refused:
    open_ones = order.to_end(state, command.on, command.teacher)
    if not command.reason.strip():
        reason = Message("结束聘任必须写明理由(--reason)", "ending an appointment needs a reason (--reason)")
        return Refused(reason=reason, clause=ONE_YEAR)
    if len(open_ones) != 1:
        return order.which(state, open_ones, class_id, command.on)
    one = open_ones[0]
    if one.pending and command.on < one.steps[-1].on:
        return order.backwards(one, order.STEP_WORDS["end"], command.on)
    event = AppointmentEnded(id=one.id, on=command.on, reason=command.reason)
    if one.ended == event:
        return ()
    before, after = one.tenure, attrs.evolve(one, ended=event).tenure
    return _replaced(register, before, after, event)


def _replaced(
    register: SchoolRegister, before: Tenure | None, after: Tenure | None, event: AppointmentEnded
) -> Decided | Refused:
    """The end, and the tenure it makes in the place of the one before; nobody else may have its days by now."""
    if before == after:
        return (event,)
    gone = () if before is None else (TenureWithdrawn(tenure=before),)
    if after is None:
        return (event, *gone)
    others = attrs.evolve(register, tenures=tuple(one for one in register.tenures if one != before))
    refused = rules.within_class(others, after) or rules.one_name(others, after) or rules.alone(others, after)
    return refused or (event, *gone, TenureRegistered(tenure=after))
