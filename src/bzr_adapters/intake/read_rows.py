"""Rows handed in by a program (程序递交的行): mappings under the headers of a sheet, read as a sheet is; JSON, exactly."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from types import MappingProxyType
from typing import Any

import attrs

from bzr_adapters.intake.cells import show_number, write_number
from bzr_adapters.intake.fact_sheet import read_grid
from bzr_adapters.intake.grid import Grid, Header, SheetRow, check_bounds
from bzr_adapters.intake.read_json_lines import load_json, parse_object
from bzr_adapters.intake.sheet_from_file import EVERYTHING, Choice
from bzr_adapters.intake.text import shorten
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.kernel.messages import Message, Problem

_A_PLAIN_VALUE = Message("文字、数、日期或空", "text, a number, a date or nothing")


def read_rows(
    rows: Sequence[Mapping[str, object]],
    name: str = "",
    own_headers: Mapping[str, str] = MappingProxyType({}),
    choice: Choice = EVERYTHING,
) -> IncomingSheet:
    """Return rows as a sheet that comes in; rows are counted from 0.

    Args:
        name: The sheet that the rows are kept under; empty where they come from none.
        own_headers: Header → name, for the fields of the kinds' own.
        choice: What of the rows is to be read, and how.
    """
    first_rows: dict[str, int] = {}
    for number, row in enumerate(rows):
        for key in row:
            first_rows.setdefault(key, number)
    keys = tuple(first_rows)
    header = Header(cells=keys, labels=tuple(shorten(key) for key in keys), rows=tuple(first_rows.values()))
    built = (_build_row(number, row, keys) for number, row in enumerate(rows))
    return read_grid(Grid(name=name, header=header, rows=check_bounds(built)), own_headers, choice)


def _build_row(number: int, row: Mapping[str, object], keys: Iterable[str]) -> SheetRow:
    texts, faults, shown = [], {}, {}
    for position, key in enumerate(keys):
        value = row.get(key)
        text = format_value(value)
        if isinstance(text, Problem):
            faults[position] = text
        elif isinstance(value, int | float | Decimal):
            shown[position] = show_number(Decimal(text), text)
        texts.append("" if isinstance(text, Problem) else text)
    if not any(texts) and not faults:
        faults[-1] = Problem(what=Message("这一行是空的", "nothing stands in this row"), code="sheet.empty-row")
    return SheetRow(number, tuple(texts), faults, shown)


def format_value(value: object) -> str | Problem:
    """Return the text of a value; a float is read by its shortest decimal text, which is what was written."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int) and not isinstance(value, bool):
        return write_number(Decimal(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and isfinite(value):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite():
        return write_number(value)
    shown = str(value) if isinstance(value, bool | float | Decimal) else type(value).__name__
    what = Message(f"“{shown}”不能作为值", f"{shown} is no value of a field")
    return Problem(what=what, expected=_A_PLAIN_VALUE, code="sheet.bad-cell")


def parse_json(text: str | bytes) -> list[dict[str, Any]] | tuple[Problem, ...]:
    """Return the rows of a JSON array of objects, or of JSON Lines, with every number exact; or what is wrong with each row."""
    try:
        written = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    except UnicodeDecodeError:
        what = Message("不是UTF-8编码的文字", "this is no text in UTF-8")
        return (Problem(what=what, code="sheet.bad-encoding"),)
    if written.lstrip().startswith("["):
        values = load_json(written)
        if isinstance(values, Problem):
            return (values,)
        rows = [value if isinstance(value, dict) else _NO_OBJECT for value in values]
    else:
        rows = [parse_object(line) for line in written.split("\n") if line.strip()]
    problems = tuple(attrs.evolve(row, row=number) for number, row in enumerate(rows) if isinstance(row, Problem))
    return problems or [row for row in rows if isinstance(row, dict)]


_NO_OBJECT = Problem(
    code="sheet.bad-json",
    what=Message("这一项不是对象", "this is no object"),
    expected=Message(
        '对象的数组,或每行一个对象,如{"date": "2024-09-03", …}',
        'an array of objects, or one object a line: {"date": "2024-09-03", …}',
    ),
)
