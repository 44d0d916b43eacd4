"""Refused rows (`--partial`): left out of what is recorded, and written to a sheet of their own, to be mended and read again."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path

import attrs

from bzr_adapters.intake.column_headers import REASON_HEADER, is_reason_header
from bzr_adapters.intake.formula_guard import guard_cell
from bzr_adapters.intake.sheet_from_file import SheetFromFile
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.kernel.messages import Lang, Problem


def leave_out_refused(sheet: IncomingSheet, problems: Iterable[Problem]) -> IncomingSheet:
    """Return a sheet with the rows in which nothing is wrong: a row of a wide table counts as a whole.

    It goes on to cover the days of the others, but for days that are wrong themselves: a bad row may be one recorded before.
    """
    of_sheet = [problem for problem in problems if problem.sheet == sheet.name]
    refused = {problem.row for problem in of_sheet}
    without_day = {problem.row for problem in of_sheet if problem.field == "date"}
    good = [index for index, row in enumerate(sheet.rows) if row.row not in refused]
    return attrs.evolve(
        sheet,
        rows=tuple(sheet.rows[index] for index in good),
        origins=tuple(sheet.origins[index] for index in good) if sheet.origins else (),
        problems=(),
        totals=tuple(total for total in sheet.totals if total.row not in refused),
        bad_days=(*sheet.bad_days, *(row.on for row in sheet.rows if row.row in refused - without_day)),
    )


def build_refused_sheets(
    sheets: Iterable[SheetFromFile], problems: Sequence[Problem], lang: Lang
) -> Iterator[tuple[Path, bytes]]:
    """Yield for every sheet with refused rows the file beside it that they belong in, one not there yet, and what stands in it."""
    for sheet in sheets:
        refused: dict[int, list[Problem]] = {}
        for problem in problems:
            if problem.sheet == sheet.name and problem.row is not None:
                refused.setdefault(problem.row, []).append(problem)
        if refused and not sheet.unusable:
            texts = sheet.read_rows_again(refused)
            rows = [(texts.get(number, ()), reasons) for number, reasons in sorted(refused.items())]
            yield _choose_path(sheet.path), build_rows(sheet.heads, rows, lang)


def _choose_path(sheet: Path) -> Path:
    """Return 九月.问题.csv for 九月.csv, or 九月.问题2.csv where there is such a file already."""
    paths = (sheet.with_name(f"{sheet.stem}.问题{number}.csv") for number in chain([""], count(2)))
    return next(path for path in paths if not os.path.lexists(path))


def build_rows(
    heads: Sequence[Sequence[str]], rows: Iterable[tuple[Sequence[str], Sequence[Problem]]], lang: Lang = "zh"
) -> bytes:
    """Return a CSV file of rows below their headers and, in a last column 问题 (problem), why each was refused.

    UTF-8 with BOM, so that Excel opens it. A cell that a spreadsheet would run as a formula gets an apostrophe, which
    the intake takes off again; a plain number stays as it is.

    Args:
        heads: The rows down to the headers; a column 问题 already there is written anew.
        rows: Each row's texts, and its problems.
        lang: The language of the reasons.
    """
    *titles, header = heads
    old = {position for position, cell in enumerate(header) if is_reason_header(cell)}
    positions = [position for position in range(max(map(len, heads))) if position not in old]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows(_guard_cells(cells, positions) for cells in titles)
    writer.writerow([*_guard_cells(header, positions), REASON_HEADER.in_(lang)])
    for cells, problems in rows:
        writer.writerow([*_guard_cells(cells, positions), guard_cell(format_reasons(problems, lang))])
    return file.getvalue().encode("utf-8-sig")


def _guard_cells(cells: Sequence[str], positions: list[int]) -> list[str]:
    return [guard_cell(cells[position]) if position < len(cells) else "" for position in positions]


def format_reasons(problems: Iterable[Problem], lang: Lang) -> str:
    """Return all problems of a row in one line.

    >>> from bzr_domain.kernel.messages import Message
    >>> format_reasons([Problem(code="fact.field-missing", what=Message("缺少日期", "the date is missing"), column="A")], "zh")
    'A: 缺少日期'
    """
    return "; ".join(_format_reason(problem, lang) for problem in problems)


def _format_reason(problem: Problem, lang: Lang) -> str:
    place = f"{problem.column}: " if problem.column else ""
    expected = f" — {problem.expected.in_(lang)}" if problem.expected else ""
    return f"{place}{problem.what.in_(lang)}{expected}"
