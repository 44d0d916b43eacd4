"""Which history a fact belongs to."""

from datetime import UTC, datetime

import attrs

from bzr_domain.facts.streams import (
    list_streams_of_class,
    list_streams_of_fact,
    list_streams_of_teacher,
    stream_of_fact,
)
from bzr_domain.register.draft import Former
from tests.support.builders import SEPTEMBER, adopted, fact, monthly, school

REGISTER = school(adopted(monthly()))


def test_a_fact_about_a_class_lives_with_class_and_term() -> None:
    """One history for each class and term."""
    assert "class:g1c1:2024-autumn" == stream_of_fact(fact("hygiene.finding"), REGISTER.calendar)


def test_a_fact_about_a_teacher_lives_with_the_teacher() -> None:
    """One history for each head teacher and term, whichever class it was; at home it is, too, where it was before."""
    missed = fact("lesson.check_missed", teacher="t01")

    assert "teacher:t01:2024-autumn" == stream_of_fact(missed, REGISTER.calendar)
    assert ["teacher:t01:2024-autumn", "teacher:t01"] == list_streams_of_fact(missed, REGISTER.calendar)
    assert ["class:g1c1:2024-autumn"] == list_streams_of_fact(fact("hygiene.finding"), REGISTER.calendar)


def test_everybody_who_ever_had_the_class_is_asked() -> None:
    """A tenure may have been amended after facts were recorded."""
    before = attrs.evolve(REGISTER.tenures[0], teacher="t09")
    register = attrs.evolve(REGISTER, former_tenures=(Former(before, datetime(2024, 9, 30, tzinfo=UTC)),))

    assert list_streams_of_class(register, "g1c1", SEPTEMBER) == [
        "class:g1c1:2024-autumn",
        "teacher:t01",
        "teacher:t09",
        "teacher:t01:2024-autumn",
        "teacher:t09:2024-autumn",
    ]
    assert ["teacher:t01", "teacher:t01:2024-autumn"] == list_streams_of_teacher(register, "t01")
