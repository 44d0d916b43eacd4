"""Published results as a notice for people (公示)."""

from collections.abc import Iterator

from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import block_lines
from bzr_adapters.reports.ink import Ink


def notice_lines(answer: Report, ink: Ink) -> Iterator[str]:
    """The lines of a notice: its title, by which rulebook and until when, the results, where to object, who says so."""
    sheet = answer.build_sheet()
    yield ink.bold(f"{answer.school} {sheet.name.in_(answer.lang)}".lstrip())
    for block in sheet.blocks:
        yield ""
        yield block.title
        yield from block_lines(block, ink)
        yield from block.notes
    yield ""
    yield from sheet.notes
