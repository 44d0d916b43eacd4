"""XLSX through openpyxl: every cell as the text a person sees in it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bzr_adapters.extras import explain_missing, name_missing_extra
from bzr_adapters.intake.archive import filled, has_formulas, merged_areas, safe_archive
from bzr_adapters.intake.cell_text import NO_RESULT, text_of
from bzr_adapters.intake.grid import ROWS_MAX, BadFile, Row
from bzr_domain.kernel.messages import Message, Problem

_CELLS_MAX = 5_000_000
_BATCH = 1024
_TOO_LARGE = Message("工作表太大", "the worksheet is too large")
_SPLIT = Message("另存为CSV,或拆成几份", "save it as CSV, or split it")


def read_workbook(path: Path) -> list[tuple[str, Iterator[Row]]]:
    """Title and rows of every visible worksheet; the rows are read while they are asked for.

    Raises:
        BadFile: at once or while reading, whatever is wrong with the file.
    """
    archive = safe_archive(path)
    with _quietly():
        values = _opened(archive.fp, data_only=True)
        return [
            (sheet.title, _rows(archive.fp, values, index, archive.read(_part_of(sheet))))
            for index, sheet in enumerate(values.worksheets)
            if sheet.sheet_state == "visible"
        ]


def _rows(source: Any, values: Any, index: int, part: bytes) -> Iterator[Row]:
    faults: dict[int, dict[int, Problem]] = {}
    areas = merged_areas(part)
    formulas = _formula_cells(source, index) if has_formulas(part) else set()
    sheet = values.worksheets[index]
    for number, cells in filled(_texts(sheet, values.epoch, formulas, faults), areas):
        yield Row(number, tuple(cells), faults.pop(number, {}))


def _texts(
    sheet: Any, epoch: datetime, formulas: set[tuple[int, int]], faults: dict[int, dict[int, Problem]]
) -> Iterator[tuple[int, list[str]]]:
    for number, row in _sheet_rows(sheet):
        texts = []
        for position, cell in enumerate(row):
            text = text_of(cell, epoch)
            if cell.value is None and (number, position) in formulas:
                text = NO_RESULT
            if isinstance(text, Problem):
                faults.setdefault(number, {})[position] = text
                text = ""
            texts.append(text)
        yield number, texts


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Rows by number, no further than a spreadsheet reaches: the file's own word for its size is not believed."""
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
                raise BadFile(_TOO_LARGE, _SPLIT, row=number)
            if row:
                yield number, row


def _next_rows(rows: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    with _quietly():
        return list(islice(rows, _BATCH))


def _formula_cells(source: Any, index: int) -> set[tuple[int, int]]:
    with _quietly():
        sheet = _opened(source, data_only=False).worksheets[index]
    return {
        (number, position)
        for number, row in _sheet_rows(sheet)
        for position, cell in enumerate(row)
        if cell.data_type == "f"
    }


def _part_of(sheet: Any) -> str:
    # openpyxl reads merged areas only into memory of their full size; where the XML stands, it keeps to itself.
    return str(sheet._worksheet_path)  # noqa: SLF001 (see above)


def _opened(source: Any, *, data_only: bool) -> Any:
    with name_missing_extra():
        import openpyxl
    if not openpyxl.DEFUSEDXML:  # without it, openpyxl would follow entities
        raise explain_missing("defusedxml")
    return openpyxl.load_workbook(source, read_only=True, data_only=data_only, keep_links=False)


@contextmanager
def _quietly() -> Iterator[None]:
    """The reader's warnings concern styles and drawings, which no fact depends on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
