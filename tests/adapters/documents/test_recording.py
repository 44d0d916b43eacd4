"""Rows that seem swapped, in words."""

from datetime import date
from decimal import Decimal

import pytest

from bzr_adapters.documents.recording import swapped_message
from bzr_domain.facts.events import TotalPrinted
from bzr_domain.projections.printed_totals import TotalComparison
from bzr_domain.projections.swapped_rows import find_swapped_rows


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        ("12 21", "两行合计互换后相符", "with the two totals exchanged both agree"),
        ("14 21 42", "这3行的合计换位后都相符", "with these 3 totals exchanged all agree"),
        (
            "12 12 21",
            "其中几行的合计换位后相符,是哪几行要看原表",
            "with some of these totals exchanged they agree: the table tells which",
        ),
        ("12 98", "一行多印、一行少印的都是1.00", "one prints 1.00 too much, the other as much too little"),
        (
            "12 54 98",
            "多印、少印的都是1.00,是哪一行对哪一行要看原表",
            "each prints 1.00 too much or too little: the table tells which belongs to which",
        ),
        (
            "02 03 94",
            "一行相差5.00,正是另两行反方向相差之和,可能两个班的分记在一行",
            "one is 5.00 off, the other two together as much the other way: perhaps two classes' points on one row",
        ),
    ],
)
def test_every_reason_is_said_in_words(rows: str, zh: str, en: str) -> None:
    """Rows written as computed and printed digit: what makes them suspect, in both languages."""
    table = [
        TotalComparison(
            printed=TotalPrinted(
                id=f"{n}",
                class_id=f"c{n}",
                on=date(2024, 9, 3),
                total=Decimal(one[1]),
                kinds=(),
                sheet="表.csv",
            ),
            computed=Decimal(one[0]),
            facts=(),
        )
        for n, one in enumerate(rows.split())
    ]

    (group,) = find_swapped_rows(table)
    message = swapped_message(group, {f"c{n}": f"{n}班" for n in range(4)})

    assert (zh, en) == (message.zh.split(";")[1], message.en.rsplit("; ", len(table) + 1)[1])
