"""The world that is scored: register, rulebooks and facts as known at a moment, and what was computed from them.

Statements that depend on others — a place, a mean of the grade, a share of a pool — ask this world for the others'
values, which are computed once for everybody.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property

import attrs

from bzr_domain.history import Standing
from bzr_domain.periods import Calendar, Cell
from bzr_domain.roster import SchoolClass
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.schedule import Schedule, schedule
from bzr_domain.school import Register
from bzr_domain.scoring.result import Result
from bzr_domain.scoring.subjects import Subject, classes_of, lifted, narrower, years_served

ByKind = dict[str, list[Standing]]


@attrs.define(kw_only=True, eq=False)
class World:
    """Everything that scoring can ask.

    Attributes:
        register: The register as known at the time asked for.
        books: Digest → rulebook, every one that the register's adoptions name.
        facts: Facts as they read at that time; void ones are left aside.
        as_of: The day of asking, in the school's time zone: what absence gives waits for it.
    """

    register: Register
    books: Mapping[str, Book]
    facts: tuple[Standing, ...]
    as_of: date
    computed: dict[tuple[object, ...], Result] = attrs.field(factory=dict, init=False, repr=False)
    _schedules: dict[tuple[str, Cell], Schedule | None] = attrs.field(factory=dict, init=False, repr=False)
    _books: dict[tuple[str, date], Book | None] = attrs.field(factory=dict, init=False, repr=False)
    _years: dict[tuple[str, date], int] = attrs.field(factory=dict, init=False, repr=False)
    _facts: dict[Subject, ByKind] = attrs.field(factory=dict, init=False, repr=False)

    @cached_property
    def calendar(self) -> Calendar:
        """The school's calendar."""
        return self.register.calendar

    @cached_property
    def by_class(self) -> Mapping[str, tuple[Standing, ...]]:
        """Class id → its standing facts, by (day, order)."""
        found: dict[str, list[Standing]] = {}
        for one in sorted(self.facts, key=lambda one: (one.fact.on, one.order)):
            if one.voided_by is None:
                found.setdefault(one.fact.class_id, []).append(one)
        return {class_id: tuple(facts) for class_id, facts in found.items()}

    def book_on(self, class_id: str, day: date) -> Book | None:
        """The rulebook in force for a class on a day; None where none was adopted."""
        key = (class_id, day)
        if key not in self._books:
            adoption = self.register.adoption_on(class_id, day)
            self._books[key] = self.books[adoption.rulebook] if adoption is not None else None
        return self._books[key]

    def schedule(self, class_id: str, cell: Cell) -> Schedule | None:
        """The rulebooks in force for a class over a cell; None where none is on its last school day."""
        key = (class_id, cell)
        if key not in self._schedules:
            last = self.book_on(class_id, self.calendar.closing(cell))
            found = None if last is None else schedule(lambda day: self.book_on(class_id, day), last, cell)
            self._schedules[key] = found
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

    def _all_of(self, subject: Subject) -> list[Standing]:
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
            classes = classes_of(self.register, subject, self.as_of)
            pile = [one for class_id in classes for one in self.by_class.get(class_id, ())]
        return sorted(pile, key=lambda one: (one.fact.on, one.order))


