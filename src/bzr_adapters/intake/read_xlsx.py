"""XLSX through openpyxl: every cell as the text a person sees in it."""

import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import attrs

from bzr_adapters.extras import explain_missing, name_missing_extra
from bzr_adapters.intake.cells import EXACT_DIGITS_MAX, explain_inexact
from bzr_adapters.intake.grid import CELLS_MAX, LINES_MAX, BadFile, Hidden, SheetRow, column_letter
from bzr_adapters.intake.number_formats import find_section, format_shown, is_scientific, shows_month_and_day
from bzr_adapters.intake.text import normalize_header
from bzr_adapters.intake.xlsx_archive import (
    fill_merged_areas,
    has_formulas,
    list_hidden_columns,
    list_hidden_rows,
    list_merged_areas,
    open_archive,
)
from bzr_domain.kernel.messages import Message, Problem

_BATCH = 1024
_RANGES_MAX = 20
_TOO_LARGE = Message("工作表太大", "the worksheet is too large")
_SPLIT = Message("另存为CSV,或拆成几份", "save it as CSV, or split it")
_LOCAL_DATE_FORMATS = frozenset({27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})
"""Number formats that only Chinese and Japanese programs know: 2024年9月3日, 9月3日."""
_LOCAL_WITHOUT_YEAR = frozenset({28, 29, 51, 53, 54, 58})
"""Those of them that show month and day alone."""
_READ, _NOT_READ = Message(",已读取", ", read"), Message(",没有读取", ", not read")
_WRITTEN_DIGITS_MAX = 30

_NO_RESULT = Problem(
    code="sheet.bad-formula",
    what=Message("公式没有保存计算结果", "the formula has no saved result"),
    expected=Message("在Excel中打开并保存,或改填数值", "open and save it in Excel, or write the value"),
)
"""The problem of a formula that no spreadsheet has worked out yet."""


def read_xlsx(
    content: bytes, hidden: Hidden | None = None, titles: Collection[str] = ()
) -> tuple[list[tuple[str, Iterator[SheetRow]]], tuple[Message, ...]]:
    """Return title and rows of every worksheet, the rows to be read while they are asked for; and what is hidden or struck out.

    Args:
        hidden: What becomes of hidden rows, columns and worksheets; where it is not said, the file must not have any.
        titles: The worksheets of which that is asked; empty for all.

    Raises:
        BadFile: at once or while reading, whatever is wrong with the file.
    """
    archive = open_archive(content)
    with _quietly():
        values = _load_workbook(archive.fp, data_only=True)
        sheets = [
            _Worksheet(archive.fp, values, index, archive.read(_locate_part(sheet)))
            for index, sheet in enumerate(values.worksheets)
        ]
        wanted = set(map(normalize_header, titles))
        asked = [sheet for sheet in sheets if not wanted or normalize_header(sheet.title) in wanted]
        hidden_parts = tuple(message for sheet in asked for message in sheet.describe_hidden())
        if hidden_parts and hidden is None:
            raise _explain_hidden(hidden_parts)
        done = _READ if hidden == "read" else _NOT_READ
        outcomes = [
            *(part + done for part in hidden_parts),
            *(part + _READ for sheet in asked for part in sheet.list_struck()),
        ]
        shown = [sheet for sheet in sheets if hidden == "read" or not sheet.is_hidden]
        read = _Worksheet.read_rows if hidden == "read" else _Worksheet.read_visible_rows
        return [(sheet.title, read(sheet)) for sheet in shown], tuple(outcomes)


