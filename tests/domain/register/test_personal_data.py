"""Who is erased leaves the register, unless a right would have nobody left who has it; and who may erase."""

import attrs

from bzr_domain.kernel.messages import Refused
from bzr_domain.register.events import PersonWithdrawn
from bzr_domain.register.people import HEAD_TEACHER, People, Person, Right
from bzr_domain.register.personal_data import ERASE, decide_withdrawal
from bzr_domain.register.rights import check_usual_right
from tests.support.appointments import REGISTER

LI = Person(name="李干事", roles=("office",))
WANG = Person(name="王校长", roles=("head",))
ZHANG = Person(name="张老师", roles=(HEAD_TEACHER,))
DECIDE = Right(step="appoint.decide", roles=("head",), title="确定班主任人选")
USUAL = Right(step=ERASE, roles=("head",), title="删除个人信息")


def test_a_person_of_any_spelling_is_withdrawn() -> None:
    """Nobody, where nobody on the register has the name; whoever has a class goes with what goes with it."""
    people = People(persons=(LI, WANG, ZHANG), rights=(DECIDE, Right(step="appeal.file", roles=(HEAD_TEACHER,))))

    assert () == decide_withdrawal(people, ["王小明"])
    assert (PersonWithdrawn(name="李干事"),) == decide_withdrawal(people, ["李 干事", "李干"])
    assert (PersonWithdrawn(name="张老师"),) == decide_withdrawal(people, ["张老师"])


def test_the_only_one_who_has_a_right_stays() -> None:
    """The refusal names the right by its title, or by its step; with another one who has it, it is nobody's loss."""
    people = People(persons=(LI, WANG), rights=(DECIDE, Right(step="void", roles=("head",))))
    refused = decide_withdrawal(people, ["王校长"])
    other = attrs.evolve(people, persons=(*people.persons, Person(name="赵校长", roles=("head",))))

    assert isinstance(refused, Refused)
    assert ("person.only-holder", True) == (refused.code, "确定班主任人选、void" in refused.reason.zh)
    assert (PersonWithdrawn(name="王校长"),) == decide_withdrawal(other, ["王校长"])


def test_a_usual_right_holds_until_the_school_says_otherwise() -> None:
    """The shipped right where the school registered none for the step; the school's own where it did."""
    usual = attrs.evolve(REGISTER, people=People(persons=(LI, WANG), rights=(DECIDE,)))
    own = attrs.evolve(REGISTER, people=People(persons=(LI, WANG), rights=(Right(step=ERASE, roles=("office",)),)))

    assert [None, "right.missing"] == [_code(check_usual_right(usual, name, USUAL)) for name in ("王校长", "李干事")]
    assert ["right.missing", None] == [_code(check_usual_right(own, name, USUAL)) for name in ("王校长", "李干事")]


def _code(refused: Refused | None) -> str | None:
    return None if refused is None else refused.code
