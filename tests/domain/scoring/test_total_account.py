"""The account of a total: a line for each item, and those of its own base, bounds and operations."""

import pytest

from bzr_domain.facts.fact import Fact
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import find_scope, load_school
from bzr_domain.scoring.subject_view import Scope
from bzr_domain.scoring.total_account import build_total_account
from bzr_domain.testing.strategies import CLASS
from tests.support.builders import KINDS, SEPTEMBER, adopted, as_current_facts, fact, school, states

HEAD = '[rulebook]\nid = "t"\ntitle = "试"\n[[item]]\nid = "total"\ntitle = "总分"\n'
X = '[[item]]\nid = "x"\ntitle = "卫生"\ninto = "total"\n'
PART = '[[item]]\nid = "p"\ntitle = "教室"\ninto = "x"\n'
CLAUSE = '[[clause]]\nid = "{id}"\ntitle = "{id}"\ncite = "本校"\ninto = "{into}"\nfacts = "{facts}"\n'
FINDING = CLAUSE.format(id="c", into="x", facts="hygiene.finding") + "points = -1\n"
MISSED = CLAUSE.format(id="d", into="total", facts="assembly.missed") + "points = -3\n"
FACTOR = (
    CLAUSE.format(id="f", into="total", facts="safety.criminal") + 'joins = "factor"\ntable = { from = 1, gives = 0 }\n'
)
FACTS = [fact("hygiene.finding", f"2024-09-{day}", count=2) for day in ("03", "10")]
Told = tuple[str, str, str]


def tell(body: str, facts: list[Fact]) -> list[Told]:
    """What each line of the total is, whose it is, and what it adds."""
    book = parse_rulebook(HEAD + body, KINDS)
    loaded = load_school(
        school(adopted(book)), {book.digest: book}, as_current_facts(facts), SEPTEMBER.last.replace(month=12)
    )
    scope = find_scope(loaded, CLASS, SEPTEMBER)
    assert isinstance(scope, Scope)
    lines = build_total_account(scope, book.nodes["total"], states(facts, book).results)
    return [(line.bound or line.operation or line.kind, line.clause, str(line.counts)) for line in lines]


@pytest.mark.parametrize(
    ("body", "facts", "told"),
    [
        (X + FINDING + MISSED, FACTS, [("clause", "x", "-4.00")]),
        (
            "base = 10\nfloor = 8\n" + X + FINDING,
            FACTS,
            [("base", "total", "10.00"), ("clause", "x", "-4.00"), ("floor", "total", "2.00")],
        ),
        (
            X + 'weight = "40%"\n' + PART + FINDING.replace('into = "x"', 'into = "p"'),
            FACTS,
            [("clause", "x", "-1.60")],
        ),
        (
            X + 'weight = "1/3"\n' + FINDING,
            [fact("hygiene.finding", f"2024-09-{day}") for day in ("03", "10")],
            [("clause", "x", "-0.67")],
        ),
        (
            "base = 10\n" + X + FINDING + FACTOR,
            [*FACTS, fact("safety.criminal")],
            [("base", "total", "10.00"), ("clause", "x", "-4.00"), ("factor", "f", "-6.00")],
        ),
        ('take = "mean"\n' + X + FINDING + MISSED, [*FACTS, fact("assembly.missed")], [("mean", "total", "-3.50")]),
        (
            X + 'weight = "1/3"\n' + FINDING + MISSED + 'weight = "1/3"\n',
            [fact("hygiene.finding"), fact("assembly.missed")],
            [("clause", "x", "-0.33"), ("clause", "d", "-1.00")],
        ),
        (
            X + 'weight = "1/3"\n' + FINDING + MISSED.replace("-3", "-1") + 'weight = "1/3"\n',
            [fact("hygiene.finding"), fact("assembly.missed")],
            [("clause", "x", "-0.33"), ("clause", "d", "-0.33"), ("round", "total", "-0.01")],
        ),
        (CLAUSE.format(id="g", into="total", facts="hygiene.score") + 'number = "value"\ntake = "mean"\n', [], []),
    ],
)
def test_a_total_is_told_line_by_line(body: str, facts: list[Fact], told: list[Told]) -> None:
    """All of them add up to it."""
    assert told == tell(body, facts)
