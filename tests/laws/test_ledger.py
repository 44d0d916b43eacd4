"""Laws of the ledger: base + clause lines + bound lines = score, under every rulebook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import find_scope, load_school
from bzr_domain.scoring.ledger import Line, build_ledger
from bzr_domain.scoring.subject_view import Scope
from bzr_domain.testing.laws import the_account_adds_up
from bzr_domain.testing.strategies import Case, cases
from tests.laws.test_explanation import BOOKS
from tests.support.books import books
from tests.support.builders import as_current_facts, monthly, scored
from tests.support.effort import fewer


def accounts(case: Case) -> dict[str, tuple[Line, ...]]:
    """Every item with its lines."""
    school = load_school(case.register, case.books, as_current_facts(case.facts), case.as_of)
    scope, statement = find_scope(school, case.class_id, case.period), scored(case)
    assert isinstance(scope, Scope), scope
    nodes = scope.schedule.book.nodes
    return {item.id: build_ledger(scope, nodes[item.id], statement.results) for item in statement.items}


@pytest.mark.parametrize("name", BOOKS)
@fewer(20)
@given(data=st.data())
def test_the_account_adds_up_under_every_shipped_rulebook(name: str, data: st.DataObject) -> None:
    """The law of rulebooks, on each of ours."""
    assert the_account_adds_up(data.draw(cases(BOOKS[name], max_facts=12))) is True


@fewer(50, nightly=100)
@given(st.data(), books())
def test_the_account_adds_up_under_any_rulebook(data: st.DataObject, book: Book) -> None:
    """Whatever forms a rulebook combines, base + clause lines + bound lines = score."""
    assert the_account_adds_up(data.draw(cases(book, max_facts=8))) is True


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_a_bound_has_one_line_of_its_own(case: Case) -> None:
    """What a floor gives and what a cap takes is said once, below the clauses, and no clause line is cut short."""
    for name, lines in accounts(case).items():
        bounds = [line for line in lines if line.bound is not None and line.clause == name]
        assert len(bounds) <= 1
        assert list(lines[len(lines) - len(bounds) :]) == bounds
        assert all((line.counts > ZERO) == (line.bound == "floor") for line in bounds)


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_every_fact_that_a_clause_counted_has_a_line(case: Case) -> None:
    """No fact that stands in the statement is without its line."""
    statement = scored(case)
    named = {fact for lines in accounts(case).values() for line in lines for fact in line.list_facts()}

    assert named >= {fact for item in statement.items for clause in item.clauses for fact in clause.facts}
