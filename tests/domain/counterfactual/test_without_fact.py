"""With and without one fact: the statement itself, and what moves besides."""

from decimal import Decimal
from typing import Any

from bzr_domain.counterfactual.compare_statements import LineChange
from bzr_domain.counterfactual.without_fact import Dispute, score_without_fact
from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import Problem
from bzr_domain.scoring.assessment import load_school
from tests.support.builders import as_current_facts
from tests.support.schools import END, cell, findings, five, node, of, rules, total

FINDING = 'facts = "hygiene.finding"\n'
MONTHS = (
    total()
    + node("item", "i", "base = 10", "total")
    + node("clause", "c", f"{FINDING}points = -1", "i")
    + node("outcome", "pay", 'unit = "元"\nscores = "total"\npoints = 10')
)
TERM = node("item", "total.term", 'per = "term"\nscores = "total"\ntake = "mean"\npoints = 1')
RANKED = node("outcome", "place", 'scores = "total"\nrank = "high"\namong = "grade"\nties = "best"')
RUNNING = node(
    "outcome",
    "warned",
    'scores = "total"\nwhere.score.under = 10\nreach = "term"\nnumber = "count"\npoints = 1',
)


def disputed(
    text: str, *facts: Fact, number: int = 1, class_id: str = "a", period: str = "2024-09"
) -> Dispute | Problem:
    """The dispute about one of some facts."""
    book, found = rules(text), as_current_facts(facts)
    school = load_school(five(book), {book.digest: book}, found, END)
    return score_without_fact(school, found[number - 1], class_id, cell(period))


def dispute_of(*args: Any, **changes: Any) -> Dispute:
    """A dispute that has to come about."""
    found = disputed(*args, **changes)
    assert isinstance(found, Dispute), found
    return found


def sides(*moved: LineChange[Any]) -> list[tuple[str, object, object]]:
    """What moved, with both sides."""
    return [(one.id, one.before, one.after) for one in moved]


def moves(found: Dispute) -> list[tuple[str, str, object]]:
    """Whose statement of which period moved by how much besides."""
    return [(one.before.school_class.id, one.before.period.name, one.points) for one in found.beyond]


def test_both_statements_stand_side_by_side() -> None:
    """Two findings cost two points; without them ten are left, and 20 yuan more."""
    found = dispute_of(MONTHS, *findings(a=2, b=1))

    own = found.difference
    assert found.touches
    assert [8, 10] == [own.before.total, own.after.total]
    assert [("c", -2, 0), ("pay", 80, 100)] == sides(*own.clauses, *own.pay)
    assert () == found.beyond


def test_a_fact_of_another_class_touches_nothing() -> None:
    """Where classes are not compared, b's findings are b's alone; b's own month is named."""
    found = dispute_of(MONTHS, *findings(a=2, b=1), number=2)

    assert not found.touches
    assert [("b", "2024-09", 1)] == moves(found)


def test_the_term_moves_with_its_month() -> None:
    """The mean of five months moves by a fifth of two points; there is no year's total to move."""
    found = dispute_of(MONTHS + TERM, *findings(a=2, b=1))

    assert [("a", "2024-autumn", Decimal("0.40"))] == moves(found)


def test_others_move_where_they_are_ranked() -> None:
    """Without a's findings, a takes the first place and b falls to the second; the other grade stays."""
    found = dispute_of(MONTHS + RANKED, *findings(a=2, b=1, c=3))

    (b,) = found.beyond
    assert [("place", 2, 1)] == sides(*found.difference.outcomes)
    assert [("place", 1, 2)] == sides(*b.outcomes)
    assert [("b", "2024-09", 0)] == moves(found)


def test_a_ranked_class_can_dispute_the_fact_of_another() -> None:
    """B's place moves by what was recorded against a; a's own statement is named among what moves besides."""
    found = dispute_of(MONTHS + RANKED, *findings(a=2, b=1), class_id="b")

    assert found.touches
    assert 0 == found.difference.points
    assert {"a"} <= {who for who, _, _ in moves(found)}


def test_others_move_where_they_are_set_beside_the_mean_of_the_grade() -> None:
    """Without a's two findings the mean of three classes rises by two thirds of a point, and with it what others are given."""
    mean = node("value", "mean", 'about = "grade"\nscores = "total"\ntake = "mean"')
    text = MONTHS + mean + node("outcome", "grade", 'scores = "mean"')

    found = dispute_of(text, *findings(a=2, b=1))

    b, c = found.beyond
    assert [("grade", Decimal("9.00"), Decimal("9.67"))] == sides(*b.outcomes) == sides(*c.outcomes)
    assert ["b", "c"] == [one.after.school_class.id for one in (b, c)]


def test_later_months_move_where_they_look_back() -> None:
    """How often the class was below ten since the term began is asked again every month."""
    found = dispute_of(MONTHS + RUNNING, *findings(a=1))

    assert ["2024-10", "2024-11", "2024-12", "2025-01"] == [name for _, name, _ in moves(found)]


def test_a_later_term_moves_where_its_verdict_looks_back() -> None:
    """Two terms running below nine: January's fact is half of the verdict in spring, and that is said of January."""
    verdict = node(
        "outcome",
        "verdict",
        'per = "term"\nscores = "total.term"\nreach = "tenure"\nwhere.score.under = 10\nnumber = "count"\npoints = 1',
    )
    late = [of("a", "hygiene.finding", "2025-01-06"), of("a", "hygiene.finding", "2025-03-03")]

    found = dispute_of(MONTHS + TERM + verdict, *late, period="2025-01")

    assert [("2024-autumn", Decimal("0.20")), ("2025-spring", 0)] == [
        (name, points) for _, name, points in moves(found)
    ]
    assert [("verdict", 2, 1)] == sides(*found.beyond[1].outcomes)


def test_the_term_moves_as_well_when_another_class_or_period_is_asked_about() -> None:
    """Asked from class b or from spring, a's September and its term are named all the same."""
    expected = {("a", "2024-09", 2), ("a", "2024-autumn", Decimal("0.40"))}

    from_b = dispute_of(MONTHS + TERM, *findings(a=2), class_id="b")
    from_spring = dispute_of(MONTHS + TERM, *findings(a=2), period="2025-spring")

    assert expected == set(moves(from_b)) == set(moves(from_spring))


def test_months_before_the_fact_move_where_they_read_their_term() -> None:
    """An outcome of each month reads the term's mean: a fact of October moves September's too."""
    text = MONTHS + TERM + node("outcome", "so_far", 'scores = "total.term"')

    found = dispute_of(text, of("a", "hygiene.finding", "2024-10-08", count=5), period="2024-10")

    assert ("a", "2024-09", 0) in moves(found)


def test_a_month_without_a_statement_has_no_dispute() -> None:
    """August is not assessed; a rulebook of months has no term."""
    august, term = (disputed(MONTHS, of("a", "hygiene.finding"), period=name) for name in ("2024-08", "2024-autumn"))  # fmt: skip

    assert isinstance(august, Problem)
    assert isinstance(term, Problem)
