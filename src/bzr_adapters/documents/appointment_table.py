"""Appointments, substitutes and studios as tables (聘任、代理、工作室)."""

from collections.abc import Iterator

from bzr_adapters.documents.appointments import Listed, sort_members
from bzr_adapters.documents.names import class_name
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_domain.appointments.appointment import STATE_WORDS, STEP_WORDS, Appointment
from bzr_domain.appointments.conditions import CONDITIONS
from bzr_domain.appointments.studio import MEMBER_ROLES
from bzr_domain.kernel.messages import Lang, Message


def appointment_sheet(listed: Listed, lang: Lang) -> Sheet:
    """A row for each appointment, then the substitutes, then the members of studios."""
    heads = Message("班级|姓名|教师|状态|从|到|步骤|说明", "class|name|teacher|state|from|to|steps|remarks")
    appointments = Block(
        heads=heads.in_(lang).split("|"), rows=[_row(appointment, listed, lang) for appointment in listed.appointments]
    )
    return Sheet(
        name=Message("聘任", "appointments"),
        blocks=[appointments, *substitute_block(listed, lang), *studio_block(listed, lang)],
    )


def _row(appointment: Appointment, listed: Listed, lang: Lang) -> list[Cell]:
    proposed, tenure = appointment.proposed, appointment.tenure
    steps = [
        Message(
            f"{step.on} {STEP_WORDS[step.step].zh} {step.actor} {step.note}".rstrip(),
            f"{step.on} {step.step} {step.actor} {step.note}".rstrip(),
        )
        for step in appointment.steps
    ]
    short = [Message("未满一学年", "under a school year")] if listed.is_under_a_year(appointment) else []
    return [
        class_name(proposed.class_id, listed.names, lang),
        proposed.name,
        proposed.teacher,
        STATE_WORDS[appointment.state].in_(lang),
        None if tenure is None else tenure.start,
        None if tenure is None else tenure.end,
        Message.joined(steps).in_(lang),
        Message.joined([*short, *list_evidence(appointment)]).in_(lang),
    ]


def list_evidence(appointment: Appointment) -> Iterator[Message]:
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


def substitute_block(listed: Listed, lang: Lang) -> Iterator[Block]:
    """Who stands in for whom; nothing where nobody does."""
    rows: list[list[Cell]] = [
        [
            class_name(class_id, listed.names, lang),
            f"{substitute.event.name}({substitute.event.teacher})",
            substitute.event.start,
            substitute.event.end,
            substitute.event.reason,
            substitute.actor,
        ]
        for class_id, each in listed.classes.items()
        for substitute in each.substitutes
    ]
    if rows:
        heads = Message("代理|教师|从|到|理由|登记", "substitutes|teacher|from|to|reason|by")
        yield Block(heads=heads.in_(lang).split("|"), rows=rows)


def studio_block(listed: Listed, lang: Lang) -> Iterator[Block]:
    """The members of studios; nothing where there are none."""
    rows: list[list[Cell]] = [
        [
            name,
            joined.name if joined.name == joined.member else f"{joined.name}({joined.member})",
            MEMBER_ROLES[joined.role] if lang == "zh" else joined.role,
            joined.start,
            joined.end or "",
            joined.note,
        ]
        for name, studio in listed.studios.items()
        for joined in (member.event for member in sort_members(studio.members.values()))
    ]
    if rows:
        heads = Message("工作室|成员|身份|从|到|说明", "studio|member|role|from|to|note")
        yield Block(heads=heads.in_(lang).split("|"), rows=rows)
