"""What a sheet says: a line for each head teacher, and what paid months owe or are owed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import Refused, UnknownReference
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.payroll import compute_lines, fill_in_sheet, sum_outstanding
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.loaded_school import LoadedSchool
from tests.domain.pay.test_entitlement import MONEY, owes
from tests.domain.pay.test_pay_sheet import line
from tests.support.builders import as_current_facts
from tests.support.schools import END, cell, findings, five, node, rules, total


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


PAYING = rules(
    total("base = 10")
    + node("clause", "c", 'facts = "hygiene.finding"\npoints = -1', "total")
    + node("outcome", "pay", 'unit = "元"\nscores = "total"\npoints = 10')
)
ALLOWANCE = rules(
    total() + node("outcome", "allowance", 'unit = "元"\nfacts = "hygiene.finding"\npoints = 7')
)
BOOKS = {book.digest: book for book in (PAYING, ALLOWANCE)}
AUGUST = PayPrepared(period="2025-08", scheme="pay", allowance="", lines=(), on=date(2025, 9, 1))
SEPTEMBER = PayPrepared(
    period="2024-09", scheme="pay", allowance="", lines=(line("ta", "100"),), on=date(2024, 10, 4)
)


def loaded(book: Book = PAYING, as_of: date = END) -> LoadedSchool:
    """The five classes, with two findings of class a in September."""
    return load_school(five(book), BOOKS, as_current_facts(findings(a=2)), as_of)


def test_a_sheet_is_filled_in_with_what_a_paid_month_was_given_too_much() -> None:
    """October's 100 yuan for everybody; ta was paid 100 of September, which gives 80 now; tb was paid nothing of it."""
    filled = fill_in_sheet(loaded(), cell("2024-10"), "", "", [SEPTEMBER], BOOKS)

    assert isinstance(filled, PayPrepared)
    assert ("2024-10", "pay", "", END) == (filled.period, filled.scheme, filled.allowance, filled.on)
    assert ("ta", Decimal(80)) == (filled.lines[0].teacher, filled.lines[0].payable)
    assert [("tb", Decimal(200))] == [(one.teacher, one.payable) for one in filled.lines[1:2]]


def test_a_sheet_pays_the_allowance_of_its_rulebook() -> None:
    """Two findings of seven yuan each, beside the assessment's eighty."""
    filled = fill_in_sheet(loaded(), cell("2024-09"), "pay", ALLOWANCE.digest, [], BOOKS)

    assert isinstance(filled, PayPrepared)
    assert (Decimal(80), Decimal(14)) == (filled.lines[0].assessment, filled.lines[0].seniority)


def test_a_month_that_is_not_over_is_not_filled_in() -> None:
    """Neither the month itself, nor while a paid one cannot be told any more."""
    early = loaded(as_of=date(2024, 9, 20))

    running = fill_in_sheet(early, cell("2024-09"), "", "", [], BOOKS)
    unknown = fill_in_sheet(early, cell("2024-08"), "", ALLOWANCE.digest, [SEPTEMBER], BOOKS)

    assert isinstance(running, Refused)
    assert isinstance(unknown, Refused)
    assert "2024-09还没有结束,最后一个上课日是2024-09-30" == running.reason.zh == unknown.reason.zh


def test_a_scheme_that_is_not_there_is_asked_about() -> None:
    """A slip of the pen."""
    with pytest.raises(UnknownReference, match="没有方案“gone”"):
        fill_in_sheet(loaded(), cell("2024-09"), "gone", "", [], BOOKS)
