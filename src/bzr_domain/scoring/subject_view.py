"""视角: one subject in the world, and the way from it to wider and narrower subjects, to peers and to the roster."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from bzr_domain.facts.history import CurrentFact
from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.roster import SchoolClass
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.schedule import Schedule
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.subjects import Subject, classes_of, held_in, lifted, narrower, years_served


@attrs.frozen(kw_only=True)
class SubjectView:
    """One subject in the world, under the rulebooks of a schedule."""

    school: LoadedSchool
    schedule: Schedule
    subject: Subject

    @property
    def calendar(self) -> Calendar:
        """The school's calendar, for a class on the days on which there is such a class."""
        return self.school.calendar_of(self.subject)

    def of_kinds(self, rows: lang.FactRows, span: Period | None = None) -> list[CurrentFact]:
        """The standing facts of the kinds that a rule names, its tests not yet asked, by (day, order); of some days."""
        by_kind = self.school.facts_of(self.subject)
        kinds = self.school.kinds_taken(rows, self.subject)
        found = [one for kind in kinds for one in _within(by_kind[kind], span)]
        return sorted(found, key=lambda one: (one.fact.on, one.order)) if len(kinds) > 1 else found

    def of(self, about: str, cell: Period, asked_in: Period | None = None) -> "SubjectView | None":
        """The view of the one wider subject (or the same) in a cell; None where it is narrower or there is none.

        A class stands under its own rulebook of that cell; a wider subject under that of whoever asks. Where a finer
        cell asks about a wider one, it is `asked_in` that says whose class it was: September belongs to September's
        head teacher, whoever has the class at the end of the term.
        """
        if about == self.subject.about:
            return self.seen(self.subject, cell)
        finer = cell if asked_in is None or rank_length(cell.per) <= rank_length(asked_in.per) else asked_in
        subject = lifted(self.school.register, self.subject, about, self.calendar.last_school_day(finer))
        return None if subject is None else self.seen(subject, cell)

    def members(self, about: str, cell: Period) -> "list[SubjectView]":
        """The views of the narrower subjects in a cell, of classes under a rulebook of the same id."""
        register, day = self.school.register, self.calendar.last_school_day(cell)
        if (self.subject.about, about) == ("teacher", "class"):
            found = held_in(register, self.subject.id, cell)
        else:
            found = narrower(register, self.subject, about, day)
        views = [self.seen(subject, cell) for subject in found]
        return [view for view in views if view is not None and view.schedule.last.id == self.schedule.last.id]

    def peers(self, among: tuple[str, ...], cell: Period) -> "list[SubjectView]":
        """Everybody of the same kind under a rulebook of the same id whose attributes are equal, oneself included."""
        register, day = self.school.register, self.calendar.last_school_day(cell)
        attributes = [name for name in among if name != "school"]

        def group(subject: Subject) -> list[Subject | None]:
            return [lifted(register, subject, name, day) for name in attributes]

        everybody = narrower(register, Subject("school"), self.subject.about, day)
        views = [self.seen(one, cell) for one in everybody if group(one) == group(self.subject)]
        return [view for view in views if view is not None and view.schedule.last.id == self.schedule.last.id]

    def seen(self, subject: Subject, cell: Period) -> "SubjectView | None":
        """The view of a subject in a cell: of a class under its own rulebook, of others under this one's."""
        if subject.about != "class":
            return attrs.evolve(self, subject=subject)
        found = self.school.schedule(subject.id, cell)
        if found is self.schedule and subject == self.subject:
            return self
        return None if found is None else SubjectView(school=self.school, schedule=found, subject=subject)

    def word(self, name: str) -> str | None:
        """An attribute of the class, or of the group itself."""
        if self.subject.about == "class":
            value: str | None = getattr(self.school.register.classes[self.subject.id], name)
            return value
        return self.subject.id if self.subject.about == name else None

    def figure(self, name: str, cell: Period) -> Fraction | None:
        """A figure of the roster or the calendar in a cell; None where it is not known."""
        register, day = self.school.register, self.calendar.last_school_day(cell)
        classes = [register.classes[one] for one in classes_of(register, self.subject, day)]
        if name == "classes":
            return Fraction(len(classes))
        if name == "students":
            heads = [one.students for one in classes if one.students is not None]
            return Fraction(sum(heads)) if heads and len(heads) == len(classes) else None
        if name == "month_no":
            return Fraction(self.calendar.first_school_day(cell).month)
        if name == "term_no":
            return _term_number(self.calendar, day)
        days = self.calendar.school_days_in(cell)
        if name == "school_days":
            return Fraction(len(days))
        head = lifted(register, self.subject, "teacher", day)
        if head is None:
            return None
        if name == "years":
            return Fraction(self._years_of(head.id, cell))
        served = [
            one
            for one in days
            if any(t.teacher == head.id and t.covers(one) for t in register.tenures if self._own(t.class_id))
        ]
        return Fraction(len(served))

    def _own(self, class_id: str) -> bool:
        return self.subject.about != "class" or self.subject.id == class_id

    def _years_of(self, teacher: str, cell: Period) -> int:
        known = self.school._years  # noqa: SLF001 (the view is the world's own window)
        if (teacher, cell) not in known:
            known[teacher, cell] = years_served(self.school.register, self.school.calendar, teacher, cell)
        return known[teacher, cell]


def _within(facts: Sequence[CurrentFact], span: Period | None) -> Sequence[CurrentFact]:
    """Those of some days, out of facts in the order of the days."""
    if span is None:
        return facts
    return facts[bisect_left(facts, span.first, key=_day) : bisect_right(facts, span.last, key=_day)]


def _day(one: CurrentFact) -> date:
    return one.fact.on


def _term_number(calendar: Calendar, day: date) -> Fraction | None:
    """The number of a day's term among those of its school year."""
    year = calendar.period_of("year", day)
    assert year is not None
    terms = [term for term in calendar.terms if year.covers(term.start)]
    return next((Fraction(n) for n, term in enumerate(terms, 1) if term.covers(day)), None)


@attrs.frozen(kw_only=True)
class Scope:
    """What a statement is about: one class in one cell, as known on a day.

    Attributes:
        period: The cell: a month, a term, a school year …
    """

    view: SubjectView
    period: Period

    @property
    def school_class(self) -> SchoolClass:
        """The class."""
        return self.view.school.register.classes[self.view.subject.id]

    @property
    def calendar(self) -> Calendar:
        """The school's calendar."""
        return self.view.calendar

    @property
    def schedule(self) -> Schedule:
        """The rulebooks in force in the cell."""
        return self.view.schedule

    @property
    def current_facts(self) -> tuple[CurrentFact, ...]:
        """Every current fact of the class on the days that can touch the cell, by (day, order)."""
        reach = self.calendar.widen_to_weeks(self.period)
        own = self.view.school.by_class.get(self.view.subject.id, ())
        return tuple(_within(own, reach))

    def period_of(self, per: str, day: date) -> Period | None:
        """The cell of this period's length in which a node of such cells counts a day's facts."""
        own = self.calendar.period_of(per, day)
        return None if own is None else self.calendar.find_wider_period(self.period.per, own)
