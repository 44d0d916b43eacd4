"""The pay sheet for finance (绩效表): CSV as Excel opens it, and XLSX whose amounts are numbers."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from bzr_adapters.documents import values
from bzr_adapters.documents.pay import HEADS, amounts, describe_adjustment
from bzr_adapters.extras import name_missing_extra
from bzr_adapters.intake.formula_guard import guard_cell
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.payroll import sum_outstanding

_HEADS = HEADS + Message("|未扣回|说明", "|outstanding|explanation")
_CENTS = "0.00"


def pay_csv(content: PayPrepared, lang: Lang) -> str:
    """The rows as CSV; a text that a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in _rows(content, lang):
        writer.writerow(guard_cell(cell) if isinstance(cell, str) else values.points(cell) for cell in row)
    return out.getvalue()


def pay_workbook(content: PayPrepared, lang: Lang, path: Path) -> None:
    """The rows as an XLSX workbook: amounts are numbers to the cent, so that they can be summed; texts stay texts."""
    with name_missing_extra():
        from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = content.period
    for row, cells in enumerate(_rows(content, lang), 1):
        for column, value in enumerate(cells, 1):
            cell = page.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            else:
                cell.number_format = _CENTS
    book.save(path)


def _rows(content: PayPrepared, lang: Lang) -> Iterable[Sequence[str | Decimal]]:
    """The heads, then a row for each head teacher."""
    yield _HEADS.in_(lang).split("|")
    for line in content.lines:
        why = ";".join(describe_adjustment(adjustment).in_(lang) for adjustment in line.adjustments)
        yield line.name, line.teacher, *amounts(line), sum_outstanding(line.adjustments), why
