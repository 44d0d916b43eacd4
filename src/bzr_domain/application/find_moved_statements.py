"""Find the statements that some events may have moved (变动的考核), so that who keeps copies knows which to ask for anew."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import attrs

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.counterfactual.compare_statements import ClassPeriod
from bzr_domain.counterfactual.without_fact import find_affected_statements
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactReferred, FactVoided
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import current_fact, find_fact_behind
from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.kernel.periods import rank_length, year_of
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register import events as register
from bzr_domain.scoring.loaded_school import LoadedSchool

_EVER = date(2, 1, 1)
"""The day on which everything begins: no school year is older."""


def find_moved_statements(
    before: SchoolReader, after: SchoolReader, events: Sequence[Recorded[Any]]
) -> tuple[tuple[str, str], ...]:
    """Return the class's id and the period's name of every statement that may differ since some events: see `find_moved_places`."""
    places = find_moved_places(before, after, events)
    return tuple(dict.fromkeys((class_id, period.name) for class_id, period in places))


def find_moved_places(before: SchoolReader, after: SchoolReader, events: Sequence[Recorded[Any]]) -> list[ClassPeriod]:
    """Return the class and the period of every statement that may differ since some events, of periods that have begun.

    Whatever differs is among them, and some may turn out the same. What falls due by time alone is no event's doing.

    Args:
        before, after: The store as known before the events and after them.
    """
    schools = [school for reader in (before, after) if (school := _load_school(reader)) is not None]
    places: list[ClassPeriod] = []
    for fact in list_facts_touched(before, after, events):
        for school in schools:
            places += find_affected_statements(school, fact)
    since = min(_list_days_touched(schools, events), default=None)
    if since is not None:
        for school in schools:
            places += _list_places_since(school, since)
    return sorted(set(places), key=lambda place: (place[1].first, rank_length(place[1].per), place[1].name, place[0]))


def _load_school(reader: SchoolReader) -> LoadedSchool | None:
    """Return the school without its facts; None where none was registered by then, or nothing adopted for the purpose."""
    try:
        return reader.load_school_from(())
    except UnknownReference:
        return None


def list_facts_touched(before: SchoolReader, after: SchoolReader, events: Sequence[Recorded[Any]]) -> Iterable[Fact]:
    """Return the facts that some events record or touch, as they read before and after; of a class and day only one.

    Each stands on the day as which it counts.
    """
    recorded = [entry.event.fact for entry in events if isinstance(entry.event, FactRecorded)]
    touched: dict[str, list[object]] = {}
    for entry in events:
        if isinstance(entry.event, FactReferred):
            touched.setdefault(entry.event.home, []).append(entry.event)
        elif isinstance(entry.event, FactVoided | FactCorrected):
            touched.setdefault(entry.stream, []).append(entry.event)
    amended = [
        fact
        for stream, amendments in touched.items()
        for reader in (before, after)
        for fact in _list_facts_amended(reader, stream, amendments)
    ]
    find_day = after.register.calendar.find_counting_day
    counting = (attrs.evolve(fact, on=find_day(fact.on)) for fact in (*recorded, *amended))
    return {(fact.class_id, fact.on): fact for fact in counting}.values()


def _list_facts_amended(reader: SchoolReader, stream: str, amendments: Sequence[Any]) -> Iterator[Fact]:
    """Yield the facts behind some amendments as a reader knows them."""
    history = reader.history(stream)
    for event in amendments:
        entry = event.fact if isinstance(event, FactReferred) else event.target
        if entry in history.facts or entry in history.amendments:
            yield current_fact(history, find_fact_behind(history, entry)).fact


def _list_days_touched(schools: Sequence[LoadedSchool], events: Iterable[Recorded[Any]]) -> Iterator[date]:
    """Yield the first day that each event of the register says something about, as far as scores depend on it."""
    for entry in events:
        match entry.event:
            case register.SchoolRegistered():
                yield _EVER
            case register.TermRegistered(term=term):
                yield from _list_term_starts(schools, term.id)
            case register.TermWithdrawn(id=term_id):
                yield from _list_term_starts(schools, term_id)
            case register.ClassRegistered(school_class=school_class):
                yield from _list_class_days(schools, school_class.id)
            case register.ClassWithdrawn(id=class_id):
                yield from _list_class_days(schools, class_id)
            case register.TenureRegistered(tenure=tenure) | register.TenureWithdrawn(tenure=tenure):
                yield min([tenure.start, *_list_first_days(schools, tenure.class_id)])
            case register.RulebookAdopted(adoption=adoption) | register.AdoptionWithdrawn(adoption=adoption):
                yield adoption.start
            case _:
                pass


def _list_term_starts(schools: Sequence[LoadedSchool], term_id: str) -> Iterator[date]:
    terms = (school.register.terms.get(term_id) for school in schools)
    yield from (term.start for term in terms if term is not None)


def _list_first_days(schools: Sequence[LoadedSchool], class_id: str) -> Sequence[date]:
    """Return the first days of a class before and after, where they differ: its first head teacher can move them."""
    days = {day for school in schools if (day := school.register.first_days.get(class_id)) is not None}
    return [*days] if len(days) > 1 else []


def _list_class_days(schools: Sequence[LoadedSchool], class_id: str) -> Iterator[date]:
    """Yield the days from which on a class can differ before and after."""
    sides = [side for school in schools if (side := school.register.classes.get(class_id)) is not None]
    at_first = {attrs.evolve(side, changes=()) for side in sides}
    if len(sides) > len(at_first):
        before, after = (frozenset(side.changes) for side in sides)
        yield from (change.start for change in before ^ after)
    else:
        yield from (side.start or _EVER for side in sides)


def _list_places_since(school: LoadedSchool, since: date) -> Iterator[ClassPeriod]:
    """Yield every class and assessed period that ends in the school year of a day or later, and has begun."""
    calendar, first = school.calendar, year_of(max(since, _EVER)).first
    days = [day for day in calendar.school_days if day <= school.as_of]
    periods = {period for per in school.assessed_lengths for day in days if (period := calendar.period_of(per, day))}
    for period in periods:
        if period.last >= first:
            yield from ((class_id, period) for class_id in school.register.classes)
