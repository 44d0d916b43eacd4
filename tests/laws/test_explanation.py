"""Laws of the explanation: under every shipped rulebook each point is followed back to its facts."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.documents.explanation import explain_document
from bzr_adapters.documents.facts import Words
from bzr_adapters.front_door.statements import publish_explanation
from bzr_adapters.intake.rulebook_files import list_shipped_rulebooks, read_common_kinds, read_rulebook_text
from bzr_adapters.reports.explanation import explain_lines
from bzr_adapters.reports.ink import Ink
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.projections.explanation import Explanation, explain_statement
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.language import FactRows
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import find_scope, load_school
from bzr_domain.scoring.select_rows import selects_fact
from bzr_domain.scoring.statement import ClauseLine
from bzr_domain.scoring.subject_view import Scope
from bzr_domain.testing.strategies import Case, cases
from tests.support.books import books
from tests.support.builders import as_current_facts, scored
from tests.support.effort import fewer

NOW = datetime(2025, 2, 1, tzinfo=UTC)
HEAD = {"position": 1, "as_of": NOW, "lang": "zh"}
BOOKS = {
    name: parse_rulebook(read_rulebook_text(name, Path()), read_common_kinds()) for name in list_shipped_rulebooks()
}


def explained(case: Case) -> Explanation:
    """A case's statement, followed back to its facts."""
    found = as_current_facts(case.facts)
    scope = find_scope(load_school(case.register, case.books, found, case.as_of), case.class_id, case.period)
    assert isinstance(scope, Scope), scope
    return explain_statement(scope, scored(case), found, {})


def words(rules: Book) -> Words:
    """What is needed to write the facts of a rulebook."""
    return Words(kinds=rules.kinds, zone=UTC)


def leaves(line: ClauseLine) -> Iterator[ClauseLine]:
    """The clauses of a line that have no parts."""
    for part in line.parts:
        yield from leaves(part)
    if not line.parts:
        yield line


def written(clause: dict[str, Any]) -> Iterator[str]:
    """The ids of the facts that a clause of the document writes out, its parts' too."""
    yield from (fact["id"] for fact in clause["facts"])
    for part in clause["parts"]:
        yield from written(part)


@pytest.mark.parametrize("name", list_shipped_rulebooks())
@fewer(20)
@given(data=st.data())
def test_every_counted_fact_stands_in_the_document(name: str, data: st.DataObject) -> None:
    """Each fact that a clause of the statement counted is written out, and has its line in the ledger."""
    found = explained(data.draw(cases(BOOKS[name], max_facts=12)))

    document = explain_document(found, NOW, words(BOOKS[name]))

    for item, wrote in zip(found.statement.items, document["items"], strict=True):
        counted = {fact for clause in item.clauses for leaf in leaves(clause) for fact in leaf.facts}
        assert counted == {fact for clause in wrote["clauses"] for fact in written(clause)}


@pytest.mark.parametrize("name", list_shipped_rulebooks())
@fewer(20)
@given(data=st.data())
def test_the_text_and_the_ledger_hold_together(name: str, data: st.DataObject) -> None:
    """The account is written for people, too, and its lines add up to the item's score."""
    found = explained(data.draw(cases(BOOKS[name], max_facts=12)))

    text = list(explain_lines(publish_explanation(found, words(BOOKS[name]), HEAD), Ink(coloured=False)))

    assert text
    assert [one.item.score for one in found.accounts] == [
        sum((line.counts for line in one.lines), ZERO) for one in found.accounts
    ]


@fewer(50)
@given(data=st.data(), rules=books())
def test_nothing_recorded_is_said_where_nothing_was(data: st.DataObject, rules: Book) -> None:
    """Not of a period with a fact on its days or in a week that counts in it, nor of a clause that such a fact falls under.

    Of a clause that is in force on some days alone it is said of those days.
    """
    case = data.draw(cases(rules, max_facts=3))
    found = explained(case)
    text = list(explain_lines(publish_explanation(found, words(rules), HEAD), Ink(coloured=False)))

    recorded = [current for current in as_current_facts(case.facts) if current.fact.class_id == case.class_id]
    calendar, period = case.register.calendar, case.period
    for leaf in rules.nodes.values():
        rows = leaf.source
        own = [one.fact.on for one in recorded if isinstance(rows, FactRows) and selects_fact(rules, rows, one)]
        weeks = {on: calendar.period_of(leaf.per, on) for on in own}
        within = [on for on, week in weeks.items() if week and calendar.find_wider_period(period.per, week) == period]
        if within:
            assert found.statement.recorded
            silent = "没有记录" if any(map(leaf.covers, within)) else ":没有记录"
            assert not [line for line in text if line.startswith(f"  {leaf.id} ") and silent in line]
    if not found.statement.recorded:
        assert [] == [current for current in recorded if period.covers(current.fact.on)]


@fewer(50)
@given(data=st.data(), rules=books())
def test_a_line_stands_on_the_facts_that_were_counted(data: st.DataObject, rules: Book) -> None:
    """Under any rulebook, where an item is worth something, each fact that its clauses counted stands on a line."""
    found = explained(data.draw(cases(rules, max_facts=8)))

    explain_document(found, NOW, words(rules))
    for account in found.accounts:
        clauses = [leaf for clause in account.item.clauses for leaf in leaves(clause)]
        counted = {fact for one in clauses for fact in one.facts}
        assert not account.lines or counted <= {fact for line in account.lines for fact in line.list_facts()}
