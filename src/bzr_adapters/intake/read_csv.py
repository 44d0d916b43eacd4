"""CSV as schools' programs write it: UTF-8 with or without BOM, or GB18030; comma, tab or semicolon."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import count, islice

import attrs

from bzr_adapters.intake.cells import explain_inexact, is_rounded
from bzr_adapters.intake.column_headers import ALIASES
from bzr_adapters.intake.grid import LINE_CHARACTERS_MAX, LINES_MAX, BadFile, SheetRow, refuse_size
from bzr_adapters.intake.text import normalize_header
from bzr_domain.kernel.messages import Message, Problem

_CHUNK = 1 << 20
_SEPARATORS = ",\t;"
_FIRST_LINES = 5
_HEADER_CHARACTERS = 10_000
"""How much of a line is looked at for headers; a line may be very long."""
_LINE_BREAK = re.compile(rb"[\r\n]")
_AS_UTF8 = Message("另存为“CSV UTF-8(逗号分隔)”", "save it as “CSV UTF-8 (comma delimited)”")


def read_csv(content: bytes) -> Iterator[SheetRow]:
    """Return the rows of a CSV file, one at a time, numbered as a spreadsheet shows them.

    Raises:
        BadFile: an unreadable encoding, a NUL byte, a line or a cell too long, or a quotation mark that is not closed.
    """
    lines = open_text(content)
    separator = _find_separator(list(islice(lines, _FIRST_LINES)))
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if cells:
                yield SheetRow(number, tuple(cells), shown=_find_rounded(cells))
    except csv.Error as error:
        raise _explain_broken(number + 1, error) from error


def _find_rounded(cells: list[str]) -> dict[int, str | Problem]:
    return {place: explain_inexact(cell.strip()) for place, cell in enumerate(cells) if is_rounded(cell.strip())}


@attrs.frozen
class TextLines:
    """The lines of a text file, none longer than a line of a sheet can be; each iteration begins at the first.

    Attributes:
        content: The bytes of the file.
        encoding: The encoding in which all of it can be read.
    """

    content: bytes
    encoding: str

    def __iter__(self) -> Iterator[str]:
        """Iterate over the lines, each with the line break that ends it.

        Raises:
            BadFile: at a line that is too long.
        """
        with io.TextIOWrapper(io.BytesIO(self.content), self.encoding, newline="") as text:
            for number in count(1):
                line = text.readline(LINE_CHARACTERS_MAX)
                if not line:
                    return
                if number > LINES_MAX:
                    raise refuse_size(number)
                if len(line) == LINE_CHARACTERS_MAX:
                    raise _refuse_line(number)
                yield line


def open_text(content: bytes) -> TextLines:
    """Return the lines of a text file, in the encoding in which all of it can be read: UTF-8 first, then GB18030.

    Raises:
        BadFile: neither fits, or the file holds NUL bytes, or a line that is too long.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadFile(Message("文件是UTF-16编码", "the file is in UTF-16"), _AS_UTF8, code="sheet.bad-encoding")
    nul = content.find(b"\0")
    if nul >= 0:
        raise BadFile(
            Message("文件含有NUL字节,不是文本", "the file holds NUL bytes and is no text"),
            _AS_UTF8,
            row=content.count(b"\n", 0, nul) + 1,
            code="sheet.bad-encoding",
        )
    for start in range(0, len(content) - LINE_CHARACTERS_MAX, LINE_CHARACTERS_MAX):
        if not _LINE_BREAK.search(content, start, start + LINE_CHARACTERS_MAX):
            raise _refuse_line(content.count(b"\n", 0, start) + 1)
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(content, encoding):
            return TextLines(content, encoding)
    raise BadFile(
        Message("文件既不是UTF-8编码也不是GB18030编码", "the file is neither UTF-8 nor GB18030"),
        _AS_UTF8,
        code="sheet.bad-encoding",
    )


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(content[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_line(row: int) -> BadFile:
    return BadFile(
        Message("这一行太长", "the line is too long"),
        Message(
            f"每行至多{LINE_CHARACTERS_MAX}个字符;检查换行和引号",
            f"at most {LINE_CHARACTERS_MAX} characters a line: look at line breaks and quotation marks",
        ),
        row=row,
        code="sheet.too-large",
    )


def _find_separator(lines: list[str]) -> str:
    """Return the separator that makes the most known headers of some line; else the one found most often."""

    def rate(separator: str) -> tuple[int, int]:
        known = [
            sum(
                normalize_header(cell.strip('" \r\n')) in ALIASES for cell in line[:_HEADER_CHARACTERS].split(separator)
            )
            for line in lines
        ]
        most = max(known, default=0)
        return (most if most > 1 else 0, sum(line.count(separator) for line in lines))

    return max(_SEPARATORS, key=rate)


def _explain_broken(row: int, error: csv.Error) -> BadFile:
    if "limit" in str(error):
        what = Message(
            f"单元格超过{csv.field_size_limit()}个字符,或引号没有成对",
            f"a cell has more than {csv.field_size_limit()} characters, or a quotation mark is not closed",
        )
    else:
        what = Message(
            "引号没有成对,从这一行起无法读取",
            "quotation marks do not match: nothing can be read from here on",
        )
    return BadFile(
        what, Message("检查这一行的引号", "look at the quotation marks of this row"), row=row, code="sheet.unreadable"
    )
