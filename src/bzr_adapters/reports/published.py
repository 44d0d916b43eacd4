"""Published results beside recomputed ones, as a table for people."""

from collections.abc import Iterable

import attrs

from bzr_adapters.documents.published import list_changes
from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import block_lines


def assert_lines(answer: Report) -> Iterable[str]:
    """A line for each result; below it what has moved since, and what was recorded since."""
    results, words = answer.source
    sheet = answer.build_sheet()
    (block,) = sheet.blocks  # its last column says what stands below each line here
    shown = attrs.evolve(block, heads=block.heads[:-1], rows=[row[:-1] for row in block.rows])
    head, *lines = block_lines(shown)
    yield head
    for result, line in zip(results, lines, strict=True):
        yield line
        yield from (f"    {change}" for change in list_changes(result, words))
    yield from sheet.notes
