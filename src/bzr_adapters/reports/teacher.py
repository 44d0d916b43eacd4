"""A head teacher's record as tables for people."""

from collections.abc import Iterable

from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import block_lines


def teacher_lines(answer: Report) -> Iterable[str]:
    """The tenures, the results of every period, and what was recorded."""
    sheet = answer.build_sheet()
    yield sheet.name.in_(answer.lang)
    for block in sheet.blocks:
        yield ""
        yield block.title
        yield from block_lines(block, indent="  ")
