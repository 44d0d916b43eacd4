"""A sheet read from a file: what it holds for the domain, and the file it can be read from again."""

from collections.abc import Collection, Sequence
from pathlib import Path

import attrs

from bzr_adapters.intake.cells import ListDays, list_no_days
from bzr_adapters.intake.grid import Hidden
from bzr_adapters.intake.open_sheets import reopen_sheet
from bzr_domain.facts.incoming_sheet import IncomingSheet, PassedOver
from bzr_domain.kernel.messages import Message, Problem


@attrs.frozen(kw_only=True)
class Choice:
    """What of a file is to be read, and how (取舍).

    Attributes:
        ignore: The headers of columns to pass over.
        worksheets: The titles of the worksheets to read; empty for all.
        hidden: What becomes of hidden rows, columns and worksheets; where it is not said, there must not be any.
        list_days: What dates without a year can mean.
    """

    ignore: Collection[str] = ()
    worksheets: Collection[str] = ()
    hidden: Hidden | None = None
    list_days: ListDays = list_no_days


EVERYTHING = Choice()
"""Nothing is left out on purpose."""


@attrs.frozen(kw_only=True)
class SheetFromFile(IncomingSheet):
    """One sheet of a file, ready to be recorded: its rows not yet judged, and every problem seen while reading.

    Its name is the file's; with the worksheet, `file.xlsx[九月]`, where several are filled. It has no rows where it is
    unusable.

    Attributes:
        path: The file.
        heads: The rows down to the headers, as written.
        unusable: Whether the file, its headers or its day are wrong, so that no row can be trusted.
        hidden: What became of the workbook's hidden rows, columns and worksheets.
        hidden_parts: Which they are, and the rows struck out, told once for each file.
    """

    path: Path
    heads: tuple[tuple[str, ...], ...] = ()
    unusable: bool = False
    hidden: Hidden | None = None
    hidden_parts: tuple[Message, ...] = ()

    def read_rows_again(self, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Return rows as they were written, by number; the file is read again, so that none needs to be kept."""
        return {
            row.number: row.cells
            for row in reopen_sheet(self.path, self.name, self.hidden).rows
            if row.number in numbers
        }


def report_unusable(path: Path, problem: Problem, name: str = "", kinds: Sequence[str] = ()) -> SheetFromFile:
    """Return a sheet of which nothing but one problem is known."""
    name = name or path.name
    return SheetFromFile(
        name=name,
        path=path,
        rows=(),
        problems=(attrs.evolve(problem, sheet=name),),
        kinds=tuple(kinds),
        unusable=True,
    )


def list_with_others(sheets: Sequence[SheetFromFile], others: Sequence[PassedOver]) -> list[SheetFromFile]:
    """Return the sheets read of a file; the first says which of the others were passed over."""
    return [
        attrs.evolve(sheet, passed_over=(*sheet.passed_over, *([] if number else others)))
        for number, sheet in enumerate(sheets)
    ]


def require_single(path: Path, sheets: Sequence[SheetFromFile]) -> SheetFromFile:
    """Return the only sheet of a file; of several filled worksheets none, but a problem that names them."""
    if len(sheets) == 1:
        return sheets[0]
    names = [sheet.name for sheet in sheets]
    what = Message(f"有{len(names)}张工作表:", f"there are {len(names)} worksheets: ") + Message.listed(names)
    return report_unusable(
        path, Problem(code="sheet.several-worksheets", what=what, expected=Message("只留一张", "leave only one"))
    )
