"""Proofs (证明) that whoever has a checkpoint can check without the store: that an event is in it, that it grew out of another.

How each is checked is in examples/check_proof.py, which needs nothing of this program.
"""

import attrs

from bzr_adapters.storage.event_store import NO_CHAIN
from bzr_adapters.storage.evidence.checkpoint import Checkpoint
from bzr_adapters.storage.evidence.tree import HASH_SIZE, Tree, list_consistency_path, list_inclusion_path
from bzr_adapters.storage.recorder import ReadingRecorder
from bzr_adapters.storage.rows import ChainedRow
from bzr_domain.application.ports import PAGE
from bzr_domain.kernel.messages import BzrError


class NoProof(BzrError):
    """The store cannot prove what was asked for: it is not so, or lies outside the checkpoint."""

    code = "checkpoint.no-proof"


@attrs.frozen(kw_only=True)
class EventProof:
    """An event with the path from its chain to the root of a checkpoint.

    Attributes:
        row: The event as it is stored.
        previous: The chain of the event before it in its history.
        place: Its place among the leaves, from 0.
        path: The hashes beside the way up, the nearest first.
    """

    row: ChainedRow
    previous: bytes
    place: int
    path: list[bytes]


def prove_event(recorder: ReadingRecorder, checkpoint: Checkpoint, position: int) -> EventProof:
    """Return the proof that the event at a position is among those of a checkpoint.

    Raises:
        NoProof: When there is none there.
    """
    rows = recorder.chained_log(after=position - 1, limit=1)
    if position > checkpoint.position or not rows or rows[0][0] != position:
        raise NoProof.of(
            f"位置 #{position} 没有事件;检查点记到 #{checkpoint.position}",
            f"there is no event at #{position}; the checkpoint counts up to #{checkpoint.position}",
        )
    (row,) = rows
    leaves, previous, place = bytearray(), NO_CHAIN, 0
    after = 0
    while len(leaves) < checkpoint.size * HASH_SIZE and (page := recorder.chained_log(after=after, limit=PAGE)):
        for other in page:
            place += other[0] < position
            previous = other[5] if other[1] == row[1] and other[0] < position else previous
            leaves += other[5]
        after = page[-1][0]
    path = list_inclusion_path(place, checkpoint.size, _Leaves(leaves).root)
    return EventProof(row=row, previous=previous, place=place, path=path)


def prove_growth(recorder: ReadingRecorder, earlier: Checkpoint, checkpoint: Checkpoint) -> list[bytes]:
    """Return the path that proves an earlier checkpoint to be of the beginning of the same log.

    Raises:
        NoProof: When it is not, or has no event.
    """
    leaves, after = bytearray(), 0
    while len(leaves) < checkpoint.size * HASH_SIZE and (page := recorder.chained_log(after=after, limit=PAGE)):
        leaves += b"".join(row[5] for row in page)
        after = page[-1][0]
    there = _Leaves(leaves)
    same = 0 < earlier.size <= checkpoint.size and there.root(0, earlier.size) == earlier.root
    if earlier.store_id != checkpoint.store_id or not same:
        raise NoProof.of(
            f"记到 #{earlier.position} 的检查点不是这个存储的开头:它是另一个存储的,或此后有记录被改过;用 bzr verify --checkpoint 查明",
            f"the checkpoint up to #{earlier.position} is not of the beginning of this store: it is of another one, or "
            "something was changed since; find out with bzr verify --checkpoint",
        )
    return list_consistency_path(earlier.size, checkpoint.size, there.root)


@attrs.frozen
class _Leaves:
    """The leaves of a tree, one after the other in one run of bytes: a million take 32 MB."""

    content: bytearray

    def root(self, start: int, end: int) -> bytes:
        """Return the root over some of them."""
        places = range(start * HASH_SIZE, end * HASH_SIZE, HASH_SIZE)
        return Tree().add(bytes(self.content[at : at + HASH_SIZE]) for at in places).root()
