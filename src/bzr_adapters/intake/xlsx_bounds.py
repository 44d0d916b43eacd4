"""The bounds of a workbook's parts (界限), seen in their bytes before anything parses them: parsing costs far more than looking."""

import re
import zipfile

from bzr_adapters.intake.grid import COLUMNS_MAX, FILE_BYTES_MAX, ROWS_MAX, SPLIT, BadFile
from bzr_domain.kernel.messages import Message

_SAVE_AS_CSV = Message("另存为CSV,或", "save it as CSV, or ") + SPLIT
_PARTS_MAX = 2_000
_WORKSHEETS_MAX = 200
_CELLS_MAX = 2_000_000
_MERGED_AREAS_MAX = 10_000
_SMALL_PART = 100_000
"""Bytes of a part in which there cannot be too much of anything."""
_SHARED_TAGS_MAX = 1_200_000
_OTHER_TAGS_MAX = 120_000
"""How many tags may stand in the shared texts; and around a worksheet's rows, or in any other part, such as the styles."""
_TAGS_PER_CELL, _ATTRIBUTES_PER_TAG = 8, 10
_TEXT_BYTES_MAX = 500_000
"""Bytes without a tag: a cell's text has 32,767 characters at most."""
_SHARED = re.compile(rb"<(?:\w+:)?sst[\s>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?:id=[\"']([^\"']*)[\"']")
_TARGET = re.compile(rb"\sTarget=[\"']([^\"']*)[\"']")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def check_directory(archive: zipfile.ZipFile) -> None:
    """Check what the directory of an archive says of its parts.

    Raises:
        BadFile: There are too many, or they unpack to more than a sheet of facts can hold.
    """
    parts = archive.infolist()
    megabytes = FILE_BYTES_MAX // 1_000_000
    if sum(part.file_size for part in parts) > FILE_BYTES_MAX:
        raise _refuse(f"工作簿解开后超过{megabytes}MB", f"the workbook unpacks to more than {megabytes} MB")
    if len(parts) > _PARTS_MAX:
        raise _refuse(f"工作簿有超过{_PARTS_MAX}个部件", f"the workbook has more than {_PARTS_MAX} parts")


def check_parts(archive: zipfile.ZipFile) -> None:
    """Check every part of a workbook, each worksheet by its rows, columns, cells and merged areas.

    Raises:
        BadFile: There is more of something than a sheet of facts can hold, and the limit.
    """
    for part in archive.infolist():
        if part.file_size > _SMALL_PART:
            _check_part(decode_part(archive.read(part)))
    sheets = _SHEET.findall(decode_part(archive.read("xl/workbook.xml")))
    if len(sheets) > _WORKSHEETS_MAX:
        raise _refuse(f"工作簿有超过{_WORKSHEETS_MAX}张工作表", f"there are more than {_WORKSHEETS_MAX} worksheets")
    links = archive.NameToInfo.get("xl/_rels/workbook.xml.rels")
    targets = [] if links is None else _TARGET.findall(decode_part(archive.read(links)))
    if len(set(sheets)) < len(sheets) or len(set(targets)) < len(targets):
        raise BadFile(
            Message("几张工作表指向同一个部件", "several worksheets are one part"),
            Message("另存为CSV", "save it as CSV"),
            code="sheet.unreadable",
        )


def decode_part(part: bytes) -> bytes:
    """Return the XML of a part in an encoding in which its tags can be found."""
    return part.decode("utf-16", "replace").encode() if part.startswith(_UTF16) else part


def _check_part(xml: bytes) -> None:
    starts = range(0, len(xml) - _TEXT_BYTES_MAX, _TEXT_BYTES_MAX)
    if any(xml.find(b"<", start, start + _TEXT_BYTES_MAX) < 0 for start in starts):
        raise _refuse(
            f"工作簿里有一段文字超过{_TEXT_BYTES_MAX}字节",
            f"a text of the workbook has more than {_TEXT_BYTES_MAX} bytes",
        )
    first, last = xml.find(b"sheetData"), xml.rfind(b"sheetData")
    inside = xml.count(b"<", first, last) if first >= 0 else 0
    tags = xml.count(b"<")
    most = _SHARED_TAGS_MAX if _SHARED.search(xml, 0, _SMALL_PART) else _OTHER_TAGS_MAX
    if tags - inside > most or xml.count(b"=") > _ATTRIBUTES_PER_TAG * tags + most:
        raise _refuse(
            f"工作簿的样式、文字或设置超过{most}个标记",
            f"styles, texts or settings of the workbook have more than {most} tags",
        )
    if first >= 0:
        _check_rows(xml, first, last, inside)


def _check_rows(xml: bytes, first: int, last: int, tags: int) -> None:
    if xml.count(b"mergeCell ", last) > _MERGED_AREAS_MAX:
        raise _refuse(f"合并单元格超过{_MERGED_AREAS_MAX}处", f"there are more than {_MERGED_AREAS_MAX} merged areas")
    cells = max(xml.count(b"<c", first, last), xml.count(b":c", first, last) // 2)
    if cells > _CELLS_MAX or tags > _TAGS_PER_CELL * cells + 2 * ROWS_MAX:
        raise _refuse(
            f"工作表超过{_CELLS_MAX}格,或一格里的内容太多",
            f"the worksheet has more than {_CELLS_MAX} cells, or a cell holds too much",
        )
    if max(xml.count(b"<row", first, last), xml.count(b":row", first, last) // 2) > ROWS_MAX:
        raise _refuse(f"工作表超过{ROWS_MAX}行", f"the worksheet has more than {ROWS_MAX} rows")
    rows = [match.start() for match in _ROW.finditer(xml, first, last)]
    for start, end in zip([first, *rows], [*rows, last], strict=True):
        if end - start > COLUMNS_MAX * len("<c/>") and len(_CELL.findall(xml, start, end)) > COLUMNS_MAX:
            raise _refuse(f"一行超过{COLUMNS_MAX}列", f"a row has more than {COLUMNS_MAX} columns")


def _refuse(zh: str, en: str) -> BadFile:
    return BadFile(Message(zh, en), _SAVE_AS_CSV, code="sheet.too-large")
