"""A term's results as tables (学期考核): the statements, whom a rule disqualifies (认定), and the commendation lists (评先名单)."""

from collections.abc import Iterator, Sequence

import attrs

from bzr_adapters.documents.month_table import month_sheet, remarks
from bzr_adapters.documents.names import class_label, describe_cite
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.documents.statement import Month
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.commendation import Bar, CommendationList, Nominee
from bzr_domain.projections.semester import Semester, TermResult
from bzr_domain.scoring.disqualification import Disqualification

_PLAIN = {
    "provisional": Message("暂定", "provisional"),
    "not-recorded": Message("没有任何记录", "nothing recorded"),
    "no-teacher": Message("期末没有班主任", "no head teacher at the end of the period"),
    "left": Message("期末已不任班主任", "no longer the head teacher at the end of the period"),
}


def term_sheet(semester: Semester, month: Month, lang: Lang) -> Sheet:
    """The statements of a term, a school year or a week, and what follows from them."""
    sheet = month_sheet(month, lang)
    lists = [list_nominees(each, lang) for each in semester.commendation]
    below = [
        *list_shares(semester.results, lang),
        *list_disqualified(semester.results, lang),
        *list_titles(semester, lang),
    ]
    blocks = [*sheet.blocks, *below, *(b for b in lists if isinstance(b, Block))]
    notes = [none.in_(lang) for none in lists if isinstance(none, Message)]
    return attrs.evolve(sheet, blocks=blocks, notes=[*sheet.notes, *notes])


def list_titles(semester: Semester, lang: Lang) -> Iterator[Block]:
    """Who was awarded the title of the school year (先进班主任), and who recorded it; nothing where nobody was."""
    classes = {result.statement.school_class.id: class_label(result.statement, lang) for result in semester.results}
    names = {service.teacher: service.name for result in semester.results for service in result.statement.services}
    rows: list[list[Cell]] = []
    for current in semester.titles:
        fact, teacher = current.fact, current.fact.teacher or ""
        name = names.get(teacher, teacher) if lang == "zh" else teacher
        rows.append([classes.get(fact.class_id, fact.class_id), name, fact.on, current.recorder])
    if rows:
        heads = Message("班级|班主任|日期|评定人", "class|head-teacher|date|recorder").in_(lang).split("|")
        title = Message("本学年先进班主任", "title of the school year").in_(lang)
        yield Block(title=title, heads=heads, rows=rows)


def list_disqualified(results: Sequence[TermResult], lang: Lang) -> Iterator[Block]:
    """Whom a rule disqualifies, by name and month; nothing where it disqualifies nobody."""
    rows = [
        [
            class_label(result.statement, lang),
            (met.name if lang == "zh" else met.teacher) or None,
            met.month.name,
            _describe_rule(met).in_(lang),
        ]
        for result in results
        for met in result.disqualifications
    ]
    if rows:
        heads = Message("班级|班主任|认定月份|条款", "class|head-teacher|month|rule").in_(lang).split("|")
        yield Block(title=Message("不合格与一票否决", "unqualified and vetoed").in_(lang), heads=heads, rows=rows)


def list_shares(results: Sequence[TermResult], lang: Lang) -> Iterator[Block]:
    """What a period comes to for each head teacher of a class that changed hands; nothing where none did."""
    shares = [(result.statement, share) for result in results for share in result.shares]
    schemes = list(dict.fromkeys(scheme for _, share in shares for scheme in share.pay))
    heads = (
        Message("班级|班主任|起|止|上课日|认定", "class|head-teacher|from|to|school-days|findings").in_(lang).split("|")
    )
    rows: list[list[Cell]] = [
        [
            class_label(statement, lang),
            share.name if lang == "zh" else share.teacher,
            share.first,
            share.last,
            share.school_days,
            Message.joined(map(_describe_rule, share.findings)).in_(lang),
            *(share.pay.get(scheme) for scheme in schemes),
        ]
        for statement, share in shares
    ]
    if rows:
        title = Message(
            "期中换班主任的班级,各人按任职上课日", "head teachers by school days served, where they changed"
        )
        numbers = {4, *range(6, 6 + len(schemes))}
        yield Block(title=title.in_(lang), heads=[*heads, *schemes], rows=rows, numbers=numbers)


def list_nominees(commendation: CommendationList, lang: Lang) -> Block | Message:
    """The commendation list of a rulebook, or that it makes none."""
    if commendation.nominees is None:
        return Message(
            f"规则“{commendation.book.title}”没有评先的限制,不列评先名单",
            f"rulebook {commendation.book.id} bars nobody from commendation: there is no list",
        )
    heads = Message(
        "名次|班级|班主任|上课日|总分|不得提名的原因|说明",
        "place|class|head-teacher|school-days|total|barred-by|remarks",
    )
    return Block(
        title=Message("评先名单(按总分)", "commendation list, by total").in_(lang),
        heads=heads.in_(lang).split("|"),
        rows=[_row(nominee, lang) for nominee in commendation.nominees],
        numbers={0, 3, 4},
    )


def _row(nominee: Nominee, lang: Lang) -> list[Cell]:
    statement = nominee.statement
    reasons = [_PLAIN.get(bar.why) or _describe_rule(bar) for bar in nominee.bars]
    return [
        nominee.place,
        class_label(statement, lang),
        (nominee.name if lang == "zh" else nominee.teacher) or "—",
        nominee.school_days,
        statement.total if statement.assessed else None,
        Message.joined(reasons).in_(lang),
        Message.joined(remark for remark in remarks(statement) if remark not in reasons).in_(lang),
    ]


def _describe_rule(rule: Bar | Disqualification) -> Message:
    return Message(rule.title, rule.id) + describe_cite(rule.cite)