@attrs.frozen
class _Worksheet:
    """One worksheet: its place in the workbook, and its XML."""

    source: Any
    values: Any
    index: int
    part: bytes

    @property
    def title(self) -> str:
        return str(self.values.worksheets[self.index].title)

    @property
    def is_hidden(self) -> bool:
        return bool(self.values.worksheets[self.index].sheet_state != "visible")

    def describe_hidden(self) -> Iterator[Message]:
        """Say what is hidden of it and has something in it: the whole, or rows and columns."""
        rows, columns = list_hidden_rows(self.part), list_hidden_columns(self.part)
        if not (self.is_hidden or rows or columns):
            return
        filled_rows: set[int] = set()
        filled_columns: set[int] = set()
        for row in self.read_rows():
            filled = {position for position, text in enumerate(row.cells) if text.strip() or position in row.faults}
            filled_rows |= {row.number} if filled else set()
            filled_columns |= filled
        if self.is_hidden and filled_rows:
            yield Message(f"隐藏的工作表“{self.title}”", f"the hidden worksheet {self.title!r}")
        elif rows & filled_rows:
            listed = list_ranges(sorted(rows & filled_rows))
            yield Message(f"“{self.title}”隐藏的第{listed}行", f"the hidden rows {listed} of {self.title!r}")
        if not self.is_hidden and columns & filled_columns:
            listed = ", ".join(column_letter(position) for position in sorted(columns & filled_columns))
            yield Message(f"“{self.title}”隐藏的{listed}列", f"the hidden columns {listed} of {self.title!r}")

    def list_struck(self) -> Iterator[Message]:
        """Name the rows that are struck out (删除线): they are read like any other."""
        sheet, fonts = self.values.worksheets[self.index], self.values._fonts  # noqa: SLF001 (openpyxl tells the font of a cell alone, slowly)
        struck_fonts = {number for number, font in enumerate(fonts) if font.strike}
        rows = [
            number
            for number, row in (_bound_rows(sheet) if struck_fonts and not self.is_hidden else ())
            if (filled := [cell for cell in row if cell.value is not None])
            and all(cell.style_array.fontId in struck_fonts for cell in filled)
        ]
        if rows:
            listed = list_ranges(rows)
            yield Message(f"“{self.title}”划了删除线的第{listed}行", f"the struck-out rows {listed} of {self.title!r}")

    def read_visible_rows(self) -> Iterator[SheetRow]:
        """Read the rows that are shown; the cells of hidden columns are empty."""
        rows, columns = list_hidden_rows(self.part), list_hidden_columns(self.part)
        for row in self.read_rows():
            if row.number not in rows:
                yield _clear_columns(row, columns) if columns else row

    def read_rows(self) -> Iterator[SheetRow]:
        """Read the rows, hidden or not."""
        faults: dict[int, dict[int, Problem]] = {}
        shown: dict[int, dict[int, str | Problem]] = {}
        areas = list_merged_areas(self.part)
        formulas = _find_formulas(self.source, self.index) if has_formulas(self.part) else set()
        texts = _read_texts(self.values.worksheets[self.index], self.values.epoch, formulas, faults, shown)
        for number, cells in fill_merged_areas(texts, areas):
            yield SheetRow(number, tuple(cells), faults.pop(number, {}), shown.pop(number, {}))


def _clear_columns(row: SheetRow, columns: set[int]) -> SheetRow:
    return SheetRow(
        row.number,
        tuple("" if position in columns else text for position, text in enumerate(row.cells)),
        {position: fault for position, fault in row.faults.items() if position not in columns},
        row.shown,
    )


def list_ranges(numbers: list[int]) -> str:
    """Return sorted numbers in short, those that follow one another as a range, the first ranges of many.

    >>> list_ranges([3, 5, 6, 7])
    '3, 5–7'
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    more = ["…"] if len(ranges) > _RANGES_MAX else []
    return ", ".join(["–".join(map(str, each)) for each in ranges[:_RANGES_MAX]] + more)


def _explain_hidden(parts: tuple[Message, ...]) -> BadFile:
    return BadFile(
        Message("有隐藏的内容:", "something is hidden: ") + Message.joined(parts),
        Message(
            "加 --hidden read 一并读取,或 --hidden skip 跳过;或取消隐藏后再记录",
            "add --hidden read to read it too, or --hidden skip to pass it over; or show it and record again",
        ),
        code="sheet.hidden",
    )


def _read_texts(
    sheet: Any,
    epoch: datetime,
    formulas: set[tuple[int, int]],
    faults: dict[int, dict[int, Problem]],
    shown: dict[int, dict[int, str | Problem]],
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
            seen = None if not text or isinstance(cell.value, str | bool) else _format_shown(cell, text)
            if seen is not None:
                shown.setdefault(number, {})[position] = seen
            texts.append(text)
        yield number, texts


def _bound_rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Return rows by number, no further than a spreadsheet reaches: the size that the file states is not believed."""
    sheet.reset_dimensions()
    rows, number, cells = sheet.iter_rows(), 0, 0
    while batch := _next_rows(rows):
        if not any(batch) and number + len(batch) <= LINES_MAX:
            number += len(batch)
            continue
        for row in batch:
            number += 1
            cells += len(row)
            if number > LINES_MAX or cells > CELLS_MAX:
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
    """Return fifteen digits, as the spreadsheet keeps them, so that no binary noise becomes part of a measurement."""
    number = _read_number(value)
    if number.is_finite() and find_section(number_format, number).is_percentage:
        return f"{_format_plain(number * 100)}%"
    return _format_plain(number)


def _read_number(value: Any) -> Decimal:
    return Decimal(format(value, f".{EXACT_DIGITS_MAX}g"))


def _format_shown(cell: Any, text: str) -> str | Problem | None:
    """Return how a cell shows its number, or its day where the year is left out; or why nobody can tell what was written."""
    value, format_id, number_format = cell.value, cell.style_array.numFmtId, cell.number_format
    if isinstance(value, date) or format_id in _LOCAL_DATE_FORMATS:
        without_year = format_id in _LOCAL_WITHOUT_YEAR or shows_month_and_day(number_format)
        return text[5:10] if without_year else None
    if not isinstance(value, int | float):
        return None
    number = _read_number(value)
    if not number.is_finite():
        return None
    if number.adjusted() >= EXACT_DIGITS_MAX or is_scientific(number_format, number):
        return explain_inexact(text)
    return format_shown(number_format, number) or text


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
