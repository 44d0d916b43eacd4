"""Laws of pay sheets: whatever is asked in whatever order and by whomever, a sheet is paid by every step, each by other eyes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.readings import PAID_STAYS
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay
from bzr_domain.pay.events import PayLine, PayPrepared, PayStepTaken, Step
from bzr_domain.pay.pay_sheet import (
    IN_ORDER,
    PayCommand,
    PaySheet,
    PreparePaySheet,
    TakePayStep,
    decide,
    evolve,
    initial,
)
from tests.support.effort import fewer

TODAY = date(2024, 10, 4)
PEOPLE = st.sampled_from(["甲", "乙", "丙", "乙\u3000"])
LINES = st.sampled_from([(), (PayLine(teacher="t1", name="师", base=Decimal(600), assessment=Decimal(450), seniority=Decimal(0), parts=(), adjustments=(), payable=Decimal(450)),)])  # fmt: skip
CONTENTS = st.builds(PayPrepared, period=st.just("2024-09"), scheme=st.just("pay"), allowance=st.just(""), lines=LINES, on=st.just(TODAY))  # fmt: skip
PREPARE = st.builds(PreparePaySheet, content=CONTENTS, unpaid=st.sampled_from([(), (), (), ("2024-08",)]))
FORWARD: list[Step] = ["reviewed", "approved", "handed-over", "paid"]
ANY_STEP = st.sampled_from([*FORWARD, *FORWARD, "returned"])
Asked = tuple[str, PayCommand]
"""Who gives a command, and the command."""


@st.composite
def commands(draw: st.DrawFn) -> list[Asked]:
    """Commands of several people: each sheet is filled in and often goes on in order, and anything may come between."""
    kinds: list[Any] = []
    for _ in range(draw(st.integers(1, 2))):
        kinds += ["prepare", *FORWARD[: draw(st.integers(0, 4))]]
        kinds += draw(st.lists(st.just("prepare") | ANY_STEP, max_size=3))
    return [draw(command(kind)) for kind in kinds]


@st.composite
def command(draw: st.DrawFn, kind: Any) -> Asked:
    """One command of somebody."""
    actor = draw(PEOPLE)
    if kind == "prepare":
        return actor, draw(PREPARE)
    note = draw(st.sampled_from(["说明", "说明", ""]))
    return actor, TakePayStep(event=PayStepTaken(period="2024-09", step=kind, note=note, on=TODAY), actor=actor)


def recorded(event: Any, actor: str, version: int) -> Recorded[Any]:
    """An event as a store keeps it."""
    return Recorded(
        stream="pay:2024-09",
        version=version,
        position=version,
        recorded_at=datetime(2024, 10, 4, tzinfo=UTC),
        actor=actor,
        command=str(version),
        event=event,
    )


def carry_out(asked: list[Asked]) -> tuple[PaySheet, list[tuple[PayCommand, Refused]]]:
    """The sheet after some commands, and those that were refused."""
    sheet = initial("pay:2024-09")
    refused = []
    for actor, command in asked:
        decided = decide(sheet, command)
        if isinstance(decided, Refused):
            refused.append((command, decided))
            continue
        for event in decided:
            sheet = evolve(sheet, recorded(event, actor, sheet.version + 1))
    return sheet, refused


@fewer(50, nightly=100)
@given(commands())
def test_a_sheet_is_paid_by_every_step_in_order(asked: list[Asked]) -> None:
    """逐级审核、审批: a paid sheet was filled in, reviewed, approved and handed over, with nothing between."""
    sheet, _ = carry_out(asked)
    if sheet.state == "paid":
        last = [step.event for step in sheet.steps[-5:]]
        assert isinstance(last[0], PayPrepared)
        assert FORWARD == [event.step for event in last if isinstance(event, PayStepTaken)]


@given(commands())
def test_nothing_happens_to_a_paid_sheet(asked: list[Asked]) -> None:
    """已发放的月份不重开: of the events, the payment is the last."""
    sheet, refused = carry_out(asked)
    steps = [isinstance(step.event, PayStepTaken) and step.event.step == "paid" for step in sheet.steps]

    assert True not in steps[:-1]
    assert all(no.clause in (IN_ORDER, PAID_STAYS) for _, no in refused)
    if sheet.state == "paid":
        new = attrs.evolve(PREPARED, lines=())
        assert isinstance(decide(sheet, PreparePaySheet(content=new)), Refused)


@given(commands())
def test_whoever_reviews_or_approves_had_no_hand_in_the_sheet(asked: list[Asked]) -> None:
    """Four eyes: not a preparer, ever; not whoever took a step since it was last filled in; however the name is written."""
    sheet, _ = carry_out(asked)
    for number, step in enumerate(sheet.steps):
        if isinstance(step.event, PayStepTaken) and step.event.step in ("reviewed", "approved"):
            earlier = sheet.steps[:number]
            filled_in = [at for at, one in enumerate(earlier) if isinstance(one.event, PayPrepared)]
            preparers = {earlier[at].actor for at in filled_in}
            assert not is_among(step.actor, preparers | {one.actor for one in earlier[filled_in[-1] :]})


@given(commands(), PEOPLE, CONTENTS | ANY_STEP)
def test_a_command_carried_out_twice_causes_no_second_event(
    asked: list[Asked], actor: str, content: PayPrepared | Step
) -> None:
    """What is done already yields no event."""
    sheet, _ = carry_out(asked)
    command: PayCommand = (
        PreparePaySheet(content=content)
        if isinstance(content, PayPrepared)
        else TakePayStep(event=PayStepTaken(period="2024-09", step=content, note="说明", on=TODAY), actor=actor)
    )
    first = decide(sheet, command)
    if isinstance(first, Refused):
        return
    for event in first:
        sheet = evolve(sheet, recorded(event, actor, sheet.version + 1))

    assert () == decide(sheet, command)


@given(commands(), st.integers(1, 4))
def test_replay_comes_to_what_was_decided_event_by_event(asked: list[Asked], size: int) -> None:
    """Evolve takes whatever decide decided; replayed in pages of any size, the events come to the same sheet."""
    sheet, _ = carry_out(asked)
    pages = [sheet.steps[at : at + size] for at in range(0, len(sheet.steps), size)]

    assert sheet == replay(evolve, initial("pay:2024-09"), pages)
    assert len(sheet.steps) == sheet.version


PREPARED = PayPrepared(period="2024-09", scheme="other", allowance="", lines=(), on=TODAY)
