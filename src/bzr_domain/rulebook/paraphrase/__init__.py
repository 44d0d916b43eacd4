"""复述: a clause read back in plain words, so that a clerk can read it aloud and hold it against the regulation."""

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.names import short_name
from bzr_domain.rulebook.paraphrase.number_and_measure import measured, number, ranked
from bzr_domain.rulebook.paraphrase.scale_and_bound import bounded, joins, scaled
from bzr_domain.rulebook.paraphrase.scope_and_source import applies, cells, source

__all__ = ["paraphrase_node", "short_name"]


def paraphrase_node(book: Book, node: Node) -> list[Message]:
    """What a node does, a sentence for each of its words, in the order in which they are computed."""
    said = [
        *applies(book, node),
        *source(book, node),
        *cells(node),
        *number(node),
        *measured(node),
        *ranked(book, node),
        *scaled(book, node),
        *bounded(book, node),
        *joins(book, node),
    ]
    return [one for one in said if one.zh]
