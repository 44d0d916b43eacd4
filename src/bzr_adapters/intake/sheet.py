"""The long fact sheet: one row, one fact (事实登记表)."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from bzr_adapters.intake.columns import meaning_of, split_head
from bzr_adapters.intake.grid import BadFile, Grid
from bzr_adapters.intake.rows import read_rows
from bzr_adapters.intake.source import EMPTY, grid_named, open_grids, several
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.kernel.messages import Problem


@attrs.frozen(kw_only=True)
class Sheet:
    """What one fact sheet says: wishes not yet judged, and every problem seen while reading.

    Attributes:
        name: The file's name; with the worksheet, `file.xlsx[九月]`, where several are filled.
        path: The file.
        header: The headers as written.
        wishes: One for every row without a problem of its own; none when the sheet is unusable.
        problems: Everything wrong, in the order of the rows, each with sheet, row and column.
        columns: Field by its English header → the column's letter; in JSON Lines, its key.
        unusable: The file or its headers are wrong, so that no row of it can be trusted.
    """

    name: str
    path: Path
    header: tuple[str, ...] = ()
    rows: tuple[FactRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: dict[str, str] = attrs.field(factory=dict)
    unusable: bool = False

    def read_rows_again(self, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Rows as they were written, by number; the file is read again, so that none needs to be kept."""
        wanted = frozenset(numbers)
        return {
            row.number: row.cells for row in grid_named(self.path, self.name).rows if row.number in wanted
        }


def read_sheet(path: Path | str) -> Sheet:
    """The only sheet of a file; of a workbook with several filled worksheets, none but a problem that says so."""
    sheets = read_sheets(path)
    if len(sheets) == 1:
        return sheets[0]
    return _unusable(Path(path), several([sheet.name for sheet in sheets]))


def read_sheets(path: Path | str, own: Mapping[str, str] = MappingProxyType({})) -> list[Sheet]:
    """Every filled sheet of a CSV, XLSX or JSON Lines file; never raises for what a file holds.

    Args:
        own: Header → name, for the fields of the kinds' own.
    """
    path = Path(path)
    try:
        grids = open_grids(path)
    except BadFile as error:
        return [_unusable(path, error.problem)]
    if not grids:
        return [_unusable(path, EMPTY)]
    return [_sheet(path, grid, own) for grid in grids]


def _sheet(path: Path, grid: Grid, own: Mapping[str, str]) -> Sheet:
    rows: list[FactRow] = []
    problems: list[Problem] = []
    try:
        head, grid = split_head(grid)
    except BadFile as error:
        return _unusable(path, attrs.evolve(error.problem, sheet=grid.name))
    columns = meaning_of(head, own)
    if not columns.fields:
        return _unusable(path, attrs.evolve(columns.problems[0], sheet=grid.name))
    problems += columns.problems
    stopped = False
    try:
        for found in read_rows(grid, columns):
            problems.extend(found) if isinstance(found, list) else rows.append(found)
    except BadFile as error:
        problems.append(error.problem)
        stopped = True
    unusable = stopped or bool(columns.problems)
    return Sheet(
        name=grid.name,
        path=path,
        header=head.cells,
        rows=() if unusable else tuple(rows),
        problems=tuple(attrs.evolve(problem, sheet=grid.name) for problem in problems),
        columns={
            field: head.labels[position]
            for field, position in (*columns.fields.items(), *columns.own.items())
        },
        unusable=unusable,
    )


def _unusable(path: Path, problem: Problem) -> Sheet:
    return Sheet(name=path.name, path=path, problems=(attrs.evolve(problem, sheet=path.name),), unusable=True)
