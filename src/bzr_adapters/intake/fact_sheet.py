"""The long fact sheet: one row, one fact (事实登记表)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import attrs

from bzr_adapters.intake.cells import (
    A_DAY,
    ListDays,
    choose_day,
    find_days,
    read_count,
    read_day,
    read_id,
    read_month_and_day,
    read_number,
    read_value,
)
from bzr_adapters.intake.column_headers import Columns, match_headers, split_header
from bzr_adapters.intake.formula_guard import unguard_row
from bzr_adapters.intake.grid import NO_HEADER, BadFile, Grid, Header, SheetRow, column_letter, place_problem
from bzr_adapters.intake.open_sheets import choose_worksheets, explain_empty
from bzr_adapters.intake.passed_over import TITLE, find_reason_in_fact_sheet, pass_over_row
from bzr_adapters.intake.sheet_from_file import (
    EVERYTHING,
    Choice,
    SheetFromFile,
    list_with_others,
    report_unusable,
    require_single,
)
from bzr_adapters.intake.text import normalize_cell
from bzr_domain.facts.incoming_sheet import FactRow, IncomingSheet, PassedOver
from bzr_domain.kernel.messages import Message, Problem

ReadCell = Callable[[str], str | int | date | Decimal | Problem]
"""Reads the text of a cell: returns the value, or the problem with it."""

READERS: dict[str, tuple[str, ReadCell]] = {
    "date": ("on", read_day),
    "class": ("class_ref", normalize_cell),
    "teacher": ("teacher_ref", normalize_cell),
    "fact": ("kind", normalize_cell),
    "count": ("count", read_count),
    "value": ("value", read_value),
    "grade": ("grade", normalize_cell),
    "level": ("level", normalize_cell),
    "item": ("item", normalize_cell),
    "points": ("points", read_number),
    "place": ("place", str),
    "note": ("note", str),
    "recorder": ("recorder", str),
    "id": ("id", read_id),
}
"""Field → its attribute of a `FactRow`, and what reads its cell; free text is kept as it was written."""
_AS_SHOWN = ("class", "teacher", "id")
"""Fields that are read as their cells show them: 007, though a spreadsheet keeps the number 7."""
_REQUIRED = {
    "date": Problem(code="fact.field-missing", what=Message("缺少日期", "the date is missing"), expected=A_DAY),
    "fact": Problem(
        code="fact.field-missing",
        what=Message("缺少事项", "the fact is missing"),
        expected=Message("事项的编号或名称,如“卫生不合格”", "a fact's id or label, such as hygiene.finding"),
    ),
}


def read_sheet(path: Path | str) -> SheetFromFile:
    """Return the only sheet of a file; of a workbook with several filled worksheets none, but a problem that says so."""
    return require_single(Path(path), read_sheets(path))


def read_sheets(
    path: Path | str, own_headers: Mapping[str, str] = MappingProxyType({}), choice: Choice = EVERYTHING
) -> list[SheetFromFile]:
    """Return every filled sheet of a CSV, XLSX or JSON Lines file; never raises for what a file holds.

    Args:
        own_headers: Header → name, for the fields of the kinds' own.
        choice: What of the file is to be read.
    """
    path = Path(path)
    try:
        grids, others = choose_worksheets(path, choice.worksheets, choice.hidden)
    except BadFile as error:
        return [report_unusable(path, error.problem)]
    sheets = [_read_file_grid(path, grid, own_headers, choice) for grid in grids]
    return list_with_others(sheets, others) or [report_unusable(path, explain_empty(path))]


def _read_file_grid(path: Path, grid: Grid, own_headers: Mapping[str, str], choice: Choice) -> SheetFromFile:
    has_rows_of_keys = grid.header is not None
    try:
        header, grid, passed_over = split_header(grid, own_headers)
    except BadFile as error:
        return report_unusable(path, error.problem, grid.name)
    columns = match_headers(header, own_headers, choice.ignore)
    if not columns.fields and header.cells:
        problem = _explain_no_key(header) if has_rows_of_keys else columns.problems[0]
        if grid.name != path.name and problem.expected is not None:
            problem = attrs.evolve(problem, expected=problem.expected + _CHOOSE_WORKSHEET)
        return report_unusable(path, problem, grid.name)
    passed_over += columns.list_passed_over(grid.name)
    if {"date", "fact"} <= columns.fields.keys():
        grid = attrs.evolve(grid, rows=_pass_over_rows(grid, columns, passed_over))
    rows, bad_rows, unusable = _read_columns(grid, columns, choice.list_days)
    return SheetFromFile(
        name=grid.name,
        path=path,
        heads=(header.cells,),
        rows=rows,
        problems=bad_rows.problems,
        bad_days=bad_rows.days,
        columns=_label_columns(columns),
        unusable=unusable,
        hidden=choice.hidden,
        hidden_parts=grid.hidden_parts,
        passed_over=tuple(passed_over),
        stretch=_find_stretch(path.name, passed_over, choice.list_days),
    )


_CHOOSE_WORKSHEET = Message(
    ";只读其中几张工作表,加 --worksheet 表名", "; --worksheet NAME reads only the worksheets named"
)


def _find_stretch(file_name: str, passed_over: Iterable[PassedOver], list_days: ListDays) -> tuple[date, date] | None:
    """Return the first and last day that the titles above the headers, or else the file's name, mention."""
    titles = " ".join(part.text for part in passed_over if part.why is TITLE)
    stretches = (sorted(find_days(text, list_days)) for text in (titles, file_name))
    return next(((days[0], days[-1]) for days in stretches if len(days) > 1), None)


