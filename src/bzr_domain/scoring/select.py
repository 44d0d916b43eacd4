"""依据: which facts a rule counts, and the number of each."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, assert_never

from bzr_domain.facts import Kind
from bzr_domain.history import Standing
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.measure import Row

Comparable = lang.Word | int | Fraction


def takes(book: Book, rows: lang.FactRows, standing: Standing) -> bool:
    """Whether a rule counts a fact: its kind, and every test on its fields."""
    kind = standing.fact.kind
    for selector in rows.selectors:
        if selector.takes(kind) and _passes_all(book.kinds.get(kind), selector.where, standing):
            return True
    return False


def _passes_all(kind: Kind | None, tests: lang.Tests, standing: Standing) -> bool:
    """A kind that this rulebook no longer has is known by its family alone, so it passes no test."""
    if kind is None:
        return not tests
    for name, test in tests.items():
        field = kind.field(name)
        scale = field.scale if field is not None else ()
        if not passes(test, getattr(standing.fact, name), scale):
            return False
    return True


def passes(test: lang.Test, value: Comparable | None, scale: tuple[str, ...] = ()) -> bool:
    """Whether a value passes a test; words of a scale compare by their step, and no value passes only `given = false`.

    A word that the scale no longer has was given, and stands nowhere in it.
    """
    if value is None:
        return test == lang.Test(given=False)
    if scale and value not in scale:
        return test == lang.Test(given=True)
    have = _rank(value, scale)
    if test.given is False or (
        test.among is not None and have not in [_rank(one, scale) for one in test.among]
    ):
        return False
    return not (
        (test.lowest is not None and have < _rank(test.lowest, scale))
        or (test.above is not None and have <= _rank(test.above, scale))
        or (test.highest is not None and have > _rank(test.highest, scale))
        or (test.below is not None and have >= _rank(test.below, scale))
    )


def _rank(value: Comparable, scale: tuple[str, ...]) -> Any:
    """What a value compares as: a number, the place of a word in its scale, or the word itself outside any scale."""
    if isinstance(value, str):
        return Fraction(scale.index(value)) if value in scale else value
    return Fraction(value)


def number(rule: lang.Number, standing: Standing) -> Fraction:
    """The number of one fact; a price that is not set counts 0."""
    fact = standing.fact
    match rule:
        case lang.Counted():
            return Fraction(fact.count)
        case lang.Measured():
            return Fraction(fact.value or 0)
        case lang.Chosen():
            return Fraction(fact.points or 0)
        case lang.Priced():
            price = rule.prices.get(getattr(fact, rule.field)) or 0
            return Fraction(price) * fact.count
        case _:
            assert_never(rule)


def rows_of(book: Book, rule: lang.FactRows, facts: Iterable[Standing]) -> list[Row]:
    """A row for each fact that a rule counts."""
    return [
        Row(one.fact.on, one.order, number(rule.number, one), one.id)
        for one in facts
        if takes(book, rule, one)
    ]
