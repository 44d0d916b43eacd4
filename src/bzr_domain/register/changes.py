"""The events that make the register read as declared (登记的改动): what differs is registered, amended or withdrawn."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from bzr_domain.register import events
from bzr_domain.register.declaration import Declaration
from bzr_domain.register.events import RegisterEvent, RoleEvent
from bzr_domain.register.people import People
from bzr_domain.register.roster import RulebookText

if TYPE_CHECKING:
    from bzr_domain.register.school_register import SchoolRegister  # which decides them


def list_changes(register: "SchoolRegister", declared: Declaration) -> Iterator[RegisterEvent]:
    """Yield the events that make the register read as declared; what others stand on goes last."""
    if declared.school != register.school:
        yield events.SchoolRegistered(school=declared.school)
    yield from (events.TermRegistered(term=t) for t in declared.terms if register.terms.get(t.id) != t)
    yield from (events.ClassRegistered(school_class=c) for c in declared.classes if register.classes.get(c.id) != c)
    known = {drafted.text for drafted in register.drafted.values()}
    yield from (events.RulebookDrafted(**attrs.asdict(each)) for each in declared.drafted if each.text not in known)
    yield from register_rulebooks(register, declared.rulebooks)
    yield from (events.TenureWithdrawn(tenure=t) for t in register.tenures if t not in declared.tenures)
    yield from (events.TenureRegistered(tenure=t) for t in declared.tenures if t not in register.tenures)
    yield from (events.AdoptionWithdrawn(adoption=a) for a in register.adoptions if a not in declared.adoptions)
    yield from (events.RulebookAdopted(adoption=a) for a in declared.adoptions if a not in register.adoptions)
    yield from _list_people_changes(register.people, declared.people)
    classes, terms = {c.id for c in declared.classes}, {t.id for t in declared.terms}
    yield from (events.ClassWithdrawn(id=class_id) for class_id in sorted(set(register.classes) - classes))
    yield from (events.TermWithdrawn(id=term_id) for term_id in sorted(set(register.terms) - terms))


def register_rulebooks(
    register: "SchoolRegister", rulebooks: Iterable[RulebookText]
) -> Iterator[events.RulebookRegistered]:
    """Yield the events that take rulebooks into the register, each text once."""
    for rulebook in rulebooks:
        if rulebook.digest not in register.rulebooks:
            yield events.RulebookRegistered(**attrs.asdict(rulebook))


def _list_people_changes(people: People, declared: People) -> Iterator[RoleEvent]:
    names, steps = {person.name for person in declared.persons}, {right.step for right in declared.rights}
    yield from (events.PersonWithdrawn(name=p.name) for p in people.persons if p.name not in names)
    yield from (events.PersonRegistered(person=p) for p in declared.persons if p not in people.persons)
    yield from (events.RightWithdrawn(step=r.step) for r in people.rights if r.step not in steps)
    yield from (events.RightRegistered(right=r) for r in declared.rights if r not in people.rights)
