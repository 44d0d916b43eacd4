"""Laws of swapped rows (串行): what was exchanged is always found, and a right table has nothing to find."""

from datetime import date
from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.events import TotalPrinted
from bzr_domain.projections.printed_totals import TotalComparison
from bzr_domain.projections.swapped_rows import SwappedRows, find_swapped_rows

DAYS = st.sampled_from([date(2024, 9, 3), date(2024, 9, 4)])
POINTS = st.integers(0, 8).map(lambda halves: Decimal(halves) / 2)


def row(sheet: str, on: date, class_id: str, points: Decimal, printed: Decimal | None = None) -> TotalComparison:
    """A row of a table; it prints what is computed where nothing else is said."""
    total = TotalPrinted(
        id=f"{sheet}{on}{class_id}",
        class_id=class_id,
        on=on,
        total=points if printed is None else printed,
        kinds=("check",),
        sheet=sheet,
    )
    return TotalComparison(printed=total, computed=points, facts=(f"f-{class_id}",))


ROWS = st.builds(row, st.sampled_from(["甲.csv", "乙.csv"]), DAYS, st.sampled_from("abcdef"), POINTS)
TABLES = st.lists(ROWS, max_size=16, unique_by=lambda one: one.printed.id)


def ids(group: SwappedRows) -> set[str]:
    """The rows of a group."""
    return {one.printed.id for one in group.rows}


def printing(one: TotalComparison, total: Decimal) -> TotalComparison:
    """The row with another printed total."""
    return attrs.evolve(one, printed=attrs.evolve(one.printed, total=total))


def with_rows(table: list[TotalComparison], *changed: TotalComparison) -> list[TotalComparison]:
    """The table with some rows changed."""
    new = {one.printed.id: one for one in changed}
    return [new.get(one.printed.id, one) for one in table]


def two_rows(table: list[TotalComparison], data: st.DataObject) -> tuple[TotalComparison, TotalComparison]:
    """Any two rows of one sheet and day; two more are put into the table."""
    table += [row("甲.csv", date(2024, 9, 3), name, data.draw(POINTS)) for name in ("y", "z")]
    one = data.draw(st.sampled_from(table[-2:]))
    place = (one.printed.sheet, one.printed.on)
    peers = [two for two in table if (two.printed.sheet, two.printed.on) == place and two is not one]
    return one, data.draw(st.sampled_from(peers))


@given(TABLES)
def test_a_right_table_has_no_swapped_rows(table: list[TotalComparison]) -> None:
    """Equal points on several rows are no sign of anything."""
    assert [] == find_swapped_rows(table)


@given(TABLES, st.data())
def test_two_totals_exchanged_are_always_found(table: list[TotalComparison], data: st.DataObject) -> None:
    """Exchanging the totals of two rows of a right table gives just that pair, wherever they stand."""
    one, two = two_rows(table, data)

    found = find_swapped_rows(with_rows(table, printing(one, two.printed.total), printing(two, one.printed.total)))

    expected = [] if one.computed == two.computed else [({one.printed.id, two.printed.id}, "exchanged")]
    assert expected == [(ids(group), group.why) for group in found]


DISTINCT = st.lists(st.integers(0, 40), min_size=4, max_size=12, unique=True).map(
    lambda points: [row("甲.csv", date(2024, 9, 3), f"c{n}", Decimal(one) / 2) for n, one in enumerate(points)]
)


@given(DISTINCT, st.data())
def test_rows_in_another_order_are_always_found(table: list[TotalComparison], data: st.DataObject) -> None:
    """Up to four totals of a right table in any order: each round of them is one group, and nothing else is named."""
    places = data.draw(st.lists(st.sampled_from(range(len(table))), min_size=2, max_size=4, unique=True))
    order = dict(zip(places, data.draw(st.permutations(places)), strict=True))
    changed = [printing(table[one], table[two].printed.total) for one, two in order.items()]

    found = find_swapped_rows(with_rows(table, *changed))

    assert all(group.why == "exchanged" for group in found)
    assert rounds(order) == {frozenset(int(one.printed.class_id[1:]) for one in group.rows) for group in found}


def rounds(order: dict[int, int]) -> set[frozenset[int]]:
    """The rounds of a permutation in which anything moves."""
    found = set()
    for one in order:
        way = [one]
        while order[way[-1]] != one:
            way.append(order[way[-1]])
        found.add(frozenset(way))
    return {way for way in found if len(way) > 1}


@given(TABLES, POINTS.filter(bool), st.data())
def test_points_entered_on_another_row_are_always_found(
    table: list[TotalComparison], moved: Decimal, data: st.DataObject
) -> None:
    """A cell read from another class's row: one prints too much, the other as much too little."""
    one, two = two_rows(table, data)
    less, more = one.computed - moved, two.computed + moved
    wrong = with_rows(table, attrs.evolve(one, computed=less), attrs.evolve(two, computed=more))

    (pair,) = find_swapped_rows(wrong)

    assert ids(pair) == {one.printed.id, two.printed.id}
    assert {moved, -moved} == {row.surplus for row in pair.rows}
    assert pair.why == ("exchanged" if two.computed - one.computed == -moved else "opposite")


@given(DISTINCT, st.lists(POINTS.filter(bool), min_size=2, max_size=2), st.permutations(range(4)))
def test_two_classes_points_on_one_row_are_always_found(
    table: list[TotalComparison], moved: list[Decimal], places: list[int]
) -> None:
    """Points of two classes stand on a third one's row: the three are one group, and nothing else is named."""
    one, two, third = (table[place] for place in places[:3])
    wrong = with_rows(
        table,
        attrs.evolve(one, computed=one.computed - moved[0]),
        attrs.evolve(two, computed=two.computed - moved[1]),
        attrs.evolve(third, computed=third.computed + sum(moved)),
    )

    (group,) = find_swapped_rows(wrong)

    assert ids(group) == {one.printed.id, two.printed.id, third.printed.id}
    assert group.why in ("together", "exchanged")


WRONG = st.lists(st.tuples(ROWS, POINTS), max_size=16, unique_by=lambda one: one[0].printed.id).map(
    lambda rows: [printing(one, total) for one, total in rows]
)


@given(WRONG)
def test_whatever_is_printed_a_group_is_of_one_sheet_and_day_and_adds_up(
    table: list[TotalComparison],
) -> None:
    """Of any table: all rows of a group differ, stand on one sheet and day, and do what is said of them."""
    for group in find_swapped_rows(table):
        printed, computed = [one.printed.total for one in group.rows], [one.computed for one in group.rows]
        assert 1 == len({(one.printed.sheet, one.printed.on) for one in group.rows})
        assert not any(one.agrees for one in group.rows)
        assert 2 <= len(group.rows) <= 4
        assert (group.why == "exchanged") == (sorted(printed) == sorted(computed))
        if group.why in ("opposite", "together"):
            assert sum(printed) == sum(computed)


@given(WRONG)
def test_a_row_stands_in_one_group_at_most_whatever_the_order_of_the_rows(
    table: list[TotalComparison],
) -> None:
    """No row is blamed twice; the groups do not depend on which class comes first."""
    found = find_swapped_rows(table)
    named = [one for group in found for one in ids(group)]
    again = find_swapped_rows(reversed(table))

    assert len(named) == len(set(named))
    assert {(frozenset(ids(one)), one.why) for one in found} == {(frozenset(ids(one)), one.why) for one in again}
