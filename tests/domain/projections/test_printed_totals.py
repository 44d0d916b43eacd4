"""Printed totals (印刷合计): the sheet's own sum beside the computed one."""

from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.events import TotalPrinted
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.projections.printed_totals import TotalComparison, project_printed_totals
from bzr_domain.scoring.assessment import load_school
from bzr_domain.testing.recorded_facts import record_event
from tests.support.builders import as_current_facts, small_book
from tests.support.schools import END, cell, five, node, of, rules, total

RULES = (
    total("base = 100")
    + node("clause", "h", 'facts = "hygiene.finding"\npoints = -1', "total")
    + node("clause", "a", 'facts = "assembly.missed"\npoints = -5', "total")
)


def printed(points: int, day: int = 3, class_id: str = "a", sheet: str = "卫生.csv") -> TotalPrinted:
    """What a sheet prints for hygiene."""
    return TotalPrinted(
        id=f"{sheet}{day}{class_id}{points}",
        class_id=class_id,
        on=date(2024, 9, day),
        total=Decimal(points),
        kinds=("hygiene.finding",),
        sheet=sheet,
    )


def compared(facts: list[Fact], *totals: TotalPrinted, month: str = "2024-09") -> list[TotalComparison]:
    """The printed totals of class a beside the computed ones, printed in this order."""
    book = rules(RULES)
    school = load_school(five(book), {book.digest: book}, as_current_facts(facts), END)
    events: list[Recorded[TotalPrinted]] = [record_event(one, n) for n, one in enumerate(totals, 1)]
    return project_printed_totals(school, "a", cell(month), events)


def test_a_total_is_compared_with_the_facts_of_its_day_and_kinds() -> None:
    """Another day's, another class's, and another kind's facts are not summed; one point too much is printed."""
    facts = [
        of("a", "hygiene.finding", "2024-09-03", count=2),
        of("a", "hygiene.finding", "2024-09-04", count=3),
        of("a", "assembly.missed", "2024-09-03"),
        of("b", "hygiene.finding", "2024-09-03", count=7),
    ]

    (found,) = compared(facts, printed(3), printed(9, class_id="b"), printed(1, day=30))[:1]

    assert (Decimal(2), Decimal(1), False) == (found.computed, found.surplus, found.agrees)
    assert ("f1",) == found.facts


def test_of_several_totals_of_one_sheet_the_last_counts() -> None:
    """Another sheet's total for the same day is compared by itself."""
    found = compared([], printed(1), printed(2), printed(0, sheet="复查.csv"))

    assert [("卫生.csv", "2"), ("复查.csv", "0")] == [(one.printed.sheet, str(one.printed.total)) for one in found]


def test_nothing_is_compared_where_nothing_is_assessed() -> None:
    """Neither without printed totals nor in a month without school days."""
    assert [] == compared([of("a", "hygiene.finding")])
    assert [] == compared([], printed(1), month="2024-07")


@given(counts=st.lists(st.tuples(st.integers(2, 6), st.integers(1, 3)), max_size=8))
def test_a_sheet_that_sums_right_agrees(counts: list[tuple[int, int]]) -> None:
    """Whatever was found on which days: printing each day's own sum leaves no surplus, and names the day's facts."""
    facts = [of("a", "hygiene.finding", f"2024-09-0{day}", count=count) for day, count in counts]
    days = sorted({day for day, _ in counts})
    sums = {day: sum(count for on, count in counts if on == day) for day in days}

    found = compared(facts, *(printed(sums[day], day) for day in days))

    assert all(one.agrees for one in found)
    assert [sum(1 for on, _ in counts if on == day) for day in days] == [len(one.facts) for one in found]


@pytest.mark.parametrize(
    ("total", "computed"),
    [("3.335", "3.335"), ("3.34", "3.34"), ("3.3", "3.3"), ("3.33", "3.34"), ("3", "3.34"), ("4", "3.34")],
)
def test_a_total_is_compared_at_the_places_it_is_printed_in(total: str, computed: str) -> None:
    """Each of three days is worth 3.335: it agrees with 3.335, 3.34 and 3.3, and 3 stands for nothing but 3."""
    percent = 'points = "-33.35%"'
    rule = f'facts = "class.score"\nnumber = "value"\ntake = "total"\n{percent}\n'
    book = small_book(f'[[clause]]\nid = "c"\ntitle = "c"\ncite = "c"\ninto = "x"\n{rule}')
    days = [of("a", "class.score", f"2024-09-1{day}", value="10") for day in (1, 2, 3)]
    told = [
        TotalPrinted(
            id=f"p{day}",
            class_id="a",
            on=date(2024, 9, 10 + day),
            total=Decimal(total),
            kinds=("class.score",),
            sheet="s",
        )
        for day in (1, 2, 3)
    ]
    school = load_school(five(book), {book.digest: book}, as_current_facts(days), END)

    found = project_printed_totals(
        school, "a", cell("2024-09"), [record_event(one, n) for n, one in enumerate(told, 1)]
    )

    assert [Decimal(computed)] * 3 == [one.computed for one in found]
    assert [computed == total] * 3 == [one.agrees for one in found]


def test_what_three_are_free_of_is_told_from_the_days_before() -> None:
    """Three are free in a month: the fourth, on the second day, costs a point, and that day alone is said to cost it."""
    rule = 'facts = "hygiene.finding"\nfree = 3\npoints = -1\n'
    book = small_book(f'[[clause]]\nid = "c"\ntitle = "c"\ncite = "c"\ninto = "x"\n{rule}')
    facts = [of("a", "hygiene.finding", f"2024-09-0{day}", count=2) for day in (3, 4)]
    school = load_school(five(book), {book.digest: book}, as_current_facts(facts), END)

    found = project_printed_totals(
        school, "a", cell("2024-09"), [record_event(printed(n, day), n + 1) for n, day in ((0, 3), (1, 4))]
    )

    assert ["0.00", "1.00"] == [str(one.computed) for one in found]
    assert all(one.agrees for one in found)


def test_a_mean_of_several_days_is_no_days_figure() -> None:
    """A mean that one day alone makes is that day's; of two days, neither is told what it cost."""
    rule = 'facts = "class.score"\nnumber = "value"\ntake = "mean"\npoints = -1\n'
    book = small_book(f'[[clause]]\nid = "c"\ntitle = "c"\ncite = "c"\ninto = "x"\n{rule}')
    told = attrs.evolve(printed(7), kinds=("class.score",))
    days = [of("a", "class.score", f"2024-09-0{day}", value="7") for day in (3, 4)]

    for count, computed in ((1, "7.00"), (2, "0.00")):
        school = load_school(five(book), {book.digest: book}, as_current_facts(days[:count]), END)
        (found,) = project_printed_totals(school, "a", cell("2024-09"), [record_event(told, 1)])
        assert computed == str(found.computed)
