"""Appointments, substitutes and studios as lists for people."""

from collections.abc import Iterator, Mapping

from bzr_adapters.documents.appointment_table import list_evidence, studio_block, substitute_block
from bzr_adapters.documents.appointments import Listed
from bzr_adapters.documents.values import one_line
from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import aligned, block_lines
from bzr_adapters.reports.ink import Ink
from bzr_domain.appointments.appointment import STATE_WORDS, STEP_WORDS, Appointment
from bzr_domain.appointments.conditions import CONDITIONS
from bzr_domain.appointments.studio import MEMBER_ROLES
from bzr_domain.kernel.messages import Message

CONDITION_NAMES = tuple(CONDITIONS)
"""The conditions that can be excused, as commands write them."""
ROLES_BY_NAME = {name: role for role, word in MEMBER_ROLES.items() for name in (role, word)}
"""Id or Chinese word → the role in a studio."""
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
        yield from (f"  {one_line(line.in_(lang))}" for line in list_evidence(appointment))
    if not listed.appointments:
        yield Message("没有聘任记录", "no appointments").in_(lang)
    for block in (*substitute_block(listed, lang), *studio_block(listed, lang)):
        yield from block_lines(block, ink)


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
