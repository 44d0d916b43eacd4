"""What stands beside a sheet: whether it was late, what changed since, who is left out, since when a month is settled."""

from datetime import UTC, date, datetime
from decimal import Decimal

import attrs
import pytest

from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay import pay_sheet as paysheet
from bzr_domain.pay.events import Adjustment, PayLine, PayPrepared
from bzr_domain.pay.pay_sheet import list_classes
from bzr_domain.pay.sheet_remarks import (
    Lateness,
    compare_lines,
    find_classes_of,
    find_lateness,
    find_left_out,
    find_settled_position,
)
from bzr_domain.register.roster import Tenure
from tests.domain.pay.test_entitlement import part
from tests.domain.pay.test_pay_sheet import SHEET, at, line
from tests.support.schools import cell, five, rules, total

DUE = '[[note]]\nid = "n"\ntitle = "报审"\ncite = "试"\nsays = "approval"\n'
SEPTEMBER = cell("2024-09")


@pytest.mark.parametrize(
    ("notes", "on", "days"),
    [
        (DUE + 'due = "day 5"', date(2024, 10, 8), 3),
        (DUE + 'due = "day 5"', date(2024, 10, 5), None),
        (DUE, date(2024, 10, 8), None),
        (DUE.replace("approval", "cadence"), date(2024, 10, 8), None),
        ("", date(2024, 10, 8), None),
    ],
    ids=["late", "in-time", "no-day", "another-note", "no-note"],
)
def test_a_sheet_is_late_after_the_day_of_the_next_month(notes: str, on: date, days: int | None) -> None:
    """每月5日前: counted when it was first filled in."""
    sheet = at(paysheet.initial("pay:2024-09"), attrs.evolve(SHEET, on=on))

    lateness = find_lateness(sheet, SEPTEMBER, rules(total("base = 1") + notes), five())

    expected = None if days is None else Lateness(deadline=date(2024, 10, 5), days=days, cite="试")
    assert expected == lateness


def test_a_sheet_nobody_began_is_not_late() -> None:
    """There is no day on which it was filled in."""
    book = rules(total("base = 1") + DUE + 'due = "day 5"')

    assert find_lateness(paysheet.initial("pay:2024-09"), SEPTEMBER, book, five()) is None


def sheet(*lines: PayLine) -> PayPrepared:
    """A sheet of these lines."""
    return attrs.evolve(SHEET, lines=lines)


def test_lines_that_would_come_out_otherwise_are_told_with_both_amounts() -> None:
    """One has less, one is new, one has gone; whose money is the same is not named."""
    before = sheet(line("t1", "450"), line("t2", "600"), line("t3", "600"))
    now = sheet(line("t1", "300"), line("t2", "600"), line("t4", "10"))

    assert [
        ("t1", Decimal(450), Decimal(300)),
        ("t3", Decimal(600), Decimal(0)),
        ("t4", Decimal(0), Decimal(10)),
    ] == [(one.teacher, one.before, one.after) for one in compare_lines(before, now)]


ON_SHEET = attrs.evolve(
    line("ta", "600"),
    parts=tuple(attrs.evolve(part("600"), class_id=name) for name in ("a", "b", "a")),
)


def test_classes_with_a_head_teacher_and_without_pay_are_left_out() -> None:
    """Of a sheet that pays by a scheme; an allowance alone leaves nobody out."""
    register = five(tenures=five().tenures[:3])

    assert ["a", "b"] == list_classes(sheet(ON_SHEET))
    assert ("c",) == find_left_out(sheet(ON_SHEET), SEPTEMBER, register)
    assert () == find_left_out(attrs.evolve(sheet(ON_SHEET), scheme=""), SEPTEMBER, register)


def recorded(position: int, content: PayPrepared) -> Recorded[PayPrepared]:
    """A sheet as it was filled in at a position."""
    return Recorded(
        stream="pay",
        version=1,
        position=position,
        recorded_at=datetime(2024, 10, 8, tzinfo=UTC),
        actor="x",
        command="c",
        event=content,
    )


def adjusted(period: str, owed: int, amount: int) -> PayPrepared:
    """October's sheet, which adjusts 450 yuan paid to t1 for a month."""
    adjustment = Adjustment(period=period, paid=Decimal(450), owed=Decimal(owed), amount=Decimal(amount))
    return attrs.evolve(
        sheet(attrs.evolve(line("t1", "600"), adjustments=(adjustment,)), line("t2", "600")), period="2024-10"
    )


@pytest.mark.parametrize(
    ("later", "position"),
    [
        (adjusted("2024-09", 300, -150), 9),
        (adjusted("2024-09", 300, 0), 4),
        (adjusted("2024-08", 300, 0), 9),
    ],
    ids=["taken-back", "outstanding", "another-month"],
)
def test_a_month_is_settled_by_the_last_sheet_that_left_nothing_of_it(later: PayPrepared, position: int) -> None:
    """Its own sheet, or a later one that took back or paid all of it."""
    own = recorded(4, sheet(line("t1", "450")))

    assert position == find_settled_position(own, "t1", [own, recorded(9, later)])


def test_the_classes_of_a_teacher_are_those_paid_for_and_those_held_now() -> None:
    """Paid for a and b; had c in that month as known now, and d later."""
    held = (
        Tenure(teacher="ta", name="师", class_id="c", start=date(2024, 9, 1)),
        Tenure(teacher="ta", name="师", class_id="d", start=date(2024, 10, 1)),
        Tenure(teacher="tb", name="师", class_id="e", start=date(2024, 9, 1)),
    )

    classes = find_classes_of("ta", sheet(ON_SHEET, line("tb", "1")), SEPTEMBER, five(tenures=held))

    assert ["a", "b", "c"] == classes
