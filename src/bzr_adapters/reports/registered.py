"""A change of the register in one sentence: the school, its terms, classes, tenures, rulebooks, persons and rights."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import assert_never

from bzr_domain.kernel.messages import Message
from bzr_domain.register.calendar import Term
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    PersonRegistered,
    PersonWithdrawn,
    RegisterEvent,
    RightRegistered,
    RightWithdrawn,
    RoleEvent,
    RulebookAdopted,
    RulebookRegistered,
    SchoolRegistered,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.people import ROLES
from bzr_domain.register.roster import Adoption, Tenure


def registered_message(event: RegisterEvent, rulebooks: Mapping[str, str]) -> Message:  # noqa: C901 (one case for each event)
    """What was registered, amended or withdrawn.

    Args:
        rulebooks: Digest → what a rulebook is called; the beginning of its digest where it is not known.
    """
    if isinstance(event, RoleEvent):
        return _role(event)
    match event:
        case SchoolRegistered(school=one):
            return Message(
                f"登记学校 {one.name},时区 {one.timezone}",
                f"school {one.name} registered, time zone {one.timezone}",
            )
        case TermRegistered(term=term):
            return _term(term)
        case ClassRegistered(school_class=one):
            return Message(f"登记班级 {one.with_days.zh}", f"class {one.with_days.en} registered")
        case TermWithdrawn(id=name):
            return Message(f"撤销学期 {name}", f"term {name} withdrawn")
        case ClassWithdrawn(id=name):
            return Message(f"撤销班级 {name}", f"class {name} withdrawn")
        case TenureRegistered(tenure=tenure):
            return Message(
                f"登记任期 {tenure.name} {_days(tenure)}",
                f"tenure of {tenure.name} registered: {_days(tenure)}",
            )
        case TenureWithdrawn(tenure=tenure):
            return Message(
                f"撤销任期 {tenure.name} {_days(tenure)}",
                f"tenure of {tenure.name} withdrawn: {_days(tenure)}",
            )
        case RulebookRegistered(digest=digest):
            name = _rulebook(digest, rulebooks)
            return Message(f"登记规则 {name}", f"rulebook {name} registered")
        case RulebookAdopted(adoption=adoption):
            said = _adoption(adoption, rulebooks)
            return Message(f"采用 {said.zh}", f"adopted {said.en}")
        case AdoptionWithdrawn(adoption=adoption):
            said = _adoption(adoption, rulebooks)
            return Message(f"撤销采用 {said.zh}", f"adoption withdrawn: {said.en}")
        case _:
            assert_never(event)


def _days(one: Tenure | Adoption) -> str:
    return f"{one.start} – {one.end or ''}"


def _term(term: Term) -> Message:
    off, on = _dates(term.holidays), _dates(term.workdays)
    zh = [f"登记学期 {term.id} {term.start} – {term.end}", *([f"假日 {off}"] if off else [])]
    en = [
        f"term {term.id} registered: {term.start} – {term.end}",
        *([f"holidays {off}"] if off else []),
    ]
    if on:
        zh, en = [*zh, f"调休上课 {on}"], [*en, f"workdays {on}"]
    return Message(",".join(zh), ", ".join(en))


def _dates(days: Iterable[date]) -> str:
    return " ".join(day.isoformat() for day in days)


def _rulebook(digest: str, rulebooks: Mapping[str, str]) -> str:
    return rulebooks.get(digest, digest[:10])


def _adoption(one: Adoption, rulebooks: Mapping[str, str]) -> Message:
    name, part = _rulebook(one.rulebook, rulebooks), one.class_id or one.grade or one.stage
    return Message(f"{name} {_days(one)} {part or '全校'}", f"{name} {_days(one)} {part or 'whole school'}")


def _role(event: RoleEvent) -> Message:
    match event:
        case PersonRegistered(person=one):
            return _with_roles(Message("登记人员", "person registered"), one.name, one.roles)
        case PersonWithdrawn(name=name):
            return Message(f"撤销人员 {name}", f"person withdrawn: {name}")
        case RightRegistered(right=right):
            return _with_roles(Message("登记权限", "right registered"), right.step, right.roles)
        case RightWithdrawn(step=step):
            return Message(f"撤销权限 {step}", f"right withdrawn: {step}")
        case _:
            assert_never(event)


def _with_roles(done: Message, name: str, roles: Sequence[str]) -> Message:
    words = "、".join(ROLES.get(role, role) for role in roles)
    return Message(f"{done.zh} {name} {words}".strip(), f"{done.en}: {name} {', '.join(roles)}".strip())
