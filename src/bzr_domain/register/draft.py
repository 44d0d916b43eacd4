"""The register while events are added to it (登记的草稿): it is changed in place, so that replaying many years copies nothing."""

from datetime import date, datetime, timedelta
from typing import Generic, Self, TypeVar

import attrs

from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register import events
from bzr_domain.register.calendar import Term
from bzr_domain.register.people import People
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure

_DAY = timedelta(days=1)
_Stretch = TypeVar("_Stretch", SchoolClass, Tenure)


@attrs.frozen
class Former(Generic[_Stretch]):
    """A class or a tenure as it was registered before (曾经的登记), until it was changed or withdrawn at a moment."""

    value: _Stretch
    changed_at: datetime

    def touches(self, first: date, last: date) -> bool:
        """Whether it can have let a fact of some day of a stretch in; of a day to come, in any time zone, none is recorded."""
        return self.value.touches(first, last) and first <= self.changed_at.date() + _DAY


@attrs.define(kw_only=True)
class Draft:
    """What a `SchoolRegister` holds, to be changed; dicts without values keep the order of what they hold."""

    version: int
    school: SchoolProfile | None
    terms: dict[str, Term]
    classes: dict[str, SchoolClass]
    former_classes: list[Former[SchoolClass]]
    tenures: dict[Tenure, None]
    former_tenures: list[Former[Tenure]]
    rulebooks: dict[str, RulebookText]
    drafted: dict[str, RulebookText]
    adoptions: dict[Adoption, None]
    people: People

    def add(self, recorded: Recorded[events.RegisterEvent]) -> Self:  # noqa: C901 (one case for each event)
        """Take an event into account; never judge it, it has already happened."""
        event: object = recorded.event
        match event:
            case events.TenureRegistered(tenure=tenure):
                self.tenures[tenure] = None
            case events.TenureWithdrawn(tenure=tenure):
                self.tenures.pop(tenure, None)
                self.former_tenures.append(Former(tenure, recorded.recorded_at))
            case events.ClassRegistered(school_class=school_class):
                self._register_class(school_class, recorded.recorded_at)
            case events.ClassWithdrawn(id=class_id):
                self._leave_class(self.classes.pop(class_id, None), recorded.recorded_at)
            case events.SchoolRegistered(school=school):
                self.school = school
            case events.TermRegistered(term=term):
                self.terms[term.id] = term
            case events.TermWithdrawn(id=term_id):
                self.terms.pop(term_id, None)
            case events.RulebookRegistered():
                self.rulebooks[event.digest] = RulebookText(**attrs.asdict(event))
            case events.RulebookDrafted():
                self.drafted[event.digest] = RulebookText(**attrs.asdict(event))
            case events.RulebookAdopted(adoption=adoption):
                self.adoptions[adoption] = None
            case events.AdoptionWithdrawn(adoption=adoption):
                self.adoptions.pop(adoption, None)
            case (
                events.PersonRegistered()
                | events.PersonWithdrawn()
                | events.RightRegistered()
                | events.RightWithdrawn()
            ):
                self.people = _apply_to_people(self.people, event)
            case events.PastCorrected():
                pass
            case _:
                raise TypeError(f"{type(event).__name__} belongs to a history of facts, not to the register")
        self.version = recorded.version
        return self

    def _register_class(self, school_class: SchoolClass, at: datetime) -> None:
        before = self.classes.get(school_class.id)
        if before is not None and (before.start, before.end) != (school_class.start, school_class.end):
            self._leave_class(before, at)
        self.classes[school_class.id] = school_class

    def _leave_class(self, school_class: SchoolClass | None, at: datetime) -> None:
        if school_class is not None:
            self.former_classes.append(Former(school_class, at))


def _apply_to_people(people: People, event: events.RoleEvent) -> People:
    """Return the people after an event; who or what had that name before is replaced."""
    if isinstance(event, events.PersonRegistered | events.PersonWithdrawn):
        name = event.person.name if isinstance(event, events.PersonRegistered) else event.name
        persons = tuple(person for person in people.persons if person.name != name)
        added = (event.person,) if isinstance(event, events.PersonRegistered) else ()
        return attrs.evolve(people, persons=persons + added)
    step = event.right.step if isinstance(event, events.RightRegistered) else event.step
    rights = tuple(right for right in people.rights if right.step != step)
    return attrs.evolve(people, rights=(*rights, event.right) if isinstance(event, events.RightRegistered) else rights)
