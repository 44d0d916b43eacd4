"""Keep a spreadsheet from running a cell that we write as a formula, and read such a cell as it was."""

import attrs

from bzr_adapters.intake.cells import read_value
from bzr_adapters.intake.grid import SheetRow
from bzr_domain.kernel.messages import Problem

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guard_cell(cell: str) -> str:
    """Return a cell with an apostrophe before it, where a spreadsheet would take it for a formula.

    >>> guard_cell("=1+1"), guard_cell("-0.5"), guard_cell("卫生")
    ("'=1+1", '-0.5', '卫生')
    """
    bare = cell.lstrip("'")
    if not bare.startswith(_ACTIVE) or (bare == cell and not isinstance(read_value(cell), Problem)):
        return cell
    return f"'{cell}"


def unguard_row(row: SheetRow) -> SheetRow:
    """Return a row without the apostrophes that `guard_cell` wrote."""
    return attrs.evolve(row, cells=tuple(_unguard_cell(cell) for cell in row.cells))


def _unguard_cell(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_ACTIVE) else cell
