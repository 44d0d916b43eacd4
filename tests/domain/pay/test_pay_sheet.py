"""Pay sheets: their steps, what they say, and what paid months owe besides."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.fact_history import FactVoided
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.quantities import round_to_step
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay import pay_sheet as paysheet
from bzr_domain.pay.entitlement import Entitlement, compute_entitlements, share_amounts
from bzr_domain.pay.events import Adjustment, PayEvent, PayLine, PayPart, PayPrepared, PayStepTaken, Step
from bzr_domain.pay.pay_sheet import (
    PaySheet,
    PreparePaySheet,
    TakePayStep,
    list_paid_lines,
    list_paid_sheets,
)
from bzr_domain.pay.payroll import compute_lines, find_amount_for, sum_outstanding
from bzr_domain.pay.schemes import list_schemes
from bzr_domain.pay.seniority_allowance import Allowance
from tests.support.builders import monthly
from tests.support.schools import findings, node, of, state, total

TODAY = date(2024, 10, 4)
SHEET = PayPrepared(period="2024-09", scheme="pay.scheme-1", allowance="", lines=(), on=TODAY)
MONEY = st.decimals(0, 1000, places=2)


def part(amount: str | Decimal, served: int = 20, days: int = 20) -> PayPart:
    """What a class gives."""
    return PayPart(
        class_id="c1",
        total=Decimal(90),
        full=Decimal(600),
        amount=Decimal(amount),
        served=served,
        school_days=days,
    )


def owes(teacher: str, amount: str | Decimal) -> Entitlement:
    """What a month gives somebody."""
    return Entitlement(teacher=teacher, name=teacher, parts=(part(amount),), assessment=Decimal(amount))


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
    return TakePayStep(period="2024-09", step=name, actor=actor, note=note, today=TODAY)


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
    open_ = at(
        paysheet.initial("pay:2024-11"), attrs.evolve(SHEET, period="2024-11", lines=(line("t1", "600"),))
    )

    found = list_paid_lines([one.event for one in list_paid_sheets([september, october, open_])])

    assert [Decimal(450), Decimal(150)] == [find_amount_for(one, "2024-09") for one in found["2024-09", "t1"]]
    assert [Decimal(600)] == [find_amount_for(one, "2024-10") for one in found["2024-10", "t1"]]
    assert {("2024-09", "t1"), ("2024-10", "t1")} == set(found)


@given(st.lists(st.tuples(st.sampled_from(["2024-09", "2024-10"]), MONEY, MONEY), max_size=5), MONEY)
def test_nobody_is_paid_less_than_nothing_and_what_is_left_stays_owed(
    months: list[tuple[str, Decimal, Decimal]], own: Decimal
) -> None:
    """Law: additions are paid whole; deductions as far as there is money; each adjustment moves towards what is owed."""
    earlier = {name: {"t1": owes("t1", owed)} for name, owed, _ in months}
    had = {(name, "t1"): (line("t1", before),) for name, _, before in months}
    now = {"t1": owes("t1", own)}

    (found,) = compute_lines(now, earlier, had)

    wanted = {name: dues["t1"].total - had[name, "t1"][0].assessment for name, dues in earlier.items()}
    got = {one.period: one.amount for one in found.adjustments}
    assert found.payable >= 0
    assert found.payable == own + sum(got.values(), Decimal(0))
    for name, amount in wanted.items():
        moved = got.get(name, Decimal(0))
        assert moved == amount if amount >= 0 else amount <= moved <= 0
    left = sum(got.values(), Decimal(0)) - sum(wanted.values(), Decimal(0))
    assert left == sum_outstanding(found.adjustments)
    assert left == 0 or found.payable == 0


@given(st.lists(st.integers(1, 12), min_size=1, max_size=5), MONEY)
def test_shares_of_a_month_served_whole_add_up_to_its_amount(served: list[int], amount: Decimal) -> None:
    """Law: however a month's days fall to head teachers, they share its amount exactly, each less than a cent away."""
    days = sum(served)
    parts = {f"t{n}": [part(amount, one, days)] for n, one in enumerate(served)}

    found = share_amounts(parts, lambda one: one.amount)

    assert amount == sum((one for (one,) in found.values()), Decimal(0))
    for n, one in enumerate(served):
        (share,) = found[f"t{n}"]
        assert abs(Fraction(share) - Fraction(amount) * one / days) < Fraction(1, 100)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 5)), min_size=1, max_size=4), MONEY)
