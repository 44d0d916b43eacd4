"""A pay sheet as a document and as a table for people, with what has to be known beside it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from bzr_adapters.reports import values
from bzr_adapters.reports.aligned import aligned, one_line
from bzr_adapters.reports.pay_remarks import remark_lines, remarks
from bzr_adapters.reports.trail import Told, sentence, trail_rows
from bzr_domain.application.show_pay_sheet import PaySheetReport
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.entitlement import share_amounts
from bzr_domain.pay.events import Adjustment, PayLine, PayStepTaken
from bzr_domain.pay.pay_sheet import STATES
from bzr_domain.pay.payroll import sum_outstanding
from bzr_domain.publication.causes_of_change import Cause

HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("班主任", "编号", "满额", "考核绩效", "班主任龄奖励", "补发扣回", "应发"),
    "en": ("head teacher", "id", "base", "assessment", "seniority", "adjustments", "payable"),
}


def pay_document(report: PaySheetReport, as_of: datetime, told: Told) -> dict[str, Any]:
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
        "steps": [
            {
                "step": one.event.step if isinstance(one.event, PayStepTaken) else "prepared",
                "actor": one.actor,
                "at": one.recorded_at.astimezone(told.zone).isoformat(),
                "note": one.event.note if isinstance(one.event, PayStepTaken) else "",
            }
            for one in report.sheet.steps
        ],
        "lines": [_line(line, shares[line.teacher], report, told) for line in content.lines],
        "payable": values.points(sum((line.payable for line in content.lines), ZERO)),
        "remarks": remarks(report),
    }


def _line(line: PayLine, shares: Sequence[Decimal], report: PaySheetReport, told: Told) -> dict[str, Any]:
    return {
        "teacher": line.teacher,
        "name": line.name,
        "base": values.points(line.base),
        "assessment": values.points(line.assessment),
        "seniority": values.points(line.seniority),
        "classes": [
            {
                "class": part.class_id,
                "total": values.points(part.total),
                "amount": values.points(part.amount),
                "served": part.served,
                "school_days": part.school_days,
                "share": values.points(share),
            }
            for part, share in zip(line.parts, shares, strict=True)
        ],
        "adjustments": [
            {
                "month": one.period,
                "paid": values.points(one.paid),
                "owed": values.points(one.owed),
                "amount": values.points(one.amount),
                "outstanding": values.points(sum_outstanding([one])),
                "because": _rows(report.causes[line.teacher, one.period], told),
            }
            for one in line.adjustments
        ],
        "outstanding": values.points(sum_outstanding(line.adjustments)),
        "payable": values.points(line.payable),
    }


def _rows(causes: Iterable[Cause], told: Told) -> list[dict[str, Any]]:
    return [
        {"class": cause.class_id or None, **row}
        for cause in causes
        for row in trail_rows([cause.event], told)
    ]


def pay_lines(school: str, report: PaySheetReport, classes: Mapping[str, str], told: Told) -> Iterable[str]:
    """The sheet for people: a line for each head teacher, what was adjusted and why, the steps so far, the remarks.

    Args:
        classes: Class id → what people call it.
    """
    content, state, lang = report.content, STATES[report.sheet.state], told.lang
    by = (
        Message(f"方案 {content.scheme}", content.scheme)
        if content.scheme
        else Message("只有班主任龄奖励", "the seniority allowance alone")
    )
    yield Message(
        f"{school} {content.period} 绩效表({state.zh},{by.zh})",
        f"{school}, pay sheet of {content.period} ({state.en}, {by.en})",
    ).in_(lang)
    yield ""
    total = sum((line.payable for line in content.lines), ZERO)
    foot = (Message("合计", "sum").in_(lang), "", "", "", "", "", values.points(total))
    yield from aligned([HEADS[lang], *(_row(line) for line in content.lines), foot], right={2, 3, 4, 5, 6})
    for line in content.lines:
        for one in line.adjustments:
            yield f"  {line.name} {adjusted(one).in_(lang)}"
            yield from _reasons(report.causes[line.teacher, one.period], classes, told)
    for step in report.sheet.steps:
        name = step.event.step if isinstance(step.event, PayStepTaken) else "prepared"
        note = (
            f":{one_line(step.event.note)}"
            if isinstance(step.event, PayStepTaken) and step.event.note
            else ""
        )
        at = values.minute(step.recorded_at.astimezone(told.zone))
        yield f"  {at} {one_line(step.actor)} {STATES[name].in_(lang)}{note}"
    yield from remark_lines(report, classes, lang)


def _row(line: PayLine) -> tuple[str, ...]:
    given = sum((one.amount for one in line.adjustments), ZERO)
    numbers = (line.base, line.assessment, line.seniority, given, line.payable)
    return (line.name, line.teacher, *(values.points(number) for number in numbers))


def _reasons(causes: Iterable[Cause], classes: Mapping[str, str], told: Told) -> Iterable[str]:
    """What was recorded since, one a line."""
    causes = list(causes)
    if not causes:
        none = Message("那以后没有记录能说明这个差额", "nothing recorded since then explains the difference")
        yield f"    {none.in_(told.lang)}"
    for cause in causes:
        at = values.minute(cause.event.recorded_at.astimezone(told.zone))
        words = (
            classes.get(cause.class_id, cause.class_id),
            at,
            one_line(cause.event.actor),
            sentence(cause.event.event, told),
        )
        yield "    " + " ".join(word for word in words if word)


def adjusted(one: Adjustment) -> Message:
    """One adjustment in words: owed, paid, and what this sheet gives or takes, or cannot take back yet (未扣回)."""
    zh = [f"{one.period} 应得{values.points(one.owed)}", f"已发{values.points(one.paid)}"]
    en = [f"{one.period}: owed {values.points(one.owed)}", f"paid {values.points(one.paid)}"]
    if one.amount:
        word = Message("补发", "paid later") if one.amount > 0 else Message("扣回", "taken back")
        zh.append(f"{word.zh}{values.points(abs(one.amount))}")
        en.append(f"{word.en} {values.points(abs(one.amount))}")
    left = sum_outstanding([one])
    if left:
        zh.append(f"未扣回{values.points(left)}")
        en.append(f"not taken back yet {values.points(left)}")
    return Message(",".join(zh), ", ".join(en))
