"""What a decision about an appeal moved, and appeals in a list (申诉)."""

from collections.abc import Iterator

from bzr_adapters.front_door.results import Appeal, AppealList
from bzr_adapters.front_door.statements import Statement
from bzr_adapters.reports.aligned import table
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.names import short_id
from bzr_adapters.reports.without_fact import beyond_lines
from bzr_domain.kernel.messages import Lang, Message
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


_STATES = {
    "open": Message("未决", "open"),
    "upheld": Message("成立", "upheld"),
    "rejected": Message("驳回", "rejected"),
}


def appeal_lines(answer: AppealList, ink: Ink) -> Iterator[str]:
    """A line for each appeal: what it is about and why, its state, and who may decide it until when."""
    lang = answer.lang
    heads = Message(
        "编号|班级|时段|对象|申诉人|理由|公示到|状态|可以决定的人",
        "id|class|period|about|by|grounds|notice ends|state|may decide",
    )
    rows = [
        (
            short_id(appeal.id),
            appeal.class_name if lang == "zh" else appeal.class_id,
            appeal.period,
            short_id(appeal.about),
            appeal.by,
            appeal.grounds,
            appeal.deadline.isoformat(),
            _STATES[appeal.state].in_(lang),
            Message.listed(appeal.may_decide).in_(lang) if appeal.state == "open" else "",
        )
        for appeal in answer.appeals
    ]
    if rows:
        yield from table(heads, rows, lang, ink)
    waiting = sum(appeal.state == "open" for appeal in answer.appeals)
    yield Message(f"共{len(rows)}件,其中未决{waiting}件", f"{len(rows)} appeals, {waiting} of them open").in_(lang)
