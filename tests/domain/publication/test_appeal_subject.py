"""What an appeal is about: given a statement, when a fact or a clause is named, then this one is meant."""

import attrs
import pytest

from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.publication.appeals import find_facts_of_clause, find_subject, restore_facts
from bzr_domain.scoring.assessment import load_school
from bzr_domain.scoring.statement import Statement
from tests.support.builders import as_current_facts
from tests.support.schools import END, findings, five, node, of, rules, state, total

TEXT = (
    total()
    + node("item", "hygiene", "base = 10", "total")
    + node("item", "order", "base = 10", "total")
    + node("clause", "council", 'facts = "hygiene.finding"\npoints = -1', "hygiene")
    + node("clause", "council", 'facts = "assembly.missed"\npoints = -1', "order")
    + node("clause", "1", 'facts = "assembly.missed"\npoints = -1', "order")
)


def statement() -> Statement:
    """Class a, with a finding and two assemblies missed."""
    return state(TEXT, [*findings(a=1), of("a", "assembly.missed"), of("a", "assembly.missed", "2024-09-04")])


@pytest.mark.parametrize(
    ("ref", "subject"),
    [
        ("1", "1"),
        ("order/1", "1"),
        ("hygiene/council", "hygiene/council"),
        ("f2", "f2"),
    ],
    ids=["clause", "clause-of-its-item", "clause-of-one-of-two-items", "fact"],
)
def test_a_clause_or_a_fact_is_meant(ref: str, subject: str) -> None:
    """A clause of one item alone is its number; of several, item and number; else the fact whose id begins so."""
    assert subject == find_subject(ref, "2024-09", statement(), ["f1", "f2", "f3"])


def test_a_clause_that_several_items_have_is_asked_for_by_item() -> None:
    """Both are named."""
    with pytest.raises(UnknownReference) as error:
        find_subject("council", "2024-09", statement(), [])

    assert (
        "不止一个项目有条款“council”,请写明是哪一个:hygiene/council、order/council" == error.value.message.zh
    )
    assert (
        "several items have a clause 'council', say which: hygiene/council, order/council"
        == error.value.message.en
    )


@pytest.mark.parametrize("ref", ["f", "x", ""], ids=["two-facts", "nothing", "no-word"])
def test_what_is_neither_is_asked_about(ref: str) -> None:
    """No fact, or two, and no such clause; without a statement there is no clause at all."""
    with pytest.raises(UnknownReference) as error:
        find_subject(ref, "2024-09", None, ["f1", "f2"])

    assert f"2024-09的结果里没有编号以“{ref}”开头的一条事实,也没有条款“{ref}”" in error.value.message.zh


def test_the_facts_behind_a_clause_are_those_of_every_statement() -> None:
    """What the clause counted in one statement, then what it counted in another; a clause that is not there has none."""
    other = state(TEXT, findings(a=1, b=1))

    assert ["f2", "f3"] == find_facts_of_clause("1", [statement(), other])
    assert ["f1", "f1"] == find_facts_of_clause("hygiene/council", [statement(), other])
    assert [] == find_facts_of_clause("9", [statement()])


def test_restored_facts_count_again() -> None:
    """A void fact reads as if nobody had voided it."""
    facts = [attrs.evolve(one, voided_by="v1") for one in as_current_facts(findings(a=1))]
    book = rules(TEXT)
    school = load_school(five(book), {book.digest: book}, facts, END)

    assert {} == dict(school.facts_by_class)
    assert ["f1"] == [one.id for one in restore_facts(school).facts_by_class["a"]]