def _pass_over_rows(grid: Grid, columns: Columns, passed_over: list[PassedOver]) -> Iterator[SheetRow]:
    """Yield the rows that may state a fact, and list the others."""
    date_column, fact_column = columns.fields["date"], columns.fields["fact"]
    for row in grid.rows:
        why = find_reason_in_fact_sheet(row, columns.header, date=date_column, fact=fact_column)
        if why is None:
            yield row
        else:
            passed_over.append(pass_over_row(grid.name, row, why))


def read_grid(
    grid: Grid, own_headers: Mapping[str, str] = MappingProxyType({}), choice: Choice = EVERYTHING
) -> IncomingSheet:
    """Return the sheet of a grid whose headers are known: rows that no file holds."""
    assert grid.header is not None
    columns = match_headers(grid.header, own_headers, choice.ignore)
    if not columns.fields and grid.header.cells:
        columns = attrs.evolve(columns, problems=(_explain_no_key(grid.header),))
    rows, bad_rows, _ = _read_columns(grid, columns, choice.list_days)
    return IncomingSheet(
        name=grid.name,
        rows=rows,
        problems=bad_rows.problems,
        bad_days=bad_rows.days,
        columns=_label_columns(columns),
        passed_over=tuple(columns.list_passed_over(grid.name)),
    )


@attrs.frozen
class _Bad:
    """What is wrong with a row, or with a sheet, and the days of the rows in which something is."""

    problems: tuple[Problem, ...]
    days: tuple[date, ...]


def _read_columns(grid: Grid, columns: Columns, list_days: ListDays) -> tuple[tuple[FactRow, ...], _Bad, bool]:
    """Return the rows, everything that is wrong, and whether the sheet cannot be used at all."""
    rows: list[FactRow] = []
    days: list[date] = []
    problems = [*columns.problems] if columns.header.cells else []
    unusable = bool(columns.problems)
    try:
        for row in _read_rows(grid, columns, list_days):
            if isinstance(row, FactRow):
                rows.append(row)
            else:
                problems += row.problems
                days += row.days
    except BadFile as error:
        problems.append(error.problem)
        unusable = True
    return (
        () if unusable else tuple(rows),
        _Bad(tuple(attrs.evolve(problem, sheet=grid.name) for problem in problems), tuple(days)),
        unusable,
    )


