"""Pay sheets: their steps, and what paid ones gave."""

from datetime import UTC, date, datetime
from decimal import Decimal

import attrs
import pytest

from bzr_domain.facts.events import FactVoided
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.readings import PAID_STAYS
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay import pay_sheet as paysheet
from bzr_domain.pay.events import Adjustment, PayEvent, PayLine, PayPrepared, PayStepTaken, Step
from bzr_domain.pay.pay_sheet import (
    IN_ORDER,
    PayCommand,
    PaySheet,
    PreparePaySheet,
    TakePayStep,
    list_paid_lines,
    list_paid_sheets,
)
from bzr_domain.pay.payroll import find_amount_for
from tests.support.appointments import says

TODAY = date(2024, 10, 4)
SHEET = PayPrepared(period="2024-09", scheme="pay.scheme-1", allowance="", lines=(), on=TODAY)


def line(teacher: str, assessment: str | Decimal, *adjusted: tuple[str, str]) -> PayLine:
    """A line that was paid."""
    adjustments = tuple(
        Adjustment(period=period, paid=Decimal(0), owed=Decimal(0), amount=Decimal(amount))
        for period, amount in adjusted
    )
    return PayLine(
        teacher=teacher, name=teacher, base=Decimal(600), assessment=Decimal(assessment), seniority=Decimal(0),
        parts=(), adjustments=adjustments, payable=Decimal(assessment),
    )  # fmt: skip


def at(sheet: PaySheet, *events: PayEvent, actor: str = "甲") -> PaySheet:
    """The sheet after some events."""
    for event in events:
        one = Recorded(
            stream=sheet.stream,
            version=sheet.version + 1,
            position=sheet.version + 1,
            recorded_at=datetime(2024, 10, 4, tzinfo=UTC),
            actor=actor,
            command="c",
            event=event,
        )
        sheet = paysheet.evolve(sheet, one)
    return sheet


def step(name: Step, period: str = "2024-09") -> PayStepTaken:
    """A step that was taken."""
    return PayStepTaken(period=period, step=name, note="", on=TODAY)


def asked(name: Step, actor: str, note: str = "") -> TakePayStep:
    """A step that somebody wants to take."""
    return TakePayStep(event=attrs.evolve(step(name), note=note), actor=actor)


def paid(wanted: PayPrepared) -> PaySheet:
    """A sheet through all its steps."""
    names: tuple[Step, ...] = ("reviewed", "approved", "handed-over", "paid")
    return at(paysheet.initial(f"pay:{wanted.period}"), wanted, *(step(one, wanted.period) for one in names))


def test_what_is_under_way_is_not_filled_in_again() -> None:
    """A reviewed sheet has to be returned first; the same sheet takes no event; a returned one is filled in anew."""
    prepared = at(paysheet.initial("pay:2024-09"), SHEET)
    reviewed = at(prepared, step("reviewed"))

    refused = paysheet.decide(reviewed, PreparePaySheet(content=SHEET))

    assert isinstance(refused, Refused)
    assert "要改须先退回" in refused.reason.zh
    assert () == paysheet.decide(prepared, PreparePaySheet(content=attrs.evolve(SHEET, on=date(2024, 10, 5))))
    assert (SHEET,) == paysheet.decide(at(reviewed, step("returned")), PreparePaySheet(content=SHEET))
    assert () == paysheet.decide(reviewed, asked("reviewed", "乙"))


def test_a_sheet_nobody_began_says_nothing() -> None:
    """No state, no sheet; an event of another history is refused."""
    sheet = paysheet.initial("pay:2024-09")

    assert ("none", None) == (sheet.state, sheet.content)
    with pytest.raises(TypeError, match="belongs to no pay sheet"):
        at(sheet, FactVoided(id="v", target="f", reason="r"))  # type: ignore[arg-type]


def test_what_paid_sheets_gave_is_told_by_month() -> None:
    """The month's own line and the later adjustments; a sheet that is not paid gave nothing."""
    september = paid(attrs.evolve(SHEET, lines=(line("t1", "450"),)))
    october = paid(attrs.evolve(SHEET, period="2024-10", lines=(line("t1", "600", ("2024-09", "150")),)))
    open_ = at(paysheet.initial("pay:2024-11"), attrs.evolve(SHEET, period="2024-11", lines=(line("t1", "600"),)))

    found = list_paid_lines([one.event for one in list_paid_sheets([september, october, open_])])

    assert [Decimal(450), Decimal(150)] == [find_amount_for(one, "2024-09") for one in found["2024-09", "t1"]]
    assert [Decimal(600)] == [find_amount_for(one, "2024-10") for one in found["2024-10", "t1"]]
    assert {("2024-09", "t1"), ("2024-10", "t1")} == set(found)


def test_each_step_is_taken_in_its_order() -> None:
    """From the review to the payment, each by somebody else, with its note."""
    sheet = at(paysheet.initial("pay:2024-09"), SHEET)
    steps: tuple[Step, ...] = ("reviewed", "approved", "handed-over", "paid")
    for number, name in enumerate(steps):
        decided = paysheet.decide(sheet, asked(name, f"人{number}", "阅"))
        assert decided == (PayStepTaken(period="2024-09", step=name, note="阅", on=TODAY),)
        sheet = at(sheet, *decided, actor=f"人{number}")

    assert "paid" == sheet.state


BEGUN = at(paysheet.initial("pay:2024-09"), SHEET)
REVIEWED = at(BEGUN, step("reviewed"), actor="乙")


@pytest.mark.parametrize(
    ("sheet", "command", "refusal"),
    [
        (
            paid(SHEET),
            PreparePaySheet(content=SHEET),
            ("2024-09的绩效已经发放", "the sheet of 2024-09 is paid", PAID_STAYS),
        ),
        (
            BEGUN,
            PreparePaySheet(content=SHEET, unpaid=("2024-07", "2024-08")),
            (
                "2024-07、2024-08的绩效表还没有发放;发放以后再填2024-09",
                "the sheet of 2024-07、2024-08 is not paid yet: 2024-09 comes after it",
                IN_ORDER,
            ),
        ),
        (
            BEGUN,
            asked("approved", "丙"),
            (
                "2024-09的绩效表已填表,须已审核以后才能这样做",
                "the sheet of 2024-09 is prepared: this comes after reviewed",
                IN_ORDER,
            ),
        ),
        (BEGUN, asked("returned", "丙", " "), ("退回须写明理由", "a return has to say its reason", IN_ORDER)),
        (
            REVIEWED,
            asked("approved", "乙 "),
            (
                "“乙 ”已经办过这张表,审核、审批须另有其人",
                "'乙 ' has had a hand in this sheet already: somebody else has to check it",
                IN_ORDER,
            ),
        ),
    ],
    ids=["paid", "others-unpaid", "out-of-order", "return-without-reason", "four-eyes"],
)
def test_a_command_out_of_order_is_refused(sheet: PaySheet, command: PayCommand, refusal: tuple[str, str, str]) -> None:
    """Word for word, with its clause."""
    assert refusal == says(paysheet.decide(sheet, command))
