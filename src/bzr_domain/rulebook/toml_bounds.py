"""The bounds of a TOML text (界限), checked before it is parsed: the parser's time and memory grow faster than some texts do."""

import re

from bzr_domain.kernel.messages import Message, Problem

_CHARACTERS_MAX = 4_000_000
_VALUES_MAX = 150_000
_DEEPEST = 50
_LONGEST_NAME = 20
_SIGN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"{3,5})?'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]++|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
    r"|[\[\]{}.=,\n]",
    re.DOTALL,
)
"""What opens, closes or divides, after texts and comments, in which the same signs mean nothing; a text that is not closed ends with its line."""


def find_excess(text: str) -> Problem | None:
    """Return the problem of a TOML text that is too long, nests too deep, or has too many values; None for any other."""
    if len(text) > _CHARACTERS_MAX:
        return _refuse(f"超过{_CHARACTERS_MAX}个字符", f"more than {_CHARACTERS_MAX} characters", None)
    row, depth, parts, values = 1, 0, 0, 0
    for match in _SIGN.finditer(text):
        sign = match[0]
        if sign == "\n":
            row, parts = row + 1, 0
        elif sign == ".":
            parts += 1
        elif sign in "[{":
            depth, values, parts = depth + 1, values + 1, 0
        elif sign in "]}":
            depth -= 1
        elif sign in "=,":
            values, parts = values + 1, 0
        else:
            row += sign.count("\n")
        if depth > _DEEPEST or parts > _LONGEST_NAME:
            return _refuse(
                f"一层套一层超过{_DEEPEST}层", f"tables, lists or names nest deeper than {_DEEPEST} levels", row
            )
        if values > _VALUES_MAX:
            return _refuse(f"超过{_VALUES_MAX}个值", f"more than {_VALUES_MAX} values", row)
    return None


def _refuse(zh: str, en: str, row: int | None) -> Problem:
    return Problem(
        code="table.too-large",
        row=row,
        what=Message(zh, en),
        expected=Message("拆成几份,或少套几层", "split it, or nest less"),
    )
