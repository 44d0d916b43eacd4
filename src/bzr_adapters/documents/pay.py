"""The document `bzr.pay/1`: a month's pay sheet (绩效表)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.audit_trail import trail_rows
from bzr_adapters.documents.sentences import EventWords
from bzr_adapters.documents.statement import describe_table_gap, list_gaps
from bzr_adapters.documents.values import Document, fields
from bzr_domain.application.show_pay_sheet import PaySheetReport
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.entitlement import share_amounts
from bzr_domain.pay.events import Adjustment, NewerFigure, PayEvent, PayLine, PayPrepared, PayStepTaken
from bzr_domain.pay.hand_over import UsedNumber
from bzr_domain.pay.pay_impact import PayImpact
from bzr_domain.pay.pay_sheet import SheetState
from bzr_domain.pay.payroll import sum_outstanding

HEADS = Message(
    "班主任|编号|满额|考核绩效|班主任龄奖励|补发扣回|应发",
    "head teacher|id|base|assessment|seniority|adjustments|payable",
)
"""What stands above each column of the sheet, with `|` between them."""


@attrs.frozen(kw_only=True)
class PayTold:
    """A pay sheet as it is told: what it says, and what things are called.

    Attributes:
        classes: Class id → what people call it.
        signers: State → the roles that may bring the sheet into it; none where the school says nothing of them.
        approvals: What the regulation says about its approval.
    """

    school: str
    report: PaySheetReport
    words: EventWords
    classes: Mapping[str, str]
    signers: Mapping[SheetState, tuple[str, ...]]
    approvals: tuple[str, ...]


def pay_document(report: PaySheetReport, as_of: datetime, words: EventWords) -> Document:
    """`bzr.pay/1`."""
    content = report.content
    shares = share_amounts({line.teacher: line.parts for line in content.lines}, lambda part: part.amount)
    return {
        "schema": "bzr.pay/1",
        "month": content.period,
        "as_of": as_of.isoformat(),
        "state": report.sheet.state,
        "scheme": content.scheme or None,
        "allowance": content.allowance or None,
        "purpose": content.purpose or None,
        "scoring_meaning": content.scoring_meaning,
        "accept_meaning": content.accept_meaning or None,
        "steps": [_step(recorded, words) for recorded in report.sheet.steps],
        "lines": [_line(line, shares[line.teacher], report, words) for line in content.lines],
        "payable": values.points(sum((line.payable for line in content.lines), ZERO)),
        "newer": [_newer(figure, report, words) for figure in content.newer],
        "remarks": _remarks(report),
    }


def _step(recorded: Recorded[PayEvent], words: EventWords) -> Document:
    event = recorded.event
    step, note = step_and_note(event)
    at = values.timestamp(recorded.recorded_at, words.zone)
    reasons = {"before_final": event.before_final or None, "nothing_recorded": event.nothing_recorded or None}
    return {"step": step, "actor": recorded.actor, "at": at, "note": note, **reasons}


def step_and_note(event: PayEvent) -> tuple[SheetState, str]:
    """The state that an event brings a sheet into, and what was noted; a sheet is filled in without a note."""
    return (event.step, event.note) if isinstance(event, PayStepTaken) else ("prepared", "")


def _line(line: PayLine, shares: Sequence[Decimal], report: PaySheetReport, words: EventWords) -> Document:
    return {
        **fields(line, "teacher", "name", "base", "assessment", "seniority"),
        "classes": [
            {
                **fields(part, "class", "total", "amount", "served", "school_days"),
                "share": values.points(share),
            }
            for part, share in zip(line.parts, shares, strict=True)
        ],
        "adjustments": [
            {
                "month": adjustment.period,
                **fields(adjustment, "paid", "owed", "amount"),
                "outstanding": values.points(sum_outstanding([adjustment])),
                "because": _list_causes(report, line.teacher, adjustment.period, words),
            }
            for adjustment in line.adjustments
        ],
        "outstanding": values.points(sum_outstanding(line.adjustments)),
        "payable": values.points(line.payable),
    }


def _newer(figure: NewerFigure, report: PaySheetReport, words: EventWords) -> Document:
    """What newer software computes otherwise of a paid month."""
    return {
        **fields(figure, "teacher", "name"),
        "month": figure.period,
        **fields(figure, "meaning", "paid", "owed"),
        "because": _list_causes(report, figure.teacher, figure.period, words),
    }


def _list_causes(report: PaySheetReport, teacher: str, month: str, words: EventWords) -> list[Document]:
    """What was recorded since a month was paid, each with the class it is about."""
    return [
        {"class": cause.class_id or None, **row}
        for cause in report.causes[teacher, month]
        for row in trail_rows([cause.event], words)
    ]


def describe_newer(figure: NewerFigure, content: PayPrepared) -> Message:
    """One figure of a paid month that newer software computes otherwise (计分含义), in words; whether it waits or is accepted."""
    meanings = f"{figure.meaning} → {content.scoring_meaning}"
    since = Message(
        f"{figure.name} {figure.period} 已发{values.points(figure.paid)},较新的软件算得应得{values.points(figure.owed)}"
        f"(计分含义 {meanings})",
        f"{figure.name} {figure.period}: paid {values.points(figure.paid)}, "
        f"owed {values.points(figure.owed)} by newer software (scoring meaning {meanings})",
    )
    if content.accept_meaning:
        return since + Message(f",已接受:{content.accept_meaning}", f", accepted: {content.accept_meaning}")
    return since + Message(
        ",没有接受,不补发不扣回;要接受,填表时写 --accept-meaning 理由",
        ", not accepted: neither paid nor taken back; to accept it, prepare with --accept-meaning REASON",
    )


def describe_adjustment(adjustment: Adjustment) -> Message:
    """One adjustment in words: owed, paid, and what this sheet gives or takes, or cannot take back yet (未扣回)."""
    period, amount, left = adjustment.period, adjustment.amount, sum_outstanding([adjustment])
    word = Message("补发", "paid later ") if amount > 0 else Message("扣回", "taken back ")
    parts = [
        Message(f"{period} 应得", f"{period}: owed ") + _yuan(adjustment.owed),
        Message("已发", "paid ") + _yuan(adjustment.paid),
        *([word + _yuan(abs(amount))] if amount else []),
        *([Message("未扣回", "not taken back yet ") + _yuan(left)] if left else []),
    ]
    return Message.joined(parts, ",", ", ")


def _yuan(amount: Decimal) -> Message:
    return Message.same(values.points(amount))


def _remarks(report: PaySheetReport) -> Document:
    late = report.lateness
    return {
        **fields(report, "left_out", "unpublished", "newly_computed"),
        "numbers": [_number(number) for number in report.numbers if number.is_open],
        "moved": [
            {
                **fields(line, "teacher", "name"),
                "said": values.points(line.before),
                "now": values.points(line.after),
            }
            for line in report.changed
        ],
        "late": None if late is None else {"due": late.deadline.isoformat(), **fields(late, "days", "cite")},
        "stuck": None if report.obstacle is None else attrs.asdict(report.obstacle),
    }


def list_remarks(report: PaySheetReport, classes: Mapping[str, str]) -> Iterable[Message]:
    """What has to be known beside the sheet (备注): who is not on it, what was never published, what is late or has moved."""
    period = report.content.period
    if report.left_out:
        names = _name_classes(report.left_out, classes)
        yield Message(
            f"不在表上,规则没有发钱的方案:{names}",
            f"not on the sheet, no scheme that pays in their rulebook: {names}",
        )
    if report.newly_computed and not report.content.accept_meaning:
        names = _name_classes(report.newly_computed, classes)
        yield Message(
            f"{period}公示过的结果,较新的软件算得不同:{names};重新公示,或填表时写 --accept-meaning 理由",
            f"newer software computes otherwise what was published of {period}: {names}; "
            "publish it again, or prepare with --accept-meaning REASON",
        )
    if report.unpublished:
        names = _name_classes(report.unpublished, classes)
        yield Message(f"{period}的结果没有公示过:{names}", f"the result of {period} was never published: {names}")
    yield from _describe_numbers(report)
    if report.lateness is not None:
        due, days, cite = report.lateness.deadline, report.lateness.days, report.lateness.cite
        yield Message(
            f"填表比{due}迟了{days}天({cite})", f"filled in {days} days after {due}, when it was due ({cite})"
        )
    if report.obstacle is not None:
        yield Message(
            f"注意:现在填不出这张表:{report.obstacle.zh}",
            f"note: this sheet could not be filled in now: {report.obstacle.en}",
        )
    if report.changed:
        yield Message(
            "注意:填表以后有变动,现在填会不同;要改先退回(return)再填(prepare)",
            "note: filled in now, this sheet would differ; to change it, return it and prepare it again",
        )


def _describe_numbers(report: PaySheetReport) -> Iterable[Message]:
    """What is open about the numbers that the sheet uses, those that read alike on one line."""
    lines: dict[Message, list[Message]] = {}
    for number in report.numbers:
        month = "" if number.period == report.content.period else f"{number.period} "
        for remark in _list_open(number):
            lines.setdefault(remark, []).append(Message.same(month) + number.label)
    for remark, names in lines.items():
        yield remark + Message(":", ": ") + Message.listed(names)


def _list_open(number: UsedNumber) -> Iterable[Message]:
    if number.waits:
        yield number.describe_wait()
    if number.unrecorded:
        what = (
            Message("没有任何记录", "nothing recorded") if number.assessed else Message("没有评定", "nothing assessed")
        )
        yield what + (Message(f"(理由:{number.reason})", f" ({number.reason})") if number.reason else Message("", ""))
    if number.not_assessed:
        clauses = number.not_assessed_names
        yield Message(f"未评({clauses.zh})", f"not assessed ({clauses.en})")
    yield from map(describe_table_gap, number.table_gaps)
    if number.moved:
        changes = Message.listed(number.moved)
        yield Message(f"与公示的不同({changes.zh})", f"not as published ({changes.en})")


def _name_classes(ids: Iterable[str], classes: Mapping[str, str]) -> str:
    return "、".join(classes.get(class_id, class_id) for class_id in ids)


def describe_change(line: PayImpact) -> Message:
    """What a head teacher's line says, and what it would say now."""
    before, now, change = values.points(line.before), values.points(line.after), values.signed(line.difference)
    return Message(
        f"{line.name} 表上应发{before},现在{now}({change})",
        f"{line.name}: payable {before} on the sheet, {now} now ({change})",
    )


def _number(number: UsedNumber) -> Document:
    """What is open about a number that the sheet uses."""
    return {
        "class": number.class_id or None,
        "period": number.period,
        "until": None if number.until is None else number.until.isoformat(),
        "appeals": list(number.appeals),
        "provisional": number.pending is not None,
        "unrecorded": number.unrecorded,
        "nothing_recorded": number.reason or None,
        "not_assessed": list(number.not_assessed),
        "moved": bool(number.moved),
        **list_gaps(number.table_gaps),
    }


def amounts(line: PayLine) -> tuple[Decimal, ...]:
    """A line's amounts in yuan, in the order of `HEADS`."""
    adjusted = sum((adjustment.amount for adjustment in line.adjustments), ZERO)
    return line.base, line.assessment, line.seniority, adjusted, line.payable
