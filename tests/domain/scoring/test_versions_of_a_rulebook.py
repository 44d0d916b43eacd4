"""Two versions of a rulebook: what holds is what the version in force that day, or governing that cell, says."""

from datetime import date
from decimal import Decimal

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.explanation import explain_statement
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.assessment import assess_class, find_scope, load_school
from bzr_domain.scoring.statement import Statement
from tests.support.builders import SEPTEMBER, adopted, as_current_facts, fact, month_cell, school, small_book

OCTOBER = month_cell("2024-10")
GRADE = """
[[clause]]
id = "g"
title = "评定"
cite = "试"
into = "x"
facts = "bearing.rating"
price.grade = { "好" = 5, "一般" = 3, "差" = 0 }
take = "last"
"""
NEEDED = """
[[clause]]
id = "m"
title = "每月一次班会"
cite = "试"
into = "x"
facts = "meeting.held"
short_of = 1
points = -3
"""
FOUND = '[[clause]]\nid = "f"\ntitle = "不合格"\ncite = "试"\ninto = "x"\nfacts = "hygiene.finding"\npoints = -1\n'
READER = f'{FOUND}when."g".given = true\n'


def under(old: str, new: str, since: str, month: Period, *facts: Fact, as_of: date = date(2025, 1, 31)) -> Statement:
    """A month's statement where a second version came into force on a day."""
    earlier, later = small_book(old), small_book(new)
    books: dict[str, Book] = {earlier.digest: earlier, later.digest: later}
    register = school(adopted(earlier), adopted(later, date.fromisoformat(since)))
    statement = assess_class(register, books, "g1c1", month, as_current_facts(facts), as_of)
    assert not isinstance(statement, Problem)
    return statement


def test_a_clause_whose_condition_is_gone_is_not_carried_along() -> None:
    """An earlier clause that reads a node the later version dropped cannot be asked any more."""
    statement = under(GRADE + READER, "", "2024-09-16", SEPTEMBER, fact("hygiene.finding"))

    assert 0 == statement.total


def test_a_clause_is_not_printed_in_a_month_in_which_it_was_never_in_force() -> None:
    """Repealed or brought in on 1 October, though a week of September reaches into it."""
    repealed = under(GRADE, "", "2024-10-01", OCTOBER)
    brought_in = under("", GRADE, "2024-10-01", SEPTEMBER)

    assert ((), ()) == (repealed.not_assessed, brought_in.not_assessed)
    assert ((), ()) == (repealed.items[0].clauses, brought_in.items[0].clauses)


def test_what_absence_gives_belongs_to_the_version_of_the_last_school_day() -> None:
    """A requirement repealed in mid-month is not missed in that month, and one of next month does not wait in this."""
    meeting = fact("meeting.held", "2024-09-20", level="班会", grade="完整")
    repealed = under(NEEDED, "", "2024-09-16", SEPTEMBER, meeting)
    to_come = under("", NEEDED, "2024-10-01", SEPTEMBER, as_of=date(2024, 9, 29))

    assert (Decimal(0), False) == (repealed.total, to_come.provisional)


def test_each_version_judges_by_its_own_scale() -> None:
    """A scale whose words changed: facts of both versions count under their own."""
    kind = '[[kind]]\nid = "dress"\ntitle = "仪容"\nfields.level = ["{0}", "{1}"]\n'
    clause = (
        '[[clause]]\nid = "d"\ntitle = "仪容"\ncite = "试"\ninto = "x"\nfacts = "dress"\n'
        'where.level = "{1}"\npoints = -5\n'
    )
    old, new = ((kind + clause).format(*words) for words in (("轻", "重"), ("轻微", "严重")))
    facts = fact("dress", "2024-09-03", level="重"), fact("dress", "2024-09-18", level="严重")

    statement = under(old, new, "2024-09-16", SEPTEMBER, *facts)

    assert (Decimal(-10), ()) == (statement.total, statement.not_scored)


def test_the_account_of_an_item_ends_at_its_score() -> None:
    """Also where an inner item came to nothing, and where the item does not apply at all."""
    inner = '[[item]]\nid = "y"\ntitle = "内"\ninto = "x"\nfloor = 1\n' + GRADE.replace('into = "x"', 'into = "y"')
    book = small_book(
        inner + '[[item]]\nid = "z"\ntitle = "另"\ninto = "total"\nbase = 20\nwhen.stage = "primary"\n'
        '[[item]]\nid = "w"\ntitle = "又"\ninto = "total"\nbase = 20\nwhen.stage = "primary"\notherwise = 7\n'
    )
    scope = find_scope(
        load_school(school(adopted(book)), {book.digest: book}, [], date(2025, 1, 31)), "g1c1", SEPTEMBER
    )
    assert not isinstance(scope, Problem)
    statement = assess_class(school(adopted(book)), {book.digest: book}, "g1c1", SEPTEMBER, [], date(2025, 1, 31))
    assert isinstance(statement, Statement)

    for account in explain_statement(scope, statement, [], {}).accounts:
        assert account.item.score == sum(line.counts for line in account.lines)
    assert Decimal(7) == statement.total
