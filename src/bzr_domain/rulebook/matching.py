"""Matching (限于): whether a fact passes the tests of a clause, as far as the fact alone tells."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.quantities import to_fraction
from bzr_domain.rulebook import language as lang

Comparable = lang.Plain | int | Fraction
"""A value that a test compares: of a field, an attribute, a figure or a node."""


def counts_fact(rows: lang.FactRows, kind: Kind, fact: Fact) -> bool:
    """Whether a clause counts a fact: some selector selects it, with all of its tests, and nothing excuses it."""

    def passes(tests: lang.Tests) -> bool:
        return all(_field_passes(test, kind, fact, name) for name, test in tests.items())

    selected = any(selector.takes(kind.id) and passes(selector.where) for selector in rows.selectors)
    is_counted = selected and (not rows.is_case or rows.fits_case(passes))
    return is_counted and not any(_field_passes(test, kind, fact, name) for name, test in rows.excuses.items())


def _field_passes(test: lang.Test, kind: Kind, fact: Fact, name: str) -> bool:
    field = kind.field(name)
    return passes_test(test, read_fact_value(kind, fact, name), () if field is None else field.scale)


def read_fact_value(kind: Kind | None, fact: Fact, name: str) -> Comparable | None:
    """Read a field of a fact, or what every fact has: its day, month, weekday, evidence. None where it is empty."""
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
    """Whether a value passes a test; words of a scale compare by their step.

    None, an empty field, passes `given = false` alone. A word that its scale no longer has passes `given = true` alone:
    it was recorded, and has no step to compare by.
    """
    if value is None:
        return test == lang.Test(present=False)
    if scale and value not in scale:
        return test == lang.Test(present=True)
    key = _comparison_key(value, scale)
    if test.present is False or (
        test.among is not None and key not in [_comparison_key(word, scale) for word in test.among]
    ):
        return False
    return not (
        (test.lowest is not None and key < _comparison_key(test.lowest, scale))
        or (test.above is not None and key <= _comparison_key(test.above, scale))
        or (test.highest is not None and key > _comparison_key(test.highest, scale))
        or (test.below is not None and key >= _comparison_key(test.below, scale))
    )


def _comparison_key(value: object, scale: tuple[str, ...]) -> Any:
    """Return what a value compares as: a number, the step of a word in its scale, or the word itself without a scale."""
    if isinstance(value, str):
        return to_fraction(scale.index(value)) if value in scale else value
    return to_fraction(value) if isinstance(value, int | Decimal) else value
