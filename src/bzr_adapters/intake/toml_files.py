"""Text files that a person writes (school file, rulebook): read as UTF-8, or said why they cannot be."""

import codecs
from pathlib import Path

import attrs

from bzr_adapters.intake.grid import BadFile
from bzr_adapters.intake.regular_files import read_regular_file
from bzr_domain.kernel.messages import Message, Problem

TOML_BYTES_MAX = 4_000_000
_AS_UTF8 = Message("用记事本打开,另存为,编码选UTF-8", "open it in an editor and save it with the encoding UTF-8")


def read_toml_text(path: Path) -> str | Problem:
    """Return the text of a file, or the problem with it, the line included where its encoding is wrong."""
    try:
        content = read_regular_file(path, most=TOML_BYTES_MAX)
    except BadFile as error:
        return attrs.evolve(error.problem, code="table.unreadable", sheet=path.name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return explain_encoding(path.name, content, error)


def explain_encoding(name: str, content: bytes, error: UnicodeDecodeError) -> Problem:
    """Return the problem of a file that is not in UTF-8, with the first line that is not and the encoding it seems to be in."""
    guess = _guess_encoding(content)
    return Problem(
        code="table.unreadable",
        sheet=name,
        row=content.count(b"\n", 0, error.start) + 1,
        what=Message(f"从这一行起不是UTF-8编码,{guess.zh}", f"from this line on it is not in UTF-8; {guess.en}"),
        expected=_AS_UTF8,
    )


def _guess_encoding(content: bytes) -> Message:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Message("而是UTF-16编码", "it is in UTF-16")
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return Message("也不是GBK编码", "nor is it in GBK")
    return Message("像是GBK编码", "it seems to be in GBK")
