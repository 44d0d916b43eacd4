"""Handing a sheet over: a number that waits, or of which nothing was recorded, holds it back unless a reason says why."""

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.pay.events import PayPrepared, PayStepTaken
from bzr_domain.pay.hand_over import UsedNumber, refuse_hand_over

DAY = date(2024, 10, 8)
CONTENT = PayPrepared(period="2024-09", scheme="pay.a", allowance="", lines=(), on=DAY)
STEP = PayStepTaken(period="2024-09", step="handed-over", note="", on=DAY)
ONE = UsedNumber(class_id="c1", name="高一(1)班", period="2024-09")
REASONS = st.sampled_from(["", " ", "结账"])
NUMBERS = st.lists(
    st.builds(
        UsedNumber,
        class_id=st.just("c1"),
        name=st.just("高一(1)班"),
        period=st.sampled_from(["2024-09", "2024-08", "2024-W37"]),
        until=st.none() | st.just(DAY),
        appeals=st.sampled_from([(), ("a1",)]),
        pending=st.none() | st.just(Message("6.2 到2024-10-06为止", "6.2 until 2024-10-06")),
        unrecorded=st.booleans(),
        reason=st.sampled_from(["", "实习"]),
    ),
    max_size=3,
)


@given(numbers=NUMBERS, filled_in=st.tuples(REASONS, REASONS), said=st.tuples(REASONS, REASONS))
def test_no_money_goes_out_for_a_number_that_waits_unless_a_reason_says_so(
    numbers: list[UsedNumber], filled_in: tuple[str, str], said: tuple[str, str]
) -> None:
    """Whatever is open, and wherever the reason was given; what stands is never held back."""
    content = attrs.evolve(CONTENT, before_final=filled_in[0], nothing_recorded=filled_in[1])
    event = attrs.evolve(STEP, before_final=said[0], nothing_recorded=said[1])

    refused = refuse_hand_over(content, event, numbers)

    excused_wait, excused_silence = ("结账" in given_reasons for given_reasons in zip(filled_in, said, strict=True))
    waits = any(number.until or number.appeals or number.pending for number in numbers) and not excused_wait
    silent = any(number.unrecorded and not number.reason for number in numbers) and not excused_silence
    assert (waits or silent) == isinstance(refused, Refused)
    if refused is not None:
        assert ("pay.not-final" if waits else "pay.nothing-recorded") == refused.code
        assert (waits, silent) == ("--before-final" in refused.reason.en, "--nothing-recorded" in refused.reason.en)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ({"until": DAY, "appeals": ("0123456789ab",)}, "公示到2024-10-08,申诉未决(0123456789)"),
        ({"pending": Message("6.2 到2024-10-06为止", "6.2 until 2024-10-06")}, "暂定:6.2 到2024-10-06为止"),
    ],
    ids=["notice-and-appeal", "provisional"],
)
def test_what_a_number_waits_for_is_said(number: dict[str, Any], said: str) -> None:
    """The day, the appeals by the beginnings of their ids, and the clauses."""
    waiting = attrs.evolve(ONE, **number)

    assert (True, True, said) == (waiting.waits, waiting.is_open, waiting.describe_wait().zh)


def test_a_number_that_stands_has_no_remark() -> None:
    """Nothing waits, and everything was assessed; a clause without a grade alone is a remark, and holds nothing back."""
    ungraded = attrs.evolve(ONE, not_assessed=("6.3",))

    assert (False, True, None) == (ONE.is_open, ungraded.is_open, refuse_hand_over(CONTENT, STEP, [ONE, ungraded]))
