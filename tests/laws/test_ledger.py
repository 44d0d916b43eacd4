"""Laws of the ledger: its lines lead from nothing to the item's score, step by step."""

from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.ledger import Line, build_ledger
from bzr_domain.scoring.statement import Statement
from bzr_domain.testing.strategies import Case, cases
from tests.support.books import books
from tests.support.builders import monthly, scored
from tests.support.effort import fewer


def accounts(case: Case, book: Book, statement: Statement) -> list[tuple[str, tuple[Line, ...]]]:
    """Every item with its lines."""
    first, last = case.period.first, case.period.last
    return [
        (item.id, build_ledger(book, item, statement.results, first, last)) for item in book.items_of(case.period.per)
    ]


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_the_lines_add_up_to_the_score(case: Case) -> None:
    """The sum of what the lines changed is the item's score."""
    statement = scored(case)
    found = {name: sum((line.points for line in lines), ZERO) for name, lines in accounts(case, monthly(), statement)}

    assert {item.id: item.score for item in statement.items} == found


@fewer(50, nightly=100)
@given(st.data(), books())
def test_the_lines_add_up_under_any_rulebook(data: st.DataObject, book: Book) -> None:
    """Whatever forms a rulebook combines, its ledger ends at the score."""
    case = data.draw(cases(book, max_facts=8))
    statement = scored(case)
    found = {name: sum((line.points for line in lines), ZERO) for name, lines in accounts(case, book, statement)}

    assert {item.id: item.score for item in statement.items} == found


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_each_line_begins_where_the_one_before_it_ended(case: Case) -> None:
    """No change is missing between two lines."""
    for _, lines in accounts(case, monthly(), scored(case)):
        befores, afters = [line.before for line in lines], [ZERO, *(line.after for line in lines)]
        assert afters[:-1] == befores


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_a_line_changes_what_its_clause_says_unless_a_bound_takes_some(case: Case) -> None:
    """Where less changed than the clause says, the line names the bound that took it."""
    for _, lines in accounts(case, monthly(), scored(case)):
        for line in lines:
            assert (line.reached is None) == (line.points == line.nominal)


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_every_fact_that_a_clause_counted_has_a_line(case: Case) -> None:
    """No fact that stands in the statement is without its line."""
    statement = scored(case)
    named = {fact for _, lines in accounts(case, monthly(), statement) for line in lines for fact in line.facts}

    assert named >= {fact for item in statement.items for clause in item.clauses for fact in clause.facts}
