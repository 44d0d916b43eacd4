"""A feedback sheet for people (个人反馈): strengths, shortcomings, advice, and the training plan."""

from collections.abc import Iterator, Sequence

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import short_id
from bzr_adapters.documents.feedback import advise, advise_on_duty, describe_unassessed
from bzr_adapters.documents.statement import total
from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import table
from bzr_adapters.reports.explanation import describe_service
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import remarks
from bzr_adapters.reports.names import describe_moment, label, outcome_text
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.feedback import Feedback, Finding, TrainingNeed

_INDENT = "  "
_BELOW = "      "
_NONE = Message("无", "none")


def feedback_lines(answer: Report, ink: Ink) -> Iterator[str]:
    """The lines of a feedback sheet."""
    feedback, lang = answer.source, answer.lang
    yield ink.bold(_heading(feedback, describe_moment(answer)).in_(lang))
    yield describe_service(feedback.statement).in_(lang)
    if feedback.partial:
        yield ink.yellow(_describe_tenure_window(feedback).in_(lang))
    yield _compare_totals(feedback).in_(lang)
    for remark in remarks(feedback.statement):
        yield ink.yellow(remark.in_(lang))
    yield from _section(feedback, Message("优点", "strengths"), feedback.strengths, lang, ink)
    if not feedback.strengths:
        yield _INDENT + _NONE.in_(lang)
    yield from _section(feedback, Message("不足", "shortcomings"), feedback.shortcomings, lang, ink)
    if feedback.unrecorded:
        duties = Message.listed(label(duty_line.duty, lang) for duty_line in feedback.unrecorded)
        line = Message("没有任何记录的职责:", "duties with nothing recorded: ") + duties
        yield _INDENT + line.in_(lang)
    elif not feedback.shortcomings:
        yield _INDENT + _NONE.in_(lang)
    yield from _advice(feedback, lang, ink)
    yield from _plan(feedback, lang, ink)


def _heading(feedback: Feedback, moment: str) -> Message:
    statement = feedback.statement
    school_class, period, teacher = statement.school_class, statement.period.name, statement.teacher
    name = _NONE if teacher is None else Message(teacher.name, teacher.teacher)
    return Message(
        f"{school_class.name} {period} 个人反馈 班主任:{name.zh}(截至 {moment})",
        f"{school_class.id} {period} feedback for head teacher {name.en} (as of {moment})",
    )


def _describe_tenure_window(feedback: Feedback) -> Message:
    """That the sheet tells of the head teacher's own days alone, and whose days are left out."""
    teacher = feedback.statement.teacher
    assert teacher is not None, "days are somebody's own only where there is a head teacher"
    others = [service for service in feedback.statement.services if service.teacher != teacher.teacher]
    left_out = Message.listed(
        Message(
            f"{other.name}({other.first:%m-%d}至{other.last:%m-%d})",
            f"{other.teacher} ({other.first:%m-%d} to {other.last:%m-%d})",
        )
        for other in others
    )
    return Message(
        f"以下只说{teacher.name}任班主任期间的情况;{left_out.zh}任内的事实不在此列,总分是全班整个时段的",
        f"only the days of {teacher.teacher} are told of below; facts of the days of {left_out.en} are left out, the total is the class's for the whole period",
    )


def _compare_totals(feedback: Feedback) -> Message:
    score, before = feedback.statement.total, feedback.previous
    if before is None:
        alone = total(feedback.statement) or "—"
        return Message(f"总分 {alone};没有上期可比", f"total {alone}; no period before to compare with")
    name, change = before.period.name, values.signed(score - before.total)
    return Message(
        f"总分 {values.points(score)};{name} 为 {values.points(before.total)},比上期 {change}",
        f"total {values.points(score)}; {values.points(before.total)} in {name}, change {change}",
    )


def _section(feedback: Feedback, title: Message, findings: Sequence[Finding], lang: Lang, ink: Ink) -> Iterator[str]:
    """Every clause with its points, the move since the period before, its words and the facts behind it."""
    yield from ink.section(title.in_(lang))
    if not findings:
        return
    heads = Message("项目|条款|结论|分值|比上期|还可得|原文", "item|clause|says|points|change|left|words")
    rows = [_row(finding, lang) for finding in findings]
    head, *lines = table(heads, rows, lang, right={3, 4, 5}, indent=_INDENT)
    yield head
    for finding, line in zip(findings, lines, strict=True):
        yield line
        yield from (ink.dim(_BELOW + reason.in_(lang)) for reason in describe_unassessed(finding, feedback))
        for fact in finding.facts:
            yield ink.dim(_BELOW + _fact(feedback, feedback.facts[fact], lang))


def _row(finding: Finding, lang: Lang) -> list[str]:
    return [
        finding.item_title if lang == "zh" else finding.item,
        finding.id,
        _SAYS[finding.says].in_(lang),
        "—" if finding.says == "not-assessed" else values.signed(finding.points),
        "—" if finding.change is None else values.signed(finding.change),
        outcome_text(finding.left, lang),
        f"{finding.title}({finding.cite})",
    ]


_SAYS = {
    "gave": Message("得分", "gave"),
    "kept": Message("满分", "full"),
    "cost": Message("扣分", "cost"),
    "nothing": Message("未得分", "gave nothing"),
    "not-assessed": Message("未评", "not assessed"),
}


def _fact(feedback: Feedback, current: CurrentFact, lang: Lang) -> str:
    fact = current.fact
    id_ = Message(f",编号 {short_id(current.id)}", f", id {short_id(current.id)}").in_(lang)
    return f"{fact.on} {values.fact_text(fact, feedback.kinds.get(fact.kind), lang)}{id_}"


def _advice(feedback: Feedback, lang: Lang, ink: Ink) -> Iterator[str]:
    yield from ink.section(Message("建议", "advice").in_(lang))
    sentences = [f"{shortcoming.id} {advise(shortcoming, feedback).in_(lang)}" for shortcoming in feedback.shortcomings]
    sentences += [advise_on_duty(duty_line, feedback.kinds).in_(lang) for duty_line in feedback.unrecorded]
    yield from (_INDENT + sentence for sentence in sentences or [_NONE.in_(lang)])


def _plan(feedback: Feedback, lang: Lang, ink: Ink) -> Iterator[str]:
    yield from ink.section(Message("培训建议(按扣分多少)", "training plan, most points lost first").in_(lang))
    if feedback.plan:
        heads = Message("职责|扣分|条款", "duty|lost|clauses")
        yield from table(heads, [_need(n, lang) for n in feedback.plan], lang, right={1}, indent=_INDENT)
    else:
        yield _INDENT + Message("没有扣分的职责", "no points were lost in any duty").in_(lang)
    training = [Message.same(_fact(feedback, current, lang)) for current in feedback.training]
    line = Message("本学年已有培训:", "training recorded in this school year: ")
    yield _INDENT + (line + Message.joined(training or [_NONE])).in_(lang)


def _need(need: TrainingNeed, lang: Lang) -> list[str]:
    name = Message("未归入职责", "under no duty").in_(lang) if need.duty is None else label(need.duty, lang)
    clauses = Message.listed(finding.id for finding in need.findings)
    return [name, values.points(need.lost), clauses.in_(lang)]
