"""How the periods of a node become a longer one: months a term, terms a year, days a week, weeks a month."""

from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.scoring.statement import Statement
from tests.support.schools import node, of, state, total, worth

MONTHLY = total("base = 100") + node("clause", "d", 'facts = "hygiene.finding"\npoints = -10', "total")
MONTHS = [
    of("a", "hygiene.finding", day, count=count)
    for day, count in (
        ("2024-09-03", 5),
        ("2024-10-08", 5),
        ("2024-11-05", 1),
        ("2024-12-03", 6),
        ("2025-03-04", 7),
    )
]
"""50, 50, 90, 40, 100; in spring 100, 30, 100 …"""


def test_on_a_terms_statement_an_item_stands_as_the_term_takes_it() -> None:
    """Where the term is the mean of its months, so is the clause; where it is their sum, the clause is summed."""
    mean = node("item", "total", 'per = "term"\ntake = "mean"\nround = 0.01')
    item = node("item", "i", 'per = "month"\nbase = 20\ncap = 20', "total")
    clause = node("clause", "d", 'facts = "hygiene.finding"\npoints = -1', "i")

    facts = [*MONTHS, of("a", "hygiene.finding", "2025-01-07", count=3)]

    averaged = state(mean + item + clause, facts, period="2024-autumn")
    summed = state(total('per = "term"') + item + clause, facts, period="2024-autumn")

    assert ["16.00", "16.00", "-4.00"] == _points(averaged)
    assert ["80.00", "80.00", "-20.00"] == _points(summed)


def test_a_mean_that_lacks_a_month_is_provisional_while_its_term_runs() -> None:
    """December and January are still to be graded in November; once the term is over, they stay out of its mean."""
    text = node("item", "total", 'per = "term"\ntake = "mean"\nround = 0.01')
    text += node("clause", "d", 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"', "total")
    graded = [of("a", "hygiene.score", f"2024-{month}-10", value="90") for month in ("09", "10", "11")]
    by_november = date(2024, 11, 30)

    assert state(text, graded, period="2024-autumn", as_of=by_november).provisional
    assert not state(text, graded, period="2024-autumn").provisional
    assert "90.00" == str(state(text, graded, period="2024-autumn").total)


def _points(statement: Statement) -> list[str]:
    return [str(statement.total), str(statement.items[0].score), str(statement.items[0].clauses[0].points)]


def test_a_year_reads_its_terms_and_a_month_its_term() -> None:
    """Finer cells are rows; a wider one is one value, of all that is known of it."""
    text = MONTHLY + node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"\nround = 0.01')
    text += node("item", "total.year", 'per = "year"\nscores = "total.term"\ntake = "mean"\nround = 0.01')
    text += node("outcome", "x", 'scores = "total.term"')

    assert Decimal("76.00") == state(text, MONTHS, period="2024-2025").total
    assert Decimal("66.00") == worth(text, *MONTHS, period="2024-11")


def test_a_term_is_provisional_until_it_is_over() -> None:
    """The mean of the months begun so far, marked as such."""
    text = MONTHLY + node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"')

    first = state(text, MONTHS, period="2024-autumn", as_of=date(2024, 9, 30))
    early = state(text, MONTHS, period="2024-autumn", as_of=date(2024, 11, 30))

    assert first.provisional
    assert (True, "63.33") == (early.provisional, str(early.total))
    assert not state(text, MONTHS, period="2024-autumn").provisional


def test_a_capped_day_joins_the_week_and_the_week_the_month() -> None:
    """Ten points a day, never below 0; a week is the mean of its days, a month the mean of its weeks."""
    text = node("item", "total", 'scores = "week"\ntake = "mean"\nround = 0.01')
    text += node("value", "week", 'per = "week"\nscores = "day"\ntake = "mean"\nround = 0.01')
    text += node("item", "day", 'per = "day"\nbase = 10\nfloor = 0')
    text += node("clause", "c", 'per = "day"\nfacts = "hygiene.finding"\npoints = -3', "day")
    facts = [
        of("a", "hygiene.finding", "2024-09-03", count=5),
        of("a", "hygiene.finding", "2024-09-07", count=1),
    ]

    statement = state(text, facts)

    # Saturday the 7th is no school day and no part of the week: 10, 0, 10, 10, 10 make 8; with four weeks of 10 it is 9.6.
    assert Decimal("9.60") == statement.total


def test_an_item_that_does_not_add_takes_each_finer_cell() -> None:
    """The best week of the month stands for it."""
    text = total('take = "highest"') + node(
        "clause", "x", 'per = "week"\nfacts = "proposal.adopted"\npoints = 2', "total"
    )
    facts = [
        attrs.evolve(of("a", "proposal.adopted", day, count=count), teacher="ta")
        for day, count in (("2024-09-03", 1), ("2024-09-11", 3))
    ]

    assert 6 == state(text, facts).total
