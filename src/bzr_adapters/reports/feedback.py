"""A feedback sheet for people (个人反馈): strengths, shortcomings, advice, and the training plan."""

from collections.abc import Iterator, Sequence

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import short_id
from bzr_adapters.documents.feedback import describe_unassessed
from bzr_adapters.documents.feedback_table import (
    FAIR,
    PLAN,
    SILENT,
    compare_totals,
    describe_tenure_window,
    finding_block,
    list_advice,
    plan_block,
)
from bzr_adapters.documents.month_table import remarks
from bzr_adapters.documents.names import label
from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import block_lines
from bzr_adapters.reports.explanation import describe_service
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.names import describe_moment
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.feedback import Feedback
from bzr_domain.projections.findings import Finding

_INDENT = "  "
_BELOW = "      "
_NONE = Message("无", "none")


def feedback_lines(answer: Report, ink: Ink) -> Iterator[str]:
    """The lines of a feedback sheet."""
    feedback, lang = answer.source, answer.lang
    yield ink.bold(_heading(feedback, describe_moment(answer)).in_(lang))
    yield describe_service(feedback.statement).in_(lang)
    if feedback.partial:
        yield ink.yellow(describe_tenure_window(feedback).in_(lang))
    yield compare_totals(feedback).in_(lang)
    for remark in remarks(feedback.statement):
        yield ink.yellow(remark.in_(lang))
    yield from _section(feedback, Message("优点", "strengths"), feedback.strengths, lang, ink)
    if not feedback.strengths:
        yield _INDENT + _NONE.in_(lang)
    yield from _section(feedback, Message("不足", "shortcomings"), feedback.shortcomings, lang, ink)
    if feedback.unrecorded:
        duties = Message.listed(label(duty_line.duty, lang) for duty_line in feedback.unrecorded)
        line = Message("没有工作记录的职责:", "duties with no work recorded: ") + duties
        yield _INDENT + line.in_(lang)
    elif not feedback.shortcomings:
        yield _INDENT + _NONE.in_(lang)
    if feedback.fair:
        yield from _section(feedback, FAIR, feedback.fair, lang, ink)
    if feedback.silent:
        yield from _section(feedback, SILENT, feedback.silent, lang, ink)
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


def _section(feedback: Feedback, title: Message, findings: Sequence[Finding], lang: Lang, ink: Ink) -> Iterator[str]:
    """Every clause with its points, the move since the period before, its words and the facts behind it."""
    yield from ink.section(title.in_(lang))
    if not findings:
        return
    head, *lines = block_lines(finding_block(title, findings, feedback.statement.period, lang), indent=_INDENT)
    yield head
    for finding, line in zip(findings, lines, strict=True):
        yield line
        yield from (ink.dim(_BELOW + reason.in_(lang)) for reason in describe_unassessed(finding, feedback))
        for fact in finding.facts:
            yield ink.dim(_BELOW + _fact(feedback, feedback.facts[fact], lang))


def _fact(feedback: Feedback, current: CurrentFact, lang: Lang) -> str:
    fact = current.fact
    id_ = Message(f",编号 {short_id(current.id)}", f", id {short_id(current.id)}").in_(lang)
    return f"{fact.on} {values.fact_text(fact, feedback.kinds.get(fact.kind), lang)}{id_}"


def _advice(feedback: Feedback, lang: Lang, ink: Ink) -> Iterator[str]:
    yield from ink.section(Message("建议", "advice").in_(lang))
    yield from (_INDENT + sentence for sentence in list_advice(feedback, lang) or [_NONE.in_(lang)])


def _plan(feedback: Feedback, lang: Lang, ink: Ink) -> Iterator[str]:
    yield from ink.section(PLAN.in_(lang))
    if feedback.plan:
        yield from block_lines(plan_block(feedback, lang), indent=_INDENT)
    else:
        yield _INDENT + Message("没有需要培训的不足", "no shortcoming asks for training").in_(lang)
    training = [Message.same(_fact(feedback, current, lang)) for current in feedback.training]
    line = Message("本学年已有培训:", "training recorded in this school year: ")
    yield _INDENT + (line + Message.joined(training or [_NONE])).in_(lang)
