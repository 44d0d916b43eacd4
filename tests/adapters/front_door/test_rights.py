"""`may` says what the verb itself would say about the actor's right."""

from collections.abc import Callable
from typing import Any

import pytest

from bzr_adapters import BzrError, Forbidden, NotFound, School
from tests.adapters.front_door.schools import DECLARATION
from tests.adapters.front_door.test_closed import OF_APPOINTMENTS, OF_PAY, VERBS

ROLES = ("recorder", "head-teacher", "office", "deputy-head", "head", "finance", "auditor")
DESKS = {"pay", "appoint"}
ACTS: dict[str, Callable[[Any], object]] = (
    {verb: act for verb, act in VERBS.items() if verb not in {"access_log", "may", "today", *DESKS}}
    | {f"pay.{verb}": lambda actor, act=act: act(actor.pay("2024-09")) for verb, act in OF_PAY.items()}
    | {f"appoint.{verb}": lambda actor, act=act: act(actor.appoint("g1c1")) for verb, act in OF_APPOINTMENTS.items()}
)

LOOKED_UP_FIRST = {
    "appeal.unknown", "appeal.unknown-subject", "fact.unknown", "fact.unknown-teacher", "person.unknown-student",
}  # fmt: skip
"""What is said before anybody's right is asked: there is nothing of that name."""


@pytest.fixture
def staffed(school: School) -> School:
    """The small school with one person in each role."""
    persons = [{"name": role, "roles": [role]} for role in ROLES]
    school.acting("李老师").declare({**DECLARATION, "person": persons})
    return school


@pytest.mark.parametrize("verb", ACTS)
def test_who_may_is_not_forbidden_and_who_may_not_gets_nothing_done(staffed: School, verb: str) -> None:
    """For a person of each role and for a stranger: what is refused for want of a role is what `may` says no to."""
    for name in (*ROLES, "路人"):
        actor = staffed.acting(name)
        has_right, head = actor.may(verb, "卫生不合格" if verb.startswith("record") else ""), staffed.head()
        try:
            ACTS[verb](actor)
            assert has_right, f"{name} {verb}"
        except Forbidden as forbidden:
            assert has_right == (forbidden.code not in {"right.missing", "right.not-registered"}), f"{name} {verb}"
        except BzrError as error:
            assert head == staffed.head()
            assert has_right or error.code in LOOKED_UP_FIRST, f"{name} {verb} {error!r}"


def test_a_verb_or_a_kind_that_nobody_knows_is_not_found(school: School) -> None:
    """With the near one, also where everybody may do everything."""
    me = school.acting("李老师")

    with pytest.raises(NotFound) as verb:
        me.may("recrod")
    with pytest.raises(NotFound) as kind:
        me.may("record", "卫生不及格")

    assert ("argument.unknown-verb", ("record",)) == (verb.value.code, verb.value.near[:1])
    assert ("fact.unknown-kind", ("卫生不合格",)) == (kind.value.code, kind.value.near[:1])
    assert me.may("pay.hand-over")
