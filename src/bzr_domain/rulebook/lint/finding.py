"""A finding (发现): where a text is silent or contradicts itself, why that matters, and what to write."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import TOTAL, Book
from bzr_domain.rulebook.lint.intervals import Intervals
from bzr_domain.rulebook.lint.matching_facts import list_kinds_taken
from bzr_domain.rulebook.lint.value_ranges import ValueRanges
from bzr_domain.rulebook.lint.value_steps import TENTH, ValueSteps
from bzr_domain.rulebook.node import Node, find_names_read

BOOK = ""
"""The key of the rulebook as a whole, where a finding is about no single node."""


@attrs.frozen
class Code:
    """One sort of fault: why it matters, and what to write instead."""

    why: Message
    write: Message


def explain_fault(why_zh: str, why_en: str, write_zh: str, write_en: str) -> Code:
    """Return a sort of fault: why it matters and what to write, each in both languages."""
    return Code(Message(why_zh, why_en), Message(write_zh, write_en))


@attrs.frozen
class Fault:
    """What a check finds: the code of the fault, the key of the node that has it, and what is wrong."""

    code: str
    key: str
    what: Message


@attrs.frozen(kw_only=True)
class Finding:
    """A fault as it is reported (发现).

    Attributes:
        code: The stable name of its sort, which `settles` lists.
        key: The node that has it; empty for the rulebook as a whole.
        what, why, write: What is wrong, why it matters, what to write.
        acknowledged: Whether a reading of the text settles this code there (已定).
    """

    code: str
    key: str
    what: Message
    why: Message
    write: Message
    acknowledged: bool


Applying = frozenset[lang.Word | None] | Intervals
"""With which words, labels or numbers a node applies."""


@attrs.frozen
class Analysis:
    """What every check looks at: the rulebook, how low and high its values can be, and in which steps."""

    book: Book
    ranges: ValueRanges
    steps: ValueSteps

    @property
    def nodes(self) -> Iterator[Node]:
        """Every node, in the order of the text."""
        yield from self.book.nodes.values()

    @cached_property
    def steps_of_tenths(self) -> ValueSteps:
        """In which steps values come where nothing is measured finer than to tenths, as hardly anything is."""
        return ValueSteps(self.book, TENTH)

    @cached_property
    def kinds_counted(self) -> set[str]:
        """The ids of the kinds of which some node counts facts."""
        selectors = (
            selector
            for node in self.nodes
            if isinstance(node.source, lang.FactRows)
            for selector in node.source.selectors
        )
        return {kind.id for selector in selectors for kind in list_kinds_taken(self.book, selector)}

    @cached_property
    def conditions(self) -> dict[str, Mapping[str, Applying]]:
        """By a node's key, with which values of each name that it tests it applies, as far as that is asked for already."""
        return {}

    @cached_property
    def words_tested(self) -> frozenset[lang.Word | None]:
        """Every word with which some node compares an attribute of the class, and None for any other."""
        tests = (test for node in self.nodes for tests in (node.when, node.unless) for test in tests.values())
        return frozenset(word for test in tests for word in test.among or () if isinstance(word, str)) | {None}

    @cached_property
    def names_read(self) -> set[str]:
        """The names of all nodes, attributes and figures that some node reads."""
        return {name for node in self.nodes for name in find_names_read(node)}


Check = Callable[[Analysis], Iterator[Fault]]
"""What looks through a rulebook for one sort of fault."""
Complaint = tuple[str, str, str]
"""What a check of a single node finds: the code of the fault, and what is wrong in Chinese and in English."""
NodeCheck = Callable[[Analysis, Node], Iterator[Complaint]]


def check_nodes(*checks: NodeCheck) -> Iterator[Check]:
    """Return, for each check of a single node, the one that puts every node of a rulebook to it."""
    return (partial(_check_nodes, check) for check in checks)


def _check_nodes(check: NodeCheck, analysis: Analysis) -> Iterator[Fault]:
    for node in analysis.nodes:
        yield from (Fault(code, node.key, Message(zh, en)) for code, zh, en in check(analysis, node))


def names_total(key: str) -> bool:
    """Whether a key is written like that of a total: `total`, or `total.` and anything."""
    return key == TOTAL or key.startswith(f"{TOTAL}.")
