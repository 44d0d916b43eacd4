"""Checkpoints beside what is published and paid (封存): one is taken with it, and printed in short."""

from collections.abc import Iterator

from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.storage import StoreError
from bzr_domain.application.ports import EventLog


def take_checkpoint_with(school: OpenSchool, position: int) -> str:
    """Take a checkpoint after the event at a position was recorded; return the first that covers it, in short.

    What was recorded stands also where none can be taken; the answer is then empty.
    """
    from bzr_adapters.storage.evidence.checkpoint import take_checkpoint
    from bzr_adapters.storage.store import ReadingLog

    if not isinstance(school.log, ReadingLog):
        return ""  # a trial
    try:
        take_checkpoint(school.log.index, now=school.clock(), key=school.signing_key)
    except StoreError:
        return ""
    return find_checkpoint_from(school.log, position)


def find_checkpoint_from(log: EventLog, position: int) -> str:
    """Return the first checkpoint kept that covers the event at a position, in short; empty where there is none."""
    return next((short for last, short in _read_checkpoints(log) if last >= position), "")


def find_checkpoint_up_to(log: EventLog, position: int) -> str:
    """Return the last checkpoint kept that counts nothing behind a position, in short; empty where there is none."""
    return next((short for last, short in reversed([*_read_checkpoints(log)]) if last <= position), "")


def _read_checkpoints(log: EventLog) -> Iterator[tuple[int, str]]:
    """Yield the position of the last event, and what is printed, of each checkpoint kept."""
    from bzr_adapters.storage.evidence.checkpoint import read_checkpoint
    from bzr_adapters.storage.store import ReadingLog

    if isinstance(log, ReadingLog):
        for text, _ in log.index.checkpoints():
            checkpoint = read_checkpoint(text)
            if checkpoint is not None:
                yield checkpoint.position, checkpoint.short
