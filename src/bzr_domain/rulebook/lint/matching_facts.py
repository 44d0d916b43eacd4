"""Which facts a clause can count: what its tests let through, field by field, and how large the number of such a fact can be."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import chain, islice
from typing import assert_never

import attrs

from bzr_domain.facts.kinds import Field, Kind
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint.intervals import (
    FINEST,
    NONE,
    Grid,
    Interval,
    Intervals,
    have_common,
    hull,
    intersect,
    point,
    replace_limits,
)
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node

_EMPTY = ""
"""Stands among the steps of a scale for a field that was left empty."""
_DAYS = [f"{date(2024, 1, 1) + timedelta(day):%m-%d}" for day in range(366)]
_CALENDAR = {
    "month_no": Interval(Fraction(1), Fraction(12)),
    "weekday": Interval(Fraction(1), Fraction(7)),
    "month_day": Interval(Fraction(0), Fraction(len(_DAYS) - 1)),
    "on": Interval(),
}

Values = frozenset[str] | Intervals
"""The words, or the numbers, that a field can hold."""
PassingValues = Mapping[str, Values]
"""Field → the values that pass. A field is missing where no test is on it, or where that cannot be judged."""


@attrs.frozen(eq=False)
class CountedFacts:
    """The facts of one kind that a node counts, by the values that their fields can hold."""

    node: Node
    kind: str
    values: PassingValues


def find_selected(book: Book, rows: lang.FactRows) -> list[tuple[Kind, PassingValues]]:
    """Find each kind that a node selects, with the values that pass; one entry for each selector that takes the kind.

    What another case takes is left out where that case has a single test.
    """
    single = [tests for tests in rows.other_cases if len(tests) == 1]
    return [
        (kind, _find_passing_values(kind, (selector.where, rows.case), [rows.excuses, *single]))
        for selector in rows.selectors
        for kind in list_kinds_taken(book, selector)
    ]


def list_kinds_taken(book: Book, selector: lang.Selector) -> list[Kind]:
    """List the kinds that a selector takes: one, or those of a family."""
    if selector.kind in book.kinds:
        return [book.kinds[selector.kind]]
    return [kind for kind in book.kinds.values() if selector.takes(kind.id)]


def find_failing_fields(book: Book, node: Node) -> list[str]:
    """Find the fields on whose tests every fact fails; none where some fact passes, or the node counts no facts."""
    if not isinstance(node.source, lang.FactRows):
        return []
    failing = [_find_impossible(values) for _, values in find_selected(book, node.source)]
    return list(dict.fromkeys(name for names in failing for name in names)) if all(failing) else []


def find_shared_facts(
    book: Book, nodes: Iterable[Node], may_clash: Callable[[Node, Node], bool]
) -> Iterator[tuple[Node, Node, str]]:
    """Find each node that counts facts which a node before it counts too: the earlier one, the node itself, and the kind.

    Only two of which `may_clash` holds are compared. A node is found once, however many nodes count its facts.
    """
    by_kind: dict[str, list[CountedFacts]] = {}
    for node in nodes:
        for counted in _list_counted(book, node):
            by_kind.setdefault(counted.kind, []).append(counted)
    reported: set[str] = set()
    for kind, counts in by_kind.items():
        for earlier, later in _list_candidates(counts):
            apart = earlier.node is later.node or later.node.key in reported
            if not apart and not are_disjoint(earlier.values, later.values) and may_clash(earlier.node, later.node):
                reported.add(later.node.key)
                yield earlier.node, later.node, kind


def _list_candidates(counts: list[CountedFacts]) -> Iterator[tuple[CountedFacts, CountedFacts]]:
    """List the pairs that may share a fact: all but those that the words of one field, the most tested one, tell apart."""
    tested = Counter(
        name for counted in counts for name, words in counted.values.items() if isinstance(words, frozenset)
    )
    field = max(tested, key=lambda name: tested[name], default="")
    by_word: dict[str | None, list[CountedFacts]] = {}
    for index, later in enumerate(counts):
        words = later.values.get(field)
        earlier: Iterable[CountedFacts] = islice(counts, index)
        if isinstance(words, frozenset):
            earlier = chain.from_iterable(by_word.get(word, ()) for word in (*words, None))
        yield from ((other, later) for other in tuple(earlier))
        for word in words if isinstance(words, frozenset) else (None,):
            by_word.setdefault(word, []).append(later)


def find_rating(book: Book, node: Node) -> str | None:
    """Find what facts a table judges that takes those of some grades or marks only, as one band of a rating; else None."""
    rows = node.source
    if not isinstance(rows, lang.FactRows) or not isinstance(node.scale, lang.Table) or len(rows.selectors) != 1:
        return None
    selector = rows.selectors[0]
    own = {field.name for kind in list_kinds_taken(book, selector) for field in kind.fields} - {
        "level",
        "item",
        "count",
    }
    return repr((selector.kind, rows.excuses)) if own & {*selector.where} else None


def find_number_range(book: Book, rows: lang.FactRows) -> Interval:
    """Find how small and how large the number of one fact can be."""
    return hull(
        _find_number_range(rows.number, kind, values)
        for kind, values in find_selected(book, rows)
        if not _find_impossible(values)
    )


def _list_counted(book: Book, node: Node) -> list[CountedFacts]:
    selected = find_selected(book, node.fact_rows)
    return [CountedFacts(node, kind.id, values) for kind, values in selected if not _find_impossible(values)]


def _find_number_range(number: lang.Number, kind: Kind, values: PassingValues) -> Interval:
    match number:
        case lang.Counted():
            return _find_field_range(kind, "count", values)
        case lang.Measured():
            return _limit_to_range(number, _find_field_range(kind, number.field, values))
        case lang.Chosen():
            return _limit_to_range(number, hull([_find_field_range(kind, "points", values), NONE])).with_zero()
        case lang.Priced():
            prices = hull(point(Fraction(price or 0)) for price in _find_prices(number, values))
            return prices.multiply(_find_field_range(kind, "count", values)) if kind.field("count") else prices
        case lang.Late():
            return Interval()
        case _:
            assert_never(number)


def _limit_to_range(number: lang.Measured | lang.Chosen, recorded: Interval) -> Interval:
    """Limit what can be recorded to the range that a clause sets."""
    recorded = recorded if number.lowest is None else recorded.raise_to(point(Fraction(number.lowest)))
    return recorded if number.highest is None else recorded.cap(point(Fraction(number.highest)))


def _find_prices(number: lang.Priced, values: PassingValues) -> list[Decimal | None]:
    """Find the prices that a fact which passes can have."""
    passing = [values.get(name) for name in number.fields]
    return [
        price
        for steps, price in number.prices.items()
        if all(not isinstance(words, frozenset) or step in words for step, words in zip(steps, passing, strict=True))
    ]


def _find_field_range(kind: Kind, name: str, values: PassingValues) -> Interval:
    """Find how small and how large a field can be in facts that pass; a kind without a count counts 1."""
    field = kind.field(name)
    passing = values.get(name)
    if field is None:
        return point(1) if name == "count" else Interval()
    return hull(passing) if isinstance(passing, tuple) and passing else _field_grid(field).interval


def _find_passing_values(kind: Kind, tests: Iterable[lang.Tests], excluded: Iterable[lang.Tests]) -> PassingValues:
    """Find what the fields of a kind's facts can hold where they pass all tests and none of those that exclude them."""
    passing: dict[str, Values] = {}
    for name, test in chain.from_iterable(each.items() for each in tests):
        values = _find_values(kind, name, test)
        if values is not None:
            passing[name] = _find_common(passing[name], values) if name in passing else values
    for name, test in chain.from_iterable(each.items() for each in excluded):
        counted, excused = passing.get(name, _find_all_values(kind, name)), _find_values(kind, name, test)
        if isinstance(counted, frozenset) and isinstance(excused, frozenset):
            passing[name] = counted - excused
        elif isinstance(counted, tuple) and isinstance(excused, tuple):
            passing[name] = _grid_of(kind, name).subtract(counted, excused)
    return passing


