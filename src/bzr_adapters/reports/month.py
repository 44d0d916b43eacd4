"""A month's statements as a table for people: class × item, total, outcomes with their reasons, and what has to be known about them."""

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.statement import Month, total
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.monthly import list_month_totals
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.statement import ClauseLine, ItemLine, Statement

_HEADS = {"zh": ("班级", "班主任", "总分", "说明"), "en": ("class", "head teacher", "total", "remarks")}


def month_lines(month: Month, lang: Lang, ink: Ink) -> Iterator[str]:
    """The lines of the table; classes under different rulebooks stand in tables of their own."""
    yield ink.bold(_heading(month).in_(lang))
    by_book: dict[str, list[Statement]] = {}
    for statement in month.statements:
        by_book.setdefault(statement.book.digest, []).append(statement)
    for statements in by_book.values():
        yield ""
        yield from _table(statements, lang, ink)
        yield ink.dim(_rulebook(statements[0].book).in_(lang))
    if month.problems:
        yield ""
    for class_id, problem in month.problems:
        yield ink.yellow(f"{class_id}:{problem.what.in_(lang)}")


def _heading(month: Month) -> Message:
    moment = values.minute(month.as_of)
    return Message(
        f"{month.school} {month.month.name} {_ASSESSED.get(month.month.per, '考核')}(截至 {moment})",
        f"{month.school} {month.month.name} (as of {moment})",
    )


_ASSESSED = {"week": "周考核", "month": "月考核", "term": "学期考核", "year": "学年考核"}


def _rulebook(book: Book) -> Message:
    return Message(
        f"规则:{book.title}({book.id})第{book.version}版,出处{book.cite or '未写'}",
        f"rulebook: {book.id} version {book.version}, source {book.cite or 'not said'}",
    )


def _table(statements: Sequence[Statement], lang: Lang, ink: Ink) -> Iterator[str]:
    first = statements[0]
    items = [item.title if lang == "zh" else item.id for item in first.items]
    outcomes = [
        short_title(node.title) if lang == "zh" else node.id
        for node in first.book.outcomes_of(first.period.per)
    ]
    school_class, teacher, sum_, remarks = _HEADS[lang]
    months = list(dict.fromkeys(name for statement in statements for name in list_month_totals(statement)))
    rows = [[school_class, teacher, *months, *items, sum_, *outcomes, remarks]]
    rows += [_row(statement, months, lang) for statement in statements]
    numbers = range(2, 2 + len(months) + len(items) + 1 + len(outcomes))
    lines = aligned(rows, right=numbers)
    yield ink.bold(lines[0])
    yield from lines[1:]


def short_title(title: str) -> str:
    """A title up to its first stop: 方案一:60分以上… is 方案一."""
    return re.split(r"[:,;(:,;(。]", title)[0]


def _row(statement: Statement, months: Sequence[str], lang: Lang) -> list[str]:
    within = list_month_totals(statement)
    names = "、".join(service.name for service in statement.services) or "—"
    return [
        statement.school_class.name if lang == "zh" else statement.school_class.id,
        names if lang == "zh" else ", ".join(service.teacher for service in statement.services) or "—",
        *(values.points(within[name]) if name in within else "—" for name in months),
        *(_score(statement, item) for item in statement.items),
        total(statement) or "—",
        *(
            outcome_text(statement.outcomes.get(node.id), lang)
            for node in statement.book.outcomes_of(statement.period.per)
        ),
        ";".join(part.in_(lang) for part in remarks(statement)),
    ]


def _score(statement: Statement, item: ItemLine) -> str:
    """An item's score; a dash where nothing of it was assessed."""
    result = statement.results.get(item.id)
    return "—" if result is not None and result.value is None else values.points(item.score)


def remarks(statement: Statement) -> list[Message]:
    """What a reader of a statement has to know: that nothing was recorded, what waits, what was not assessed."""
    remarks = []
    if not statement.recorded:
        remarks.append(
            Message(
                "本月没有任何记录" if statement.period.per == "month" else "没有任何记录", "nothing recorded"
            )
        )
    if statement.provisional and (statement.not_yet_due or not statement.pending):
        remarks.append(
            Message(
                f"暂定,未到期{_listed(statement.not_yet_due)}",
                f"provisional, not due: {_named(statement.not_yet_due)}",
            )
        )
    if statement.pending:
        number = len(statement.pending)
        remarks.append(Message(f"{number}条事实待定分值", f"{number} facts await their points"))
    if statement.not_assessed:
        remarks.append(
            Message(
                f"未评{_listed(statement.not_assessed)}", f"not assessed: {_named(statement.not_assessed)}"
            )
        )
    if statement.unset:
        remarks.append(
            Message(f"未定分值{_listed(statement.unset)}", f"no figure set: {_named(statement.unset)}")
        )
    if statement.not_scored:
        number = len(statement.not_scored)
        remarks.append(Message(f"{number}条事实没有条款采用", f"{number} facts under no clause"))
    return remarks


