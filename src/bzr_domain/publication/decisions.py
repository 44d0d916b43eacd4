"""Deciding on wishes about a result (决定): publish, object, decide about an objection, make final — or refuse."""

from typing import assert_never

from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.publication import appeal_decisions as appeal_steps
from bzr_domain.publication.assessment_result import ASSESSED, NOTICE, OBJECTION, ONCE, AssessmentResult
from bzr_domain.publication.commands import (
    DecideAppeal,
    FileAppeal,
    FinaliseResult,
    PublishResult,
    ResultCommand,
)
from bzr_domain.publication.events import ResultEvent, ResultFinalised, ResultPublished, digest_of
from bzr_domain.publication.figures import differences


def decide(history: AssessmentResult, command: ResultCommand) -> tuple[ResultEvent, ...] | Refused:
    """Turn a wish into events, or refuse it. Asking twice is harmless: what is done already yields no event."""
    match command:
        case PublishResult():
            return _publish(history, command)
        case FileAppeal():
            return appeal_steps.file(history, command)
        case DecideAppeal():
            return appeal_steps.judge(history, command)
        case FinaliseResult():
            return _finalise(history, command)
        case _:
            assert_never(command)


def _publish(history: AssessmentResult, command: PublishResult) -> tuple[ResultEvent, ...] | Refused:
    if history.final is not None:
        return _no("结果已经终定,不再公示", "the result is final and is not published again", ONCE)
    no = _unripe(command)
    if no is not None:
        return no
    if history.open:
        return _undecided(history)
    if command.until < command.today:
        return _no(
            f"公示期到{command.until}为止,早于今天{command.today}",
            f"the notice would end on {command.until}, before today, {command.today}",
            NOTICE,
        )
    known = history.published
    if known is not None and command.until < known.until and command.today <= known.until:
        return _no(
            f"已经公布的公示期到{known.until}为止,不能提前到{command.until}",
            f"the notice was said to run until {known.until}: it cannot end earlier, on {command.until}",
            NOTICE,
        )
    event = ResultPublished(
        class_id=command.class_id,
        period=command.period,
        figures=command.figures,
        digest=digest_of(command.class_id, command.period, command.figures),
        asked_on=command.today,
        until=command.until,
    )
    same = known is not None and known.digest == event.digest and known.until == event.until
    return () if same else (event,)


def _finalise(history: AssessmentResult, command: FinaliseResult) -> tuple[ResultEvent, ...] | Refused:
    if history.final is not None:
        return ()
    if history.published is None:
        return _no("结果还没有公示,不能终定", "the result is not published yet and cannot be final", NOTICE)
    if history.open:
        return _undecided(history)
    until = history.published.until
    if command.today <= until:
        return _no(
            f"公示期到{until}为止,次日起才能终定",
            f"the notice runs until {until}: it can be final from the day after",
            NOTICE,
        )
    no = _unripe(command)
    if no is not None:
        return no
    if command.unsettled:
        return _no(
            f"其中{'、'.join(command.unsettled)}还在公示或申诉之中,有了结果再终定",
            f"within it, {', '.join(command.unsettled)} is still under notice or appeal: it comes first",
            NOTICE,
        )
    digest = digest_of(command.class_id, command.period, command.figures)
    if digest != history.published.digest:
        return _moved(history.published, command)
    return (
        ResultFinalised(
            class_id=command.class_id,
            period=command.period,
            figures=command.figures,
            digest=digest,
            asked_on=command.today,
        ),
    )


def _moved(published: ResultPublished, command: FinaliseResult) -> Refused:
    """What nobody was shown cannot be final, whatever moved it: an upheld appeal, too, is published before it stands."""
    found = differences(published.figures, command.figures, command.titles)
    return _no(
        f"公示以后结果变了:{'、'.join(one.in_('zh') for one in found)};请再公示一次,公示期满再终定",
        f"the result has moved since it was published: {', '.join(one.in_('en') for one in found)}; "
        "publish it again, and make it final when that notice is over",
        NOTICE,
    )


def _no(zh: str, en: str, clause: str) -> Refused:
    return Refused(reason=Message(zh, en), clause=clause)


def _unripe(command: PublishResult | FinaliseResult) -> Refused | None:
    """Why there is nothing yet that could be said in public: it waits, the period runs, or nobody assessed anything."""
    period, closing, today = command.period, command.closing, command.today
    if command.awaits is not None:
        return _provisional(command.awaits)
    if today < closing:
        return _no(
            f"{period}还没有结束:最后一个上课日是{closing},今天是{today};到{closing}再来",
            f"{period} is not over: its last school day is {closing}, and today is {today}; come back on {closing}",
            NOTICE,
        )
    if not command.assessed:
        return _no(
            f"{period}一项也没有评定,没有可以公示的分数;补记以后再来",
            f"nothing was assessed in {period}: there is no score to publish; record it, and come back",
            ASSESSED,
        )
    return None


def _provisional(awaits: Message) -> Refused:
    return _no(
        f"结果是暂定的:{awaits.zh or '还有未到期或待定的条款'};期满以后再来",
        f"the result is provisional: {awaits.en or 'something is not due or not decided yet'}; come back when that is over",
        NOTICE,
    )


def _undecided(history: AssessmentResult) -> Refused:
    ids = [one[:10] for one in history.open]
    return _no(f"还有未决定的申诉:{'、'.join(ids)}", f"appeals are still open: {', '.join(ids)}", OBJECTION)
