"""A month's statements as tables (月考核表): class × item, total, outcomes, and what has to be known about them."""

from collections.abc import Iterator, Mapping, Sequence

from bzr_adapters.documents.names import (
    class_label,
    count_facts,
    describe_vacancy,
    describe_weight,
    label,
    outcome_cell,
    short_label,
)
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.documents.statement import Month, describe_exact_comparison, describe_table_gap
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.monthly import list_month_totals
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.statement import Statement

_HEADS = Message("班级|班主任|总分|说明", "class|head teacher|total|remarks")
_ASSESSED = {"week": "周考核", "month": "月考核", "quarter": "季度考核", "term": "学期考核", "year": "学年考核"}


def month_sheet(month: Month, lang: Lang) -> Sheet:
    """The statements of a month, a term, a year or a week; why a class has none stands below."""
    assessed = _ASSESSED.get(month.month.per, "考核")
    return Sheet(
        name=Message(f"{month.month.name} {assessed}", month.month.name),
        blocks=list(_list_blocks(month, lang)),
        notes=[f"{class_id}:{problem.what.in_(lang)}" for class_id, problem in month.problems],
    )


def _list_blocks(month: Month, lang: Lang) -> Iterator[Block]:
    """Classes under different rulebooks stand in tables of their own."""
    by_book: dict[str, list[Statement]] = {}
    for statement in month.statements:
        by_book.setdefault(statement.book.digest, []).append(statement)
    for statements in by_book.values():
        yield _build_block(statements, lang)


def _build_block(statements: Sequence[Statement], lang: Lang) -> Block:
    first = statements[0]
    months = list(dict.fromkeys(name for statement in statements for name in list_month_totals(statement)))
    items = [
        label(item, lang) + (f" × {weight}" if (weight := describe_weight(item.weight)) else "") for item in first.items
    ]
    outcomes = [short_label(node, lang) for node in first.book.outcomes_of(first.period.per)]
    school_class, teacher, sum_, remark = _HEADS.in_(lang).split("|")
    heads = [school_class, teacher, *months, *items, sum_, *outcomes, remark]
    return Block(
        heads=heads,
        rows=[_row(statement, months, lang) for statement in statements],
        numbers=range(2, len(heads) - 1),
        notes=[_rulebook(first.book).in_(lang)],
    )


def _rulebook(book: Book) -> Message:
    return Message(
        f"规则:{book.title}({book.id})第{book.version}版,出处{book.cite or '未写'}",
        f"rulebook: {book.id} version {book.version}, source {book.cite or 'not said'}",
    )


def _row(statement: Statement, months: Sequence[str], lang: Lang) -> list[Cell]:
    within: Mapping[str, Cell] = list_month_totals(statement)
    teachers = Message.listed(Message(service.name, service.teacher) for service in statement.services)
    outcomes = (statement.outcomes.get(node.id) for node in statement.book.outcomes_of(statement.period.per))
    return [
        class_label(statement, lang),
        teachers.in_(lang) or None,
        *(within.get(name) for name in months),
        *(item.score if item.assessed else None for item in statement.items),
        statement.total if statement.assessed else None,
        *(outcome_cell(outcome, lang) for outcome in outcomes),
        Message.joined(remarks(statement)).in_(lang),
    ]


def remarks(statement: Statement) -> list[Message]:
    """What a reader of a statement has to know: that nothing was recorded, what waits, what was not assessed."""
    nothing = "本月没有任何记录" if statement.period.per == "month" else "没有任何记录"
    waits = statement.provisional and (statement.not_yet_due or not statement.pending)
    silent, name_clauses = statement.silent_months, statement.name_clauses
    pending, uncounted = len(statement.pending), len(statement.uncounted)
    duties = len(statement.duty_records)
    not_scored = len(statement.not_scored) - uncounted - duties
    remarks = (
        (not statement.recorded, Message(nothing, "nothing recorded")),
        (silent, _list("没有任何记录的月份", "nothing recorded in", Message.listed(silent))),
        (not statement.begun, Message("还没有开始", "not begun")),
        (waits, _list("暂定,未到期", "provisional, not due", name_clauses(statement.not_yet_due))),
        (pending, Message(f"{pending}条事实待定分值", f"{count_facts(pending)} waiting for points")),
        (statement.not_assessed, _list("未评", "not assessed", name_clauses(statement.not_assessed))),
        (statement.unassessed_months, _list("有未评的月份", "not assessed in", _name_unassessed(statement))),
        (
            statement.missing_parts,
            _list("总分缺项,暂定", "provisional, parts of the total missing", name_clauses(statement.missing_parts)),
        ),
        (statement.unset, _list("未定分值", "no figure set", name_clauses(statement.unset))),
        (not_scored, Message(f"{not_scored}条事实没有条款采用", f"{count_facts(not_scored)} under no clause")),
        (
            duties,
            Message(f"另有{duties}条工作记录,是职责凭证", f"besides, {count_facts(duties)} of work done for duties"),
        ),
        (uncounted, Message(f"{uncounted}条事实没有一个时段计入", f"{count_facts(uncounted)} that no period counts")),
    )
    vacancies = map(describe_vacancy, statement.vacancies)
    exact = map(describe_exact_comparison, statement.exact_comparisons)
    gaps = map(describe_table_gap, statement.table_gaps)
    return [*(remark for holds, remark in remarks if holds), *vacancies, *exact, *gaps]


def _name_unassessed(statement: Statement) -> Message:
    """Name the months in which clauses were not assessed, those with the same clauses together."""
    by_clauses: dict[Message, list[str]] = {}
    for month, clauses in statement.unassessed_months.items():
        by_clauses.setdefault(clauses, []).append(month)
    return Message.joined(
        Message.listed(months) + Message.same(" ") + clauses for clauses, months in by_clauses.items()
    )


def _list(zh: str, en: str, names: Message) -> Message:
    return Message(f"{zh}({names.zh})" if names.zh else zh, f"{en}: {names.en}" if names.en else en)
