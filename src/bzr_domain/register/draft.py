"""The register while events are added to it (登记的草稿): it is changed in place, so that replaying many years copies nothing."""

from datetime import date, timedelta
from typing import Any, Self, TypeVar

import attrs

from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register import events
from bzr_domain.register.calendar import Term
from bzr_domain.register.people import People
from bzr_domain.register.roster import Adoption, RulebookText, SchoolClass, SchoolProfile, Tenure

_DAY = timedelta(days=1)
_Stretch = TypeVar("_Stretch", SchoolClass, Tenure)


@attrs.define(kw_only=True)
class Draft:
    """What a `SchoolRegister` holds, to be changed; dicts without values keep the order of what they hold."""

    version: int
    school: SchoolProfile | None
    terms: dict[str, Term]
    classes: dict[str, SchoolClass]
    former_classes: list[SchoolClass]
    tenures: dict[Tenure, None]
    former_tenures: list[Tenure]
    rulebooks: dict[str, RulebookText]
    adoptions: dict[Adoption, None]
    people: People

    def add(self, recorded: Recorded[events.RegisterEvent]) -> Self:
        """Take an event into account; never judge it, it has already happened."""
        event = recorded.event
        # Nothing is recorded of a day to come, so what is withdrawn has no fact beyond that day, in whatever time zone.
        day = recorded.recorded_at.date() + _DAY
        if isinstance(event, events.RoleEvent):
            self.people = _apply_to_people(self.people, event)
        elif isinstance(event, events.ClassRegistered | events.TenureRegistered | events.TenureWithdrawn):
            self._add_roster(event, day)
        else:
            self._add_other(event)
        self.version = recorded.version
        return self

    def _add_roster(
        self, event: events.ClassRegistered | events.TenureRegistered | events.TenureWithdrawn, day: date
    ) -> None:
        match event:
            case events.ClassRegistered(school_class=school_class):
                before = self.classes.get(school_class.id)
                if before is not None and (before.start, before.end) != (school_class.start, school_class.end):
                    self.former_classes.append(_end_by(before, day))
                self.classes[school_class.id] = school_class
            case events.TenureRegistered(tenure=tenure):
                self.tenures[tenure] = None
            case events.TenureWithdrawn(tenure=tenure):
                self.tenures.pop(tenure, None)
                self.former_tenures.append(_end_by(tenure, day))

    def _add_other(self, event: Any) -> None:
        match event:
            case events.SchoolRegistered(school=school):
                self.school = school
            case events.TermRegistered(term=term):
                self.terms[term.id] = term
            case events.TermWithdrawn(id=term_id):
                self.terms.pop(term_id, None)
            case events.ClassWithdrawn(id=class_id):
                self.classes.pop(class_id, None)
            case events.RulebookRegistered():
                self.rulebooks[event.digest] = RulebookText(**attrs.asdict(event))
            case events.RulebookAdopted(adoption=adoption):
                self.adoptions[adoption] = None
            case events.AdoptionWithdrawn(adoption=adoption):
                self.adoptions.pop(adoption, None)
            case _:
                raise TypeError(f"{type(event).__name__} belongs to a history of facts, not to the register")


def _end_by(stretch: _Stretch, day: date) -> _Stretch:
    """Return what ran from day to day, over by a day at the latest."""
    return stretch if stretch.end is not None and stretch.end <= day else attrs.evolve(stretch, end=day)


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
