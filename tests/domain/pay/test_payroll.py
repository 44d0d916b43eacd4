"""What a sheet says: a line for each head teacher, what paid months owe or are owed, and why a month cannot be scored."""

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.messages import Refused, UnknownReference
from bzr_domain.kernel.readings import NOT_PROVISIONAL, PAID_STAYS
from bzr_domain.pay.entitlement import ScoredMonth, score_month
from bzr_domain.pay.events import NewerFigure, PayPrepared
from bzr_domain.pay.payroll import (
    choose_month_schemes,
    compute_lines,
    fill_in_sheet,
    recompute_paid_month,
    sum_outstanding,
)
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.loaded_school import LoadedSchool
from tests.domain.pay.test_entitlement import MONEY, owes, part
from tests.domain.pay.test_pay_sheet import line
from tests.support.appointments import says
from tests.support.builders import adopted, as_current_facts
from tests.support.schools import END, cell, findings, five, node, of, rules, total


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
ALLOWANCE = rules(total() + node("outcome", "allowance", 'unit = "元"\nfacts = "hygiene.finding"\npoints = 7'))
BOOKS = {book.digest: book for book in (PAYING, ALLOWANCE)}
AUGUST = PayPrepared(period="2025-08", scheme="pay", allowance="", lines=(), on=date(2025, 9, 1))
SEPTEMBER = PayPrepared(period="2024-09", scheme="pay", allowance="", lines=(line("ta", "100"),), on=date(2024, 10, 4))


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
    paid = attrs.evolve(SEPTEMBER, period="2024-10")

    running = fill_in_sheet(loaded(as_of=date(2024, 9, 20)), cell("2024-09"), "", "", [], BOOKS)
    unknown = fill_in_sheet(loaded(as_of=date(2024, 10, 9)), cell("2024-09"), "", "", [paid], BOOKS)

    assert isinstance(running, Refused)
    assert isinstance(unknown, Refused)
    assert "2024-09还没有结束,最后一个上课日是2024-09-30" == running.reason.zh
    assert "2024-10还没有结束,最后一个上课日是2024-10-31" == unknown.reason.zh


def test_a_month_without_a_school_day_has_no_sheet_whatever_is_named() -> None:
    """It is said before anything about schemes."""
    refused = fill_in_sheet(loaded(), cell("2024-08"), "scheme-1", ALLOWANCE.digest, [], BOOKS)

    assert isinstance(refused, Refused)
    assert ("2024-08没有上课日,不考核", "2024-08 has no school day: it is not assessed") == (
        refused.reason.zh,
        refused.reason.en,
    )


def test_what_newer_software_moved_is_listed_where_something_else_is_owed_and_waits_unless_accepted() -> None:
    """Of somebody who has no class any more, too, under the name that was paid."""
    paid = attrs.evolve(SEPTEMBER, lines=(line("ta", "80"), line("gone", "100")))
    newer = {("ta", "2024-09"): 1, ("gone", "2024-09"): 1}

    waits, accepted = (
        fill_in_sheet(loaded(), cell("2024-10"), "", "", [paid], BOOKS, newer=newer, accept_meaning=why)
        for why in ("", "同意")
    )

    assert isinstance(waits, PayPrepared)
    assert isinstance(accepted, PayPrepared)
    (figure,) = waits.newer
    assert (
        NewerFigure(teacher="gone", name=figure.name, period="2024-09", meaning=1, paid=Decimal(100), owed=Decimal(0))
        == figure
    )
    assert waits.newer == accepted.newer
    assert [False, True] == [
        any(one.teacher == "gone" and one.adjustments for one in each.lines) for each in (waits, accepted)
    ]


def test_a_scheme_that_is_not_there_is_asked_about() -> None:
    """A slip of the pen."""
    with pytest.raises(UnknownReference, match="没有方案“gone”"):
        fill_in_sheet(loaded(), cell("2024-09"), "gone", "", [], BOOKS)


ONE = rules(total("base = 10") + node("outcome", "pay", 'unit = "元"\nscores = "total"\npoints = 10'))
NONE = rules(total("base = 10") + node("outcome", "grade", 'scores = "total"\npoints = 1'))
OTHER = rules(total("base = 10") + node("outcome", "bonus", 'unit = "元"\nscores = "total"\npoints = 20'))
MONTH_WAITS = rules(total("base = 10") + node("clause", "w", 'per = "week"\nfacts = "meeting.held"\nshort_of = 1\npoints = -3', "total"))  # fmt: skip
MONTH_WAITS_AND_PAYS = rules(
    total("base = 10")
    + node("clause", "w", 'per = "week"\nfacts = "meeting.held"\nshort_of = 1\npoints = -3', "total")
    + node("outcome", "pay", 'unit = "元"\nscores = "total"')
)
PAID = PayPrepared(
    period="2024-09",
    scheme="pay",
    allowance="",
    lines=(attrs.evolve(line("ta", "100"), parts=(attrs.evolve(part("100"), class_id="a"),)),),
    on=date(2024, 10, 4),
)
MONTH = cell("2024-09")


