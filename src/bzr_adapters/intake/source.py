"""Opening a file: which format it is, and one grid of rows for every sheet in it."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from bzr_adapters.extras import MissingExtra
from bzr_adapters.intake.delimited import read_delimited, text_encoding
from bzr_adapters.intake.grid import BadFile, Grid, Row, within_bounds
from bzr_adapters.intake.jsonlines import head_of, read_json_lines
from bzr_adapters.intake.workbook import read_workbook
from bzr_domain.kernel.messages import Message, Problem

_JSON_ENDINGS = {".jsonl", ".ndjson", ".json"}
_WORKBOOK_ENDINGS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".et", ".ods"}
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_ARCHIVE = b"PK"

EMPTY = Problem(
    what=Message("文件是空的", "the file is empty"),
    expected=Message("表头和至少一行", "a header and at least one row"),
)
"""The problem of a file in which no sheet has anything."""


def open_grids(path: Path) -> list[Grid]:
    """Every sheet of a file that has something in it; a file without any gives no grid.

    Raises:
        BadFile: what is wrong with the file, at once or while rows are read; nothing else comes out.
    """
    start = _first_bytes(path)
    if start.startswith(_OLD_WORKBOOK):
        raise BadFile(
            Message(
                "旧版.xls文件,或有密码的工作簿,无法读取",
                "an old .xls file or a workbook with a password: not readable",
            ),
            Message(
                "在Excel或WPS中另存为不带密码的.xlsx或CSV", "save it as .xlsx or CSV, without a password"
            ),
        )
    ending = path.suffix.casefold()
    if start.startswith(_ARCHIVE) or (start and ending in _WORKBOOK_ENDINGS):
        return _worksheets(path)
    if ending in _JSON_ENDINGS:
        encoding = text_encoding(path)
        head = head_of(path, encoding)
        return _filled(Grid(name=path.name, head=head, rows=_safely(read_json_lines(path, encoding, head))))
    return _filled(Grid(name=path.name, rows=_safely(read_delimited(path))))


def grid_named(path: Path, name: str) -> Grid:
    """The sheet of that name, read from its first row again.

    Raises:
        BadFile: the sheet is no longer there.
    """
    found = next((grid for grid in open_grids(path) if grid.name == name), None)
    if found is None:
        raise BadFile(Message(f"文件里不再有“{name}”", f"{name!r} is no longer in the file"))
    return found


def several(names: list[str]) -> Problem:
    """The problem of a workbook with several filled worksheets where one was asked for."""
    what = Message(
        f"有{len(names)}张工作表:{'、'.join(names)}", f"there are {len(names)} worksheets: {', '.join(names)}"
    )
    return Problem(what=what, expected=Message("只留一张", "leave only one"))


def _worksheets(path: Path) -> list[Grid]:
    try:
        sheets = [(title, _safely(rows)) for title, rows in read_workbook(path)]
    except (BadFile, MissingExtra):
        raise
    except Exception as error:
        raise _damaged() from error
    found = [(title, grid) for title, rows in sheets for grid in _filled(Grid(name=path.name, rows=rows))]
    if len(found) == 1:
        return [found[0][1]]
    return [Grid(name=f"{path.name}[{title}]", rows=grid.rows) for title, grid in found]


def _filled(grid: Grid) -> list[Grid]:
    first = next(grid.rows, None)
    return [] if first is None else [Grid(name=grid.name, head=grid.head, rows=chain([first], grid.rows))]


def _safely(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows within bounds; whatever a library trips over in the file is said as one problem."""
    try:
        yield from within_bounds(rows)
    except BadFile:
        raise
    except Exception as error:
        raise _damaged() from error


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except FileNotFoundError as error:
        raise BadFile(Message("没有这个文件", "there is no such file")) from error
    except IsADirectoryError as error:
        raise BadFile(Message("这是文件夹,不是文件", "this is a directory, not a file")) from error
    except (OSError, ValueError) as error:
        raise BadFile(Message("文件无法打开", "the file cannot be opened")) from error


def _damaged() -> BadFile:
    return BadFile(
        Message("文件已损坏,或不是它的扩展名所说的格式", "the file is damaged, or not what its ending says"),
        Message("在Excel或WPS中重新保存为.xlsx或CSV", "save it again as .xlsx or CSV in Excel or WPS"),
    )
