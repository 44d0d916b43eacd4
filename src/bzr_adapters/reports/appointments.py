"""Appointments, substitutes and studios as lists for people."""

from collections.abc import Iterator, Mapping

from bzr_adapters.documents.appointments import Listed, sort_members
from bzr_adapters.documents.values import one_line
from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import aligned, table
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.names import class_name
from bzr_domain.appointments.appointment import STATE_WORDS, STEP_WORDS, Appointment
from bzr_domain.appointments.conditions import CONDITIONS
from bzr_domain.appointments.studio import MEMBER_ROLES
from bzr_domain.kernel.messages import Lang, Message

CONDITION_NAMES, ROLE_NAMES = tuple(CONDITIONS), tuple(MEMBER_ROLES)
"""The conditions that can be excused, and the roles in a studio, as commands write them."""
STEPS: Mapping[str, Message] = {
    **{str(step): words for step, words in STEP_WORDS.items()},
    "substitute": Message("代理", "a substitute"),
    "studio": Message("工作室成员", "a member of a studio"),
}
"""Step → what it is called."""


def appointment_lines(answer: Report, ink: Ink) -> Iterator[str]:
    """A block for each appointment, then the substitutes, then the studios; one line says it when there is none."""
    listed, lang = answer.source, answer.lang
    for appointment in listed.appointments:
        yield ink.bold(_heading(appointment, listed).in_(lang))
        steps = [
            [STEP_WORDS[step.step].zh if lang == "zh" else step.step, str(step.on), step.actor, step.note]
            for step in appointment.steps
        ]
        yield from aligned(steps, indent="  ")
        yield from (f"  {one_line(line.in_(lang))}" for line in _list_evidence(appointment))
    if not listed.appointments:
        yield Message("没有聘任记录", "no appointments").in_(lang)
    yield from _substitutes(listed, lang, ink)
    yield from _studios(listed, lang, ink)


def _heading(appointment: Appointment, listed: Listed) -> Message:
    proposed, tenure = appointment.proposed, appointment.tenure
    heading = Message(
        f"{listed.names.get(proposed.class_id, proposed.class_id)} {proposed.name}({proposed.teacher}) ",
        f"{proposed.class_id} {proposed.name} ({proposed.teacher}): ",
    )
    heading += STATE_WORDS[appointment.state]
    if tenure is not None:
        start, end = tenure.start, tenure.end
        heading += Message(f" {start}", f", from {start}")
        heading += Message("起", "") if end is None else Message(f"至{end}", f" to {end}")
    if listed.is_under_a_year(appointment):
        heading += Message(",未满一学年", ", under a school year")
    return heading


def _list_evidence(appointment: Appointment) -> Iterator[Message]:
    """What the candidate showed, and every exception."""
    proposed = appointment.proposed
    if proposed.first_time:
        yield Message("初次担任班主任", "head teacher for the first time")
    if proposed.teaches:
        yield Message(f"任课:{proposed.teaches}", f"teaches: {proposed.teaches}")
    for condition in ("attested", "training", "mentor", "certificate"):
        value = getattr(proposed, condition)
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
            class_name(class_id, listed.names, lang),
            f"{substitute.event.name}({substitute.event.teacher})",
            str(substitute.event.start),
            str(substitute.event.end),
            substitute.event.reason,
            substitute.actor,
        ]
        for class_id, each in listed.classes.items()
        for substitute in each.substitutes
    ]
    if rows:
        heads = Message("代理|教师|从|到|理由|登记", "substitutes|teacher|from|to|reason|by")
        yield from table(heads, rows, lang, ink)


def _studios(listed: Listed, lang: Lang, ink: Ink) -> Iterator[str]:
    rows = [
        [
            name,
            joined.name if joined.name == joined.member else f"{joined.name}({joined.member})",
            MEMBER_ROLES[joined.role] if lang == "zh" else joined.role,
            str(joined.start),
            str(joined.end or ""),
            joined.note,
        ]
        for name, studio in listed.studios.items()
        for joined in (member.event for member in sort_members(studio.members.values()))
    ]
    if rows:
        heads = Message("工作室|成员|身份|从|到|说明", "studio|member|role|from|to|note")
        yield from table(heads, rows, lang, ink)
