"""CSV as schools' programs write it: UTF-8 with or without BOM, or GB18030; comma, tab or semicolon."""

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bzr_adapters.intake.cells import explain_inexact, is_rounded
from bzr_adapters.intake.column_headers import ALIASES
from bzr_adapters.intake.grid import BadFile, SheetRow
from bzr_adapters.intake.text import normalize_header
from bzr_domain.kernel.messages import Message, Problem

_CHUNK = 1 << 20
_SEPARATORS = ",\t;"
_FIRST_LINES = 5
_AS_UTF8 = Message("另存为“CSV UTF-8(逗号分隔)”", "save it as “CSV UTF-8 (comma delimited)”")


def read_csv(path: Path) -> Iterator[SheetRow]:
    """Return the rows of a CSV file, one at a time, numbered as a spreadsheet shows them.

    Raises:
        BadFile: an unreadable encoding, a NUL byte, or a quotation mark that is not closed.
    """
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        separator = _find_separator(list(islice(file, _FIRST_LINES)))
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=separator, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                yield SheetRow(number, tuple(cells), shown=_find_rounded(cells))
        except csv.Error as error:
            raise _explain_broken(number + 1, error) from error


def _find_rounded(cells: list[str]) -> dict[int, str | Problem]:
    return {place: explain_inexact(cell.strip()) for place, cell in enumerate(cells) if is_rounded(cell.strip())}


def find_encoding(path: Path) -> str:
    """Return the encoding in which the whole file can be read: UTF-8 first, then GB18030.

    Raises:
        BadFile: neither fits, or the file holds NUL bytes.
    """
    with path.open("rb") as file:
        if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            raise BadFile(Message("文件是UTF-16编码", "the file is in UTF-16"), _AS_UTF8, code="sheet.bad-encoding")
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise BadFile(
        Message("文件既不是UTF-8编码也不是GB18030编码", "the file is neither UTF-8 nor GB18030"),
        _AS_UTF8,
        code="sheet.bad-encoding",
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk:
                line += chunk[: chunk.index(b"\0")].count(b"\n")
                raise BadFile(
                    Message("文件含有NUL字节,不是文本", "the file holds NUL bytes and is no text"),
                    _AS_UTF8,
                    row=line,
                    code="sheet.bad-encoding",
                )
            line += chunk.count(b"\n")
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _find_separator(lines: list[str]) -> str:
    """Return the separator that makes the most known headers of some line; else the one found most often."""

    def rate(separator: str) -> tuple[int, int]:
        known = [
            sum(normalize_header(cell.strip('" \r\n')) in ALIASES for cell in line.split(separator)) for line in lines
        ]
        most = max(known, default=0)
        return (most if most > 1 else 0, sum(line.count(separator) for line in lines))

    return max(_SEPARATORS, key=rate)


def _explain_broken(row: int, error: csv.Error) -> BadFile:
    if "limit" in str(error):
        what = Message("单元格太长,或引号没有成对", "a cell is too long, or a quotation mark is not closed")
    else:
        what = Message(
            "引号没有成对,从这一行起无法读取",
            "quotation marks do not match: nothing can be read from here on",
        )
    return BadFile(
        what, Message("检查这一行的引号", "look at the quotation marks of this row"), row=row, code="sheet.unreadable"
    )
