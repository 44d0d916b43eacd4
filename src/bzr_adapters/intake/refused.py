"""Rows that were refused, written to a sheet of their own that can be mended and read again."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs

from bzr_adapters.intake.cells import read_value
from bzr_adapters.intake.columns import WHY_HEADERS
from bzr_adapters.intake.grid import Row
from bzr_adapters.intake.text import normal_header
from bzr_domain.kernel.messages import Lang, Problem

_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
_WHY = {normal_header(word) for word in WHY_HEADERS}


def write_rows(
    path: Path,
    header: Sequence[str],
    rows: Iterable[tuple[Sequence[str], Sequence[Problem]]],
    lang: Lang = "zh",
) -> None:
    """Write rows and, in a last column 问题 (problem), why each was refused.

    UTF-8 with BOM, so that Excel opens it. A cell that a spreadsheet would run as a formula gets an apostrophe, which
    `read_sheet` takes off again; a plain number stays as it is.

    Args:
        path: The new file; an older one of that name is replaced.
        header: The sheet's headers; a column 问题 already there is written anew.
        rows: Each row's texts, and its problems.
        lang: The language of the reasons.
    """
    write_table_rows(path, [header], rows, lang)


def write_table_rows(
    path: Path,
    heads: Sequence[Sequence[str]],
    rows: Iterable[tuple[Sequence[str], Sequence[Problem]]],
    lang: Lang = "zh",
) -> None:
    """Write refused rows of a wide table below its own title and headers; else as `write_rows`."""
    title = WHY_HEADERS[1] if lang == "en" else WHY_HEADERS[0]
    old = {at for at, cell in enumerate(heads[-1]) if normal_header(cell) in _WHY}
    kept = [at for at in range(max(map(len, heads))) if at not in old]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(_texts(cells, kept) for cells in heads[:-1])
        writer.writerow([*_texts(heads[-1], kept), title])
        for cells, problems in rows:
            writer.writerow([*_texts(cells, kept), guarded(reasons(problems, lang))])


def _texts(cells: Sequence[str], kept: list[int]) -> list[str]:
    return [guarded(cells[at]) if at < len(cells) else "" for at in kept]


def reasons(problems: Iterable[Problem], lang: Lang) -> str:
    """All problems of a row in one line.

    >>> from bzr_domain.kernel.messages import Message
    >>> reasons([Problem(what=Message("缺少日期", "the date is missing"), column="A")], "zh")
    'A: 缺少日期'
    """
    return "; ".join(_reason(problem, lang) for problem in problems)


def _reason(problem: Problem, lang: Lang) -> str:
    place = f"{problem.column}: " if problem.column else ""
    expected = f" — {problem.expected.in_(lang)}" if problem.expected else ""
    return f"{place}{problem.what.in_(lang)}{expected}"


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it, where a spreadsheet would take it for a formula.

    >>> guarded("=1+1"), guarded("-0.5"), guarded("卫生")
    ("'=1+1", '-0.5', '卫生')
    """
    bare = cell.lstrip("'")
    if not bare.startswith(_ACTIVE) or (bare == cell and not isinstance(read_value(cell), Problem)):
        return cell
    return f"'{cell}"


def unguarded(row: Row) -> Row:
    """A row of a sheet that `write_rows` wrote, without the apostrophes it added."""
    return attrs.evolve(row, cells=tuple(_bare(cell) for cell in row.cells))


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_ACTIVE) else cell
