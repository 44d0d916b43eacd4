"""A rulebook (考核规则): its kinds and its nodes, read from TOML, checked as a whole, in the order they are computed."""

from collections.abc import Mapping
from functools import cached_property
from graphlib import TopologicalSorter

import attrs

from bzr_domain.facts import Kind, plain_name
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.node import Heading, Node

DECISION = "council.decision"
TOTAL = "total"
CLASS_ATTRIBUTES = ("stage", "grade", "students")
HEADINGS: tuple[Heading, ...] = ("item", "clause", "value", "outcome")
COMMON = ("kind", "place", "recorder", "note")


@attrs.frozen(kw_only=True)
class Book:
    """One version of a rulebook, ready to score with.

    Attributes:
        id, version, title, cite: As the file says.
        digest: SHA-256 of the text and the kinds it was read with, in hex.
        kinds: Fact kinds, the common ones and its own, by id.
        nodes: Every node by its key, in the order of the file.
    """

    id: str
    version: int
    title: str
    cite: str
    digest: str
    kinds: Mapping[str, Kind]
    nodes: Mapping[str, Node]

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """Every node after all those it reads."""
        sorter = TopologicalSorter({node.key: sorted(self.reads(node)) for node in self.nodes.values()})
        return tuple(self.nodes[key] for key in sorter.static_order())

    def reads(self, node: Node) -> set[str]:
        """The keys of the nodes whose values a node needs."""
        read = {name for name in (*node.when, *node.unless) if name not in CLASS_ATTRIBUTES}
        if isinstance(node.source, lang.ScoreRow):
            read.add(node.source.node)
        return read | {child.key for child in self.children(node.key)}

    @cached_property
    def _children(self) -> dict[str, tuple[Node, ...]]:
        found: dict[str, tuple[Node, ...]] = {}
        for node in self.nodes.values():
            if node.into is not None:
                found[node.into] = (*found.get(node.into, ()), node)
        return found

    def children(self, key: str) -> tuple[Node, ...]:
        """The nodes that go into a node, in the order of the file."""
        return self._children.get(key, ())

    @property
    def items(self) -> tuple[Node, ...]:
        """The items of the statement: what goes into the total."""
        return self.children(TOTAL)

    @property
    def outcomes(self) -> tuple[Node, ...]:
        """The outcomes, in the order of the file."""
        return tuple(node for node in self.nodes.values() if node.heading == "outcome")

    def item_of(self, node: Node) -> str | None:
        """The item of the statement that a node ends up in; None for outcomes and values."""
        while node.into is not None and node.into != TOTAL:
            node = self.nodes[node.into]
        return node.key if node.into == TOTAL else None

    def item_named(self, word: str) -> str | None:
        """The id of the item of that id or title, or None."""
        names = {plain_name(name): item.key for item in self.items for name in (item.title, item.id)}
        return names.get(plain_name(word))

    def item_names(self) -> list[str]:
        """Every item's id and title."""
        return [name for item in self.items for name in (item.id, item.title)]

    def takes_decisions(self, item: str) -> bool:
        """Whether some clause of an item counts council decisions."""
        counted = (node for node in self.nodes.values() if self.item_of(node) == item)
        return any(_selects(node, DECISION) for node in counted)

    def ranges(self, kind: str) -> list[lang.Chosen]:
        """The ranges that clauses set for the points a person chooses for facts of a kind (幅度)."""
        rows = [node.source for node in self.nodes.values() if _selects(node, kind)]
        return [
            one.number
            for one in rows
            if isinstance(one, lang.FactRows) and isinstance(one.number, lang.Chosen)
        ]


def _selects(node: Node, kind: str) -> bool:
    return isinstance(node.source, lang.FactRows) and any(s.takes(kind) for s in node.source.selectors)
