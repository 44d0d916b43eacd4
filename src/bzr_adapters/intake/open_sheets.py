"""Open a file: find its format, and give one grid of rows for every sheet in it."""

from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

import attrs

from bzr_adapters.extras import MissingExtra
from bzr_adapters.intake.grid import FILE_BYTES_MAX, SPLIT, BadFile, Grid, Hidden, SheetRow, check_bounds
from bzr_adapters.intake.passed_over import OTHER_WORKSHEET
from bzr_adapters.intake.read_csv import open_text, read_csv
from bzr_adapters.intake.read_json_lines import read_json_lines, read_keys
from bzr_adapters.intake.read_xlsx import read_xlsx
from bzr_adapters.intake.regular_files import read_regular_file
from bzr_adapters.intake.text import normalize_header
from bzr_domain.facts.incoming_sheet import PassedOver
from bzr_domain.kernel.messages import Message, Problem

_JSON_ENDINGS = {".jsonl", ".ndjson", ".json"}
_WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".et", ".ods"}
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ARCHIVE = b"PK"

EMPTY = Problem(
    code="sheet.empty",
    what=Message("文件是空的", "the file is empty"),
    expected=Message("表头和至少一行", "a header and at least one row"),
)
"""The problem of a file in which no sheet has anything."""


def explain_empty(path: Path) -> Problem:
    """Return the problem of a fact sheet in which nothing stands; JSON Lines have no header."""
    if path.suffix.casefold() not in _JSON_ENDINGS:
        return EMPTY
    return attrs.evolve(EMPTY, expected=Message("至少一行", "at least one row"))


def open_sheets(path: Path, hidden: Hidden | None = None, titles: Collection[str] = ()) -> list[Grid]:
    """Return every sheet of a file that has something in it; a file without any gives no grid.

    Args:
        hidden: What becomes of hidden rows, columns and worksheets; where it is not said, there must not be any.
        titles: The worksheets of which that is asked; empty for all.

    Raises:
        BadFile: what is wrong with the file, at once or while rows are read; nothing else comes out.
    """
    content = read_regular_file(path, most=FILE_BYTES_MAX, split=SPLIT)
    if content.startswith(_OLD_WORKBOOK):
        raise BadFile(
            Message(
                "旧版.xls文件,或有密码的工作簿,无法读取",
                "an old .xls file or a workbook with a password: not readable",
            ),
            Message("在Excel或WPS中另存为不带密码的.xlsx或CSV", "save it as .xlsx or CSV, without a password"),
            code="sheet.unreadable",
        )
    ending = path.suffix.casefold()
    if content.startswith(_ARCHIVE) or (content and ending in _WORKBOOK_ENDINGS):
        return _open_worksheets(path.name, content, hidden, titles)
    if ending in _JSON_ENDINGS:
        lines = open_text(content)
        header = read_keys(lines)
        rows = _guard_rows(read_json_lines(lines, header))
        return _drop_empty(Grid(name=path.name, header=header, rows=rows))
    return _drop_empty(Grid(name=path.name, rows=_guard_rows(read_csv(content))))


def choose_worksheets(
    path: Path, titles: Collection[str], hidden: Hidden | None = None
) -> tuple[list[Grid], list[PassedOver]]:
    """Return the sheets of a file, of a workbook those with the titles named, and the others as passed over.

    Args:
        titles: Empty where every worksheet is to be read.
        hidden: What becomes of what they hide.

    Raises:
        BadFile: what is wrong with the file, or that a workbook has none of the worksheets named.
    """
    grids = open_sheets(path, hidden, titles)
    wanted = set(map(normalize_header, titles))
    chosen = [grid for grid in grids if not (wanted and grid.worksheet) or normalize_header(grid.worksheet) in wanted]
    if grids and not chosen:
        raise BadFile(
            Message("没有工作表:", "no worksheet: ") + Message.listed(titles),
            Message("有的工作表:", "there are: ") + Message.listed(grid.worksheet for grid in grids),
            code="sheet.no-such-worksheet",
        )
    names = {grid.name for grid in chosen}
    others = (grid for grid in grids if grid.name not in names)
    return chosen, [PassedOver(sheet=grid.name, text=grid.worksheet, why=OTHER_WORKSHEET) for grid in others]


def reopen_sheet(path: Path, name: str, hidden: Hidden | None = None) -> Grid:
    """Return the sheet of that name, to be read from its first row again.

    Raises:
        BadFile: the sheet is no longer there.
    """
    same_name = next((grid for grid in open_sheets(path, hidden) if grid.name == name), None)
    if same_name is None:
        raise BadFile(
            Message(f"文件里不再有“{name}”", f"{name!r} is no longer in the file"), code="sheet.worksheet-gone"
        )
    return same_name


def _open_worksheets(name: str, content: bytes, hidden: Hidden | None, titles: Collection[str]) -> list[Grid]:
    try:
        worksheets, hidden_parts = read_xlsx(content, hidden, titles)
        sheets = [(title, _guard_rows(rows)) for title, rows in worksheets]
    except (BadFile, MissingExtra):
        raise
    except Exception as error:
        raise _explain_damage() from error
    filled = [grid for title, rows in sheets for grid in _drop_empty(Grid(name=name, worksheet=title, rows=rows))]
    grids = filled if len(filled) == 1 else [attrs.evolve(g, name=f"{name}[{g.worksheet}]") for g in filled]
    return [attrs.evolve(grid, hidden_parts=() if number else hidden_parts) for number, grid in enumerate(grids)]


def _drop_empty(grid: Grid) -> list[Grid]:
    """Return the grid where it has a row; nothing where it has none."""
    first = next(grid.rows, None)
    return [] if first is None else [attrs.evolve(grid, rows=chain([first], grid.rows))]


def _guard_rows(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    """Return the rows within bounds; whatever a library trips over in the file becomes one problem."""
    try:
        yield from check_bounds(rows)
    except BadFile:
        raise
    except Exception as error:
        raise _explain_damage() from error


def _explain_damage() -> BadFile:
    return BadFile(
        Message("文件已损坏,或不是它的扩展名所说的格式", "the file is damaged, or not what its ending says"),
        Message("在Excel或WPS中重新保存为.xlsx或CSV", "save it again as .xlsx or CSV in Excel or WPS"),
        code="sheet.unreadable",
    )
