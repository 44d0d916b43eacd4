"""How far one row of a node can go: the number of a fact, and how many cells a longer one holds."""

from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.periods import Per
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint.intervals import NONE, Span, exactly, hull
from bzr_domain.rulebook.lint.matching_facts import Admits, admits, disjoint, field_grid, impossible
from bzr_domain.rulebook.node import Node

FIGURES = {
    "month_no": Span(Fraction(1), Fraction(12)),
    "term_no": Span(Fraction(1), Fraction(2)),
}
"""Figures of the roster and the calendar that have two ends; the others begin at 0."""

_CELLS: dict[Per, dict[str, int]] = {
    "week": {"day": 7},
    "month": {"day": 31, "week": 6},
    "term": {"day": 366, "week": 54, "month": 12},
    "year": {"day": 366, "week": 54, "month": 12, "term": 4},
}


def in_cells(finer: Per, wider: Per) -> int | None:
    """How many cells of one length another can hold at most; None where nobody knows."""
    return 1 if finer == wider else _CELLS.get(wider, {}).get("week" if finer.endswith("weeks") else finer)


def selected(book: Book, rows: lang.FactRows) -> list[tuple[Kind, Admits]]:
    """Each kind that a node selects, with what its facts must look like; once for each selector that takes it."""
    return [
        (kind, admits(kind, selector.where, rows.excuses))
        for selector in rows.selectors
        for kind in book.kinds.values()
        if selector.takes(kind.id)
    ]


def failing(book: Book, node: Node) -> list[str]:
    """The fields on whose tests every fact fails; none where some fact can pass, or none is counted."""
    if not isinstance(node.source, lang.FactRows):
        return []
    found = [impossible(admitted) for _, admitted in selected(book, node.source)]
    return list(dict.fromkeys(name for names in found for name in names)) if all(found) else []


def shared_kind(book: Book, one: Node, two: Node) -> str | None:
    """A kind of which some fact would count in both of two nodes that count facts; None where there is none."""
    for kind, admitted in _countable(book, one):
        for other, also in _countable(book, two):
            if kind == other and not disjoint(admitted, also):
                return kind
    return None


def _countable(book: Book, node: Node) -> list[tuple[str, Admits]]:
    assert isinstance(node.source, lang.FactRows)
    found = selected(book, node.source)
    return [(kind.id, admitted) for kind, admitted in found if not impossible(admitted)]


def facts_span(book: Book, rows: lang.FactRows) -> Span:
    """How far the number of one fact can go."""
    spans = [
        _number(rows.number, kind, admitted)
        for kind, admitted in selected(book, rows)
        if not impossible(admitted)
    ]
    return hull(spans)


def _number(number: lang.Number, kind: Kind, admitted: Admits) -> Span:
    match number:
        case lang.Counted():
            return _field(kind, "count", admitted)
        case lang.Measured():
            return _field(kind, number.field, admitted)
        case lang.Chosen():
            chosen = hull([_field(kind, "points", admitted), NONE])
            low = None if number.lowest is None else exactly(Fraction(number.lowest))
            high = None if number.highest is None else exactly(Fraction(number.highest))
            chosen = chosen if low is None else chosen.at_least(low)
            return (chosen if high is None else chosen.upto(high)).with_zero()
        case lang.Priced():
            prices = hull(exactly(Fraction(p or 0)) for p in priced(number, admitted))
            return prices.by(_field(kind, "count", admitted)) if kind.field("count") else prices
        case lang.Late():
            return Span()
        case _:
            assert_never(number)


def priced(number: lang.Priced, admitted: Admits) -> list[Decimal | None]:
    """The prices that a fact which passes can have."""
    found = []
    for steps, price in number.prices.items():
        let = [admitted.get(name) for name in number.fields]
        if all(not isinstance(one, frozenset) or step in one for step, one in zip(steps, let, strict=True)):
            found.append(price)
    return found


def _field(kind: Kind, name: str, admitted: Admits) -> Span:
    """The numbers a field can hold among those that pass; a kind without a count counts 1."""
    field = kind.field(name)
    passing = admitted.get(name)
    if field is None:
        return exactly(1) if name == "count" else Span()
    return hull(passing) if isinstance(passing, tuple) and passing else field_grid(field).span
