"""Which history a fact belongs to."""

import attrs

from bzr_domain.facts.streams import list_streams_of_class, stream_of_fact
from tests.support.builders import SEPTEMBER, adopted, fact, monthly, school

REGISTER = school(adopted(monthly()))


def test_a_fact_about_a_class_lives_with_class_and_term() -> None:
    """One history for each class and term."""
    assert "class:g1c1:2024-autumn" == stream_of_fact(fact("hygiene.finding"), REGISTER.calendar)


def test_a_fact_about_a_teacher_lives_with_the_teacher() -> None:
    """One history for each head teacher, whichever class it was."""
    assert "teacher:t01" == stream_of_fact(fact("lesson.check_missed", teacher="t01"), REGISTER.calendar)


def test_everybody_who_ever_had_the_class_is_asked() -> None:
    """A tenure may have been amended after facts were recorded."""
    register = attrs.evolve(REGISTER, ever_taught={"g1c1": frozenset({"t09", "t01"})})

    assert ["class:g1c1:2024-autumn", "teacher:t01", "teacher:t09"] == list_streams_of_class(
        register, "g1c1", SEPTEMBER
    )
