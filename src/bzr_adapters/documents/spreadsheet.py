"""Rows as a sheet (表格文件): CSV as Excel opens it, and XLSX whose numbers are numbers; texts stay texts, never formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from bzr_adapters.documents import values
from bzr_adapters.extras import name_missing_extra
from bzr_adapters.intake.formula_guard import guard_cell

Cell = str | Decimal | int | None
_CENTS = "0.00"


def build_csv(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV; a text that a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow(_write_cell(cell) for cell in row)
    return out.getvalue()


def _write_cell(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return values.points(cell)
    return "" if cell is None else guard_cell(str(cell))


def build_workbook(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows as an XLSX workbook of one sheet: amounts are numbers to the cent, so that they can be summed."""
    with name_missing_extra():
        from openpyxl import Workbook

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            cell = page.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, Decimal):
                cell.number_format = _CENTS
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
