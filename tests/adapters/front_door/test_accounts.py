"""A person bound to an account of the machine: nobody else acts under that name, whatever `--by` says."""

import pytest

from bzr_adapters import Forbidden, School
from tests.adapters.front_door.schools import DECLARATION, ROW, create_school
from tests.adapters.front_door.test_closed import PLACE


def bind(account: str) -> School:
    """The small school whose 赵主任 is bound to an account."""
    persons = [
        {"name": "赵主任", "roles": ["office", "head"], "account": account},
        {"name": "张老师", "roles": ["office", "head-teacher"]},
    ]
    school = create_school()
    school.acting("李老师").declare({**DECLARATION, "person": persons})
    return school


@pytest.mark.parametrize(
    ("bound", "checked", "may"),
    [
        ("zhao", "1001 zhao", True),
        ("1001", "1001 zhao", True),
        ("1001 zhao", "1001 zhao", True),
        ("zhao 1001", "1001 zhao", True),
        ("1001 zhao", "1001 li", False),
        ("zhao", "1001 zhaoo", False),
        ("zhao", "", False),
        ("", "", True),
        ("", "1001 li", True),
    ],
)
def test_a_bound_person_acts_under_the_own_account_alone(bound: str, checked: str, may: bool) -> None:
    """By its name, its number, or both; without an account that was checked, not at all. An unbound one is believed."""
    with bind(bound) as school:
        actor = school.acting("赵主任", account=checked)
        if may:
            actor.record([ROW])
            return
        head = school.head()
        for act in (
            lambda: actor.record([ROW]),
            lambda: actor.declare(DECLARATION),
            lambda: actor.publish("2024-09", until="2024-10-12"),
            lambda: actor.appeal(*PLACE, grounds="请假", fact="a-1"),
            lambda: actor.pay("2024-09").prepare("scheme-1"),
            lambda: actor.appoint("g1c1").propose("t02"),
        ):
            with pytest.raises(Forbidden) as forbidden:
                act()
            assert ("right.other-account", (bound,)) == (forbidden.value.code, forbidden.value.who)
        assert head == school.head()


@pytest.mark.parametrize("name", ["赵 主任", "赵主任\ufe0f", "赵\u3000主任"])
def test_another_spelling_of_the_name_is_bound_too(name: str) -> None:
    """It is the same person, by the same account."""
    with bind("zhao") as school:
        with pytest.raises(Forbidden):
            school.acting(name, account="1002 li").record([ROW])
        school.acting("张老师").record([ROW])
