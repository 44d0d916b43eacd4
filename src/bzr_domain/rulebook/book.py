"""A rulebook (考核规则): its kinds and its nodes, read from TOML, checked as a whole, in the order they are computed."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind
from bzr_domain.facts.vocabulary import Range
from bzr_domain.kernel.names import plain_name
from bzr_domain.kernel.periods import Per, is_per, width
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.duties import Duty
from bzr_domain.rulebook.matching import counts_fact
from bzr_domain.rulebook.node import Heading, Node, names_read
from bzr_domain.rulebook.notes import Note

DECISION = "council.decision"
TOTAL = "total"
CLASS_WORDS = ("stage", "grade", "class_type")
"""Attributes of a class that are words: they are tested, and they make groups of classes."""
ROSTER_FIGURES = ("students", "classes", "years", "school_days", "days_served", "month_no", "term_no")
"""Figures of the roster and the calendar, read like nodes: students and classes of the subject, whole school years
served by the head teacher (班主任龄) at the start of the cell, school days of the cell and those served, the month's
number 1–12 and the term's number in its school year."""
CLASS_ATTRIBUTES = (*CLASS_WORDS, *ROSTER_FIGURES)
GROUPS = ("class", "teacher", "school", *CLASS_WORDS)
HEADINGS: tuple[Heading, ...] = ("item", "clause", "value", "outcome")
COMMON = ("kind", "on", "month_no", "month_day", "weekday", "place", "recorder", "note", "evidence")
"""What can be tested on every fact; `evidence` is given where a note or a place stands beside it."""


@attrs.frozen(kw_only=True)
class Book:
    """One version of a rulebook, ready to score with.

    Attributes:
        id, version, title, cite, digest: As the file says; SHA-256 of text and kinds, in hex.
        kinds, nodes: Fact kinds by id, the common ones and its own; nodes by key, in the order of the file.
        reading, settles: The readings that hold for the whole rulebook, and the codes of lint that they settle (已定).
        since, until, own_kinds: The days it says it is in force, and the kinds it brings along, by id.
        notes: What the regulation says that is not computed.
        duties: What kinds are filed under, the common duties and its own, by id.
    """

    id: str
    version: int
    title: str
    cite: str
    digest: str
    kinds: Mapping[str, Kind]
    nodes: Mapping[str, Node]
    reading: str = ""
    settles: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    own_kinds: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    duties: Mapping[str, Duty] = attrs.field(factory=dict)

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """Every node after all those it reads."""
        sorter = TopologicalSorter({node.key: sorted(self.reads(node)) for node in self.nodes.values()})
        return tuple(self.nodes[key] for key in sorter.static_order())

    def reads(self, node: Node) -> set[str]:
        """The keys of the nodes whose values a node needs."""
        return {name for name in names_read(node) if name in self.nodes} | {
            child.key for child in self.children(node.key)
        }

    def total_of(self, per: Per) -> Node | None:
        """The node that a statement of such a period is about: `total`, or for another period `total.<per>`."""
        found = [self.nodes.get(TOTAL), self.nodes.get(f"{TOTAL}.{per}")]
        return next((node for node in found if node is not None and node.per == per), None)

    def items_of(self, per: Per) -> tuple[Node, ...]:
        """The items of a statement of such a period: what goes into its total."""
        total = self.total_of(per)
        return () if total is None else self.children(total.key)

    def scored_for(self, per: Per) -> tuple[Node, ...]:
        """The nodes that a statement of such a period computes, in order: its totals, its outcomes, and all that they read."""
        if per not in self._scored:
            self._scored[per] = self._scored_for(per)
        return self._scored[per]

    @cached_property
    def _scored(self) -> dict[Per, tuple[Node, ...]]:
        """What `scored_for` found, kept: every class asks for the same."""
        return {}

    def _scored_for(self, per: Per) -> tuple[Node, ...]:
        found: set[str] = set()
        totals = [self.total_of(per), self.nodes.get(TOTAL)]
        waiting = [node for node in totals if node is not None and width(node.per) <= width(per)]
        waiting += self.outcomes_of(per)
        while waiting:
            node = waiting.pop()
            if node.key not in found:
                found.add(node.key)
                waiting += [self.nodes[key] for key in self.reads(node)]
        return tuple(node for node in self.order if node.key in found)

    def needs_peers(self, per: Per) -> bool:
        """Whether a statement depends on any other class: a place, a mean of a grade."""
        return any(node.rank or node.about not in ("class", "teacher") for node in self.scored_for(per))

    def needs_teacher(self, per: Per) -> bool:
        """Whether a statement depends on what its head teachers have or had besides: their other classes."""
        return any(node.about == "teacher" for node in self.scored_for(per))

    def needs_past(self, per: Per) -> bool:
        """Whether a statement reads more than the class's own facts of the period: earlier cells, or a wider one."""
        return any(
            width(node.per) > width(per)
            or (isinstance(node.source, lang.FactRows | lang.ScoreRows) and node.source.reach != "cell")
            for node in self.scored_for(per)
        )

    def rules_of(self, kind: str) -> tuple[lang.FactRows, ...]:
        """The rules that name a kind of facts, whatever they ask of its fields."""
        if kind not in self._rules:
            named = (node.source for node in self.nodes.values() if _selects(node, kind))
            self._rules[kind] = tuple(rule for rule in named if isinstance(rule, lang.FactRows))
        return self._rules[kind]

    @cached_property
    def _rules(self) -> dict[str, tuple[lang.FactRows, ...]]:
        """What `rules_of` found, kept: every class asks for the same."""
        return {}

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
        """The items of every statement: what goes into a total."""
        return tuple(node for node in self.nodes.values() if node.into is not None and is_total(node.into))

    @property
    def outcomes(self) -> tuple[Node, ...]:
        """The outcomes, in the order of the file."""
        return tuple(node for node in self.nodes.values() if node.heading == "outcome")

    def outcomes_of(self, per: Per) -> tuple[Node, ...]:
        """The outcomes of a class's statement of such a period; those of the school stand in its budget."""
        return tuple(node for node in self.outcomes if node.per == per and node.about in ("class", "teacher"))

    def item_of(self, node: Node) -> str | None:
        """The item of the statement that a node ends up in; None for outcomes and values."""
        while node.into is not None and not is_total(node.into):
            node = self.nodes[node.into]
        return node.key if node.into is not None else None

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

    def ranges(self, fact: Fact) -> list[Range]:
        """The ranges that bind the points of a fact: those of the clauses that take it on its day (幅度)."""
        kind = self.kinds[fact.kind]
        return [
            Range(clause=node.key, lowest=number.lowest, highest=number.highest)
            for node in self.nodes.values()
            if isinstance(rows := node.source, lang.FactRows)
            and isinstance(number := rows.number, lang.Chosen)
            if number.lowest is not None and number.highest is not None
            if node.covers(fact.on) and counts_fact(rows, kind, fact)
        ]


def _selects(node: Node, kind: str) -> bool:
    return isinstance(node.source, lang.FactRows) and any(s.takes(kind) for s in node.source.selectors)


def is_total(key: str) -> bool:
    """Whether a node is what a statement is about: `total`, or `total.<per>` of another period."""
    return key == TOTAL or (key.startswith(f"{TOTAL}.") and is_per(key.removeprefix(f"{TOTAL}.")))
