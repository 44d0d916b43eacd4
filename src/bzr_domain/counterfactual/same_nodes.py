"""Find the nodes of a rulebook whose results need not be scored anew, because nothing that they read has changed."""

from collections.abc import Callable

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node


def find_same_nodes(book: Book, other: Book) -> frozenset[str]:
    """Return the keys of the nodes that give the same under two rulebooks: worded alike, and so is all that they read."""

    def is_same(node: Node) -> bool:
        children, other_children = ([child.key for child in side.children(node.key)] for side in (book, other))
        return (
            node == other.nodes.get(node.key) and children == other_children and _counts_same_kinds(node, book, other)
        )

    return _find_nodes(book, is_same)


def find_single_class_nodes(book: Book) -> frozenset[str]:
    """Return the keys of the nodes about a class that look at no other class, and read none that does."""
    return _find_nodes(book, lambda node: node.about == "class" and node.rank is None)


def _find_nodes(book: Book, holds: Callable[[Node], bool]) -> frozenset[str]:
    """Return the keys of the nodes of which something holds, and of all that they read."""
    keys: set[str] = set()
    for node in book.order:
        if book.reads(node) <= keys and holds(node):
            keys.add(node.key)
    return frozenset(keys)


def _counts_same_kinds(node: Node, book: Book, other: Book) -> bool:
    """Return whether both rulebooks know the kinds that a node counts in the same form."""
    if not isinstance(node.source, lang.FactRows):
        return True
    counted = filter(node.source.takes, (*book.kinds, *other.kinds))
    return all(book.kinds.get(kind) == other.kinds.get(kind) for kind in counted)
