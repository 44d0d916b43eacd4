"""Rows handed in by a program (程序递交的行): mappings under the headers of a sheet, read as a sheet is; JSON, exactly."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from types import MappingProxyType
from typing import Any

from bzr_adapters.intake.fact_sheet import read_grid
from bzr_adapters.intake.grid import Grid, Header, SheetRow, check_bounds
from bzr_adapters.intake.text import shorten
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.kernel.messages import Message, Problem

_A_PLAIN_VALUE = Message("文字、数、日期或空", "text, a number, a date or nothing")


def read_rows(
    rows: Sequence[Mapping[str, object]],
    name: str = "",
    own_headers: Mapping[str, str] = MappingProxyType({}),
    ignore: Collection[str] = (),
) -> IncomingSheet:
    """Return rows as a sheet that comes in; rows are counted from 0.

    Args:
        name: The sheet that the rows are kept under; empty where they come from none.
        own_headers: Header → name, for the fields of the kinds' own.
        ignore: The headers of columns to be passed over.
    """
    first_rows: dict[str, int] = {}
    for number, row in enumerate(rows):
        for key in row:
            first_rows.setdefault(key, number)
    keys = tuple(first_rows)
    header = Header(cells=keys, labels=tuple(shorten(key) for key in keys), rows=tuple(first_rows.values()))
    built = (_build_row(number, row, keys) for number, row in enumerate(rows))
    return read_grid(Grid(name=name, header=header, rows=check_bounds(built)), own_headers, ignore)


def _build_row(number: int, row: Mapping[str, object], keys: Iterable[str]) -> SheetRow:
    texts, faults = [], {}
    for position, key in enumerate(keys):
        text = format_value(row.get(key))
        if isinstance(text, Problem):
            faults[position] = text
        texts.append("" if isinstance(text, Problem) else text)
    if not any(texts) and not faults:
        faults[-1] = Problem(what=Message("这一行是空的", "nothing stands in this row"), code="sheet.empty-row")
    return SheetRow(number, tuple(texts), faults)


def format_value(value: object) -> str | Problem:
    """Return the text of a value; a float is read by its shortest decimal text, which is what was written."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and isfinite(value):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:f}"
    what = Message(f"“{shorten(repr(value))}”不能作为值", f"{shorten(repr(value))} is no value of a field")
    return Problem(what=what, expected=_A_PLAIN_VALUE, code="sheet.bad-cell")


def parse_json(text: str | bytes) -> list[Mapping[str, Any]] | Problem:
    """Return the rows of a JSON array of objects, or of JSON Lines, with every number as exact as it is written."""
    try:
        written = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        values = _load(written) if written.lstrip().startswith("[") else [_load(line) for line in _list_lines(written)]
    except _RepeatedKeyError as error:
        what = Message(f"键“{error}”出现了两次", f"the key {str(error)!r} stands twice in one object")
        return Problem(what=what, expected=Message("每个键只写一次", "each key once"), code="sheet.repeated-key")
    except (ValueError, RecursionError, ArithmeticError) as error:
        what = Message(f"不是JSON:{error}", f"this is no JSON: {error}")
        return Problem(what=what, expected=_OBJECTS, code="sheet.bad-json")
    if all(isinstance(value, dict) for value in values):
        return values
    return Problem(
        what=Message("有一项不是对象", "something in it is no object"), expected=_OBJECTS, code="sheet.bad-json"
    )


_OBJECTS = Message(
    '对象的数组,或每行一个对象,如{"date": "2024-09-03", …}',
    'an array of objects, or one object a line: {"date": "2024-09-03", …}',
)


def _list_lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _load(text: str) -> Any:
    return json.loads(
        text, parse_float=Decimal, parse_int=Decimal, parse_constant=Decimal, object_pairs_hook=_reject_repeated_keys
    )


class _RepeatedKeyError(Exception):
    pass


def _reject_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for key, value in pairs:
        if key in cells:
            raise _RepeatedKeyError(key)
        cells[key] = value
    return cells
