"""What the text of an explanation says of a clause that counted nothing."""

from datetime import UTC, date, datetime

import pytest

from bzr_adapters.documents.facts import Words
from bzr_adapters.front_door.statements import publish_explanation
from bzr_adapters.reports.explanation import explain_lines
from bzr_adapters.reports.ink import PLAIN
from bzr_domain.projections.explanation import explain_statement
from bzr_domain.scoring.assessment import load_school, score_class
from bzr_domain.testing.strategies import CLASS
from tests.support.builders import SEPTEMBER, adopted, as_current_facts, fact, school
from tests.support.schools import node, rules, total

HEAD = {"position": 1, "as_of": datetime(2024, 10, 8, tzinfo=UTC), "lang": "en"}
MEAN = 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"\n'


@pytest.mark.parametrize(
    ("days", "kind", "says"),
    [
        ("until = 2024-09-05", "hygiene.score", "nothing recorded on the days it is in force, no points"),
        ("since = 2024-09-11", "hygiene.score", "nothing recorded on the days it is in force, no points"),
        ("", "hygiene.finding", "nothing recorded, no points"),
    ],
)
def test_of_a_clause_in_force_on_some_days_alone_it_says_what_days_it_speaks_of(
    days: str, kind: str, says: str
) -> None:
    """A score of the 10th is recorded, under a clause that is not in force on that day."""
    book = rules(total() + node("item", "i", "", "total") + node("clause", "c", MEAN + days, "i"))
    value = {"value": "80"} if kind == "hygiene.score" else {}
    facts = as_current_facts([fact(kind, "2024-09-10", **value)])
    loaded = load_school(school(adopted(book)), {book.digest: book}, facts, date(2024, 10, 8))
    scored = score_class(loaded, CLASS, SEPTEMBER)
    assert isinstance(scored, tuple)

    explanation = explain_statement(*scored, facts, {})
    lines = explain_lines(publish_explanation(explanation, Words(kinds=book.kinds, zone=UTC), HEAD), PLAIN)

    assert [f"  c c(试): {says}"] == [line for line in lines if line.startswith("  c ")]
