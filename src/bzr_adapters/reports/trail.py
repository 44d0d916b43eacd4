"""A trail in words: what happened, who did it when, in the order recorded; as a table, as CSV, as JSON Lines."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never
from zoneinfo import ZoneInfo

import attrs

from bzr_adapters.intake.refused import guarded
from bzr_adapters.reports import values
from bzr_adapters.reports.aligned import aligned, one_line
from bzr_adapters.reports.corrected import Corrections
from bzr_adapters.reports.evidence import changes, short
from bzr_adapters.reports.registered import registered_message
from bzr_adapters.reports.steps import appointment_message, pay_message, result_message
from bzr_domain.appointments.events import AppointmentEvent
from bzr_domain.events import Event
from bzr_domain.facts.class_history import ClassEvent, TotalPrinted
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import FactCorrected, FactRecorded, FactReferred, FactVoided
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayEvent
from bzr_domain.publication.events import ResultEvent

HEADS = {"zh": ("时间", "操作人", "编号", "内容"), "en": ("time", "actor", "id", "what")}
_COLUMNS = ("recorded_at", "actor", "id", "stream", "version", "text")


@attrs.frozen(kw_only=True)
class Told:
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
    corrections: Corrections = attrs.field(factory=dict)


def trail_lines(trail: Sequence[Recorded[Any]], told: Told) -> list[str]:
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


def trail_rows(trail: Iterable[Recorded[Any]], told: Told) -> Iterable[dict[str, object]]:
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


def trail_csv(trail: Iterable[Recorded[Any]], told: Told) -> str:
    """The rows as CSV, as Excel opens it; what it would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {name: guarded(str(text)) for name, text in row.items()} for row in trail_rows(trail, told)
    )
    return out.getvalue()


def trail_jsonl(trail: Iterable[Recorded[Any]], told: Told) -> str:
    """The rows as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in trail_rows(trail, told))


def sentence(event: Event, told: Told) -> str:
    """What happened, in one sentence, on one line."""
    return one_line(_said(event, told).in_(told.lang))


def _said(event: Event, told: Told) -> Message:
    if isinstance(event, AppointmentEvent):
        return appointment_message(event)
    if isinstance(event, ResultEvent):
        return result_message(event)
    if isinstance(event, PayEvent):
        return pay_message(event)
    return _of_facts(event, told) if isinstance(event, ClassEvent) else registered_message(event, told.books)


def _of_facts(event: ClassEvent, told: Told) -> Message:
    """What was recorded, voided or corrected."""
    match event:
        case FactRecorded(fact=fact):
            seen = _fact(fact, told)
            return Message(f"记录 {seen}", f"recorded {seen}")
        case FactVoided(target=target, reason=reason):
            return Message(f"作废 {short(target)},理由:{reason}", f"voided {short(target)}, reason: {reason}")
        case FactCorrected(id=name, target=target, after=after, reason=reason):
            seen = _fact(after, told)
            if name in told.corrections:
                seen += (
                    Message("({})", " ({})").in_(told.lang).format(changes(told.corrections[name], told.lang))
                )
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
        case _:
            assert_never(event)


def _fact(fact: Fact, told: Told) -> str:
    kind = told.kinds.get(fact.kind)
    label = values.kind_label(kind, fact, told.lang)
    return f"{fact.on} {label} {values.content(fact, kind, told.lang)}".strip()
