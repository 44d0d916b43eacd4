"""Causes of change (变动的原因): the facts, voids, corrections and register entries that can have moved a class's result.

Only what the class's rulebooks look at counts: other classes where they rank or group, earlier days where they read the
past, and of the register what concerns those classes and days.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from bzr_domain.facts.events import find_fact_said
from bzr_domain.facts.fact_history import FactHistory, list_amendments
from bzr_domain.kernel.periods import EVERYTHING, Period, rank_length
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import holds
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    PastCorrected,
    RegisterEvent,
    RulebookAdopted,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.roster import Adoption, SchoolClass, find_adoption
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import find_names_read


@attrs.frozen(kw_only=True)
class Cause:
    """An event that can have moved a result, and the class it is about; empty where it is about no single one."""

    class_id: str
    event: Recorded[Any]


@attrs.frozen(kw_only=True)
class Dependencies:
    """What a class's result for a period depends on.

    Attributes:
        classes: The classes whose facts count.
        days: The days whose facts count.
        teachers: The head teachers whose service counts wherever it was.
        terms: The terms that those days lie in, as known then or now.
        purpose: Whose adoptions count (用途).
    """

    register: SchoolRegister
    classes: Sequence[str]
    days: Period
    teachers: frozenset[str]
    terms: frozenset[str]
    purpose: str = ""


def find_dependencies(
    then: SchoolRegister, now: SchoolRegister, books: Sequence[Book], class_id: str, period: Period, purpose: str = ""
) -> Dependencies:
    """Return what a class's result for a period depends on under some rulebooks.

    Args:
        then: The register as known when the result was published or paid.
        now: The register as known now.
        books: The rulebooks that the class is scored by.
        purpose: What they are for (用途).
    """
    nodes = [node for book in books for node in book.scored_for(period.per)]
    days = find_days_read(now.calendar, books, period)
    tenures = [tenure for tenure in now.tenures if tenure.touches(days.first, days.last)]
    teachers = frozenset[str]()
    classes = [class_id]
    reads_service = reads_earlier_years(books, period)
    if reads_service or any(node.about == "teacher" for node in nodes):
        teachers = frozenset(tenure.teacher for tenure in tenures if tenure.class_id == class_id)
        classes += [tenure.class_id for tenure in tenures if tenure.teacher in teachers]
    if any(node.rank is not None or node.about not in ("class", "teacher") for node in nodes):
        classes += now.classes
    terms = (term for register in (then, now) for term in register.terms.values())
    first = EVERYTHING.first if reads_service else days.first
    return Dependencies(
        register=now,
        classes=[name for name in dict.fromkeys(classes) if name in now.classes],
        days=days,
        teachers=teachers,
        terms=frozenset(term.id for term in terms if term.touches(first, days.last)),
        purpose=purpose,
    )


def reads_earlier_years(books: Iterable[Book], period: Period) -> bool:
    """Return whether a figure of the roster counts: how many years the head teacher served, or the term of the school year."""
    nodes = (node for book in books for node in book.scored_for(period.per))
    return any({"years", "term_no"} & set(find_names_read(node)) for node in nodes)


def find_days_read(calendar: Calendar, books: Iterable[Book], period: Period) -> Period:
    """Return the days whose facts can count.

    They are the period's, all days before it where a rulebook reads the past, and those of longer periods it reads.
    """
    books = list(books)
    pers = {node.per for book in books for node in book.scored_for(period.per)}
    reach = calendar.widen_to_cells(pers, period)
    if not any(book.needs_past(period.per) for book in books):
        return reach
    longer = [calendar.find_wider_period(per, period) for per in pers if rank_length(per) > rank_length(period.per)]
    last = max([reach.last, *(longer_period.last for longer_period in longer if longer_period is not None)])
    return Period(period.per, EVERYTHING.first, last)


def find_fact_causes(
    histories: Iterable[FactHistory], class_id: str, days: Period, calendar: Calendar
) -> Iterator[Cause]:
    """Yield the facts that are or once were of a class and count for some days, with every void and correction of them."""
    for history in histories:
        for fact_id, recorded in history.facts.items():
            entries = [
                recorded,
                *(history.amendments[amendment.id] for amendment in list_amendments(history, fact_id)),
            ]
            versions = (find_fact_said(entry.event) for entry in entries)
            if any(
                fact and fact.class_id == class_id and days.covers(calendar.find_counting_day(fact.on))
                for fact in versions
            ):
                yield from (Cause(class_id=class_id, event=entry) for entry in entries)


def find_register_causes(entries: Iterable[Recorded[RegisterEvent]], dependencies: Dependencies) -> Iterator[Cause]:
    """Yield the entries of the register that a result depends on.

    Args:
        entries: All of them, from the first on: a class registered anew counts where it differs on the days that count. The
            correction of the past that brought one of them counts with it.
    """
    classes: dict[str, SchoolClass] = {}
    corrections: dict[str, Recorded[PastCorrected]] = {}
    for entry in entries:
        if holds(entry, PastCorrected):
            corrections[entry.command] = entry
        class_id = _find_class(entry.event, dependencies)
        if isinstance(entry.event, ClassRegistered):
            school_class = _leave_out_later_changes(entry.event.school_class, dependencies.days)
            if classes.get(school_class.id) == school_class:
                continue
            classes[school_class.id] = school_class
        if isinstance(entry.event, ClassWithdrawn):
            classes.pop(entry.event.id, None)
        if class_id is not None:
            correction = corrections.pop(entry.command, None)
            yield from ([] if correction is None else [Cause(class_id="", event=correction)])
            yield Cause(class_id=class_id, event=entry)


def _leave_out_later_changes(school_class: SchoolClass, days: Period) -> SchoolClass:
    changes = tuple(change for change in school_class.changes if change.start <= days.last)
    return attrs.evolve(school_class, changes=changes)


def _find_class(event: RegisterEvent, dependencies: Dependencies) -> str | None:
    """Return the class that an entry is about, empty for no single one; None where a result does not depend on it."""
    days, classes = dependencies.days, dependencies.classes
    match event:
        case ClassRegistered(school_class=SchoolClass(id=name)) | ClassWithdrawn(id=name):
            return name if name in classes else None
        case TenureRegistered(tenure=tenure) | TenureWithdrawn(tenure=tenure):
            served = tenure.class_id in classes and tenure.touches(days.first, days.last)
            return tenure.class_id if served or tenure.teacher in dependencies.teachers else None
        case TermRegistered(term=Term(id=name)) | TermWithdrawn(id=name):
            return "" if name in dependencies.terms else None
        case RulebookAdopted(adoption=adoption) | AdoptionWithdrawn(adoption=adoption):
            return "" if _is_adopted(adoption, dependencies) else None
        case _:
            return None


def _is_adopted(adoption: Adoption, dependencies: Dependencies) -> bool:
    """Return whether an adoption is, on some of the days, for one of the classes."""
    register, within = dependencies.register, dependencies.days
    first, last = max(adoption.start, within.first), min(adoption.end or within.last, within.last)
    return adoption.purpose == dependencies.purpose and any(
        first <= day <= last and find_adoption([adoption], register.class_on(name, day), day)
        for name in dependencies.classes
        for day in (first, *register.classes[name].turns)
    )


def sort_causes(causes: Iterable[Cause], after: int) -> list[Cause]:
    """Return the causes that were recorded after a position, each once, in the order recorded."""
    by_position = {cause.event.position: cause for cause in causes if cause.event.position > after}
    return [by_position[position] for position in sorted(by_position)]
