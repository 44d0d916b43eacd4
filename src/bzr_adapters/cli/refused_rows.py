"""`--partial`: the rows with a problem are taken out of a sheet and written to one of their own."""

from collections.abc import Iterable, Sequence
from itertools import chain, count
from pathlib import Path

import attrs

from bzr_adapters.intake.refused import write_rows, write_table_rows
from bzr_adapters.intake.sheet import Sheet
from bzr_adapters.intake.table import Table
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.kernel.messages import Lang, Problem


def without_bad_rows(sheet: IncomingSheet, problems: Iterable[Problem]) -> IncomingSheet:
    """A sheet's rows in which nothing is wrong: a row of a wide table is taken whole or not at all."""
    bad = {problem.row for problem in problems if problem.sheet == sheet.name}
    kept = [index for index, row in enumerate(sheet.rows) if row.row not in bad]
    return attrs.evolve(
        sheet,
        rows=tuple(sheet.rows[index] for index in kept),
        origins=tuple(sheet.origins[index] for index in kept) if sheet.origins else (),
        problems=(),
        totals=tuple(total for total in sheet.totals if total.row not in bad),
    )


def write_refused(read: Sequence[Sheet | Table], problems: Sequence[Problem], lang: Lang) -> list[Path]:
    """Write the bad rows of every sheet beside it, and say where; an existing file is never replaced."""
    written = []
    for sheet in read:
        rows: dict[int, list[Problem]] = {}
        for problem in problems:
            if problem.sheet == sheet.name and problem.row is not None:
                rows.setdefault(problem.row, []).append(problem)
        if rows and not sheet.unusable:
            path = free_name(sheet.path)
            texts = sheet.read_rows_again(rows)
            pairs = [(texts.get(number, ()), found) for number, found in sorted(rows.items())]
            if isinstance(sheet, Table):
                write_table_rows(path, sheet.heads, pairs, lang)
            else:
                write_rows(path, sheet.header, pairs, lang)
            written.append(path)
    return written


def free_name(sheet: Path) -> Path:
    """九月.csv gives 九月.问题.csv, or 九月.问题2.csv where that is taken."""
    names = (sheet.with_name(f"{sheet.stem}.问题{number}.csv") for number in chain([""], count(2)))
    return next(path for path in names if not path.exists())
