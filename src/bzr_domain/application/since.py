"""What was recorded after a position that can have moved a class's result: facts, voids, corrections, the register.

Only what the class's rulebooks look at counts: other classes where they rank or group, earlier days where they read the
past, and of the register what concerns those classes and days.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from bzr_domain.application.entries import said_by
from bzr_domain.application.school_reader import EVERYTHING, SchoolReader
from bzr_domain.events import Event
from bzr_domain.facts import streams
from bzr_domain.facts.history import marks_of
from bzr_domain.kernel.periods import Period, width
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.calendar import Term
from bzr_domain.register.events import (
    AdoptionWithdrawn,
    ClassRegistered,
    ClassWithdrawn,
    RulebookAdopted,
    TenureRegistered,
    TenureWithdrawn,
    TermRegistered,
    TermWithdrawn,
)
from bzr_domain.register.roster import Adoption, Tenure, find_adoption
from bzr_domain.rulebook.book import Book


@attrs.frozen(kw_only=True)
class Since:
    """One event, and the class it is about; empty where it is about no single one."""

    class_id: str
    event: Recorded[Any]


@attrs.frozen(kw_only=True)
class _Concern:
    """What a result depends on.

    Attributes:
        days: The days whose facts count.
        teachers: Those whose service counts wherever it was.
        terms: The terms that those days lie in, as known then or now.
    """

    reader: SchoolReader
    classes: Sequence[str]
    days: Period
    teachers: frozenset[str]
    terms: frozenset[str]


def since(
    reader: SchoolReader, class_id: str, period: Period, position: int, besides: Sequence[Book] = ()
) -> list[Since]:
    """What was recorded after a position and can have moved a class's result for a period, in the order recorded.

    Args:
        besides: Rulebooks that the class is scored by besides its own.
    """
    if class_id not in reader.register.classes:
        return []
    concern = _concern(reader, class_id, period, position, besides)
    found = [
        *(one for name in concern.classes for one in _facts(reader, name, concern.days)),
        *(
            Since(class_id=_class_of(one.event), event=one)
            for one in _events(reader, streams.REGISTER)
            if _concerns(one.event, concern)
        ),
    ]
    later = {one.event.position: one for one in found if one.event.position > position}
    return [later[at] for at in sorted(later)]


def _events(reader: SchoolReader, stream: str) -> Iterable[Recorded[Any]]:
    return (one for page in reader.read_events(stream) for one in page)


def _concern(
    reader: SchoolReader, class_id: str, period: Period, position: int, besides: Sequence[Book]
) -> _Concern:
    register = reader.register
    books = [reader.vocabulary(class_id, register.calendar.closing(period)), *besides]
    nodes = [node for book in books for node in book.scored_for(period.per)]
    days = _days(reader, books, period)
    heads = frozenset[str]()
    classes = [class_id]
    if any(node.about == "teacher" for node in nodes):
        heads = frozenset(t.teacher for t in register.tenures if t.class_id == class_id and _runs(t, days))
        classes += [t.class_id for t in register.tenures if t.teacher in heads and _runs(t, days)]
    if any(node.rank is not None or node.about not in ("class", "teacher") for node in nodes):
        classes += register.classes
    then = reader.at(reader.as_of, up_to=position).register
    terms = [term for one in (then, register) for term in one.terms.values()]
    return _Concern(
        reader=reader,
        classes=[one for one in dict.fromkeys(classes) if one in register.classes],
        days=days,
        teachers=heads,
        terms=frozenset(term.id for term in terms if _touches(term, days)),
    )


def _days(reader: SchoolReader, books: Iterable[Book], period: Period) -> Period:
    """The days whose facts can count: the period's, all before it where the past is read, and wider cells it reads."""
    calendar = reader.register.calendar
    reach = calendar.reach(period)
    if not any(book.needs_past(period.per) for book in books):
        return reach
    pers = {node.per for book in books for node in book.scored_for(period.per)}
    wider = [calendar.wider(per, period) for per in pers if width(per) > width(period.per)]
    last = max([reach.last, *(cell.last for cell in wider if cell is not None)])
    return Period(period.per, EVERYTHING.first, last)


def _facts(reader: SchoolReader, class_id: str, days: Period) -> Iterable[Since]:
    """The facts that stand or once stood for a class on some days, with every void and correction of them."""
    for history in reader.class_histories(class_id, days):
        for fact, recorded in history.facts.items():
            told = [recorded, *(history.marks[mark.id] for mark in marks_of(history, fact))]
            said = [about for one in told if (about := said_by(one.event)) is not None]
            if any(one.class_id == class_id and days.covers(one.on) for one in said):
                yield from (Since(class_id=class_id, event=one) for one in told)


def _concerns(event: Event, concern: _Concern) -> bool:
    """Whether an event of the register concerns some classes and days."""
    match event:
        case ClassRegistered() | ClassWithdrawn():
            return _class_of(event) in concern.classes
        case TenureRegistered(tenure=one) | TenureWithdrawn(tenure=one):
            here = one.class_id in concern.classes and _runs(one, concern.days)
            return here or one.teacher in concern.teachers
        case TermRegistered(term=term):
            return term.id in concern.terms
        case TermWithdrawn(id=name):
            return name in concern.terms
        case RulebookAdopted(adoption=one) | AdoptionWithdrawn(adoption=one):
            return _adopts(one, concern)
        case _:
            return False


def _adopts(one: Adoption, concern: _Concern) -> bool:
    days, classes = concern.days, concern.reader.register.classes
    runs = one.start <= days.last and (one.end is None or days.first <= one.end)
    return runs and any(find_adoption([one], classes[name], one.start) for name in concern.classes)


def _runs(tenure: Tenure, days: Period) -> bool:
    return tenure.start <= days.last and (tenure.end is None or days.first <= tenure.end)


def _touches(term: Term, days: Period) -> bool:
    return term.start <= days.last and days.first <= term.end


def _class_of(event: Event) -> str:
    match event:
        case ClassRegistered(school_class=one):
            return one.id
        case ClassWithdrawn(id=name):
            return name
        case TenureRegistered(tenure=tenure) | TenureWithdrawn(tenure=tenure):
            return tenure.class_id
        case _:
            return ""
