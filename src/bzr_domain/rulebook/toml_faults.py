"""Read a TOML text, and say of one that cannot be read which line is wrong and what to write (写法错误), in plain words."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.rulebook.toml_bounds import find_excess
from bzr_domain.rulebook.toml_values import DOTTED_ID

_LINE_CHARACTERS_MAX = 60
_LINE_READ = 1_000
"""How much of a line is looked at for a hint."""
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')

_ABOUT_ERRORS = (
    ("Invalid date", Message("没有这一天;日期写成 2024-09-01", "there is no such day; write days as 2024-09-01")),
    (
        "Unescaped",
        Message(
            "双引号里的反斜杠写成两个,或改用单引号",
            "write a backslash in double quotation marks twice, or take single ones",
        ),
    ),
    ("Illegal character '\\\\n'|Unterminated", Message("引号没有成对", "a quotation mark is not closed")),
    ("llegal character|nvalid character", Message("删去看不见的控制字符", "delete the control character")),
)
"""A part of what the parser says → what to do: only where the line itself does not show it."""
_ABOUT_LINES = (
    (
        "[＝“”‘’【】［］，：；＂＇｛｝]",
        Message(
            '＝“”【】,这些符号换成英文的半角符号:= " [ ] ,',
            'write plain signs, none of Chinese width: = " [ ] ,',
        ),
    ),
    ("[\u3000\u00a0]", Message("全角空格换成半角空格", "write plain blanks, none of Chinese width")),
    (r"=\s*=", Message("等号只写一个", "write one equals sign")),
    (r"=\s*\[?\s*([0-9.]+\s*%)", Message('百分数加引号:"{}"', 'a percentage stands in quotes: "{}"')),
    (r"=\s*(?:True|False|TRUE|FALSE)\b", Message("写小写的 true、false", "write true or false, in small letters")),
    (
        r"=\s*\[?\s*[0-9]{4}(?:[/.年][0-9]{1,2}|-[0-9]\b|-[0-9]{2}-[0-9]\b)",
        Message("日期写成 2024-09-01,不加引号", "write days as 2024-09-01, without quotes"),
    ),
    (
        r"=\s*([0-9]+(?:\.[0-9]+){2,}|0[0-9]+)\s*(?:#.*)?$",
        Message('编号加引号:"{}"', 'an id stands in quotes: "{}"'),
    ),
    (r"=\s*[+-]?[0-9]{1,3}(?:,[0-9]{3})+\b", Message("数里不写千位分隔符", "write numbers without separators")),
    (
        r"(?:^|[{,])\s*[^\x00-\x7f]+\s*=",
        Message(
            '等号左边的中文也要加引号,如 "省级" = 3',
            'a word that is not plain English is quoted on the left of = too, such as "省级" = 3',
        ),
    ),
    (
        r"=\s*[+-]?[0-9.]+\s*[^\s0-9.,#\]}]",
        Message("数的后面不写别的字;文字要加引号", "nothing stands behind a number; a text is put in quotation marks"),
    ),
    (
        r"=\s*([^\s\"'\[{0-9+#-][^#]*?)\s*(?:#.*)?$",
        Message('文字要加引号:"{}"', 'a text is put in quotation marks: "{}"'),
    ),
    (r"=\s*(?:#.*)?$", Message("等号右边缺少值", "a value is missing on the right of =")),
    (r"^\s*=", Message("等号左边缺少名称", "a name is missing on the left of =")),
    (r"^\s*\[", Message("方括号没有成对,或里面不是英文名称", "the brackets do not match, or hold no plain name")),
    (r"^[^=]*$", Message('应写成 名称 = 值,如 name = "示例中学"', 'write name = value, such as name = "示例中学"')),
)
"""What a line without its texts in quotation marks looks like → what to do."""
_UNCLOSED = Message("括号没有成对,或缺少逗号", "a bracket is not closed, or a comma is missing")
_OTHERWISE = Message(
    "检查这一行和上一行的等号、引号和括号",
    "see to the equals sign, quotation marks and brackets of this line and the one above",
)


def load_toml(text: str) -> Mapping[str, Any] | Problem:
    """Return the tables of a TOML text, its numbers exact; or the problem with its first wrong line, or with its size."""
    excess = find_excess(text)
    if excess is not None:
        return excess
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
        str(tables)  # a number that cannot be written out again could not be named in a message either
    except tomllib.TOMLDecodeError as error:
        return _explain(text.replace("\r\n", "\n").split("\n"), str(error))
    except (ValueError, ArithmeticError):
        what = Message("有一个数的位数太多", "a number has too many digits")
        return Problem(code="table.unreadable", what=what)
    return tables


def _explain(lines: list[str], error: str) -> Problem:
    place = _PLACE.search(error)
    number = int(place[1]) if place else max((n for n, line in enumerate(lines, 1) if line.strip()), default=1)
    if "Unclosed" in error:
        number = _find_opening(lines, number)
    line = lines[number - 1][:_LINE_READ].strip(" \t\r")
    shown = "".join(each if each.isprintable() else " " for each in line)
    shown = shown if len(shown) <= _LINE_CHARACTERS_MAX else shown[:_LINE_CHARACTERS_MAX] + "…"
    return Problem(
        code="table.unreadable",
        row=number,
        what=Message(f"这一行读不懂:{shown}", f"this line cannot be read: {shown}"),
        expected=_explain_repeated(lines, line, error) or _find_hint(line, error),
    )


def _find_opening(lines: list[str], number: int) -> int:
    """Return the number of the line that opens a list or a table that is not closed by a line."""
    opening = (n for n in range(number, 0, -1) if re.search(r"=\s*[\[{]", lines[n - 1]))
    return next(opening, number)


def _explain_repeated(lines: list[str], line: str, error: str) -> Message | None:
    """Return what to do about a name or a table that stands twice; None where that is not what is wrong."""
    if "overwrite" not in error and "twice" not in error:
        return None
    table = re.match(r"\[+\s*(\w+)", line)
    if table is not None:
        if any(re.match(rf"\s*\[+\s*{table[1]}\.[0-9]", each) for each in lines):
            return DOTTED_ID
        return Message(
            f"{line} 写了两次;每条一张表的,用双方括号,如 [[clause]]",
            f"{line} stands twice; of many tables, each is written in double brackets, such as [[clause]]",
        )
    name = line.partition("=")[0].strip()
    return Message(f"“{name}”写了两次,只留一个", f"{name!r} stands twice: leave one")


def _find_hint(line: str, error: str) -> Message:
    bare = _STRINGS.sub('""', line)
    for pattern, hint in _ABOUT_LINES[:2]:
        if re.search(pattern, bare):
            return hint
    for pattern, hint in _ABOUT_ERRORS:
        if re.search(pattern, error):
            return hint
    for pattern, hint in _ABOUT_LINES[2:]:
        match = re.search(pattern, bare)
        if match:
            return Message(hint.zh.format(*match.groups()), hint.en.format(*match.groups()))
    return _UNCLOSED if "Unclosed" in error else _OTHERWISE
