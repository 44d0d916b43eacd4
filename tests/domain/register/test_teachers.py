"""A teacher as somebody writes them in a command: by id, by name, or as a newcomer."""

from datetime import date

import attrs
import pytest

from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.register.roster import Tenure
from bzr_domain.register.teachers import identify_mentor, identify_teacher
from tests.support.appointments import REGISTER, WANG

NAMESAKE = Tenure(teacher="t11", name="王老师", class_id="g3c1", start=date(2021, 9, 1))
TWO_OF_A_NAME = attrs.evolve(REGISTER, tenures=(WANG, NAMESAKE))


@pytest.mark.parametrize("ref", ["t03", "王老师", " 王 老师"])
@pytest.mark.parametrize("name", ["", "王老师", "王 老师"])
def test_a_teacher_who_had_a_class_is_known_by_id_or_name(ref: str, name: str) -> None:
    """The id and the name of the register come back, however they were written."""
    assert ("t03", "王老师") == identify_teacher(REGISTER, ref, name)


def test_a_newcomer_needs_a_name() -> None:
    """Whoever is not known is taken as written where a name is given."""
    assert ("t09", "陈老师") == identify_teacher(REGISTER, "t09", "陈老师")
    with pytest.raises(UnknownReference, match="没有教师“t09”;初次登记的教师请加 --name 姓名;"):
        identify_teacher(REGISTER, "t09", "")


def test_a_known_id_keeps_its_name() -> None:
    """Another name for a known id is the caller's mistake."""
    with pytest.raises(UnknownReference, match="教师t03叫王老师,不叫陈老师"):
        identify_teacher(REGISTER, "t03", "陈老师")


def test_a_name_of_two_teachers_asks_for_the_id() -> None:
    """Nobody is guessed."""
    with pytest.raises(UnknownReference, match="教师“王老师”有2位,请写编号:t03、t11"):
        identify_teacher(TWO_OF_A_NAME, "王老师", "")


def test_a_mentor_is_a_teacher_of_the_register_or_taken_as_written() -> None:
    """指导师: the id where exactly one is meant."""
    assert "t03" == identify_mentor(REGISTER, "王老师")
    assert ["王老师", "老师傅"] == [identify_mentor(TWO_OF_A_NAME, ref) for ref in ("王老师", "老师傅")]
