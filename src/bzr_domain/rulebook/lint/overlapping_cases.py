"""Check that the cases of a clause (情形) do not overlap: a fact that fits two of them would have two prices.

Where scales, numbers and equal words tell that two overlap, the text is refused; where they do not tell, lint asks.
"""

from collections.abc import Iterator
from itertools import combinations

import attrs

from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint.finding import Analysis, Fault, explain_fault
from bzr_domain.rulebook.lint.matching_facts import PassingValues, are_disjoint, find_selected
from bzr_domain.rulebook.node import Node

CODES = {
    "cases-may-overlap": explain_fault(
        "两种情形都合的记录,按先写的一种计分,读的人未必知道",
        "a fact that fits both counts by the one that stands first, which a reader may not know",
        "在 where 里补上条件,使一条记录只合一种;或在 reading 里写明先后",
        "add a test, so that a fact fits one of them only; or say the order in reading",
    ),
}


def check_cases(book: Book) -> list[Problem]:
    """Find every two cases of one clause that can fit one fact, as far as scales, numbers and equal words tell."""
    return [
        Problem(
            code="rulebook.cases-overlap",
            field="cases",
            what=Message(
                f"{node.heading} {node.key}:“{first.title}”与“{second.title}”可以是同一条记录",
                f"{node.heading} {node.key}: cases {first.id!r} and {second.id!r} can fit one fact",
            ),
            expected=Message(
                "改正 where,使一条记录只合一种情形", "correct where, so that a fact fits one of them only"
            ),
        )
        for node, first, second, certain in find_overlapping_cases(book)
        if certain
    ]


def find_overlapping_cases(book: Book) -> Iterator[tuple[Node, Node, Node, bool]]:
    """Find two cases of one clause that may fit one fact: the clause, both, and whether that is certain."""
    for node in book.nodes.values():
        if "cases" in node.stated:
            cases = [part for part in book.children(node.key) if part.fact_rows.case]
            selected = {part.key: _find_values(book, part) for part in cases}
            for first, second in combinations(cases, 2):
                judgements = [
                    _is_certain(kind, first.fact_rows.case, second.fact_rows.case, {*values, *others})
                    for (kind, values), (_, others) in zip(selected[first.key], selected[second.key], strict=True)
                    if not are_disjoint(values, others) and all((*values.values(), *others.values()))
                ]
                if judgements:
                    yield node, first, second, any(judgements)


def _find_values(book: Book, case: Node) -> list[tuple[Kind, PassingValues]]:
    """What the fields of each kind can hold in a case, by the tests of that case alone."""
    return find_selected(book, attrs.evolve(case.fact_rows, other_cases=()))


def _is_certain(kind: Kind, tests: lang.Tests, others: lang.Tests, known: set[str]) -> bool:
    """Whether some fact certainly fits both: the tests are all judged, and the one could have named what the other leaves.

    Where two texts are compared that no scale lists, no case can be written so that it leaves out the other.
    """
    tested, shared = {*tests, *others}, {*tests} & {*others}
    fields = [kind.field(name) for name in tested]
    lists = any(field is not None and (field.scale or field.type == "number") for field in fields)
    return tested <= known and bool(shared or lists)


def find_undecided_cases(analysis: Analysis) -> Iterator[Fault]:
    """两种情形可能重合: what both test does not tell them apart, and is no scale or number; others are refused when parsed."""
    for node, first, second, _ in find_overlapping_cases(analysis.book):
        what = Message(
            f"“{first.title}”与“{second.title}”可能都合", f"both {first.id} and {second.id} may fit one fact"
        )
        yield Fault("cases-may-overlap", node.key, what)


CHECKS = (find_undecided_cases,)
