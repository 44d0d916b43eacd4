"""What a decision about an appeal moved, and appeals in a list (申诉)."""

from collections.abc import Iterator

import attrs

from bzr_adapters.front_door.results import Appeal, AppealList
from bzr_adapters.front_door.statements import Statement
from bzr_adapters.reports.aligned import block_lines
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.names import short_id
from bzr_adapters.reports.without_fact import beyond_lines
from bzr_domain.kernel.messages import Lang
from bzr_domain.publication.figures import compare_figures, extract_figures, list_titles
from bzr_domain.scoring import statement as scoring


def decision_lines(appeal: Appeal, ink: Ink) -> Iterator[str]:
    """Each figure that a decision moved: first in the result appealed against, then in whatever moves with it."""
    elsewhere = []
    for difference in appeal.source:
        before, after = difference.before, difference.after
        if (before.school_class.id, before.period.name) != (appeal.class_id, appeal.period):
            elsewhere.append(difference)
        else:
            yield from (f"  {line}" for line in _list_figures(before, after, appeal.lang))
    yield from beyond_lines(elsewhere, appeal.lang, ink)


def figure_lines(before: Statement, after: Statement) -> Iterator[str]:
    """Each figure of a class that differs between two statements, below the class's name."""
    yield f"  {after.source.school_class.name}"
    yield from (f"    {line}" for line in _list_figures(before.source, after.source, after.lang))


def _list_figures(before: scoring.Statement, after: scoring.Statement, lang: Lang) -> Iterator[str]:
    figures = compare_figures(extract_figures(before), extract_figures(after), list_titles(after.book))
    yield from (figure.describe().in_(lang) for figure in figures)


def appeal_lines(answer: AppealList, ink: Ink) -> Iterator[str]:
    """A line for each appeal: what it is about and why, its state, and who may decide it until when."""
    sheet = answer.build_sheet()
    (block,) = sheet.blocks
    if block.rows:
        rows = [[short_id(str(cell)) if at in (0, 3) else cell for at, cell in enumerate(row)] for row in block.rows]
        yield from block_lines(attrs.evolve(block, rows=rows), ink)
    yield from sheet.notes
