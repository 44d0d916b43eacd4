"""Sheets and tables as they come in to be recorded: both in the one form that the domain takes."""

from bzr_adapters.intake.layout import Layout
from bzr_adapters.intake.sheet import Sheet
from bzr_adapters.intake.table import Table
from bzr_domain.facts.sheet import Incoming


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
