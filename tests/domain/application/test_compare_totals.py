"""Printed totals of a store beside the computed ones, and rows that seem swapped."""

from datetime import date
from decimal import Decimal

from bzr_domain.application.compare_totals import (
    compare_recorded_totals,
    compare_totals,
    suspect_swapped_rows,
)
from bzr_domain.facts.incoming_sheet import IncomingSheet, PrintedTotal
from tests.life.living import Life, school_with_facts
from tests.life.test_machine import cell

SEPTEMBER = cell("2024-09")


def printed(life: Life, on: str, **totals: int) -> None:
    """A sheet that prints a total for each class, of assemblies missed."""
    rows = tuple(
        PrintedTotal(class_ref=name, on=date.fromisoformat(on), total=Decimal(total), sheet="表", row=row)
        for row, (name, total) in enumerate(totals.items(), 2)
    )
    done = life.by("记录员").record([IncomingSheet(name="表", rows=(), totals=rows, kinds=("assembly.missed",))])
    assert not done.problems


def test_rows_that_print_each_others_totals_seem_swapped() -> None:
    """One assembly missed costs 5: c1's row prints c2's 0, and c2's row c1's 5; both are told of either class."""
    life = school_with_facts()
    printed(life, "2024-09-10", c1=0, c2=5)
    printed(life, "2024-10-10", c2=5)
    reader = life.by().reader()

    for class_id in ("c1", "c2"):
        (group,) = suspect_swapped_rows(reader, class_id)
        assert ("exchanged", {"c1", "c2"}) == (group.why, {row.printed.class_id for row in group.rows})
    assert [False, True] == [one.agrees for one in reversed(compare_totals(reader, "c2", SEPTEMBER))] + [
        one.agrees for one in compare_totals(reader, "c2", cell("2024-10"))
    ]


def test_only_what_a_recording_touched_is_compared() -> None:
    """Of the sheet by its name and of the class by its day; without sheets nothing is read."""
    life = school_with_facts()
    printed(life, "2024-09-10", c1=5, c2=1)
    reader, day = life.by().reader(), date(2024, 9, 10)

    (mine,) = compare_recorded_totals(reader, {"表"}, {("c1", day)})

    assert ("c1", True) == (mine.printed.class_id, mine.agrees)
    assert [] == compare_recorded_totals(reader, {"表"}, {("c1", date(2024, 9, 11))})
    assert [] == compare_recorded_totals(reader, {"别的"}, {("c1", day)})
    assert [] == compare_recorded_totals(reader, (), {("c1", day)})


def test_without_printed_totals_nothing_is_compared() -> None:
    """And nothing seems swapped."""
    reader = school_with_facts().by().reader()

    assert [] == compare_totals(reader, "c1", SEPTEMBER)
    assert [] == suspect_swapped_rows(reader, "c1")
