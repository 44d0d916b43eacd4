"""Laws of roles: persons and rights read as declared, and a right lets in exactly those who have its role."""

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.register.commands import DeclareSchool
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.people import ROLES, People, Person, Right
from bzr_domain.register.rights import check_right
from bzr_domain.register.roster import SchoolProfile
from bzr_domain.register.school_register import SchoolRegister, decide, initial
from tests.support.effort import fewer
from tests.support.registers import after

NAMES = ["甲", "乙", "丙"]
STEPS = ["record", "record.award.student", "void", "pay.pay"]
SETS = st.lists(st.sampled_from([*ROLES]), unique=True, max_size=3).map(tuple)
PEOPLE = st.builds(
    People,
    persons=st.lists(st.builds(Person, name=st.sampled_from(NAMES), roles=SETS), unique_by=lambda p: p.name).map(tuple),
    rights=st.lists(st.builds(Right, step=st.sampled_from(STEPS), roles=SETS), unique_by=lambda r: r.step).map(tuple),
)


def declaration_of(people: People) -> Declaration:
    """A school of nothing but these people."""
    return Declaration(school=SchoolProfile(name="一中", timezone="Asia/Shanghai"), people=people)


@fewer(50, nightly=100)
@given(st.lists(PEOPLE, min_size=1, max_size=4))
def test_the_people_read_like_the_last_declaration(declared: list[People]) -> None:
    """Whatever stood there before; declared again, nothing happens."""
    register, last = initial(), declared[-1]
    for people in declared:
        register = after(register, declaration_of(people))

    assert (set(last.persons), set(last.rights)) == (
        set(register.people.persons),
        set(register.people.rights),
    )
    assert () == decide(register, DeclareSchool(declaration=declaration_of(last)))


@given(PEOPLE, st.sampled_from([*NAMES, "丁"]), st.sampled_from([*STEPS, "record.contact.home", "appeal.file"]))
def test_a_step_is_for_those_who_have_a_role_of_its_right(people: People, actor: str, step: str) -> None:
    """Nobody registered: everybody may. Else: exactly those with one of the roles, and a stranger never."""
    found = check_right(attrs.evolve(SchoolRegister(), people=people), actor, step)

    roles = {one.name: set(one.roles) for one in people.persons}
    rights = {one.step: set(one.roles) for one in people.rights}
    usual = rights.get("record", set()) if step.startswith("record.") else set()
    wanted = rights.get(step, usual)
    assert (found is None) == (not roles or bool(roles.get(actor, set()) & wanted))


@given(PEOPLE, st.sampled_from(NAMES), st.sampled_from(STEPS))
def test_a_further_role_takes_nothing_away(people: People, actor: str, step: str) -> None:
    """Who may, still may after being given every role, if there is a role that may at all."""
    before = check_right(attrs.evolve(SchoolRegister(), people=people), actor, step)
    others = tuple(one for one in people.persons if one.name != actor)
    right = people.right_for(step)
    promoted = attrs.evolve(people, persons=(*others, Person(name=actor, roles=tuple(ROLES))))
    after = check_right(attrs.evolve(SchoolRegister(), people=promoted), actor, step)

    assert (after is None) == (right is not None and bool(right.roles))
    assert after is None or before is not None or not people.persons
