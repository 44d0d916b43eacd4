"""Who works at the school and what each may do (人员与权限): persons with roles, and the rights of roles."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from bzr_domain.kernel.look_alikes import list_mixed_alphabets, list_name_forms, unify_person_name
from bzr_domain.kernel.messages import Message, Problem, report_unknown
from bzr_domain.kernel.names import normalize_name

ROLES: Mapping[str, str] = {
    "recorder": "记录员",
    "head-teacher": "班主任",
    "office": "政教处",
    "deputy-head": "副校长",
    "head": "校长",
    "finance": "财务",
    "auditor": "审计",
}
"""Role → its Chinese word. The roles are closed; which role may do what is data."""
HEAD_TEACHER = "head-teacher"
SETUP = "setup"
"""The step of amending the register, once it has persons."""


@attrs.frozen(kw_only=True)
class Person:
    """One person by the name under which commands are given (`--by`), with their roles.

    Attributes:
        account: The account under which alone the person acts: its name, its number, or both with a blank between them;
            empty where whoever says the name is believed.
    """

    name: str
    roles: tuple[str, ...] = ()
    account: str = ""


@attrs.frozen(kw_only=True)
class Right:
    """Which roles may take a step (权限).

    Attributes:
        step: `appoint.decide`, `void` …; `record.KIND` for recording one kind of fact, `record` for every other.
        roles: Any of them suffices.
        title: The step in Chinese words.
        cite: The place in a regulation, or whatever else it rests on.
    """

    step: str
    roles: tuple[str, ...]
    title: str = ""
    cite: str = ""


@attrs.frozen(kw_only=True)
class People:
    """Everybody registered, and every right; without persons, everybody may do everything."""

    persons: tuple[Person, ...] = ()
    rights: tuple[Right, ...] = ()

    def roles_of(self, name: str) -> tuple[str, ...]:
        """The roles of the person of that name; none for a stranger."""
        person = self.find_person(name)
        return () if person is None else person.roles

    def find_person(self, name: str) -> Person | None:
        """The person of that name; None for a stranger."""
        plain = unify_person_name(name)
        alike = [person for person in self.persons if unify_person_name(person.name) == plain]
        # Registers of before may hold two persons of one name in other letters.
        return next(iter(sorted(alike, key=lambda person: person.name != name)), None)

    def holders(self, roles: Iterable[str]) -> list[str]:
        """The names of those who have one of some roles, in the order registered."""
        known = set(roles)
        return [person.name for person in self.persons if known.intersection(person.roles)]

    def right_for(self, step: str) -> Right | None:
        """The right for a step; recording a kind that has no right of its own falls under `record`."""
        rights = {right.step: right for right in self.rights}
        general = rights.get("record") if step.startswith("record.") else None
        return rights.get(step, general)


def find_people_problems(people: People) -> Iterable[Problem]:
    """Yield what is wrong with names and roles; and where there are persons, that nobody of them could amend the register."""
    yield from _find_name_problems([person.name for person in people.persons])
    holders = [(person.name, person.roles) for person in people.persons]
    holders += [(right.step, right.roles) for right in people.rights]
    for where, roles in holders:
        for role in roles:
            if role not in ROLES:
                what = Message(f"{where}:没有角色“{role}”", f"{where}: there is no role {role!r}")
                yield report_unknown(what, role, ROLES, code="register.unknown-role", field="roles")
    right = people.right_for(SETUP)
    if people.persons and right is not None and not people.holders(right.roles):
        zh, en = "或".join(ROLES.get(role, role) for role in right.roles), " or ".join(right.roles)
        yield Problem(
            code="register.nobody-may-declare",
            field="roles",
            what=Message("以后没有人可以再运行 bzr setup", "nobody could ever run bzr setup again"),
            expected=Message(f"至少给一位人员这样的角色:{zh}", f"give somebody such a role: {en}")
            if right.roles
            else Message(f"权限 {SETUP} 至少写一种角色", f"the right {SETUP!r} needs a role at least"),
        )


def _find_name_problems(names: Sequence[str]) -> Iterable[Problem]:
    """Yield every pair of persons whose names nobody can tell apart, and every name of mixed alphabets."""
    first_of: dict[str, str] = {}
    for name in names:
        others = {first_of.setdefault(form, name) for form in list_name_forms(name)}
        for other in sorted(other for other in others if normalize_name(other) != normalize_name(name)):
            yield Problem(
                code="register.look-alike-persons",
                field="person",
                what=Message(
                    f"人员“{other}”({_spell(other)})和“{name}”({_spell(name)})看起来一样",
                    f"the persons {other!r} ({_spell(other)}) and {name!r} ({_spell(name)}) look the same",
                ),
                expected=Message(
                    "同一个人只登记一次;两个人同名的,写得看得出区别,如加上科室",
                    "register one person once; write two of one name so that they can be told apart, such as with the office",
                ),
            )
        alphabets = list_mixed_alphabets(name)
        if alphabets:
            yield Problem(
                code="register.mixed-alphabets",
                field="person",
                what=Message(
                    f"人员“{name}”({_spell(name)})混用了几种字母:{'、'.join(alphabets)}",
                    f"the name of the person {name!r} ({_spell(name)}) mixes alphabets: {', '.join(alphabets)}",
                ),
                expected=Message("一个姓名只用一种字母写", "write a name in one alphabet"),
            )


def _spell(name: str) -> str:
    """Return the characters of a name by their numbers, as nobody can see in what look-alikes differ."""
    return " ".join(f"U+{ord(character):04X}" for character in name)
