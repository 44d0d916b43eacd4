"""Events in one sentence each (一句话): what happened to facts, to the register, to appointments, results and pay sheets."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never
from zoneinfo import ZoneInfo

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import Correction, because, describe_changes, short_id, trace_corrections
from bzr_adapters.documents.values import one_line
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.appointments import events as appointments
from bzr_domain.appointments.studio import MEMBER_ROLES
from bzr_domain.events import Event
from bzr_domain.facts.events import (
    ClassEvent,
    FactCorrected,
    FactRecorded,
    FactReferred,
    FactVoided,
    TotalPrinted,
)
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayEvent, PayPrepared, PayStepTaken
from bzr_domain.pay.pay_sheet import STATES
from bzr_domain.publication import events as publication
from bzr_domain.register import events as register
from bzr_domain.register.calendar import Term
from bzr_domain.register.clock import ClockAccepted
from bzr_domain.register.differences import ATTRIBUTES
from bzr_domain.register.people import ROLES
from bzr_domain.register.personal_data import (
    PersonalDataErased,
    PersonalDataEvent,
    PersonalDataRestricted,
    PersonalDataShown,
)
from bzr_domain.register.roster import Adoption, SchoolClass, Tenure
from bzr_domain.rulebook.paraphrase.fixed_words import STAGES


@attrs.frozen(kw_only=True)
class EventWords:
    """What is needed to tell a trail.

    Attributes:
        kinds, zone: The school's fact kinds by id, and its time zone.
        books: Digest → what a rulebook is called; by the beginning of its digest where it is not here.
        corrections: What each correction changed; one that is not here is told by what it came to alone.
    """

    kinds: Mapping[str, Kind]
    zone: ZoneInfo
    lang: Lang
    books: Mapping[str, str] = attrs.field(factory=dict)
    corrections: Mapping[str, Correction] = attrs.field(factory=dict)


def sentence(event: Event, words: EventWords) -> str:
    """What happened, in one sentence, on one line."""
    return one_line(_describe_event(event, words).in_(words.lang))


def sentence_with_actor(recorded: Recorded[Any], words: EventWords) -> str:
    """When it was recorded and by whom, then the sentence."""
    at, actor = values.minute(recorded.recorded_at, words.zone), one_line(recorded.actor)
    return f"{at} {actor} {sentence(recorded.event, words)}"


def _describe_event(event: Event, words: EventWords) -> Message:
    if isinstance(event, appointments.AppointmentEvent):
        return _describe_appointment(event)
    if isinstance(event, publication.ResultEvent):
        return _describe_result(event)
    if isinstance(event, PayEvent):
        return _describe_pay(event)
    if isinstance(event, ClassEvent):
        return _describe_fact_event(event, words)
    if isinstance(event, ClockAccepted):
        return _describe_clock(event, words)
    if isinstance(event, PersonalDataEvent):
        return _describe_personal_data(event)
    return _describe_registration(event, words)


def _describe_personal_data(event: PersonalDataEvent) -> Message:
    match event:
        case PersonalDataShown(pseudonyms=pseudonyms):
            return Message(f"查看学生 {'、'.join(pseudonyms)}", f"looked up {', '.join(pseudonyms)}")
        case PersonalDataErased():
            done = Message("删除个人信息", "erased personal data")
        case PersonalDataRestricted(lifted=lifted):
            done = Message("恢复显示", "showed again") if lifted else Message("限制显示", "restricted")
    about = (
        Message(f" 事实{short_id(event.fact)}", f" of fact {short_id(event.fact)}") if event.fact else Message("", "")
    )
    count = Message(
        f" 姓名{len(event.pseudonyms)}个、文字{len(event.texts)}条",
        f", names: {len(event.pseudonyms)}, texts: {len(event.texts)}",
    )
    return done + about + count + because(event.reason)


def _describe_clock(event: ClockAccepted, words: EventWords) -> Message:
    clock, last = (values.minute(moment, words.zone) for moment in (event.clock, event.last))
    return Message(
        f"确认时钟 {clock}(上一次记录 {last}):{event.reason}",
        f"clock {clock} accepted (last record {last}): {event.reason}",
    )


def _describe_fact_event(event: ClassEvent, words: EventWords) -> Message:
    """What was recorded, voided or corrected."""
    match event:
        case FactRecorded(fact=fact):
            seen = _fact(fact, words)
            return Message(f"记录 {seen}", f"recorded {seen}")
        case FactVoided(target=target, reason=reason):
            return Message(f"作废 {short_id(target)}", f"voided {short_id(target)}") + because(reason)
        case FactCorrected(id=name, target=target, after=after, reason=reason):
            seen = _fact(after, words)
            if name in words.corrections:
                changed = describe_changes(words.corrections[name], words.kinds.get(after.kind), words.lang)
                seen += Message(f"({changed})", f" ({changed})").in_(words.lang)
            done = Message(f"更正 {short_id(target)} 为 {seen}", f"corrected {short_id(target)} to {seen}")
            return done + because(reason)
        case FactReferred(fact=name, home=home):
            return Message(f"更正移来 {short_id(name)}(原在 {home})", f"{short_id(name)} was moved here from {home}")
        case TotalPrinted(on=on, total=total, sheet=sheet):
            return Message(f"{sheet} 印刷合计 {on} {total}", f"{sheet} prints a total for {on}: {total}")
        case _:
            assert_never(event)


def _fact(fact: Fact, words: EventWords) -> str:
    return f"{fact.on} {values.fact_text(fact, words.kinds.get(fact.kind), words.lang)}"


def event_words(reader: SchoolReader, recordeds: Iterable[Recorded[Any]], lang: Lang) -> EventWords:
    """What is needed to tell some events: the names of rulebooks, and what each correction changed."""
    corrected = dict.fromkeys(recorded.stream for recorded in recordeds if isinstance(recorded.event, FactCorrected))
    return EventWords(
        kinds=reader.kinds,
        zone=reader.zone,
        lang=lang,
        books={digest: text.name for digest, text in reader.register.rulebooks.items()},
        corrections=trace_corrections(reader.history(name) for name in corrected),
    )


def _describe_appointment(event: appointments.AppointmentEvent) -> Message:
    """A step of an appointment, a substitute, or a member of a studio."""
    match event:
        case appointments.AppointmentProposed(name=name, class_id=class_id, on=on):
            return Message(
                f"拟定 {name} 为{class_id}班主任人选({on})",
                f"{name} proposed as head teacher of {class_id} ({on})",
            )
        case appointments.AppointmentDecided(on=on):
            return Message(f"确定班主任人选({on})", f"candidate decided on ({on})")
        case appointments.AppointmentPublished(on=on):
            return Message(f"公布班主任名单({on})", f"list published ({on})")
        case appointments.AppointmentStarted(on=on):
            return Message(f"发聘任书,自{on}起任班主任", f"letter issued: head teacher from {on}")
        case appointments.AppointmentEnded(on=on, reason=reason):
            return Message(f"聘任至{on}为止", f"appointment ends on {on}") + because(reason)
        case appointments.SubstituteNamed(name=name, class_id=class_id, start=start, end=end, reason=reason):
            days = f"{class_id} {start} – {end}"
            return Message(f"{name} 代理{days}", f"{name} stands in for {days}") + because(reason)
        case appointments.StudioJoined(studio=studio, name=name, role=role, start=start, end=end):
            days = f"{start} – {end or ''}"
            return Message(
                f"{name} 任工作室“{studio}”{MEMBER_ROLES.get(role, role)} {days}",
                f"{name} is {role} of studio {studio!r} {days}",
            )
        case _:
            assert_never(event)


_OfPeriod = (
    publication.ResultPublished | publication.AppealFiled | publication.ResultFinalised | PayPrepared | PayStepTaken
)


def _name_period(event: _OfPeriod) -> str:
    """The period of a result or a pay sheet, with its purpose where that is not the usual one."""
    return f"{event.period} {event.purpose}".rstrip()


def _describe_result(event: publication.ResultEvent) -> Message:
    """A step of a result."""
    match event:
        case publication.ResultPublished(figures=figures, until=until, nothing_recorded=reason):
            period = _name_period(event)
            done = Message(
                f"公示 {period} 总分{figures.total},到{until}为止",
                f"published {period}: total {figures.total}, until {until}",
            )
            return done + describe_nothing_recorded(reason)
        case publication.AppealFiled(by=by, about=about, grounds=grounds):
            period = _name_period(event)
            return Message(
                f"{by}就 {period} {short_id(about)} 申诉:{grounds}",
                f"{by} appeals about {short_id(about)} of {period}: {grounds}",
            )
        case publication.AppealDecided(appeal=name, upheld=upheld, reason=reason, instead_of=instead_of):
            verdict = Message("成立", "upheld") if upheld else Message("驳回", "rejected")
            appeal = Message(f"申诉 {short_id(name)} ", f"appeal {short_id(name)} ")
            remark = Message("", "") if instead_of is None else Message.same(" ") + describe_head_alone(instead_of)
            return appeal + verdict + Message(f":{reason}", f": {reason}") + remark
        case publication.ResultFinalised(figures=figures):
            period, total = _name_period(event), figures.total
            return Message(f"终定 {period} 总分{total}", f"made final {period}: total {total}")
        case _:
            assert_never(event)


def _describe_pay(event: PayEvent) -> Message:
    """A step of a pay sheet."""
    match event:
        case PayPrepared(lines=lines, accept_meaning=reason):
            period, people = _name_period(event), len(lines)
            done = Message(f"填写 {period} 绩效表,{people}人", f"pay sheet {period} prepared: {people} people")
            accepted = Message(f",接受较新软件的算法:{reason}", f", newer software accepted: {reason}")
            return (done + accepted if reason else done) + describe_reasons(event)
        case PayStepTaken(step=step, note=note):
            period = _name_period(event)
            why = Message.same(f":{note}" if note else "")
            return Message(f"{period} 绩效表", f"pay sheet {period} ") + STATES[step] + why + describe_reasons(event)
        case _:
            assert_never(event)


def describe_reasons(event: PayEvent) -> Message:
    """Why a sheet may be handed over before all is final, or although nothing was recorded; nothing where nobody said so."""
    final = Message(f",结果未定而先发:{event.before_final}", f", before all is final: {event.before_final}")
    return (final if event.before_final else Message("", "")) + describe_nothing_recorded(event.nothing_recorded)


def describe_nothing_recorded(reason: str) -> Message:
    """Why a number stands although nothing was recorded; nothing where there is no reason."""
    return Message(f",没有任何记录:{reason}", f", nothing recorded: {reason}") if reason else Message("", "")


def describe_head_alone(instead_of: Sequence[str]) -> Message:
    """Why the head decided an appeal, and four eyes was set aside (经手人以外没有人)."""
    return _name_barred(
        Message("没有别的人可以决定,由校长决定", "nobody else could decide, so the head did"), instead_of
    )


def describe_head_may(instead_of: Sequence[str]) -> Message:
    """Why the head may decide an appeal that is open."""
    return _name_barred(
        Message("没有别的人可以决定,可由校长决定", "nobody else can decide, so the head may"), instead_of
    )


def _name_barred(sentence: Message, barred: Sequence[str]) -> Message:
    names = Message.listed(barred)
    involved = Message(f"({names.zh}都经手过)", f" ({names.en} had a hand in it)") if barred else Message("", "")
    return Message.same("[") + sentence + involved + Message.same("]")


def _describe_registration(event: register.RegisterEvent, words: EventWords) -> Message:  # noqa: C901 (one case for each event)
    """What was registered, amended or withdrawn."""
    if isinstance(event, register.RoleEvent):
        return _describe_role(event)
    match event:
        case register.PastCorrected(reason=reason):
            return Message(f"更正既往:{reason}", f"the past corrected: {reason}")
        case register.SchoolRegistered(school=school):
            return Message(
                f"登记学校 {school.name},时区 {school.timezone}",
                f"school {school.name} registered, time zone {school.timezone}",
            )
        case register.TermRegistered(term=term):
            return _describe_term(term)
        case register.ClassRegistered(school_class=school_class):
            return _describe_class(school_class)
        case register.TermWithdrawn(id=name):
            return Message(f"撤销学期 {name}", f"term {name} withdrawn")
        case register.ClassWithdrawn(id=name):
            return Message(f"撤销班级 {name}", f"class {name} withdrawn")
        case register.TenureRegistered(tenure=tenure):
            return Message(
                f"登记任期 {tenure.name} {_days(tenure)}{tenure.exception.zh}",
                f"tenure of {tenure.name} registered: {_days(tenure)}{tenure.exception.en}",
            )
        case register.TenureWithdrawn(tenure=tenure):
            return Message(
                f"撤销任期 {tenure.name} {_days(tenure)}",
                f"tenure of {tenure.name} withdrawn: {_days(tenure)}",
            )
        case register.RulebookRegistered(digest=digest):
            name = _name_rulebook(digest, words)
            return Message(f"登记规则 {name}", f"rulebook {name} registered")
        case register.RulebookDrafted():
            return Message(f"起草规则 {event.name}", f"rulebook {event.name} drafted")
        case register.RulebookAdopted(adoption=adoption):
            repealed = Message("", "") if adoption.end is None else Message(",期满废止", ", repealed after that")
            return Message("采用 ", "adopted ") + _describe_adoption(adoption, words) + repealed
        case register.AdoptionWithdrawn(adoption=adoption):
            return Message("撤销采用 ", "adoption withdrawn: ") + _describe_adoption(adoption, words)
        case _:
            assert_never(event)


def _days(tenure: Tenure | Adoption) -> str:
    return f"{tenure.start} – {tenure.end or ''}"


def _describe_class(school_class: SchoolClass) -> Message:
    """A class with everything that is registered about it, so that what an amendment changed can be seen."""
    told = {**ATTRIBUTES, "aliases": Message("别名", "aliases")}
    named = {name: getattr(school_class, name) for name in told if name != "name"}
    named |= {"stage": STAGES[school_class.stage], "aliases": "、".join(school_class.aliases)}
    about = Message.listed(
        told[name] + Message.same(" ") + (value if isinstance(value, Message) else Message.same(str(value)))
        for name, value in named.items()
        if value
    )
    head = Message("登记班级 ", "class ") + school_class.with_days + Message("", " registered")
    return head + Message(f"({about.zh})", f" ({about.en})")


def _describe_term(term: Term) -> Message:
    days = f"{term.start} – {term.end}"
    parts = [Message(f"登记学期 {term.id} {days}", f"term {term.id} registered: {days}")]
    for words, exceptions in (
        (Message("假日 ", "holidays "), term.holidays),
        (Message("调休上课 ", "workdays "), term.workdays),
    ):
        if exceptions:
            parts.append(words + Message.same(" ".join(map(str, exceptions))))
    return Message.joined(parts, ",", ", ")


def _name_rulebook(digest: str, words: EventWords) -> str:
    return words.books.get(digest, digest[:10])


def _describe_adoption(adoption: Adoption, words: EventWords) -> Message:
    book = f"{_name_rulebook(adoption.rulebook, words)} {_days(adoption)}"
    part, purpose = next(filter(None, adoption.part), None), f" {adoption.purpose}".rstrip()
    return Message(f"{book} {part or '全校'}{purpose}", f"{book} {part or 'whole school'}{purpose}")


def _describe_role(event: register.RoleEvent) -> Message:
    match event:
        case register.PersonRegistered(person=person):
            bound = (
                Message(f",账户 {person.account}", f", account {person.account}") if person.account else Message("", "")
            )
            return _with_roles(Message("登记人员", "person registered"), person.name, person.roles) + bound
        case register.PersonWithdrawn(name=name):
            return Message(f"撤销人员 {name}", f"person withdrawn: {name}")
        case register.RightRegistered(right=right):
            return _with_roles(Message("登记权限", "right registered"), right.step, right.roles)
        case register.RightWithdrawn(step=step):
            return Message(f"撤销权限 {step}", f"right withdrawn: {step}")
        case _:
            assert_never(event)


def _with_roles(done: Message, name: str, roles: Sequence[str]) -> Message:
    words = "、".join(ROLES.get(role, role) for role in roles)
    return Message(f"{done.zh} {name} {words}".strip(), f"{done.en}: {name} {', '.join(roles)}".strip())
