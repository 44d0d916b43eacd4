"""A sheet as an XLSX workbook (工作簿), ready to be printed: numbers are numbers, days are days, texts never formulas."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from bzr_adapters.documents.spreadsheet import Cell, Kind, Line, Sheet, clean_text, list_lines, write_cell
from bzr_adapters.documents.values import count_columns
from bzr_adapters.extras import name_missing_extra
from bzr_domain.kernel.messages import BzrError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as ExcelCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_FORBIDDEN_IN_TAB = re.compile(r"[\[\]:*?/\\']")
_LONGEST_TAB = 31
_MOST_LINES = 1_048_576
_FORMATS = {Decimal: "0.00", date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
_SIGNED = "+0.00;-0.00;0.00"
_A4 = 9
_LINE_HEIGHT = 15
_NARROWEST, _WIDEST = 6, 48
_UPRIGHT = 96
"""How wide a table may be, in characters, to be printed upright."""


class TooLongForExcel(BzrError):
    """A table has more rows than a worksheet of Excel takes."""

    code = "file.too-long-for-excel"


def build_workbook(title: str, sheet: Sheet, tab: str) -> bytes:
    """Return a sheet as a workbook of one worksheet, which is called `tab`.

    Raises:
        TooLongForExcel: When it has more rows than a worksheet takes.
        MissingExtra: When the package that writes workbooks is not installed.
    """
    with name_missing_extra():
        from openpyxl import Workbook

    lines = list(list_lines(title, sheet))
    demand_fit(len(lines))
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = _FORBIDDEN_IN_TAB.sub(" ", clean_text(tab))[:_LONGEST_TAB]
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line.cells):
            _fill_in(page.cell(number, column + 1), value, line.kind)
            if column in line.signed:
                page.cell(number, column + 1).number_format = _SIGNED
    _spread(page, lines, _set_widths(page, sheet))
    _set_up_print(page, [number for number, line in enumerate(lines, 1) if line.kind == "heads"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def demand_fit(lines: int) -> None:
    """Demand that a worksheet takes so many lines.

    Raises:
        TooLongForExcel: When it does not.
    """
    if lines > _MOST_LINES:
        raise TooLongForExcel.of(
            f"一张Excel表最多{_MOST_LINES}行,这里有{lines}行;请写成 .csv,或分时段写",
            f"a worksheet of Excel takes {_MOST_LINES} rows, and there are {lines}: write a .csv, or fewer periods",
        )


def _fill_in(cell: "ExcelCell | MergedCell", value: Cell, kind: Kind) -> None:
    from openpyxl.styles import Alignment, Font

    if isinstance(value, str):
        cell.value = clean_text(value) or None
        cell.data_type = "s" if value else "n"
    elif isinstance(value, Decimal | Fraction):
        cell.value = Decimal(write_cell(value))
    else:
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    if type(value) in _FORMATS:
        cell.number_format = _FORMATS[type(value)]
    if kind in ("title", "heads", "total"):
        cell.font = Font(bold=True)
    if isinstance(value, str) and kind in ("heads", "row") and count_columns(value) > _WIDEST:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _set_widths(page: "Worksheet", sheet: Sheet) -> list[int]:
    """Make each column as wide as what stands in it, within limits, and return how wide: a Chinese character takes two."""
    from openpyxl.utils import get_column_letter

    rows: list[Sequence[Cell]] = [row for block in sheet.blocks for row in (block.heads, *block.all_rows)]
    widths = [0] * max((len(row) for row in rows), default=0)
    for row in rows:
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], count_columns(write_cell(cell)))
    widths = [min(max(width, _NARROWEST), _WIDEST) + 2 for width in widths]
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.page_setup.orientation = "portrait" if sum(widths) <= _UPRIGHT else "landscape"
    return widths


def _spread(page: "Worksheet", lines: Sequence[Line], widths: Sequence[int]) -> None:
    """Let titles and notes take the whole width of the tables, on as many lines as they need."""
    from openpyxl.styles import Alignment

    for number, line in enumerate(lines, 1):
        if line.kind in ("title", "note") and line.cells and widths:
            page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(widths))
            page.cell(number, 1).alignment = Alignment(wrap_text=True, vertical="top")
            needed = -(-count_columns(write_cell(line.cells[0])) // sum(widths))
            page.row_dimensions[number].height = _LINE_HEIGHT * max(needed, 1)


def _set_up_print(page: "Worksheet", heads: Sequence[int]) -> None:
    """Print on A4, as wide as a page; the heads of a single table stay in sight and stand on every page."""
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    assert page.sheet_properties.pageSetUpPr is not None
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if len(heads) == 1:
        (line,) = heads
        page.freeze_panes = f"A{line + 1}"
        page.print_title_rows = f"{line}:{line}"
