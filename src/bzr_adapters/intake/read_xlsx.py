"""XLSX through openpyxl: every cell as the text a person sees in it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from bzr_adapters.extras import explain_missing, name_missing_extra
from bzr_adapters.intake.grid import ROWS_MAX, BadFile, SheetRow
from bzr_adapters.intake.xlsx_archive import fill_merged_areas, has_formulas, list_merged_areas, open_archive
from bzr_domain.kernel.messages import Message, Problem

_CELLS_MAX = 5_000_000
_BATCH = 1024
_TOO_LARGE = Message("工作表太大", "the worksheet is too large")
_SPLIT = Message("另存为CSV,或拆成几份", "save it as CSV, or split it")
_LOCAL_DATE_FORMATS = frozenset({27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
"""Number formats that only Chinese and Japanese programs know: 2024年9月3日, 9月3日."""
_WRITTEN_DIGITS_MAX = 30

_NO_RESULT = Problem(
    code="sheet.bad-formula",
    what=Message("公式没有保存计算结果", "the formula has no saved result"),
    expected=Message("在Excel中打开并保存,或改填数值", "open and save it in Excel, or write the value"),
)
"""The problem of a formula that no spreadsheet has worked out yet."""


def read_xlsx(path: Path) -> list[tuple[str, Iterator[SheetRow]]]:
    """Return title and rows of every visible worksheet; the rows are read while they are asked for.

    Raises:
        BadFile: at once or while reading, whatever is wrong with the file.
    """
    archive = open_archive(path)
    with _quietly():
        values = _load_workbook(archive.fp, data_only=True)
        return [
            (sheet.title, _read_rows(archive.fp, values, index, archive.read(_locate_part(sheet))))
            for index, sheet in enumerate(values.worksheets)
            if sheet.sheet_state == "visible"
        ]


def _read_rows(source: Any, values: Any, index: int, part: bytes) -> Iterator[SheetRow]:
    faults: dict[int, dict[int, Problem]] = {}
    areas = list_merged_areas(part)
    formulas = _find_formulas(source, index) if has_formulas(part) else set()
    sheet = values.worksheets[index]
    for number, cells in fill_merged_areas(_read_texts(sheet, values.epoch, formulas, faults), areas):
        yield SheetRow(number, tuple(cells), faults.pop(number, {}))


def _read_texts(
    sheet: Any, epoch: datetime, formulas: set[tuple[int, int]], faults: dict[int, dict[int, Problem]]
) -> Iterator[tuple[int, list[str]]]:
    for number, row in _bound_rows(sheet):
        texts = []
        for position, cell in enumerate(row):
            text = _format_cell(cell, epoch)
            if cell.value is None and (number, position) in formulas:
                text = _NO_RESULT
            if isinstance(text, Problem):
                faults.setdefault(number, {})[position] = text
                text = ""
            texts.append(text)
        yield number, texts


def _bound_rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Return rows by number, no further than a spreadsheet reaches: the size that the file states is not believed."""
    sheet.reset_dimensions()
    rows, number, cells = sheet.iter_rows(), 0, 0
    while batch := _next_rows(rows):
        if not any(batch) and number + len(batch) <= ROWS_MAX:
            number += len(batch)
            continue
        for row in batch:
            number += 1
            cells += len(row)
            if number > ROWS_MAX or cells > _CELLS_MAX:
                raise BadFile(_TOO_LARGE, _SPLIT, row=number, code="sheet.too-large")
            if row:
                yield number, row


def _next_rows(rows: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    with _quietly():
        return list(islice(rows, _BATCH))


def _find_formulas(source: Any, index: int) -> set[tuple[int, int]]:
    with _quietly():
        sheet = _load_workbook(source, data_only=False).worksheets[index]
    return {
        (number, position)
        for number, row in _bound_rows(sheet)
        for position, cell in enumerate(row)
        if cell.data_type == "f"
    }


def _locate_part(sheet: Any) -> str:
    # openpyxl reads a merged area only into memory of its full size, and gives no public name for a sheet's XML.
    return str(sheet._worksheet_path)  # noqa: SLF001 (see above)


def _load_workbook(source: Any, *, data_only: bool) -> Any:
    with name_missing_extra():
        import openpyxl
    if not openpyxl.DEFUSEDXML:  # without it, openpyxl would follow entities
        raise explain_missing("defusedxml")
    return openpyxl.load_workbook(source, read_only=True, data_only=data_only, keep_links=False)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep quiet about styles and drawings: openpyxl warns of them, and no fact depends on them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _format_cell(cell: Any, epoch: datetime) -> str | Problem:
    """Return the text a person sees in a cell, a day as 2024-09-03; epoch is the day the workbook counts dates from."""
    value = cell.value
    if value is None or isinstance(value, str):
        return _explain_error(value) if cell.data_type == "e" and value else value or ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    if cell.style_array.numFmtId in _LOCAL_DATE_FORMATS:
        return _format_local_day(value, epoch)
    return _format_number(value, cell.number_format)


def _format_number(value: Any, number_format: str) -> str:
    """Return fifteen digits, as the spreadsheet shows them, so that no binary noise becomes part of a measurement."""
    number = Decimal(format(value, ".15g"))
    if "%" in number_format:
        return f"{_format_plain(number * 100)}%"
    return _format_plain(number)


def _format_plain(number: Decimal) -> str:
    if not number.is_finite() or abs(number.adjusted()) > _WRITTEN_DIGITS_MAX:
        return str(number)
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _format_local_day(value: Any, epoch: datetime) -> str:
    try:
        return (epoch + timedelta(days=int(value))).date().isoformat()
    except (ValueError, OverflowError):
        return str(value)


def _explain_error(value: str) -> Problem:
    what = Message(f"单元格是公式错误{value}", f"the cell shows the formula error {value}")
    return Problem(
        code="sheet.bad-formula",
        what=what,
        expected=Message("更正公式,或改填数值", "correct the formula, or write the value"),
    )
