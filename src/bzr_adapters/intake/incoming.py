"""Sheets and tables as they come in to be recorded: both in the one form that the domain takes."""

from bzr_adapters.intake.layout import Layout
from bzr_adapters.intake.sheet import Sheet
from bzr_adapters.intake.table import Table
from bzr_domain.facts.incoming_sheet import IncomingSheet


def of_sheet(sheet: Sheet) -> IncomingSheet:
    """A long fact sheet."""
    return IncomingSheet(name=sheet.name, rows=sheet.rows, columns=sheet.columns, problems=sheet.problems)


def of_table(table: Table, layout: Layout) -> IncomingSheet:
    """A wide table, read with its layout."""
    return IncomingSheet(
        name=table.name,
        rows=table.rows,
        origins=table.origins,
        columns=table.columns,
        problems=table.problems,
        totals=table.totals,
        kinds=tuple(layout.kinds),
    )
