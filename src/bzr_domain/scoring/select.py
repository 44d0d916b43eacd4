"""依据: which facts a rule counts, and the number of each."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from bzr_domain.facts.history import CurrentFact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.quantities import to_fraction
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook import matching
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.matching import Comparable, passes_test


def takes(book: Book, rows: lang.FactRows, standing: CurrentFact) -> bool:
    """Whether a rule counts a fact: its kind, and every test on its fields."""
    kind = standing.fact.kind
    for selector in rows.selectors:
        if selector.takes(kind) and _passes_all(book.kinds.get(kind), selector.where, standing):
            return True
    return False


def _passes_all(kind: Kind | None, tests: lang.Tests, standing: CurrentFact) -> bool:
    """A kind that this rulebook no longer has is known by its family alone, so it passes no test."""
    if kind is None:
        return not tests
    for name, test in tests.items():
        field = kind.field(name)
        scale = field.scale if field is not None else ()
        if not passes_test(test, value_of(kind, standing, name), scale):
            return False
    return True


def excused(book: Book, rows: lang.FactRows, standing: CurrentFact) -> bool:
    """Whether one of the tests of `except` excuses a fact; each of them does so alone (除外)."""
    kind = book.kinds.get(standing.fact.kind)
    return kind is not None and any(
        _passes_all(kind, {name: test}, standing) for name, test in rows.excuses.items()
    )


def value_of(kind: Kind | None, standing: CurrentFact, name: str) -> Comparable | None:
    """A field of a fact, what every fact has, or the fact itself by its id."""
    return standing.id if name == "fact" else matching.read_fact_value(kind, standing.fact, name)


def number(rule: lang.Number, kind: Kind | None, standing: CurrentFact, due: date | None = None) -> Fraction:
    """The number of one fact; a price that is not set, and points that nobody has chosen, count 0.

    Args:
        due: The last day in time, for a number of days late.
    """
    fact = standing.fact
    match rule:
        case lang.Counted():
            return to_fraction(fact.count)
        case lang.Measured():
            return _numeric(kind, standing, rule.field)
        case lang.Chosen():
            return to_fraction(fact.points or 0)
        case lang.Priced():
            price = rule.prices.get(tuple(str(value_of(kind, standing, name)) for name in rule.fields)) or 0
            return to_fraction(price) * fact.count
        case lang.Late():
            return to_fraction((fact.on - due).days if due is not None else 0)
        case _:
            assert_never(rule)


def _numeric(kind: Kind | None, standing: CurrentFact, name: str) -> Fraction:
    value = value_of(kind, standing, name)
    return to_fraction(value if isinstance(value, Decimal | int) else 0)


def divisor(kind: Kind | None, standing: CurrentFact, field: str) -> Fraction:
    """What a fact adds to the sum that a measure is divided by."""
    return _numeric(kind, standing, field)
