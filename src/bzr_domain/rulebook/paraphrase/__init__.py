"""Paraphrase (复述): what a node does, in plain words that a clerk can read aloud and hold against the regulation.

A module that puts one part of the rulebook language into words may enter; no fact does, and no number is computed.
"""

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.rulebook.paraphrase.names_and_tests import shorten_name
from bzr_domain.rulebook.paraphrase.number_and_measure import (
    describe_measure,
    describe_number,
    describe_rank,
)
from bzr_domain.rulebook.paraphrase.scale_and_bound import describe_bound, describe_parent, describe_scale
from bzr_domain.rulebook.paraphrase.scope_and_source import (
    describe_applicability,
    describe_scope,
    describe_source,
)

__all__ = ["paraphrase_node", "shorten_name"]


def paraphrase_node(book: Book, node: Node) -> list[Message]:
    """Say what a node does, one message for each of its words, in the order in which they are computed."""
    messages = [
        *describe_applicability(book, node),
        *describe_source(book, node),
        *describe_scope(book, node),
        *describe_number(book, node),
        *describe_measure(book, node),
        *describe_rank(book, node),
        *describe_scale(book, node),
        *describe_bound(book, node),
        *describe_parent(book, node),
    ]
    return [message for message in messages if message.zh]
