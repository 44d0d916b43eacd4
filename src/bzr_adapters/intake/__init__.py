"""Intake: sheets and published tables become wishes, and every problem in them is named."""

from bzr_adapters.intake.layout import Layout, LayoutColumn
from bzr_adapters.intake.layout_file import BadLayout, read_layout
from bzr_adapters.intake.refused import write_rows, write_table_rows
from bzr_adapters.intake.sheet import Sheet, read_sheet, read_sheets
from bzr_adapters.intake.table import Table, read_table, read_tables
from bzr_adapters.intake.text import normal_name
from bzr_adapters.intake.wide_rows import PrintedTotal

__all__ = [
    "BadLayout",
    "Layout",
    "LayoutColumn",
    "PrintedTotal",
    "Sheet",
    "Table",
    "normal_name",
    "read_layout",
    "read_sheet",
    "read_sheets",
    "read_table",
    "read_tables",
    "write_rows",
    "write_table_rows",
]
