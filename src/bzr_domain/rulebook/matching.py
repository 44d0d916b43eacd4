"""限于: whether a fact passes the tests of a clause, as far as the fact alone tells."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.quantities import to_fraction
from bzr_domain.rulebook import language as lang

Comparable = lang.Plain | int | Fraction


def counts_fact(rows: lang.FactRows, kind: Kind, fact: Fact) -> bool:
    """Whether a clause takes a fact: one of its selectors, with every test; who is excused is not taken."""
    selected = any(
        one.takes(kind.id) and all(_passes(test, kind, fact, name) for name, test in one.where.items())
        for one in rows.selectors
    )
    return selected and not any(_passes(test, kind, fact, name) for name, test in rows.excuses.items())


def _passes(test: lang.Test, kind: Kind, fact: Fact, name: str) -> bool:
    field = kind.field(name)
    return passes_test(test, read_fact_value(kind, fact, name), () if field is None else field.scale)


def read_fact_value(kind: Kind | None, fact: Fact, name: str) -> Comparable | None:
    """A field of a fact, or what every fact has: its day, month, weekday, evidence."""
    if kind is not None and kind.field(name) is not None:
        return kind.value(fact, name)
    match name:
        case "month_no":
            return fact.on.month
        case "month_day":
            return f"{fact.on:%m-%d}"
        case "weekday":
            return fact.on.isoweekday()
        case "evidence":
            return fact.note or fact.place
        case _:
            value: Comparable | None = getattr(fact, name, None)
            return value


def passes_test(test: lang.Test, value: Comparable | None, scale: tuple[str, ...] = ()) -> bool:
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


def _rank(value: object, scale: tuple[str, ...]) -> Any:
    """What a value compares as: a number, the place of a word in its scale, or the word itself outside any scale."""
    if isinstance(value, str):
        return to_fraction(scale.index(value)) if value in scale else value
    return to_fraction(value) if isinstance(value, int | Decimal) else value
