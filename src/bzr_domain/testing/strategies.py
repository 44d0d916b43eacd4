"""Hypothesis strategies: calendars, schools, facts of every kind, histories, and whole cases to score.

All are data-driven: facts are generated from the kinds of a rulebook, so that a school's own kinds are tried as well.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.facts.kinds import HEADERS, Field
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Per, Period
from bzr_domain.kernel.quantities import normalise
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.calendar import Calendar, Term
from bzr_domain.register.roster import Adoption, SchoolClass, SchoolProfile, Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book, LoadedRulebook, is_total, take_book
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.recorded_facts import histories_of, read_history, record_facts

_DAY = timedelta(days=1)
FIRST_DAY = date(2023, 8, 28)
CLASS, TEACHER = "g1c1", "t01"
PEERS = {"g1c2": "t02", "g1c3": "t03"}
_SURNAMES = {"t01": "张", "t02": "李", "t03": "王"}
_FRIDAY = 5


# Schools (学校)


@st.composite
def terms(draw: st.DrawFn, name: str = "term", earliest: date = FIRST_DAY) -> Term:
    """A term of one to fifteen weeks with some holidays and some make-up workdays, often around a month's edge."""
    start = earliest + _DAY * draw(st.integers(0, 40))
    length = draw(st.integers(6, 100))
    days = [start + _DAY * n for n in range(length + 1)]
    weekdays = [day for day in days if day.isoweekday() <= _FRIDAY]
    weekends = [day for day in days if day not in weekdays]
    single = st.lists(st.sampled_from(weekdays), max_size=6, unique=True)
    breaks = st.tuples(st.sampled_from(days), st.integers(3, 12)).map(lambda drawn: _list_stretch(*drawn, weekdays))
    holidays = sorted({*draw(single), *draw(st.one_of(st.just([]), breaks))})
    workdays = sorted(draw(st.lists(st.sampled_from(weekends), max_size=4, unique=True))) if weekends else ()
    return Term(id=name, start=start, end=days[-1], holidays=tuple(holidays), workdays=tuple(workdays))


def _list_stretch(first: date, length: int, within: list[date]) -> list[date]:
    return [day for day in within if first <= day < first + _DAY * length]


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """One term or two, the second close behind the first, with at least one school day."""
    first = draw(terms("one"))
    second = [draw(terms("two", first.end + _DAY))] if draw(st.booleans()) else []
    calendar = Calendar((first, *second))
    return calendar if calendar.school_days else Calendar((attrs.evolve(first, holidays=(), workdays=()),))


def build_register(calendar: Calendar, adoptions: Iterable[Adoption], *, peers: bool = False) -> SchoolRegister:
    """Build a school with one class of one head teacher under some rulebooks, or with two more to be compared with."""
    teachers = {CLASS: TEACHER} | (PEERS if peers else {})
    return SchoolRegister(
        school=SchoolProfile(name="示例中学", timezone="Asia/Shanghai"),
        terms={term.id: term for term in calendar.terms},
        classes={
            name: SchoolClass(id=name, name=f"高一({name[-1]})班", stage="senior", grade="高一", students=45)
            for name in teachers
        },
        tenures=tuple(
            Tenure(teacher=teacher, name=f"{_SURNAMES[teacher]}老师", class_id=name, start=date(2020, 9, 1))
            for name, teacher in teachers.items()
        ),
        adoptions=tuple(adoptions),
    )


# Facts and histories (事实与档案)

DAYS = st.integers(0, 139).map(lambda n: FIRST_DAY + _DAY * n)
"""The days of twenty weeks, in which facts lie where no others are asked for."""


def numbers(field: Field) -> st.SearchStrategy[Decimal]:
    """Numbers in a field's range, to 0.01, with the edges and the regulations' own thresholds often among them."""
    low = field.lowest if field.lowest is not None else Decimal(-20)
    high = field.highest if field.highest is not None else Decimal(120)
    edges = [Decimal(text) for text in ("79.99", "80", "94.99", "95", "59.5", "60", "0", "-3")]
    return st.one_of(
        st.decimals(low, high, places=2),
        st.sampled_from([low, high, *(edge for edge in edges if low <= edge <= high)]),
    )


def own_texts(field: Field) -> st.SearchStrategy[str]:
    """Texts of a field of the kind's own, in its one normal form."""
    if field.type == "number":
        return numbers(field).map(lambda number: f"{normalise(number):f}")
    if field.type == "date":
        return st.dates(FIRST_DAY, FIRST_DAY + _DAY * 200).map(date.isoformat)
    if field.type == "time":
        return st.times().map(lambda time: time.replace(microsecond=0).isoformat())
    return st.sampled_from(["甲", "乙"])


@st.composite
def facts(
    draw: st.DrawFn,
    rulebook: Book | LoadedRulebook,
    *,
    kinds: Sequence[str] = (),
    days: st.SearchStrategy[date] = DAYS,
) -> Fact:
    """Facts of the one class, of any kind that a rulebook knows or of some, every field as the kind allows it."""
    book = take_book(rulebook)
    kind = book.kinds[draw(st.sampled_from(kinds) if kinds else _choose_kinds(book))]
    items = [item.id for item in book.items] or [""]
    values: dict[str, object] = {}
    own: dict[str, str] = {}
    for field in kind.fields:
        if field.name == "count":
            values["count"] = draw(st.one_of(st.just(1), st.integers(1, 4)))
        elif field.scale:
            (values if field not in kind.own else own)[field.name] = draw(st.sampled_from(field.scale))
        elif field.name in ("value", "points"):
            values[field.name] = draw(numbers(field))
        elif field.name == "item":
            values["item"] = draw(st.sampled_from(items))
        elif field in kind.own:
            own[field.name] = draw(own_texts(field))
        else:
            values[field.name] = draw(st.sampled_from(["甲", "乙"]))
    teacher = TEACHER if kind.about == "teacher" else None
    values["own"] = tuple(sorted(own.items()))
    return Fact(kind=kind.id, on=draw(days), class_id=CLASS, teacher=teacher, **values)  # type: ignore[arg-type]  # drawn by field name


