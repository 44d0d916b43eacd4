"""What comes in to be recorded: a fact sheet or a wide table, already read, in one form."""

from collections.abc import Sequence

import attrs

from bzr_adapters.intake import Layout, PrintedTotal, Sheet, Table
from bzr_domain.commands import RecordFact
from bzr_domain.errors import Problem


@attrs.frozen(kw_only=True)
class Incoming:
    """One sheet's wishes.

    Attributes:
        name: How the sheet is named in messages and kept with its facts.
        wishes: Its rows; `origins` has the column letter of each where a row holds several.
        columns: Field → the column it stands in, as messages name it.
        problems: What the intake found wrong already.
        totals: Its printed totals, and `kinds`, what they sum.
    """

    name: str
    wishes: tuple[RecordFact, ...]
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


def of_sheet(sheet: Sheet) -> Incoming:
    """A long fact sheet."""
    return Incoming(name=sheet.name, wishes=sheet.wishes, columns=sheet.columns, problems=sheet.problems)


def of_table(table: Table, layout: Layout) -> Incoming:
    """A wide table, read with its layout."""
    return Incoming(
        name=table.name,
        wishes=table.wishes,
        origins=table.origins,
        columns=table.columns,
        problems=table.problems,
        totals=table.totals,
        kinds=tuple(layout.kinds),
    )


def by_place(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems in the order a person meets them: by sheet, then by row."""
    sheets = list(dict.fromkeys(problem.sheet for problem in problems))
    return tuple(sorted(problems, key=lambda one: (sheets.index(one.sheet), one.row or 0)))
