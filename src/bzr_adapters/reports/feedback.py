"""A feedback sheet for people (个人反馈): strengths, shortcomings, advice, and the training plan."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import short
from bzr_adapters.documents.feedback import advice, bare_advice
from bzr_adapters.documents.statement import total
from bzr_adapters.reports.aligned import aligned
from bzr_adapters.reports.explanation import served
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import remarks
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.feedback import Feedback, TrainingNeed
from bzr_domain.projections.findings import Finding

_INDENT = "  "


_BELOW = "      "


_NONE = Message("无", "none")


def feedback_lines(found: Feedback, as_of: datetime, lang: Lang, ink: Ink) -> Iterator[str]:
    """The lines of a feedback sheet."""
    yield ink.bold(_heading(found, as_of).in_(lang))
    yield served(found.statement).in_(lang)
    if found.partial:
        yield ink.yellow(_own_days(found).in_(lang))
    yield _compared(found).in_(lang)
    for remark in remarks(found.statement):
        yield ink.yellow(remark.in_(lang))
    yield from _section(found, Message("优点", "strengths"), found.strengths, lang, ink)
    if not found.strengths:
        yield _INDENT + _NONE.in_(lang)
    yield from _section(found, Message("不足", "shortcomings"), found.shortcomings, lang, ink)
    bare = [one.duty.title if lang == "zh" else one.duty.id for one in found.unrecorded]
    if bare:
        line = Message(
            f"没有任何记录的职责:{'、'.join(bare)}", f"duties with nothing recorded: {', '.join(bare)}"
        )
        yield _INDENT + line.in_(lang)
    elif not found.shortcomings:
        yield _INDENT + _NONE.in_(lang)
    yield from _advice(found, lang, ink)
    yield from _plan(found, lang, ink)


def _heading(found: Feedback, as_of: datetime) -> Message:
    one, period, moment = found.statement.school_class, found.statement.period.name, values.minute(as_of)
    teacher = found.statement.teacher
    zh, en = ("无", "none") if teacher is None else (teacher.name, teacher.teacher)
    return Message(
        f"{one.name} {period} 个人反馈 班主任:{zh}(截至 {moment})",
        f"{one.id} {period} feedback for head teacher {en} (as of {moment})",
    )


def _own_days(found: Feedback) -> Message:
    """That the sheet tells of the head teacher's own days alone, and whose days are left out."""
    teacher = found.statement.teacher
    assert teacher is not None, "days are somebody's own only where there is a head teacher"
    others = [one for one in found.statement.services if one.teacher != teacher.teacher]
    zh = "、".join(f"{one.name}({one.first:%m-%d}至{one.last:%m-%d})" for one in others)
    en = ", ".join(f"{one.teacher} ({one.first:%m-%d} to {one.last:%m-%d})" for one in others)
    return Message(
        f"以下只说{teacher.name}任班主任期间的情况;{zh}任内的事实不在此列,总分是全班整个时段的",
        f"only the days of {teacher.teacher} are told of below; facts of the days of {en} are left out, the total is the class's for the whole period",
    )


def _compared(found: Feedback) -> Message:
    own, before = found.statement.total, found.previous
    if before is None:
        alone = total(found.statement) or "—"
        return Message(f"总分 {alone};没有上期可比", f"total {alone}; no period before to compare with")
    name, change = before.period.name, values.signed(own - before.total)
    return Message(
        f"总分 {values.points(own)};{name} 为 {values.points(before.total)},比上期 {change}",
        f"total {values.points(own)}; {values.points(before.total)} in {name}, change {change}",
    )


def _section(found: Feedback, title: Message, said: Sequence[Finding], lang: Lang, ink: Ink) -> Iterator[str]:
    """Every clause with its points, the move since the period before, its words and the facts behind it."""
    yield ""
    yield ink.bold(title.in_(lang))
    if not said:
        return
    head = (
        Message("项目 条款 结论 分值 比上期 还可得 原文", "item clause says points change left words")
        .in_(lang)
        .split()
    )
    first, *rows = aligned([head, *(_row(one, lang) for one in said)], right={3, 4, 5}, indent=_INDENT)
    yield first
    for one, row in zip(said, rows, strict=True):
        yield row
        for fact in one.facts:
            yield ink.dim(_BELOW + _fact(found, found.facts[fact], lang))


def _row(one: Finding, lang: Lang) -> list[str]:
    return [
        one.item_title if lang == "zh" else one.item,
        one.id,
        _SAYS[one.says].in_(lang),
        values.signed(one.points),
        "—" if one.change is None else values.signed(one.change),
        "—" if one.left is None else values.points(one.left),
        f"{one.title}({one.cite})",
    ]


_SAYS = {
    "gave": Message("得分", "gave"),
    "kept": Message("满分", "full"),
    "cost": Message("扣分", "cost"),
    "nothing": Message("未得分", "gave nothing"),
    "not-assessed": Message("未评", "not assessed"),
}


def _fact(found: Feedback, one: CurrentFact, lang: Lang) -> str:
    kind = found.kinds.get(one.fact.kind)
    said = f"{values.kind_label(kind, one.fact, lang)} {values.content(one.fact, kind, lang)}".strip()
    return f"{one.fact.on} {said}" + Message(f",编号 {short(one.id)}", f", id {short(one.id)}").in_(lang)


def _advice(found: Feedback, lang: Lang, ink: Ink) -> Iterator[str]:
    yield ""
    yield ink.bold(Message("建议", "advice").in_(lang))
    sentences = [f"{one.id} {advice(one, found.kinds).in_(lang)}" for one in found.shortcomings]
    sentences += [bare_advice(one, found.kinds).in_(lang) for one in found.unrecorded]
    yield from (_INDENT + one for one in sentences or [_NONE.in_(lang)])


def _plan(found: Feedback, lang: Lang, ink: Ink) -> Iterator[str]:
    yield ""
    yield ink.bold(Message("培训建议(按扣分多少)", "training plan, most points lost first").in_(lang))
    if found.plan:
        head = Message("职责 扣分 条款", "duty lost clauses").in_(lang).split()
        yield from aligned([head, *(_need(need, lang) for need in found.plan)], right={1}, indent=_INDENT)
    else:
        yield _INDENT + Message("没有扣分的职责", "no points were lost in any duty").in_(lang)
    had = [_fact(found, one, lang) for one in found.training]
    yield _INDENT + Message(
        f"本学年已有培训:{';'.join(had) or '无'}",
        f"training recorded in this school year: {'; '.join(had) or 'none'}",
    ).in_(lang)


def _need(need: TrainingNeed, lang: Lang) -> list[str]:
    if need.duty is None:
        name = Message("未归入职责", "under no duty").in_(lang)
    else:
        name = need.duty.title if lang == "zh" else need.duty.id
    clauses = ("、" if lang == "zh" else ", ").join(one.id for one in need.findings)
    return [name, values.points(need.lost), clauses]
