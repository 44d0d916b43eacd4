"""What an amendment of the register changed, one line each: 新增, 修改, 撤销."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from bzr_domain.events import Event
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    PersonRegistered,
    PersonWithdrawn,
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
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.parse_rulebook import parse_rulebook

_NEW, _AMENDED, _GONE = Message("新增", "new"), Message("修改", "amended"), Message("撤销", "withdrawn")


def changes(before: SchoolRegister, events: Sequence[Event], lang: Lang) -> list[str]:
    """The lines that say what some events changed in a register; one line says it when nothing did."""
    if not events:
        return [Message("没有变化", "nothing changed").in_(lang)]
    names = _rulebook_names(before, events)
    lines = [_line(before, event, names) for event in events]
    return [f"{did.in_(lang)} {what.in_(lang)}" for did, what in lines]


def _rulebook_names(before: SchoolRegister, events: Iterable[Event]) -> dict[str, str]:
    """Digest → the rulebook's id and version."""
    texts: list[RulebookText | RulebookRegistered] = [*before.rulebooks.values()]
    texts += [event for event in events if isinstance(event, RulebookRegistered)]
    read = {text.digest: parse_rulebook(text.text, text.kinds) for text in texts}
    return {digest: f"{one.id}/{one.version}" for digest, one in read.items()}


def _line(before: SchoolRegister, event: Event, names: dict[str, str]) -> tuple[Message, Message]:
    match event:
        case SchoolRegistered():
            done = _NEW if before.school is None else _AMENDED
            return done, _named("学校", "school", f"{event.school.name} {event.school.timezone}")
        case TermRegistered():
            term = event.term
            done = _AMENDED if term.id in before.terms else _NEW
            return done, _named("学期", "term", f"{term.id} {term.start} – {term.end}")
        case ClassRegistered():
            one = event.school_class
            done = _AMENDED if one.id in before.classes else _NEW
            return done, _class(one)
        case TermWithdrawn() | ClassWithdrawn():
            zh, en = ("学期", "term") if isinstance(event, TermWithdrawn) else ("班级", "class")
            return _GONE, _named(zh, en, event.id)
        case TenureRegistered() | TenureWithdrawn():
            done = _NEW if isinstance(event, TenureRegistered) else _GONE
            return done, _tenure(event.tenure)
        case RulebookRegistered():
            return _NEW, _named("规则", "rulebook", names[event.digest])
        case RulebookAdopted() | AdoptionWithdrawn():
            done = _NEW if isinstance(event, RulebookAdopted) else _GONE
            return done, _adoption(event.adoption, names)
        case _ if isinstance(event, RoleEvent):
            return _role(before, event)
        case _:
            raise TypeError(f"{type(event).__name__} belongs to a history of facts, not to the register")


def _named(zh: str, en: str, name: str) -> Message:
    return Message(f"{zh} {name}", f"{en} {name}")


def _class(one: SchoolClass) -> Message:
    return Message(f"班级 {one.id} {one.with_days.zh}", f"class {one.id} {one.with_days.en}")


def _tenure(one: Tenure) -> Message:
    zh = f"{one.start}起" if one.end is None else f"{one.start} – {one.end}"
    en = f"from {one.start}" if one.end is None else f"{one.start} – {one.end}"
    return Message(
        f"任期 {one.class_id} {one.name}({one.teacher}) {zh}", f"tenure {one.class_id} {one.teacher} {en}"
    )


def _adoption(one: Adoption, names: dict[str, str]) -> Message:
    part = one.class_id or one.grade or one.stage
    end = "" if one.end is None else f" – {one.end}"
    return Message(
        f"采用 {names.get(one.rulebook, one.rulebook)} {one.start}{end or '起'} {part or '全校'}",
        f"adoption {names.get(one.rulebook, one.rulebook)} from {one.start}{end} {part or 'whole school'}",
    )


def _role(before: SchoolRegister, event: RoleEvent) -> tuple[Message, Message]:
    match event:
        case PersonRegistered():
            known = {one.name for one in before.people.persons}
            done = _AMENDED if event.person.name in known else _NEW
            return done, _with_roles("人员", "person", event.person.name, event.person.roles)
        case RightRegistered():
            steps = {one.step for one in before.people.rights}
            done = _AMENDED if event.right.step in steps else _NEW
            return done, _with_roles("权限", "right", event.right.step, event.right.roles)
        case PersonWithdrawn():
            return _GONE, _named("人员", "person", event.name)
        case RightWithdrawn():
            return _GONE, _named("权限", "right", event.step)
        case _:
            assert_never(event)


def _with_roles(zh: str, en: str, name: str, roles: Sequence[str]) -> Message:
    words = "、".join(ROLES.get(role, role) for role in roles)
    return Message(f"{zh} {name} {words}", f"{en} {name} {', '.join(roles)}")


def kept(tenures: Iterable[Tenure], lang: Lang) -> list[str]:
    """The lines for tenures that an appointment made and the school file does not name: they stay."""
    lines = (_tenure(one) for one in tenures)
    return [
        Message(f"保留 {one.zh}(由聘任登记)", f"kept {one.en} (made by an appointment)").in_(lang)
        for one in lines
    ]
