"""A rulebook (考核规则): its fact kinds, duties, notes and nodes, and which node reads which."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Protocol

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind
from bzr_domain.facts.vocabulary import Range
from bzr_domain.kernel.names import normalize_name
from bzr_domain.kernel.periods import Per, is_period_length, rank_length
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.duties import Duty
from bzr_domain.rulebook.matching import counts_fact, passes_test
from bzr_domain.rulebook.node import Heading, Node, find_names_read
from bzr_domain.rulebook.notes import Note
from bzr_domain.rulebook.recorded_items import find_item_words

DECISION = "council.decision"
TOTAL = "total"
CLASS_WORDS = ("stage", "college", "grade", "class_type")
"""Attributes of a class that are words: nodes test them, and classes are grouped by them."""
ROSTER_FIGURES = ("students", "classes", "years", "school_days", "days_served", "month_no", "term_no")
"""Figures of the roster and the calendar, which are read like nodes: students and classes of the subject, whole school
years that the head teacher had served (班主任龄) at the start of the period, school days of the period and those served,
the number of the month 1–12 and the number of the term in its school year."""
CLASS_ATTRIBUTES = (*CLASS_WORDS, *ROSTER_FIGURES)
GROUPS = ("class", "teacher", "school", *CLASS_WORDS)
HEADINGS: tuple[Heading, ...] = ("item", "clause", "value", "outcome")
COMMON = ("kind", "on", "month_no", "month_day", "weekday", "place", "recorder", "note", "evidence")
"""What can be tested on every fact; `evidence` is its note or else its place."""


@attrs.frozen(kw_only=True)
class Book:
    """One version of a rulebook, ready to score with.

    Attributes:
        id, version, title, cite: As its text says.
        digest: The SHA-256 of its text and the common kinds, in hex.
        kinds: Fact kinds by id, the common ones and its own.
        nodes: Nodes by key, in the order of the text.
        reading: How the regulation as a whole is interpreted; empty where nothing is said.
        settles: The codes of lint's findings that this reading settles (已定).
        since, until: First and last day on which it says it is in force.
        own_kinds: The ids of the kinds that it defines itself.
        notes: What the regulation says that is not computed.
        duties: The duties that kinds are filed under by id, the common ones and its own.
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
        """Every node, after all the nodes that it reads."""
        sorter = TopologicalSorter({node.key: sorted(self.reads(node)) for node in self.nodes.values()})
        return tuple(self.nodes[key] for key in sorter.static_order())

    def reads(self, node: Node) -> set[str]:
        """The keys of the nodes whose values a node needs."""
        return {name for name in find_names_read(node) if name in self.nodes} | {
            child.key for child in self.children(node.key)
        }

    def total_of(self, per: Per) -> Node | None:
        """The total of a statement over a period of this length: `total`, or for another length `total.<per>`."""
        totals = [self.nodes.get(TOTAL), self.nodes.get(f"{TOTAL}.{per}")]
        return next((node for node in totals if node is not None and node.per == per), None)

    def items_of(self, per: Per) -> tuple[Node, ...]:
        """The items of a statement over a period of this length: what goes into its total."""
        total = self.total_of(per)
        return () if total is None else self.children(total.key)

    def scored_for(self, per: Per) -> tuple[Node, ...]:
        """The nodes that a statement over such a period computes, in order: its totals, its outcomes, and all they read."""
        if per not in self._scored:
            self._scored[per] = self._find_scored(per)
        return self._scored[per]

    @cached_property
    def _scored(self) -> dict[Per, tuple[Node, ...]]:
        """The answers of `scored_for`: every class needs the same ones."""
        return {}

    def _find_scored(self, per: Per) -> tuple[Node, ...]:
        scored: set[str] = set()
        totals = [self.total_of(per), self.nodes.get(TOTAL)]
        pending = [node for node in totals if node is not None and rank_length(node.per) <= rank_length(per)]
        pending += self.outcomes_of(per)
        while pending:
            node = pending.pop()
            if node.key not in scored:
                scored.add(node.key)
                pending += [self.nodes[key] for key in self.reads(node)]
        return tuple(node for node in self.order if node.key in scored)

    def needs_peers(self, per: Per) -> bool:
        """Whether a statement depends on other classes: a place among them, the mean of a grade."""
        return any(node.rank or node.about not in ("class", "teacher") for node in self.scored_for(per))

    def needs_teacher(self, per: Per) -> bool:
        """Whether a statement depends on the other classes of its head teachers, present or past."""
        return any(node.about == "teacher" for node in self.scored_for(per))

    def needs_past(self, per: Per) -> bool:
        """Whether a statement reads facts from outside its period: of earlier periods, or of a longer one."""
        return any(
            rank_length(node.per) > rank_length(per)
            or (isinstance(node.source, lang.FactRows | lang.ScoreRows) and node.source.reach != "cell")
            for node in self.scored_for(per)
        )

    def rules_of(self, kind: str) -> tuple[lang.FactRows, ...]:
        """The selections of facts that name a kind, whatever they test of its fields."""
        if kind not in self._rules:
            sources = (node.source for node in self.nodes.values() if _selects(node, kind))
            self._rules[kind] = tuple(source for source in sources if isinstance(source, lang.FactRows))
        return self._rules[kind]

    @cached_property
    def _rules(self) -> dict[str, tuple[lang.FactRows, ...]]:
        """The answers of `rules_of`: every class needs the same ones."""
        return {}

    @cached_property
    def _children(self) -> dict[str, tuple[Node, ...]]:
        children: dict[str, tuple[Node, ...]] = {}
        for node in self.nodes.values():
            if node.into is not None:
                children[node.into] = (*children.get(node.into, ()), node)
        return children

    def children(self, key: str) -> tuple[Node, ...]:
        """The nodes that go into a node, in the order of the text."""
        return self._children.get(key, ())

    @property
    def items(self) -> tuple[Node, ...]:
        """The items of every statement: what goes into a total."""
        return tuple(node for node in self.nodes.values() if node.into is not None and is_total(node.into))

    @property
    def outcomes(self) -> tuple[Node, ...]:
        """The outcomes, in the order of the text."""
        return tuple(node for node in self.nodes.values() if node.heading == "outcome")

    def outcomes_of(self, per: Per) -> tuple[Node, ...]:
        """The outcomes of a class's statement over such a period; the budget shows those of the school."""
        return tuple(node for node in self.outcomes if node.per == per and node.about in ("class", "teacher"))

    def item_of(self, node: Node) -> str | None:
        """The key of the item that a node goes into, directly or through others; None for outcomes and values."""
        while node.into is not None and not is_total(node.into):
            node = self.nodes[node.into]
        return node.key if node.into is not None else None

    def item_named(self, word: str) -> str | None:
        """The key of the item with this id or title, or None."""
        names = {normalize_name(name): item.key for item in self.items for name in (item.title, item.id)}
        return names.get(normalize_name(word))

    def item_names(self) -> list[str]:
        """The id and the title of every item."""
        return [name for item in self.items for name in (item.id, item.title)]

    def takes_decisions(self, item: str) -> bool:
        """Whether some clause of an item counts council decisions (校务委员会决定) on it."""
        clauses = (node for node in self.nodes.values() if self.item_of(node) == item)
        tests = (s.where.get("item", lang.Test()) for node in clauses for s in _list_selectors(node, DECISION))
        return any(passes_test(test, item) for test in tests)

    def item_words(self, kind: str) -> Mapping[str, str] | None:
        """The names of the items under which facts of a kind can be recorded → the word that clauses test; None for any item."""
        if kind not in self._item_words:
            self._item_words[kind] = find_item_words(self.nodes, kind)
        return self._item_words[kind]

    @cached_property
    def _item_words(self) -> dict[str, Mapping[str, str] | None]:
        """The answers of `item_words`: every row of a sheet asks."""
        return {}

    def ranges(self, fact: Fact) -> list[Range]:
        """The ranges within which numbers of a fact must lie (幅度): those of the clauses that count it on its day."""
        kind = self.kinds[fact.kind]
        return [
            allowed
            for node, allowed in self._ranges
            if node.covers(fact.on) and counts_fact(node.fact_rows, kind, fact)
        ]

    @cached_property
    def _ranges(self) -> list[tuple[Node, Range]]:
        """Every node that sets a range, with it."""
        return [
            (node, Range(clause=node.key, title=node.title, field=number.field, lowest=lowest, highest=highest))
            for node in self.nodes.values()
            if isinstance(number := node.number, lang.Measured | lang.Chosen)
            if (lowest := number.lowest) is not None and (highest := number.highest) is not None
        ]


class LoadedRulebook(Protocol):
    """A rulebook as whoever read it from a file or a shelf hands it on."""

    @property
    def source(self) -> Book:
        """What it says."""


def take_book(rulebook: Book | LoadedRulebook) -> Book:
    """Return what a rulebook says, however it was loaded; a name or a path is a wrong call, as nothing here reads files."""
    book = getattr(rulebook, "source", rulebook)
    if isinstance(book, Book):
        return book
    raise TypeError(
        "a rulebook is what bzr_domain.rulebook.parse_rulebook or bzr_adapters.load_rulebook returns,"
        f" not a {type(rulebook).__name__}"
    )


def _selects(node: Node, kind: str) -> bool:
    return isinstance(node.source, lang.FactRows) and node.source.takes(kind)


def _list_selectors(node: Node, kind: str) -> list[lang.Selector]:
    selectors = node.source.selectors if isinstance(node.source, lang.FactRows) else ()
    return [selector for selector in selectors if selector.takes(kind)]


def is_total(key: str) -> bool:
    """Whether a key is that of a statement's total: `total`, or `total.<per>` for periods of another length."""
    return key == TOTAL or (key.startswith(f"{TOTAL}.") and is_period_length(key.removeprefix(f"{TOTAL}.")))
