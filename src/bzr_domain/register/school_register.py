"""The school's register (学校登记): school, terms, classes, tenures, rulebooks, persons — state, evolve, commands, decide.

Its events stand in `events.py`. The register is amended by declaring it whole: what the declaration has and the register
lacks is registered, what it no longer has is withdrawn, and what is the same yields no event. Appointments register and
withdraw tenures one by one, pay sheets register the rulebook of the seniority allowance.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TypeVar, assert_never, overload

import attrs

from bzr_domain.kernel.messages import Problem, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import replay
from bzr_domain.register import declaration_guards as guards
from bzr_domain.register import events, past_guard
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.changes import list_changes, register_rulebooks
from bzr_domain.register.commands import (
    DeclareSchool,
    RegisterCommand,
    RegisterRulebook,
    RegisterTenure,
    WithdrawTenure,
)
from bzr_domain.register.declaration import Declaration, find_declaration_problems
from bzr_domain.register.differences import list_differences
from bzr_domain.register.draft import Draft, Former
from bzr_domain.register.events import RegisterEvent
from bzr_domain.register.people import People
from bzr_domain.register.roster import (
    Adoption,
    RulebookText,
    SchoolClass,
    SchoolProfile,
    Tenure,
    Vacancy,
    find_adoption,
    index_class_names,
)
from bzr_domain.register.tenure_guards import check_class_days, check_single_head_teacher, check_teacher_name

_Value = TypeVar("_Value")
Events = tuple[RegisterEvent, ...]
Problems = tuple[Problem, ...]

# ---------------------------------------------------------------------------------------------- state


@attrs.frozen(kw_only=True)
class SchoolRegister:
    """The state of the register.

    Attributes:
        version: How many events it holds.
        school: None until a school was registered.
        former_classes: Classes as they were registered with other days, or before they were withdrawn.
        former_tenures: Tenures that were withdrawn.
        rulebooks: Digest → registered text, in the order registered.
        drafted: Digest → drafted text, in the order drafted; nothing is computed under one that is not registered.
    """

    version: int = 0
    school: SchoolProfile | None = None
    terms: Mapping[str, Term] = attrs.field(factory=dict)
    classes: Mapping[str, SchoolClass] = attrs.field(factory=dict)
    former_classes: tuple[Former[SchoolClass], ...] = ()
    tenures: tuple[Tenure, ...] = ()
    former_tenures: tuple[Former[Tenure], ...] = ()
    rulebooks: Mapping[str, RulebookText] = attrs.field(factory=dict)
    drafted: Mapping[str, RulebookText] = attrs.field(factory=dict)
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
            school_class.id: self.calendar
            if school_class.start is school_class.end is None
            else self.calendar.within(school_class.start or date.min, school_class.end or date.max)
            for school_class in self.classes.values()
        }

    def class_on(self, class_id: str, day: date) -> SchoolClass:
        """The class as it is on a day: its name, stage, grade, type and number of students."""
        key = (class_id, day)
        if key not in self._classes_on:
            self._classes_on[key] = self.classes[class_id].on(day)
        return self._classes_on[key]

    @cached_property
    def _classes_on(self) -> dict[tuple[str, date], SchoolClass]:
        """What `class_on` returned, kept: every comparison of classes asks for the same."""
        return {}

    def class_in(self, class_id: str, period: Period) -> SchoolClass:
        """The class as it is on its last school day of a period."""
        return self.class_on(class_id, self.calendars[class_id].last_school_day(period))

    @cached_property
    def first_days(self) -> Mapping[str, date]:
        """Class id → its first day: as registered, else that of its first head teacher; without either it was always there."""
        return {
            class_id: each.start or min((t.start for t in self.tenures_of_class(class_id)), default=date.min)
            for class_id, each in self.classes.items()
        }

    def is_there(self, class_id: str, day: date) -> bool:
        """Whether there is such a class on a day, to be compared with others; before its first head teacher there is none."""
        return class_id in self.classes and self.first_days[class_id] <= day and self.classes[class_id].covers(day)

    def list_class_turns(self, class_id: str) -> list[date]:
        """The days on which a class begins, changes or is there no more; none of a class unknown."""
        return [self.first_days[class_id], *self.classes[class_id].turns] if class_id in self.classes else []

    def class_ids_by_name(self, day: date) -> Mapping[str, set[str]]:
        """Name → the ids of the classes that it can mean on a day (see `index_class_names`)."""
        stretch = bisect_right(self.class_turns, day)
        if stretch not in self._class_names:
            there = {class_id for class_id in self.classes if self.is_there(class_id, day)}
            self._class_names[stretch] = index_class_names(self.classes.values(), day, there)
        return self._class_names[stretch]

    @cached_property
    def class_turns(self) -> list[date]:
        """The days on which a class begins, changes or is over, in order: between them every name means the same."""
        return sorted({day for class_id in self.classes for day in self.list_class_turns(class_id)})

    @cached_property
    def _class_names(self) -> dict[int, dict[str, set[str]]]:
        """What `class_ids_by_name` returned, kept for each stretch of days: every row of a sheet asks."""
        return {}

    def classes_in(self, period: Period) -> list[str]:
        """The ids of the classes that there are on some day of a period; where no head teacher serves yet, all of those days."""
        registered = [each.id for each in self.classes.values() if each.touches(period.first, period.last)]
        return [class_id for class_id in registered if self.first_days[class_id] <= period.last] or registered

    def was_ever_there(self, class_id: str, first: date, last: date) -> bool:
        """Whether facts of a class can stand on some day of a stretch: by its days of now, or by those of before."""
        present = self.classes.get(class_id)
        if present is not None and present.touches(first, last):
            return True
        return any(former.touches(first, last) for former in self._former_classes_by_id.get(class_id, ()))

    def tenures_of_class(self, class_id: str) -> Sequence[Tenure]:
        """The tenures of a class, in the order registered."""
        return self._tenures_by_class.get(class_id, ())

    def teachers_ever_in(self, class_id: str, first: date, last: date) -> list[str]:
        """The teachers about whom facts of a class can stand on some day of a stretch: head teachers of now or of before."""
        own = [t.teacher for t in self.tenures_of_class(class_id) if t.touches(first, last)]
        former = self._former_tenures_by_class.get(class_id, ())
        return sorted({*own, *(f.value.teacher for f in former if f.touches(first, last))})

    @cached_property
    def _former_classes_by_id(self) -> Mapping[str, list[Former[SchoolClass]]]:
        return _group(self.former_classes, lambda former: former.value.id)

    @cached_property
    def _tenures_by_class(self) -> Mapping[str, list[Tenure]]:
        return _group(self.tenures, lambda tenure: tenure.class_id)

    @cached_property
    def _tenures_by_teacher(self) -> Mapping[str, list[Tenure]]:
        return _group(self.tenures, lambda tenure: tenure.teacher)

    @cached_property
    def _former_tenures_by_class(self) -> Mapping[str, list[Former[Tenure]]]:
        return _group(self.former_tenures, lambda former: former.value.class_id)

    def tenure_on(self, class_id: str, day: date) -> Tenure | None:
        """The tenure of the one head teacher a class has on a day, or None."""
        return next((t for t in self.tenures_of_class(class_id) if t.covers(day)), None)

    def list_vacancies(self, class_id: str, period: Period) -> tuple[Vacancy, ...]:
        """List the stretches of school days on which there is a class, and it has no head teacher (A3 第四条)."""
        days = self.calendars[class_id].school_days_in(period)
        vacancies = []
        for has_teacher, stretch in groupby(days, key=lambda day: self.tenure_on(class_id, day) is not None):
            vacant = [day for day in stretch if not has_teacher and self.is_there(class_id, day)]
            if vacant:
                vacancies.append(Vacancy(first=vacant[0], last=vacant[-1], school_days=len(vacant)))
        return tuple(vacancies)

    def list_vacancies_by_term(self) -> list[tuple[str, Vacancy]]:
        """List the vacancies of each term, term by term, each with the id of its class."""
        terms = [Period(per="term", first=t.start, last=t.end, label=t.id) for t in self.calendar.terms]
        places = [(class_id, term) for term in terms for class_id in self.classes]
        return [(class_id, each) for class_id, term in places for each in self.list_vacancies(class_id, term)]

    def classes_held(self, teacher: str, day: date) -> list[str]:
        """The ids of the classes a teacher has on a day."""
        return [t.class_id for t in self._tenures_by_teacher.get(teacher, ()) if t.covers(day)]

    def read_as(self, declared: Declaration) -> "SchoolRegister":
        """The register as it reads once it is made to read like a declaration."""
        return attrs.evolve(
            self,
            school=declared.school,
            terms={term.id: term for term in declared.terms},
            classes={each.id: each for each in declared.classes},
            tenures=declared.tenures,
            rulebooks={**self.rulebooks, **{text.digest: text for text in declared.rulebooks}},
            adoptions=declared.adoptions,
            people=declared.people,
        )

    @property
    def purposes(self) -> list[str]:
        """The purposes for which rulebooks are adopted, the usual one first."""
        return sorted({adoption.purpose for adoption in self.adoptions})

    def for_purpose(self, purpose: str) -> "SchoolRegister":
        """The register with the adoptions of one purpose alone: what is scored for it."""
        if self.purposes in ([], [purpose]):
            return self
        return attrs.evolve(self, adoptions=tuple(a for a in self.adoptions if a.purpose == purpose))

    def adoption_on(self, class_id: str, day: date) -> Adoption | None:
        """The adoption in force for a class on a day: the most specific wins, then the latest start."""
        key = (class_id, bisect_right(self.rulebook_turns, day))
        if key not in self._adoptions:
            self._adoptions[key] = find_adoption(self.adoptions, self.class_on(class_id, day), day)
        return self._adoptions[key]

    @cached_property
    def rulebook_turns(self) -> list[date]:
        """The days on which an adoption begins or is over or a class changes: between them the same rulebooks are in force."""
        changes = (change.start for each in self.classes.values() for change in each.changes)
        return sorted({*(day for adoption in self.adoptions for day in adoption.turns), *changes})

    @cached_property
    def _adoptions(self) -> dict[tuple[str, int], Adoption | None]:
        """What `adoption_on` returned, kept for each class and stretch of days: every fact asks."""
        return {}


def _group(values: Iterable[_Value], key: Callable[[_Value], str]) -> dict[str, list[_Value]]:
    groups: dict[str, list[_Value]] = {}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return groups


def initial() -> SchoolRegister:
    """Return a register in which nothing has happened."""
    return SchoolRegister()


def evolve(register: SchoolRegister, recorded: Recorded[RegisterEvent]) -> SchoolRegister:
    """Return the register after one more event."""
    return replay_events(register, [[recorded]])


def replay_events(register: SchoolRegister, pages: Iterable[Iterable[Recorded[RegisterEvent]]]) -> SchoolRegister:
    """Return the register after some pages of events: what `evolve` does, without a copy for each event."""
    draft = Draft(
        version=register.version,
        school=register.school,
        terms=dict(register.terms),
        classes=dict(register.classes),
        former_classes=list(register.former_classes),
        tenures=dict.fromkeys(register.tenures),
        former_tenures=list(register.former_tenures),
        rulebooks=dict(register.rulebooks),
        drafted=dict(register.drafted),
        adoptions=dict.fromkeys(register.adoptions),
        people=register.people,
    )
    draft = replay(Draft.add, draft, pages)
    return SchoolRegister(
        version=draft.version,
        school=draft.school,
        terms=draft.terms,
        classes=draft.classes,
        former_classes=tuple(draft.former_classes),
        tenures=tuple(draft.tenures),
        former_tenures=tuple(draft.former_tenures),
        rulebooks=draft.rulebooks,
        drafted=draft.drafted,
        adoptions=tuple(draft.adoptions),
        people=draft.people,
    )


# ---------------------------------------------------------------------------------------------- decisions


@overload
def decide(register: SchoolRegister, command: DeclareSchool) -> Events | Problems | Refused: ...
@overload
def decide(register: SchoolRegister, command: RegisterTenure | WithdrawTenure) -> Events | Refused: ...
@overload
def decide(register: SchoolRegister, command: RegisterRulebook) -> Events: ...
def decide(register: SchoolRegister, command: RegisterCommand) -> Events | Problems | Refused:
    """Return the events that carry a command out, none where it is so already; or its problems, or a refusal."""
    match command:
        case DeclareSchool():
            return _declare(register, command)
        case RegisterTenure():
            return _register_tenure(register, command)
        case WithdrawTenure(tenure=tenure):
            left = tuple(t for t in register.tenures if t != tenure)
            changes = (events.TenureWithdrawn(tenure=tenure),) if tenure in register.tenures else ()
            return _check_tenures(register, left, changes, command)
        case RegisterRulebook(rulebook=rulebook):
            return tuple(register_rulebooks(register, [rulebook]))
        case _:
            assert_never(command)


def _declare(register: SchoolRegister, command: DeclareSchool) -> Events | Problems | Refused:
    declared = guards.add_appointed_tenures(command.declaration, command.appointed)
    if isinstance(declared, tuple):
        return declared
    problems = find_declaration_problems(declared)
    if problems:
        return tuple(problems)
    refusal = guards.check_facts_keep_class_and_term(
        register.calendar, declared, command.used_days
    ) or guards.check_facts_within_class_days(declared, command.current_days)
    if refusal is not None:
        return refusal
    differences = list_differences(register, register.read_as(declared))
    touched = past_guard.find_touched(differences, command.settled, command.current_days)
    new = past_guard.find_late_classes(command.earlier_facts)
    return _change_past(tuple(list_changes(register, declared)), touched, command.correct_past, new)


def _change_past(
    changes: Events, touched: Sequence[past_guard.Touched], correct_past: str | None, new: Sequence[Problem] = ()
) -> Events | Refused:
    """Return changes that touch nothing settled; those that do, with the event that says why the past is corrected."""
    if correct_past is None or new:
        return past_guard.refuse_past_changes(new, touched if correct_past is None else ()) or changes
    if not correct_past.strip():
        return past_guard.refuse_without_reason()
    return (events.PastCorrected(reason=correct_past), *changes) if touched else changes


def _register_tenure(register: SchoolRegister, command: RegisterTenure) -> Events | Refused:
    """Register a tenure unless the register could then no longer be declared: class days, names, one head teacher."""
    tenure = command.tenure
    replaced = [t for t in register.tenures if t == command.replaces != tenure]
    others = attrs.evolve(register, tenures=tuple(t for t in register.tenures if t not in replaced))
    refusal = (
        check_class_days(others.classes[tenure.class_id], tenure)
        or check_teacher_name(others.tenures, tenure)
        or check_single_head_teacher(others.tenures, tenure)
    )
    if refusal is not None:
        return refusal
    registered = () if tenure in others.tenures else (events.TenureRegistered(tenure=tenure),)
    changes = (*(events.TenureWithdrawn(tenure=t) for t in replaced), *registered)
    return _check_tenures(register, (*others.tenures, tenure), changes, command)


def _check_tenures(
    register: SchoolRegister, tenures: tuple[Tenure, ...], changes: Events, command: RegisterTenure | WithdrawTenure
) -> Events | Refused:
    """Return the changes that give the register some tenures, unless they touch what is settled."""
    differences = list_differences(register, attrs.evolve(register, tenures=tenures))
    touched = past_guard.find_touched(differences, command.settled)
    return _change_past(changes, touched, command.correct_past)
