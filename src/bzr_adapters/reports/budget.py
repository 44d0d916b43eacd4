"""The budget as tables for people: what it comes to, and whom it adds up."""

from collections.abc import Iterable

from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import block_lines
from bzr_domain.kernel.messages import Message


def budget_lines(answer: Report) -> Iterable[str]:
    """The budget for people: each outcome with its amount, then whom it adds up."""
    sheet = answer.build_sheet()
    yield (Message.same(answer.school) + Message(" ", ", ") + sheet.name).in_(answer.lang)
    first, *others = sheet.blocks
    yield from block_lines(first)
    for block in others:
        yield ""
        yield block.title
        yield from block_lines(block, indent="  ")
