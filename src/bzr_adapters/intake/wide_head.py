"""The headers of a wide table: read through merged and repeated cells, and matched with a layout."""

from collections.abc import Sequence

import attrs

from bzr_adapters.intake.columns import WHY_HEADERS
from bzr_adapters.intake.grid import letter
from bzr_adapters.intake.layout import Layout, LayoutColumn
from bzr_adapters.intake.text import normal_header, shown
from bzr_domain.kernel.messages import Message, Problem, did_you_mean

Path = tuple[str, ...]


@attrs.frozen(kw_only=True)
class WideHead:
    """Where in a table everything stands, as positions from 0.

    Attributes:
        classes: The column of the classes; None when it cannot be found.
        columns: Position → what the layout says about that column.
        total: The printed total; None when there is none.
        why: The column in which refused rows say why; None when there is none.
        headed: Every position under some header.
        problems: Headers that are missing, ambiguous, or mentioned nowhere.
    """

    classes: int | None
    columns: dict[int, LayoutColumn]
    total: int | None
    why: int | None
    headed: frozenset[int]
    problems: tuple[Problem, ...]


def header_paths(rows: Sequence[Sequence[str]]) -> list[Path]:
    """Each column's header texts from the top, repeated ones once.

    An upper cell left empty belongs to the one on its left where something stands below it, as in merged cells that
    were saved as CSV; a lower cell left empty belongs to the one above.

    >>> header_paths([["", "卫生", "", "汇总"], ["班级", "教室", "走廊", ""]])
    [('班级',), ('卫生', '教室'), ('卫生', '走廊'), ('汇总',)]
    """
    width = max(map(len, rows), default=0)
    table = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]
    for number, row in enumerate(table[:-1]):
        for at in range(1, width):
            if not row[at] and any(lower[at] for lower in table[number + 1 :]):
                row[at] = row[at - 1]
    return [tuple(dict.fromkeys(row[at] for row in table if row[at])) for at in range(width)]


def match(layout: Layout, paths: list[Path]) -> WideHead:
    """Find every column of the layout among the headers; what is found twice, nowhere or left over is a problem."""
    problems: list[Problem] = []
    row = layout.header_rows[-1]

    def place(header: int | str) -> int | None:
        found = _place(header, paths, row)
        if isinstance(found, Problem):
            problems.append(found)
            return None
        return found

    classes = place(layout.class_column)
    columns = [(place(column.header), column) for column in layout.columns]
    total = None if layout.total is None else place(layout.total)
    why = next((at for at, path in enumerate(paths) if path and normal_header(path[-1]) in WHY_HEADERS), None)
    used = {classes, total, why, *(at for at, _ in columns)}
    return WideHead(
        classes=classes,
        columns={at: column for at, column in columns if at is not None},
        total=total,
        why=why,
        headed=frozenset(at for at, path in enumerate(paths) if path or at == classes),
        problems=(*problems, *_left_over(layout, paths, used)),
    )


def _place(header: int | str, paths: list[Path], row: int) -> int | Problem:
    if isinstance(header, int):
        return header - 1
    word = normal_header(header)
    found = [at for at, path in enumerate(paths) if path and word == normal_header("/".join(path))]
    found = found or [at for at, path in enumerate(paths) if path and word == normal_header(path[-1])]
    if len(found) == 1:
        return found[0]
    if found:
        letters = "、".join(map(letter, found))
        what = Message(
            f"有{len(found)}列表头是“{header}”:{letters}",
            f"{len(found)} columns are headed {header!r}: {letters}",
        )
        whole = "、".join("/".join(paths[at]) for at in found)
        return Problem(
            what=what,
            row=row,
            column=letter(found[1]),
            expected=Message(f"在版式里写全:{whole}", f"write the whole path: {whole}"),
        )
    what = Message(f"表里没有“{header}”这一列", f"the table has no column {header!r}")
    return Problem(what=what, row=row, expected=did_you_mean(header, [path[-1] for path in paths if path]))


def _left_over(layout: Layout, paths: list[Path], used: set[int | None]) -> list[Problem]:
    return [
        Problem(
            what=Message(
                f"版式没有提到“{shown('/'.join(path))}”这一列",
                f"the layout does not mention {shown('/'.join(path))!r}",
            ),
            expected=Message(
                "为它写一段[[column]],或列入ignore", "write a [[column]] for it, or list it under ignore"
            ),
            row=layout.header_rows[-1],
            column=letter(at),
        )
        for at, path in enumerate(paths)
        if path
        and at not in used
        and not {normal_header(path[-1]), normal_header("/".join(path))} & layout.ignore
    ]
