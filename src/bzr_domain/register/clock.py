"""The clock beside the store (时钟): where it is far from what was recorded last, nothing is recorded unless somebody says why."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import attrs

from bzr_domain.kernel.messages import BzrError, Message
from bzr_domain.kernel.recorded import Recorded

BEHIND = timedelta(minutes=5)
"""So far may a clock be behind the last event without a word: clocks are set right by as much."""
AHEAD = timedelta(days=400)
"""So far may it be ahead: a school that records nothing for longer does not happen by itself."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""A clock that shows an earlier moment was never set."""


def _demand_offset(_: object, field: "attrs.Attribute[datetime]", moment: datetime) -> None:
    if moment.utcoffset() is None:
        raise ValueError(f"{field.name} has no offset")


@attrs.frozen(kw_only=True)
class ClockAccepted:
    """Somebody said why the clock is far from the last event, and that it is right (确认时钟).

    Attributes:
        clock: What the clock showed.
        last: When the last event had been recorded.
        reason: Why it is right.
    """

    clock: datetime = attrs.field(validator=_demand_offset)
    last: datetime = attrs.field(validator=_demand_offset)
    reason: str


class WrongClock(BzrError):
    """The clock cannot be right by what was recorded last; nothing was written."""

    code = "clock.wrong"


def judge_clock(
    now: datetime, last: datetime | None, accepted: Iterable[Recorded[ClockAccepted]], reason: str
) -> ClockAccepted | None:
    """Return what has to be recorded about the clock; None where nothing is remarkable.

    Time never goes back within a store. So where it stands still since a clock was wrong once and set right, the clock
    that was accepted last counts in place of the last event.

    Args:
        now: What the clock shows.
        last: When the last event was recorded; None in an empty store.
        accepted: The clocks accepted so far, in order; not asked for where the clock fits the last event.
        reason: Why the clock is right; empty where nobody says so.

    Raises:
        WrongClock: When it is far from the last event and nobody says why, or shows a moment before it was ever set.
    """
    if now < EARLIEST:
        raise WrongClock.of(
            f"本机的时钟是{_show(now)},显然没有设置;什么都没有写,请先把时钟设对",
            f"the clock of this machine shows {_show(now)} and was never set; nothing was written, set the clock first",
        )
    if last is None or -BEHIND <= now - last <= AHEAD:
        return None
    stand_still = [entry.event.clock for entry in accepted if entry.recorded_at >= last]
    known = stand_still[-1] if stand_still else last
    if -BEHIND <= now - known <= AHEAD:
        return None
    if reason:
        return ClockAccepted(clock=now.astimezone(UTC), last=last, reason=reason)
    raise _build_refusal(now, known)


def _build_refusal(now: datetime, known: datetime) -> WrongClock:
    zh, en = ("早", "behind") if now < known else ("晚", "ahead of")
    days = abs(now - known)
    far = Message(f"{days.days}天", f"{days.days} days") if days.days else Message(f"{days}", f"{days}")
    return WrongClock.of(
        f"本机的时钟是{_show(now)},比最后一次记录({_show(known)}){zh}{far.zh};什么都没有写。"
        "请先把时钟设对;如果时钟没有错,用 --clock 原因(Python:acting 的 clock)说明",
        f"the clock of this machine shows {_show(now)}, {far.en} {en} the last record ({_show(known)}); nothing was "
        "written. Set the clock; where it is right, say why with --clock REASON (in Python: clock of acting)",
    )


def _show(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")
