"""A dispute for people (异议): the statement with the fact and without it, side by side, then what else moves."""

from collections.abc import Iterable, Iterator, Sequence

from bzr_adapters.documents import values
from bzr_adapters.documents.comparison_table import clauses_text, outcomes_text
from bzr_adapters.documents.facts import fact_title, list_provenance
from bzr_adapters.documents.names import class_label, label, outcome_text, short_label
from bzr_adapters.front_door.comparisons import Comparison
from bzr_adapters.reports.aligned import aligned, table
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.names import describe_moment
from bzr_adapters.reports.what_if import MANY
from bzr_domain.counterfactual.compare_statements import StatementDifference, as_number
from bzr_domain.counterfactual.without_fact import Dispute
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.pay.pay_impact import SheetImpact
from bzr_domain.rulebook.language import Value

_HEADS = Message("|计入|不计|增减", "|with it|without|±")


def dispute_lines(answer: Comparison, ink: Ink) -> Iterator[str]:
    """The lines of a dispute: the fact, both statements, what moves besides, and on which pay sheets."""
    (disputed, words, item), lang = answer.source, answer.lang
    dispute, fact = disputed.dispute, disputed.dispute.fact
    yield ink.bold(_heading(dispute, describe_moment(answer)).in_(lang))
    name = words.name_class(fact.fact, lang)
    yield f"{fact.fact.on} {name} {fact_title(fact, words, lang)}"
    yield from (ink.dim(f"    {line}") for line in list_provenance(fact, words, lang))
    remark = Message("只是设想这条事实作废,什么都没有改动", "as if this fact were void; nothing was changed")
    yield ink.dim(remark.in_(lang))
    yield ""
    if not dispute.touches:
        yield ink.yellow(_untouched(dispute).in_(lang))
    else:
        yield from table(_HEADS, _rows(dispute.difference, lang, item), lang, ink, right={1, 2, 3})
    yield from beyond_lines(dispute.beyond, lang, ink)
    yield from _pay_impact_lines(disputed.pay_impacts, lang, ink)


def _heading(dispute: Dispute, moment: str) -> Message:
    statement = dispute.difference.before
    school_class, period = statement.school_class, statement.period.name
    return Message(
        f"{school_class.name} {period} 计入与不计这条事实(截至 {moment})",
        f"{school_class.id} {period} with and without this fact (as of {moment})",
    )


def _untouched(dispute: Dispute) -> Message:
    statement, fact = dispute.difference.before, dispute.fact.fact
    school_class, period = statement.school_class, statement.period
    why = Message("没有条款因它增减", "no clause counts it")
    if fact.class_id != school_class.id:
        why = Message("它是别班的", "it is another class's")
    elif not period.covers(fact.on):
        why = Message(f"它在{fact.on}", f"it is of {fact.on}")
    return Message(
        f"这条事实与{school_class.name} {period.name}的考核表无关({why.zh}):计不计都一样",
        f"this fact does not touch the statement of {school_class.id} for {period.name} ({why.en}): it reads the same both ways",
    )


def _rows(difference: StatementDifference, lang: Lang, only: str | None) -> Iterator[Sequence[str]]:
    """Each item with its clauses that moved, the total, and the outcomes."""
    before, after = difference.before, difference.after
    scores = {item.id: item.score for item in after.items}
    for item in before.items:
        if only in (None, item.id):
            yield _row(label(item, lang), item.score, scores.get(item.id), lang)
            for clause in difference.clauses:
                if clause.item == item.id:
                    name = Message(f"  {clause.id} {clause.title}", f"  {clause.id}").in_(lang)
                    yield _row(name, clause.before, clause.after, lang)
    yield _row(Message("总分", "total").in_(lang), before.total, after.total, lang)
    for node in before.book.outcomes_of(before.period.per):
        yield _row(short_label(node, lang), before.outcomes.get(node.id), after.outcomes.get(node.id), lang)


def _row(name: str, before: Value | None, after: Value | None, lang: Lang) -> Sequence[str]:
    if before == after:
        moved = ""
    elif isinstance(before, bool | str) or isinstance(after, bool | str):
        moved = Message("变", "moved").in_(lang)
    else:
        moved = values.signed(as_number(after) - as_number(before))
    return [name, outcome_text(before, lang), outcome_text(after, lang), moved]


def beyond_lines(statement_differences: Sequence[StatementDifference], lang: Lang, ink: Ink) -> Iterator[str]:
    """What moves besides: a line for each class and period; none where nothing does."""
    if not statement_differences:
        return
    yield from ink.section(Message("随之变动", "what moves with it").in_(lang))
    rows = [
        [
            class_label(difference.before, lang),
            difference.before.period.name,
            f"{values.points(difference.before.total)}→{values.points(difference.after.total)}",
            values.signed(difference.points),
            outcomes_text(difference, lang) or clauses_text(difference.clauses, lang, MANY),
        ]
        for difference in statement_differences
    ]
    yield from aligned(rows, right={2, 3}, indent="  ")


def _pay_impact_lines(impacts: Iterable[SheetImpact], lang: Lang, ink: Ink) -> Iterator[str]:
    """What moves on sheets of pay that are begun: a line for each month and head teacher; none where nothing does."""
    lines = [describe_impact(impact).in_(lang) for impact in impacts]
    if lines:
        yield from ink.section(Message("绩效表随之变动", "what moves on the pay sheets").in_(lang))
        yield from (f"  {line}" for line in lines)


def describe_impact(sheet: SheetImpact) -> Message:
    """Whose pay of a month moves by how much, and how that is put right."""
    impact = sheet.impact
    amounts = f"{values.points(impact.before)}→{values.points(impact.after)} {values.signed(impact.difference)}"
    if sheet.state != "paid":
        how = Message("表还没有发放,重填即可", "the sheet is not paid yet: prepare it anew")
    elif impact.difference > 0:
        how = Message("下一张表补发", "to be paid with the next sheet")
    else:
        how = Message("下一张表扣回", "to be taken back with the next sheet")
    return Message(
        f"绩效:{sheet.month} {impact.name} {amounts}({how.zh})",
        f"pay: {sheet.month} {impact.teacher} {amounts} ({how.en})",
    )
