"""Describe what a new school file changed in the register, one line each: 新增, 修改, 撤销."""

from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from bzr_adapters.documents.names import describe_vacancy
from bzr_adapters.front_door.declaring import Declared
from bzr_adapters.front_door.values import Receipt
from bzr_domain.appointments.conditions import ONE_YEAR
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.register.calendar import Term
from bzr_domain.register.differences import ATTRIBUTES, describe_change
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    PastCorrected,
    PersonRegistered,
    PersonWithdrawn,
    RegisterEvent,
    RightRegistered,
    RightWithdrawn,
    RoleEvent,
    RulebookAdopted,
    RulebookDrafted,
    RulebookRegistered,
    SchoolRegistered,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.head_teacher_rules import ONE_HEAD_TEACHER
from bzr_domain.register.kept_rulebooks import KeptRulebook
from bzr_domain.register.people import ROLES
from bzr_domain.register.roster import Adoption, ClassChange, RulebookText, SchoolClass, Tenure
from bzr_domain.register.school_register import SchoolRegister

_PAST = Message("更正既往", "the past corrected:")
_ATTRIBUTES = {
    **ATTRIBUTES,
    "start": Message("起", "from"),
    "end": Message("止", "to"),
    "holidays": Message("假日", "holidays"),
    "workdays": Message("调休上课", "workdays"),
    "aliases": Message("别名", "aliases"),
    "changes": Message("变动", "changes"),
}
"""Attribute of a class or a term → its word."""
_NEW, _AMENDED, _GONE = Message("新增", "new"), Message("修改", "amended"), Message("撤销", "withdrawn")


def declared_lines(receipt: Receipt, lang: Lang) -> list[str]:
    """Return a line for each event that changed the register, and for each tenure that stays although it is not declared."""
    declared: Declared = receipt.source
    return [
        *_describe_changes(declared.before, declared.events, lang),
        *_describe_kept_tenures(declared.kept, lang),
        *_describe_kept_rulebooks(declared.kept_rulebooks, lang),
        *(remark.in_(lang) for remark in _describe_vacancies(declared.after)),
        *(remark.in_(lang) for remark in _ask_for_reasons(declared.unexplained if declared.events else ())),
    ]


def _describe_vacancies(register: SchoolRegister) -> Iterable[Message]:
    """每个班级应当配备一名班主任: each class that has none on school days of a term; where the school has none at all, that."""
    if not register.tenures:
        yield Message(
            f"还没有登记班主任({ONE_HEAD_TEACHER})", f"no head teacher is registered yet ({ONE_HEAD_TEACHER})"
        )
        return
    for class_id, vacancy in register.list_vacancies_by_term():
        name = register.class_on(class_id, vacancy.first).name
        yield Message(f"注意 {name} ", f"note {class_id}: ") + describe_vacancy(vacancy)


def _ask_for_reasons(tenures: Iterable[Tenure]) -> Iterable[Message]:
    """一般应连续1学年以上: each tenure that is shorter and does not say why, and how to say it."""
    for tenure in tenures:
        yield (
            Message("注意 ", "note ")
            + _describe_tenure(tenure)
            + Message(
                f" 不满一学年({ONE_YEAR});请在这条 [[tenure]] 写理由 reason 和批准人 approved_by",
                f" is under a school year ({ONE_YEAR}): say why in its `reason`, and who approved it in `approved_by`",
            )
        )


def _describe_changes(before: SchoolRegister, events: Sequence[RegisterEvent], lang: Lang) -> list[str]:
    """Return a line for each event that changed the register; one line that nothing changed where there is none."""
    if not events:
        return [Message("没有变化", "nothing changed").in_(lang)]
    rulebooks = _name_rulebooks(before, events)
    changes = (_describe_event(before, event, rulebooks) for event in events)
    return [f"{verb.in_(lang)} {subject.in_(lang)}" for verb, subject in changes]


def _describe_kept_tenures(tenures: Iterable[Tenure], lang: Lang) -> list[str]:
    """Return a line for each tenure that an appointment made and the school file does not name: it stays."""
    before, after = Message("保留 ", "kept "), Message("(由聘任登记)", " (made by an appointment)")
    return [(before + _describe_tenure(tenure) + after).in_(lang) for tenure in tenures]


def _describe_kept_rulebooks(kept: Iterable[KeptRulebook], lang: Lang) -> list[str]:
    """Return a line for each adopted rulebook that stays although the shelf has another text, with how to adopt that one."""
    lines = []
    for each in kept:
        adopted, offered, start = each.adopted.name, each.offered.name, each.adoption.start
        if each.adopted.text != each.offered.text:
            lines.append(
                Message(
                    f"沿用 规则 {adopted} {start}起;程序里现有 {offered},要采用,另写一条 [[adopt]]:"
                    f'rulebook = "{offered}",from = 起用的日子',
                    f"kept rulebook {adopted} from {start}; {offered} is shipped now: to adopt it, add an [[adopt]] "
                    f'with rulebook = "{offered}" and from = the day it begins',
                ).in_(lang)
            )
    return lines


def _name_rulebooks(before: SchoolRegister, events: Iterable[RegisterEvent]) -> dict[str, str]:
    """Return digest → the rulebook's id and version."""
    texts: list[RulebookText | RulebookRegistered] = [*before.rulebooks.values()]
    texts += [event for event in events if isinstance(event, RulebookRegistered)]
    return {text.digest: text.name for text in texts}


