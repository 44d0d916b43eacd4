"""Who may take which step (权限): asked before anything is recorded, decided or paid."""

from collections.abc import Iterable
from datetime import date

import attrs

from bzr_domain.kernel.messages import Message, Refused, forbid
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.readings import OWN_RULES
from bzr_domain.register.people import HEAD_TEACHER, ROLES, SETUP, Right
from bzr_domain.register.roster import Tenure
from bzr_domain.register.school_register import SchoolRegister


def check_right(register: SchoolRegister, actor: str, step: str) -> Refused | None:
    """Check whether somebody may take a step: None, or the refusal that says which role may and who has it.

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
        return forbid(
            f"{actor}不能做“{step}”:没有登记谁可以做;请再运行一次 bzr setup school.toml",
            f"{actor} may not do {step}: nothing is registered that says who may; run bzr setup school.toml again",
            OWN_RULES,
            code="right.not-registered",
        )
    roles = people.roles_of(actor)
    if set(roles).intersection(right.roles):
        return None
    holders = people.holders(right.roles)
    who, who_en = "、".join(holders) or "还没有人", ", ".join(holders) or "nobody yet"
    return forbid(
        f"{actor}({_list_roles(roles).zh})不能做“{right.title or step}”({step}):须由{_list_roles(right.roles).zh}来做({who})",
        f"{actor} ({_list_roles(roles).en}) may not do {step}: that takes {_list_roles(right.roles).en} ({who_en})",
        right.cite or OWN_RULES,
        code="right.missing",
        who=holders or right.roles,
    )


def check_usual_right(register: SchoolRegister, actor: str, usual: Right) -> Refused | None:
    """Check whether somebody may take a step: None, or the refusal.

    Args:
        usual: The right that holds where the school has registered none for its step.
    """
    people = register.people
    if people.right_for(usual.step) is None:
        people = attrs.evolve(people, rights=(*people.rights, usual))
    return check_right(attrs.evolve(register, people=people), actor, usual.step)


def check_account(register: SchoolRegister, actor: str, account: str) -> Refused | None:
    """Check whether somebody who is bound to an account (绑定账户) acts under it: None, or the refusal.

    So what a bound person recorded is proved (证实) by the account; what anybody else recorded is what they claim (主张).

    Args:
        account: The account that was checked, its name and number with a blank between them; empty where none was.
    """
    person = register.people.find_person(actor)
    if person is None or set(person.account.split()) <= set(account.split()):
        return None
    return forbid(
        f"{actor}只能用账户 {person.account} 操作,现在的账户是 {account or '(没有核对过)'}",
        f"{actor} acts under the account {person.account} alone; this is {account or 'none that was checked'}",
        OWN_RULES,
        code="right.other-account",
        who=[person.account],
    )


def check_right_to_amend(register: SchoolRegister, actor: str, shipped: Right) -> Refused | None:
    """Check whether somebody may amend the register (修改学校登记): None, or the refusal.

    Args:
        shipped: The right that holds where the register was declared before there was one for this; where nobody
            at all has it, everybody may, or nobody ever could.
    """
    people = register.people
    right = people.right_for(SETUP) or shipped
    if not people.holders(right.roles):
        return None
    completed = attrs.evolve(people, rights=(*people.rights, right))
    return check_right(attrs.evolve(register, people=completed), actor, SETUP)


def check_right_to_appeal(register: SchoolRegister, actor: str, class_id: str, period: Period) -> Refused | None:
    """Check whether somebody may object to a class's result for a period (申诉): None, or the refusal.

    Who may so only as a head teacher speaks for the class they had at that time.
    """
    people, step = register.people, "appeal.file"
    refusal, right = check_right(register, actor, step), people.right_for(step)
    if refusal is not None or right is None or not people.persons:
        return refusal
    tenures = [t for t in register.tenures if t.class_id == class_id and t.touches(period.first, period.last)]
    if _may_beyond_own_class(register, actor, right, tenures):
        return None
    names = list(dict.fromkeys(t.name for t in tenures))
    return forbid(
        f"{actor}在{period.name}不是{class_id}的班主任({'、'.join(names) or '没有班主任'}),不能就这个班申诉",
        f"{actor} was not head teacher of {class_id} in {period.name} ({', '.join(names) or 'nobody was'}): "
        "an appeal is about one's own class",
        right.cite or OWN_RULES,
        code="right.not-own-class",
        who=names,
    )


def check_right_to_identify(
    register: SchoolRegister, actor: str, usual: Right, class_id: str, day: date
) -> Refused | None:
    """Check whether somebody may be told who a student of a class is (查看学生是谁): None, or the refusal.

    Who may so only as a head teacher asks about the class they have that day.

    Args:
        usual: The right that holds where the school has registered none for its step.
    """
    refusal, right = check_usual_right(register, actor, usual), register.people.right_for(usual.step) or usual
    tenures = [t for t in register.tenures if t.class_id == class_id and t.touches(day, day)]
    if refusal is not None or not register.people.persons or _may_beyond_own_class(register, actor, right, tenures):
        return refusal
    return forbid(
        f"{actor}在{day}不是{class_id}的班主任,不能查看这个班的学生是谁",
        f"{actor} is not head teacher of {class_id} on {day}: who its students are is for its own to see",
        right.cite or OWN_RULES,
        code="right.not-own-class",
        who=list(dict.fromkeys(t.name for t in tenures)),
    )


def _may_beyond_own_class(register: SchoolRegister, actor: str, right: Right, tenures: Iterable[Tenure]) -> bool:
    """Return whether somebody has one of some tenures, or has a right otherwise than as a head teacher."""
    own_class = any(is_among(actor, [t.teacher, t.name]) for t in tenures)
    return own_class or set(register.people.roles_of(actor)).intersection(right.roles) != {HEAD_TEACHER}


def _list_roles(roles: tuple[str, ...]) -> Message:
    zh, en = "或".join(ROLES.get(role, role) for role in roles), " or ".join(roles)
    return Message(zh or "没有角色", en or "no role")
