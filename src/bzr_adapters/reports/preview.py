"""What something would move, for people (预演): the statements, published ones first, and the pay of sheets begun."""

from collections.abc import Iterable, Iterator

import attrs

from bzr_adapters.documents.comparison_table import describe_problem, preview_block
from bzr_adapters.documents.preview import Previews
from bzr_adapters.front_door.comparisons import Comparison
from bzr_adapters.reports.aligned import block_lines
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.what_if import MANY
from bzr_adapters.reports.without_fact import describe_impact
from bzr_domain.kernel.messages import Lang, Message

SHOWN_MAX = 50
"""How many lines of a kind are shown before the rest is only counted."""


def preview_lines(answer: Comparison, ink: Ink) -> Iterator[str]:
    """The lines of a preview; where nothing moves, one that says so."""
    yield ink.bold(_sum_up(answer, answer.source).in_(answer.lang))
    yield from _list_moved(answer, ink)


def settled_lines(moved: Comparison | None, ink: Ink) -> Iterator[str]:
    """Return what a command moved that was published or stands on a pay sheet begun; nothing where it moved nothing."""
    if moved is not None:
        title = Message(
            "因此变动的已公示结果和已编制的绩效:", "published results and pay on sheets begun that differ now:"
        )
        yield ink.bold(title.in_(moved.lang))
        yield from _list_moved(moved, ink)


def _list_moved(answer: Comparison, ink: Ink) -> Iterator[str]:
    previews: Previews = answer.source
    lang = answer.lang
    block = preview_block(previews, lang, MANY)
    if block.rows:
        yield from block_lines(attrs.evolve(block, rows=block.rows[:SHOWN_MAX]), ink)
        yield from _count_rest(block.rows, lang)
    yield from _list_texts([describe_impact(sheet) for preview in previews.values() for sheet in preview.sheets], lang)
    yield from _list_texts([describe_problem(*told) for each in previews.values() for told in each.problems], lang)


def _sum_up(answer: Comparison, previews: Previews) -> Message:
    if not (answer.changes or answer.sheets or answer.problems):
        return Message("没有一个分数、一笔绩效会变动", "no score and no pay would move")
    published = sum(preview.is_published(change) for preview in previews.values() for change in preview.changes)
    moved, pay, unchanged = len(answer.changes), len(answer.sheets), answer.unchanged
    return Message(
        f"变动:{moved}张考核表(其中已公示{published}张),{pay}笔绩效;不变:{unchanged}张考核表",
        f"moved: {moved} statements ({published} of them published), {pay} amounts of pay; unchanged: {unchanged} statements",
    )


def _list_texts(texts: list[Message], lang: Lang) -> Iterator[str]:
    yield from (f"  {text.in_(lang)}" for text in texts[:SHOWN_MAX])
    yield from _count_rest(texts, lang)


def _count_rest(listed: Iterable[object], lang: Lang) -> Iterator[str]:
    rest = len(list(listed)) - SHOWN_MAX
    if rest > 0:
        yield Message(f"  另有{rest}条", f"  and {rest} more").in_(lang)
