"""What the facts of a candidate show."""

from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.appointments.class_appointments import Propose
from bzr_domain.appointments.conditions import Evidence, find_evidence
from bzr_domain.appointments.events import AppointmentProposed
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact
from tests.support.appointments import AUGUST, JULY, Office, proposal
from tests.support.builders import as_current_facts


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

    assert Evidence(training=date(2024, 5, 1), certificate="C-77", facts=("f1", "f2", "f3")) == find_evidence(
        found, JULY
    )


def test_without_a_number_the_certificate_goes_by_its_name() -> None:
    """The level says which one."""
    found = as_current_facts([of_teacher("certificate.held", "心理健康教育C证")])

    assert "心理健康教育C证" == find_evidence(found, JULY).certificate


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

    assert Evidence() == find_evidence([*other, *void], JULY)


def candidate_of(command: Propose) -> AppointmentProposed:
    """The candidate that a command puts on the list."""
    (event,) = Office().when(command)  # type: ignore[misc]
    assert isinstance(event, AppointmentProposed)
    return event


def test_what_the_command_says_stands_before_what_facts_show() -> None:
    """Given a training and a certificate among the facts, then each fills what was not said, and the facts are noted."""
    evidence = Evidence(training=JULY, certificate="C-77", facts=("f1", "f2"))
    silent = candidate_of(attrs.evolve(proposal(training=None, certificate=None), evidence=evidence))
    telling = candidate_of(attrs.evolve(proposal(), evidence=evidence))

    assert (JULY, "C-77", ("f1", "f2")) == (silent.training, silent.certificate, silent.facts)
    assert (AUGUST, "C-1", ("f1", "f2")) == (telling.training, telling.certificate, telling.facts)
