"""A month's statements as a table for people: class × item, total, outcomes with their reasons, and what has to be known about them."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.statement import Month, describe_exact_comparison, score, total
from bzr_adapters.front_door.statements import MonthTable, TermTable
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.names import class_label, describe_moment, describe_weight, label, outcome_text, short_label
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.monthly import list_month_totals
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.ranking import Place
from bzr_domain.scoring.statement import ClauseLine, Statement

_HEADS = Message("班级|班主任|总分|说明", "class|head teacher|total|remarks")


def month_lines(answer: MonthTable | TermTable, ink: Ink) -> Iterator[str]:
    """The lines of the table; classes under different rulebooks stand in tables of their own."""
    month, lang = answer.source, answer.lang
    yield ink.bold(_heading(month, describe_moment(answer)).in_(lang))
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


def _heading(month: Month, moment: str) -> Message:
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


def _table(statements: Sequence[Statement], lang: Lang, ink: Ink) -> list[str]:
    first = statements[0]
    months = list(dict.fromkeys(name for statement in statements for name in list_month_totals(statement)))
    items = [
        label(item, lang) + (f" × {weight}" if (weight := describe_weight(item.weight)) else "") for item in first.items
    ]
    outcomes = [short_label(node, lang) for node in first.book.outcomes_of(first.period.per)]
    school_class, teacher, sum_, remark = _HEADS.in_(lang).split("|")
    heads = [school_class, teacher, *months, *items, sum_, *outcomes, remark]
    rows = [_row(statement, months, lang) for statement in statements]
    head, *lines = aligned([heads, *rows], right=range(2, len(heads) - 1))
    return [ink.bold(head), *lines]


def _row(statement: Statement, months: Sequence[str], lang: Lang) -> list[str]:
    within = list_month_totals(statement)
    teachers = Message.listed(Message(service.name, service.teacher) for service in statement.services)
    outcomes = (statement.outcomes.get(node.id) for node in statement.book.outcomes_of(statement.period.per))
    return [
        class_label(statement, lang),
        teachers.in_(lang) or "—",
        *(outcome_text(within.get(name), lang) for name in months),
        *(score(item) or "—" for item in statement.items),
        total(statement) or "—",
        *(outcome_text(outcome, lang) for outcome in outcomes),
        ";".join(part.in_(lang) for part in remarks(statement)),
    ]


def remarks(statement: Statement) -> list[Message]:
    """What a reader of a statement has to know: that nothing was recorded, what waits, what was not assessed."""
    nothing = "本月没有任何记录" if statement.period.per == "month" else "没有任何记录"
    waits = statement.provisional and (statement.not_yet_due or not statement.pending)
    pending, uncounted = len(statement.pending), len(statement.uncounted)
    not_scored = len(statement.not_scored) - uncounted
    remarks = (
        (not statement.recorded, Message(nothing, "nothing recorded")),
        (not statement.begun, Message("还没有开始", "not begun")),
        (waits, _name_clauses("暂定,未到期", "provisional, not due", statement.not_yet_due)),
        (pending, Message(f"{pending}条事实待定分值", f"{pending} facts await their points")),
        (statement.not_assessed, _name_clauses("未评", "not assessed", statement.not_assessed)),
        (statement.unset, _name_clauses("未定分值", "no figure set", statement.unset)),
        (not_scored, Message(f"{not_scored}条事实没有条款采用", f"{not_scored} facts under no clause")),
        (uncounted, Message(f"{uncounted}条事实没有一个时段计入", f"{uncounted} facts that no period counts")),
    )
    exact = map(describe_exact_comparison, statement.exact_comparisons)
    return [*(remark for holds, remark in remarks if holds), *exact]


def _name_clauses(zh: str, en: str, clauses: Sequence[str]) -> Message:
    names = Message.listed(clauses)
    return Message(f"{zh}({names.zh})" if clauses else zh, f"{en}: {names.en}" if clauses else en)


_MANY = 12
"""How many scores or peers are written out on one line before the rest is only counted."""


def verdict_lines(verdicts: tuple[ClauseLine, ...], names: Mapping[str, str], lang: Lang, ink: Ink) -> Iterator[str]:
    """The lines of all outcomes of a statement."""
    if verdicts:
        yield from ink.section(Message("结果", "outcomes").in_(lang))
    for verdict in verdicts:
        yield from _verdict_lines(verdict, names, lang, ink, "  ")


def _verdict_lines(
    clause_line: ClauseLine, names: Mapping[str, str], lang: Lang, ink: Ink, indent: str
) -> Iterator[str]:
    value, cite = outcome_text(clause_line.value, lang), clause_line.cite
    zh, en = (f"({cite})", f" ({cite})") if cite else ("", "")
    heading = Message(f"{clause_line.title}{zh}:{value}", f"{clause_line.id}{en}: {value}")
    yield indent + heading.in_(lang)
    below = []
    if clause_line.reading:
        below.append(Message("读法:", "reading: ") + Message.same(clause_line.reading))
    if clause_line.place is not None:
        below.append(_describe_place(clause_line.place, names))
    if len(clause_line.scores) > 1:
        below.append(_list_scores(clause_line, names))
    yield from (ink.dim(f"{indent}    {text.in_(lang)}") for text in below)
    for part in clause_line.parts:
        if part.value is None and isinstance(clause_line.value, bool):
            part = attrs.evolve(part, value=False)  # noqa: PLW2901 (nothing of a yes is a no)
        yield from _verdict_lines(part, names, lang, ink, indent + "  ")


def _describe_place(place: Place, names: Mapping[str, str]) -> Message:
    peers = [f"{names.get(who, who)} {values.tally(number)}" for who, number in place.peers]
    tied = place.last - place.first + 1
    zh, en = (f"({tied}个并列)", f", {tied} tied") if tied > 1 else ("", "")
    position = Message(
        f"第{place.counted}名,共{len(peers)}个参加排名{zh}:", f"place {place.counted} of {len(peers)}{en}: "
    )
    return position + _list_first(peers, "个")


def _list_scores(clause_line: ClauseLine, names: Mapping[str, str]) -> Message:
    several = len({who for who, _, _ in clause_line.scores}) > 1
    scores = [
        f"{names.get(who, who) if several else period} {values.tally(number)}"
        for who, period, number in clause_line.scores
    ]
    return Message("依据:", "from: ") + _list_first(scores, "项")


def _list_first(texts: Sequence[str], unit: str) -> Message:
    """The first of some texts; the rest is only counted."""
    rest = len(texts) - _MANY
    more = Message(f" 等{len(texts)}{unit}", f" and {rest} more") if rest > 0 else Message("", "")
    return Message.listed(texts[:_MANY]) + more
