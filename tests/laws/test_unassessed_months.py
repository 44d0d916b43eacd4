"""A law of the months in which clauses were not assessed: a term says of each what the month's own statement says."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bzr_domain.application.score_facts import score_facts
from bzr_domain.facts.fact import Fact
from bzr_domain.testing.strategies import facts
from tests.support.builders import monthly, stated

BOOK = monthly()
MONTHS = ("2024-09", "2024-10", "2024-11", "2024-12", "2025-01")
KINDS = ("contact.rating", "bearing.rating", "staff.activity", "papers.rating", "tasks.rating", "hygiene.finding")
SCHOOL_DAYS = st.dates(date(2024, 9, 1), date(2025, 1, 31))
DAYS = st.sampled_from([date(2024, 9, 3), date(2024, 10, 31), date(2024, 12, 2), date(2025, 1, 3), date(2025, 3, 1)])


@given(history=st.lists(facts(BOOK, kinds=KINDS, days=SCHOOL_DAYS), max_size=8), as_of=DAYS)
@settings(max_examples=25)
def test_a_term_says_of_each_month_what_the_month_says(history: list[Fact], as_of: date) -> None:
    """Except of a month that has not begun, or of which nothing was recorded: that is told as a whole."""
    history = [each for each in history if each.on <= as_of]
    term = stated(score_facts(BOOK, history, "2024-autumn", as_of=as_of))
    months = {month: stated(score_facts(BOOK, history, month, as_of=as_of)) for month in MONTHS}

    assert term.unassessed_months == {
        name: month.name_clauses(month.not_assessed)
        for name, month in months.items()
        if month.not_assessed and month.begun and name not in term.silent_months
    }
