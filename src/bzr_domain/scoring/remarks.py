"""What has to be known beside the numbers of a statement: not assessed, not due, not set, not scored (备注)."""

from bzr_domain.facts.history import CurrentFact
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.result import Result, Results
from bzr_domain.scoring.select import takes, value_of
from bzr_domain.scoring.settle import is_unset
from bzr_domain.scoring.subject_view import Scope


def unassessed(result: Result) -> bool:
    """Whether there was nothing to judge (未评)."""
    return result.state == "not-assessed" and not result.node.gathers


def judging(node: Node) -> bool:
    """Whether a node judges by itself: an outcome that only reads a score is as open as what it reads."""
    return node.heading != "outcome" or not isinstance(node.source, lang.ScoreRows)


def find_printed_clauses(book: Book, items: tuple[Node, ...], keys: list[str]) -> tuple[str, ...]:
    """The printed clauses of items and outcomes that some nodes stand in, in the order of the statement."""
    found, tops = set(), {item.key for item in items}
    for key in keys:
        node = book.nodes[key]
        while node.key not in tops and node.into is not None and node.into not in tops:
            node = book.nodes[node.into]
        found.add(node.key)
    clauses = [clause for item in items for clause in (book.children(item.key) or (item,))]
    return tuple(clause.id for clause in clauses if clause.key in found)


def unset(scope: Scope, results: Results) -> list[str]:
    """The clauses of which some figure is not set, or that counted a fact whose price is not."""
    book = scope.schedule.book
    facts = {one.id: one for one in scope.current_facts}
    keys = [key for key in results if not book.nodes[key].fixed and is_unset(book.nodes[key])]
    for key, result in results.items():
        rule = result.node.source.number if isinstance(result.node.source, lang.FactRows) else None
        if isinstance(rule, lang.Priced):
            counted = [facts[row.fact] for part in result.parts for row in part.counted if row.fact in facts]
            words = [
                tuple(str(value_of(book.kinds.get(one.fact.kind), one, name)) for name in rule.fields)
                for one in counted
            ]
            keys += [key for word in words if rule.prices.get(word) is None][:1]
    return keys


def not_scored(scope: Scope, in_period: list[CurrentFact], results: Results) -> tuple[str, ...]:
    """The facts that no clause selected, nor would select where it does not apply or is not due."""
    book, school = scope.schedule.book, scope.view.school
    taken = {row.fact for result in results.values() for part in result.parts for row in part.rows}
    left = [one for one in in_period if one.id not in taken]
    return tuple(
        one.id
        for one in left
        if school.book_on(one.fact.class_id, one.fact.on) is None
        or not any(takes(book, rule, one) for rule in book.rules_of(one.fact.kind))
    )
