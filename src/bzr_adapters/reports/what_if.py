"""A recomputation for people (试算): the sums, then class by class and period by period who gains and who loses."""

from collections.abc import Iterator

from bzr_adapters.documents.comparison_table import (
    describe_rulebook,
    difference_block,
    list_remarks,
    pay_block,
    sum_up,
)
from bzr_adapters.front_door.comparisons import Comparison
from bzr_adapters.reports.aligned import block_lines
from bzr_adapters.reports.ink import Ink

MANY = 4
"""How many clauses are written on one line before the rest is only counted."""


def whatif_lines(answer: Comparison, ink: Ink) -> Iterator[str]:
    """The lines of the report, the biggest moves first."""
    report, lang = answer.source, answer.lang
    comparison = report.comparison
    yield ink.bold(answer.entitle(answer.build_sheet()))
    yield ink.dim(describe_rulebook(comparison).in_(lang))
    yield sum_up(comparison).in_(lang)
    for block in pay_block(comparison, lang):
        yield block.title
        yield from block_lines(block, indent="  ")
    if comparison.changes:
        yield ""
        yield from block_lines(difference_block(comparison.changes, lang, most=MANY), ink)
    for remark in list_remarks(report, lang):
        yield ""
        yield ink.yellow(remark)
