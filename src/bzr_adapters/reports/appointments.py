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
    appointments = [one for each in listed.classes.values() for one in each.all.values()]
    for one in appointments:
        yield ink.bold(_heading(one, listed).in_(lang))
        yield from aligned(_steps(one, lang), indent="  ")
        yield from (f"  {one_line(line.in_(lang))}" for line in _shown(one))
    if not appointments:
        yield Message("没有聘任记录", "no appointments").in_(lang)
    yield from _substitutes(listed, lang, ink)
    yield from _studios(listed, lang, ink)


def _heading(one: Appointment, listed: Listed) -> Message:
    proposed, words = one.proposed, STATE_WORDS[one.state]
    zh = f"{listed.names.get(proposed.class_id, proposed.class_id)} {proposed.name}({proposed.teacher}) {words.zh}"
    en = f"{proposed.class_id} {proposed.name} ({proposed.teacher}): {words.en}"
    if one.tenure is not None:
        end = one.tenure.end
        zh += f" {one.tenure.start}" + ("起" if end is None else f"至{end}")
        en += f", from {one.tenure.start}" + ("" if end is None else f" to {end}")
    if listed.short(one):
        zh, en = f"{zh},未满一学年", f"{en}, under a school year"
    return Message(zh, en)


def _steps(one: Appointment, lang: Lang) -> list[list[str]]:
    steps = ((STEP_WORDS[step.step].zh if lang == "zh" else step.step, step) for step in one.steps)
    return [[word, step.on.isoformat(), step.actor, step.note] for word, step in steps]


def _shown(one: Appointment) -> Iterator[Message]:
    """What the candidate showed, and every exception."""
    proposed = one.proposed
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
    for waiver in one.waivers:
        words = CONDITIONS[waiver.condition].words
        yield Message(
            f"例外:{words.zh};{waiver.reason}({waiver.approved_by}批准)",
            f"exception: {words.en}; {waiver.reason} (approved by {waiver.approved_by})",
        )


def _substitutes(listed: Listed, lang: Lang, ink: Ink) -> Iterator[str]:
    rows = [
        [
            listed.names.get(class_id, class_id) if lang == "zh" else class_id,
            f"{one.named.name}({one.named.teacher})",
            one.named.start.isoformat(),
            one.named.end.isoformat(),
            one.named.reason,
            one.actor,
        ]
        for class_id, each in listed.classes.items()
        for one in each.substitutes
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
            f"{one.joined.name}({one.joined.member})"
            if one.joined.name != one.joined.member
            else one.joined.name,
            MEMBER_ROLES[one.joined.role] if lang == "zh" else one.joined.role,
            one.joined.start.isoformat(),
            "" if one.joined.end is None else one.joined.end.isoformat(),
            one.joined.note,
        ]
        for name, studio in listed.studios.items()
        for one in in_order(studio.members.values())
    ]
    if rows:
        head = Message("工作室 成员 身份 从 到 说明", "studio member role from to note").in_(lang).split(" ")
        lines = aligned([head, *rows])
        yield from (ink.bold(lines[0]), *lines[1:])
