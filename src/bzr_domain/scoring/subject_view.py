"""A subject's view (视角): its facts, its roster figures, and the way from it to wider and narrower subjects and to peers."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.roster import SchoolClass
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.schedule import Schedule
from bzr_domain.scoring.loaded_school import LoadedSchool, day_and_order
from bzr_domain.scoring.subjects import (
    Subject,
    count_years_served,
    find_wider_subject,
    list_class_ids,
    list_classes_held,
    list_narrower_subjects,
)


@attrs.frozen(kw_only=True)
class SubjectView:
    """One subject of a loaded school, under the rulebooks of a schedule."""

    school: LoadedSchool
    schedule: Schedule
    subject: Subject

    @property
    def calendar(self) -> Calendar:
        """The school's calendar; a class has the days on which there is such a class."""
        return self.school.find_calendar(self.subject)

    def list_facts(self, rule: lang.FactRows, span: Period | None = None) -> list[CurrentFact]:
        """List the facts of the kinds that a rule names, by day and order of recording; its tests are not applied yet.

        Args:
            span: The days whose facts are listed; None for all days.
        """
        by_kind = self.school.list_facts_by_kind(self.subject)
        kinds = self.school.list_kinds(rule, self.subject)
        facts = [current for kind in kinds for current in _list_within(by_kind[kind], span)]
        return sorted(facts, key=day_and_order) if len(kinds) > 1 else facts

    def find_wider(self, about: str, period: Period, asked_in: Period | None = None) -> "SubjectView | None":
        """Find the view of the wider subject (or the same) in a period; None where it is narrower or there is none.

        A class stands under its own rulebook of that period, a wider subject under that of whoever asks.

        Args:
            asked_in: The period that asks, where it is shorter than `period`: it says whose class it was. September
                belongs to September's head teacher, whoever has the class at the end of the term.
        """
        if about == self.subject.about:
            return self.look_at(self.subject, period)
        finer = min(period, asked_in or period, key=lambda each: rank_length(each.per))
        day = self.calendar.last_school_day(finer)
        subject = find_wider_subject(self.school.register, self.subject, about, day)
        return None if subject is None else self.look_at(subject, period)

    def list_members(self, about: str, period: Period) -> "list[SubjectView]":
        """List the views of the narrower subjects in a period; of classes, those under a rulebook of the same id."""
        register, day = self.school.register, self.calendar.last_school_day(period)
        if (self.subject.about, about) == ("teacher", "class"):
            return self._look_at_all(list_classes_held(register, self.subject.id, period), period)
        return self._look_at_all(list_narrower_subjects(register, self.subject, about, day), period)

    def list_peers(self, among: tuple[str, ...], period: Period) -> "list[SubjectView]":
        """List everybody of the same kind, oneself included, with equal attributes and a rulebook of the same id.

        Args:
            among: The attributes that have to be equal, such as `grade`; `school` asks for none.
        """
        register, day = self.school.register, self.calendar.last_school_day(period)
        attributes = [name for name in among if name != "school"]

        def list_groups(subject: Subject) -> list[Subject | None]:
            return [find_wider_subject(register, subject, name, day) for name in attributes]

        subjects = list_narrower_subjects(register, Subject("school"), self.subject.about, day)
        groups = list_groups(self.subject)
        return self._look_at_all([peer for peer in subjects if list_groups(peer) == groups], period)

    def _look_at_all(self, subjects: Sequence[Subject], period: Period) -> "list[SubjectView]":
        views = [self.look_at(subject, period) for subject in subjects]
        return [view for view in views if view is not None and view.schedule.last.id == self.schedule.last.id]

    def look_at(self, subject: Subject, period: Period) -> "SubjectView | None":
        """Look at a subject in a period: a class under its own rulebook (None without one), others under this one's."""
        if subject.about != "class":
            return attrs.evolve(self, subject=subject)
        schedule = self.school.find_schedule(subject.id, period)
        if schedule is self.schedule and subject == self.subject:
            return self
        return None if schedule is None else SubjectView(school=self.school, schedule=schedule, subject=subject)

    def find_attribute(self, name: str, period: Period) -> str | None:
        """Find an attribute of the class at the end of a period, such as its grade, or of the group itself."""
        if self.subject.about == "class":
            value: str | None = getattr(self.school.register.class_in(self.subject.id, period), name)
            return value
        return self.subject.id if self.subject.about == name else None

    def find_figure(self, name: str, period: Period) -> Fraction | None:
        """Find a figure of the roster or the calendar in a period (名册数); None where it is not known."""
        day = self.calendar.last_school_day(period)
        match name:
            case "classes":
                return Fraction(len(list_class_ids(self.school.register, self.subject, day)))
            case "students":
                return self._count_students(day)
            case "month_no":
                return Fraction(self.calendar.first_school_day(period).month)
            case "term_no":
                return _find_term_number(self.calendar, day)
            case "school_days":
                return Fraction(len(self.calendar.school_days_in(period)))
        teacher = find_wider_subject(self.school.register, self.subject, "teacher", day)
        if teacher is None:
            return None
        count = self._count_years if name == "years" else self._count_days
        return Fraction(count(teacher.id, period))

    def _count_students(self, day: date) -> Fraction | None:
        register = self.school.register
        sizes = [register.class_on(each, day).students for each in list_class_ids(register, self.subject, day)]
        numbers = [size for size in sizes if size is not None]
        return Fraction(sum(numbers)) if numbers and len(numbers) == len(sizes) else None

    def _count_days(self, teacher: str, period: Period) -> int:
        """The school days of a period on which a teacher has the class, or any class where the subject is wider."""
        of_class = self.subject.about == "class"
        tenures = [
            tenure
            for tenure in self.school.register.tenures
            if tenure.teacher == teacher and (not of_class or tenure.class_id == self.subject.id)
        ]
        days = self.calendar.school_days_in(period)
        return sum(any(tenure.covers(day) for tenure in tenures) for day in days)

    def _count_years(self, teacher: str, period: Period) -> int:
        school, key = self.school, (teacher, period)
        if key not in school.years_served:
            school.years_served[key] = count_years_served(school.register, school.calendar, *key)
        return school.years_served[key]