@attrs.frozen(kw_only=True)
class View:
    """One subject in the world, under the rulebooks of a schedule."""

    world: World
    schedule: Schedule
    subject: Subject

    @property
    def calendar(self) -> Calendar:
        """The school's calendar."""
        return self.world.calendar

    def of_kinds(self, rows: lang.FactRows) -> list[Standing]:
        """The standing facts of the kinds that a rule names, its tests not yet asked, by (day, order)."""
        by_kind = self.world.facts_of(self.subject)
        kinds = [kind for kind in by_kind if any(s.takes(kind) for s in rows.selectors)]
        found = [one for kind in kinds for one in by_kind[kind]]
        return sorted(found, key=lambda one: (one.fact.on, one.order)) if len(kinds) > 1 else found

    def of(self, about: str, cell: Cell) -> "View | None":
        """The view of the one wider subject (or the same) in a cell; None where it is narrower or there is none.

        A class stands under its own rulebook of that cell; a wider subject under that of whoever asks.
        """
        subject = lifted(self.world.register, self.subject, about, self.calendar.closing(cell))
        return None if subject is None else self.seen(subject, cell)

    def members(self, about: str, cell: Cell) -> "list[View]":
        """The views of the narrower subjects in a cell, of classes under a rulebook of the same id."""
        found = narrower(self.world.register, self.subject, about, self.calendar.closing(cell))
        views = [self.seen(subject, cell) for subject in found]
        return [view for view in views if view is not None and view.schedule.last.id == self.schedule.last.id]

    def peers(self, among: tuple[str, ...], cell: Cell) -> "list[View]":
        """Everybody of the same kind under a rulebook of the same id whose attributes are equal, oneself included."""
        register, day = self.world.register, self.calendar.closing(cell)
        attributes = [name for name in among if name != "school"]

        def group(subject: Subject) -> list[Subject | None]:
            return [lifted(register, subject, name, day) for name in attributes]

        everybody = narrower(register, Subject("school"), self.subject.about, day)
        views = [self.seen(one, cell) for one in everybody if group(one) == group(self.subject)]
        return [view for view in views if view is not None and view.schedule.last.id == self.schedule.last.id]

    def seen(self, subject: Subject, cell: Cell) -> "View | None":
        """The view of a subject in a cell: of a class under its own rulebook, of others under this one's."""
        if subject.about != "class":
            return attrs.evolve(self, subject=subject)
        found = self.world.schedule(subject.id, cell)
        return None if found is None else View(world=self.world, schedule=found, subject=subject)

    def word(self, name: str) -> str | None:
        """An attribute of the class, or of the group itself."""
        if self.subject.about == "class":
            value: str | None = getattr(self.world.register.classes[self.subject.id], name)
            return value
        return self.subject.id if self.subject.about == name else None

    def figure(self, name: str, cell: Cell) -> Fraction | None:
        """A figure of the roster or the calendar in a cell; None where it is not known."""
        register, day = self.world.register, self.calendar.closing(cell)
        classes = [register.classes[one] for one in classes_of(register, self.subject, day)]
        if name == "classes":
            return Fraction(len(classes))
        if name == "students":
            heads = [one.students for one in classes if one.students is not None]
            return Fraction(sum(heads)) if heads and len(heads) == len(classes) else None
        if name == "month_no":
            return Fraction(self.calendar.anchor(cell).month)
        if name == "term_no":
            return _term_number(self.calendar, day)
        days = self.calendar.school_days_in(cell)
        if name == "school_days":
            return Fraction(len(days))
        head = lifted(register, self.subject, "teacher", day)
        if head is None:
            return None
        if name == "years":
            return Fraction(self._years_of(head.id, cell.first))
        served = [
            one
            for one in days
            if any(t.teacher == head.id and t.covers(one) for t in register.tenures if self._own(t.class_id))
        ]
        return Fraction(len(served))

    def _own(self, class_id: str) -> bool:
        return self.subject.about != "class" or self.subject.id == class_id

    def _years_of(self, teacher: str, day: date) -> int:
        known = self.world._years  # noqa: SLF001 (the view is the world's own window)
        if (teacher, day) not in known:
            known[teacher, day] = years_served(self.world.register, self.calendar, teacher, day)
        return known[teacher, day]


def _term_number(calendar: Calendar, day: date) -> Fraction | None:
    """The number of a day's term among those of its school year."""
    year = calendar.cell("year", day)
    assert year is not None
    terms = [term for term in calendar.terms if year.covers(term.start)]
    return next((Fraction(n) for n, term in enumerate(terms, 1) if term.covers(day)), None)


@attrs.frozen(kw_only=True)
class Scope:
    """What a statement is about: one class in one cell, as known on a day.

    Attributes:
        period: The cell: a month, a term, a school year …
    """

    view: View
    period: Cell

    @property
    def school_class(self) -> SchoolClass:
        """The class."""
        return self.view.world.register.classes[self.view.subject.id]

    @property
    def calendar(self) -> Calendar:
        """The school's calendar."""
        return self.view.calendar

    @property
    def schedule(self) -> Schedule:
        """The rulebooks in force in the cell."""
        return self.view.schedule

    @property
    def standing(self) -> tuple[Standing, ...]:
        """Every standing fact of the class on the days that can touch the cell, by (day, order)."""
        reach = self.calendar.reach(self.period)
        own = self.view.world.by_class.get(self.view.subject.id, ())
        return tuple(one for one in own if reach.covers(one.fact.on))

    def cell_of(self, per: str, day: date) -> Cell | None:
        """The cell of this period's length in which a node of such cells counts a day's facts."""
        own = self.calendar.cell(per, day)
        return None if own is None else self.calendar.wider(self.period.per, own)
