"""A studio of head teachers (班主任工作室): hosts, trainees and advisers, each with their days."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from bzr_domain.appointments.events import StudioJoined
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.recorded import Recorded

STUDIOS = "A13"
MEMBER_ROLES: Mapping[str, str] = {"host": "主持人", "trainee": "学员", "adviser": "顾问"}
"""Role in a studio → its Chinese word."""


@attrs.frozen(kw_only=True)
class Membership:
    """Who belongs to a studio in which role and when, as it reads now; who said so last."""

    joined: StudioJoined
    actor: str
    recorded_at: datetime


@attrs.frozen(kw_only=True)
class Studio:
    """The state of a studio's stream: how many events it holds, and its members by who, role and first day."""

    version: int = 0
    members: Mapping[tuple[str, str, str], Membership] = attrs.field(factory=dict)


def evolve(studio: Studio, page: Iterable[Recorded[Any]]) -> Studio:
    """Take a page of events into account, in order; a membership said anew reads as said last."""
    members, version = dict(studio.members), studio.version
    for recorded in page:
        event = recorded.event
        if not isinstance(event, StudioJoined):
            raise TypeError(f"{type(event).__name__} belongs to another history, not to a studio")
        members[_key(event)] = Membership(
            joined=event, actor=recorded.actor, recorded_at=recorded.recorded_at
        )
        version = recorded.version
    return Studio(version=version, members=members)


def decide(studio: Studio, wish: StudioJoined) -> tuple[StudioJoined, ...] | Refused:
    """Take somebody in, or give a membership another last day; what reads like that already yields no event."""
    known = studio.members.get(_key(wish))
    if known is not None and known.joined == wish:
        return ()
    if wish.end is not None and wish.end < wish.start:
        return Refused(
            reason=Message(
                f"{wish.name}的最后一天{wish.end}早于第一天{wish.start}",
                f"the last day of {wish.name}, {wish.end}, is before the first, {wish.start}",
            ),
            clause=STUDIOS,
        )
    for one in studio.members.values():
        if _key(one.joined) != _key(wish) and _overlap(one.joined, wish):
            role = MEMBER_ROLES[one.joined.role]
            return Refused(
                reason=Message(
                    f"{wish.name}从{one.joined.start}起已是“{wish.studio}”的{role};先写上那一段的 --to",
                    f"{wish.name} is {one.joined.role} of {wish.studio!r} from {one.joined.start}; give that stretch its --to",
                ),
                clause=STUDIOS,
            )
    return (wish,)


def _key(one: StudioJoined) -> tuple[str, str, str]:
    return one.member, one.role, one.start.isoformat()


def _overlap(one: StudioJoined, two: StudioJoined) -> bool:
    """Whether the same person would stand twice in the studio on one day."""
    apart = (one.end is not None and one.end < two.start) or (two.end is not None and two.end < one.start)
    return one.member == two.member and not apart
