"""Laws of scoring: sums, bounds, order, voids — for the shipped rulebook and for made-up ones."""

from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.facts.fact import Fact
from bzr_domain.rulebook.book import Book
from bzr_domain.testing import LAWS, Law
from bzr_domain.testing.laws import list_figures
from bzr_domain.testing.strategies import Case, cases, facts
from tests.support.books import books
from tests.support.builders import monthly, scored
from tests.support.effort import fewer

GRADED = (
    "bearing.rating",
    "contact.rating",
    "staff.activity",
    "papers.rating",
    "students.rating",
    "tasks.rating",
)
DEDUCTING = (
    "hygiene.finding", "safety.violation", "safety.public_order", "safety.criminal", "safety.sanction", "fee.uncollected",
    "assembly.missed", "assembly.disorder", "lesson.check_missed", "retention.lost", "staff.meeting_missed",
    "staff.poor_record",
)  # fmt: skip
AWARDING = ("hygiene.score", "award.student", "article.published", "proposal.adopted", "meeting.held")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
@fewer(40)
@given(case=cases(monthly(), max_facts=6))
def test_every_law_holds_under_the_monthly_rulebook(law: Law, case: Case) -> None:
    """The published laws hold for the shipped monthly rulebook."""
    assert law.find_break(case) is None


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
@fewer(60)
@given(data=st.data(), book=books())
def test_every_law_holds_under_any_rulebook(law: Law, data: st.DataObject, book: Book) -> None:
    """The published laws hold for rulebooks that combine the forms of the language at random."""
    case = data.draw(cases(book, max_facts=6))

    assert law.find_break(case) is None


@fewer(50, nightly=100)
@given(st.data(), cases(monthly(), per="month"))
def test_order_within_a_day_is_free_too_where_nothing_is_graded(data: st.DataObject, case: Case) -> None:
    """Only a grade has a latest; everything else may be recorded in any order at all."""
    plain = tuple(fact for fact in case.facts if fact.kind not in GRADED)
    shuffled = data.draw(st.permutations(plain))

    one = scored(attrs.evolve(case, facts=plain))
    two = scored(attrs.evolve(case, facts=tuple(shuffled)))

    assert list_figures(one) == list_figures(two)


def _more(case: Case, kinds: tuple[str, ...]) -> st.SearchStrategy[Fact]:
    days = st.sampled_from(case.register.calendar.school_days_in(case.period))
    return facts(monthly(), kinds=kinds, days=days)


@fewer(50, nightly=100)
@given(st.data(), cases(monthly(), per="month"))
def test_one_more_deduction_never_raises_the_total(data: st.DataObject, case: Case) -> None:
    """Whatever is held against a class, more of it is never better."""
    more = attrs.evolve(case, facts=(*case.facts, data.draw(_more(case, DEDUCTING))))

    assert scored(more).total <= scored(case).total


@fewer(50, nightly=100)
@given(st.data(), cases(monthly(), per="month"))
def test_one_more_award_never_lowers_the_total(data: st.DataObject, case: Case) -> None:
    """Whatever speaks for a class, more of it is never worse."""
    more = attrs.evolve(case, facts=(*case.facts, data.draw(_more(case, AWARDING))))

    assert scored(more).total >= scored(case).total


@fewer(50, nightly=100)
@given(st.data(), cases(monthly(), per="month"))
def test_one_more_deduction_is_reported_in_full(data: st.DataObject, case: Case) -> None:
    """扣完为止 is the clamp and nothing else: what is deducted beyond it still stands in the column."""
    extra = attrs.evolve(data.draw(_more(case, ("hygiene.finding",))), count=30)
    before, after = scored(case), scored(attrs.evolve(case, facts=(*case.facts, extra)))

    assert after.items[0].deducted == before.items[0].deducted + 30
    assert after.items[0].score - after.items[0].bonus <= before.items[0].score - before.items[0].bonus


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_pay_never_falls_when_the_total_rises(case: Case) -> None:
    """Both schemes pay between 0 and 600 yuan, in whole tens of the total's points."""
    outcomes = scored(case).outcomes

    for scheme in ("pay.scheme-1", "pay.scheme-2"):
        pay = outcomes[scheme]
        assert isinstance(pay, Decimal)
        assert 0 <= pay <= 600


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_scoring_twice_gives_the_same(case: Case) -> None:
    """Scoring has no memory: the same history gives the same statement."""
    assert list_figures(scored(case)) == list_figures(scored(case))


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_facts_of_other_months_and_weeks_change_nothing(case: Case) -> None:
    """A fact that lies neither in the month nor in its weeks is not looked at."""
    reach = case.register.calendar.widen_to_weeks(case.period)
    inside = tuple(fact for fact in case.facts if reach.covers(fact.on))
    moved = tuple(
        attrs.evolve(fact, on=day)
        for fact in case.facts
        for day in case.register.calendar.school_days
        if not reach.covers(day)
    )

    one = scored(attrs.evolve(case, facts=inside))
    two = scored(attrs.evolve(case, facts=(*inside, *moved[:20])))

    assert list_figures(one) == list_figures(two)