def _list_within(facts: Sequence[CurrentFact], span: Period | None) -> Sequence[CurrentFact]:
    """Those of some days, out of facts in the order of the days."""
    if span is None:
        return facts
    return facts[bisect_left(facts, span.first, key=_day) : bisect_right(facts, span.last, key=_day)]


def _day(current: CurrentFact) -> date:
    return current.fact.on


def _find_term_number(calendar: Calendar, day: date) -> Fraction | None:
    """The number of a day's term among those of its school year, from 1."""
    year = calendar.period_of("year", day)
    assert year is not None
    terms = [term for term in calendar.terms if year.covers(term.start)]
    return next((Fraction(n) for n, term in enumerate(terms, 1) if term.covers(day)), None)


@attrs.frozen(kw_only=True)
class Scope:
    """What a statement is about: one class in one period, as known on a day.

    Attributes:
        period: A month, a term or a school year.
    """

    view: SubjectView
    period: Period

    @property
    def school_class(self) -> SchoolClass:
        """The class as it is at the end of the period."""
        return self.view.school.register.class_in(self.view.subject.id, self.period)

    @property
    def calendar(self) -> Calendar:
        """The days of the school on which there is such a class."""
        return self.view.calendar

    @property
    def schedule(self) -> Schedule:
        """The rulebooks in force in the period."""
        return self.view.schedule

    @property
    def days(self) -> Period:
        """The days whose facts can count: the whole of the shorter periods that belong to it."""
        lengths = {node.per for node in self.schedule.book.scored_for(self.period.per)}
        return self.calendar.widen_to_cells(lengths, self.period)

    @property
    def current_facts(self) -> tuple[CurrentFact, ...]:
        """Every fact of the class, not void, on the days that can touch the period, by day and order of recording."""
        facts = self.view.school.facts_by_class.get(self.view.subject.id, ())
        return tuple(_list_within(facts, self.days))

    def period_of(self, per: str, day: date) -> Period | None:
        """Find the period of this one's length in which a node of a shorter length counts a day's facts.

        A week belongs to one month alone, so a fact of the 1st may count in the month before.
        """
        finer = self.calendar.period_of(per, day)
        return None if finer is None else self.calendar.find_wider_period(self.period.per, finer)
