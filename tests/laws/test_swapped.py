"""Laws of swapped rows (串行): what was exchanged is always found, and a right table has nothing to find."""

from datetime import date
from decimal import Decimal

import attrs
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.assertions import Comparison, Swapped, swapped
from bzr_domain.events import TotalPrinted

DAYS = st.sampled_from([date(2024, 9, 3), date(2024, 9, 4)])
POINTS = st.integers(0, 8).map(lambda halves: Decimal(halves) / 2)


def row(sheet: str, on: date, class_id: str, points: Decimal, printed: Decimal | None = None) -> Comparison:
    """A row of a table; it prints what is computed where nothing else is said."""
    total = TotalPrinted(
        id=f"{sheet}{on}{class_id}",
        class_id=class_id,
        on=on,
        total=points if printed is None else printed,
        kinds=("check",),
        sheet=sheet,
    )
    return Comparison(printed=total, computed=points, facts=(f"f-{class_id}",))


ROWS = st.builds(row, st.sampled_from(["甲.csv", "乙.csv"]), DAYS, st.sampled_from("abcdef"), POINTS)
TABLES = st.lists(ROWS, max_size=16, unique_by=lambda one: one.printed.id)


def ids(pair: Swapped) -> set[str]:
    """The two rows of a pair."""
    return {pair.first.printed.id, pair.second.printed.id}


def printing(one: Comparison, total: Decimal) -> Comparison:
    """The row with another printed total."""
    return attrs.evolve(one, printed=attrs.evolve(one.printed, total=total))


def with_rows(table: list[Comparison], *changed: Comparison) -> list[Comparison]:
    """The table with some rows changed."""
    new = {one.printed.id: one for one in changed}
    return [new.get(one.printed.id, one) for one in table]


def two_rows(table: list[Comparison], data: st.DataObject) -> tuple[Comparison, Comparison]:
    """Any two rows of one sheet and day; two more are put into the table."""
    table += [row("甲.csv", date(2024, 9, 3), name, data.draw(POINTS)) for name in ("y", "z")]
    one = data.draw(st.sampled_from(table[-2:]))
    place = (one.printed.sheet, one.printed.on)
    peers = [two for two in table if (two.printed.sheet, two.printed.on) == place and two is not one]
    return one, data.draw(st.sampled_from(peers))


@given(TABLES)
def test_a_right_table_has_no_swapped_rows(table: list[Comparison]) -> None:
    """Equal points on several rows are no sign of anything."""
    assert [] == swapped(table)


@given(TABLES, st.data())
def test_two_totals_exchanged_are_always_found(table: list[Comparison], data: st.DataObject) -> None:
    """Exchanging the totals of two rows of a right table gives just that pair, wherever they stand."""
    one, two = two_rows(table, data)

    found = swapped(with_rows(table, printing(one, two.printed.total), printing(two, one.printed.total)))

    expected = [] if one.computed == two.computed else [({one.printed.id, two.printed.id}, True)]
    assert expected == [(ids(pair), pair.exchanged) for pair in found]


@given(TABLES, POINTS.filter(bool), st.data())
def test_points_entered_on_another_row_are_always_found(
    table: list[Comparison], moved: Decimal, data: st.DataObject
) -> None:
    """A cell read from another class's row: one prints too much, the other as much too little."""
    one, two = two_rows(table, data)
    less, more = one.computed - moved, two.computed + moved
    wrong = with_rows(table, attrs.evolve(one, computed=less), attrs.evolve(two, computed=more))

    (pair,) = swapped(wrong)

    assert ids(pair) == {one.printed.id, two.printed.id}
    assert {moved, -moved} == {pair.first.surplus, pair.second.surplus}
    assert pair.exchanged == (two.computed - one.computed == -moved)


@given(st.lists(st.tuples(ROWS, POINTS), max_size=16, unique_by=lambda one: one[0].printed.id))
def test_whatever_is_printed_a_pair_is_of_one_sheet_and_day_and_adds_up(
    rows: list[tuple[Comparison, Decimal]],
) -> None:
    """Of any table: both rows differ, stand on one sheet and day, and together print what they should."""
    table = [printing(one, total) for one, total in rows]

    for pair in swapped(table):
        first, second = pair.first, pair.second
        assert (first.printed.sheet, first.printed.on) == (second.printed.sheet, second.printed.on)
        assert not first.agrees
        assert not second.agrees
        assert first.printed.total + second.printed.total == first.computed + second.computed
        assert pair.exchanged == (second.printed.total == first.computed)
