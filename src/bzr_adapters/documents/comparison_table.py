"""Statements two ways as a table (对照): class by class and period by period who gains and who loses, by which clauses."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bzr_adapters.documents import values
from bzr_adapters.documents.names import class_label, outcome_text, short_label, teacher_label
from bzr_adapters.documents.preview import Previews
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.documents.what_if import WhatIf
from bzr_domain.application.preview_changes import Preview
from bzr_domain.counterfactual.compare_statements import LineChange, StatementDifference
from bzr_domain.counterfactual.other_rulebook import RulebookComparison
from bzr_domain.counterfactual.without_fact import Dispute
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.rulebook.language import Value


def arrow(before: Value | None, after: Value | None, lang: Lang) -> str:
    """A value both ways; a dash where there is none."""
    return f"{outcome_text(before, lang)}→{outcome_text(after, lang)}"


def clauses_text(clauses: Sequence[LineChange[Decimal]], lang: Lang, most: int | None = None) -> str:
    """The clauses that moved, the biggest moves first; those beyond so many are only counted."""
    ordered = sorted(clauses, key=lambda change: abs(change.difference), reverse=True)
    shown = [f"{change.id} {arrow(change.before, change.after, lang)}" for change in ordered[:most]]
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


def difference_block(
    differences: Iterable[StatementDifference], lang: Lang, heads: Message = _HEADS, most: int | None = None
) -> Block:
    """The statements that differ: total both ways, and what moved; of the clauses so many at most."""
    return Block(
        heads=heads.in_(lang).split("|"),
        rows=[difference_row(difference, lang, most) for difference in differences],
        numbers={3, 4, 5},
        signed={5},
    )


def difference_row(difference: StatementDifference, lang: Lang, most: int | None = None) -> list[Cell]:
    """A statement that differs: class, head teacher, period, total both ways, what moved."""
    before = difference.before
    return [
        class_label(before, lang),
        teacher_label(before, lang),
        before.period.name,
        before.total,
        difference.after.total,
        difference.points,
        clauses_text(difference.clauses, lang, most),
        outcomes_text(difference, lang),
    ]


def whatif_sheet(report: WhatIf, lang: Lang) -> Sheet:
    """Every statement that another rulebook moves, and the pay, summed up."""
    comparison = report.comparison
    return Sheet(
        name=Message(f"{report.periods} 换规则试算", f"{report.periods} under another rulebook"),
        blocks=[difference_block(comparison.changes, lang), *pay_block(comparison, lang)],
        notes=[
            describe_rulebook(comparison).in_(lang),
            sum_up(comparison).in_(lang),
            *list_remarks(report, lang),
        ],
    )


def describe_rulebook(comparison: RulebookComparison) -> Message:
    """Which rulebook is tried, and since when."""
    book, day = comparison.book, comparison.since
    zh, en = ("", "") if day is None else (f",自{day}起", f" from {day} on")
    return Message(
        f"改用:{book.title}({book.id})第{book.version}版{zh};只是试算,什么都没有改动",
        f"instead: {book.id} version {book.version}{en}; nothing was changed",
    )


def sum_up(comparison: RulebookComparison) -> Message:
    """How many statements move, up and down by how much, and how many do not."""
    gained, lost = values.signed(comparison.gained), values.points(comparison.lost)
    ups = sum(change.points > 0 for change in comparison.changes)
    downs = sum(change.points < 0 for change in comparison.changes)
    moved, unchanged = len(comparison.changes), comparison.unchanged
    return Message(
        f"共{moved + unchanged}张考核表:{moved}张变动({ups}张加分 {gained},{downs}张减分 {lost}),{unchanged}张不变",
        f"{moved + unchanged} statements: {moved} moved ({ups} up {gained}, {downs} down {lost}), {unchanged} did not",
    )


def pay_block(comparison: RulebookComparison, lang: Lang) -> Iterator[Block]:
    """The pay by each scheme, summed up both ways; nothing where no rulebook pays."""
    books = [*(change.before.book for change in comparison.changes), comparison.book]
    labels = {node.id: short_label(node, lang) for book in books for node in book.outcomes}
    rows: list[list[Cell]] = [
        [labels.get(name, name), before, after, after - before] for name, (before, after) in comparison.pay.items()
    ]
    if rows:
        heads = Message("结果|现行|改后|增减", "outcome|as it is|changed|±").in_(lang).split("|")
        title = Message("绩效合计(元)", "pay, summed up (yuan)").in_(lang)
        yield Block(title=title, heads=heads, rows=rows, numbers={1, 2, 3}, signed={3})


def list_remarks(report: WhatIf, lang: Lang) -> Iterator[str]:
    """The facts that the other rulebook does not know, and the statements that cannot be compared."""
    comparison = report.comparison
    if comparison.unknown:
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
        number = len(classes)
        remark = Message(f"{number}张考核表不能比较:", f"{number} statements cannot be compared: ")
        yield remark.in_(lang) + why


def without_sheet(dispute: Dispute, lang: Lang) -> Sheet:
    """The statement in dispute with and without a fact, and whatever moves with it."""
    statement = dispute.difference.before
    class_, period = statement.school_class, statement.period.name
    heads = Message(
        "班级|班主任|时段|计入|不计|增减|变动的条款|变动的结果",
        "class|head teacher|period|with it|without|±|clauses that moved|outcomes that moved",
    )
    return Sheet(
        name=Message(f"{class_.name} {period} 计入与不计这条事实", f"{class_.id} {period} with and without this fact"),
        blocks=[difference_block([dispute.difference, *dispute.beyond], lang, heads)],
    )


_PREVIEWED = Message(
    "班级|班主任|时段|原来|以后|增减|变动的条款|变动的结果|公示",
    "class|head teacher|period|as it is|afterwards|±|clauses that move|outcomes that move|published",
)
_PUBLISHED = Message("已公示", "published")


def preview_sheet(previews: Previews, lang: Lang) -> Sheet:
    """Every statement that something would move, and the pay of sheets begun."""
    heads = Message("月份|班主任|原来|以后|增减", "month|head teacher|as it is|afterwards|±").in_(lang).split("|")
    pay: list[list[Cell]] = [
        [sheet.month, sheet.impact.name, sheet.impact.before, sheet.impact.after, sheet.impact.difference]
        for preview in previews.values()
        for sheet in preview.sheets
    ]
    title = Message("绩效", "pay").in_(lang)
    pay_moved = [Block(title=title, heads=heads, rows=pay, numbers={2, 3, 4}, signed={4})] if pay else []
    return Sheet(
        name=Message("预演", "preview"),
        blocks=[preview_block(previews, lang), *pay_moved],
        notes=[describe_problem(*told).in_(lang) for preview in previews.values() for told in preview.problems],
    )


def preview_block(previews: Previews, lang: Lang, most: int | None = None) -> Block:
    """The statements that something would move, with whether they were published."""
    rows: list[list[Cell]] = [
        [*difference_row(change, lang, most), _describe_published(preview, change, purpose).in_(lang)]
        for purpose, preview in previews.items()
        for change in preview.changes
    ]
    return Block(heads=_PREVIEWED.in_(lang).split("|"), rows=rows, numbers={3, 4, 5}, signed={5})


def _describe_published(preview: Preview, change: StatementDifference, purpose: str) -> Message:
    parts = [Message("已公示", "published")] if preview.is_published(change) else []
    return Message.joined([*parts, *([Message.same(purpose)] if purpose else [])], " ", " ")


def describe_problem(class_id: str, period: str, what: Message) -> Message:
    """Why what would move of a class and period, or of pay, cannot be told."""
    return Message(f"{class_id or '绩效'} {period}:{what.zh}", f"{class_id or 'pay'} {period}: {what.en}")
