"""The headers of a fact sheet: where they stand, which field each one means, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import chain, islice
from types import MappingProxyType

import attrs

from bzr_adapters.intake.grid import Grid, Head, Row, letter
from bzr_adapters.intake.text import normal_header, shown
from bzr_domain.facts.kinds import HEADERS
from bzr_domain.kernel.messages import Message, Problem, did_you_mean

WHY_HEADERS = ("问题", "problem")
"""The column in which refused rows say why; it is written by us and not read."""
_WHY = {normal_header(word) for word in WHY_HEADERS}
_FIELDS = {normal_header(word): field for field, chinese in HEADERS.items() for word in (field, chinese)}
_REQUIRED = ("date", "fact")
_TITLE_ROWS_MAX = 5
_HALF = 0.5


@attrs.frozen(kw_only=True)
class Columns:
    """What the columns of one sheet mean.

    Attributes:
        head: The headers as written.
        fields: Field by its English header → position.
        own: Field of a kind's own → position.
        why: Position of the column that says why a row was refused; None when there is none.
        problems: Everything wrong with the headers; if there is any, the rows cannot be trusted.
    """

    head: Head
    fields: dict[str, int]
    why: int | None
    problems: tuple[Problem, ...]
    own: Mapping[str, int] = attrs.field(factory=dict)


def split_head(grid: Grid) -> tuple[Head, Grid]:
    """The headers and what follows them: the first row with both a date and a fact, after a title at most."""
    if grid.head is not None:
        return grid.head, grid
    first = list(islice(grid.rows, _TITLE_ROWS_MAX))
    at = next((n for n, row in enumerate(first) if _is_head(row)), 0)
    row = first[at]
    cells = tuple(cell.strip() for cell in row.cells)
    head = Head(
        cells=cells, labels=tuple(letter(n) for n in range(len(cells))), rows=(row.number,) * len(cells)
    )
    return head, attrs.evolve(grid, rows=chain(first[at + 1 :], grid.rows))


def meaning_of(head: Head, own: Mapping[str, str] = MappingProxyType({})) -> Columns:
    """Which field each header means; unknown, repeated and missing headers are named.

    Args:
        own: Header → name, for the fields of the kinds' own.
    """
    names = {normal_header(word): name for word, name in own.items()}
    places, mine, unknown, why = defaultdict(list), defaultdict(list), [], None
    for position, cell in enumerate(head.cells):
        word = normal_header(cell)
        if word in names and word not in _FIELDS:
            mine[names[word]].append(position)
        elif word in _FIELDS:
            places[_FIELDS[word]].append(position)
        elif word in _WHY:
            why = position
        elif word:
            unknown.append(_unknown(head, position))
    repeated = [_repeated(head, field, at) for field, at in (*places.items(), *mine.items()) if len(at) > 1]
    fields = {field: at[0] for field, at in places.items()}
    if not fields:
        return Columns(head=head, fields=fields, why=why, problems=(_no_head(head),))
    private = {name: at[0] for name, at in mine.items()}
    return Columns(
        head=head,
        fields=fields,
        own=private,
        why=why,
        problems=(*unknown, *repeated, *_missing(head, fields)),
    )


def _no_head(head: Head) -> Problem:
    """Not one header of a fact sheet: it is most likely another kind of table."""
    return Problem(
        what=Message("找不到事实登记表的表头", "no header of a fact sheet is found"),
        expected=Message(
            "表头如 日期、班级、事项;班级×项目的汇总表要加 --layout 版式文件",
            "headers such as date, class, fact; a table of class × item needs --layout FILE",
        ),
        row=head.rows[0] if head.rows else None,
    )


def _is_head(row: Row) -> bool:
    found = {_FIELDS.get(normal_header(cell)) for cell in row.cells}
    return found.issuperset(_REQUIRED)


def _unknown(head: Head, position: int) -> Problem:
    text = shown(head.cells[position])
    return Problem(
        what=Message(f"没有“{text}”这一栏", f"there is no column {text!r}"),
        expected=_near_header(normal_header(text)),
        row=head.rows[position],
        column=head.labels[position],
    )


def _near_header(word: str) -> Message:
    """The near header in the language of the word; of two Chinese characters, one may be wrong."""
    if word.isascii():
        return did_you_mean(word, HEADERS)
    close = get_close_matches(word, HEADERS.values(), n=1, cutoff=_HALF)
    return did_you_mean(close[0] if close else word, HEADERS.values())


def _repeated(head: Head, field: str, at: list[int]) -> Problem:
    columns = [head.labels[position] for position in at]
    return Problem(
        field=field,
        what=Message(
            f"“{HEADERS.get(field, field)}”一栏重复:{'、'.join(columns)}",
            f"the column {field} is repeated: {', '.join(columns)}",
        ),
        expected=Message("每个栏目只出现一次", "each column once"),
        row=head.rows[at[1]],
        column=columns[1],
    )


def _missing(head: Head, fields: dict[str, int]) -> list[Problem]:
    row = head.rows[0] if head.rows else None
    missing = [
        Problem(
            field=field,
            what=Message(f"缺少“{HEADERS[field]}”一栏", f"the column {field} is missing"),
            expected=Message(f"表头“{HEADERS[field]}”或“{field}”", f"a header {field} or {HEADERS[field]}"),
            row=row,
        )
        for field in _REQUIRED
        if field not in fields
    ]
    if "class" not in fields and "teacher" not in fields:
        what = Message("缺少“班级”一栏", "the column class is missing")
        expected = Message(
            "表头“班级”或“class”;关于班主任的事项也可只有“班主任”",
            "a header class or 班级; or teacher, for facts about teachers",
        )
        missing.append(Problem(field="class", what=what, expected=expected, row=row))
    return missing
