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


def find_swapped_rows(compared: Iterable[TotalComparison]) -> list[SwappedRows]:
    """Every group of rows that seem swapped, table by table.

    Args:
        compared: Comparisons of any classes, days and sheets, each class once a sheet and day.
    """
    tables: dict[object, list[TotalComparison]] = {}
    for one in compared:
        if not one.agrees:
            tables.setdefault((one.printed.sheet, one.printed.on), []).append(one)
    return [group for wrong in tables.values() for group in _groups(wrong)]


def _groups(wrong: list[TotalComparison]) -> Iterator[SwappedRows]:
    left = dict(enumerate(wrong))
    for find, why_of in _WAYS:
        for group in _joined(find(left)):
            rows = tuple(left.pop(place) for place in sorted(group))
            why = why_of(rows)
            if why is not None and len(rows) <= LARGEST:
                yield SwappedRows(rows=rows, why=why)


def _joined(candidates: Iterable[_Group]) -> list[_Group]:
    """Candidates that share a row, put together: it cannot stand in both."""
    found: list[_Group] = []
    for one in candidates:
        touching = [group for group in found if group & one]
        found = [group for group in found if not group & one] + [one.union(*touching)]
    return found


def _exchanges(size: int) -> Callable[[_Rows], Iterator[_Group]]:
    """Rows of which so many print each other's totals all round; rows that read alike go together."""

    def find(rows: _Rows) -> Iterator[_Group]:
        along: dict[Decimal, dict[Decimal, _Group]] = {}
        for place, one in rows.items():
            along.setdefault(one.computed, {}).setdefault(one.printed.total, set()).add(place)
        for start in along:
            for way in _ways(along, (start,), size):
                yield set().union(*(along[one][two] for one, two in pairwise((*way, start))))

    return find


def _ways(
    along: Mapping[Decimal, Mapping[Decimal, _Group]], way: tuple[Decimal, ...], size: int
) -> Iterator[tuple[Decimal, ...]]:
    """The ways of so many steps from a total back to itself; shorter rounds have been taken out before."""
    onward = along.get(way[-1], {})
    if len(way) == size:
        yield from [way] if way[0] in onward else []
        return
    for total in onward:
        yield from _ways(along, (*way, total), size)


def _opposites(rows: _Rows) -> Iterator[_Group]:
    """Rows that print too much, with those that print as much too little."""
    by_surplus = _by_surplus(rows)
    for surplus, places in by_surplus.items():
        if surplus > 0 and -surplus in by_surplus:
            yield places | by_surplus[-surplus]


def _together(rows: _Rows) -> Iterator[_Group]:
    """Two rows that differ by as much together as a third does the other way."""
    by_surplus = _by_surplus(rows)
    for one, two in combinations_with_replacement(by_surplus, 2):
        wanted = Counter((one, two, -(one + two)))
        if all(len(by_surplus.get(surplus, ())) >= count for surplus, count in wanted.items()):
            yield set().union(*(by_surplus[surplus] for surplus in wanted))


def _by_surplus(rows: _Rows) -> dict[Decimal, _Group]:
    found: dict[Decimal, _Group] = {}
    for place, one in rows.items():
        found.setdefault(one.surplus, set()).add(place)
    return found


def _exactly(rows: tuple[TotalComparison, ...]) -> Why:
    printed, computed = Counter(one.printed.total for one in rows), Counter(one.computed for one in rows)
    return "exchanged" if printed == computed else "some-exchanged"


_PAIR, _THREE = 2, 3
_WAYS: tuple[
    tuple[Callable[[_Rows], Iterator[_Group]], Callable[[tuple[TotalComparison, ...]], Why | None]], ...
] = (
    *((_exchanges(size), _exactly) for size in range(_PAIR, LARGEST + 1)),
    (_opposites, lambda rows: "opposite" if len(rows) == _PAIR else "some-opposite"),
    (_together, lambda rows: "together" if len(rows) == _THREE else None),
)
"""What is looked for, in this order, and what a group of it is called; None leaves it unnamed."""