def _find_common(first: Values, second: Values) -> Values:
    """Find the values that are in both."""
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        return first & second
    return intersect(first, second) if isinstance(first, tuple) and isinstance(second, tuple) else first


def _find_impossible(values: PassingValues) -> list[str]:
    """Find the fields of which no value passes."""
    return [name for name, passing in values.items() if not passing]


def are_disjoint(first: PassingValues, second: PassingValues) -> bool:
    """Whether no fact can have the values of both."""
    return any(not _have_common(first[name], second[name]) for name in first if name in second)


def _have_common(first: Values, second: Values) -> bool:
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        return bool(first & second)
    return not (isinstance(first, tuple) and isinstance(second, tuple)) or have_common(first, second)


def _grid_of(kind: Kind, name: str) -> Grid:
    if name in _CALENDAR:
        return Grid(_CALENDAR[name], Fraction(1))
    field = kind.field(name)
    if field is None or field.type in ("date", "time"):
        return Grid(Interval(), Fraction(1))
    return _field_grid(field)


def _field_grid(field: Field) -> Grid:
    """Return the numbers that a field can hold: a count is whole and at least 1."""
    low = None if field.lowest is None else Fraction(field.lowest)
    high = None if field.highest is None else Fraction(field.highest)
    if field.name == "count":
        return Grid(Interval(Fraction(1), None), Fraction(1))
    return Grid(Interval(low, high), FINEST)


def _find_all_values(kind: Kind, name: str) -> Values | None:
    """Find what a field can hold at all; None where that cannot be known."""
    field = kind.field(name)
    if field is not None and field.scale:
        return frozenset(field.scale) | ({_EMPTY} if field.optional else frozenset())
    return _grid_of(kind, name).all() if name in _CALENDAR else None


def _find_values(kind: Kind, name: str, test: lang.Test) -> Values | None:
    """Find the values of a field that pass one test; None where that cannot be known."""
    field = kind.field(name)
    if test.present is False:
        if test != lang.Test(present=False) or (field is not None and not field.optional):
            return frozenset()
        return frozenset({_EMPTY}) if field is not None and field.scale else None
    words = [word for word in test.among or () if isinstance(word, str)]
    only_words = len(words) == len(lang.list_limits(test)) > 0
    if field is not None and field.scale:
        passing = words if only_words else (step for step in field.scale if passes_test(test, step, field.scale))
        return frozenset(passing).intersection(field.scale)
    if name == "kind":
        return frozenset(words) & {kind.id} if words else None
    if only_words and name != "month_day":
        return frozenset(words)
    numbers = replace_days_by_numbers(name, test)
    compares = test.among == () or any(isinstance(limit, Decimal) for limit in lang.list_limits(numbers))
    return _grid_of(kind, name).find_passing(numbers) if compares else None


def replace_days_by_numbers(name: str, test: lang.Test) -> lang.Test:
    """Replace the days and times of a test by numbers, in their order: `month_day` by its place in the year."""

    def replace(limit: lang.Word) -> lang.Word:
        match limit:
            case date():
                return Decimal(limit.toordinal())
            case time():
                return Decimal(limit.hour * 3600 + limit.minute * 60 + limit.second)
            case str() if name == "month_day":
                return Decimal(bisect_left(_DAYS, limit))
            case _:
                return limit

    return replace_limits(test, replace)
