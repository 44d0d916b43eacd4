"""A studio of head teachers (班主任工作室): hosts, trainees and advisers, each with their days — state, evolve, decide."""

from collections.abc import Mapping
from datetime import date, datetime

import attrs

from bzr_domain.appointments.events import StudioJoined
from bzr_domain.kernel.messages import Refused, refuse
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import holds

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

    name: str
    version: int = 0
    members: Mapping[tuple[str, str, date], Membership] = attrs.field(factory=dict)


def initial(name: str) -> Studio:
    """Return a studio that nobody has joined."""
    return Studio(name=name)


def evolve(studio: Studio, recorded: Recorded[StudioJoined]) -> Studio:
    """Return the studio after one more event; a membership said anew reads as said last."""
    if not holds(recorded, StudioJoined):
        raise TypeError(f"{type(recorded.event).__name__} belongs to another history, not to a studio")
    joined = recorded.event
    membership = Membership(joined=joined, actor=recorded.actor, recorded_at=recorded.recorded_at)
    members = {**studio.members, _identify_membership(joined): membership}
    return attrs.evolve(studio, version=recorded.version, members=members)


@attrs.frozen(kw_only=True)
class JoinStudio:
    """Take somebody into the studio, or give a membership another last day."""

    member: str
    name: str = ""
    role: str
    start: date
    end: date | None = None
    note: str = ""


def decide(studio: Studio, command: JoinStudio) -> tuple[StudioJoined, ...] | Refused:
    """Take somebody in; what reads like that already yields no event. Nobody is in a studio twice on a day."""
    joined = StudioJoined(
        studio=studio.name,
        member=command.member,
        name=command.name,
        role=command.role,
        start=command.start,
        end=command.end,
        note=command.note,
    )
    known = studio.members.get(_identify_membership(joined))
    if known is not None and known.joined == joined:
        return ()
    return _check_days(joined) or _check_other_memberships(studio, joined) or (joined,)


def _check_days(joined: StudioJoined) -> Refused | None:
    if joined.end is None or joined.end >= joined.start:
        return None
    return refuse(
        f"{joined.name}的最后一天{joined.end}早于第一天{joined.start}",
        f"the last day of {joined.name}, {joined.end}, is before the first, {joined.start}",
        STUDIOS,
    )


def _check_other_memberships(studio: Studio, joined: StudioJoined) -> Refused | None:
    for membership in studio.members.values():
        other = membership.joined
        if _identify_membership(other) != _identify_membership(joined) and _overlap(other, joined):
            return refuse(
                f"{joined.name}从{other.start}起已是“{joined.studio}”的{MEMBER_ROLES[other.role]};先写上那一段的 --to",
                f"{joined.name} is {other.role} of {joined.studio!r} from {other.start}; give that stretch its --to",
                STUDIOS,
            )
    return None


def _identify_membership(joined: StudioJoined) -> tuple[str, str, date]:
    return joined.member, joined.role, joined.start


def _overlap(joined: StudioJoined, other: StudioJoined) -> bool:
    """Return whether the same person would stand twice in the studio on one day."""
    before = joined.end is not None and joined.end < other.start
    after = other.end is not None and other.end < joined.start
    return joined.member == other.member and not (before or after)
