"""`bzr.term/1`: the months its total reads, and what was never assessed."""

from datetime import UTC, date, datetime

import attrs

from bzr_adapters.documents.statement import Month
from bzr_adapters.documents.term import term_document
from bzr_adapters.front_door.statements import publish_month
from bzr_adapters.reports.ink import Ink
from bzr_adapters.reports.month import month_lines
from bzr_domain.facts.fact import Fact
from bzr_domain.projections.monthly import collect_statements, list_month_totals
from bzr_domain.projections.semester import project_semester
from bzr_domain.register.calendar import Term
from bzr_domain.scoring.assessment import assess_class
from bzr_domain.scoring.statement import Statement
from tests.support.builders import AUTUMN, as_current_facts, stated
from tests.support.schools import END, five, node, of, rules, state, total

CLOSE = Term(id="2025-spring", start=date(2025, 1, 20), end=date(2025, 6, 27))
"""A spring whose first school days lie in the month in which autumn ends."""
MONTHLY = total("base = 100") + node("clause", "c", 'per = "week"\nfacts = "hygiene.finding"\npoints = -1', "total")
MEAN = MONTHLY + node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"')
SCORED = 'facts = "class.score"\nnumber = "value"\ntake = "mean"'
YEAR = (
    node("item", "total", 'per = "term"\ninto = "total.year"\ntake = "mean"')
    + node("clause", "mid", f'per = "term"\n{SCORED}', "total")
    + node("item", "end", 'per = "year"\ninto = "total.year"\ntake = "mean"')
    + node("clause", "whole", 'per = "year"\nfacts = "attendance.rate"\nnumber = "value"\ntake = "mean"', "end")
    + node("item", "total.year", 'per = "year"\ntake = "mean"')
)


def spring(text: str) -> Statement:
    """The spring of class a, with findings on both sides of the seam."""
    book = rules(text)
    register = attrs.evolve(five(book), terms={"2024-autumn": AUTUMN, "2025-spring": CLOSE})
    period = register.calendar.find_period("2025-spring")
    assert period is not None
    facts = [
        of("a", "hygiene.finding", "2025-01-08", count=3),
        of("a", "hygiene.finding", "2025-01-22", count=5),
    ]
    return stated(assess_class(register, {book.digest: book}, "a", period, as_current_facts(facts), END))


def year(*facts: Fact, as_of: date = date(2025, 8, 31)) -> Statement:
    """The school year of class a: two mid-term assessments and one at the end."""
    return state(YEAR, facts, period="2024-2025", as_of=as_of)


def scores(first: str, second: str) -> list[Fact]:
    """A mid-term score in each term."""
    return [
        of("a", "class.score", "2024-11-05", value=first),
        of("a", "class.score", "2025-04-15", value=second),
    ]


def shown(one: Statement) -> Month:
    """A report of one statement."""
    return Month(school="试", month=one.period, as_of=datetime(2025, 8, 31, tzinfo=UTC), statements=[one])


def test_the_months_are_those_the_mean_reads() -> None:
    """January belongs to the term of its first school day: spring neither lists nor averages it."""
    found = spring(MEAN)

    assert ["2025-02", "2025-03", "2025-04", "2025-05", "2025-06"] == list(list_month_totals(found))
    assert 100 == found.total == list_month_totals(found)["2025-02"]


def test_a_month_that_two_terms_share_counts_in_one() -> None:
    """An item of months in a term's total: what January lost is lost in autumn alone."""
    text = total('per = "term"') + node("item", "m", 'per = "month"', "total")
    text += node("clause", "w", 'per = "week"\nfacts = "hygiene.finding"\npoints = -1', "m")

    assert 0 == spring(text).total


def test_what_goes_into_a_mean_stays_on_its_scale() -> None:
    """79.50 and 90 in the terms, 58.50 at the end: 84.75 and 58.50 are shown, and the year is the mean of all three."""
    found = year(*scores("79.5", "90"), of("a", "attendance.rate", "2025-06-20", value="58.5"))

    assert [("total", "84.75", "84.75"), ("end", "58.50", "58.50")] == [
        (one.id, str(one.score), str(one.earned)) for one in found.items
    ]
    assert ["84.75"] == [str(clause.points) for clause in found.items[0].clauses]
    within = {name: str(points) for name, points in list_month_totals(found).items()}
    assert ("76.00", {"2024-autumn": "79.50", "2025-spring": "90.00"}) == (str(found.total), within)


def test_a_year_is_provisional_while_an_assessment_can_still_come() -> None:
    """With one term, or without the one at the end, it waits for the year's end; with all three it does not."""
    first, second = scores("79.5", "90")
    last = of("a", "attendance.rate", "2025-06-20", value="58.5")
    june = date(2025, 6, 30)

    given = [(first,), (first, last), (first, second), (first, second, last)]
    assert [True, True, True, False] == [year(*facts, as_of=june).provisional for facts in given]
    assert not year(first).provisional


def test_what_was_never_assessed_is_no_zero() -> None:
    """Neither in the document nor in the table."""
    nothing = year()

    month = shown(nothing)
    (document,) = term_document(project_semester(collect_statements(nothing.period, [("a", nothing)])), month.as_of)[
        "statements"
    ]
    row = list(
        month_lines(publish_month(month, {"position": 7, "as_of": month.as_of, "lang": "en"}), Ink(coloured=False))
    )[3]

    assert (None, None, False) == (document["total"], document["mean"], document["recorded"])
    assert ["a", "ta", "—", "—", "—"] == row.split()[:5]
