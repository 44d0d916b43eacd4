"""Small files made for one test each."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from bzr_adapters.intake.layout import Layout, read_layout
from bzr_domain.kernel.messages import Problem

LAYOUT = """
[layout]
title = "值周检查"
class_column = 1
header_rows = [2, 3]
skip = ["/", "—"]
separator = "+"

[[column]]
header = "教室"
kind = "inspect.classroom"
puts = "points"
sign = "deducts"

[[column]]
header = "纪律/课间"
kind = "inspect.break"
puts = "points"
sign = "deducts"

[total]
header = "汇总"
"""
TABLE = """值周检查 2024-09-03
,卫生,卫生,纪律,汇总
,教室,走廊,课间,汇总
"""


def text_file(folder: Path, text: str, name: str = "sheet.csv", encoding: str = "utf-8") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def lines_file(folder: Path, rows: Iterable[dict[str, Any]], name: str = "sheet.jsonl") -> Path:
    """A JSON Lines file with these objects."""
    return text_file(folder, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), name)


def workbook(folder: Path, rows: Iterable[Sequence[Any]], merged: Sequence[str] = (), name: str = "sheet.xlsx") -> Path:
    """A workbook with one worksheet of these rows and these merged areas."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    return saved(folder, book, name)


def saved(folder: Path, book: openpyxl.Workbook, name: str = "sheet.xlsx") -> Path:
    """The workbook as a file."""
    path = folder / name
    book.save(path)
    return path


def with_sheet_xml(folder: Path, xml: str | bytes, name: str = "sheet.xlsx") -> Path:
    """A workbook whose worksheet is this XML, well formed or not."""
    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    path = folder / name
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, xml if part == "xl/worksheets/sheet1.xml" else old.read(part))
    return path


def with_part(path: Path, name: str, change: Callable[[str], str]) -> None:
    """Change one part of a workbook, or add it."""
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    parts[name] = change(parts.get(name, b"").decode()).encode()
    with zipfile.ZipFile(path, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)


def layout(folder: Path, text: str = LAYOUT) -> Layout:
    """The layout of this text."""
    return read_layout(text_file(folder, text, "layout.toml"))


def said(problems: Iterable[Problem]) -> list[str]:
    """Problems as lines: sheet, row, column, field, what, expected."""
    return [
        f"{p.sheet}:{p.row or '-'}:{p.column or '-'}:{p.field or '-'} {p.what}"
        + (f" | {p.expected}" if p.expected else "")
        for p in problems
    ]
