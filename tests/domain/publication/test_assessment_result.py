"""Given what happened to a result, when a command comes, then it is taken or refused with its clause."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from bzr_domain.facts.events import FactVoided
from bzr_domain.kernel.messages import Message, Refused, refuse
from bzr_domain.kernel.readings import FINAL_STAYS, FOUR_EYES, WITHIN_NOTICE
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication import assessment_result as results
from bzr_domain.publication.appeals import DecideAppeal, FileAppeal
from bzr_domain.publication.assessment_result import (
    NOTICE,
    AssessmentResult,
    ComputedResult,
    FinaliseResult,
    PublishResult,
    ResultCommand,
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
from tests.support.appointments import says

FIGURES = Figures(
    teacher="t1",
    rulebook="0" * 64,
    total=Decimal("94.50"),
    items=(("a", Decimal(20)),),
    outcomes=(("pay", "600"),),
)
NOTHING = refuse("2024-09一项也没有评定,没有分数", "nothing was assessed in 2024-09: there is no score", "没有评定不是0分", code="x")  # fmt: skip
AWAITS = Message("6.2 到2024-10-06为止", "6.2 until 2024-10-06")
TODAY, UNTIL = date(2024, 10, 8), date(2024, 10, 12)
CLOSING = date(2024, 9, 30)
COMPUTED = ComputedResult(
    class_id="c1",
    period="2024-09",
    figures=FIGURES,
    pending=None,
    last_school_day=CLOSING,
    today=TODAY,
)
PUBLISH = PublishResult(computed=COMPUTED, until=UNTIL)
FILED = AppealFiled(
    id="a1",
    class_id="c1",
    period="2024-09",
    by="王老师",
    about="f1",
    grounds="请过假",
    evidence="假条",
    on=TODAY,
)
APPEAL = FileAppeal(FILED)
UPHELD = AppealDecided(appeal="a1", upheld=True, reason="属实", entries=("v1",), on=TODAY)
UPHOLD = DecideAppeal(decision=UPHELD, by="主任", participants=("张干事",))
FINAL = FinaliseResult(computed=attrs.evolve(COMPUTED, today=date(2024, 10, 13)))


def change(command: Any, **fields: Any) -> Any:
    """The same command, with some fields of the value that it carries changed."""
    inside = next(name for name in ("computed", "appeal", "decision") if hasattr(command, name))
    return attrs.evolve(command, **{inside: attrs.evolve(getattr(command, inside), **fields)})


AGAIN = change(PUBLISH, figures=attrs.evolve(FIGURES, total=Decimal("48.00")))
REJECT = change(UPHOLD, upheld=False, entries=())


def after(*commands: ResultCommand) -> AssessmentResult:
    """A result to which these things were done."""
    history = results.initial("result:c1:2024-09")
    for command in commands:
        for event in done(history, command):
            history = results.evolve(history, recorded(event, history.version + 1))
    return history


def done(history: AssessmentResult, command: ResultCommand) -> tuple[ResultEvent, ...]:
    """The events of a step that is not refused."""
    decided = results.decide(history, command)
    assert not isinstance(decided, Refused), decided
    return decided


def recorded(event: object, version: int) -> Recorded[Any]:
    """As a store keeps it."""
    return Recorded(
        stream="result:c1:2024-09",
        version=version,
        position=version,
        recorded_at=datetime(2024, 10, 8, tzinfo=UTC),
        actor="x",
        command=str(version),
        event=event,
    )


@pytest.mark.parametrize(
    ("earlier", "state"),
    [
        ((), "computed"),
        ((PUBLISH,), "published"),
        ((PUBLISH, APPEAL), "appealed"),
        ((PUBLISH, APPEAL, UPHOLD), "decided"),
        ((PUBLISH, APPEAL, REJECT), "decided"),
        ((PUBLISH, FINAL), "final"),
    ],
)
def test_a_result_knows_how_far_it_is(earlier: tuple[ResultCommand, ...], state: str) -> None:
    """Computed, published, appealed, decided, final."""
    assert state == after(*earlier).state


@pytest.mark.parametrize(
    ("earlier", "command", "clause", "reason"),
    [
        ((), change(PUBLISH, pending=AWAITS), NOTICE, "结果是暂定的"),
        ((), attrs.evolve(PUBLISH, until=date(2024, 10, 7)), NOTICE, "早于今天"),
        ((PUBLISH, APPEAL), PUBLISH, WITHIN_NOTICE, "还有未决定的申诉:a1"),
        ((PUBLISH, FINAL), PUBLISH, FINAL_STAYS, "已经终定,不再公示"),
        ((), APPEAL, NOTICE, "还没有公示"),
        ((PUBLISH, FINAL), APPEAL, FINAL_STAYS, "已经终定,不再受理"),
        (
            (PUBLISH,),
            change(APPEAL, on=date(2024, 10, 13)),
            WITHIN_NOTICE,
            "过期的申诉不受理",
        ),
        ((PUBLISH,), change(APPEAL, grounds=" "), WITHIN_NOTICE, "申诉须写明理由"),
        ((PUBLISH, APPEAL, REJECT), UPHOLD, WITHIN_NOTICE, "已经有了决定"),
        ((PUBLISH, APPEAL), attrs.evolve(UPHOLD, by="张干事"), FOUR_EYES, "不能由同一人决定"),
        ((PUBLISH, APPEAL), attrs.evolve(UPHOLD, by="王老师"), FOUR_EYES, "不能由同一人决定"),
        ((PUBLISH, APPEAL), change(REJECT, reason=""), WITHIN_NOTICE, "决定须写明理由"),
        ((PUBLISH, APPEAL), change(UPHOLD, entries=()), WITHIN_NOTICE, "须同时作废或更正"),
        ((), FINAL, NOTICE, "还没有公示,不能终定"),
        ((PUBLISH,), change(FINAL, today=UNTIL), NOTICE, "次日起才能终定"),
        ((PUBLISH,), change(FINAL, pending=AWAITS), NOTICE, "结果是暂定的"),
        (
            (PUBLISH,),
            attrs.evolve(PUBLISH, until=date(2024, 10, 11)),
            NOTICE,
            "已经公布的公示期到2024-10-12为止,不能提前到2024-10-11",
        ),
        ((PUBLISH, APPEAL), attrs.evolve(UPHOLD, by="张 干事 "), FOUR_EYES, "不能由同一人决定"),
        ((PUBLISH, APPEAL), attrs.evolve(UPHOLD, by="王　老师"), FOUR_EYES, "不能由同一人决定"),
        (
            (PUBLISH,),
            change(FINAL, figures=AGAIN.computed.figures),
            NOTICE,
            "公示以后结果变了:总分 94.50 → 48.00;请再公示一次,公示期满再终定",
        ),
        (
            (PUBLISH, APPEAL, UPHOLD),
            change(FINAL, figures=attrs.evolve(FIGURES, items=(("a", Decimal(19)),)), titles={"a": "卫生"}),
            NOTICE,
            "公示以后结果变了:卫生 20 → 19;请再公示一次",
        ),
        (
            (PUBLISH,),
            attrs.evolve(FINAL, unsettled=("2024-10", "2024-11")),
            NOTICE,
            "其中2024-10、2024-11还在公示或申诉之中,有了结果再终定",
        ),
        ((PUBLISH, APPEAL), FINAL, WITHIN_NOTICE, "还有未决定的申诉"),
    ],
)
def test_a_step_out_of_order_is_refused_with_its_clause(
    earlier: tuple[ResultCommand, ...], command: ResultCommand, clause: str, reason: str
) -> None:
    """Each refusal says why, and by what."""
    answer = results.decide(after(*earlier), command)

    assert isinstance(answer, Refused)
    assert clause == answer.clause
    assert reason in answer.reason.zh


@pytest.mark.parametrize(("earlier", "command"), [((), PUBLISH), ((PUBLISH,), FINAL)], ids=["publish", "final"])
def test_a_period_that_is_not_over_is_refused(
    earlier: tuple[ResultCommand, ...], command: PublishResult | FinaliseResult
) -> None:
    """Word for word: until its last school day nobody knows what it comes to."""
    today = command.computed.today
    day = today + timedelta(days=1)
    early = change(command, last_school_day=day)

    assert (
        f"2024-09还没有结束:最后一个上课日是{day},今天是{today};到{day}再来",
        f"2024-09 is not over: its last school day is {day}, and today is {today}; come back on {day}",
        NOTICE,
    ) == says(results.decide(after(*earlier), early))


@pytest.mark.parametrize(("earlier", "command"), [((), PUBLISH), ((PUBLISH,), FINAL)], ids=["publish", "final"])
def test_what_nobody_assessed_is_refused(
    earlier: tuple[ResultCommand, ...], command: PublishResult | FinaliseResult
) -> None:
    """Word for word: 没有评定不是0分."""
    assert (
        "2024-09一项也没有评定,没有分数",
        "nothing was assessed in 2024-09: there is no score",
        "没有评定不是0分",
    ) == says(results.decide(after(*earlier), change(command, unrecorded=NOTHING)))


def test_on_its_last_school_day_a_period_is_published() -> None:
    """That day it is known what it comes to."""
    assert 1 == len(done(after(), change(PUBLISH, last_school_day=TODAY)))


@pytest.mark.parametrize(
    ("earlier", "command"),
    [
        ((PUBLISH,), PUBLISH),
        ((PUBLISH, APPEAL), change(APPEAL, id="a2", by="王 老师", grounds="再说一遍")),
        ((PUBLISH, FINAL), change(FINAL, pending=AWAITS)),
    ],
)
def test_asking_twice_is_harmless(earlier: tuple[ResultCommand, ...], command: ResultCommand) -> None:
    """What is done already takes no event."""
    assert () == results.decide(after(*earlier), command)


@pytest.mark.parametrize(
    "command",
    [
        change(PUBLISH, figures=attrs.evolve(FIGURES, total=Decimal(95))),
        attrs.evolve(PUBLISH, until=date(2024, 10, 20)),
    ],
)
def test_what_changed_is_published_again(command: PublishResult) -> None:
    """Other figures or another end are another publication."""
    (event,) = done(after(PUBLISH), command)

    assert isinstance(event, ResultPublished)
    assert (command.computed.figures, command.until) == (event.figures, event.until)


def test_a_notice_that_is_over_may_be_followed_by_one_of_any_length() -> None:
    """The promise was kept: the next notice ends where it is said to."""
    command = attrs.evolve(change(AGAIN, today=date(2024, 10, 14)), until=date(2024, 10, 14))

    (event,) = done(after(PUBLISH), command)

    assert isinstance(event, ResultPublished)
    assert date(2024, 10, 14) == event.until


def test_what_was_published_again_becomes_final_as_it_was_shown() -> None:
    """Given figures that moved, when they were published again, then they can be final and the first cannot."""
    history = after(PUBLISH, AGAIN)

    assert isinstance(results.decide(history, FINAL), Refused)
    assert isinstance(done(history, change(FINAL, figures=AGAIN.computed.figures))[0], ResultFinalised)


@pytest.mark.parametrize(
    "command",
    [
        change(APPEAL, id="a2", by="李老师"),
        change(APPEAL, id="a2", about="f2"),
    ],
    ids=["by", "about"],
)
def test_another_person_or_another_matter_is_another_appeal(command: FileAppeal) -> None:
    """Only the same person about the same thing asks twice; once decided, it may be asked anew."""
    assert 1 == len(done(after(PUBLISH, APPEAL), command))
    assert 1 == len(done(after(PUBLISH, APPEAL, REJECT), change(APPEAL, id="a2")))


@pytest.mark.parametrize(
    ("earlier", "today", "unsettled"),
    [
        ((), TODAY, False),
        ((PUBLISH,), UNTIL, True),
        ((PUBLISH,), date(2024, 10, 13), False),
        ((PUBLISH, APPEAL), date(2024, 10, 13), True),
        ((PUBLISH, FINAL), UNTIL, False),
    ],
)
def test_a_published_result_is_unsettled_while_it_can_move(
    earlier: tuple[ResultCommand, ...], today: date, unsettled: bool
) -> None:
    """Under notice, or with an open appeal; not before it is published, and not once it is final."""
    assert unsettled == after(*earlier).can_still_change(today)


def test_events_of_other_histories_are_refused() -> None:
    """A void belongs to a history of facts."""
    with pytest.raises(TypeError, match="FactVoided belongs to no result"):
        results.evolve(after(), recorded(FactVoided(id="v", target="f", reason="r"), 1))


def test_a_digest_sees_every_figure_and_no_zeros() -> None:
    """94.5 is 94.50; any other figure, class or period is another digest."""
    same = compute_digest("c1", "2024-09", attrs.evolve(FIGURES, total=Decimal("94.5")))
    others = {
        compute_digest("c2", "2024-09", FIGURES),
        compute_digest("c1", "2024-10", FIGURES),
        compute_digest("c1", "2024-09", attrs.evolve(FIGURES, teacher=None)),
        compute_digest("c1", "2024-09", attrs.evolve(FIGURES, rulebook="1" * 64)),
        compute_digest("c1", "2024-09", attrs.evolve(FIGURES, items=(("a", Decimal("19.99")),))),
        compute_digest("c1", "2024-09", attrs.evolve(FIGURES, outcomes=(("pay", ""),))),
    }

    assert compute_digest("c1", "2024-09", FIGURES) == same
    assert same not in others
    assert 6 == len(others)
