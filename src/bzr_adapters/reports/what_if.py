"""A recomputation for people (试算): the sums, then class by class and period by period who gains and who loses."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bzr_adapters.documents import values
from bzr_adapters.documents.what_if import WhatIf
from bzr_adapters.front_door.comparisons import Comparison
from bzr_adapters.reports.aligned import aligned, table
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.names import class_label, describe_moment, outcome_text, short_label, teacher_label
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
    more = [Message(f"等{len(ordered)}条", f"and {rest} more")] if rest else []
    return Message.joined([*map(Message.same, shown), *more]).in_(lang)


def outcomes_text(difference: StatementDifference, lang: Lang) -> str:
    """Pay and the other outcomes that moved."""
    changes = (*difference.pay, *difference.outcomes)
    texts = [f"{short_label(moved, lang)} {arrow(moved.before, moved.after, lang)}" for moved in changes]
    return Message.joined(map(Message.same, texts)).in_(lang)


_HEADS = Message(
    "班级|班主任|时段|现行|改后|增减|变动的条款|变动的结果",
    "class|head teacher|period|as it is|changed|±|clauses that moved|outcomes that moved",
)


def whatif_lines(answer: Comparison, ink: Ink) -> Iterator[str]:
    """The lines of the report, the biggest moves first."""
    report, lang = answer.source, answer.lang
    comparison = report.comparison
    yield ink.bold(_heading(report, describe_moment(answer)).in_(lang))
    yield ink.dim(_describe_rulebook(comparison).in_(lang))
    yield _sum_up(comparison).in_(lang)
    yield from _pay_lines(comparison, lang)
    if comparison.changes:
        yield ""
        rows = [difference_row(change, lang) for change in comparison.changes]
        yield from table(_HEADS, rows, lang, ink, right={3, 4, 5})
    yield from (ink.yellow(line) for line in _remarks(report, lang))


def _heading(report: WhatIf, moment: str) -> Message:
    return Message(
        f"{report.school} {report.periods} 换规则试算(截至 {moment})",
        f"{report.school} {report.periods} under another rulebook (as of {moment})",
    )


def _describe_rulebook(comparison: RulebookComparison) -> Message:
    book, day = comparison.book, comparison.since
    zh, en = ("", "") if day is None else (f",自{day}起", f" from {day} on")
    return Message(
        f"改用:{book.title}({book.id})第{book.version}版{zh};只是试算,什么都没有改动",
        f"instead: {book.id} version {book.version}{en}; nothing was changed",
    )


def _sum_up(comparison: RulebookComparison) -> Message:
    gained, lost = values.signed(comparison.gained), values.points(comparison.lost)
    ups = sum(change.points > 0 for change in comparison.changes)
    downs = sum(change.points < 0 for change in comparison.changes)
    moved, unchanged = len(comparison.changes), comparison.unchanged
    return Message(
        f"共{moved + unchanged}张考核表:{moved}张变动({ups}张加分 {gained},{downs}张减分 {lost}),{unchanged}张不变",
        f"{moved + unchanged} statements: {moved} moved ({ups} up {gained}, {downs} down {lost}), {unchanged} did not",
    )


def _pay_lines(comparison: RulebookComparison, lang: Lang) -> Iterator[str]:
    books = [*(change.before.book for change in comparison.changes), comparison.book]
    labels = {node.id: short_label(node, lang) for book in books for node in book.outcomes}
    rows = [
        [labels.get(name, name), arrow(before, after, lang), values.signed(after - before)]
        for name, (before, after) in comparison.pay.items()
    ]
    if rows:
        yield Message("绩效合计(元)", "pay, summed up (yuan)").in_(lang)
        yield from aligned(rows, right={2}, indent="  ")


def difference_row(difference: StatementDifference, lang: Lang) -> list[str]:
    """A statement that differs, as cells: class, head teacher, period, total both ways, what moved."""
    before = difference.before
    return [
        class_label(before, lang),
        teacher_label(before, lang),
        before.period.name,
        values.points(before.total),
        values.points(difference.after.total),
        values.signed(difference.points),
        clauses_text(difference.clauses, lang),
        outcomes_text(difference, lang),
    ]


def _remarks(report: WhatIf, lang: Lang) -> Iterator[str]:
    comparison = report.comparison
    if comparison.unknown:
        yield ""
        number = sum(comparison.unknown.values())
        remark = Message(
            f"{number}条事实的事项在这份规则里没有:",
            f"{number} facts are of kinds that this rulebook does not know: ",
        )
        titles = {kind.id: kind.title for kind in report.kinds.values()}
        counts = comparison.unknown.items()
        kinds = Message.listed(Message(f"{titles.get(id_, id_)} {n}", f"{id_} {n}") for id_, n in counts)
        yield (remark + kinds).in_(lang)
    whys: dict[str, list[str]] = {}
    for class_id, _, problem in comparison.missing:
        whys.setdefault(problem.what.in_(lang), []).append(class_id)
    for why, classes in whys.items():
        yield ""
        number = len(classes)
        remark = Message(f"{number}张考核表不能比较:", f"{number} statements cannot be compared: ")
        yield remark.in_(lang) + why
