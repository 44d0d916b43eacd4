"""The headers of a fact sheet (表头): where they stand, which field each one or its alias (别名) means, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import chain, islice
from types import MappingProxyType

import attrs

from bzr_adapters.intake.grid import Grid, Header, SheetRow, column_letter
from bzr_adapters.intake.text import normalize_header, shorten
from bzr_domain.facts.kinds import HEADERS
from bzr_domain.kernel.messages import Message, Problem, report_unknown

REASON_HEADER = Message("问题", "problem")
"""The column in which refused rows say why; it is written by us and not read."""
ALIASES: Mapping[str, str] = {
    normalize_header(word): field for field, chinese in HEADERS.items() for word in (field, chinese)
}
"""Header as it is compared (`normalize_header`), English, Chinese or another name (别名) → field by its English header."""
_REQUIRED = ("date", "fact")
_TITLE_ROWS_MAX = 5
_HALF = 0.5


@attrs.frozen(kw_only=True)
class Columns:
    """What the columns of one sheet mean.

    Attributes:
        header: The headers as written.
        fields: Field by its English header → position.
        own_fields: Field of a kind's own → position.
        reason: Position of the column that says why a row was refused; None when there is none.
        problems: Everything wrong with the headers; if there is any, the rows cannot be trusted.
    """

    header: Header
    fields: dict[str, int]
    reason: int | None
    problems: tuple[Problem, ...]
    own_fields: Mapping[str, int] = attrs.field(factory=dict)


def split_header(grid: Grid) -> tuple[Header, Grid]:
    """Return the headers and what follows them: the first row with both a date and a fact, after a title at most."""
    if grid.header is not None:
        return grid.header, grid
    first_rows = list(islice(grid.rows, _TITLE_ROWS_MAX))
    index = next((n for n, row in enumerate(first_rows) if _is_header(row)), 0)
    row = first_rows[index]
    cells = tuple(cell.strip() for cell in row.cells)
    labels = tuple(column_letter(n) for n in range(len(cells)))
    header = Header(cells=cells, labels=labels, rows=(row.number,) * len(cells))
    return header, attrs.evolve(grid, rows=chain(first_rows[index + 1 :], grid.rows))


def is_reason_header(word: str) -> bool:
    """Return whether a header is that of the column in which refused rows say why."""
    return normalize_header(word) in (REASON_HEADER.zh, REASON_HEADER.en)


def match_headers(header: Header, own_headers: Mapping[str, str] = MappingProxyType({})) -> Columns:
    """Find the field that each header means; unknown, repeated and missing headers are named.

    Args:
        own_headers: Header → name, for the fields of the kinds' own.
    """
    names = {normalize_header(word): name for word, name in own_headers.items()}
    positions, own_positions, unknown, reason = defaultdict(list), defaultdict(list), [], None
    for position, cell in enumerate(header.cells):
        word = normalize_header(cell)
        if word in ALIASES:
            positions[ALIASES[word]].append(position)
        elif word in names:
            own_positions[names[word]].append(position)
        elif is_reason_header(word):
            reason = position
        elif word:
            unknown.append(_explain_unknown(header, position))
    repeated = [
        _explain_repeated(header, field, places)
        for field, places in (*positions.items(), *own_positions.items())
        if len(places) > 1
    ]
    fields = {field: places[0] for field, places in positions.items()}
    problems = (*unknown, *repeated, *_find_missing(header, fields)) if fields else (_explain_none(header),)
    return Columns(
        header=header,
        fields=fields,
        own_fields={name: places[0] for name, places in own_positions.items()},
        reason=reason,
        problems=problems,
    )


def _explain_none(header: Header) -> Problem:
    """Return the problem of a table without one header of a fact sheet: it is most likely another kind of table."""
    return Problem(
        code="sheet.no-headers",
        what=Message("找不到事实登记表的表头", "no header of a fact sheet is found"),
        expected=Message(
            "表头如 日期、班级、事项;班级×项目的汇总表要加 --layout 版式文件",
            "headers such as date, class, fact; a table of class × item needs --layout FILE",
        ),
        row=header.rows[0] if header.rows else None,
    )


def _is_header(row: SheetRow) -> bool:
    return {ALIASES.get(normalize_header(cell)) for cell in row.cells}.issuperset(_REQUIRED)


def _explain_unknown(header: Header, position: int) -> Problem:
    text = shorten(header.cells[position])
    what = Message(f"没有“{text}”这一栏", f"there is no column {text!r}")
    problem = _suggest_header(what, normalize_header(text))
    return attrs.evolve(problem, row=header.rows[position], column=header.labels[position])


def _suggest_header(what: Message, word: str) -> Problem:
    """Return the problem with the near header in the language of the word; of two Chinese characters, one may be wrong."""
    known = HEADERS if word.isascii() else HEADERS.values()
    close = [] if word.isascii() else get_close_matches(word, known, n=1, cutoff=_HALF)
    return report_unknown(what, close[0] if close else word, known, code="sheet.unknown-column")


def _explain_repeated(header: Header, field: str, places: list[int]) -> Problem:
    columns = [header.labels[position] for position in places]
    return Problem(
        code="sheet.repeated-column",
        field=field,
        what=Message(
            f"“{HEADERS.get(field, field)}”一栏重复:{'、'.join(columns)}",
            f"the column {field} is repeated: {', '.join(columns)}",
        ),
        expected=Message("每个栏目只出现一次", "each column once"),
        row=header.rows[places[1]],
        column=columns[1],
    )


def _find_missing(header: Header, fields: dict[str, int]) -> list[Problem]:
    row = header.rows[0] if header.rows else None
    missing = [
        Problem(
            code="sheet.column-missing",
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
        missing.append(Problem(code="sheet.column-missing", field="class", what=what, expected=expected, row=row))
    return missing