def _choose_kinds(book: Book) -> st.SearchStrategy[str]:
    """Any kind, at least every second time one that some rule counts: most common kinds count nowhere."""
    every, counted = list(book.kinds), [kind for kind in book.kinds if book.rules_of(kind)]
    return st.one_of(st.sampled_from(counted or every), st.sampled_from(every))


def histories(
    rulebook: Book | LoadedRulebook,
    *,
    kinds: Sequence[str] = (),
    days: st.SearchStrategy[date] = DAYS,
    max_amendments: int = 8,
) -> st.SearchStrategy[tuple[Recorded[Any], ...]]:
    """Histories of the one class: facts with voids, voids of voids and corrections among them.

    `Case.score` and `read_history` take one.
    """
    return histories_of(facts(rulebook, kinds=kinds, days=days), max_amendments)


def write_row(fact: Fact) -> dict[str, str]:
    """Write a fact as the row of a sheet that records it: its filled cells by their English headers."""
    words = {
        "date": fact.on,
        "class": fact.class_id,
        "fact": fact.kind,
        "count": fact.count if fact.count > 1 else None,
    }
    filled = {name: words.get(name, getattr(fact, name, None)) for name in HEADERS}
    return {name: str(value) for name, value in filled.items() if value is not None} | dict(fact.own)


# Cases (算例)

Scorer = Callable[[SchoolRegister, Mapping[str, Book], str, Period, Iterable[CurrentFact], date], Statement | Problem]
"""What `bzr_domain.scoring.assessment.assess_class` is: register, books, class, month, facts, day of asking → statement."""


@attrs.frozen(kw_only=True, repr=False)
class Case:
    """Everything a statement is scored from, made up at random (算例).

    Attributes:
        register: A school with one class or three, a head teacher each, and the rulebooks adopted.
        books: Digest → rulebook.
        period: The month, term or year that is stated.
        facts: What was recorded, in that order.
        as_of: The day of asking.
        scorer: What scores it: the reference, or another engine that is held to the same laws.
    """

    register: SchoolRegister
    books: Mapping[str, Book]
    class_id: str
    period: Period
    facts: tuple[Fact, ...]
    as_of: date
    scorer: Scorer = assess_class

    @property
    def book(self) -> Book:
        """The one rulebook adopted."""
        (book,) = self.books.values()
        return book

    def score(self, events: Iterable[Recorded[Any]] | None = None) -> Statement:
        """Score the facts as they were recorded, or as some events in their place have left them."""
        standing = read_history(record_facts(self.facts) if events is None else events)
        statement = self.scorer(self.register, self.books, self.class_id, self.period, standing, self.as_of)
        assert isinstance(statement, Statement), statement
        return statement

    def __repr__(self) -> str:
        """What a person needs to try the case by hand, one line each; never the whole rulebook."""
        lines = [f"{self.class_id} {self.period.name}, as of {self.as_of}"]
        lines += [str(term) for term in self.register.calendar.terms]
        return "\n  ".join([*lines, *(str(write_row(fact)) for fact in self.facts)])

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:
        """Hypothesis would print every field, and with them the whole rulebook."""
        printer.text(repr(self))


def _move_to(fact: Fact, class_id: str) -> Fact:
    """The same fact in another class, about its head teacher."""
    return attrs.evolve(fact, class_id=class_id, teacher=fact.teacher and PEERS[class_id])


@st.composite
def cases(
    draw: st.DrawFn,
    rulebook: Book | LoadedRulebook,
    max_facts: int = 25,
    kinds: Sequence[str] = (),
    per: Per | None = None,
) -> Case:
    """A school, a period with a school day, facts in and around it (of some kinds, or all), and a day of asking.

    The period is of the length asked for, or of any that the rulebook has a total for. Where the rulebook compares
    classes, the school has three, and the facts are spread over them.
    """
    book, calendar = take_book(rulebook), draw(calendars())
    lengths = [node.per for node in book.nodes.values() if is_total(node.key)]
    period = calendar.period_of(per or draw(st.sampled_from(lengths)), draw(st.sampled_from(calendar.school_days)))
    assert period is not None
    reach = calendar.widen_to_weeks(period)
    span = (reach.last - reach.first).days
    around = st.integers(0, span).map(lambda n: reach.first + _DAY * n)
    in_terms = [day for day in (reach.first + _DAY * n for n in range(span + 1)) if calendar.term_of(day) is not None]
    inside = [day for day in in_terms if period.covers(day)]
    # Facts of other days are not recorded. The first is what Hypothesis makes smaller cases of.
    days = st.one_of(*map(st.sampled_from, (calendar.school_days_in(period), inside, in_terms)))
    fact = facts(book, kinds=kinds, days=days)
    peers = book.needs_peers(period.per)
    if peers:
        fact = fact.flatmap(lambda own: st.sampled_from([own, *(_move_to(own, name) for name in PEERS)]))
    return Case(
        register=build_register(calendar, [Adoption(rulebook=book.digest, start=date(2020, 1, 1))], peers=peers),
        books={book.digest: book},
        class_id=CLASS,
        period=period,
        facts=tuple(draw(st.lists(fact, max_size=max_facts))),
        as_of=draw(st.one_of(st.just(reach.last), around)),
    )
