"""Clauses that were not assessed (未评): which printed clauses they are, and in which months of a term or a year they are it."""

from collections.abc import Collection, Iterable, Iterator

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase import shorten_name
from bzr_domain.scoring.evaluate import evaluate_node
from bzr_domain.scoring.result import Result, Results
from bzr_domain.scoring.subject_view import Scope, SubjectView


def list_unassessed_months(scope: Scope, results: Results, silent: Collection[str]) -> dict[str, Message]:
    """Name the clauses not assessed in the months whose totals a longer period reads: month → printed clauses.

    A month stands under its own rulebook, which need not be the one of the longer period's end.

    Args:
        silent: The months of which nothing was recorded; they are told as a whole.
    """
    as_of, total = scope.view.school.as_of, scope.schedule.book.total_of("month")
    if rank_length(scope.period.per) <= rank_length("month") or total is None or total.key not in results:
        return {}
    months = scope.calendar.list_assessed_periods("month", scope.period)
    begun = [each for each in months if scope.calendar.first_school_day(each) <= as_of and each.name not in silent]
    views = ((month.name, month, scope.view.look_at(scope.view.subject, month)) for month in begun)
    unassessed = {name: _name_not_assessed(view, total.key, month) for name, month, view in views if view is not None}
    return {month: clauses for month, clauses in unassessed.items() if clauses.zh}


def _name_not_assessed(view: SubjectView, total: str, month: Period) -> Message:
    """Name the printed clauses that have nothing to judge in a month, out of what goes into the total of its rulebook."""
    book = view.schedule.book
    read = book.nodes.get(total)
    items = book.children(total) if read is not None and read.per == month.per else ()
    nodes = [node for node in _list_within(book, items) if rank_length(node.per) <= rank_length("month")]
    views = ((node, view.find_wider(node.about, month)) for node in nodes)
    results = (evaluate_node(wider, node, month) for node, wider in views if wider is not None)
    keys = [result.node.key for result in results if is_not_assessed(book, result)]
    return name_clauses(book.nodes.values(), find_printed_clauses(book, items, keys))


def _list_within(book: Book, nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Yield some nodes and everything that goes into them."""
    for node in nodes:
        yield node
        yield from _list_within(book, book.children(node.key))


def find_printed_clauses(book: Book, items: tuple[Node, ...], keys: list[str]) -> tuple[str, ...]:
    """Find the printed clauses of items and outcomes that some nodes belong to, in the order of the statement."""
    printed, tops = set(), {item.key for item in items}
    for key in keys:
        node = book.nodes[key]
        while node.key not in tops and node.into is not None and node.into not in tops:
            node = book.nodes[node.into]
        printed.add(node.key)
    clauses = [clause for item in items for clause in (item, *book.children(item.key))]
    return tuple(clause.id for clause in clauses if clause.key in printed)


def name_clauses(nodes: Iterable[Node], ids: Iterable[str]) -> Message:
    """Name printed clauses out of some nodes: by their number, else in Chinese by their title."""
    by_id: dict[str, Node] = {}
    for node in nodes:
        by_id.setdefault(node.id, node)
    return Message.listed(Message(shorten_name(by_id[name]), name) for name in ids)


def is_not_assessed(book: Book, result: Result) -> bool:
    """Whether a node has nothing to judge (未评); an outcome that only reads a score is as open as what it reads.

    A node that gathers parts of which any may be missing (可缺) is not assessed where all are; else its parts say so.
    """
    node = result.node
    if node.gathers:
        parts = book.children(node.key)
        return result.state == "not-assessed" and bool(parts) and all(part.optional for part in parts)
    judges = node.heading != "outcome" or not isinstance(node.source, lang.ScoreRows)
    return result.state == "not-assessed" and judges
