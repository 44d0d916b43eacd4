"""Studios (班主任工作室): hosts, trainees and advisers, each with their days."""

from datetime import date
from typing import Any

import attrs
import pytest

from bzr_domain.appointments.events import StudioJoined
from bzr_domain.appointments.studio import JoinStudio, Studio, decide, evolve, initial
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.replay import replay
from tests.support.appointments import candidate, recorded, says

WANG = StudioJoined(studio="晨光", member="t03", name="王老师", role="host", start=date(2024, 9, 1))


def given(*joined: StudioJoined) -> Studio:
    """A studio with some members."""
    return replay(evolve, initial("晨光"), [recorded(joined)])


def put(studio: Studio, joined: StudioJoined) -> tuple[StudioJoined, ...] | Refused:
    """What comes of the command to join as that."""
    fields = attrs.asdict(joined, filter=lambda field, _: field.name != "studio")
    return decide(studio, JoinStudio(**fields))


def member(**changes: Any) -> StudioJoined:
    """The host, but for what is changed."""
    return attrs.evolve(WANG, **changes)


def test_members_come_with_their_role_and_their_first_day() -> None:
    """主持人、学员、顾问; what reads like that already yields no event."""
    chen = member(member="t09", name="陈老师", role="trainee")

    assert (WANG,) == put(given(), WANG)
    assert (chen,) == put(given(WANG), chen)
    assert () == put(given(WANG), WANG)


def test_a_membership_gets_its_last_day_by_saying_it_again() -> None:
    """Given a host without a last day, when it is said with one, then it reads like that; who said it stands there."""
    until = member(end=date(2025, 8, 31))

    assert (until,) == put(given(WANG), until)

    after = given(WANG, until)

    assert (2, [until], ["张干事"]) == (
        after.version,
        [one.event for one in after.members.values()],
        [one.actor for one in after.members.values()],
    )


def test_days_run_forwards() -> None:
    """The first day comes first."""
    assert (
        "王老师的最后一天2024-08-31早于第一天2024-09-01",
        "the last day of 王老师, 2024-08-31, is before the first, 2024-09-01",
        "A13",
    ) == says(put(given(), member(end=date(2024, 8, 31))))


def test_nobody_stands_twice_in_a_studio_on_a_day() -> None:
    """Given a host without a last day, when the same is to be adviser, then the last day is asked for."""
    assert (
        "王老师从2024-09-01起已是“晨光”的主持人;先写上那一段的 --to",
        "王老师 is host of '晨光' from 2024-09-01; give that stretch its --to",
        "A13",
    ) == says(put(given(WANG), member(role="adviser", start=date(2025, 9, 1))))


def test_one_stretch_may_follow_another() -> None:
    """Given a stretch that is over, then the next may begin, and one before it may be told later."""
    known = given(member(end=date(2025, 8, 31)))
    after, before = (
        member(role="adviser", start=date(2025, 9, 1)),
        member(start=date(2023, 9, 1), end=date(2024, 7, 1)),
    )

    assert ((after,), (before,)) == (put(known, after), put(known, before))


def test_what_belongs_elsewhere_is_the_callers_mistake() -> None:
    """Appointments have histories of their own."""
    with pytest.raises(TypeError, match="AppointmentProposed belongs to another history, not to a studio"):
        replay(evolve, given(), [recorded([candidate()])])
