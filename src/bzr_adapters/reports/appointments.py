"""Appointments, substitutes and studios as lists for people."""

from collections.abc import Iterator

from bzr_adapters.documents.appointments import Listed, in_order
from bzr_adapters.documents.values import one_line
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.ink import Ink
from bzr_domain.appointments.appointment import STATE_WORDS, STEP_WORDS, Appointment
from bzr_domain.appointments.conditions import CONDITIONS
from bzr_domain.appointments.studio import MEMBER_ROLES
from bzr_domain.kernel.messages import Lang, Message


def appointment_lines(listed: Listed, lang: Lang, ink: Ink) -> Iterator[str]:
    """A block for each appointment, then the substitutes, then the studios; one line says it when there is none."""
    appointments = [appointment for state in listed.classes.values() for appointment in state.all.values()]
    for appointment in appointments:
        yield ink.bold(_heading(appointment, listed).in_(lang))
        yield from aligned(_steps(appointment, lang), indent="  ")
        yield from (f"  {one_line(line.in_(lang))}" for line in _shown(appointment))
    if not appointments:
        yield Message("没有聘任记录", "no appointments").in_(lang)
    yield from _substitutes(listed, lang, ink)
    yield from _studios(listed, lang, ink)


def _heading(appointment: Appointment, listed: Listed) -> Message:
    proposed, words = appointment.proposed, STATE_WORDS[appointment.state]
    zh = f"{listed.names.get(proposed.class_id, proposed.class_id)} {proposed.name}({proposed.teacher}) {words.zh}"
    en = f"{proposed.class_id} {proposed.name} ({proposed.teacher}): {words.en}"
    if appointment.tenure is not None:
        end = appointment.tenure.end
        zh += f" {appointment.tenure.start}" + ("起" if end is None else f"至{end}")
        en += f", from {appointment.tenure.start}" + ("" if end is None else f" to {end}")
    if listed.short(appointment):
        zh, en = f"{zh},未满一学年", f"{en}, under a school year"
    return Message(zh, en)


def _steps(appointment: Appointment, lang: Lang) -> list[list[str]]:
    steps = ((STEP_WORDS[step.step].zh if lang == "zh" else step.step, step) for step in appointment.steps)
    return [[word, step.on.isoformat(), step.actor, step.note] for word, step in steps]


def _shown(appointment: Appointment) -> Iterator[Message]:
    """What the candidate showed, and every exception."""
    proposed = appointment.proposed
    if proposed.first_time:
        yield Message("初次担任班主任", "head teacher for the first time")
    if proposed.teaches:
        yield Message(f"任课:{proposed.teaches}", f"teaches: {proposed.teaches}")
    for condition, value in (
        ("attested", proposed.attested),
        ("training", proposed.training),
        ("mentor", proposed.mentor),
        ("certificate", proposed.certificate),
    ):
        if value is not None:
            words = CONDITIONS[condition].words
            yield Message(f"{words.zh}:{value}", f"{words.en}: {value}")
    for waiver in appointment.waivers:
        words = CONDITIONS[waiver.condition].words
        yield Message(
            f"例外:{words.zh};{waiver.reason}({waiver.approved_by}批准)",
            f"exception: {words.en}; {waiver.reason} (approved by {waiver.approved_by})",
        )


def _substitutes(listed: Listed, lang: Lang, ink: Ink) -> Iterator[str]:
    rows = [
        [
            listed.names.get(class_id, class_id) if lang == "zh" else class_id,
            f"{substitute.event.name}({substitute.event.teacher})",
            substitute.event.start.isoformat(),
            substitute.event.end.isoformat(),
            substitute.event.reason,
            substitute.actor,
        ]
        for class_id, each in listed.classes.items()
        for substitute in each.substitutes
    ]
    if rows:
        head = (
            Message("代理 教师 从 到 理由 登记", "substitutes teacher from to reason by").in_(lang).split(" ")
        )
        lines = aligned([head, *rows])
        yield from (ink.bold(lines[0]), *lines[1:])


def _studios(listed: Listed, lang: Lang, ink: Ink) -> Iterator[str]:
    rows = [
        [
            name,
            f"{member.event.name}({member.event.member})"
            if member.event.name != member.event.member
            else member.event.name,
            MEMBER_ROLES[member.event.role] if lang == "zh" else member.event.role,
            member.event.start.isoformat(),
            "" if member.event.end is None else member.event.end.isoformat(),
            member.event.note,
        ]
        for name, studio in listed.studios.items()
        for member in in_order(studio.members.values())
    ]
    if rows:
        head = Message("工作室 成员 身份 从 到 说明", "studio member role from to note").in_(lang).split(" ")
        lines = aligned([head, *rows])
        yield from (ink.bold(lines[0]), *lines[1:])
