"""A recomputation for people (试算): the sums, then class by class and period by period who gains and who loses."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bzr_adapters.documents import values
from bzr_adapters.documents.what_if import WhatIf, kind_titles
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import outcome_text, short_title
from bzr_domain.counterfactual.compare_statements import LineChange, StatementDifference
from bzr_domain.counterfactual.other_rulebook import RulebookComparison
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.rulebook.language import Value

_MANY = 4
"""How many clauses are written on one line before the rest is only counted."""


def arrow(before: Value | None, after: Value | None, lang: Lang) -> str:
    """A value both ways; a dash where there is none."""
    return f"{outcome_text(before, lang)}→{outcome_text(after, lang)}"


def clauses_text(clauses: Sequence[LineChange[Decimal]], lang: Lang) -> str:
    """The clauses that moved, the biggest moves first."""
    ordered = sorted(clauses, key=lambda change: abs(change.difference), reverse=True)
    shown = [f"{change.id} {arrow(change.before, change.after, lang)}" for change in ordered[:_MANY]]
    rest = len(ordered) - len(shown)
    more = [f"等{len(ordered)}条" if lang == "zh" else f"and {rest} more"] if rest else []
    return (";" if lang == "zh" else "; ").join([*shown, *more])


def outcomes_text(statement_difference: StatementDifference, lang: Lang) -> str:
    """Pay and the other outcomes that moved."""
    changes: list[LineChange[Value]] = [*statement_difference.pay, *statement_difference.outcomes]
    shown = [
        f"{short_title(moved.title) if lang == 'zh' else moved.id} {arrow(moved.before, moved.after, lang)}"
        for moved in changes
    ]
    return (";" if lang == "zh" else "; ").join(shown)


_HEADS = {
    "zh": ("班级", "班主任", "时段", "现行", "改后", "增减", "变动的条款", "变动的结果"),
    "en": (
        "class",
        "head teacher",
        "period",
        "as it is",
        "changed",
        "±",
        "clauses that moved",
        "outcomes that moved",
    ),
}


_NUMBERS = range(3, 6)


def whatif_lines(report: WhatIf, lang: Lang, ink: Ink) -> Iterator[str]:
    """The lines of the report, the biggest moves first."""
    comparison = report.comparison
    yield ink.bold(_heading(report).in_(lang))
    yield ink.dim(_rulebook(comparison).in_(lang))
    yield _sums(comparison).in_(lang)
    yield from _pay(comparison, lang)
    if comparison.changes:
        yield ""
        lines = aligned(
            [list(_HEADS[lang]), *(_row(change, lang) for change in comparison.changes)], right=_NUMBERS
        )
        yield ink.bold(lines[0])
        yield from lines[1:]
    yield from (ink.yellow(line) for line in _remarks(report, lang))


def _heading(report: WhatIf) -> Message:
    moment = values.minute(report.as_of)
    return Message(
        f"{report.school} {report.periods} 换规则试算(截至 {moment})",
        f"{report.school} {report.periods} under another rulebook (as of {moment})",
    )


def _rulebook(rulebook_comparison: RulebookComparison) -> Message:
    book, day = rulebook_comparison.book, rulebook_comparison.since
    zh, en = ("", "") if day is None else (f",自{day}起", f" from {day} on")
    return Message(
        f"改用:{book.title}({book.id})第{book.version}版{zh};只是试算,什么都没有改动",
        f"instead: {book.id} version {book.version}{en}; nothing was changed",
    )


def _sums(rulebook_comparison: RulebookComparison) -> Message:
    gained, lost = values.signed(rulebook_comparison.gained), values.points(rulebook_comparison.lost)
    ups = sum(change.points > 0 for change in rulebook_comparison.changes)
    downs = sum(change.points < 0 for change in rulebook_comparison.changes)
    moved, all_ = (
        len(rulebook_comparison.changes),
        len(rulebook_comparison.changes) + rulebook_comparison.unchanged,
    )
    return Message(
        f"共{all_}张考核表:{moved}张变动({ups}张加分 {gained},{downs}张减分 {lost}),{rulebook_comparison.unchanged}张不变",
        f"{all_} statements: {moved} moved ({ups} up {gained}, {downs} down {lost}), {rulebook_comparison.unchanged} did not",
    )


def _pay(rulebook_comparison: RulebookComparison, lang: Lang) -> Iterator[str]:
    titles = {
        node.id: node.title for change in rulebook_comparison.changes for node in change.before.book.outcomes
    }
    titles |= {node.id: node.title for node in rulebook_comparison.book.outcomes}
    rows = [
        [
            _title(titles, name) if lang == "zh" else name,
            arrow(before, after, lang),
            values.signed(after - before),
        ]
        for name, (before, after) in rulebook_comparison.pay.items()
    ]
    if rows:
        yield Message("绩效合计(元)", "pay, summed up (yuan)").in_(lang)
        yield from aligned(rows, right={2}, indent="  ")


def _title(titles: dict[str, str], name: str) -> str:
    return short_title(titles.get(name, name))


def _row(statement_difference: StatementDifference, lang: Lang) -> Sequence[str]:
    before = statement_difference.before
    teacher = before.teacher
    zh = lang == "zh"
    return [
        before.school_class.name if zh else before.school_class.id,
        "—" if teacher is None else teacher.name if zh else teacher.teacher,
        before.period.name,
        values.points(before.total),
        values.points(statement_difference.after.total),
        values.signed(statement_difference.points),
        clauses_text(statement_difference.clauses, lang),
        outcomes_text(statement_difference, lang),
    ]


def _remarks(report: WhatIf, lang: Lang) -> Iterator[str]:
    comparison = report.comparison
    if comparison.unknown:
        yield ""
        number, kinds = sum(comparison.unknown.values()), kind_titles(report, lang)
        yield Message(
            f"{number}条事实的事项在这份规则里没有:{'、'.join(kinds)}",
            f"{number} facts are of kinds that this rulebook does not know: {', '.join(kinds)}",
        ).in_(lang)
    whys: dict[str, list[str]] = {}
    for class_id, _, problem in comparison.missing:
        whys.setdefault(problem.what.in_(lang), []).append(class_id)
    for why, classes in whys.items():
        yield ""
        number = len(classes)
        yield Message(
            f"{number}张考核表不能比较:{why}", f"{number} statements cannot be compared: {why}"
        ).in_(lang)
