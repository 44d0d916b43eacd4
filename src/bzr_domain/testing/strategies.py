"""Hypothesis strategies: calendars, schools, facts of every kind, and whole cases to score.

All are data-driven: facts are generated from the kinds of a rulebook, so that a school's own kinds are tried as well.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import strategies as st

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Field, Kind
from bzr_domain.kernel.periods import Per, Period
from bzr_domain.kernel.quantities import normalise
from bzr_domain.register.roster import Adoption
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.testing.schools import CLASS, FIRST_DAY, PEERS, TEACHER, build_register, calendars

_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True, repr=False)
class Case:
    """Everything a statement is scored from.

    Attributes:
        register: A school with one class or three, a head teacher each, and the rulebooks adopted.
        books: Digest → rulebook.
        period: The month, term or year that is stated.
        facts: What was recorded, in that order.
        as_of: The day of asking.
    """

    register: SchoolRegister
    books: Mapping[str, Book]
    class_id: str
    period: Period
    facts: tuple[Fact, ...]
    as_of: date

    def __repr__(self) -> str:
        """What a person needs to try the case by hand, one line each; never the whole rulebook."""
        lines = [f"{self.class_id} {self.period.name}, as of {self.as_of}"]
        lines += [str(term) for term in self.register.calendar.terms]
        lines += [str(_list_filled(fact)) for fact in self.facts]
        return "\n  ".join(lines)

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:
        """Hypothesis would print every field, and with them the whole rulebook."""
        printer.text(repr(self))


def _list_filled(fact: Fact) -> dict[str, str]:
    return {name: str(value) for name, value in attrs.asdict(fact).items() if value not in (None, ())}


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
    draw: st.DrawFn, kinds: Sequence[Kind], days: st.SearchStrategy[date], items: Sequence[str] = ("",)
) -> Fact:
    """A fact of one of the kinds, every field as the kind allows it."""
    kind = draw(st.sampled_from(kinds))
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


def _move_to(fact: Fact, class_id: str) -> Fact:
    """The same fact in another class, about its head teacher."""
    return attrs.evolve(fact, class_id=class_id, teacher=fact.teacher and PEERS[class_id])


@st.composite
def cases(
    draw: st.DrawFn, book: Book, max_facts: int = 25, kinds: Sequence[str] = (), per: Per | None = None
) -> Case:
    """A school, a period with a school day, facts in and around it (of some kinds, or all), and a day of asking.

    The period is of the length asked for, or of any that the rulebook has a total for. Where the rulebook compares
    classes, the school has three, and the facts are spread over them.
    """
    calendar = draw(calendars())
    lengths = [per for per in ("month", "term", "year") if book.total_of(per) is not None]
    period = calendar.period_of(
        per or draw(st.sampled_from(lengths)), draw(st.sampled_from(calendar.school_days))
    )
    assert period is not None
    reach = calendar.widen_to_weeks(period)
    span = (reach.last - reach.first).days
    around = st.integers(0, span).map(lambda n: reach.first + _DAY * n)
    inside = st.integers(0, (period.last - period.first).days).map(lambda n: period.first + _DAY * n)
    days = st.one_of(inside, around)
    fact = facts(
        [book.kinds[kind] for kind in kinds or book.kinds], days, [item.id for item in book.items] or [""]
    )
    peers = book.needs_peers(period.per)
    if peers:
        fact = fact.flatmap(lambda own: st.sampled_from([own, *(_move_to(own, name) for name in PEERS)]))
    return Case(
        register=build_register(
            calendar, [Adoption(rulebook=book.digest, start=date(2020, 1, 1))], peers=peers
        ),
        books={book.digest: book},
        class_id=CLASS,
        period=period,
        facts=tuple(draw(st.lists(fact, max_size=max_facts))),
        as_of=draw(st.one_of(st.just(reach.last), around)),
    )
