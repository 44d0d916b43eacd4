"""`bzr appoint`: the life of an appointment (聘任), substitutes (代理), studios (工作室), and the list of them all."""

import sys
from datetime import date
from typing import Any

from bzr_adapters import bootstrap
from bzr_adapters.cli import failure
from bzr_adapters.cli.appoint_options import OPTIONS, STEP, TEACHER, WHERE, Said, demand_fitting
from bzr_adapters.cli.call import DONE, NO, Call, in_zone
from bzr_adapters.cli.frame import AS_OF, JSON, command
from bzr_adapters.cli.moments import WrongCall, day_named
from bzr_adapters.documents.appointments import Listed, appointments_document
from bzr_adapters.reports.appointments import appointment_lines
from bzr_domain.application.appoint_teachers import Answer, Appointer
from bzr_domain.application.load_appointments import (
    list_classes_with_appointments,
    list_studios,
    load_appointments,
    load_studio,
)
from bzr_domain.appointments.appointment import STEP_WORDS
from bzr_domain.appointments.class_appointments import (
    Advance,
    AppointmentCommand,
    End,
    NameSubstitute,
    Propose,
    Start,
)
from bzr_domain.appointments.events import Waiver
from bzr_domain.appointments.studio import JoinStudio
from bzr_domain.kernel.messages import Message, Refused


@command(
    "appoint",
    Message("聘任班主任:拟定、确定、公布、上任、结束", "appoint head teachers: from the list to the letter"),
    STEP,
    WHERE,
    TEACHER,
    *OPTIONS,
    JSON,
    AS_OF,
    examples=(
        (
            "bzr appoint propose g1c1 t09 --name 陈老师 --on 2024-07-08 --teaches 语文 --attested-by 王校长 "
            "--training 2024-08-20 --mentor 王老师 --certificate C-123"
        ),
        "bzr appoint decide g1c1 --on 2024-07-10",
        "bzr appoint start g1c1 --on 2024-09-01",
        "bzr appoint substitute g1c1 t02 --on 2024-10-08 --to 2024-10-12 --reason 病假",
        "bzr appoint list g1c1",
    ),
)
def appoint_command(call: Call, step: str, where: str | None, teacher: str | None, **options: Any) -> int:
    """Take a step, or list."""
    said = Said(**options)
    demand_fitting(step, where, teacher, said)
    if where is None or step == "list":
        return _list(call, where, said)
    recorder = call.recorder()
    appointer = bootstrap.appointer(recorder.store, recorder.actor, recorder.clock)
    on = day_named(said.on) if said.on is not None else appointer.reader().today
    answer = _take(appointer, step, where, teacher, on, said)
    if isinstance(answer, Refused):
        failure.refused(call.ink_for(sys.stderr), answer)
        return NO
    call.tell(
        _told(step, where, on)
        if answer
        else Message("早已如此,没有变化", "nothing changed: it is so already")
    )
    return DONE


def _take(appointer: Appointer, step: str, where: str, teacher: str | None, on: date, said: Said) -> Answer:
    if step == "studio":
        return appointer.join_studio(where, _membership(teacher or "", on, said))
    return appointer.take_step(where, _step_command(step, teacher, on, said))


def _step_command(step: str, teacher: str | None, on: date, said: Said) -> AppointmentCommand:
    reason, until = said.reason or "", None if said.to is None else day_named(said.to)
    waivers = tuple(
        Waiver(condition=condition, reason=reason, approved_by=said.approved_by or "")
        for condition in dict.fromkeys(said.waived)
    )
    match step:
        case "propose":
            return _proposal(teacher or "", on, said, waivers)
        case "decide" | "publish":
            return Advance(step=step, on=on, teacher=teacher, note=reason)
        case "start":
            return Start(on=on, teacher=teacher, until=until, waivers=waivers, note=reason)
        case "end":
            return End(on=on, teacher=teacher, reason=reason)
        case _:
            return NameSubstitute(
                teacher=teacher or "", name=said.name or "", start=on, end=until or on, reason=reason
            )


def _proposal(teacher: str, on: date, said: Said, waivers: tuple[Waiver, ...]) -> Propose:
    return Propose(
        teacher=teacher,
        name=said.name or "",
        on=on,
        teaches=said.teaches or "",
        years_before=said.years_before or 0,
        training=None if said.training is None else day_named(said.training),
        certificate=said.certificate,
        attested=said.attested_by,
        mentor=said.mentor,
        waivers=waivers,
        note=said.reason or "",
    )


def _membership(member: str, on: date, said: Said) -> JoinStudio:
    until = None if said.to is None else day_named(said.to)
    if said.role is None:
        raise WrongCall(Message("studio 要写明身份(--role)", "studio needs a role (--role)"))
    return JoinStudio(
        member=member, name=said.name or "", role=said.role, start=on, end=until, note=said.reason or ""
    )


def _told(step: str, where: str, on: date) -> Message:
    words = _WORDS[step]
    return Message(f"已登记:{where} {words.zh} {on}", f"recorded: {where} {words.en} {on}")


_WORDS: dict[str, Message] = {
    **{str(step): words for step, words in STEP_WORDS.items()},
    "substitute": Message("代理", "a substitute"),
    "studio": Message("工作室成员", "a member of a studio"),
}


def _list(call: Call, where: str | None, said: Said) -> int:
    reader = call.reader(said.as_of)
    store, until, register = reader.store, reader.until, reader.register
    every = dict.fromkeys((*register.classes, *list_classes_with_appointments(store)))
    classes = list(every) if where is None else [reader.find_class_id(where)]
    found = {name: load_studio(store, name, until) for name in list_studios(store)} if where is None else {}
    listed = Listed(
        classes={one: load_appointments(store, one, until) for one in classes},
        studios={name: studio for name, studio in found.items() if studio.members},
        names={one.id: one.name for one in register.classes.values()},
        calendar=register.calendar,
        zone=reader.zone,
    )
    if said.as_json:
        call.document(appointments_document(listed, in_zone(reader)))
    else:
        call.show(appointment_lines(listed, call.lang, call.ink))
    return DONE


COMMANDS = {"appoint": appoint_command}
