"""Standing in for a head teacher (代理): for some days, with a reason; the tenure stays as it is."""

from collections.abc import Iterable
from functools import partial

from bzr_domain.appointments.events import SubstituteNamed
from bzr_domain.kernel.messages import Refused, refuse
from bzr_domain.register.head_teacher_rules import ONE_HEAD_TEACHER
from bzr_domain.register.school_register import SchoolRegister

_refuse = partial(refuse, clause=ONE_HEAD_TEACHER)


def check_substitute(
    register: SchoolRegister, earlier: Iterable[SubstituteNamed], substitute: SubstituteNamed
) -> Refused | None:
    """Refuse a substitute without a reason, for the wrong days, for nobody, or beside another."""
    if not substitute.reason.strip():
        return _refuse("代理必须写明理由(--reason)", "a substitute needs a reason (--reason)", code="reason.missing")
    if substitute.is_reversed:
        return _refuse(
            f"代理的最后一天{substitute.end}早于第一天{substitute.start}",
            f"the last day, {substitute.end}, is before the first, {substitute.start}",
            code="appointment.days-reversed",
        )
    return _check_head_teacher_away(register, substitute) or _check_single_substitute(earlier, substitute)


def _check_head_teacher_away(register: SchoolRegister, substitute: SubstituteNamed) -> Refused | None:
    """Demand that there is a head teacher to stand in for, and that it is somebody else."""
    class_id = substitute.class_id
    for day in (substitute.start, substitute.end):
        tenure = register.tenure_on(class_id, day)
        if tenure is None:
            return _refuse(
                f"班级“{class_id}”在{day}没有班主任,不能代理;请聘任一位",
                f"class {class_id!r} has no head teacher on {day} to stand in for; appoint one",
                code="appointment.no-head-teacher",
            )
        if tenure.teacher == substitute.teacher:
            return _refuse(
                f"{substitute.name}在{day}就是班级“{class_id}”的班主任,不能代理自己",
                f"{substitute.name} is the head teacher of class {class_id!r} on {day}",
                code="appointment.own-substitute",
            )
    return None


def _check_single_substitute(earlier: Iterable[SubstituteNamed], substitute: SubstituteNamed) -> Refused | None:
    for other in earlier:
        if other.overlaps(substitute):
            return _refuse(
                f"班级“{substitute.class_id}”从{other.start}到{other.end}已由{other.name}代理",
                f"class {substitute.class_id!r} has {other.name} standing in from {other.start} to {other.end}",
                code="appointment.two-substitutes",
            )
    return None
