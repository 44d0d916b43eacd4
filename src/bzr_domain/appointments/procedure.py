"""The steps of an appointment, in their order (聘任程序): 拟定、确定、公布、发聘任书."""

from datetime import date

import attrs

from bzr_domain.appointments.class_appointments import Appointment, ClassAppointments, StepName
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.names import is_among

ORDER = "A21 第六条"
"""拟定名单,确定人选并公布,发放聘任书: the steps, in this order."""
_NEXT: dict[StepName, StepName] = {"propose": "decide", "decide": "publish", "publish": "start"}
STEP_WORDS: dict[StepName, Message] = {
    "propose": Message("拟定", "proposing"),
    "decide": Message("确定", "deciding"),
    "publish": Message("公布", "publishing"),
    "start": Message("上任", "beginning"),
    "end": Message("结束", "ending"),
}
STATE_WORDS: dict[str, Message] = {
    "proposed": Message("已拟定", "proposed"),
    "decided": Message("已确定", "decided"),
    "published": Message("已公布", "published"),
    "appointed": Message("在聘", "appointed"),
    "ended": Message("已结束", "ended"),
    "dropped": Message("未聘", "dropped"),
}


def is_of(one: Appointment, teacher: str | None) -> bool:
    """Whether an appointment is that teacher's, named by id or name; None means whoever it is."""
    return teacher is None or is_among(teacher, [one.proposed.teacher, one.proposed.name])


def can_end(one: Appointment, on: date, teacher: str | None) -> bool:
    """Whether an appointment is open on a day: not ended, its term not over, and that teacher's where one is named."""
    over = one.started is not None and one.started.until is not None and one.started.until < on
    return one.ended is None and not over and is_of(one, teacher)


def to_end(state: ClassAppointments, on: date, teacher: str | None) -> list[Appointment]:
    """The appointments that an end on a day can mean: those open, or else the last one that ended of the teacher named."""
    found = [one for one in state.all.values() if can_end(one, on, teacher)]
    again = [one for one in _ended(state) if can_end(attrs.evolve(one, ended=None), on, teacher)]
    return found or (again[-1:] if teacher is not None else [])


def _ended(state: ClassAppointments) -> list[Appointment]:
    return [one for one in state.all.values() if one.state == "ended"]


def which(state: ClassAppointments, open_ones: list[Appointment], class_id: str, on: date) -> Refused:
    """The refusal where not exactly one appointment can be meant."""
    names = [one.proposed.name for one in open_ones]
    if names:
        reason = Message(
            f"班级“{class_id}”有{len(names)}次聘任可以结束:{'、'.join(names)};请写明教师",
            f"class {class_id!r} has {len(names)} appointments to end: {', '.join(names)}; name the teacher",
        )
    else:
        ended = list(dict.fromkeys(one.proposed.name for one in _ended(state)))
        more = f";要改已结束的聘任的最后一天,请写明教师:{'、'.join(ended)}" if ended else ""
        more_en = (
            f"; to give an ended one another last day, name its teacher: {', '.join(ended)}" if ended else ""
        )
        reason = Message(
            f"班级“{class_id}”到{on}没有可以结束的聘任;学校文件登记的任期在学校文件里写 to{more}",
            f"class {class_id!r} has no appointment to end on {on}; a tenure of the school file gets its `to` there{more_en}",
        )
    return Refused(reason=reason, clause=ORDER)


def in_turn(
    state: ClassAppointments, class_id: str, step: StepName, on: date, teacher: str | None
) -> Appointment | Refused:
    """The appointment under way, when this is its next step, not before the last one, and its own candidate's."""
    one = state.pending
    if one is None:
        reason = Message(
            f"班级“{class_id}”没有进行中的聘任;先拟定人选:bzr appoint propose",
            f"class {class_id!r} has no appointment under way; begin with bzr appoint propose",
        )
        return Refused(reason=reason, clause=ORDER)
    candidate = one.proposed
    if not is_of(one, teacher):
        reason = Message(
            f"班级“{class_id}”的人选是{candidate.name}({candidate.teacher}),不是{teacher}",
            f"the candidate for class {class_id!r} is {candidate.name} ({candidate.teacher}), not {teacher}",
        )
        return Refused(reason=reason, clause=ORDER)
    following = _NEXT[one.steps[-1].step]
    if step != following:
        words = STATE_WORDS[one.state]
        reason = Message(
            f"{one.proposed.name}的聘任现为{words.zh};下一步是 bzr appoint {following}",
            f"the appointment of {one.proposed.name} is {words.en}; the next step is bzr appoint {following}",
        )
        return Refused(reason=reason, clause=ORDER)
    if on < one.steps[-1].on:
        return backwards(one, STEP_WORDS[step], on)
    return one


def backwards(one: Appointment, what: Message, on: date) -> Refused:
    """The refusal of a step that would be before the one it follows."""
    last = one.steps[-1]
    before = STEP_WORDS[last.step]
    reason = Message(
        f"{what.zh}的日期{on}早于{before.zh}的{last.on}",
        f"{what.en} on {on} would be before {before.en} on {last.on}",
    )
    return Refused(reason=reason, clause=ORDER)
