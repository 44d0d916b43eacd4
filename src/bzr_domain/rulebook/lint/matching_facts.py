"""What the tests of a clause let through: for each field the words or the numbers that pass, as far as that can be known."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction

from bzr_domain.facts.kinds import Field, Kind
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.lint.grid import FINEST, Grid, Stretches, meet, placed
from bzr_domain.rulebook.lint.intervals import Span

ABSENT = ""
"""Stands among the words of a scale for a field that was left empty."""
DAYS = [f"{date(2024, 1, 1) + timedelta(day):%m-%d}" for day in range(366)]
Admitted = frozenset[str] | Stretches
Admits = Mapping[str, Admitted]
"""Field → what passes. A field that is not tested, or in a way that cannot be judged, is not there."""

CENT = Fraction(1, 100)
CALENDAR = {
    "month_no": Span(Fraction(1), Fraction(12)),
    "weekday": Span(Fraction(1), Fraction(7)),
    "month_day": Span(Fraction(0), Fraction(len(DAYS) - 1)),
    "on": Span(),
}


def field_grid(field: Field) -> Grid:
    """The numbers a field can hold: a count is whole and at least 1."""
    low = None if field.lowest is None else Fraction(field.lowest)
    high = None if field.highest is None else Fraction(field.highest)
    if field.name == "count":
        return Grid(Span(Fraction(1), None), Fraction(1))
    return Grid(Span(low, high), FINEST)


def admits(kind: Kind, where: lang.Tests, excuses: lang.Tests) -> Admits:
    """What a kind's facts must look like to be counted and not excused."""
    found: dict[str, Admitted] = {}
    for name, test in where.items():
        passing = _passing(kind, name, test)
        if passing is not None:
            found[name] = passing
    for name, test in excuses.items():
        whole, excused = found.get(name, _all(kind, name)), _passing(kind, name, test)
        if isinstance(whole, frozenset) and isinstance(excused, frozenset):
            found[name] = whole - excused
        elif isinstance(whole, tuple) and isinstance(excused, tuple):
            found[name] = _grid(kind, name).without(whole, excused)
    return found


def impossible(admitted: Admits) -> list[str]:
    """The fields on which nothing passes."""
    return [name for name, passing in admitted.items() if not passing]


def disjoint(one: Admits, two: Admits) -> bool:
    """Whether no fact can pass both."""
    return any(_apart(one[name], two[name]) for name in one if name in two)


def _apart(one: Admitted, two: Admitted) -> bool:
    if isinstance(one, frozenset) and isinstance(two, frozenset):
        return not one & two
    return isinstance(one, tuple) and isinstance(two, tuple) and not meet(one, two)


def _grid(kind: Kind, name: str) -> Grid:
    if name in CALENDAR:
        return Grid(CALENDAR[name], Fraction(1))
    field = kind.field(name)
    if field is None or field.type in ("date", "time"):
        return Grid(Span(), Fraction(1))
    return field_grid(field)


def _all(kind: Kind, name: str) -> Admitted | None:
    """What a field can hold at all; None where that cannot be known."""
    field = kind.field(name)
    if field is not None and field.scale:
        return frozenset(field.scale) | ({ABSENT} if field.optional else frozenset())
    return _grid(kind, name).all() if name in CALENDAR else None


def _passing(kind: Kind, name: str, test: lang.Test) -> Admitted | None:
    """What passes one test on a field; None where that cannot be known."""
    field = kind.field(name)
    if test.present is False:
        if test != lang.Test(present=False) or (field is not None and not field.optional):
            return frozenset()
        return frozenset({ABSENT}) if field is not None and field.scale else None
    if field is not None and field.scale:
        return frozenset(step for step in field.scale if word_passes(test, step, field.scale))
    limits = lang.list_limits(test)
    numbers = placing(name, test)
    if test.among == () or any(isinstance(limit, Decimal) for limit in lang.list_limits(numbers)):
        return _grid(kind, name).passing(numbers)
    words = [one for one in test.among or () if isinstance(one, str)]
    if name == "kind":
        return frozenset(words) & {kind.id} if words else None
    return frozenset(words) if words and len(words) == len(limits) else None


def placing(name: str, test: lang.Test) -> lang.Test:
    """The test with numbers for days and times: a day of the year by its place, another by its place in history."""

    def place(limit: lang.Word) -> lang.Word:
        match limit:
            case date():
                return Decimal(limit.toordinal())
            case time():
                return Decimal(limit.hour * 3600 + limit.minute * 60 + limit.second)
            case str() if name == "month_day":
                return Decimal(bisect_left(DAYS, limit))
            case _:
                return limit

    return placed(test, place)


def word_passes(test: lang.Test, word: str, scale: tuple[str, ...]) -> bool:
    """Whether a word passes a test: words compare by their scale."""
    at = scale.index(word)

    def step(limit: lang.Word) -> int:
        return scale.index(limit) if isinstance(limit, str) and limit in scale else -1

    return not (
        test.present is False
        or (test.among is not None and word not in test.among)
        or (test.lowest is not None and at < step(test.lowest))
        or (test.above is not None and at <= step(test.above))
        or (test.highest is not None and at > step(test.highest))
        or (test.below is not None and at >= step(test.below))
    )
