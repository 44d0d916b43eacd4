"""Deciding on wishes about a result (决定): publish, object, decide about an objection, make final — or refuse."""

from typing import assert_never

from bzr_domain.errors import Message, Refused
from bzr_domain.result_commands import DecideAppeal, FileAppeal, FinaliseResult, PublishResult, ResultCommand
from bzr_domain.result_events import (
    AppealDecided,
    AppealFiled,
    ResultEvent,
    ResultFinalised,
    ResultPublished,
    digest_of,
)
from bzr_domain.results import ResultHistory

NOTICE = "B4 第7步 公示"
OBJECTION = "公示期内申诉"
FOUR_EYES = "记录的人不决定"
ONCE = "终定以后不改,只调整"


def decide(history: ResultHistory, command: ResultCommand) -> tuple[ResultEvent, ...] | Refused:
    """Turn a wish into events, or refuse it. Asking twice is harmless: what is done already yields no event."""
    match command:
        case PublishResult():
            return _publish(history, command)
        case FileAppeal():
            return _file(history, command)
        case DecideAppeal():
            return _decide(history, command)
        case FinaliseResult():
            return _finalise(history, command)
        case _:
            assert_never(command)


def _publish(history: ResultHistory, command: PublishResult) -> tuple[ResultEvent, ...] | Refused:
    if history.final is not None:
        return _no("结果已经终定,不再公示", "the result is final and is not published again", ONCE)
    if command.provisional:
        return _provisional()
    if history.open:
        return _undecided(history)
    if command.until < command.today:
        return _no(
            f"公示期到{command.until}为止,早于今天{command.today}",
            f"the notice would end on {command.until}, before today, {command.today}",
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
    known = history.published.event if history.published is not None else None
    same = isinstance(known, ResultPublished) and known.digest == event.digest and known.until == event.until
    return () if same else (event,)


def _file(history: ResultHistory, command: FileAppeal) -> tuple[ResultEvent, ...] | Refused:
    if history.published is None:
        return _no("结果还没有公示,无从申诉", "the result is not published yet", NOTICE)
    if history.final is not None:
        return _no("结果已经终定,不再受理申诉", "the result is final: no appeal is heard", ONCE)
    assert isinstance(history.published.event, ResultPublished)
    until = history.published.event.until
    if command.today > until:
        return _no(
            f"公示期到{until}为止,今天{command.today},过期的申诉不受理",
            f"the notice ended on {until} and today is {command.today}: the appeal is late",
            OBJECTION,
        )
    if not command.grounds.strip():
        return _no("申诉须写明理由", "an appeal has to say its grounds", OBJECTION)
    return (
        AppealFiled(
            id=command.id,
            class_id=command.class_id,
            period=command.period,
            by=command.by,
            about=command.about,
            grounds=command.grounds,
            evidence=command.evidence,
            on=command.today,
        ),
    )


def _decide(history: ResultHistory, command: DecideAppeal) -> tuple[ResultEvent, ...] | Refused:
    filed = history.appeals[command.appeal].event
    assert isinstance(filed, AppealFiled)
    if command.appeal in history.decisions:
        return _no("这件申诉已经有了决定", "this appeal is decided already", OBJECTION)
    if command.by in command.recorders:
        return _no(
            f"“{command.by}”记录了所申诉的事,不能由同一人决定",
            f"{command.by!r} recorded what the appeal is about: somebody else has to decide",
            FOUR_EYES,
        )
    if command.by == filed.by:
        return _no(
            f"“{command.by}”提出了这件申诉,不能由同一人决定",
            f"{command.by!r} filed this appeal: somebody else has to decide",
            FOUR_EYES,
        )
    if not command.reason.strip():
        return _no("决定须写明理由", "a decision has to say its reason", OBJECTION)
    if command.upheld and not command.entries:
        return _no(
            "申诉成立,须同时作废或更正所申诉的记录",
            "an upheld appeal needs the void or correction that puts it right",
            OBJECTION,
        )
    return (
        AppealDecided(
            appeal=command.appeal,
            upheld=command.upheld,
            reason=command.reason,
            entries=command.entries,
            on=command.today,
        ),
    )


def _finalise(history: ResultHistory, command: FinaliseResult) -> tuple[ResultEvent, ...] | Refused:
    if history.final is not None:
        return ()
    if history.published is None:
        return _no("结果还没有公示,不能终定", "the result is not published yet and cannot be final", NOTICE)
    if history.open:
        return _undecided(history)
    assert isinstance(history.published.event, ResultPublished)
    until = history.published.event.until
    if command.today <= until:
        return _no(
            f"公示期到{until}为止,次日起才能终定",
            f"the notice runs until {until}: it can be final from the day after",
            NOTICE,
        )
    if command.provisional:
        return _provisional()
    digest = digest_of(command.class_id, command.period, command.figures)
    return (
        ResultFinalised(
            class_id=command.class_id,
            period=command.period,
            figures=command.figures,
            digest=digest,
            asked_on=command.today,
        ),
    )


def _no(zh: str, en: str, clause: str) -> Refused:
    return Refused(reason=Message(zh, en), clause=clause)


def _provisional() -> Refused:
    return _no(
        "结果是暂定的:还有未到期或待定的条款,期满以后再来",
        "the result is provisional: something is not due or not decided yet; come back when the period is over",
        NOTICE,
    )


def _undecided(history: ResultHistory) -> Refused:
    ids = "、".join(one[:10] for one in history.open)
    return _no(f"还有未决定的申诉:{ids}", f"appeals are still open: {ids}", OBJECTION)
