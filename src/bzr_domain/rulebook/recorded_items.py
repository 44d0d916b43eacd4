"""The items under which facts can be recorded (项目): the words that clauses test, and the regulation's own words for them."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bzr_domain.kernel.names import normalize_name
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Node

_TITLE_END = re.compile(r"[,,;;::。((]")


def find_item_words(nodes: Mapping[str, Node], kind: str) -> Mapping[str, str] | None:
    """Find the names under which facts of a kind can be recorded → the word that the clauses test.

    A clause that tests one word lends it its id and its title, and so does the item of such clauses where all of them
    test that word. None where a clause takes the kind whatever its item is; no names where no clause takes it.
    """
    words_of: dict[str, set[str]] = {}
    for node in nodes.values():
        for words in _list_words(node, kind):
            if words is None:
                return None
            for key in _list_above(nodes, node):
                words_of.setdefault(key, set()).update(words)
    names: dict[str, set[str]] = {}
    for key, tested in words_of.items():
        for name in _list_names(nodes[key]) if len(tested) == 1 else ():
            names.setdefault(normalize_name(name), set()).update(tested)
    own = {normalize_name(word): word for tested in words_of.values() for word in tested}
    return {name: next(iter(tested)) for name, tested in names.items() if len(tested) == 1} | own


def _list_words(node: Node, kind: str) -> Iterator[set[str] | None]:
    """Yield the items that each selector of a node tests for a kind; None where it takes any item."""
    for selector in node.source.selectors if isinstance(node.source, lang.FactRows) else ():
        if selector.takes(kind):
            test = {**selector.where, **node.fact_rows.case}.get("item")
            words = None if test is None or test.among is None else test.among
            yield None if words is None else {word for word in words if isinstance(word, str)}


def _list_above(nodes: Mapping[str, Node], node: Node) -> Iterable[str]:
    """Yield the key of a node and those of the nodes it goes into, the total left out."""
    while node.into is not None:
        yield node.key
        node = nodes[node.into]


def _list_names(node: Node) -> tuple[str, ...]:
    return (node.id, node.title, _TITLE_END.split(node.title)[0])
