"""The headers of a fact sheet (表头): where they stand, which field each one or its alias (别名) means, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, islice, zip_longest
from types import MappingProxyType

import attrs

from bzr_adapters.intake.grid import Grid, Header, SheetRow, column_letter
from bzr_adapters.intake.near_headers import find_near_header
from bzr_adapters.intake.passed_over import IGNORED, NUMBERING, TITLE, is_numbering, pass_over_row
from bzr_adapters.intake.text import normalize_header, shorten
from bzr_domain.facts.incoming_sheet import PassedOver
from bzr_domain.facts.kinds import HEADERS
from bzr_domain.kernel.messages import Message, Problem

REASON_HEADER = Message("问题", "problem")
"""The column in which refused rows say why; it is written by us and not read."""
ALIASES: Mapping[str, str] = {
    normalize_header(word): field for field, chinese in HEADERS.items() for word in (field, chinese)
}
"""Header as it is compared (`normalize_header`), English, Chinese or another name (别名) → field by its English header."""
_REQUIRED = ("date", "fact")
_TITLE_ROWS_MAX = 10


@attrs.frozen(kw_only=True)
class Columns:
    """What the columns of one sheet mean.

    Attributes:
        header: The headers as written.
        fields: Field by its English header → position.
        own_fields: Field of a kind's own → position.
        reason: Position of the column that says why a row was refused; None when there is none.
        passed_over: Position → why that column is not read.
        problems: Everything wrong with the headers; if there is any, the rows cannot be trusted.
    """

    header: Header
    fields: dict[str, int]
    reason: int | None
    problems: tuple[Problem, ...]
    own_fields: Mapping[str, int] = attrs.field(factory=dict)
    passed_over: Mapping[int, Message] = attrs.field(factory=dict)

    def list_passed_over(self, sheet: str) -> list[PassedOver]:
        """Return the columns of a sheet that are not read."""
        header = self.header
        return [
            PassedOver(sheet=sheet, column=header.labels[place], text=shorten(header.cells[place]), why=why)
            for place, why in self.passed_over.items()
        ]


def split_header(
    grid: Grid, own_headers: Mapping[str, str] = MappingProxyType({})
) -> tuple[Header, Grid, list[PassedOver]]:
    """Return the headers, what follows them, and the titles above: the first row or two with both a date and a fact.

    A second row of headers lies below merged cells of the first.

    Args:
        own_headers: Header → name, for the fields of the kinds' own.
    """
    if grid.header is not None:
        return grid.header, grid, []
    first_rows = list(islice(grid.rows, _TITLE_ROWS_MAX))
    heads = (_join_header_rows(first_rows[place : place + 2], own_headers) for place in range(len(first_rows)))
    alone = (place for place, row in enumerate(first_rows) if _is_header(row.cells))
    joined = (place for place, head in enumerate(heads) if _is_header(head.cells))
    index = next(chain(alone, joined), 0)
    header = _join_header_rows(first_rows[index : index + 2], own_headers)
    rest = [row for row in first_rows[index + 1 :] if row.number > max(header.rows)]
    titles = [row for row in first_rows[:index] if not _is_above_headers(row, header)]
    return (
        header,
        attrs.evolve(grid, rows=chain(rest, grid.rows)),
        [pass_over_row(grid.name, row, TITLE) for row in titles],
    )


def _is_above_headers(row: SheetRow, header: Header) -> bool:
    """Return whether a row is the upper half of the headers, as merged cells are read."""
    return any(cell.strip() and cell.strip() == below for cell, below in zip(row.cells, header.cells, strict=False))


def _join_header_rows(rows: Sequence[SheetRow], own_headers: Mapping[str, str]) -> Header:
    """Return the headers that begin with a row; with those of the next, where it holds nothing but known headers."""
    upper, *others = ([cell.strip() for cell in row.cells] for row in rows)
    lower = next((cells for cells in others if _is_lower_row(upper, cells, own_headers)), [])
    pairs = list(zip_longest(upper, lower, fillvalue=""))
    return Header(
        cells=tuple(below or above for above, below in pairs),
        labels=tuple(column_letter(place) for place in range(len(pairs))),
        rows=tuple(rows[1 if below else 0].number for _, below in pairs),
    )


def _is_lower_row(upper: Sequence[str], cells: Sequence[str], own_headers: Mapping[str, str]) -> bool:
    """Return whether a row below others of headers holds headers, too; below date and fact, a kind's own field is none."""
    if cells == upper:
        return False
    above = zip_longest(cells, upper, fillvalue="")
    others = [pair for pair in above if pair[0] and not (normalize_header(pair[0]) in ALIASES or is_numbering(pair[0]))]
    if any(ALIASES.get(normalize_header(head)) in _REQUIRED for _, head in others):
        return False
    return all(find_own_name(normalize_header(cell), own_headers) is not None for cell, _ in others)


def is_reason_header(word: str) -> bool:
    """Return whether a header is that of the column in which refused rows say why."""
    return normalize_header(word) in (REASON_HEADER.zh, REASON_HEADER.en)


def match_headers(
    header: Header, own_headers: Mapping[str, str] = MappingProxyType({}), ignore: Collection[str] = ()
) -> Columns:
    """Find the field that each header means; unknown, repeated and missing headers are named.

    Args:
        own_headers: Header → name, for the fields of the kinds' own.
        ignore: The headers of columns to be passed over.
    """
    ignored = set(map(normalize_header, ignore))
    passed_over: dict[int, Message] = {}
    positions, own_positions, unknown, reason = defaultdict(list), defaultdict(list), [], None
    for position, cell in enumerate(header.cells):
        word = normalize_header(cell)
        if word in ignored:
            passed_over[position] = IGNORED
        elif word in ALIASES:
            positions[ALIASES[word]].append(position)
        elif word and (own_name := find_own_name(word, own_headers)) is not None:
            own_positions[own_name].append(position)
        elif is_reason_header(word):
            reason = position
        elif is_numbering(word):
            passed_over[position] = NUMBERING
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
        passed_over=passed_over,
    )


def find_own_name(word: str, own_headers: Mapping[str, str]) -> str | None:
    """Return the name of the kinds' own field that a normalised header means, or None; no further than needed is looked."""
    return next((name for header, name in own_headers.items() if normalize_header(header) == word), None)


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


def _is_header(cells: Iterable[str]) -> bool:
    return {ALIASES.get(normalize_header(cell)) for cell in cells}.issuperset(_REQUIRED)


def _explain_unknown(header: Header, position: int) -> Problem:
    """Return the problem of a header that nobody knows, with the one that is meant, if any is."""
    text = shorten(header.cells[position])
    near = find_near_header(text)
    headers = Message(f"栏目有:{'、'.join(HEADERS.values())};", f"there are: {', '.join(HEADERS)}; ")
    meant = headers if near is None else Message(f"是不是“{near}”?", f"did you mean {near!r}? ")
    return Problem(
        code="sheet.unknown-column",
        what=Message(f"没有“{text}”这一栏", f"there is no column {text!r}"),
        expected=meant + Message("不登记的栏加 --ignore 略过", "--ignore passes a column over"),
        row=header.rows[position],
        column=header.labels[position],
        near=() if near is None else (near,),
    )


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
