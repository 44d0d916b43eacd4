"""The rows of a fact sheet: each becomes one wish, or every problem with its cells."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import attrs

from bzr_adapters.intake.cells import A_DAY, read_count, read_day, read_number, read_value
from bzr_adapters.intake.columns import Columns
from bzr_adapters.intake.grid import Grid, Row, letter
from bzr_adapters.intake.refused import unguarded
from bzr_adapters.intake.text import normal_name
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.kernel.messages import Message, Problem

Read = Callable[[str], str | int | date | Decimal | Problem]
"""Reads the text of a cell: the value, or the problem with it."""

READERS: dict[str, tuple[str, Read]] = {
    "date": ("on", read_day),
    "class": ("class_ref", normal_name),
    "teacher": ("teacher_ref", normal_name),
    "fact": ("kind", normal_name),
    "count": ("count", read_count),
    "value": ("value", read_value),
    "grade": ("grade", normal_name),
    "level": ("level", normal_name),
    "item": ("item", normal_name),
    "points": ("points", read_number),
    "place": ("place", str),
    "note": ("note", str),
    "recorder": ("recorder", str),
    "id": ("id", str),
}
"""Field → its name in a wish, and who reads its cell; free text is kept as it was written."""


def read_rows(grid: Grid, columns: Columns) -> Iterator[FactRow | list[Problem]]:
    """For every row the wish it makes, or every problem with its cells; raises `BadFile` as the grid does."""
    plan = [(columns.fields[field], field, *READERS[field]) for field in READERS if field in columns.fields]
    for row in grid.rows:
        yield _wish(grid.name, row if columns.why is None else unguarded(row), plan, columns)


def _wish(
    sheet: str, row: Row, plan: list[tuple[int, str, str, Read]], columns: Columns
) -> FactRow | list[Problem]:
    values: dict[str, object] = {}
    problems = _faults(row, columns)
    for position, field, name, read in plan:
        text = row.cells[position].strip() if position < len(row.cells) else ""
        found = read(text) if text else None
        if isinstance(found, Problem):
            problems.append(_placed(found, row, field, columns.head.labels[position]))
        elif found is not None and found != "":
            values[name] = found
        elif field in _NEEDED and position not in row.faults and -1 not in row.faults:
            problems.append(_placed(_NEEDED[field], row, field, columns.head.labels[position]))
    own = [(name, row.cells[at].strip()) for name, at in columns.own.items() if at < len(row.cells)]
    values["own"] = tuple((name, text) for name, text in own if text)
    if problems or "on" not in values or "kind" not in values:
        return problems
    return FactRow(**values, sheet=sheet, row=row.number)  # type: ignore[arg-type]  # READERS names the types


_NEEDED = {
    "date": Problem(what=Message("缺少日期", "the date is missing"), expected=A_DAY),
    "fact": Problem(
        what=Message("缺少事项", "the fact is missing"),
        expected=Message("事项的编号或名称,如“卫生不合格”", "a fact's id or label, such as hygiene.finding"),
    ),
}


def _faults(row: Row, columns: Columns) -> list[Problem]:
    labels = columns.head.labels
    fields = {position: field for field, position in (*columns.fields.items(), *columns.own.items())}
    found = [
        _placed(
            fault,
            row,
            fields.get(at, ""),
            labels[at] if 0 <= at < len(labels) else letter(at) if at >= 0 else "",
        )
        for at, fault in row.faults.items()
        if at != columns.why
    ]
    headless = [at for at, cell in enumerate(row.cells) if cell.strip() and not _headed(columns, at)]
    return found + [_placed(_NO_HEADER, row, "", letter(at)) for at in headless]


def _headed(columns: Columns, at: int) -> bool:
    return at < len(columns.head.cells) and bool(columns.head.cells[at])


_NO_HEADER = Problem(
    what=Message("这一格上面没有表头", "there is no header above this cell"),
    expected=Message("补上表头,或清空这一格", "write a header, or clear the cell"),
)


def _placed(problem: Problem, row: Row, field: str, column: str) -> Problem:
    return attrs.evolve(problem, row=row.number, field=field, column=column)
