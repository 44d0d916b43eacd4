"""Swapped rows (串行): groups of rows of one printed table on which classes' points seem to stand on each other's rows.

Only rows whose totals differ take part, and each stands in one group at most: exact exchanges come before rows that only
balance each other, small groups before larger ones. Where several rows would do equally well, all of them are one group.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations_with_replacement, pairwise
from typing import Literal

import attrs

from bzr_domain.projections.printed_totals import TotalComparison

LARGEST = 4
"""How many rows a group has at most: of more, nothing can be told."""
Why = Literal["exchanged", "some-exchanged", "opposite", "some-opposite", "together"]
_Group = set[int]
"""Places of rows in their table."""
_Rows = Mapping[int, TotalComparison]


@attrs.frozen(kw_only=True)
class SwappedRows:
    """Some rows of one sheet and day that seem to be swapped.

    Attributes:
        rows: Two to four, in the order they came in.
        why: `exchanged`: the printed totals are the computed ones in another order; `opposite`: one prints too much just
            what the other prints too little; `together`: one differs by just what two others do together, the other
            way. With `some-` that holds of some of the rows, and which, only the table itself can tell.
    """

    rows: tuple[TotalComparison, ...]
    why: Why


def find_swapped_rows(comparisons: Iterable[TotalComparison]) -> list[SwappedRows]:
    """Return every group of rows that seem swapped, table by table.

    Args:
        comparisons: Of any classes, days and sheets, each class once a sheet and day.
    """
    tables: dict[object, list[TotalComparison]] = {}
    for row in comparisons:
        if not row.agrees:
            tables.setdefault((row.printed.sheet, row.printed.on), []).append(row)
    return [group for rows in tables.values() for group in _group_rows(rows)]


def _group_rows(rows: list[TotalComparison]) -> Iterator[SwappedRows]:
    remaining = dict(enumerate(rows))
    for find_groups, explain_group in _SEARCHES:
        for group in _join_groups(find_groups(remaining)):
            members = tuple(remaining.pop(place) for place in sorted(group))
            why = explain_group(members)
            if why is not None and len(members) <= LARGEST:
                yield SwappedRows(rows=members, why=why)


def _join_groups(candidates: Iterable[_Group]) -> list[_Group]:
    """Candidates that share a row, put together: it cannot stand in both."""
    groups: list[_Group] = []
    for candidate in candidates:
        touching = [group for group in groups if group & candidate]
        groups = [group for group in groups if not group & candidate] + [candidate.union(*touching)]
    return groups


def _search_exchanges(size: int) -> Callable[[_Rows], Iterator[_Group]]:
    """Rows of which so many print each other's totals all round; rows that read alike go together."""

    def find_groups(rows: _Rows) -> Iterator[_Group]:
        places: dict[Decimal, dict[Decimal, _Group]] = {}
        for place, row in rows.items():
            places.setdefault(row.computed, {}).setdefault(row.printed.total, set()).add(place)
        for start in places:
            for path in _find_rounds(places, (start,), size):
                steps = pairwise((*path, start))
                yield set().union(*(places[computed][printed] for computed, printed in steps))

    return find_groups


def _find_rounds(
    places: Mapping[Decimal, Mapping[Decimal, _Group]], path: tuple[Decimal, ...], size: int
) -> Iterator[tuple[Decimal, ...]]:
    """The paths of so many steps from a total back to itself; shorter rounds have been taken out before."""
    onward = places.get(path[-1], {})
    if len(path) == size:
        yield from [path] if path[0] in onward else []
        return
    for total in onward:
        yield from _find_rounds(places, (*path, total), size)


def _find_opposites(rows: _Rows) -> Iterator[_Group]:
    """Rows that print too much, with those that print as much too little."""
    by_surplus = _places_by_surplus(rows)
    for surplus, places in by_surplus.items():
        if surplus > 0 and -surplus in by_surplus:
            yield places | by_surplus[-surplus]


def _find_threes(rows: _Rows) -> Iterator[_Group]:
    """Two rows that differ by as much together as a third does the other way."""
    by_surplus = _places_by_surplus(rows)
    for first, second in combinations_with_replacement(by_surplus, 2):
        needed = Counter((first, second, -(first + second)))
        if all(len(by_surplus.get(surplus, ())) >= count for surplus, count in needed.items()):
            yield set().union(*(by_surplus[surplus] for surplus in needed))


def _places_by_surplus(rows: _Rows) -> dict[Decimal, _Group]:
    places: dict[Decimal, _Group] = {}
    for place, row in rows.items():
        places.setdefault(row.surplus, set()).add(place)
    return places


def _explain_exchange(rows: tuple[TotalComparison, ...]) -> Why:
    printed, computed = Counter(row.printed.total for row in rows), Counter(row.computed for row in rows)
    return "exchanged" if printed == computed else "some-exchanged"


_PAIR, _THREE = 2, 3
_SEARCHES: tuple[
    tuple[Callable[[_Rows], Iterator[_Group]], Callable[[tuple[TotalComparison, ...]], Why | None]], ...
] = (
    *((_search_exchanges(size), _explain_exchange) for size in range(_PAIR, LARGEST + 1)),
    (_find_opposites, lambda rows: "opposite" if len(rows) == _PAIR else "some-opposite"),
    (_find_threes, lambda rows: "together" if len(rows) == _THREE else None),
)
"""What is looked for, in this order, and what a group of it is called; None leaves it unnamed."""
