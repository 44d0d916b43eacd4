"""The world that is scored: register, rulebooks and facts as known at a moment, and what was computed from them.

Statements that depend on others — a place, a mean of the grade, a share of a pool — ask this world for the others'
values, which are computed once for everybody.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property

import attrs

from bzr_domain.facts.history import CurrentFact
from bzr_domain.kernel.periods import Period
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.schedule import Schedule, build_schedule
from bzr_domain.scoring.result import Result
from bzr_domain.scoring.subjects import Subject, classes_ever_of

_DAY = timedelta(days=1)
ByKind = dict[str, list[CurrentFact]]
Asked = tuple[str, Subject, str, Period]
"""What a value is kept under: the digest of the rulebook, whose it is, the node's key, and the cell."""


@attrs.define(kw_only=True, eq=False)
class LoadedSchool:
    """Everything that scoring can ask.

    Attributes:
        register: The register as known at the time asked for.
        books: Digest → rulebook, every one that the register's adoptions name.
        facts: Facts as they read at that time; void ones are left aside.
        as_of: The day of asking, in the school's time zone: what absence gives waits for it.
    """

    register: SchoolRegister
    books: Mapping[str, Book]
    facts: tuple[CurrentFact, ...]
    as_of: date
    computed: dict[Asked, Result] = attrs.field(factory=dict, init=False, repr=False)
    _schedules: dict[tuple[str, Period], Schedule | None] = attrs.field(factory=dict, init=False, repr=False)
    _books: dict[tuple[str, date], Book | None] = attrs.field(factory=dict, init=False, repr=False)
    _years: dict[tuple[str, Period], int] = attrs.field(factory=dict, init=False, repr=False)
    _facts: dict[Subject, ByKind] = attrs.field(factory=dict, init=False, repr=False)
    _taken: dict[tuple[int, Subject], tuple[lang.FactRows, list[str]]] = attrs.field(
        factory=dict, init=False, repr=False
    )

    @cached_property
    def calendar(self) -> Calendar:
        """The school's calendar."""
        return self.register.calendar

    @cached_property
    def by_class(self) -> Mapping[str, tuple[CurrentFact, ...]]:
        """Class id → its standing facts, by (day, order)."""
        found: dict[str, list[CurrentFact]] = {}
        for one in sorted(self.facts, key=lambda one: (one.fact.on, one.order)):
            if one.voided_by is None:
                found.setdefault(one.fact.class_id, []).append(one)
        return {class_id: tuple(facts) for class_id, facts in found.items()}

    def calendar_of(self, subject: Subject) -> Calendar:
        """The calendar of a subject: of a class, that of its own days."""
        return self.register.calendars[subject.id] if subject.about == "class" else self.calendar

    def book_on(self, class_id: str, day: date) -> Book | None:
        """The rulebook in force for a class on a day; None where none was adopted."""
        key = (class_id, day)
        if key not in self._books:
            adoption = self.register.adoption_on(class_id, day)
            self._books[key] = self.books[adoption.rulebook] if adoption is not None else None
        return self._books[key]

    @cached_property
    def _turns(self) -> tuple[date, ...]:
        """The days on which an adoption begins or is over, in order: between them the same rulebooks are in force."""
        adoptions = self.register.adoptions
        over = [one.end + _DAY for one in adoptions if one.end is not None and one.end < date.max]
        return tuple(sorted({*(one.start for one in adoptions), *over}))

    def schedule(self, class_id: str, cell: Period) -> Schedule | None:
        """The rulebooks in force for a class over a cell; None where none is on its last school day."""
        key = (class_id, cell)
        if key not in self._schedules:
            last = self.book_on(class_id, self.register.calendars[class_id].last_school_day(cell))
            self._schedules[key] = (
                None
                if last is None
                else build_schedule(lambda day: self.book_on(class_id, day), self._turns, last, cell)
            )
        return self._schedules[key]

    def facts_of(self, subject: Subject) -> ByKind:
        """Kind → the standing facts about a subject, by (day, order), of days on which a rulebook is in force."""
        if subject not in self._facts:
            found: ByKind = {}
            for one in self._all_of(subject):
                if self.book_on(one.fact.class_id, one.fact.on) is not None:
                    found.setdefault(one.fact.kind, []).append(one)
            self._facts[subject] = found
        return self._facts[subject]

    def kinds_taken(self, rows: lang.FactRows, subject: Subject) -> list[str]:
        """The kinds among a subject's facts that a rule names; the rule is kept beside them, so that its id stays its own."""
        key = (id(rows), subject)
        if key not in self._taken:
            kinds = self.facts_of(subject)
            self._taken[key] = (
                rows,
                [kind for kind in kinds if any(one.takes(kind) for one in rows.selectors)],
            )
        return self._taken[key][1]

    def _all_of(self, subject: Subject) -> list[CurrentFact]:
        if subject.about == "class":
            return list(self.by_class.get(subject.id, ()))
        if subject.about == "teacher":
            own = [tenure for tenure in self.register.tenures if tenure.teacher == subject.id]
            pile = [
                one
                for class_id in dict.fromkeys(tenure.class_id for tenure in own)
                for one in self.by_class.get(class_id, ())
                if any(tenure.class_id == class_id and tenure.covers(one.fact.on) for tenure in own)
            ]
        else:
            classes = classes_ever_of(self.register, subject)
            pile = [one for each in classes for one in self.by_class.get(each.id, ())]
        return sorted(pile, key=lambda one: (one.fact.on, one.order))
