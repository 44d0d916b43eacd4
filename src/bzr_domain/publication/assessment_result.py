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
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import holds
from bzr_domain.publication.appeals import (
    WITHIN_NOTICE,
    Appeal,
    DecideAppeal,
    FileAppeal,
    decide_appeal,
    file_appeal,
    list_ids,
)
from bzr_domain.publication.events import (
    AppealDecided,
    AppealFiled,
    Figures,
    ResultEvent,
    ResultFinalised,
    ResultPublished,
    compute_digest,
)
from bzr_domain.publication.figures import compare_figures

NOTICE = "B4 第7步 公示"
FINAL_STAYS = "终定以后不改,只调整"
NOT_ASSESSED = "没有评定不是0分"
"""The clauses that the refusals of this aggregate name."""

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
class _ComputedResult:
    """A result as it is computed today.

    Attributes:
        pending: What of the period is not due or not decided yet (暂定); None where nothing is.
        last_school_day: The class's last school day in the period: the figures are not known before it.
        assessed: Whether anything was assessed at all.
    """

    class_id: str
    period: str
    figures: Figures
    pending: Message | None
    last_school_day: date
    assessed: bool
    today: date


@attrs.frozen(kw_only=True)
class PublishResult(_ComputedResult):
    """Publish the figures; `until` is the last day of the notice."""

    until: date


@attrs.frozen(kw_only=True)
class FinaliseResult(_ComputedResult):
    """Make the result final with the figures as they are computed today.

    Attributes:
        unsettled: The shorter periods within this one whose published results can still change.
        titles: The id of an item or outcome → what people call it.
    """

    unsettled: tuple[str, ...] = ()
    titles: Mapping[str, str] = attrs.field(factory=dict)


ResultCommand = PublishResult | FileAppeal | DecideAppeal | FinaliseResult


def decide(result: AssessmentResult, command: ResultCommand) -> tuple[ResultEvent, ...] | Refused:
    """Return the events that a command causes, or its refusal; a command that was carried out already yields no event."""
    match command:
        case PublishResult():
            return _publish(result, command)
        case FileAppeal():
            return _file_appeal(result, command)
        case DecideAppeal():
            return decide_appeal(result.appeals[command.appeal], command)
        case FinaliseResult():
            return _finalise(result, command)
        case _:
            assert_never(command)


def _publish(result: AssessmentResult, command: PublishResult) -> tuple[ResultEvent, ...] | Refused:
    """Publish figures, again where they have changed: not once final, not while an appeal is open."""
    if result.final is not None:
        return refuse("结果已经终定,不再公示", "the result is final and is not published again", FINAL_STAYS)
    refused = _refuse_premature(command)
    if refused is not None:
        return refused
    if result.open_appeals:
        return _refuse_undecided(result)
    last = result.published
    refused = _refuse_notice(last, command)
    if refused is not None:
        return refused
    event = ResultPublished(
        class_id=command.class_id,
        period=command.period,
        figures=command.figures,
        digest=compute_digest(command.class_id, command.period, command.figures),
        asked_on=command.today,
        until=command.until,
    )
    same = last is not None and last.digest == event.digest and last.until == event.until
    return () if same else (event,)


def _refuse_notice(last: ResultPublished | None, command: PublishResult) -> Refused | None:
    """Refuse a notice that would end before today, or earlier than the one that runs."""
    if command.until < command.today:
        return refuse(
            f"公示期到{command.until}为止,早于今天{command.today}",
            f"the notice would end on {command.until}, before today, {command.today}",
            NOTICE,
        )
    if last is not None and command.until < last.until and command.today <= last.until:
        return refuse(
            f"已经公布的公示期到{last.until}为止,不能提前到{command.until}",
            f"the notice was said to run until {last.until}: it cannot end earlier, on {command.until}",
            NOTICE,
        )
    return None


def _file_appeal(result: AssessmentResult, command: FileAppeal) -> tuple[ResultEvent, ...] | Refused:
    """File an appeal against what is published and not final."""
    if result.published is None:
        return refuse("结果还没有公示,无从申诉", "the result is not published yet", NOTICE)
    if result.final is not None:
        return refuse("结果已经终定,不再受理申诉", "the result is final: no appeal is heard", FINAL_STAYS)
    return file_appeal(result.published.until, result.appeals, command)


def _finalise(result: AssessmentResult, command: FinaliseResult) -> tuple[ResultEvent, ...] | Refused:
    """Make final what was published: after its notice, with every appeal decided, and with the very figures shown."""
    if result.final is not None:
        return ()
    if result.published is None:
        return refuse(
            "结果还没有公示,不能终定", "the result is not published yet and cannot be final", NOTICE
        )
    if result.open_appeals:
        return _refuse_undecided(result)
    refused = _refuse_running(result.published.until, command) or _refuse_premature(command)
    if refused is not None:
        return refused
    if command.unsettled:
        periods = Message.listed(command.unsettled)
        return refuse(
            f"其中{periods.zh}还在公示或申诉之中,有了结果再终定",
            f"within it, {periods.en} is still under notice or appeal: it comes first",
            NOTICE,
        )
    digest = compute_digest(command.class_id, command.period, command.figures)
    if digest != result.published.digest:
        return _refuse_changed(result.published, command)
    event = ResultFinalised(
        class_id=command.class_id,
        period=command.period,
        figures=command.figures,
        digest=digest,
        asked_on=command.today,
    )
    return (event,)


def _refuse_running(until: date, command: FinaliseResult) -> Refused | None:
    """Refuse to make final what is still under notice."""
    if command.today > until:
        return None
    return refuse(
        f"公示期到{until}为止,次日起才能终定",
        f"the notice runs until {until}: it can be final from the day after",
        NOTICE,
    )


def _refuse_changed(published: ResultPublished, command: FinaliseResult) -> Refused:
    """Refuse figures that nobody was shown, whatever changed them: after an upheld appeal, too, they are published first."""
    differences = compare_figures(published.figures, command.figures, command.titles)
    changes = Message.listed(difference.describe() for difference in differences)
    return refuse(
        f"公示以后结果变了:{changes.zh};请再公示一次,公示期满再终定",
        f"the result has moved since it was published: {changes.en}; "
        "publish it again, and make it final when that notice is over",
        NOTICE,
    )


def _refuse_premature(command: PublishResult | FinaliseResult) -> Refused | None:
    """Refuse a result that is provisional, of a period that is not over, or in which nothing was assessed."""
    period, last, today = command.period, command.last_school_day, command.today
    if command.pending is not None:
        return _refuse_provisional(command.pending)
    if today < last:
        return refuse(
            f"{period}还没有结束:最后一个上课日是{last},今天是{today};到{last}再来",
            f"{period} is not over: its last school day is {last}, and today is {today}; come back on {last}",
            NOTICE,
        )
    if not command.assessed:
        return refuse(
            f"{period}一项也没有评定,没有可以公示的分数;补记以后再来",
            f"nothing was assessed in {period}: there is no score to publish; record it, and come back",
            NOT_ASSESSED,
        )
    return None


def _refuse_provisional(pending: Message) -> Refused:
    return refuse(
        f"结果是暂定的:{pending.zh or '还有未到期或待定的条款'};期满以后再来",
        f"the result is provisional: {pending.en or 'something is not due or not decided yet'}; come back when that is over",
        NOTICE,
    )


def _refuse_undecided(result: AssessmentResult) -> Refused:
    ids = list_ids(result.open_appeals)
    return refuse(f"还有未决定的申诉:{ids.zh}", f"appeals are still open: {ids.en}", WITHIN_NOTICE)
