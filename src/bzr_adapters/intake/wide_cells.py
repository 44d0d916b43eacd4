"""The cells of a wide table: what each one records, and what a printed total says."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bzr_adapters.intake.cells import read_count, read_number, read_value
from bzr_adapters.intake.layout import Layout, LayoutColumn
from bzr_adapters.intake.text import normal_header, normal_name, normal_number, shown
from bzr_domain.kernel.messages import Message, Problem

_READERS = {"points": read_number, "value": read_value, "count": read_count}


def contents(text: str, column: LayoutColumn, layout: Layout) -> Iterator[Any]:
    """What a cell puts into each record it makes: a number or a word; or the problem with it.

    Nothing comes out of an empty cell, of one that was not inspected, and of a zero that is no measurement.
    """
    if not text:
        if layout.blank == "refuse":
            yield _BLANK
        return
    if normal_header(text) in layout.skip:
        return
    for part in _parts(text, layout.separator):
        found = _content(part, text, column)
        if isinstance(found, Problem | str) or found or column.puts == "value":
            yield found


def printed(text: str, layout: Layout) -> Decimal | Problem:
    """The printed total in a cell; an empty one is 0."""
    if not text or normal_header(text) in layout.skip:
        return Decimal(0)
    found = read_number(text)
    return abs(found) if isinstance(found, Decimal) and layout.total_sign == "deducts" else found


def _parts(text: str, separator: str | None) -> list[str]:
    return [text] if separator is None else [part.strip() for part in normal_number(text).split(separator)]


def _content(part: str, text: str, column: LayoutColumn) -> Any:
    if not part:
        what = Message(
            f"“{shown(text)}”的分隔符旁边是空的", f"nothing stands beside a separator of {shown(text)!r}"
        )
        return Problem(what=what, expected=Message("如0.5+0.5", "as in 0.5+0.5"))
    if column.puts not in _READERS:
        return normal_name(part)
    found = _READERS[column.puts](part)
    return found if isinstance(found, Problem) or column.sign != "deducts" else abs(found)


_BLANK = Problem(
    what=Message("这一格是空的", "the cell is empty"),
    expected=Message(
        "填写检查结果;版式规定空格不表示合格", "fill it in: by the layout, blank does not mean clean"
    ),
)
