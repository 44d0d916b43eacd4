"""A month scored for pay: refused while it is provisional or runs, and told why a paid one cannot be computed again."""

from datetime import date
from typing import Any

import attrs
import pytest

from bzr_domain.kernel.messages import Refused, UnknownReference
from bzr_domain.pay.entitlement import ScoredMonth, score_month
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.pay_sheet import PAID_STAYS
from bzr_domain.pay.payroll import NOT_PROVISIONAL, choose_month_schemes, fill_in_sheet, recompute_paid_month
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.loaded_school import LoadedSchool
from tests.domain.pay.test_entitlement import part
from tests.domain.pay.test_pay_sheet import line
from tests.support.appointments import says
from tests.support.builders import adopted, as_current_facts
from tests.support.schools import END, cell, five, node, of, rules, total

ONE = rules(total("base = 10") + node("outcome", "pay", 'unit = "元"\nscores = "total"\npoints = 10'))
NONE = rules(total("base = 10") + node("outcome", "grade", 'scores = "total"\npoints = 1'))
OTHER = rules(total("base = 10") + node("outcome", "bonus", 'unit = "元"\nscores = "total"\npoints = 20'))
MONTH_WAITS = rules(total("base = 10") + node("clause", "w", 'per = "week"\nfacts = "meeting.held"\nshort_of = 1\npoints = -3', "total"))  # fmt: skip
PAID = PayPrepared(
    period="2024-09",
    scheme="pay",
    allowance="",
    lines=(attrs.evolve(line("ta", "100"), parts=(attrs.evolve(part("100"), class_id="a"),)),),
    on=date(2024, 10, 4),
)
SEPTEMBER = cell("2024-09")


def loaded(*books: Book, as_of: date = END, **changes: Any) -> LoadedSchool:
    """The five classes under some rulebooks."""
    return load_school(
        five(*books, **changes), {book.digest: book for book in (ONE, NONE, OTHER, *books)}, as_current_facts([of("a", "hygiene.finding")]), as_of
    )  # fmt: skip


def scored(*books: Book, **changes: Any) -> ScoredMonth:
    """September, which can be scored."""
    return score_month(loaded(*books, **changes), SEPTEMBER, "abcde", None)


def test_a_provisional_month_pays_nothing() -> None:
    """Its last week reaches into October."""
    refused = fill_in_sheet(loaded(MONTH_WAITS, as_of=date(2024, 9, 30)), SEPTEMBER, "", "", [], {})

    zh = "2024-09的结果是暂定的:a、b、c、d、e(w 到2024-10-06为止)"
    en = "results of 2024-09 are provisional: a、b、c、d、e (w until 2024-10-06)"
    assert (zh, en, NOT_PROVISIONAL) == says(refused)


def test_a_month_that_runs_pays_nothing() -> None:
    """Until its last school day."""
    refused = fill_in_sheet(loaded(ONE, as_of=date(2024, 9, 29)), SEPTEMBER, "", "", [], {})

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
    assert {"ta": 100, "tb": 100} == owed(loaded(ONE))
    assert {"ta": 200, "tb": 200} == owed(loaded(OTHER), chosen="bonus")
    assert {} == owed(loaded(ONE), attrs.evolve(PAID, scheme=""))


def test_a_paid_month_waits_for_what_is_provisional() -> None:
    """What it owes is not known before the month is over."""
    assert isinstance(owed(loaded(ONE, as_of=date(2024, 9, 29))), Refused)


@pytest.mark.parametrize(
    "school",
    [loaded(NONE), loaded(ONE, adoptions=()), loaded(ONE, adoptions=(adopted(ONE, class_id="b"),)), loaded(ONE, terms={})],
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

    assert {"tb": 100} == owed(loaded(ONE, classes=left))
    assert {"tb": 100} == owed(
        loaded(ONE, classes={"a": attrs.evolve(gone, start=date(2024, 10, 8)), **left})
    )
