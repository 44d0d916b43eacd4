"""What something would move, for people (预演): the statements, published ones first, and the pay of sheets begun."""

from collections.abc import Iterable, Iterator

from bzr_adapters.documents.preview import Previews
from bzr_adapters.front_door.comparisons import Comparison
from bzr_adapters.reports.aligned import table
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.what_if import difference_row
from bzr_adapters.reports.without_fact import describe_impact
from bzr_domain.application.preview_changes import Preview
from bzr_domain.counterfactual.compare_statements import StatementDifference
from bzr_domain.kernel.messages import Lang, Message

SHOWN_MAX = 50
"""How many lines of a kind are shown before the rest is only counted."""
_HEADS = Message(
    "班级|班主任|时段|原来|以后|增减|变动的条款|变动的结果|公示",
    "class|head teacher|period|as it is|afterwards|±|clauses that move|outcomes that move|published",
)
_PUBLISHED = Message("已公示", "published")


def preview_lines(answer: Comparison, ink: Ink) -> Iterator[str]:
    """The lines of a preview; where nothing moves, one that says so."""
    previews: Previews = answer.source
    lang = answer.lang
    yield ink.bold(_sum_up(answer, previews).in_(lang))
    rows = [
        [*difference_row(change, lang), _describe_published(preview, change, purpose).in_(lang)]
        for purpose, preview in previews.items()
        for change in preview.changes
    ]
    if rows:
        yield from table(_HEADS, rows[:SHOWN_MAX], lang, ink, right={3, 4, 5})
        yield from _count_rest(rows, lang)
    yield from _list_texts([describe_impact(sheet) for preview in previews.values() for sheet in preview.sheets], lang)
    yield from _list_texts([_describe_problem(*told) for each in previews.values() for told in each.problems], lang)


def _sum_up(answer: Comparison, previews: Previews) -> Message:
    if not (answer.changes or answer.sheets or answer.problems):
        return Message("没有一个分数、一笔绩效会变动", "no score and no pay would move")
    published = sum(preview.is_published(change) for preview in previews.values() for change in preview.changes)
    moved, pay, unchanged = len(answer.changes), len(answer.sheets), answer.unchanged
    return Message(
        f"变动:{moved}张考核表(其中已公示{published}张),{pay}笔绩效;不变:{unchanged}张考核表",
        f"moved: {moved} statements ({published} of them published), {pay} amounts of pay; unchanged: {unchanged} statements",
    )


def _describe_published(preview: Preview, change: StatementDifference, purpose: str) -> Message:
    parts = [_PUBLISHED] if preview.is_published(change) else []
    return Message.joined([*parts, *([Message.same(purpose)] if purpose else [])], " ", " ")


def _describe_problem(class_id: str, period: str, what: Message) -> Message:
    return Message(f"{class_id or '绩效'} {period}:{what.zh}", f"{class_id or 'pay'} {period}: {what.en}")


def _list_texts(texts: list[Message], lang: Lang) -> Iterator[str]:
    yield from (f"  {text.in_(lang)}" for text in texts[:SHOWN_MAX])
    yield from _count_rest(texts, lang)


def _count_rest(listed: Iterable[object], lang: Lang) -> Iterator[str]:
    rest = len(list(listed)) - SHOWN_MAX
    if rest > 0:
        yield Message(f"  另有{rest}条", f"  and {rest} more").in_(lang)
