"""The school as loaded for scoring: register, rulebooks and facts as known at a moment, and what was computed from them.

A statement may need the results of others: for a place, for a mean of the grade, for a share of a pool. It asks the loaded
school for them, which keeps every result, so that each is computed once for everybody.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property, partial

import attrs

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.periods import Per, Period, rank_length
from bzr_domain.register.calendar import Calendar
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book, is_total
from bzr_domain.rulebook.schedule import Schedule, build_schedule
from bzr_domain.scoring.result import Result
from bzr_domain.scoring.subjects import Subject, is_class_in, list_classes_ever_in

FactsByKind = dict[str, list[CurrentFact]]
ResultKey = tuple[str, Subject, str, Period]
"""What a result is kept under: the digest of the rulebook, whom it is about, the node's key, and the period."""


@attrs.define(kw_only=True, eq=False)
class LoadedSchool:
    """Everything that scoring can ask about a school.

    Attributes:
        register: The register as known at the moment asked for.
        books: Digest → rulebook, every one that the register's adoptions name.
        facts: Facts as they read at that moment; void ones are left aside.
        as_of: The day of asking, in the school's time zone: what absence gives is not due before the end of its period.
        computed: Every result computed so far.
    """

    register: SchoolRegister
    books: Mapping[str, Book]
    facts: tuple[CurrentFact, ...]
    as_of: date
    computed: dict[ResultKey, Result] = attrs.field(factory=dict, init=False, repr=False)
    years_served: dict[tuple[str, Period], int] = attrs.field(factory=dict, init=False, repr=False)
    _schedules: dict[tuple[str, Period], Schedule | None] = attrs.field(factory=dict, init=False, repr=False)
    _books: dict[tuple[str, date], Book | None] = attrs.field(factory=dict, init=False, repr=False)
    _facts_by_kind: dict[Subject, FactsByKind] = attrs.field(factory=dict, init=False, repr=False)
    _kinds: dict[tuple[int, Subject], tuple[lang.FactRows, list[str]]] = attrs.field(
        factory=dict, init=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        """Let what was handed in after a term's end count as of that term's last day."""
        find_day = self.register.calendar.find_counting_day
        late = {day for day in {current.fact.on for current in self.facts} if find_day(day) != day}
        if late:
            self.facts = tuple(
                attrs.evolve(each, fact=attrs.evolve(each.fact, on=find_day(each.fact.on)), handed_in=each.fact.on)
                if each.fact.on in late
                else each
                for each in self.facts
            )

    @cached_property
    def calendar(self) -> Calendar:
        """The school's calendar."""
        return self.register.calendar

    @cached_property
    def assessed_lengths(self) -> list[Per]:
        """How long the periods are that some adopted rulebook has a total for, the shortest first."""
        books = [self.books[digest] for digest in dict.fromkeys(a.rulebook for a in self.register.adoptions)]
        lengths = {node.per for book in books for node in book.nodes.values() if is_total(node.key)}
        return sorted(lengths, key=lambda length: (rank_length(length), length))

    @cached_property
    def facts_by_class(self) -> Mapping[str, tuple[CurrentFact, ...]]:
        """Class id → its facts that are not void, by day and then by order of recording."""
        facts: dict[str, list[CurrentFact]] = {}
        for current in sorted(self.facts, key=day_and_order):
            if current.voided_by is None:
                facts.setdefault(current.fact.class_id, []).append(current)
        return {class_id: tuple(listed) for class_id, listed in facts.items()}

    def find_calendar(self, subject: Subject) -> Calendar:
        """Find a subject's calendar; a class has the days on which there is such a class."""
        return self.register.calendars[subject.id] if subject.about == "class" else self.calendar

    def find_book(self, class_id: str, day: date) -> Book | None:
        """Find the rulebook in force for a class on a day; None where none was adopted."""
        key = (class_id, day)
        if key not in self._books:
            adoption = self.register.adoption_on(class_id, day)
            self._books[key] = self.books[adoption.rulebook] if adoption is not None else None
        return self._books[key]

    def find_schedule(self, class_id: str, period: Period) -> Schedule | None:
        """Find the rulebooks in force for a class over a period; None where none is on its last school day."""
        key = (class_id, period)
        if key not in self._schedules:
            last = self.find_book(class_id, self.register.calendars[class_id].last_school_day(period))
            find_book = partial(self.find_book, class_id)
            turns = self.register.rulebook_turns
            self._schedules[key] = None if last is None else build_schedule(find_book, turns, last, period)
        return self._schedules[key]

    def list_facts_by_kind(self, subject: Subject) -> FactsByKind:
        """List a subject's facts of days on which a rulebook is in force, by kind, day and order of recording."""
        if subject not in self._facts_by_kind:
            facts: FactsByKind = {}
            for current in self._list_facts(subject):
                if self.find_book(current.fact.class_id, current.fact.on) is not None:
                    facts.setdefault(current.fact.kind, []).append(current)
            self._facts_by_kind[subject] = facts
        return self._facts_by_kind[subject]

    def list_kinds(self, rule: lang.FactRows, subject: Subject) -> list[str]:
        """List the kinds among a subject's facts that a rule names.

        They are kept under the rule's `id()`; the rule is kept beside them, so that no other object gets that id.
        """
        key = (id(rule), subject)
        if key not in self._kinds:
            kinds = [kind for kind in self.list_facts_by_kind(subject) if rule.takes(kind)]
            self._kinds[key] = (rule, kinds)
        return self._kinds[key][1]

    def _list_facts(self, subject: Subject) -> list[CurrentFact]:
        if subject.about == "class":
            return list(self.facts_by_class.get(subject.id, ()))
        if subject.about == "teacher":
            tenures = [tenure for tenure in self.register.tenures if tenure.teacher == subject.id]
            facts = [
                current
                for class_id in dict.fromkeys(tenure.class_id for tenure in tenures)
                for current in self.facts_by_class.get(class_id, ())
                if any(t.class_id == class_id and t.covers(current.fact.on) for t in tenures)
            ]
        else:
            classes = list_classes_ever_in(self.register, subject)
            facts = [
                current
                for each in classes
                for current in self.facts_by_class.get(each.id, ())
                if is_class_in(self.register, each.id, subject, current.fact.on)
            ]
        return sorted(facts, key=day_and_order)


def day_and_order(current: CurrentFact) -> tuple[date, int]:
    """Return what facts are sorted by: the day, then the order of recording."""
    return current.fact.on, current.order
