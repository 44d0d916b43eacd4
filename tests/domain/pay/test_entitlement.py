"""What a month owes each head teacher: shares to the cent, schemes and allowances."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.quantities import round_to_step
from bzr_domain.pay.entitlement import Entitlement, ScoredMonth, compute_entitlements, share_amounts
from bzr_domain.pay.events import PayPart
from bzr_domain.pay.schemes import list_schemes
from bzr_domain.pay.seniority_allowance import Allowance
from bzr_domain.scoring.statement import Statement
from tests.support.builders import monthly
from tests.support.schools import findings, five, node, of, state, total

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


def scored(statement: Statement) -> ScoredMonth:
    """A month of 20 school days with one class and no allowance."""
    return ScoredMonth(statements=[statement], allowances=None, school_days=20)


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

    bases = {name: compute_entitlements(scored(statement), name)["ta"] for name in ("capped", "banded", "plain")}

    assert ["capped", "banded", "plain"] == list_schemes(statement.book)
    assert [350, 600, 140] == [one.assessment for one in bases.values()]
    assert [400, 600, 140] == [one.base for one in bases.values()]
    assert {} == compute_entitlements(scored(statement), "none")
    assert ["pay.scheme-1", "pay.scheme-2"] == list_schemes(monthly())


def test_facts_of_nobody_pay_nobody() -> None:
    """A class without a head teacher has no line."""
    text = total("base = 100") + node("outcome", "plain", 'unit = "元"\nscores = "total"\npoints = 2')
    statement = state(text, [of("a", "hygiene.finding")], register=five(tenures=()))

    assert {} == compute_entitlements(scored(statement), "plain")


def test_an_allowance_alone_makes_a_line() -> None:
    """Whoever has no assessment pay and an allowance is on the sheet; an allowance of nothing makes no line."""
    given_ = [
        Allowance(teacher="t1", name="甲", amount=Decimal(600)),
        Allowance(teacher="t2", name="乙", amount=Decimal(0)),
    ]

    found = compute_entitlements(ScoredMonth(statements=[], allowances=given_, school_days=20), "")

    assert [("t1", "甲", Decimal(600), ())] == [(one.teacher, one.name, one.total, one.parts) for one in found.values()]
