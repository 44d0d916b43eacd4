"""Score a statement without one fact (异议), with every other statement that changes with it."""

from collections.abc import Iterable
from datetime import date

import attrs

from bzr_domain.counterfactual.compare_statements import (
    ClassPeriod,
    StatementDifference,
    compare_pairs,
    compare_statements,
    score_both_ways,
    sort_by_size,
)
from bzr_domain.counterfactual.same_nodes import find_single_class_nodes
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Per, Period, rank_length
from bzr_domain.register.roster import list_classes_of_head_teachers
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.statement import Statement

LEFT_OUT = "left-out"
"""What stands in the place of a void's id where a fact is left out in thought only (设想作废)."""


@attrs.frozen(kw_only=True)
class Dispute:
    """One statement with and without a fact.

    Attributes:
        fact: The fact in dispute, as it reads now.
        difference: The statement that the dispute is about, both ways.
        beyond: What else changes: the class's other periods, then other classes; the biggest change first in each.
    """

    fact: CurrentFact
    difference: StatementDifference
    beyond: tuple[StatementDifference, ...]

    @property
    def touches(self) -> bool:
        """Whether the fact changes the statement that the dispute is about at all."""
        return self.difference.changed


def score_without_fact(school: LoadedSchool, fact: CurrentFact, class_id: str, period: Period) -> Dispute | Problem:
    """Score a statement as it is and as it would be if a fact were void; nothing is recorded (设想作废).

    Args:
        school: The school, with every fact from which the statements of `find_affected_statements` are scored.
        fact: A fact that counts; one that is not in the school changes nothing.

    Returns:
        Both statements, or why there is none.
    """
    place = (class_id, period)
    places = [place, *(other for other in find_affected_statements(school, fact.fact) if other != place)]
    (_, before, after), *others = score_both_ways(school, lambda full: leave_out_fact(full, fact.id), places)
    if isinstance(before, Problem):
        return before
    assert isinstance(after, Statement), "a fact decides nothing about whether there is a statement"
    beyond = sort_by_size(compare_pairs(others), first_class=class_id)
    return Dispute(fact=fact, difference=compare_statements(before, after), beyond=beyond)


def leave_out_fact(school: LoadedSchool, fact_id: str) -> LoadedSchool:
    """Return the same school and facts with one of them void; a fact that is not there changes nothing (去掉一条事实)."""
    facts = tuple(attrs.evolve(fact, voided_by=LEFT_OUT) if fact.id == fact_id else fact for fact in school.facts)
    other = attrs.evolve(school, facts=facts)
    touched = {fact.fact.class_id for fact in school.facts if fact.id == fact_id}
    single_class = {digest: find_single_class_nodes(book) for digest, book in school.books.items()}
    for (digest, subject, key, period), result in school.computed.items():
        if subject.about == "class" and subject.id not in touched and key in single_class[digest]:
            other.computed[digest, subject, key, period] = result
    return other


def find_affected_statements(school: LoadedSchool, fact: Fact) -> list[ClassPeriod]:
    """Return every statement that a fact can change (波及): weeks, months, terms and years by the class.

    Those it counts in, those that look back to it or read a wider period of it, and those of every class where some
    rulebook compares classes. Periods that have not begun are left out.
    """
    digests = dict.fromkeys(adoption.rulebook for adoption in school.register.adoptions)
    books = [school.books[digest] for digest in digests]
    places = []
    for per in school.assessed_lengths:
        classes = _affected_classes(school, books, per, fact.class_id)
        periods = _affected_periods(school, books, per, school.calendar.find_counting_day(fact.on))
        schedules = {(each, period): school.find_schedule(each, period) for each in classes for period in periods}
        places += [place for place, schedule in schedules.items() if schedule and schedule.book.total_of(per)]
    return places


def _affected_classes(school: LoadedSchool, books: Iterable[Book], per: Per, class_id: str) -> list[str]:
    """The classes whose statements can change with one of a class's, itself among them."""
    if any(book.needs_peers(per) for book in books):
        return list(school.register.classes)
    if any(book.needs_teacher(per) for book in books):
        return list_classes_of_head_teachers(school.register.tenures, class_id)
    return [class_id]


def _affected_periods(school: LoadedSchool, books: Iterable[Book], per: Per, day: date) -> list[Period]:
    """The periods of a length that a day counts in, and where some are read by others, all that may read these."""
    calendar = school.calendar
    lengths = dict.fromkeys(node.per for book in books for node in book.scored_for(per))
    holding = [period for length in lengths if (period := calendar.period_of(length, day)) is not None]
    counting = [
        calendar.find_wider_period(per, period) for period in holding if rank_length(period.per) <= rank_length(per)
    ]
    later: list[Period] = []
    if any(book.needs_past(per) for book in books):
        first = min((period.first for period in holding), default=day)
        later = calendar.list_periods_between(per, first, school.as_of)
    return [period for period in dict.fromkeys((*counting, *later)) if period is not None]
