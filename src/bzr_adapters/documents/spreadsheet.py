"""Tables as a sheet that an office files (表格): what stands in which line, and the lines as CSV; texts stay texts, never formulas."""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import attrs

from bzr_adapters.documents import values
from bzr_adapters.intake.formula_guard import guard_cell
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import format_number

Cell = str | Decimal | Fraction | int | date | None
"""Decimal: points or money, to the cent; Fraction: any other number; int: a count; a time has no zone; None: nothing to say."""


@attrs.frozen(kw_only=True)
class Block:
    """Rows below their heads (表).

    Attributes:
        title: What stands above the heads; empty where the title of the sheet says it.
        numbers: The columns, from 0, that hold numbers.
        signed: Those of them that hold changes, shown with their sign.
        total: The last row, which sums the others up; empty where nothing is summed up.
        notes: What has to be known about these rows, a line each.
    """

    title: str = ""
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numbers: Collection[int] = ()
    signed: Collection[int] = ()
    total: Sequence[Cell] = ()
    notes: Sequence[str] = ()

    @property
    def all_rows(self) -> list[Sequence[Cell]]:
        """The rows, and below them the total where there is one."""
        return [*self.rows, *([self.total] if self.total else [])]


@attrs.frozen(kw_only=True)
class Sheet:
    """Tables one below the other, as they are written to a file (表格).

    Attributes:
        name: What it is, of which period.
        notes: What has to be known beside the tables, a line each.
    """

    name: Message
    blocks: Sequence[Block]
    notes: Sequence[str] = ()


def write_cell(cell: Cell) -> str:
    """A cell as text: amounts with two decimals, other numbers without trailing zeros, days and minutes."""
    match cell:
        case None:
            return ""
        case Decimal():
            return values.points(cell)
        case Fraction():
            return format_number(cell)
        case datetime():
            return values.minute(cell)
        case _:
            return str(cell)


Kind = Literal["title", "heads", "row", "total", "note"]


@attrs.frozen
class Line:
    """One line of a sheet: what it is, its cells, and which of them are shown with their sign."""

    kind: Kind
    cells: Sequence[Cell]
    signed: Collection[int] = ()


def list_lines(title: str, sheet: Sheet) -> Iterator[Line]:
    """Yield the lines of a sheet: its title, its tables with an empty line before each, its notes."""
    yield Line("title", [title])
    for block in sheet.blocks:
        yield Line("note", [])
        if block.title:
            yield Line("title", [block.title])
        yield Line("heads", block.heads)
        yield from (Line("row", row, block.signed) for row in block.rows)
        if block.total:
            yield Line("total", block.total, block.signed)
        yield from (Line("note", [note]) for note in block.notes)
    if sheet.notes:
        yield Line("note", [])
    yield from (Line("note", [note]) for note in sheet.notes)


def write_csv(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield the lines of a sheet as CSV in UTF-8, its mark first; a text that a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    yield codecs.BOM_UTF8
    for line in lines:
        writer.writerow(
            guard_cell(clean_text(cell)) if isinstance(cell, str) else write_cell(cell) for cell in line.cells
        )
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


_UNWRITABLE = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
"""How many characters a cell of Excel holds."""


def clean_text(text: str) -> str:
    """Return a text on one line without what no file can hold; one that is too long for a cell ends in …."""
    text = _UNWRITABLE.sub("�", values.one_line(text))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
