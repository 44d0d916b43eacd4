"""What an appointment's history reads like, and what facts show of a candidate."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from bzr_domain.appointments.class_appointments import evolve, initial
from bzr_domain.appointments.events import StudioJoined, SubstituteNamed
from bzr_domain.appointments.evidence import Shown, shown
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.history import CurrentFact
from bzr_domain.facts.streams import of_appointments, of_studio
from tests.support.appointments import JULY, SEPTEMBER, candidate, recorded
from tests.support.builders import as_current_facts

STAND_IN = SubstituteNamed(
    class_id="g1c1", teacher="t03", name="王老师", start=SEPTEMBER, end=SEPTEMBER, reason="病假"
)


def test_each_step_keeps_who_took_it_and_when() -> None:
    """The actor and the time of recording stand beside the day it takes effect."""
    page = recorded([candidate()], actor="政教处")

    step = evolve(initial(), page).all["a1"].steps[0]

    assert ("propose", JULY, "政教处", page[0].recorded_at) == (
        step.step,
        step.on,
        step.actor,
        step.recorded_at,
    )


def test_a_substitute_stands_beside_the_appointments() -> None:
    """The tenure does not change, nor who is under way."""
    page = recorded([candidate(), STAND_IN])

    state = evolve(initial(), page)

    assert (2, [STAND_IN], ()) == (state.version, [one.named for one in state.substitutes], state.tenures)
    assert state.pending == state.all["a1"] == state.latest


def test_what_belongs_elsewhere_is_the_callers_mistake() -> None:
    """A studio has a history of its own."""
    joined = StudioJoined(studio="晨光", member="t03", name="王老师", role="host", start=SEPTEMBER)

    with pytest.raises(
        TypeError, match="StudioJoined belongs to another history, not to a class's appointments"
    ):
        evolve(initial(), recorded([joined]))


def test_the_streams_have_their_names() -> None:
    """One for each class, one for each studio."""
    assert ("appointment:g1c1", "studio:晨光") == (of_appointments("g1c1"), of_studio("晨光"))


def of_teacher(kind: str, level: str | None, on: date = date(2024, 5, 6), note: str | None = None) -> Fact:
    """A fact about the candidate."""
    return Fact(kind=kind, on=on, class_id="g1c1", teacher="t09", level=level, note=note)


def test_facts_show_a_training_for_the_post_and_the_certificate() -> None:
    """岗前培训 and 心理健康…C证, as the level of the fact says it; the earliest training counts."""
    found = as_current_facts(
        [
            of_teacher("training.attended", "校级岗前培训", date(2024, 6, 1)),
            of_teacher("training.attended", "区级岗前培训", date(2024, 5, 1)),
            of_teacher("certificate.held", "心理健康教育C证", note="C-77"),
        ]
    )

    assert Shown(training=date(2024, 5, 1), certificate="C-77", facts=("f1", "f2", "f3")) == shown(
        found, JULY
    )


def test_without_a_number_the_certificate_goes_by_its_name() -> None:
    """The level says which one."""
    found = as_current_facts([of_teacher("certificate.held", "心理健康教育C证")])

    assert "心理健康教育C证" == shown(found, JULY).certificate


def _void(one: CurrentFact) -> CurrentFact:
    return attrs.evolve(one, voided_by="v1")


def test_other_facts_show_nothing() -> None:
    """Another training, another certificate, a later day, a void fact, another kind."""
    other = as_current_facts(
        [
            of_teacher("training.attended", "学科培训"),
            of_teacher("certificate.held", None),
            of_teacher("certificate.held", "心理健康教育C证", date(2024, 7, 9)),
            attrs.evolve(of_teacher("bearing.rating", "岗前"), value=Decimal(1)),
        ]
    )
    void = [_void(one) for one in as_current_facts([of_teacher("training.attended", "岗前培训")])]

    assert Shown() == shown([*other, *void], JULY)
