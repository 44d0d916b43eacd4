"""Text in columns: Chinese characters take two columns of a terminal, colours none."""

import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from bzr_adapters.documents.spreadsheet import Block, Cell, write_cell
from bzr_adapters.documents.values import BREAKING, count_columns, signed
from bzr_adapters.reports.ink import PLAIN, Ink
from bzr_domain.kernel.messages import Lang, Message

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_BREAKS_BUT_COLOURS = re.compile(rf"(?:(?!{_COLOUR.pattern}){BREAKING})+")


def width(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> width("高一(1)班"), width("abc")
    (9, 3)
    """
    return count_columns(_COLOUR.sub("", text) if "\x1b" in text else text)


def aligned(rows: Sequence[Sequence[str]], right: Collection[int] = (), indent: str = "") -> list[str]:
    """Rows of cells as lines with aligned columns, without blanks at the end.

    Args:
        rows: The cells; all rows have as many. Each stays on its line, whatever is written in it.
        right: The columns, from 0, whose cells stand on the right: numbers.
        indent: What every line begins with.

    >>> aligned([["班级", "总分"], ["高一(1)班", "103.50"]], right={1})
    ['班级         总分', '高一(1)班  103.50']
    """
    rows = [[cell if cell.isprintable() else _BREAKS_BUT_COLOURS.sub(" ", cell) for cell in row] for row in rows]
    sizes = [[width(cell) for cell in row] for row in rows]
    widths = [max(column) for column in zip(*sizes, strict=True)]
    return [_line(row, row_sizes, widths, right, indent) for row, row_sizes in zip(rows, sizes, strict=True)]


def table(
    heads: Message,
    rows: Iterable[Sequence[str]],
    lang: Lang,
    ink: Ink = PLAIN,
    right: Collection[int] = (),
    indent: str = "",
) -> list[str]:
    """Rows below their heads, as `aligned` lines.

    Args:
        heads: What stands above each column, with `|` between them.

    >>> table(Message("班级|总分", "class|total"), [["高一(1)班", "103.50"]], "zh", right={1})
    ['班级         总分', '高一(1)班  103.50']
    """
    head, *lines = aligned([heads.in_(lang).split("|"), *rows], right, indent)
    return [ink.bold(head), *lines]


def block_lines(block: Block, ink: Ink = PLAIN, indent: str = "") -> list[str]:
    """The rows of a table below their heads, as `aligned` lines; a dash where there is nothing to say."""
    rows = [
        [
            signed(cell) if at in block.signed and isinstance(cell, Decimal) else _show(cell)
            for at, cell in enumerate(row)
        ]
        for row in block.all_rows
    ]
    head, *lines = aligned([block.heads, *rows], block.numbers, indent)
    return [ink.bold(head), *lines]


def _show(cell: Cell) -> str:
    return "—" if cell is None else write_cell(cell)


def _line(row: Sequence[str], sizes: Sequence[int], widths: Sequence[int], right: Collection[int], indent: str) -> str:
    cells = []
    for at, (cell, size, widest) in enumerate(zip(row, sizes, widths, strict=True)):
        blank = " " * (widest - size)
        cells.append(blank + cell if at in right else cell + blank)
    return (indent + "  ".join(cells)).rstrip()