def test_what_nobody_served_is_paid_to_nobody(served: list[tuple[int, int]], amount: Decimal) -> None:
    """Law: with days on which a class had nobody, its head teachers share its amount by the days it had one."""
    days = sum(one + none for one, none in served)
    parts = {f"t{n}": [part(amount, one, days)] for n, (one, _) in enumerate(served)}

    found = share_amounts(parts, lambda one: one.amount)

    whole = round_to_step(Fraction(amount) * sum(one for one, _ in served) / days)
    assert whole == sum((one for (one,) in found.values()), Decimal(0))


def test_the_cent_that_is_left_goes_to_the_first_of_equals() -> None:
    """8, 8 and 7 of 23 days of 600 yuan lose two thirds of a cent twice: 208.70, 208.69 and 182.61 are 600."""
    parts = {"t1": [part("600", 8, 23)], "t2": [part("600", 8, 23)], "t3": [part("600", 7, 23)]}

    found = share_amounts(parts, lambda one: one.amount)

    assert ["208.70", "208.69", "182.61"] == [str(one) for (one,) in found.values()]


def test_a_line_is_there_for_whoever_is_owed_something_or_owes() -> None:
    """Somebody without a class is owed 150 of September; somebody else was paid 450 that cannot be taken back."""
    earlier = {"2024-09": {"t9": owes("t9", "600")}}
    had = {("2024-09", "t9"): (line("t9", "450"),), ("2024-09", "t8"): (line("t8", "450"),)}

    found = compute_lines({}, earlier, had)

    assert [("t9", Decimal(150), Decimal(0)), ("t8", Decimal(0), Decimal(450))] == [
        (one.teacher, one.payable, sum_outstanding(one.adjustments)) for one in found
    ]


def test_what_is_outstanding_is_taken_back_when_there_is_pay_again() -> None:
    """A sheet that could take nothing back leaves the whole of it to the next one with pay."""
    earlier = {"2024-09": {"t8": owes("t8", "0")}}
    (none,) = compute_lines({}, earlier, {("2024-09", "t8"): (line("t8", "450"),)})
    had = {("2024-09", "t8"): (line("t8", "450"), none)}

    (found,) = compute_lines({"t8": owes("t8", "600")}, earlier, had)

    assert (Decimal(150), Decimal(0)) == (found.payable, sum_outstanding(found.adjustments))


def test_a_month_pays_by_its_scheme_and_its_allowance() -> None:
    """The cap, the table and what stands in the place of both say what is best; without the scheme nobody has a line."""
    text = total("base = 100") + node("clause", "d", 'facts = "hygiene.finding"\npoints = -10', "total")
    text += node("outcome", "capped", 'unit = "元"\nscores = "total"\npoints = 5\ncap = 400')
    text += node(
        "outcome",
        "banded",
        'unit = "元"\nscores = "total"\ntable = [{ from = 60, gives = 600 }, { gives = 0 }]',
    )
    text += node("outcome", "plain", 'unit = "元"\nscores = "total"\npoints = 2')
    text += node("outcome", "allowance", 'unit = "元"\nscores = "years"\npoints = 100')
    statement = state(text, findings(a=3))

    bases = {
        name: compute_entitlements([statement], name, 20)["ta"] for name in ("capped", "banded", "plain")
    }

    assert ["capped", "banded", "plain"] == list_schemes(statement.book)
    assert [350, 600, 140] == [one.assessment for one in bases.values()]
    assert [400, 600, 140] == [one.base for one in bases.values()]
    assert {} == compute_entitlements([statement], "none", 20)
    assert ["pay.scheme-1", "pay.scheme-2"] == list_schemes(monthly())


def test_facts_of_nobody_pay_nobody() -> None:
    """A class without a head teacher has no line."""
    from tests.support.schools import five

    text = total("base = 100") + node("outcome", "plain", 'unit = "元"\nscores = "total"\npoints = 2')
    statement = state(text, [of("a", "hygiene.finding")], register=five(tenures=()))

    assert {} == compute_entitlements([statement], "plain", 20)


def test_an_allowance_alone_makes_a_line() -> None:
    """Whoever has no assessment pay and an allowance is on the sheet; an allowance of nothing makes no line."""
    given_ = [
        Allowance(teacher="t1", name="甲", amount=Decimal(600)),
        Allowance(teacher="t2", name="乙", amount=Decimal(0)),
    ]

    found = compute_entitlements([], "", 20, given_)

    assert [("t1", "甲", Decimal(600), ())] == [
        (one.teacher, one.name, one.total, one.parts) for one in found.values()
    ]
