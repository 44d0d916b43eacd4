"""For people, below a term's table: whom a rule struck (认定), and the list for commendation (评先名单)."""

from collections.abc import Iterator, Sequence

from bzr_adapters.documents.statement import total
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.commendation import Bar, Nominee
from bzr_domain.projections.semester import Semester, TermResult
from bzr_domain.scoring.statement import Statement

_INDENT = "  "
_PLAIN = {
    "provisional": Message("暂定", "provisional"),
    "not-recorded": Message("没有任何记录", "nothing recorded"),
    "no-teacher": Message("期末没有班主任", "no head teacher at the end of the period"),
}


def standing_lines(semester: Semester, lang: Lang, ink: Ink) -> Iterator[str]:
    """Whom a rule struck, by name and month, and the list for commendation of each rulebook."""
    yield from _list_disqualified(semester.results, lang, ink)
    for each in semester.commendation:
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
            _class(result.statement, lang),
            (strike.name if lang == "zh" else strike.teacher) or "—",
            strike.month.name,
            f"{strike.title}({strike.cite})" if lang == "zh" else f"{strike.id} ({strike.cite})",
        ]
        for result in results
        for strike in result.disqualifications
    ]
    if rows:
        head = Message("班级 班主任 认定月份 条款", "class head-teacher month rule").in_(lang).split()
        yield ""
        yield ink.bold(Message("不合格与一票否决", "unqualified and vetoed").in_(lang))
        yield from aligned([head, *rows], right=(), indent=_INDENT)


def _list(nominees: Sequence[Nominee], lang: Lang, ink: Ink) -> Iterator[str]:
    yield ink.bold(Message("评先名单(按总分)", "commendation list, by total").in_(lang))
    head = Message("名次 班级 班主任 总分 不得提名的原因", "place class head-teacher total barred-by").in_(
        lang
    )
    yield from aligned(
        [head.split(), *(_row(nominee, lang) for nominee in nominees)], right={0, 3}, indent=_INDENT
    )


def _row(nominee: Nominee, lang: Lang) -> list[str]:
    teacher = nominee.statement.teacher
    return [
        "—" if nominee.place is None else str(nominee.place),
        _class(nominee.statement, lang),
        "—" if teacher is None else teacher.name if lang == "zh" else teacher.teacher,
        total(nominee.statement) or "—",
        (";" if lang == "zh" else "; ").join(_reason(bar).in_(lang) for bar in nominee.bars),
    ]


def _reason(bar: Bar) -> Message:
    if bar.why in _PLAIN:
        return _PLAIN[bar.why]
    return Message(f"{bar.title}({bar.cite})", f"{bar.id} ({bar.cite})")


def _class(statement: Statement, lang: Lang) -> str:
    return statement.school_class.name if lang == "zh" else statement.school_class.id