def _describe_event(  # noqa: C901 (one case for each event)
    before: SchoolRegister, event: RegisterEvent, rulebooks: Mapping[str, str]
) -> tuple[Message, Message]:
    """Return whether something is new, amended or withdrawn, and what it is."""
    match event:
        case PastCorrected():
            return _PAST, Message.same(event.reason)
        case SchoolRegistered():
            verb = _NEW if before.school is None else _AMENDED
            return verb, _name("学校", "school", f"{event.school.name} {event.school.timezone}")
        case TermRegistered():
            term = event.term
            if term.id in before.terms:
                return _AMENDED, _name("学期", "term", term.id) + _list_amendments(before.terms[term.id], term)
            return _NEW, _name("学期", "term", f"{term.id} {term.start} – {term.end}")
        case ClassRegistered():
            school_class = event.school_class
            if school_class.id in before.classes:
                amendments = _list_amendments(before.classes[school_class.id], school_class)
                return _AMENDED, _name("班级", "class", school_class.id) + amendments
            return _NEW, _name("班级", "class", f"{school_class.id} ") + school_class.with_days
        case TermWithdrawn():
            return _GONE, _name("学期", "term", event.id)
        case ClassWithdrawn():
            return _GONE, _name("班级", "class", event.id)
        case TenureRegistered():
            return _NEW, _describe_tenure(event.tenure)
        case TenureWithdrawn():
            return _GONE, _describe_tenure(event.tenure)
        case RulebookRegistered():
            return _NEW, _name("规则", "rulebook", rulebooks[event.digest])
        case RulebookDrafted():
            return _NEW, _name("起草规则", "drafted rulebook", event.name)
        case RulebookAdopted():
            return _NEW, _describe_adoption(event.adoption, rulebooks)
        case AdoptionWithdrawn():
            return _GONE, _describe_adoption(event.adoption, rulebooks)
        case _:
            return _describe_role(before, event)


def _list_amendments(before: Term | SchoolClass, after: Term | SchoolClass) -> Message:
    """Return what was amended, each attribute from what to what; of several days and changes, what came and what went."""
    parts = []
    for name, word in _ATTRIBUTES.items():
        old, new = getattr(before, name, None), getattr(after, name, None)
        if isinstance(old, tuple) and isinstance(new, tuple):
            gone, came = ([each for each in side if each not in other] for side, other in ((old, new), (new, old)))
            texts = [*(f"-{_describe_part(each)}" for each in gone), *(f"+{_describe_part(each)}" for each in came)]
            parts += [word + Message.same(f" {' '.join(texts)}")] if texts else []
        elif old != new:
            parts.append(describe_change(word, old, new))
    return Message(" ", ": ") + Message.joined(parts, ",", ", ")


def _describe_part(part: object) -> str:
    if not isinstance(part, ClassChange):
        return str(part)
    texts = ("、".join(value) if isinstance(value, tuple) else str(value) for value in part.values.values())
    return " ".join([str(part.start), *texts])


def _name(zh: str, en: str, name: str) -> Message:
    return Message(f"{zh} {name}", f"{en} {name}")


def _describe_tenure(tenure: Tenure) -> Message:
    days = (
        Message(f"{tenure.start}起", f"from {tenure.start}")
        if tenure.end is None
        else Message.same(f"{tenure.start} – {tenure.end}")
    )
    years = f" years_before = {tenure.years_before}" if tenure.years_before else ""
    return Message(
        f"任期 {tenure.class_id} {tenure.name}({tenure.teacher}) {days.zh}{years}{tenure.exception.zh}",
        f"tenure {tenure.class_id} {tenure.teacher} {days.en}{years}{tenure.exception.en}",
    )


def _describe_adoption(adoption: Adoption, rulebooks: Mapping[str, str]) -> Message:
    rulebook = rulebooks.get(adoption.rulebook, adoption.rulebook)
    scope, purpose = next(filter(None, adoption.part), None), f" {adoption.purpose}".rstrip()
    end = "" if adoption.end is None else f" – {adoption.end}"
    return Message(
        f"采用 {rulebook} {adoption.start}{end or '起'} {scope or '全校'}{purpose}",
        f"adoption {rulebook} from {adoption.start}{end} {scope or 'whole school'}{purpose}",
    )


def _describe_role(before: SchoolRegister, event: RoleEvent) -> tuple[Message, Message]:
    match event:
        case PersonRegistered():
            is_known = event.person.name in {person.name for person in before.people.persons}
            roles = _list_roles("人员", "person", event.person.name, event.person.roles)
            account = event.person.account
            bound = Message(f",账户 {account}", f", account {account}") if account else Message("", "")
            return _AMENDED if is_known else _NEW, roles + bound
        case RightRegistered():
            is_known = event.right.step in {right.step for right in before.people.rights}
            roles = _list_roles("权限", "right", event.right.step, event.right.roles)
            return _AMENDED if is_known else _NEW, roles
        case PersonWithdrawn():
            return _GONE, _name("人员", "person", event.name)
        case RightWithdrawn():
            return _GONE, _name("权限", "right", event.step)
        case _:
            assert_never(event)


def _list_roles(zh: str, en: str, name: str, roles: Sequence[str]) -> Message:
    words = "、".join(ROLES.get(role, role) for role in roles)
    return Message(f"{zh} {name} {words}", f"{en} {name} {', '.join(roles)}")
