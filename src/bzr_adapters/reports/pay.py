"""A pay sheet as a table for people, and what has to be known beside it (备注)."""

from collections.abc import Iterable, Mapping, Sequence

from bzr_adapters.documents import values
from bzr_adapters.documents.pay import (
    HEADS,
    PayTold,
    amounts,
    describe_adjustment,
    describe_change,
    describe_newer,
    list_remarks,
    step_and_note,
)
from bzr_adapters.documents.sentences import EventWords, describe_reasons, sentence_with_actor
from bzr_adapters.documents.values import one_line
from bzr_adapters.front_door.results import PaySheet
from bzr_adapters.reports.aligned import table
from bzr_domain.application.show_pay_sheet import PaySheetReport
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.pay_sheet import STATES
from bzr_domain.publication.causes_of_change import Cause


def pay_lines(answer: PaySheet) -> Iterable[str]:
    """The sheet for people: a line for each head teacher, what was adjusted and why, the steps so far, the remarks."""
    told: PayTold = answer.source
    report, classes, words = told.report, told.classes, told.words
    content, state, lang = report.content, STATES[report.sheet.state], words.lang
    by = Message("只有班主任龄奖励", "the seniority allowance alone")
    if content.scheme:
        by = Message(f"方案 {content.scheme}", content.scheme)
    yield Message(
        f"{told.school} {content.period} 绩效表({state.zh},{by.zh})",
        f"{told.school}, pay sheet of {content.period} ({state.en}, {by.en})",
    ).in_(lang)
    yield ""
    total = sum((line.payable for line in content.lines), ZERO)
    foot = (Message("合计", "sum").in_(lang), "", "", "", "", "", values.points(total))
    rows = [(line.name, line.teacher, *map(values.points, amounts(line))) for line in content.lines]
    yield from table(HEADS, [*rows, foot], lang, right={2, 3, 4, 5, 6})
    for line in content.lines:
        for adjustment in line.adjustments:
            yield f"  {line.name} {describe_adjustment(adjustment).in_(lang)}"
            yield from _list_causes(report.causes[line.teacher, adjustment.period], classes, words)
    yield from _list_newer(report, classes, words)
    for recorded in report.sheet.steps:
        step, note = step_and_note(recorded.event)
        at, who = values.minute(recorded.recorded_at, words.zone), one_line(recorded.actor)
        why = one_line(describe_reasons(recorded.event).in_(lang))
        yield f"  {at} {who} {STATES[step].in_(lang)}" + (f":{one_line(note)}" if note else "") + why
    yield from _remark_lines(report, classes, lang)
    yield from (f"  {approval}" for approval in told.approvals)


def _list_newer(report: PaySheetReport, classes: Mapping[str, str], words: EventWords) -> Iterable[str]:
    """What newer software computes otherwise of paid months, with what was recorded since."""
    for figure in report.content.newer:
        yield f"  {describe_newer(figure, report.content).in_(words.lang)}"
        causes = report.causes[figure.teacher, figure.period]
        if causes and not report.content.accept_meaning:
            yield Message(
                "    那以后的记录也在其中,分不开:",
                "    what was recorded since has its part in it, and cannot be told apart:",
            ).in_(words.lang)
            yield from _list_causes(causes, classes, words)


def _list_causes(causes: Sequence[Cause], classes: Mapping[str, str], words: EventWords) -> Iterable[str]:
    """What was recorded since, one a line."""
    if not causes:
        none = Message("那以后没有记录能说明这个差额", "nothing recorded since then explains the difference")
        yield f"    {none.in_(words.lang)}"
    for cause in causes:
        whose = f"{classes.get(cause.class_id, cause.class_id)} " if cause.class_id else ""
        yield f"    {whose}{sentence_with_actor(cause.event, words)}"


def _remark_lines(report: PaySheetReport, classes: Mapping[str, str], lang: Lang) -> Iterable[str]:
    """The remarks for people, one a line; what has moved line by line below its own."""
    yield from (f"  {remark.in_(lang)}" for remark in list_remarks(report, classes))
    yield from (f"    {describe_change(line).in_(lang)}" for line in report.changed)
