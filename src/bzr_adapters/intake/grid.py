"""A file seen as rows of texts, whatever its format; and the bounds that keep a hostile one harmless."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

import attrs

from bzr_domain.kernel.messages import Message, Problem

FILE_BYTES_MAX = 50_000_000
"""The size of a file of facts, and of a workbook when it is unpacked."""
LINES_MAX = 1_048_576
"""The last row that a spreadsheet has, and the last line of a text file."""
ROWS_MAX = 300_000
"""How many of them a sheet may have."""
COLUMNS_MAX = 16_384
CELLS_MAX = 5_000_000
CELL_CHARACTERS_MAX = 32_767
LINE_CHARACTERS_MAX = 1 << 20
SPLIT = Message("拆成几份", "split it")
_REFUSED_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ALPHABET = 26
_NO_FAULTS: Mapping[int, Problem] = {}
Hidden: TypeAlias = Literal["read", "skip"]
"""What becomes of the hidden rows, columns and worksheets of a workbook."""


class BadFile(Exception):
    """Nothing more can be read from this file, for one reason; caught inside the intake, where it becomes a problem."""

    def __init__(self, what: Message, expected: Message | None = None, row: int | None = None, *, code: str) -> None:
        """Keep the reason as a problem."""
        super().__init__(what.zh)
        self.problem = Problem(code=code, what=what, expected=expected, row=row)


@attrs.frozen
class SheetRow:
    """One row of a file: its number as a person counts, its texts from the first column on, and cells that cannot be read.

    Attributes:
        number: From 1, the header included; in JSON Lines the number of the line.
        cells: Texts; "" where nothing stands. A day is 2024-09-03, a percentage 78.5%.
        faults: Position from 0 → what is wrong with that cell; -1 stands for the row as a whole.
        shown: Position of a number or a day that is no text → how the cell shows it, 007 for 7, or why nobody can tell what
            was written there.
    """

    number: int
    cells: tuple[str, ...]
    faults: Mapping[int, Problem] = _NO_FAULTS
    shown: Mapping[int, str | Problem] = attrs.field(factory=dict)

    def read_shown(self, position: int) -> str | Problem:
        """Return what a cell shows, for ids and names."""
        shown = self.shown.get(position, self.cells[position])
        return shown.strip() if isinstance(shown, str) else shown


@attrs.frozen(kw_only=True)
class Header:
    """The headers of a sheet (表头): their texts, how each column is called in messages, and where each stands."""

    cells: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[int, ...]


@attrs.frozen(kw_only=True)
class Grid:
    """One sheet: a name, and rows that are read while they are asked for.

    Attributes:
        name: The file's name, with the worksheet where there are several.
        worksheet: The title of the worksheet; empty where the format has none.
        header: The headers where the format itself has them (JSON Lines); None where they stand in a row.
        rows: Only rows with something in them; reading can raise `BadFile`.
        hidden_parts: What its file hides or strikes out, and whether it is read; told at the first sheet of a file.
    """

    name: str
    rows: Iterator[SheetRow]
    worksheet: str = ""
    header: Header | None = None
    hidden_parts: tuple[Message, ...] = ()


def column_letter(position: int) -> str:
    """Return the letter of a column as a spreadsheet shows it, from position 0.

    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    name, rest = "", position + 1
    while rest:
        rest, digit = divmod(rest - 1, _ALPHABET)
        name = chr(ord("A") + digit) + name
    return name


def check_bounds(rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
    """Return the rows that have something in them, each with its bad cells.

    Raises:
        BadFile: When there are too many rows, columns or cells.
    """
    cells_read = 0
    for number, row in enumerate(rows, 1):
        cells_read += len(row.cells)
        if number > ROWS_MAX or row.number > LINES_MAX or len(row.cells) > COLUMNS_MAX or cells_read > CELLS_MAX:
            raise refuse_size(row.number)
        text = "".join(row.cells)
        if not row.faults and (not text or text.isspace()):
            continue
        if len(text) > CELL_CHARACTERS_MAX or _REFUSED_CHARACTERS.search(text):
            yield attrs.evolve(row, faults={**_find_cell_faults(row.cells), **row.faults})
        else:
            yield row


def _find_cell_faults(cells: tuple[str, ...]) -> dict[int, Problem]:
    faults = {}
    for position, cell in enumerate(cells):
        refused = None if len(cell) > CELL_CHARACTERS_MAX else _REFUSED_CHARACTERS.search(cell)
        if len(cell) > CELL_CHARACTERS_MAX:
            what = Message(f"单元格有{len(cell)}个字符", f"the cell has {len(cell)} characters")
            expected = Message(f"至多{CELL_CHARACTERS_MAX}个字符", f"at most {CELL_CHARACTERS_MAX} characters")
            faults[position] = Problem(code="sheet.cell-too-long", what=what, expected=expected)
        elif refused:
            code = f"U+{ord(refused[0]):04X}"
            what = Message(f"单元格含有不可见的控制字符{code}", f"the cell holds the control character {code}")
            faults[position] = Problem(
                code="sheet.control-character", what=what, expected=Message("删去这个字符", "delete that character")
            )
    return faults


def refuse_size(row: int) -> BadFile:
    """Return the error of a sheet that is too large, found at a row."""
    return BadFile(
        Message("表太大", "the sheet is too large"),
        Message(
            f"至多{ROWS_MAX}行、{COLUMNS_MAX}列、{CELLS_MAX}格;请拆成几份",
            f"at most {ROWS_MAX} rows, {COLUMNS_MAX} columns and {CELLS_MAX} cells: split it",
        ),
        row=min(row, LINES_MAX + 1),
        code="sheet.too-large",
    )


NO_HEADER = Problem(
    code="sheet.cell-without-header",
    what=Message("这一格上面没有表头", "there is no header above this cell"),
    expected=Message("补上表头,或清空这一格", "write a header, or clear the cell"),
)


def place_problem(problem: Problem, row: SheetRow, column: str, field: str = "") -> Problem:
    """Return a problem with the row, the column and the field of its cell."""
    return attrs.evolve(problem, row=row.number, field=field, column=column)
