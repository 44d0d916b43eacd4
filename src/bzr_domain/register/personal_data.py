"""What becomes of personal data (个人信息): erased, one text of a fact or a whole person, kept and not shown, or shown.

The events are the proof of it. They name pseudonyms and keys, which say nothing of anybody, so that they can stand for ever
and are applied again where older keys are put back. The field names are the stored format: a change is a new version of the
stored name with an upcast from the old one.
"""

from collections.abc import Sequence

import attrs

from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.readings import OWN_RULES
from bzr_domain.register.events import PersonWithdrawn
from bzr_domain.register.people import HEAD_TEACHER, People

ERASE = "person.erase"
RESTRICT = "person.restrict"
READ_ACCESSES = "access.read"
IDENTIFY = "student.identify"
"""The steps that rights name."""


@attrs.frozen(kw_only=True)
class PersonalDataErased:
    """The keys of a person's names, or of texts, were destroyed (遗忘、隐去).

    Attributes:
        fact: The id of the fact whose texts they were; empty where it was a person.
        pseudonyms: What stands for the names in the store.
        texts: The keys of the texts.
        reason: Why, which is a text with a key of its own.
    """

    fact: str
    pseudonyms: tuple[str, ...]
    texts: tuple[str, ...]
    reason: str


@attrs.frozen(kw_only=True)
class PersonalDataRestricted:
    """Names and texts are kept and not shown from now on (限制), or shown again where `lifted`."""

    fact: str
    pseudonyms: tuple[str, ...]
    texts: tuple[str, ...]
    reason: str
    lifted: bool = False


@attrs.frozen(kw_only=True)
class PersonalDataShown:
    """Somebody was told who a student is (查看学生): which name belongs to a pseudonym, or which pseudonym to a name."""

    pseudonyms: tuple[str, ...]


PersonalDataEvent = PersonalDataErased | PersonalDataRestricted | PersonalDataShown


def decide_withdrawal(people: People, names: Sequence[str]) -> tuple[PersonWithdrawn, ...] | Refused:
    """Decide that a person of some names is taken off the register before the names are erased; nobody where none is on it.

    A right that nobody else has would be lost with the person: that is refused. What a head teacher may do goes with a
    class, and whoever has the class next has it too.
    """
    leaving = [person for person in people.persons if is_among(person.name, names)]
    staying = attrs.evolve(people, persons=tuple(person for person in people.persons if person not in leaving))
    lost = [
        right.title or right.step
        for right in people.rights
        if leaving and people.holders(roles := set(right.roles) - {HEAD_TEACHER}) and not staying.holders(roles)
    ]
    if lost:
        zh, en = "、".join(lost), ", ".join(lost)
        return Refused(
            code="person.only-holder",
            reason=Message(
                f"只有此人可以做:{zh};请先在学校文件里登记别人有这些角色,再删除",
                f"nobody else may do: {en}; register somebody else with these roles first",
            ),
            clause=OWN_RULES,
        )
    return tuple(PersonWithdrawn(name=person.name) for person in leaving)
