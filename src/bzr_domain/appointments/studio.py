"""A studio of head teachers (班主任工作室): hosts, trainees and advisers, each with their days — state, evolve, decide."""

from collections.abc import Mapping
from datetime import date

import attrs

from bzr_domain.appointments.events import StudioJoined
from bzr_domain.kernel.messages import Refused, refuse
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import holds

STUDIOS = "A13"
MEMBER_ROLES: Mapping[str, str] = {"host": "主持人", "trainee": "学员", "adviser": "顾问"}
"""Role in a studio → its Chinese word."""


@attrs.frozen(kw_only=True)
class Studio:
    """The state of a studio's stream: how many events it holds, and who, role and first day → what was said of it last."""

    name: str
    version: int = 0
    members: Mapping[tuple[str, str, date], Recorded[StudioJoined]] = attrs.field(factory=dict)


def initial(name: str) -> Studio:
    """Return a studio that nobody has joined."""
    return Studio(name=name)


def evolve(studio: Studio, recorded: Recorded[StudioJoined]) -> Studio:
    """Return the studio after one more event; a membership said anew reads as said last."""
    if not holds(recorded, StudioJoined):
        raise TypeError(f"{type(recorded.event).__name__} belongs to another history, not to a studio")
    members = {**studio.members, _identify_membership(recorded.event): recorded}
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
    joined = StudioJoined(studio=studio.name, **attrs.asdict(command))
    known = studio.members.get(_identify_membership(joined))
    if known is not None and known.event == joined:
        return ()
    return _check_days(joined) or _check_other_memberships(studio, joined) or (joined,)


def _check_days(joined: StudioJoined) -> Refused | None:
    if not joined.is_reversed:
        return None
    return refuse(
        f"{joined.name}的最后一天{joined.end}早于第一天{joined.start}",
        f"the last day of {joined.name}, {joined.end}, is before the first, {joined.start}",
        STUDIOS,
        code="appointment.days-reversed",
    )


def _check_other_memberships(studio: Studio, joined: StudioJoined) -> Refused | None:
    for membership in studio.members.values():
        other = membership.event
        same_person = other.member == joined.member
        same = _identify_membership(other) == _identify_membership(joined)
        if same_person and not same and other.overlaps(joined):
            return refuse(
                f"{joined.name}从{other.start}起已是“{joined.studio}”的{MEMBER_ROLES[other.role]};先写上那一段的 --to",
                f"{joined.name} is {other.role} of {joined.studio!r} from {other.start}; give that stretch its --to",
                STUDIOS,
                code="appointment.studio-overlap",
            )
    return None


def _identify_membership(joined: StudioJoined) -> tuple[str, str, date]:
    return joined.member, joined.role, joined.start
