"""The document `bzr.pay/1`, and the sheet for finance: CSV as Excel opens it, XLSX whose amounts are numbers (绩效表)."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bzr_adapters.documents import values
from bzr_adapters.documents.audit_trail import trail_rows
from bzr_adapters.documents.sentences import EventWords
from bzr_adapters.extras import name_missing_extra
from bzr_adapters.intake.refused import guarded
from bzr_domain.application.show_pay_sheet import PaySheetReport
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.entitlement import share_amounts
from bzr_domain.pay.events import Adjustment, PayLine, PayPrepared, PayStepTaken
from bzr_domain.pay.payroll import sum_outstanding
from bzr_domain.publication.causes_of_change import Cause

HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("班主任", "编号", "满额", "考核绩效", "班主任龄奖励", "补发扣回", "应发"),
    "en": ("head teacher", "id", "base", "assessment", "seniority", "adjustments", "payable"),
}


def pay_document(report: PaySheetReport, as_of: datetime, words: EventWords) -> dict[str, Any]:
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
                "step": step.event.step if isinstance(step.event, PayStepTaken) else "prepared",
                "actor": step.actor,
                "at": step.recorded_at.astimezone(words.zone).isoformat(),
                "note": step.event.note if isinstance(step.event, PayStepTaken) else "",
            }
            for step in report.sheet.steps
        ],
        "lines": [_line(line, shares[line.teacher], report, words) for line in content.lines],
        "payable": values.points(sum((line.payable for line in content.lines), ZERO)),
        "remarks": remarks(report),
    }


def _line(
    line: PayLine, shares: Sequence[Decimal], report: PaySheetReport, words: EventWords
) -> dict[str, Any]:
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
                "month": adjustment.period,
                "paid": values.points(adjustment.paid),
                "owed": values.points(adjustment.owed),
                "amount": values.points(adjustment.amount),
                "outstanding": values.points(sum_outstanding([adjustment])),
                "because": _rows(report.causes[line.teacher, adjustment.period], words),
            }
            for adjustment in line.adjustments
        ],
        "outstanding": values.points(sum_outstanding(line.adjustments)),
        "payable": values.points(line.payable),
    }


def _rows(causes: Iterable[Cause], words: EventWords) -> list[dict[str, Any]]:
    return [
        {"class": cause.class_id or None, **row}
        for cause in causes
        for row in trail_rows([cause.event], words)
    ]


def adjusted(adjustment: Adjustment) -> Message:
    """One adjustment in words: owed, paid, and what this sheet gives or takes, or cannot take back yet (未扣回)."""
    zh = [
        f"{adjustment.period} 应得{values.points(adjustment.owed)}",
        f"已发{values.points(adjustment.paid)}",
    ]
    en = [
        f"{adjustment.period}: owed {values.points(adjustment.owed)}",
        f"paid {values.points(adjustment.paid)}",
    ]
    if adjustment.amount:
        word = Message("补发", "paid later") if adjustment.amount > 0 else Message("扣回", "taken back")
        zh.append(f"{word.zh}{values.points(abs(adjustment.amount))}")
        en.append(f"{word.en} {values.points(abs(adjustment.amount))}")
    left = sum_outstanding([adjustment])
    if left:
        zh.append(f"未扣回{values.points(left)}")
        en.append(f"not taken back yet {values.points(left)}")
    return Message(",".join(zh), ", ".join(en))


def remarks(report: PaySheetReport) -> dict[str, Any]:
    """The remarks of `bzr.pay/1`."""
    return {
        "left_out": list(report.left_out),
        "unpublished": list(report.unpublished),
        "moved": [
            {
                "teacher": line.teacher,
                "name": line.name,
                "said": values.points(line.on_sheet),
                "now": values.points(line.now),
            }
            for line in report.changed
        ],
        "late": None
        if report.lateness is None
        else {
            "due": report.lateness.deadline.isoformat(),
            "days": report.lateness.days,
            "cite": report.lateness.cite,
        },
        "stuck": None if report.obstacle is None else {"zh": report.obstacle.zh, "en": report.obstacle.en},
    }


_MORE: dict[Lang, tuple[str, str]] = {"zh": ("未扣回", "说明"), "en": ("outstanding", "explanation")}


_CENTS = "0.00"


def pay_csv(content: PayPrepared, lang: Lang) -> str:
    """The rows as CSV; a text that a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_heads(lang))
    for line in content.lines:
        writer.writerow(
            guarded(cell) if isinstance(cell, str) else values.points(cell) for cell in _cells(line, lang)
        )
    return out.getvalue()


def pay_workbook(content: PayPrepared, lang: Lang, path: Path) -> None:
    """The rows as an XLSX workbook: amounts are numbers to the cent, so that they can be summed; texts stay texts."""
    with name_missing_extra():
        from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = content.period
    for row, cells in enumerate([_heads(lang), *(_cells(line, lang) for line in content.lines)], 1):
        for column, value in enumerate(cells, 1):
            cell = page.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            else:
                cell.number_format = _CENTS
    book.save(path)


def _heads(lang: Lang) -> tuple[str, ...]:
    return (*HEADS[lang], *_MORE[lang])


def _cells(line: PayLine, lang: Lang) -> list[str | Decimal]:
    adjusted_by = sum((adjustment.amount for adjustment in line.adjustments), ZERO)
    why = ";".join(adjusted(adjustment).in_(lang) for adjustment in line.adjustments)
    numbers = (
        line.base,
        line.assessment,
        line.seniority,
        adjusted_by,
        line.payable,
        sum_outstanding(line.adjustments),
    )
    return [line.name, line.teacher, *numbers, why]
