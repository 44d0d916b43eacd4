"""For people, below a term's table: whom a rule disqualifies (认定), and the commendation list (评先名单)."""

from collections.abc import Iterator, Sequence

from bzr_adapters.documents.statement import total
from bzr_adapters.front_door.statements import TermTable
from bzr_adapters.reports.aligned import table
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.names import class_label, teacher_label
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.commendation import Bar, Nominee
from bzr_domain.projections.semester import TermResult
from bzr_domain.scoring.disqualification import Disqualification

_INDENT = "  "
_PLAIN = {
    "provisional": Message("暂定", "provisional"),
    "not-recorded": Message("没有任何记录", "nothing recorded"),
    "no-teacher": Message("期末没有班主任", "no head teacher at the end of the period"),
}


def standing_lines(answer: TermTable, ink: Ink) -> Iterator[str]:
    """Whom a rule disqualifies, by name and month, and the commendation list of each rulebook."""
    lang = answer.lang
    yield from _list_disqualified(answer.semester.results, lang, ink)
    for each in answer.semester.commendation:
        yield ""
        if each.nominees is None:
            none = Message(
                f"规则“{each.book.title}”没有评先的限制,不列评先名单",
                f"rulebook {each.book.id} bars nobody from commendation: there is no list",
            )
            yield ink.dim(none.in_(lang))
        else:
            yield from _list(each.nominees, lang, ink)


def _list_disqualified(results: Sequence[TermResult], lang: Lang, ink: Ink) -> Iterator[str]:
    rows = [
        [
            class_label(result.statement, lang),
            (met.name if lang == "zh" else met.teacher) or "—",
            met.month.name,
            _describe_rule(met).in_(lang),
        ]
        for result in results
        for met in result.disqualifications
    ]
    if rows:
        heads = Message("班级|班主任|认定月份|条款", "class|head-teacher|month|rule")
        yield from ink.section(Message("不合格与一票否决", "unqualified and vetoed").in_(lang))
        yield from table(heads, rows, lang, indent=_INDENT)


def _list(nominees: Sequence[Nominee], lang: Lang, ink: Ink) -> Iterator[str]:
    yield ink.bold(Message("评先名单(按总分)", "commendation list, by total").in_(lang))
    heads = Message("名次|班级|班主任|总分|不得提名的原因", "place|class|head-teacher|total|barred-by")
    rows = [_row(nominee, lang) for nominee in nominees]
    yield from table(heads, rows, lang, right={0, 3}, indent=_INDENT)


def _row(nominee: Nominee, lang: Lang) -> list[str]:
    return [
        "—" if nominee.place is None else str(nominee.place),
        class_label(nominee.statement, lang),
        teacher_label(nominee.statement, lang),
        total(nominee.statement) or "—",
        Message.joined(_PLAIN.get(bar.why) or _describe_rule(bar) for bar in nominee.bars).in_(lang),
    ]


def _describe_rule(rule: Bar | Disqualification) -> Message:
    return Message(f"{rule.title}({rule.cite})", f"{rule.id} ({rule.cite})")
