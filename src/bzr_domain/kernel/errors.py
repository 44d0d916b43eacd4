"""The errors this project raises: the caller is wrong, or the world is.

::

    BzrError
    ├── BadRulebook      a rulebook text that cannot be read; carries all its problems
    ├── UnknownReference a name that is nowhere registered
    └── StoreError       raised by the stores (see bzr_adapters.storage)
"""

from collections.abc import Iterable
from typing import Self

from bzr_domain.kernel.messages import Message, Problem


class BzrError(Exception):
    """The caller is wrong, or the world is: base of every exception this project raises."""

    def __init__(self, message: Message, problems: Iterable[Problem] = ()) -> None:
        """Keep the message in both languages, and the problems behind it."""
        super().__init__(message.zh)
        self.message = message
        self.problems = tuple(problems)

    @classmethod
    def of(cls, zh: str, en: str) -> Self:
        """Return the error with a message in both languages."""
        return cls(Message(zh, en))


class BadRulebook(BzrError):
    """A rulebook's text cannot be read; `problems` names every fault in it."""


class UnknownReference(BzrError):
    """A class, month, fact or rulebook was named that is nowhere registered."""
