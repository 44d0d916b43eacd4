"""A pay sheet as a document, as a table for people, and as the rows that finance wants."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from bzr_adapters.reports import values
from bzr_adapters.reports.aligned import aligned
from bzr_domain.errors import Lang, Message
from bzr_domain.pay_events import Adjustment, PayLine, PayPrepared, PayStepTaken
from bzr_domain.payroll import share
from bzr_domain.paysheet import STATES, PaySheet
from bzr_domain.quantities import ZERO

_HEADS = {
    "zh": ("班主任", "编号", "满额", "考核绩效", "班主任龄奖励", "补发扣回", "应发"),
    "en": ("head teacher", "id", "base", "assessment", "seniority", "adjustments", "payable"),
}


def pay_document(wanted: PayPrepared, sheet: PaySheet, as_of: datetime) -> dict[str, Any]:
    """`bzr.pay/1`."""
    return {
        "schema": "bzr.pay/1",
        "month": wanted.period,
        "as_of": as_of.isoformat(),
        "state": sheet.state,
        "scheme": wanted.scheme,
        "allowance": wanted.allowance or None,
        "steps": [
            {
                "step": one.event.step if isinstance(one.event, PayStepTaken) else "prepared",
                "actor": one.actor,
                "at": one.recorded_at.astimezone(as_of.tzinfo).isoformat(),
                "note": one.event.note if isinstance(one.event, PayStepTaken) else "",
            }
            for one in sheet.steps
        ],
        "lines": [_line(line) for line in wanted.lines],
        "payable": values.points(sum((line.payable for line in wanted.lines), ZERO)),
    }


def _line(line: PayLine) -> dict[str, Any]:
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
                "share": values.points(share(part.amount, part)),
            }
            for part in line.parts
        ],
        "adjustments": [
            {
                "month": one.period,
                "paid": values.points(one.paid),
                "owed": values.points(one.owed),
                "amount": values.points(one.amount),
            }
            for one in line.adjustments
        ],
        "payable": values.points(line.payable),
    }


def pay_lines(school: str, wanted: PayPrepared, sheet: PaySheet, lang: Lang) -> Iterable[str]:
    """The sheet for people: a line for each head teacher, what was adjusted and why, and the steps so far."""
    yield Message(
        f"{school} {wanted.period} 绩效表({STATES[sheet.state].zh},方案 {wanted.scheme})",
        f"{school}, pay sheet of {wanted.period} ({STATES[sheet.state].en}, {wanted.scheme})",
    ).in_(lang)
    yield ""
    total = sum((line.payable for line in wanted.lines), ZERO)
    foot = (Message("合计", "sum").in_(lang), "", "", "", "", "", values.points(total))
    yield from aligned([_HEADS[lang], *(_row(line) for line in wanted.lines), foot], right={2, 3, 4, 5, 6})
    for line in wanted.lines:
        for one in line.adjustments:
            yield f"  {line.name} {_adjusted(one).in_(lang)}"
    for step in sheet.steps:
        state = step.event.step if isinstance(step.event, PayStepTaken) else "prepared"
        note = f":{step.event.note}" if isinstance(step.event, PayStepTaken) and step.event.note else ""
        at = values.minute(step.recorded_at)
        yield f"  {at} {step.actor} {STATES[state].in_(lang)}{note}"


def _row(line: PayLine) -> tuple[str, ...]:
    adjusted = sum((one.amount for one in line.adjustments), ZERO)
    numbers = (line.base, line.assessment, line.seniority, adjusted, line.payable)
    return (line.name, line.teacher, *(values.points(number) for number in numbers))


def _adjusted(one: Adjustment) -> Message:
    word = Message("补发", "paid later") if one.amount > 0 else Message("扣回", "taken back")
    return Message(
        f"{one.period} 应得{values.points(one.owed)},已发{values.points(one.paid)},{word.zh}{values.points(abs(one.amount))}",
        f"{one.period}: owed {values.points(one.owed)}, paid {values.points(one.paid)}, {word.en} {values.points(abs(one.amount))}",
    )


def pay_csv(wanted: PayPrepared, lang: Lang) -> str:
    """The rows for finance as CSV, as Excel opens it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_HEADS[lang], *(_row(line) for line in wanted.lines)])
    return out.getvalue()


def pay_workbook(wanted: PayPrepared, lang: Lang, path: Path) -> None:
    """The rows for finance as an XLSX workbook; amounts are text, exact to the cent."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = wanted.period
    for row in [_HEADS[lang], *(_row(line) for line in wanted.lines)]:
        page.append(row)
    book.save(path)