def _listed(clauses: Sequence[str]) -> str:
    return f"({'、'.join(clauses)})" if clauses else ""


def _named(clauses: Sequence[str]) -> str:
    return ", ".join(clauses)


_MANY = 12
"""How many scores or peers are written out on one line before the rest is only counted."""


def verdict_lines(
    verdicts: tuple[ClauseLine, ...], names: Mapping[str, str], lang: Lang, ink: Ink
) -> Iterator[str]:
    """The lines of all outcomes of a statement."""
    if verdicts:
        yield ""
        yield ink.bold(Message("结果", "outcomes").in_(lang))
    for verdict in verdicts:
        yield from _verdict(verdict, names, lang, ink, "  ")


def _verdict(
    clause_line: ClauseLine, names: Mapping[str, str], lang: Lang, ink: Ink, indent: str
) -> Iterator[str]:
    cite = (f"({clause_line.cite})" if lang == "zh" else f" ({clause_line.cite})") if clause_line.cite else ""
    title = clause_line.title if lang == "zh" else clause_line.id
    yield (
        f"{indent}{title}{cite}:{outcome_text(clause_line.value, lang)}"
        if lang == "zh"
        else (f"{indent}{title}{cite}: {outcome_text(clause_line.value, lang)}")
    )
    if clause_line.reading:
        yield ink.dim(
            f"{indent}    "
            + Message(f"读法:{clause_line.reading}", f"reading: {clause_line.reading}").in_(lang)
        )
    if clause_line.place is not None:
        yield ink.dim(f"{indent}    " + _place(clause_line, names).in_(lang))
    if len(clause_line.scores) > 1:
        yield ink.dim(f"{indent}    " + _scores(clause_line, names).in_(lang))
    for part in clause_line.parts:
        if part.value is None and isinstance(clause_line.value, bool):
            part = attrs.evolve(part, value=False)  # noqa: PLW2901 (nothing of a yes is a no)
        yield from _verdict(part, names, lang, ink, indent + "  ")


def outcome_text(value: object, lang: Lang) -> str:
    """An outcome in words: money or points, yes or no, a label, a dash for nothing."""
    if isinstance(value, bool):
        yes, no = ("是", "否") if lang == "zh" else ("yes", "no")
        return yes if value else no
    shown = values.outcome(value)  # type: ignore[arg-type]  # a value of a node
    return "—" if shown is None else str(shown)


def _place(clause_line: ClauseLine, names: Mapping[str, str]) -> Message:
    place = clause_line.place
    assert place is not None
    shown = [(names.get(who, who), values.tally(number)) for who, number in place.peers[:_MANY]]
    rest = len(place.peers) - len(shown)
    zh = "、".join(f"{who} {number}" for who, number in shown) + (f" 等{len(place.peers)}个" if rest else "")
    en = ", ".join(f"{who} {number}" for who, number in shown) + (f" and {rest} more" if rest else "")
    tied = place.last - place.first
    return Message(
        f"第{place.counted}名,共{len(place.peers)}个参加排名{f'({tied + 1}个并列)' if tied else ''}:{zh}",
        f"place {place.counted} of {len(place.peers)}{f', {tied + 1} tied' if tied else ''}: {en}",
    )


def _scores(clause_line: ClauseLine, names: Mapping[str, str]) -> Message:
    several = len({who for who, _, _ in clause_line.scores}) > 1
    shown = [
        f"{names.get(who, who)} {values.tally(number)}" if several else f"{cell} {values.tally(number)}"
        for who, cell, number in clause_line.scores[:_MANY]
    ]
    rest = len(clause_line.scores) - len(shown)
    return Message(
        "依据:" + "、".join(shown) + (f" 等{len(clause_line.scores)}项" if rest else ""),
        "from: " + ", ".join(shown) + (f" and {rest} more" if rest else ""),
    )
