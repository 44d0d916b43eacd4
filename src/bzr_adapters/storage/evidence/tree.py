"""The tree (树) of RFC 9162 over the log: its leaves are the chains of all events, in the order of position.

Its root stands for every event of the store. A path of a few hashes then proves that one event is among them (an
inclusion proof), or that an earlier root stood for the beginning of the same log (a consistency proof).
"""

from collections.abc import Callable, Iterable
from hashlib import sha256

HASH_SIZE = 32
Root = Callable[[int, int], bytes]
"""Gives the root over the leaves from one place up to another, which is left out."""


class Tree:
    """A tree that only grows; it keeps the roots of its full subtrees, one for each 1 in the binary size.

    Attributes:
        size: How many leaves it has.
    """

    def __init__(self, size: int = 0, frontier: bytes = b"") -> None:
        """Begin empty, or where a tree of that size and frontier stood."""
        self.size = size
        self._peaks = [frontier[at : at + HASH_SIZE] for at in range(0, len(frontier), HASH_SIZE)]
        if len(self._peaks) != size.bit_count() or len(frontier) % HASH_SIZE:
            raise ValueError(f"a tree of {size} leaves has another frontier")

    @property
    def frontier(self) -> bytes:
        """The roots of its full subtrees, the largest first: all that is needed to go on."""
        return b"".join(self._peaks)

    def add(self, leaves: Iterable[bytes]) -> "Tree":
        """Add leaves behind the others; return the tree."""
        for leaf in leaves:
            node, rest = sha256(b"\0" + leaf).digest(), self.size
            while rest & 1:
                node, rest = _join(self._peaks.pop(), node), rest >> 1
            self._peaks.append(node)
            self.size += 1
        return self

    def root(self) -> bytes:
        """Return what stands for all leaves."""
        if not self._peaks:
            return sha256(b"").digest()
        *rest, root = self._peaks
        for peak in reversed(rest):
            root = _join(peak, root)
        return root


def _join(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def list_inclusion_path(place: int, size: int, root: Root) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root of a tree, the nearest first; places count from 0."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = _split(start, end)
        if place < middle:
            path.append(root(middle, end))
            end = middle
        else:
            path.append(root(start, middle))
            start = middle
    return path[::-1]


def list_consistency_path(first: int, size: int, root: Root) -> list[bytes]:
    """Return the hashes that prove a tree of the first so many leaves (at least one) to be the beginning of a larger one."""
    path: list[bytes] = []
    start, end = 0, size
    # Whoever checks knows the root of the smaller tree; it is left out where it is a subtree as it stands.
    while first != end:
        middle = _split(start, end)
        if first <= middle:
            path.append(root(middle, end))
            end = middle
        else:
            path.append(root(start, middle))
            start = middle
    if start:
        path.append(root(start, end))
    return path[::-1]


def _split(start: int, end: int) -> int:
    """Return where the left subtree ends: it has the largest power of two below the number of leaves."""
    return start + (1 << (end - start - 1).bit_length() - 1)
