"""The duties of a class and period as a table for people."""

from collections.abc import Iterable

from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import block_lines


def duty_lines(answer: Report) -> Iterable[str]:
    """Every duty, or every point of a regulation, with what is recorded for it, then those for which no work is."""
    sheet = answer.build_sheet()
    yield sheet.name.in_(answer.lang)
    for block in sheet.blocks:
        yield ""
        yield from block_lines(block)
    yield from sheet.notes
