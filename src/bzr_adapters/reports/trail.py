"""A trail in words: what happened, who did it when, in the order recorded; as a table, as CSV, as JSON Lines."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

import attrs

from bzr_adapters.reports import values
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.evidence import short
from bzr_domain.appointment_events import (
    AppointmentDecided,
    AppointmentEnded,
    AppointmentProposed,
    AppointmentPublished,
    AppointmentStarted,
    SubstituteNamed,
)
from bzr_domain.errors import Lang, Message
from bzr_domain.events import (
    ClassRegistered,
    ClassWithdrawn,
    Event,
    FactCorrected,
    FactRecorded,
    FactReferred,
    FactVoided,
    Recorded,
    TenureRegistered,
    TenureWithdrawn,
    TotalPrinted,
)
from bzr_domain.facts import Fact, Kind
from bzr_domain.pay_events import PayPrepared, PayStepTaken
from bzr_domain.paysheet import STATES
from bzr_domain.result_events import AppealDecided, AppealFiled, ResultFinalised, ResultPublished

HEADS = {"zh": ("时间", "操作人", "编号", "内容"), "en": ("time", "actor", "id", "what")}
_COLUMNS = ("recorded_at", "actor", "id", "stream", "version", "text")


@attrs.frozen(kw_only=True)
class Told:
    """What is needed to tell a trail: the school's kinds, its time zone, and the language."""

    kinds: Mapping[str, Kind]
    zone: ZoneInfo
    lang: Lang


def trail_lines(trail: Sequence[Recorded], told: Told) -> list[str]:
    """A line for each event."""
    rows = [
        (
            values.minute(one.recorded_at.astimezone(told.zone)),
            one.actor,
            short(str(getattr(one.event, "id", ""))),
            sentence(one.event, told),
        )
        for one in trail
    ]
    return list(aligned([HEADS[told.lang], *rows]))


def trail_rows(trail: Iterable[Recorded], told: Told) -> Iterable[dict[str, object]]:
    """The same for programs: times with offset, ids whole."""
    for one in trail:
        yield {
            "recorded_at": one.recorded_at.astimezone(told.zone).isoformat(),
            "actor": one.actor,
            "id": str(getattr(one.event, "id", "")),
            "stream": one.stream,
            "version": one.version,
            "text": sentence(one.event, told),
        }


def trail_csv(trail: Iterable[Recorded], told: Told) -> str:
    """The rows as CSV, as Excel opens it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(trail_rows(trail, told))
    return out.getvalue()


def trail_jsonl(trail: Iterable[Recorded], told: Told) -> str:
    """The rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in trail_rows(trail, told))


def sentence(event: Event, told: Told) -> str:
    """What happened, in one sentence."""
    return _said(event, told).in_(told.lang)


def _said(event: Event, told: Told) -> Message:
    match event:
        case FactRecorded(fact=fact):
            seen = _fact(fact, told)
            return Message(f"记录 {seen}", f"recorded {seen}")
        case FactVoided(target=target, reason=reason):
            return Message(f"作废 {short(target)},理由:{reason}", f"voided {short(target)}, reason: {reason}")
        case FactCorrected(target=target, after=after, reason=reason):
            seen = _fact(after, told)
            return Message(
                f"更正 {short(target)} 为 {seen},理由:{reason}",
                f"corrected {short(target)} to {seen}, reason: {reason}",
            )
        case FactReferred(fact=name, home=home):
            return Message(
                f"更正移来 {short(name)}(原在 {home})", f"{short(name)} was moved here from {home}"
            )
        case TotalPrinted(on=on, total=total, sheet=sheet):
            return Message(f"{sheet} 印刷合计 {on} {total}", f"{sheet} prints a total for {on}: {total}")
        case ClassRegistered(school_class=one):
            return Message(f"登记班级 {one.name}", f"class {one.name} registered")
        case ClassWithdrawn(id=name):
            return Message(f"撤销班级 {name}", f"class {name} withdrawn")
        case TenureRegistered(tenure=tenure):
            days = f"{tenure.start} – {tenure.end or ''}"
            return Message(f"登记任期 {tenure.name} {days}", f"tenure of {tenure.name} registered: {days}")
        case TenureWithdrawn(tenure=tenure):
            days = f"{tenure.start} – {tenure.end or ''}"
            return Message(f"撤销任期 {tenure.name} {days}", f"tenure of {tenure.name} withdrawn: {days}")
        case _:
            return _appointment(event) or _procedure(event)


def _appointment(event: Event) -> Message | None:
    """A step of an appointment; None for anything else."""
    match event:
        case AppointmentProposed(name=name, on=on):
            return Message(f"拟定 {name} 为班主任人选({on})", f"{name} proposed as head teacher ({on})")
        case AppointmentDecided(on=on):
            return Message(f"确定班主任人选({on})", f"candidate decided on ({on})")
        case AppointmentPublished(on=on):
            return Message(f"公布班主任名单({on})", f"list published ({on})")
        case AppointmentStarted(on=on):
            return Message(f"发聘任书,自{on}起任班主任", f"letter issued: head teacher from {on}")
        case AppointmentEnded(on=on, reason=reason):
            return Message(f"聘任至{on}为止,理由:{reason}", f"appointment ends on {on}, reason: {reason}")
        case SubstituteNamed(name=name, start=start, end=end, reason=reason):
            return Message(
                f"{name} 代理 {start} – {end},理由:{reason}",
                f"{name} stands in {start} – {end}, reason: {reason}",
            )
        case _:
            return None


def _procedure(event: Event) -> Message:
    """A step of a result or of a pay sheet."""
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
            name = type(event).__name__
            return Message(name, name)


def _fact(fact: Fact, told: Told) -> str:
    kind = told.kinds.get(fact.kind)
    label = values.kind_label(kind, fact, told.lang)
    return f"{fact.on} {label} {values.content(fact, kind, told.lang)}".strip()
