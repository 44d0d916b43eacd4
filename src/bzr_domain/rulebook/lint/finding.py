"""A finding (发现): where a text is silent or contradicts itself, why that matters, and what to write."""

from collections.abc import Iterator

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.lint.value_ranges import Reach
from bzr_domain.rulebook.lint.value_steps import Grains
from bzr_domain.rulebook.node import Node

BOOK = ""
"""The key of the rulebook as a whole, where a finding is about no single node."""


@attrs.frozen
class Code:
    """One sort of fault: why it matters, and what to write against it."""

    why: Message
    write: Message


@attrs.frozen
class Raised:
    """A fault as a check finds it: its code, the key of the node it strikes, and what is wrong."""

    code: str
    key: str
    what: Message


@attrs.frozen(kw_only=True)
class Finding:
    """A fault of the text (发现).

    Attributes:
        code: Its stable name, which `settles` lists.
        key: The node it strikes; empty for the rulebook as a whole.
        what, why, write: What is wrong, why it matters, what to write.
        acknowledged: Whether the text has a reading there that settles this code (已定).
    """

    code: str
    key: str
    what: Message
    why: Message
    write: Message
    acknowledged: bool


@attrs.frozen
class Text:
    """What every check looks at: the rulebook, how far its nodes can go, and in which steps."""

    book: Book
    reach: Reach
    grains: Grains

    @property
    def nodes(self) -> Iterator[Node]:
        """Every node, in the order of the file."""
        yield from self.book.nodes.values()
