"""The steps of an appointment, in their order (聘任程序): 拟定、确定、公布、发聘任书 — which step comes next, which can end."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial

import attrs

from bzr_domain.appointments.appointment import STATE_WORDS, STEP_WORDS, Appointment, StepName
from bzr_domain.kernel.messages import Refused, refuse

ORDER = "A21 第六条"
"""拟定名单,确定人选并公布,发放聘任书: the steps, in this order."""
_refuse = partial(refuse, clause=ORDER)
_NEXT: Mapping[StepName, StepName] = {"propose": "decide", "decide": "publish", "publish": "start"}


def find_appointment_to_step(
    pending: Appointment | None, class_id: str, step: StepName, on: date, teacher: str | None
) -> Appointment | Refused:
    """Return the appointment under way, when this is its next step, not before the last one, and its own candidate's."""
    if pending is None:
        return _refuse(
            f"班级“{class_id}”没有进行中的聘任;先拟定人选:bzr appoint propose",
            f"class {class_id!r} has no appointment under way; begin with bzr appoint propose",
            code="appointment.none-under-way",
        )
    candidate = pending.proposed
    if not pending.concerns(teacher):
        return _refuse(
            f"班级“{class_id}”的人选是{candidate.name}({candidate.teacher}),不是{teacher}",
            f"the candidate for class {class_id!r} is {candidate.name} ({candidate.teacher}), not {teacher}",
            code="appointment.other-candidate",
        )
    following = _NEXT[pending.last_step.step]
    if step != following:
        words = STATE_WORDS[pending.state]
        return _refuse(
            f"{candidate.name}的聘任现为{words.zh};下一步是 bzr appoint {following}",
            f"the appointment of {candidate.name} is {words.en}; the next step is bzr appoint {following}",
            code="appointment.other-step",
        )
    return check_day_order(pending, step, on) or pending


def check_day_order(appointment: Appointment, step: StepName, on: date) -> Refused | None:
    """Refuse a step dated before the one that it follows."""
    last, words = appointment.last_step, STEP_WORDS[step]
    if on >= last.on:
        return None
    last_words = STEP_WORDS[last.step]
    return _refuse(
        f"{words.zh}的日期{on}早于{last_words.zh}的{last.on}",
        f"{words.en} on {on} would be before {last_words.en} on {last.on}",
        code="appointment.days-out-of-order",
    )


def find_appointment_to_end(
    appointments: Collection[Appointment], class_id: str, on: date, teacher: str | None
) -> Appointment | Refused:
    """Return the appointment that an end on a day can mean: the one open, or the teacher's last one that ended.

    One that has ended is meant, to get another last day, only where its teacher is named.
    """
    open_ones = [a for a in appointments if a.is_open_on(on) and a.concerns(teacher)]
    if not open_ones and teacher is not None:
        ended = [a for a in _list_ended(appointments) if attrs.evolve(a, ended=None).is_open_on(on)]
        open_ones = [a for a in ended if a.concerns(teacher)][-1:]
    if len(open_ones) == 1:
        return open_ones[0]
    return _refuse_end(appointments, [a.proposed.name for a in open_ones], class_id, on)


def _list_ended(appointments: Collection[Appointment]) -> list[Appointment]:
    return [a for a in appointments if a.state == "ended"]


def _refuse_end(appointments: Collection[Appointment], names: list[str], class_id: str, on: date) -> Refused:
    """Refuse an end that can mean several appointments, or none."""
    if names:
        return _refuse(
            f"班级“{class_id}”有{len(names)}次聘任可以结束:{'、'.join(names)};请写明教师",
            f"class {class_id!r} has {len(names)} appointments to end: {', '.join(names)}; name the teacher",
            code="appointment.several",
        )
    ended = list(dict.fromkeys(a.proposed.name for a in _list_ended(appointments)))
    more = f";要改已结束的聘任的最后一天,请写明教师:{'、'.join(ended)}" if ended else ""
    more_en = f"; to give an ended one another last day, name its teacher: {', '.join(ended)}" if ended else ""
    return _refuse(
        f"班级“{class_id}”到{on}没有可以结束的聘任;学校文件登记的任期在学校文件里写 to{more}",
        f"class {class_id!r} has no appointment to end on {on}; a tenure of the school file gets its `to` there{more_en}",
        code="appointment.none-to-end",
    )
