"""JSON Lines: one object per line, its keys the headers, its numbers exact."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bzr_adapters.intake.cells import show_number
from bzr_adapters.intake.grid import COLUMNS_MAX, Header, SheetRow, refuse_size
from bzr_adapters.intake.read_csv import TextLines
from bzr_adapters.intake.text import shorten
from bzr_domain.kernel.messages import Message, Problem

_AN_OBJECT = Message('每行一个对象,如{"date": "2024-09-03", …}', 'one object per line: {"date": "2024-09-03", …}')
_A_PLAIN_VALUE = Message("文字、数或null", "text, a number or null")


def read_keys(lines: TextLines) -> Header:
    """Return every key of the file as a header, in the order and on the line of its first appearance."""
    rows: dict[str, int] = {}
    for number, line in _list_filled(lines):
        cells = parse_object(line)
        if isinstance(cells, dict):
            for key in cells:
                rows.setdefault(key, number)
        if len(rows) > COLUMNS_MAX:
            raise refuse_size(number)
    return Header(cells=tuple(rows), labels=tuple(shorten(key) for key in rows), rows=tuple(rows.values()))


def read_json_lines(lines: TextLines, header: Header) -> Iterator[SheetRow]:
    """Return the lines as rows under the headers of `read_keys`."""
    for number, line in _list_filled(lines):
        cells = parse_object(line)
        if isinstance(cells, Problem):
            yield SheetRow(number, (), {-1: cells})
        else:
            yield _build_row(number, cells, header)


def _build_row(number: int, cells: dict[str, Any], header: Header) -> SheetRow:
    texts, faults, shown = [], {}, {}
    for position, key in enumerate(header.cells):
        text = _format_value(cells.get(key))
        if isinstance(text, Problem):
            faults[position] = text
        elif isinstance(cells.get(key), Decimal):
            shown[position] = show_number(cells[key], text)
        texts.append("" if isinstance(text, Problem) else text)
    return SheetRow(number, tuple(texts), faults, shown)


def _format_value(value: Any) -> str | Problem:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Decimal) and value.is_finite():
        return str(value)
    kind = {bool: ("是true或false", "true or false"), list: ("是列表", "a list"), dict: ("是对象", "an object")}
    zh, en = kind.get(type(value), ("不是有限的数", "not a finite number"))
    return Problem(code="sheet.bad-cell", what=Message(f"值{zh}", f"the value is {en}"), expected=_A_PLAIN_VALUE)


def parse_object(text: str) -> dict[str, Any] | Problem:
    """Return the JSON object of a text, every number as exact as it is written."""
    document = load_json(text)
    if isinstance(document, dict | Problem):
        return document
    return Problem(
        code="sheet.bad-json", what=Message("这一行不是对象", "the line is not an object"), expected=_AN_OBJECT
    )


def load_json(text: str) -> Any:
    """Return what a JSON text holds, every number as exact as it is written; the problem of one that is none."""
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=Decimal,
            object_pairs_hook=_reject_repeated_keys,
        )
    except _RepeatedKeyError as error:
        key = shorten(str(error))
        what = Message(f"一行里“{key}”出现了两次", f"the key {key!r} stands twice in one line")
        return Problem(code="sheet.repeated-key", what=what, expected=Message("每个栏目只写一次", "each key once"))
    except (ValueError, RecursionError, ArithmeticError):
        what = Message(f"“{shorten(text)}”不是JSON对象", f"{shorten(text)!r} is not a JSON object")
        return Problem(code="sheet.bad-json", what=what, expected=_AN_OBJECT)


class _RepeatedKeyError(Exception):
    pass


def _reject_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    cells = {}
    for key, value in pairs:
        if key in cells:
            raise _RepeatedKeyError(key)
        cells[key] = value
    return cells


def _list_filled(lines: TextLines) -> Iterator[tuple[int, str]]:
    """Return the lines in which something stands, with their numbers."""
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())