def _explain_no_key(header: Header) -> Problem:
    """Return the problem of objects of which no key is a header."""
    keys = Message.listed(header.labels)
    return Problem(
        code="sheet.no-headers",
        what=Message("没有一个键是登记表的栏目:", "none of the keys is a header of a fact sheet: ") + keys,
        expected=Message("键如 日期、班级、事项", "keys such as date, class, fact"),
        row=header.rows[0],
    )


def _label_columns(columns: Columns) -> dict[str, str]:
    positions = (*columns.fields.items(), *columns.own_fields.items())
    return {field: columns.header.labels[position] for field, position in positions}


def _read_rows(grid: Grid, columns: Columns, list_days: ListDays) -> Iterator[FactRow | _Bad]:
    """Return for every row the fact it states, or every problem with its cells; raise `BadFile` as the grid does."""
    cells = [(columns.fields[field], field, *READERS[field]) for field in READERS if field in columns.fields]
    for row in grid.rows:
        yield _read_row(grid.name, row if columns.reason is None else unguard_row(row), cells, columns, list_days)


def _read_row(
    sheet: str, row: SheetRow, cells: list[tuple[int, str, str, ReadCell]], columns: Columns, list_days: ListDays
) -> FactRow | _Bad:
    values: dict[str, object] = {}
    problems = _find_faults(row, columns)
    for position, field, attribute, read in cells:
        label = columns.header.labels[position]
        value = _read_cell(row, position, field, read, list_days) if position < len(row.cells) else None
        if isinstance(value, Problem):
            problems.append(place_problem(value, row, label, field))
        elif value is not None and value != "":
            values[attribute] = value
        elif field in _REQUIRED and position not in row.faults and -1 not in row.faults:
            problems.append(place_problem(_REQUIRED[field], row, label, field))
    own = [
        (name, row.cells[position].strip())
        for name, position in columns.own_fields.items()
        if position < len(row.cells)
    ]
    values["own"] = tuple((name, text) for name, text in own if text)
    if problems or "on" not in values or "kind" not in values:
        day = values.get("on")
        return _Bad(tuple(problems), (day,) if isinstance(day, date) else ())
    return FactRow(**values, sheet=sheet, row=row.number)  # type: ignore[arg-type]  # READERS names the types


def _read_cell(row: SheetRow, position: int, field: str, read: ReadCell, list_days: ListDays) -> object:
    """Return the value of a cell, or the problem with it; None for an empty one."""
    text = row.read_shown(position) if field in _AS_SHOWN else row.cells[position].strip()
    if isinstance(text, Problem) or not text:
        return text or None
    value = read(text)
    return _read_without_year(row, position, value, list_days) if field == "date" else value


def _read_without_year(row: SheetRow, position: int, value: object, list_days: ListDays) -> object:
    """Return the day of a cell that shows a month and a day alone: a text, or a day that is shown so, but no number."""
    shown = row.shown.get(position)
    if shown is not None and isinstance(value, Problem):
        return value
    text = shown if isinstance(shown, str) else row.cells[position]
    month_and_day = read_month_and_day(text)
    if month_and_day is None:
        return value
    days = list_days(*month_and_day)
    return value if value in days else choose_day(text, days)


def _find_faults(row: SheetRow, columns: Columns) -> list[Problem]:
    """Return what is wrong with cells that cannot be read, and with cells that have no header."""
    fields = {position: field for field, position in (*columns.fields.items(), *columns.own_fields.items())}
    unreadable = [
        place_problem(fault, row, _label_column(columns, position), fields.get(position, ""))
        for position, fault in row.faults.items()
        if position != columns.reason
    ]
    headless = [
        position for position, cell in enumerate(row.cells) if cell.strip() and not _has_header(columns, position)
    ]
    return unreadable + [place_problem(NO_HEADER, row, column_letter(position)) for position in headless]


def _label_column(columns: Columns, position: int) -> str:
    """Return what messages call a column; nothing for position -1, the row as a whole."""
    labels = columns.header.labels
    return labels[position] if 0 <= position < len(labels) else column_letter(position) if position >= 0 else ""


def _has_header(columns: Columns, position: int) -> bool:
    return position < len(columns.header.cells) and bool(columns.header.cells[position])
