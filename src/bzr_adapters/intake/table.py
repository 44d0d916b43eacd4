"""The wide table: class × item, as schools publish them (汇总表), read with a layout."""

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

import attrs

from bzr_adapters.intake.grid import BadFile, Grid, letter
from bzr_adapters.intake.layout import Layout
from bzr_adapters.intake.refused import unguarded
from bzr_adapters.intake.source import EMPTY, grid_named, open_grids, several
from bzr_adapters.intake.wide_day import day_of, title_problems
from bzr_adapters.intake.wide_head import header_paths, match
from bzr_adapters.intake.wide_rows import Desk, Record
from bzr_domain.facts.incoming_sheet import FactRow, PrintedTotal
from bzr_domain.kernel.messages import Problem


@attrs.frozen(kw_only=True)
class Table:
    """What one wide table says: wishes, the totals it prints, and every problem seen while reading.

    Attributes:
        name: The file's name; with the worksheet, `file.xlsx[九月]`, where several are filled.
        path: The file.
        on: Its day; None when none was found.
        heads: The rows down to the last header row, as written.
        wishes: One for every record in the cells; `origins` has the letter of the column each comes from.
        totals: One for every class, if the layout names a total.
        problems: Everything wrong, each with sheet, row and column.
        columns: Field → column letter: class, and total if there is one.
        unusable: The file, its headers or its day are wrong, so that no row of it can be trusted.
    """

    name: str
    path: Path
    on: date | None = None
    heads: tuple[tuple[str, ...], ...] = ()
    rows: tuple[FactRow, ...] = ()
    origins: tuple[str, ...] = ()
    totals: tuple[PrintedTotal, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: dict[str, str] = attrs.field(factory=dict)
    unusable: bool = False

    def read_rows_again(self, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Rows as they were written, by number; the file is read again, so that none needs to be kept."""
        wanted = frozenset(numbers)
        return {
            row.number: row.cells for row in grid_named(self.path, self.name).rows if row.number in wanted
        }


def read_table(path: Path | str, layout: Layout, *, on: date | None = None) -> Table:
    """The only table of a CSV or XLSX file; of several filled worksheets, none but a problem that says so.

    Args:
        path: The file.
        layout: How it is to be read.
        on: The day, where the layout says `date = "option"`; elsewhere it must agree with the table.
    """
    tables = read_tables(path, layout, on=on)
    if len(tables) == 1:
        return tables[0]
    return _unusable(Path(path), several([table.name for table in tables]))


def read_tables(path: Path | str, layout: Layout, *, on: date | None = None) -> list[Table]:
    """Every filled worksheet of a file as a table; never raises for what a file holds."""
    path = Path(path)
    try:
        grids = open_grids(path)
        return [_table(path, grid, layout, on) for grid in grids] or [_unusable(path, EMPTY)]
    except BadFile as error:
        return [_unusable(path, error.problem)]


def _table(path: Path, grid: Grid, layout: Layout, on: date | None) -> Table:
    try:
        rows = list(grid.rows)
    except BadFile as error:
        return _unusable(path, error.problem, grid.name)
    last = layout.header_rows[-1]
    above = {row.number: row.cells for row in rows if row.number <= last}
    head = match(layout, header_paths([above.get(number, ()) for number in layout.header_rows]))
    title = [" ".join(above[number]) for number in above if number < layout.header_rows[0]]
    day = day_of(layout, title, path.name, on)
    table = Table(
        name=grid.name,
        path=path,
        heads=tuple(above.get(number, ()) for number in range(1, last + 1)),
        columns={
            name: letter(at)
            for name, at in (("class", head.classes), ("total", head.total))
            if at is not None
        },
    )
    body = [row if head.why is None else unguarded(row) for row in rows if row.number > last]
    desk = Desk(sheet=grid.name, head=head, layout=layout, on=date.min if isinstance(day, Problem) else day)
    found = list(desk.read(body))
    above_rows = [
        *title_problems(layout, title),
        *([day] if isinstance(day, Problem) else []),
        *head.problems,
    ]
    problems = _on_sheet([*above_rows, *(each for each in found if isinstance(each, Problem))], grid.name)
    if above_rows:
        return attrs.evolve(table, problems=problems, unusable=True)
    return attrs.evolve(
        table,
        on=desk.on,
        rows=tuple(each.row for each in found if isinstance(each, Record)),
        origins=tuple(each.column for each in found if isinstance(each, Record)),
        totals=tuple(each for each in found if isinstance(each, PrintedTotal)),
        problems=problems,
    )


def _on_sheet(problems: Iterable[Problem], name: str) -> tuple[Problem, ...]:
    return tuple(attrs.evolve(problem, sheet=name) for problem in problems)


def _unusable(path: Path, problem: Problem, name: str = "") -> Table:
    name = name or path.name
    return Table(name=name, path=path, problems=_on_sheet([problem], name), unusable=True)
