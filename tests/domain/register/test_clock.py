"""The clock beside the store: what is far from the last record is refused, or recorded with the reason."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.clock import AHEAD, BEHIND, EARLIEST, ClockAccepted, WrongClock, judge_clock

LAST = datetime(2024, 9, 3, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def accept(clock: datetime, recorded_at: datetime = LAST) -> Recorded[ClockAccepted]:
    """An accepted clock as the store keeps it."""
    event = ClockAccepted(clock=clock, last=LAST, reason="换了电池")
    return Recorded("clock", 1, 1, recorded_at, "赵主任", "c", event)


@given(seconds=st.integers(-(10**9), 10**9))
def test_a_clock_near_the_last_record_needs_no_word(seconds: int) -> None:
    """Five minutes behind to 400 days ahead; beyond, it takes a reason, which is recorded with both moments."""
    now = LAST + timedelta(seconds=seconds)
    is_near = -BEHIND <= now - LAST <= AHEAD
    if is_near:
        assert judge_clock(now, LAST, [], "") is judge_clock(now, LAST, [], "换了电池") is None
    elif now >= EARLIEST:
        with pytest.raises(WrongClock):
            judge_clock(now, LAST, [], "")
        assert ClockAccepted(clock=now, last=LAST, reason="换了电池") == judge_clock(now, LAST, [], "换了电池")


@given(ahead=st.integers(401, 30_000), days=st.integers(-401, 401))
def test_a_clock_set_right_after_a_wrong_one_counts_in_place_of_the_last_record(ahead: int, days: int) -> None:
    """Where somebody recorded in 2099, time stands still there: the clock accepted last tells what is near."""
    wrong = LAST + timedelta(days=ahead)
    now = LAST + timedelta(days=days)
    is_near = 0 <= days <= 400

    accepted = [accept(wrong, wrong), accept(LAST, wrong)]

    if is_near:
        assert judge_clock(now, wrong, accepted, "") is None
    elif now < wrong - BEHIND:
        with pytest.raises(WrongClock):
            judge_clock(now, wrong, accepted, "")


def test_an_accepted_clock_is_forgotten_when_time_goes_on() -> None:
    """What was recorded later, by a clock that fits, counts again."""
    accepted = [accept(LAST - timedelta(days=30), LAST - SECOND)]

    with pytest.raises(WrongClock):
        judge_clock(LAST - timedelta(days=30), LAST, accepted, "")


def test_an_empty_store_takes_any_clock_that_was_set() -> None:
    """There is nothing to compare it with; one before 2000 is no present moment, whatever anybody says."""
    assert judge_clock(EARLIEST, None, [], "") is None
    for last in (None, LAST):
        with pytest.raises(WrongClock, match="显然没有设置"):
            judge_clock(EARLIEST - SECOND, last, [], "真的")


@pytest.mark.parametrize(
    ("shift", "zh", "en"),
    [
        (-timedelta(days=400), "早400天", "400 days behind the last record"),
        (-timedelta(minutes=6), "早0:06:00", "0:06:00 behind the last record"),
        (timedelta(days=401, hours=3), "晚401天", "401 days ahead of the last record"),
    ],
)
def test_the_refusal_says_how_far_and_what_to_do(shift: timedelta, zh: str, en: str) -> None:
    """Both moments, the difference, and the option."""
    with pytest.raises(WrongClock) as refused:
        judge_clock(LAST + shift, LAST, [], "")

    assert f"比最后一次记录(2024-09-03 10:00+00:00){zh}" in refused.value.message.zh
    assert en in refused.value.message.en
    assert "--clock REASON" in refused.value.message.en


def test_a_moment_has_an_offset() -> None:
    """What was stored without one is no moment."""
    for wrong in ("clock", "last"):
        moments = {"clock": LAST, "last": LAST, wrong: LAST.replace(tzinfo=None)}
        with pytest.raises(ValueError, match=f"{wrong} has no offset"):
            ClockAccepted(reason="", **moments)
