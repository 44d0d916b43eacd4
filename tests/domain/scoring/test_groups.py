"""Two steps over grouped rows (取k组): each group is measured, then only the best of them are added up."""

from decimal import Decimal

import attrs
import pytest

from bzr_adapters.documents.account_table import describe_line
from bzr_domain.facts.fact import Fact
from bzr_domain.scoring.assessment import find_scope, load_school
from bzr_domain.scoring.ledger import Line, build_ledger
from bzr_domain.scoring.subject_view import Scope
from tests.support.builders import as_current_facts
from tests.support.schools import END, cell, everybody, five, node, of, rules, state, total, worth

KIND = """[[kind]]
id = "prize"
title = "获奖"
fields = { project = "text", level = ["校级", "市级", "省级"] }
"""
PRICED = 'facts = "prize"\nprice.level = { "省级" = 5, "市级" = 3, "校级" = 1 }\ntake = "highest"\n'
BEST_TWO = KIND + total() + node("clause", "x", f'{PRICED}per = ["month", "project"]\nhighest_groups = 2', "total")


def prize(project: str, level: str, on: str = "2024-09-03") -> Fact:
    """A prize of class a in a project."""
    return attrs.evolve(of("a", "prize", on, level=level), own=(("project", project),))


WON = [
    prize("合唱", "校级"),
    prize("合唱", "省级"),
    prize("田径", "市级"),
    prize("棋类", "校级"),
    prize("书法", "校级"),
]


def test_one_project_counts_once_and_only_two_projects_count() -> None:
    """同一项取最高、最多两项:5 for the choir and 3 for athletics."""
    assert worth(BEST_TWO, *WON) == 8


def test_facts_of_a_group_left_out_are_no_facts_of_the_clause_and_no_unscored_ones() -> None:
    """They were looked at, and add nothing."""
    statement = state(BEST_TWO, WON)

    assert statement.items[0].clauses[0].facts == ("f1", "f2", "f3")
    assert statement.not_scored == ()


def test_the_account_says_what_was_left_out_and_why() -> None:
    """Its lines stand in the account with no points of their own, and the account adds up."""
    lines = account(BEST_TWO, WON)

    assert [(line.operation, line.points, line.facts) for line in lines] == [
        ("highest", Decimal("5.00"), ("f1", "f2")),
        ("highest", Decimal("3.00"), ("f3",)),
        ("left-out", None, ("f4",)),
        ("left-out", None, ("f5",)),
    ]
    words = describe_line(rules(BEST_TWO).nodes["x"], lines[-1])
    assert words.zh == "不在最高的2组之内,不计"
    assert words.en == "not among the 2 highest groups, and left out"


def account(text: str, facts: list[Fact]) -> tuple[Line, ...]:
    """The lines of item x of class a."""
    book = rules(text)
    scope = find_scope(load_school(five(book), {book.digest: book}, as_current_facts(facts), END), "a", cell("2024-09"))
    assert isinstance(scope, Scope)
    return build_ledger(scope, book.nodes["x"], state(text, facts).results)


def test_of_equal_groups_the_earliest_counts() -> None:
    """Which one is shown is no chance."""
    equal = [prize("丙", "校级", "2024-09-05"), prize("乙", "校级", "2024-09-04"), prize("甲", "校级", "2024-09-06")]

    assert state(BEST_TWO, equal).items[0].clauses[0].facts == ("f2", "f1")


def test_each_month_of_a_term_chooses_its_own() -> None:
    """What the months come to is added up in the term."""
    term = BEST_TWO.replace('title = "total"\n', 'title = "total"\nper = "term"\n')
    facts = [*WON, prize("合唱", "市级", "2024-10-10")]

    assert worth(term, *facts, key="total", period="2024-autumn") == 11


def test_single_records_can_be_chosen_after_their_table() -> None:
    """Every record is worth what its table gives, and the two lowest are added up."""
    each = 'facts = "class.score"\nnumber = "value"\ntake = "total"\nper = ["month", "fact"]\nlowest_groups = 2\n'
    table = "table = [{ from = 90, gives = 3 }, { from = 60, gives = 1 }, { gives = -2 }]"
    scores = [of("a", "class.score", value=value) for value in ("95", "61", "50", "90")]

    assert worth(total() + node("clause", "x", each + table, "total"), *scores) == -1


def test_no_group_gives_nothing() -> None:
    """Without a record it is 0, as of any clause per field."""
    assert worth(BEST_TWO) == 0


@pytest.mark.parametrize(("word", "values"), [("highest", [6, 0, 0, 0, 0]), ("lowest", [4, 0, 0, 0, 0])])
def test_it_is_read_by_other_nodes_like_any_value(word: str, values: list[int]) -> None:
    """A value of the class is read by an outcome."""
    text = BEST_TWO.replace("highest_groups", f"{word}_groups") + node("outcome", "y", 'scores = "x"')
    facts = [prize("合唱", "市级"), prize("田径", "市级"), prize("棋类", "校级")]

    assert everybody(text, facts, "y") == values
