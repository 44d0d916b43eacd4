"""What happens to the persons and rights of the register; the field names below are the stored format."""

from collections.abc import Iterable
from typing import assert_never

import attrs

from bzr_domain.register.people import People, Person, Right


@attrs.frozen(kw_only=True)
class PersonRegistered:
    """A person was registered, or given other roles under the same name."""

    person: Person


@attrs.frozen(kw_only=True)
class PersonWithdrawn:
    """A person was taken off the register."""

    name: str


@attrs.frozen(kw_only=True)
class RightRegistered:
    """A right was registered, or amended for the same step."""

    right: Right


@attrs.frozen(kw_only=True)
class RightWithdrawn:
    """A right was taken off the register."""

    step: str


RoleEvent = PersonRegistered | PersonWithdrawn | RightRegistered | RightWithdrawn


def with_event(people: People, event: RoleEvent) -> People:
    """The people after an event; who or what was there before under that name is replaced."""
    match event:
        case PersonRegistered():
            return attrs.evolve(people, persons=(*_others(people, event.person.name), event.person))
        case PersonWithdrawn():
            return attrs.evolve(people, persons=_others(people, event.name))
        case RightRegistered():
            return attrs.evolve(people, rights=(*_other_rights(people, event.right.step), event.right))
        case RightWithdrawn():
            return attrs.evolve(people, rights=_other_rights(people, event.step))
        case _:
            assert_never(event)


def people_changes(before: People, declared: People) -> Iterable[RoleEvent]:
    """The events that make the people read as declared."""
    names, steps = {one.name for one in declared.persons}, {one.step for one in declared.rights}
    yield from (PersonWithdrawn(name=one.name) for one in before.persons if one.name not in names)
    yield from (PersonRegistered(person=one) for one in declared.persons if one not in before.persons)
    yield from (RightWithdrawn(step=one.step) for one in before.rights if one.step not in steps)
    yield from (RightRegistered(right=one) for one in declared.rights if one not in before.rights)


def _others(people: People, name: str) -> tuple[Person, ...]:
    return tuple(one for one in people.persons if one.name != name)


def _other_rights(people: People, step: str) -> tuple[Right, ...]:
    return tuple(one for one in people.rights if one.step != step)
