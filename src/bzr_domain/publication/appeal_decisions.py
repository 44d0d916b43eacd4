"""Deciding on appeals (申诉的受理与决定): one is filed within the notice, and decided once, by other eyes."""

from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.names import is_among
from bzr_domain.publication.assessment_result import FOUR_EYES, NOTICE, OBJECTION, ONCE, AssessmentResult
from bzr_domain.publication.commands import DecideAppeal, FileAppeal
from bzr_domain.publication.events import AppealDecided, AppealFiled


def file(history: AssessmentResult, command: FileAppeal) -> tuple[AppealFiled, ...] | Refused:
    """Take an appeal, or refuse it; one by the same person about the same thing that is still open is the same appeal."""
    if history.published is None:
        return _no("结果还没有公示,无从申诉", "the result is not published yet", NOTICE)
    if history.final is not None:
        return _no("结果已经终定,不再受理申诉", "the result is final: no appeal is heard", ONCE)
    until = history.published.until
    if command.today > until:
        return _no(
            f"公示期到{until}为止,今天{command.today},过期的申诉不受理",
            f"the notice ended on {until} and today is {command.today}: the appeal is late",
            OBJECTION,
        )
    if not command.grounds.strip():
        return _no("申诉须写明理由", "an appeal has to say its grounds", OBJECTION)
    if known(history, command.by, command.about) is not None:
        return ()
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


def judge(history: AssessmentResult, command: DecideAppeal) -> tuple[AppealDecided, ...] | Refused:
    """Decide about an appeal, or refuse to: not twice, not by whoever had a hand in it, not without putting it right."""
    filed = history.appeals[command.appeal].event
    assert isinstance(filed, AppealFiled)
    if command.appeal in history.decisions:
        return _no("这件申诉已经有了决定", "this appeal is decided already", OBJECTION)
    if is_among(command.by, command.hands):
        return _no(
            f"“{command.by}”记录、检查或改过所申诉的事,不能由同一人决定",
            f"{command.by!r} recorded, saw or amended what the appeal is about: somebody else has to decide",
            FOUR_EYES,
        )
    if is_among(command.by, [filed.by]):
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


def known(history: AssessmentResult, by: str, about: str) -> str | None:
    """The open appeal of a person about a fact or a clause, or None."""
    for name in history.open:
        filed = history.appeals[name].event
        assert isinstance(filed, AppealFiled)
        if filed.about == about and is_among(by, [filed.by]):
            return name
    return None


def _no(zh: str, en: str, clause: str) -> Refused:
    return Refused(reason=Message(zh, en), clause=clause)
