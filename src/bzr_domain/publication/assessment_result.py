"""The aggregate of a class's result for a period (考核结果): computed → published → appealed → decided → final.

A result is computed whenever somebody asks; only what was published is kept. Publishing keeps the figures with their
digest, so that anybody can compute them again as of that moment and compare. Its events stand in
`bzr_domain.publication.events`; filing and deciding an appeal, in `bzr_domain.publication.appeals`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal, assert_never

import attrs

from bzr_domain.kernel.messages import Message, Refused, refuse
from bzr_domain.kernel.readings import FINAL_STAYS, WITHIN_NOTICE
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import holds
from bzr_domain.publication.appeals import Appeal, DecideAppeal, FileAppeal, decide_appeal, file_appeal, list_ids
from bzr_domain.publication.events import (
    AppealDecided,
    AppealFiled,
    Figures,
    ResultEvent,
    ResultFinalised,
    ResultPublished,
    compute_digest,
)
from bzr_domain.publication.figures import compare_figures, extract_figures, list_titles
from bzr_domain.publication.nothing_recorded import refuse_unrecorded
from bzr_domain.publication.pending_reasons import explain_pending
from bzr_domain.scoring.scoring_meaning import find_scoring_meaning
from bzr_domain.scoring.statement import Statement

NOTICE = "B4 第7步 公示"

ResultState = Literal["computed", "published", "appealed", "decided", "final"]


@attrs.frozen
class AssessmentResult:
    """What has happened to the result of one class and period.

    Attributes:
        publications: Every publication, in order.
        appeals: Every appeal by its id, in order.
        final: The result as it was made final.
    """

    stream: str
    version: int = 0
    publications: tuple[Recorded[ResultPublished], ...] = ()
    appeals: Mapping[str, Appeal] = attrs.field(factory=dict)
    final: Recorded[ResultFinalised] | None = None

    @property
    def published(self) -> ResultPublished | None:
        """The last publication."""
        return self.publications[-1].event if self.publications else None

    @property
    def open_appeals(self) -> list[str]:
        """The ids of the appeals that nobody has decided."""
        return [name for name, appeal in self.appeals.items() if appeal.is_open]

    def can_still_change(self, today: date) -> bool:
        """Return whether an appeal can still change what was published: the notice runs, or an appeal is open."""
        if self.published is None or self.final is not None:
            return False
        return bool(self.open_appeals) or today <= self.published.until

    @property
    def state(self) -> ResultState:
        """How far the result is."""
        if self.final is not None:
            return "final"
        if self.open_appeals:
            return "appealed"
        if self.appeals:
            return "decided"
        return "computed" if self.published is None else "published"


def initial(stream: str) -> AssessmentResult:
    """Return a result to which nothing has happened."""
    return AssessmentResult(stream)


def evolve(result: AssessmentResult, recorded: Recorded[ResultEvent]) -> AssessmentResult:
    """Return the result after one more event; nothing is judged, it has already happened."""
    result = attrs.evolve(result, version=recorded.version)
    if holds(recorded, ResultPublished):
        return attrs.evolve(result, publications=(*result.publications, recorded))
    if holds(recorded, AppealFiled):
        return attrs.evolve(result, appeals={**result.appeals, recorded.event.id: Appeal(filed=recorded)})
    if holds(recorded, AppealDecided):
        name = recorded.event.appeal
        appeal = attrs.evolve(result.appeals[name], decision=recorded)
        return attrs.evolve(result, appeals={**result.appeals, name: appeal})
    if holds(recorded, ResultFinalised):
        return attrs.evolve(result, final=recorded)
    raise TypeError(f"{type(recorded.event).__name__} belongs to no result")


@attrs.frozen(kw_only=True)
class ComputedResult:
    """A result as it is computed today.

    Attributes:
        pending: What of the period is not due or not decided yet (暂定); None where nothing is.
        last_school_day: The class's last school day in the period: the figures are not known before it.
        recorded: Whether anything was recorded about the class, and assessed.
        unrecorded: The refusal of a result of which nothing was recorded, unless a reason is given; None where none is needed.
        titles: The id of an item or outcome → what people call it.
        purpose: Which of the class's rulebooks it is by (用途).
    """

    class_id: str
    period: str
    figures: Figures
    pending: Message | None
    last_school_day: date
    today: date
    recorded: bool = True
    unrecorded: Refused | None = None
    titles: Mapping[str, str] = attrs.field(factory=dict)
    purpose: str = ""

    @property
    def digest(self) -> str:
        """The digest of the figures."""
        return compute_digest(self.class_id, self.period, self.figures, self.purpose)


def compute_result(
    statement: Statement, last_school_day: date, today: date, purpose: str = "", *, silent_school: bool = False
) -> ComputedResult:
    """Return the result that a statement of today gives.

    Args:
        silent_school: Whether nothing was recorded about any class in the period.
    """
    return ComputedResult(
        class_id=statement.school_class.id,
        period=statement.period.name,
        figures=extract_figures(statement),
        pending=explain_pending(statement) if statement.provisional else None,
        last_school_day=last_school_day,
        today=today,
        recorded=statement.recorded and statement.assessed,
        unrecorded=refuse_unrecorded(statement, silent_school=silent_school),
        titles=list_titles(statement.book),
        purpose=purpose,
    )


@attrs.frozen(kw_only=True)
class PublishResult:
    """Publish the figures.

    Attributes:
        until: The last day of the notice.
        nothing_recorded: Why they are published although nothing was recorded; empty where nobody says so.
    """

    computed: ComputedResult
    until: date
    nothing_recorded: str = ""


@attrs.frozen(kw_only=True)
class FinaliseResult:
    """Make the result final; `unsettled` are the shorter periods within it whose published results can still change."""

    computed: ComputedResult
    unsettled: tuple[str, ...] = ()


ResultCommand = PublishResult | FileAppeal | DecideAppeal | FinaliseResult


def decide(result: AssessmentResult, command: ResultCommand) -> tuple[ResultEvent, ...] | Refused:
    """Return the events that a command causes, or its refusal; a command that was carried out already yields no event."""
    match command:
        case PublishResult():
            return _publish(result, command)
        case FileAppeal():
            return _file_appeal(result, command.appeal)
        case DecideAppeal():
            return decide_appeal(result.appeals[command.decision.appeal], command)
        case FinaliseResult():
            return _finalise(result, command)
        case _:
            assert_never(command)


def _publish(result: AssessmentResult, command: PublishResult) -> tuple[ResultEvent, ...] | Refused:
    """Publish figures, again where they have changed: not once final, not while an appeal is open."""
    computed, last = command.computed, result.published
    if result.final is not None:
        return refuse(
            "结果已经终定,不再公示", "the result is final and is not published again", FINAL_STAYS, code="result.final"
        )
    reason = command.nothing_recorded.strip() or ("" if last is None else last.nothing_recorded)
    refused = (
        _refuse_premature(computed)
        or (None if reason else computed.unrecorded)
        or _refuse_undecided(result)
        or _refuse_notice(last, command)
    )
    if refused is not None:
        return refused
    event = ResultPublished(
        class_id=computed.class_id,
        period=computed.period,
        figures=computed.figures,
        digest=computed.digest,
        asked_on=computed.today,
        until=command.until,
        purpose=computed.purpose,
        nothing_recorded="" if computed.recorded else reason,
    )
    return () if last is not None and _says_the_same(last, event) else (event,)


def _says_the_same(last: ResultPublished, event: ResultPublished) -> bool:
    return (last.digest, last.until, last.nothing_recorded) == (event.digest, event.until, event.nothing_recorded)


def _refuse_notice(last: ResultPublished | None, command: PublishResult) -> Refused | None:
    """Refuse a notice that would end before today, or earlier than the one that runs."""
    today, until = command.computed.today, command.until
    if until < today:
        return refuse(
            f"公示期到{until}为止,早于今天{today}",
            f"the notice would end on {until}, before today, {today}",
            NOTICE,
            code="result.notice-past",
        )
    if last is not None and until < last.until and today <= last.until:
        return refuse(
            f"已经公布的公示期到{last.until}为止,不能提前到{until}",
            f"the notice was said to run until {last.until}: it cannot end earlier, on {until}",
            NOTICE,
            code="result.notice-shortened",
        )
    return None


def _file_appeal(result: AssessmentResult, appeal: AppealFiled) -> tuple[ResultEvent, ...] | Refused:
    """File an appeal against what is published and not final."""
    if result.published is None:
        return refuse("结果还没有公示,无从申诉", "the result is not published yet", NOTICE, code="result.not-published")
    if result.final is not None:
        return refuse(
            "结果已经终定,不再受理申诉", "the result is final: no appeal is heard", FINAL_STAYS, code="result.final"
        )
    return file_appeal(result.published.until, result.appeals, appeal)


def _finalise(result: AssessmentResult, command: FinaliseResult) -> tuple[ResultEvent, ...] | Refused:
    """Make final what was published: after its notice, with every appeal decided, and with the very figures shown."""
    computed, published = command.computed, result.published
    if result.final is not None:
        return ()
    if published is None:
        return refuse(
            "结果还没有公示,不能终定",
            "the result is not published yet and cannot be final",
            NOTICE,
            code="result.not-published",
        )
    refused = _refuse_undecided(result)
    if refused is None and computed.today <= published.until:
        refused = refuse(
            f"公示期到{published.until}为止,次日起才能终定",
            f"the notice runs until {published.until}: it can be final from the day after",
            NOTICE,
            code="result.notice-running",
        )
    refused = refused or _refuse_premature(computed) or (None if published.nothing_recorded else computed.unrecorded)
    if refused is not None:
        return refused
    if command.unsettled:
        periods = Message.listed(command.unsettled)
        return refuse(
            f"其中{periods.zh}还在公示或申诉之中,有了结果再终定",
            f"within it, {periods.en} is still under notice or appeal: it comes first",
            NOTICE,
            code="result.part-open",
        )
    if computed.digest != published.digest:
        return _refuse_changed(published, computed)
    event = ResultFinalised(
        class_id=computed.class_id,
        period=computed.period,
        figures=computed.figures,
        digest=computed.digest,
        asked_on=computed.today,
        purpose=computed.purpose,
    )
    return (event,)


def _refuse_changed(published: ResultPublished, computed: ComputedResult) -> Refused:
    """Refuse figures that nobody was shown, whatever changed them: after an upheld appeal, too, they are published first."""
    differences = compare_figures(published.figures, computed.figures, computed.titles)
    changes = Message.listed(difference.describe() for difference in differences)
    before, now = published.scoring_meaning, find_scoring_meaning()
    if before != now:
        changes += Message(
            f"(较新的软件,计分含义 {before} → {now})", f" (newer software, scoring meaning {before} → {now})"
        )
    return refuse(
        f"公示以后结果变了:{changes.zh};请再公示一次,公示期满再终定",
        f"the result has moved since it was published: {changes.en}; "
        "publish it again, and make it final when that notice is over",
        NOTICE,
        code="result.moved",
    )


def _refuse_premature(computed: ComputedResult) -> Refused | None:
    """Refuse a result that is provisional, or of a period that is not over."""
    period, last, today = computed.period, computed.last_school_day, computed.today
    pending = computed.pending
    if pending is not None:
        return refuse(
            f"结果是暂定的:{pending.zh or '还有未到期或待定的条款'};期满以后再来",
            f"the result is provisional: {pending.en or 'something is not due or not decided yet'}; "
            "come back when that is over",
            NOTICE,
            code="result.pending",
        )
    if today < last:
        return refuse(
            f"{period}还没有结束:最后一个上课日是{last},今天是{today};到{last}再来",
            f"{period} is not over: its last school day is {last}, and today is {today}; come back on {last}",
            NOTICE,
            code="result.not-yet-over",
        )
    return None


def _refuse_undecided(result: AssessmentResult) -> Refused | None:
    """Refuse while an appeal is open."""
    ids = list_ids(result.open_appeals)
    if not result.open_appeals:
        return None
    return refuse(
        f"还有未决定的申诉:{ids.zh}", f"appeals are still open: {ids.en}", WITHIN_NOTICE, code="result.appeal-open"
    )
