"""The headers of a wide table: read through merged and repeated cells, and matched with a layout."""

from collections.abc import Mapping, Sequence

import attrs

from bzr_adapters.intake.column_headers import is_reason_header
from bzr_adapters.intake.grid import column_letter
from bzr_adapters.intake.layout import Layout, LayoutColumn
from bzr_adapters.intake.passed_over import IGNORED, NUMBERING, is_numbering
from bzr_adapters.intake.text import normalize_header, shorten
from bzr_domain.facts.incoming_sheet import PassedOver
from bzr_domain.kernel.messages import Message, Problem, report_unknown

Path = tuple[str, ...]


@attrs.frozen(kw_only=True)
class WideHeaders:
    """Where in a table everything stands, as positions from 0.

    Attributes:
        classes: The column of the classes; None when it cannot be found.
        columns: Position → what the layout says about that column.
        total: The printed total; None when there is none.
        reason: The column in which refused rows say why; None when there is none.
        passed_over: Position → why that column is not read.
        headed: Every position under some header.
        problems: Headers that are missing, ambiguous, or mentioned nowhere.
    """

    classes: int | None
    columns: dict[int, LayoutColumn]
    total: int | None
    reason: int | None
    passed_over: dict[int, Message]
    headed: frozenset[int]
    problems: tuple[Problem, ...]


def list_header_paths(rows: Sequence[Sequence[str]]) -> list[Path]:
    """Return each column's header texts from the top, repeated ones once.

    An upper cell left empty belongs to the one on its left where something stands below it, as in merged cells that
    were saved as CSV; a lower cell left empty belongs to the one above.

    >>> list_header_paths([["", "卫生", "", "汇总"], ["班级", "教室", "走廊", ""]])
    [('班级',), ('卫生', '教室'), ('卫生', '走廊'), ('汇总',)]
    """
    width = max(map(len, rows), default=0)
    table = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]
    for number, row in enumerate(table[:-1]):
        for position in range(1, width):
            if not row[position] and any(lower[position] for lower in table[number + 1 :]):
                row[position] = row[position - 1]
    return [tuple(dict.fromkeys(row[position] for row in table if row[position])) for position in range(width)]


def match_layout(layout: Layout, paths: list[Path]) -> WideHeaders:
    """Find every column of the layout among the headers; what fits twice, nowhere or is left over is a problem."""
    row = layout.header_rows[-1]
    headers = [layout.class_column, *(column.header for column in layout.columns)]
    has_total = layout.total is not None and not (layout.total_optional and not _list_places(layout.total, paths))
    headers += [layout.total] if layout.total is not None and has_total else []
    places = [_find_column(header, paths, row) for header in headers]
    problems = [place for place in places if isinstance(place, Problem)]
    classes, *positions = [None if isinstance(place, Problem) else place for place in places]
    total = positions.pop() if has_total else None
    reason = next((position for position, path in enumerate(paths) if path and is_reason_header(path[-1])), None)
    used = {classes, total, reason, *positions}
    passed_over = {
        position: NUMBERING if is_numbering(path[-1]) else IGNORED
        for position, path in enumerate(paths)
        if path and position not in used and _is_left_out(layout, path)
    }
    return WideHeaders(
        classes=classes,
        columns={
            position: column for position, column in zip(positions, layout.columns, strict=True) if position is not None
        },
        total=total,
        reason=reason,
        passed_over=passed_over,
        headed=frozenset(position for position, path in enumerate(paths) if path or position == classes),
        problems=(*problems, *_find_unmentioned(layout, paths, {*used, *passed_over})),
    )


def list_passed_over(sheet: str, passed_over: Mapping[int, Message], paths: list[Path]) -> list[PassedOver]:
    """Return the columns of a sheet that are not read."""
    return [
        PassedOver(sheet=sheet, column=column_letter(position), text=shorten("/".join(paths[position])), why=why)
        for position, why in passed_over.items()
    ]


def _find_column(header: int | str, paths: list[Path], row: int) -> int | Problem:
    if isinstance(header, int):
        return header - 1
    positions = _list_places(header, paths)
    if len(positions) == 1:
        return positions[0]
    if positions:
        letters = "、".join(map(column_letter, positions))
        what = Message(
            f"有{len(positions)}列表头是“{header}”:{letters}",
            f"{len(positions)} columns are headed {header!r}: {letters}",
        )
        whole = "、".join("/".join(paths[position]) for position in positions)
        return Problem(
            code="sheet.ambiguous-column",
            what=what,
            row=row,
            column=column_letter(positions[1]),
            expected=Message(f"在版式里写全:{whole}", f"write the whole path: {whole}"),
        )
    what = Message(f"表里没有“{header}”这一列", f"the table has no column {header!r}")
    names = [path[-1] for path in paths if path]
    return attrs.evolve(report_unknown(what, header, names, code="sheet.column-missing"), row=row)


def _list_places(header: str, paths: list[Path]) -> list[int]:
    """Return the columns that bear a header: by all its texts from the top, or else by the last."""
    word = normalize_header(header)
    whole = [position for position, path in enumerate(paths) if path and word == normalize_header("/".join(path))]
    return whole or [position for position, path in enumerate(paths) if path and word == normalize_header(path[-1])]


def _is_left_out(layout: Layout, path: Path) -> bool:
    return is_numbering(path[-1]) or bool(
        {normalize_header(path[-1]), normalize_header("/".join(path))} & layout.ignore
    )


def _find_unmentioned(layout: Layout, paths: list[Path], used: set[int | None]) -> list[Problem]:
    """Return a problem for each column that has a header but neither a place in the layout nor leave to be ignored."""
    return [
        Problem(
            code="sheet.column-not-in-layout",
            what=Message(
                f"版式没有提到“{shorten('/'.join(path))}”这一列",
                f"the layout does not mention {shorten('/'.join(path))!r}",
            ),
            expected=Message(
                "为它写一段[[column]],或列入ignore,或加 --ignore 略过",
                "write a [[column]] for it, list it under ignore, or pass it over with --ignore",
            ),
            row=layout.header_rows[-1],
            column=column_letter(position),
        )
        for position, path in enumerate(paths)
        if path and position not in used
    ]
