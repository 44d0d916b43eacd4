"""Check that a workbook file is one and is safe to unpack, and read from its XML what openpyxl would keep in memory."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate

import attrs

from bzr_adapters.intake.grid import CELLS_MAX, COLUMNS_MAX, BadFile
from bzr_adapters.intake.xlsx_bounds import check_directory, check_parts, decode_part
from bzr_domain.kernel.messages import Message

_PACKED_AT_MOST = 100
"""How many times smaller than its content a part may be: sheets pack to a tenth, bombs to a thousandth."""
_ANY_RATIO_BYTES_MAX = 1_000_000
_NO_WORKBOOK = Message("文件不是XLSX工作簿", "the file is not an XLSX workbook")
_SAVE_AS_XLSX = Message("在Excel或WPS中另存为.xlsx或CSV", "save it as .xlsx or CSV in Excel or WPS")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})[\"']"
)
_ROW = re.compile(rb"<(?:\w+:)?row(\s[^>]*)?>")
_COLUMNS = re.compile(rb"<(?:\w+:)?col(\s[^>]*)>")
_HIDDEN = re.compile(rb"\s(?:hidden=[\"'](?:1|true)|(?:ht|width)=[\"']0(?:\.0*)?)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


@attrs.frozen
class Area:
    """A merged area of a worksheet (合并单元格): first and last row from 1, first and last column from 0."""

    top: int
    left: int
    bottom: int
    right: int


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Return the workbook's archive, once its directory promises to stay small and its parts are seen to be.

    Raises:
        BadFile: no archive, encrypted, or larger when unpacked than a sheet of facts can be.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, IndexError) as error:
        raise BadFile(_NO_WORKBOOK, _SAVE_AS_XLSX, code="sheet.unreadable") from error
    check_directory(archive)
    if any(_is_bomb(part) for part in archive.infolist()):
        raise BadFile(
            Message("工作簿的压缩率异常", "the workbook is packed unlike any real one"),
            _SAVE_AS_XLSX,
            code="sheet.unreadable",
        )
    if "xl/workbook.xml" not in archive.namelist():
        raise BadFile(_NO_WORKBOOK, _SAVE_AS_XLSX, code="sheet.unreadable")
    check_parts(archive)
    return archive


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > max(_ANY_RATIO_BYTES_MAX, _PACKED_AT_MOST * part.compress_size)


def has_formulas(part: bytes) -> bool:
    """Return whether a worksheet's XML holds a formula."""
    return _FORMULA.search(decode_part(part)) is not None


def list_hidden_rows(part: bytes) -> set[int]:
    """Return the numbers of the rows that a worksheet's XML hides, by a filter or by hand."""
    hidden, number = set(), 0
    for match in _ROW.finditer(decode_part(part)):
        words = match[1] or b""
        number = _read_number(words, b"r") or number + 1
        if _HIDDEN.search(words):
            hidden.add(number)
    return hidden


def list_hidden_columns(part: bytes) -> set[int]:
    """Return the positions of the columns that a worksheet's XML hides."""
    xml = decode_part(part)
    edges = [0] * (COLUMNS_MAX + 1)
    for match in _COLUMNS.finditer(xml, 0, xml.find(b"sheetData")):
        first, last = _read_number(match[1], b"min"), _read_number(match[1], b"max")
        if first and last and first <= last <= COLUMNS_MAX and _HIDDEN.search(match[1]):
            edges[first - 1] += 1
            edges[last] -= 1
    return {position for position, hidings in enumerate(accumulate(edges)) if hidings}


def _read_number(words: bytes, name: bytes) -> int | None:
    match = re.search(rb"\s" + name + rb"=[\"'](\d{1,7})[\"']", words)
    return None if match is None else int(match[1])


def list_merged_areas(part: bytes) -> list[Area]:
    """Return the merged areas that a worksheet's XML lists, in no particular order."""
    xml = decode_part(part)
    return [
        Area(int(top), _parse_letters(left), int(bottom), _parse_letters(right))
        for left, top, right, bottom in _MERGED.findall(xml, max(xml.rfind(b"sheetData>"), 0))
    ]


def fill_merged_areas(rows: Iterable[tuple[int, list[str]]], areas: Iterable[Area]) -> Iterator[tuple[int, list[str]]]:
    """Return the rows with every merged area's text in all its cells, as a person reads them.

    A row without anything of its own stays empty: an area that reaches past the last row adds none.
    """
    starting = defaultdict(list)
    for area in areas:
        starting[area.top].append(area)
    active: list[tuple[Area, str]] = []
    filled = 0
    for number, cells in rows:
        begun = starting.pop(number, ())
        active += [(area, cells[area.left] if area.left < len(cells) else "") for area in begun]
        active = [(area, text) for area, text in active if number <= area.bottom]
        filled += sum(max(min(area.right, COLUMNS_MAX) - area.left + 1, 1) for area, _ in active)
        if filled > CELLS_MAX:
            raise BadFile(
                Message("合并单元格太多,或互相重叠", "there are too many merged cells, or they overlap"),
                _SAVE_AS_XLSX,
                row=number,
                code="sheet.unreadable",
            )
        yield number, _fill_row(cells, active) if active and any(cells) else cells


def _fill_row(cells: list[str], active: list[tuple[Area, str]]) -> list[str]:
    cells = cells + [""] * (min(max(area.right for area, _ in active) + 1, COLUMNS_MAX) - len(cells))
    for area, text in active:
        for position in range(area.left, min(area.right, COLUMNS_MAX - 1) + 1):
            cells[position] = text
    return cells


def _parse_letters(letters: bytes) -> int:
    position = 0
    for code in letters:
        position = position * 26 + code - ord("A") + 1
    return position - 1
