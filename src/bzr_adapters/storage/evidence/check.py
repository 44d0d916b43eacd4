"""What one check of a store found (核验项): how much was looked at, and every fault with its place and what to do."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from bzr_domain.application.ports import StoreError
from bzr_domain.kernel.messages import Message, Problem

NONSENSE = (TypeError, ValueError, AttributeError, OverflowError, struct.error)
"""What values raise that no program of ours has stored."""
RESTORE = Message(
    "请勿手工修改存储;查明是谁改的,从备份恢复",
    "a store is not to be edited by hand: find out who did it, and restore a backup",
)
_MOST = 100
"""How many faults of one check are listed; the others are counted."""


@attrs.define(kw_only=True)
class Check:
    """One check of a store.

    Attributes:
        name: What it is called in documents.
        title: What it is called in sentences.
        seen: How many events, commands … were looked at.
        faults: How many faults there are.
        problems: The first of them.
        skipped: Why it was not made; None where it was.
    """

    name: str
    title: Message
    seen: int = 0
    faults: int = 0
    problems: list[Problem] = attrs.field(factory=list)
    skipped: Message | None = None

    def report(self, what: Message, *, code: str, position: int | None = None, todo: Message | None = RESTORE) -> None:
        """Add a fault: what is wrong with its place in words, what to do, and the position where it has one."""
        place = "" if position is None else f"#{position}"
        self.add(Problem(code=code, what=what, expected=todo, field=place))

    def add(self, problem: Problem) -> None:
        """Add a fault; beyond the first hundred it is only counted."""
        self.faults += 1
        if len(self.problems) < _MOST:
            self.problems.append(problem)


@contextmanager
def noting_damage(check: Check) -> Iterator[None]:
    """Make of a store that is too damaged to be read on a fault of a check; anything else that stops reading is raised."""
    try:
        yield
    except StoreError as error:
        if error.code != "store.damaged":
            raise
        check.report(error.message, code="verify.unreadable")


def read_bytes(stored: object) -> bytes:
    """Return what is stored as bytes; none of what is no bytes, and stands in the file all the same."""
    return stored if isinstance(stored, bytes) else b""