def loaded_under(*books: Book, as_of: date = END, **changes: Any) -> LoadedSchool:
    """The five classes under some rulebooks."""
    return load_school(
        five(*books, **changes), {book.digest: book for book in (ONE, NONE, OTHER, *books)}, as_current_facts([of("a", "hygiene.finding")]), as_of
    )  # fmt: skip


def scored(*books: Book, **changes: Any) -> ScoredMonth:
    """September, which can be scored."""
    return score_month(loaded_under(*books, **changes), MONTH, "abcde", None)


def test_a_provisional_month_pays_nothing() -> None:
    """On the 20th the weeks that end in September are waited for, and its last one too."""
    refused = fill_in_sheet(loaded_under(MONTH_WAITS, as_of=date(2024, 9, 20)), MONTH, "", "", [], {})

    zh = "2024-09的结果是暂定的:a、b、c、d、e(w 到2024-10-06为止)"
    en = "results of 2024-09 are provisional: a、b、c、d、e (w until 2024-10-06)"
    assert (zh, en, NOT_PROVISIONAL) == says(refused)


def test_a_last_week_that_ends_in_the_next_month_is_not_waited_for() -> None:
    """From the last school day of September on a sheet can be filled in, although its last week ends on 6 October."""
    pays = MONTH_WAITS_AND_PAYS
    sheet = fill_in_sheet(loaded_under(pays, as_of=date(2024, 9, 30)), MONTH, "pay", "", [], {})
    early = fill_in_sheet(loaded_under(pays, as_of=date(2024, 9, 29)), MONTH, "pay", "", [], {})

    assert not isinstance(sheet, Refused)
    assert isinstance(early, Refused)
    assert "result.not-yet-over" == early.code
    owing = recompute_paid_month(loaded_under(pays, as_of=date(2024, 9, 30)), PAID, None, "pay")
    assert isinstance(owing, Refused)
    assert "result.pending" == owing.code


def test_a_month_that_runs_pays_nothing() -> None:
    """Until its last school day."""
    refused = fill_in_sheet(loaded_under(ONE, as_of=date(2024, 9, 29)), MONTH, "", "", [], {})

    zh, en = (
        "2024-09还没有结束,最后一个上课日是2024-09-30",
        "2024-09 is not over: its last school day is 2024-09-30",
    )
    assert (zh, en, NOT_PROVISIONAL) == says(refused)


def test_a_month_in_which_nothing_pays_is_asked_about() -> None:
    """No scheme and no allowance; with an allowance it pays that alone."""
    with pytest.raises(UnknownReference, match="只发班主任龄奖励,用 --allowance 写明按哪份规则"):
        choose_month_schemes(scored(NONE), "2024-09", "")

    assert "" == choose_month_schemes(attrs.evolve(scored(NONE), allowances=[]), "2024-09", "")


def owed(school: LoadedSchool, paid: PayPrepared = PAID, chosen: str = "pay") -> dict[str, object] | Refused:
    """What September owes as known now."""
    recomputed = recompute_paid_month(school, paid, None, chosen)
    if isinstance(recomputed, Refused):
        return recomputed
    return {teacher: one.total for teacher, one in recomputed.items() if teacher in ("ta", "tb")}


def test_a_paid_month_owes_by_the_scheme_it_was_paid_by() -> None:
    """Under a rulebook adopted since, by the scheme of the sheet that is filled in now; of an allowance alone, nothing."""
    assert {"ta": 100, "tb": 100} == owed(loaded_under(ONE))
    assert {"ta": 200, "tb": 200} == owed(loaded_under(OTHER), chosen="bonus")
    assert {} == owed(loaded_under(ONE), attrs.evolve(PAID, scheme=""))


def test_a_paid_month_waits_for_what_is_provisional() -> None:
    """What it owes is not known before the month is over."""
    assert isinstance(owed(loaded_under(ONE, as_of=date(2024, 9, 29))), Refused)


@pytest.mark.parametrize(
    "school",
    [loaded_under(NONE), loaded_under(ONE, adoptions=()), loaded_under(ONE, adoptions=(adopted(ONE, class_id="b"),)), loaded_under(ONE, terms={})],
    ids=["no-scheme", "no-rulebook", "other-classes-only", "no-school-day"],
)  # fmt: skip
def test_a_paid_class_for_which_nothing_pays_now_is_named(school: LoadedSchool) -> None:
    """Word for word: what it is owed cannot be told."""
    zh = (
        "2024-09已经发放,而a现在没有这个月可发的结果(没有上课日、没有采用规则,或规则没有发钱的方案),"
        "算不出应得多少;请改学校文件里的学期或 [[adopt]]"
    )
    en = (
        "2024-09 is paid, and a has no result of that month that pays now (no school day, no rulebook in force, "
        "or one without a scheme): what is owed cannot be told; change the terms or [[adopt]] in the school file"
    )
    assert (zh, en, PAID_STAYS) == says(owed(school))


def test_a_paid_class_that_has_left_is_owed_nothing() -> None:
    """Gone from the register, or without a day of its own in that month."""
    left = dict(five(ONE).classes)
    gone = left.pop("a")

    assert {"tb": 100} == owed(loaded_under(ONE, classes=left))
    assert {"tb": 100} == owed(loaded_under(ONE, classes={"a": attrs.evolve(gone, start=date(2024, 10, 8)), **left}))
