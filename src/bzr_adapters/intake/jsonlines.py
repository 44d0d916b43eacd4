"""JSON Lines: one object per line, its keys the headers, its numbers exact."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from bzr_adapters.intake.grid import ROWS_MAX, BadFile, Head, Row
from bzr_adapters.intake.text import shown
from bzr_domain.kernel.messages import Message, Problem

_LINE_CHARACTERS_MAX = 1 << 20
_AN_OBJECT = Message(
    '每行一个对象,如{"date": "2024-09-03", …}', 'one object per line: {"date": "2024-09-03", …}'
)
_A_PLAIN_VALUE = Message("文字、数或null", "text, a number or null")


def head_of(path: Path, encoding: str) -> Head:
    """Every key of the file as a header, in the order and on the line of its first appearance."""
    first: dict[str, int] = {}
    for number, line in _lines(path, encoding):
        found = _parsed(line)
        if isinstance(found, dict):
            for key in found:
                first.setdefault(key, number)
    return Head(cells=tuple(first), labels=tuple(shown(key) for key in first), rows=tuple(first.values()))


def read_json_lines(path: Path, encoding: str, head: Head) -> Iterator[Row]:
    """The lines as rows under the headers of `head_of`."""
    for number, line in _lines(path, encoding):
        found = _parsed(line)
        if isinstance(found, Problem):
            yield Row(number, (), {-1: found})
        else:
            yield _row(number, found, head)


def _row(number: int, found: dict[str, Any], head: Head) -> Row:
    cells, faults = [], {}
    for position, key in enumerate(head.cells):
        cell = _text(found.get(key))
        if isinstance(cell, Problem):
            faults[position] = cell
        cells.append("" if isinstance(cell, Problem) else cell)
    return Row(number, tuple(cells), faults)


def _text(value: Any) -> str | Problem:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Decimal) and value.is_finite():
        return str(value)
    kind = {bool: ("true或false", "true or false"), list: ("列表", "a list"), dict: ("对象", "an object")}
    zh, en = kind.get(type(value), ("不是有限的数", "not a finite number"))
    return Problem(what=Message(f"单元格的值是{zh}", f"the value is {en}"), expected=_A_PLAIN_VALUE)


def _parsed(line: str) -> dict[str, Any] | Problem:
    try:
        found = json.loads(
            line,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=Decimal,
            object_pairs_hook=_without_repeats,
        )
    except _RepeatedKeyError as error:
        key = shown(str(error))
        what = Message(f"一行里“{key}”出现了两次", f"the key {key!r} stands twice in one line")
        return Problem(what=what, expected=Message("每个栏目只写一次", "each key once"))
    except (ValueError, RecursionError, ArithmeticError):
        what = Message(f"“{shown(line)}”不是JSON对象", f"{shown(line)!r} is not a JSON object")
        return Problem(what=what, expected=_AN_OBJECT)
    if isinstance(found, dict):
        return found
    return Problem(what=Message("这一行不是对象", "the line is not an object"), expected=_AN_OBJECT)


class _RepeatedKeyError(Exception):
    pass


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKeyError(key)
        found[key] = value
    return found


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    with path.open(encoding=encoding, newline="\n") as file:
        for number in range(1, ROWS_MAX + 2):
            line = file.readline(_LINE_CHARACTERS_MAX)
            if not line:
                return
            if len(line) == _LINE_CHARACTERS_MAX or number > ROWS_MAX:
                raise BadFile(
                    Message("这一行太长,或行数太多", "the line is too long, or there are too many"),
                    Message(
                        "每行一个对象,每行至多一百万字符",
                        "one object per line, at most a million characters each",
                    ),
                    row=number,
                )
            if line.strip():
                yield number, line
