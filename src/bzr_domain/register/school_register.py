"""The school's register (学校登记): school, terms, classes, tenures, rulebooks — initial, decide, evolve.

The register is amended by declaring it whole: what the declaration has and the register lacks is registered, what it
no longer has is withdrawn, and what is the same yields no event.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import attrs

from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register import declaration_guards as in_use
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.declaration import Declaration, declaration_problems
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    RegisterEvent,
    RulebookAdopted,
    RulebookRegistered,
    SchoolRegistered,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.people import People
from bzr_domain.register.role_events import RoleEvent, people_changes, with_event
from bzr_domain.register.roster import Adoption, SchoolClass, SchoolProfile, Tenure, adoption_for

_Value = TypeVar("_Value")


@attrs.frozen(kw_only=True)
class SchoolRegister:
    """The state of the register.

    Attributes:
        version: How many events it holds.
        school: None until a school was registered.
        ever_taught: Class id → every teacher who was ever registered as its head teacher, withdrawn ones too.
        rulebooks: Digest → registered text, in the order registered.
    """

    version: int = 0
    school: SchoolProfile | None = None
    terms: Mapping[str, Term] = attrs.field(factory=dict)
    classes: Mapping[str, SchoolClass] = attrs.field(factory=dict)
    tenures: tuple[Tenure, ...] = ()
    ever_taught: Mapping[str, frozenset[str]] = attrs.field(factory=dict)
    rulebooks: Mapping[str, RulebookRegistered] = attrs.field(factory=dict)
    adoptions: tuple[Adoption, ...] = ()
    people: People = attrs.field(factory=People)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar of all registered terms."""
        return Calendar(tuple(sorted(self.terms.values(), key=lambda term: term.start)))

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        """Class id → the school's calendar on the days on which there is such a class (建班, 撤并)."""
        return {
            one.id: self.calendar
            if one.start is one.end is None
            else Calendar(self.calendar.terms, one.start or date.min, one.end or date.max)
            for one in self.classes.values()
        }

    def classes_in(self, period: Period) -> list[str]:
        """The ids of the classes that there are on some day of a period."""
        return [one.id for one in self.classes.values() if one.touches(period.first, period.last)]

    def tenure_on(self, class_id: str, day: date) -> Tenure | None:
        """The tenure of the one head teacher a class has on a day, or None."""
        return next((t for t in self.tenures if t.class_id == class_id and t.covers(day)), None)

    def classes_held(self, teacher: str, day: date) -> list[str]:
        """The ids of the classes a teacher has on a day."""
        return [t.class_id for t in self.tenures if t.teacher == teacher and t.covers(day)]

    def adoption_on(self, class_id: str, day: date) -> Adoption | None:
        """The adoption in force for a class on a day: the most specific wins, then the latest start."""
        return adoption_for(self.adoptions, self.classes[class_id], day)


def initial() -> SchoolRegister:
    """A register in which nothing has happened."""
    return SchoolRegister()


def evolve(register: SchoolRegister, page: Iterable[Recorded[Any]]) -> SchoolRegister:
    """Take a page of events into account, in order."""
    for recorded in page:
        register = attrs.evolve(_evolve(register, recorded.event), version=recorded.version)
    return register


def _evolve(register: SchoolRegister, event: RegisterEvent) -> SchoolRegister:  # noqa: C901 (one case for each event)
    match event:
        case SchoolRegistered():
            return attrs.evolve(register, school=event.school)
        case TermRegistered():
            return attrs.evolve(register, terms={**register.terms, event.term.id: event.term})
        case TermWithdrawn():
            return attrs.evolve(register, terms=_without(register.terms, event.id))
        case ClassRegistered():
            one = event.school_class
            return attrs.evolve(register, classes={**register.classes, one.id: one})
        case ClassWithdrawn():
            return attrs.evolve(register, classes=_without(register.classes, event.id))
        case TenureRegistered():
            return _with_tenure(register, event.tenure)
        case TenureWithdrawn():
            return attrs.evolve(register, tenures=tuple(t for t in register.tenures if t != event.tenure))
        case RulebookRegistered():
            return attrs.evolve(register, rulebooks={**register.rulebooks, event.digest: event})
        case RulebookAdopted():
            return attrs.evolve(register, adoptions=(*register.adoptions, event.adoption))
        case AdoptionWithdrawn():
            return attrs.evolve(
                register, adoptions=tuple(a for a in register.adoptions if a != event.adoption)
            )
        case _ if isinstance(event, RoleEvent):
            return attrs.evolve(register, people=with_event(register.people, event))
        case _:
            raise TypeError(f"{type(event).__name__} belongs to a history of facts, not to the register")


def _with_tenure(register: SchoolRegister, tenure: Tenure) -> SchoolRegister:
    teachers = register.ever_taught.get(tenure.class_id, frozenset()) | {tenure.teacher}
    return attrs.evolve(
        register,
        tenures=(*register.tenures, tenure),
        ever_taught={**register.ever_taught, tenure.class_id: teachers},
    )


def _without(mapping: Mapping[str, _Value], key: str) -> dict[str, _Value]:
    return {name: value for name, value in mapping.items() if name != key}


def decide(
    register: SchoolRegister,
    declared: Declaration,
    used: Iterable[tuple[str, date]] = (),
    standing: Iterable[tuple[str, date]] = (),
) -> tuple[RegisterEvent, ...] | tuple[Problem, ...] | Refused:
    """Turn a declaration into the events that make the register read like it.

    Args:
        register: The register as it is.
        declared: The register as it shall be.
        used: Pairs (class id, day) on which facts are recorded; a declaration that leaves one of them without its
            class or its term is refused.
        standing: The same pairs for the facts as they read now: on those days there has to be such a class.

    Returns:
        The events, none when nothing changes; or every problem of the declaration; or a refusal.
    """
    problems = declaration_problems(declared)
    if problems:
        return tuple(problems)
    refused = in_use.left_behind(register.calendar, declared, used) or in_use.outside(declared, standing)
    return refused or tuple(_changes(register, declared))


def _changes(register: SchoolRegister, declared: Declaration) -> Iterable[RegisterEvent]:
    if declared.school != register.school:
        yield SchoolRegistered(school=declared.school)
    yield from (TermRegistered(term=t) for t in declared.terms if register.terms.get(t.id) != t)
    yield from (ClassRegistered(school_class=c) for c in declared.classes if register.classes.get(c.id) != c)
    yield from (book for book in declared.rulebooks if book.digest not in register.rulebooks)
    yield from (TenureWithdrawn(tenure=t) for t in register.tenures if t not in declared.tenures)
    yield from (TenureRegistered(tenure=t) for t in declared.tenures if t not in register.tenures)
    yield from (AdoptionWithdrawn(adoption=a) for a in register.adoptions if a not in declared.adoptions)
    yield from (RulebookAdopted(adoption=a) for a in declared.adoptions if a not in register.adoptions)
    yield from people_changes(register.people, declared.people)
    classes, terms = {c.id for c in declared.classes}, {t.id for t in declared.terms}
    yield from (ClassWithdrawn(id=class_id) for class_id in sorted(set(register.classes) - classes))
    yield from (TermWithdrawn(id=term_id) for term_id in sorted(set(register.terms) - terms))
