"""Standing in for a head teacher (代理): for some days, with a reason; the tenure stays as it is."""

from collections.abc import Iterable

import attrs

from bzr_domain.appointments.events import SubstituteNamed
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.register.declaration import ONE_HEAD_TEACHER
from bzr_domain.register.school_register import SchoolRegister


@attrs.frozen(kw_only=True)
class StandIn:
    """Let this teacher have the class for these days."""

    named: SubstituteNamed


def decide(
    known: Iterable[SubstituteNamed], register: SchoolRegister, command: StandIn
) -> tuple[SubstituteNamed, ...] | Refused:
    """Name a substitute, or refuse; naming the same one again yields no event."""
    wish, before = command.named, list(known)
    if wish in before:
        return ()
    if not wish.reason.strip():
        return _no(Message("代理必须写明理由(--reason)", "a substitute needs a reason (--reason)"))
    if wish.end < wish.start:
        return _no(
            Message(
                f"代理的最后一天{wish.end}早于第一天{wish.start}",
                f"the last day, {wish.end}, is before the first, {wish.start}",
            )
        )
    return _somebody_away(register, wish) or _another(before, wish) or (wish,)


def _somebody_away(register: SchoolRegister, wish: SubstituteNamed) -> Refused | None:
    """There is a head teacher to stand in for, and it is somebody else."""
    for day in (wish.start, wish.end):
        tenure = register.tenure_on(wish.class_id, day)
        if tenure is None:
            return _no(
                Message(
                    f"班级“{wish.class_id}”在{day}没有班主任,不能代理;请聘任一位",
                    f"class {wish.class_id!r} has no head teacher on {day} to stand in for; appoint one",
                )
            )
        if tenure.teacher == wish.teacher:
            return _no(
                Message(
                    f"{wish.name}在{day}就是班级“{wish.class_id}”的班主任,不能代理自己",
                    f"{wish.name} is the head teacher of class {wish.class_id!r} on {day}",
                )
            )
    return None


def _another(before: Iterable[SubstituteNamed], wish: SubstituteNamed) -> Refused | None:
    for one in before:
        if one.start <= wish.end and wish.start <= one.end:
            return _no(
                Message(
                    f"班级“{wish.class_id}”从{one.start}到{one.end}已由{one.name}代理",
                    f"class {wish.class_id!r} has {one.name} standing in from {one.start} to {one.end}",
                )
            )
    return None


def _no(reason: Message) -> Refused:
    return Refused(reason=reason, clause=ONE_HEAD_TEACHER)
