"""A finding (发现): where a text is silent or contradicts itself, why that matters, and what to write."""

from collections.abc import Iterator

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.book import TOTAL, Book
from bzr_domain.rulebook.lint.value_ranges import ValueRanges
from bzr_domain.rulebook.lint.value_steps import ValueSteps
from bzr_domain.rulebook.node import Node

BOOK = ""
"""The key of the rulebook as a whole, where a finding is about no single node."""


@attrs.frozen
class Code:
    """One sort of fault: why it matters, and what to write instead."""

    why: Message
    write: Message


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


def names_total(key: str) -> bool:
    """Whether a key is written like that of a total: `total`, or `total.` and anything."""
    return key == TOTAL or key.startswith(f"{TOTAL}.")
