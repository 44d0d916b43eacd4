"""A step of an appointment, of a result or of a pay sheet, in one sentence."""

from typing import assert_never

from bzr_adapters.reports.evidence import short
from bzr_domain.appointments.events import (
    AppointmentDecided,
    AppointmentEnded,
    AppointmentEvent,
    AppointmentProposed,
    AppointmentPublished,
    AppointmentStarted,
    StudioJoined,
    SubstituteNamed,
)
from bzr_domain.appointments.studio import MEMBER_ROLES
from bzr_domain.kernel.messages import Message
from bzr_domain.pay.events import PayEvent, PayPrepared, PayStepTaken
from bzr_domain.pay.pay_sheet import STATES
from bzr_domain.publication.events import (
    AppealDecided,
    AppealFiled,
    ResultEvent,
    ResultFinalised,
    ResultPublished,
)


def appointment_message(event: AppointmentEvent) -> Message:
    """A step of an appointment, a substitute, or a member of a studio."""
    match event:
        case AppointmentProposed(name=name, class_id=class_id, on=on):
            return Message(
                f"拟定 {name} 为{class_id}班主任人选({on})",
                f"{name} proposed as head teacher of {class_id} ({on})",
            )
        case AppointmentDecided(on=on):
            return Message(f"确定班主任人选({on})", f"candidate decided on ({on})")
        case AppointmentPublished(on=on):
            return Message(f"公布班主任名单({on})", f"list published ({on})")
        case AppointmentStarted(on=on):
            return Message(f"发聘任书,自{on}起任班主任", f"letter issued: head teacher from {on}")
        case AppointmentEnded(on=on, reason=reason):
            return Message(f"聘任至{on}为止,理由:{reason}", f"appointment ends on {on}, reason: {reason}")
        case SubstituteNamed(name=name, class_id=class_id, start=start, end=end, reason=reason):
            return Message(
                f"{name} 代理{class_id} {start} – {end},理由:{reason}",
                f"{name} stands in for {class_id} {start} – {end}, reason: {reason}",
            )
        case StudioJoined(studio=studio, name=name, role=role, start=start, end=end):
            days = f"{start} – {end or ''}"
            return Message(
                f"{name} 任工作室“{studio}”{MEMBER_ROLES.get(role, role)} {days}",
                f"{name} is {role} of studio {studio!r} {days}",
            )
        case _:
            assert_never(event)


def result_message(event: ResultEvent) -> Message:
    """A step of a result."""
    match event:
        case ResultPublished(period=period, figures=figures, until=until):
            return Message(
                f"公示 {period} 总分{figures.total},到{until}为止",
                f"published {period}: total {figures.total}, until {until}",
            )
        case AppealFiled(period=period, by=by, about=about, grounds=grounds):
            return Message(
                f"{by}就 {period} {short(about)} 申诉:{grounds}",
                f"{by} appeals about {short(about)} of {period}: {grounds}",
            )
        case AppealDecided(appeal=name, upheld=upheld, reason=reason):
            verdict = Message("成立", "upheld") if upheld else Message("驳回", "rejected")
            return Message(
                f"申诉 {short(name)} {verdict.zh}:{reason}", f"appeal {short(name)} {verdict.en}: {reason}"
            )
        case ResultFinalised(period=period, figures=figures):
            return Message(
                f"终定 {period} 总分{figures.total}", f"made final {period}: total {figures.total}"
            )
        case _:
            assert_never(event)


def pay_message(event: PayEvent) -> Message:
    """A step of a pay sheet."""
    match event:
        case PayPrepared(period=period, lines=lines):
            return Message(
                f"填写 {period} 绩效表,{len(lines)}人", f"pay sheet {period} prepared: {len(lines)} people"
            )
        case PayStepTaken(period=period, step=step, note=note):
            why = f":{note}" if note else ""
            return Message(
                f"{period} 绩效表{STATES[step].zh}{why}", f"pay sheet {period} {STATES[step].en}{why}"
            )
        case _:
            assert_never(event)
