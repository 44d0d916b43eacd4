"""A pay sheet as the rows that finance wants: CSV as Excel opens it, and XLSX whose amounts are numbers."""

import csv
import io
from decimal import Decimal
from pathlib import Path

from bzr_adapters.extras import name_missing_extra
from bzr_adapters.intake.refused import guarded
from bzr_adapters.reports import values
from bzr_adapters.reports.pay import HEADS, adjusted
from bzr_domain.kernel.messages import Lang
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.events import PayLine, PayPrepared
from bzr_domain.pay.payroll import sum_outstanding

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
    adjusted_by = sum((one.amount for one in line.adjustments), ZERO)
    why = ";".join(adjusted(one).in_(lang) for one in line.adjustments)
    numbers = (
        line.base,
        line.assessment,
        line.seniority,
        adjusted_by,
        line.payable,
        sum_outstanding(line.adjustments),
    )
    return [line.name, line.teacher, *numbers, why]
