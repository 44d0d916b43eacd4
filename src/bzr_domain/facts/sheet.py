"""A sheet that comes in to be recorded (登记表): its rows, its printed totals, and what is wrong with it already."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256

import attrs

from bzr_domain.facts.commands import FactRow
from bzr_domain.facts.events import TotalPrinted
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.quantities import normalise


@attrs.frozen(kw_only=True)
class PrintedTotal:
    """The total a table prints for a class on a day (评分汇总): what a recomputed one is held against."""

    class_ref: str
    on: date
    total: Decimal
    sheet: str
    row: int


@attrs.frozen(kw_only=True)
class IncomingSheet:
    """One sheet's wishes.

    Attributes:
        name: How the sheet is named in messages and kept with its facts.
        wishes: Its rows; `origins` has the column letter of each where a row holds several.
        columns: Field → the column it stands in, as messages name it.
        problems: What the intake found wrong already.
        totals: Its printed totals, and `kinds`, what they sum.
    """

    name: str
    wishes: tuple[FactRow, ...]
    origins: tuple[str, ...] = ()
    columns: dict[str, str] = attrs.field(factory=dict)
    problems: tuple[Problem, ...] = ()
    totals: tuple[PrintedTotal, ...] = ()
    kinds: tuple[str, ...] = ()

    def placed(self, problem: Problem, index: int) -> Problem:
        """A problem of a wish, with its sheet, row and column."""
        column = self.columns.get(problem.field, "")
        if self.origins and problem.field not in ("class", "date"):
            column = self.origins[index]
        return attrs.evolve(problem, sheet=self.name, row=self.wishes[index].row, column=column)


def total_of(
    sheet: IncomingSheet, printed: PrintedTotal, class_id: str, kinds: tuple[str, ...]
) -> TotalPrinted:
    """A printed total as it is recorded; what one sheet prints for a class and a day has one id for each number."""
    parts = (sheet.name, class_id, printed.on.isoformat(), str(normalise(printed.total)), *kinds)
    return TotalPrinted(
        id=sha256("\x1f".join(parts).encode()).hexdigest()[:20],
        class_id=class_id,
        on=printed.on,
        total=printed.total,
        kinds=kinds,
        sheet=sheet.name,
    )


def by_place(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems in the order a person meets them: by sheet, then by row."""
    sheets = list(dict.fromkeys(problem.sheet for problem in problems))
    return tuple(sorted(problems, key=lambda one: (sheets.index(one.sheet), one.row or 0)))
