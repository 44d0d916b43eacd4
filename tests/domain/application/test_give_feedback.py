"""Feedback and duties of a class, read from a store."""

from bzr_domain.application.give_feedback import give_feedback, list_duties
from bzr_domain.kernel.messages import Problem
from tests.life.living import school_with_facts
from tests.life.test_machine import cell

SEPTEMBER = cell("2024-09")


def test_feedback_and_duties_speak_of_the_same_period() -> None:
    """A duty with a fact in it is not among those for which nothing was recorded; a void fact is not counted."""
    life = school_with_facts()
    (fact,) = life.by().reader().current_facts("c1")

    feedback = give_feedback(life.by().reader(), "c1", SEPTEMBER)
    record = list_duties(life.by().reader(), "c1", SEPTEMBER)
    life.void(fact.id)

    assert not isinstance(feedback, Problem)
    with_facts = {line.duty.id for line in record.lines if line.facts}
    assert with_facts.isdisjoint({one.duty.id for one in feedback.unrecorded})
    assert [fact.fact] == [*record.unfiled, *(one for line in record.lines for one in line.failures)]
    void = list_duties(life.by().reader(), "c1", SEPTEMBER)
    assert [] == [*void.unfiled, *(one for line in void.lines for one in line.facts)]
