"""Two persons of one look: registered twice is refused with both, and a look-alike neither has rights nor decides about the other's record."""

import pytest

from bzr_adapters import Forbidden, Invalid, Refused
from bzr_domain.register.people import People, Person
from tests.adapters.front_door.schools import DECLARATION, ROW, Clock, create_school


def register(*names: str, roles: tuple[str, ...] = ("office", "head")) -> dict[str, object]:
    """The small school with some persons."""
    return {**DECLARATION, "person": [{"name": name, "roles": list(roles)} for name in names]}


@pytest.mark.parametrize("name", ["Annа", "ANNA", "Anna\ufe0f", "1van", "王ー"])
def test_a_look_alike_is_not_registered_beside_the_person(name: str) -> None:
    """Both are named, with what they are written with."""
    others = {"1van": "Ivan", "王ー": "王一"}
    with create_school() as school, pytest.raises(Invalid) as invalid:
        school.acting("李老师").declare(register("张主任", others.get(name, "Anna"), name))

    codes = {"register.look-alike-persons", "register.declared-twice"}
    [alike, *_] = [problem for problem in invalid.value.problems if problem.code in codes]
    if alike.code == "register.look-alike-persons":
        assert all(f"U+{ord(character):04X}" in alike.text for character in name)


def test_a_name_of_mixed_alphabets_is_not_registered() -> None:
    """It could be taken for another one's that comes later."""
    with create_school() as school, pytest.raises(Invalid) as invalid:
        school.acting("李老师").declare(register("张主任", "Аnnа"))

    assert ["register.mixed-alphabets"] == [problem.code for problem in invalid.value.problems]


@pytest.mark.parametrize("name", ["Annа", "Αnna", "Anna1", "An na."])
def test_a_look_alike_has_no_rights(name: str) -> None:
    """A letter of another alphabet makes a stranger, whatever it looks like."""
    with create_school() as school:
        school.acting("李老师").declare(register("Anna"))
        with pytest.raises(Forbidden):
            school.acting(name).record([ROW])
        school.acting("ANNA").record([ROW])


@pytest.mark.parametrize("name", ["Anna\ufe0f", "ANNA", "Ａnna", "Annа"])
def test_nobody_decides_about_their_own_record_under_a_look_alike(name: str) -> None:
    """Also where nobody is registered, and everybody may do everything."""
    with create_school(clock=Clock("2024-10-08T09:00+08:00")) as school:
        fact = school.acting("Anna").record([ROW]).ids[0]
        school.acting("李老师").publish("2024-09", until="2024-10-12", classes=["g1c1"])
        appeal = school.acting("张老师").appeal("g1c1", "2024-09", fact=fact, grounds="请过假")

        with pytest.raises(Refused) as refused:
            school.acting(name).uphold(appeal, remedy="void", reason="属实")
        assert "right.four-eyes" == refused.value.code
        school.acting("李老师").uphold(appeal, remedy="void", reason="属实")


def test_a_person_of_a_register_of_before_keeps_the_own_rights() -> None:
    """Two of one look that were registered already are told apart as they are written."""
    people = People(persons=(Person(name="Anna", roles=("office",)), Person(name="ANNA", roles=("auditor",))))

    assert [("office",), ("auditor",), ("office",)] == [people.roles_of(name) for name in ("Anna", "ANNA", "anna")]
