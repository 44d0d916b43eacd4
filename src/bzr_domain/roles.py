"""Who may take which step (权限): asked before anything is recorded, decided or paid."""

from bzr_domain.errors import Message, Refused
from bzr_domain.people import ROLES
from bzr_domain.school import Register

OWN_RULES = "学校文件 [[right]]"
"""What a right of the school's own rests on when it cites nothing."""


def allowed(register: Register, actor: str, step: str) -> Refused | None:
    """Whether somebody may take a step: None, or the refusal that says which role may and who has it.

    A school that registers no persons lets everybody do everything.

    Args:
        register: The school's register as it is.
        actor: The name under which the command is given.
        step: `record.KIND`, `void`, `correct`, `appoint.decide`, `pay.approve` … (see roles.toml).
    """
    people = register.people
    if not people.persons:
        return None
    right = people.right_for(step)
    if right is None:
        return _nobody(actor, step)
    own = people.roles_of(actor)
    if set(own).intersection(right.roles):
        return None
    holders = people.holders(right.roles)
    who, who_en = "、".join(holders) or "还没有人", ", ".join(holders) or "nobody yet"
    reason = Message(
        f"{actor}({_zh(own)})不能做“{right.title or step}”({step}):须由{_zh(right.roles)}来做({who})",
        f"{actor} ({_en(own)}) may not do {step}: that takes {_en(right.roles)} ({who_en})",
    )
    return Refused(reason=reason, clause=right.cite or OWN_RULES)


def _nobody(actor: str, step: str) -> Refused:
    reason = Message(
        f"{actor}不能做“{step}”:没有登记谁可以做;请再运行一次 bzr setup school.toml",
        f"{actor} may not do {step}: nothing is registered that says who may; run bzr setup school.toml again",
    )
    return Refused(reason=reason, clause=OWN_RULES)


def _zh(roles: tuple[str, ...]) -> str:
    return "或".join(ROLES.get(role, role) for role in roles) or "没有角色"


def _en(roles: tuple[str, ...]) -> str:
    return " or ".join(roles) or "no role"
