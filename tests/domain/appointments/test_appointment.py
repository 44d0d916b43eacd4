"""What an appointment's history reads like."""

from collections.abc import Iterable
from typing import Any

import pytest

from bzr_domain.appointments.class_appointments import ClassAppointments, evolve, initial
from bzr_domain.appointments.events import StudioJoined, SubstituteNamed
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay
from bzr_domain.kernel.streams import of_appointments, of_studio
from tests.support.appointments import JULY, SEPTEMBER, candidate, recorded

STAND_IN = SubstituteNamed(class_id="g1c1", teacher="t03", name="王老师", start=SEPTEMBER, end=SEPTEMBER, reason="病假")


def read(page: Iterable[Recorded[Any]]) -> ClassAppointments:
    """The appointments of g1c1 after some events."""
    return replay(evolve, initial("g1c1"), [page])


def test_each_step_keeps_who_took_it_and_when() -> None:
    """The actor and the time of recording stand beside the day it takes effect."""
    page = recorded([candidate()], actor="政教处")

    step = read(page).all["a1"].steps[0]

    assert ("propose", JULY, "政教处", page[0].recorded_at) == (
        step.step,
        step.on,
        step.actor,
        step.recorded_at,
    )


def test_a_substitute_stands_beside_the_appointments() -> None:
    """The tenure does not change, nor who is under way."""
    page = recorded([candidate(), STAND_IN])

    state = read(page)

    assert (2, [STAND_IN], ()) == (state.version, [one.event for one in state.substitutes], state.tenures)
    assert state.pending == state.all["a1"] == state.latest


def test_what_belongs_elsewhere_is_the_callers_mistake() -> None:
    """A studio has a history of its own."""
    joined = StudioJoined(studio="晨光", member="t03", name="王老师", role="host", start=SEPTEMBER)

    with pytest.raises(TypeError, match="StudioJoined belongs to another history, not to a class's appointments"):
        read(recorded([joined]))


def test_the_streams_have_their_names() -> None:
    """One for each class, one for each studio."""
    assert ("appointment:g1c1", "studio:晨光") == (of_appointments("g1c1"), of_studio("晨光"))
