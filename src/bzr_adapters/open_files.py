"""Which file stands under a name (文件身份), and which are stores that this process has open.

A file that is open somewhere in this process is told by its identity, never by opening it once more: closing it again
would take away the locks that SQLite holds on it.
"""

import os
from collections import Counter
from pathlib import Path

FileIdentity = tuple[int, int]
"""Device and inode."""
_opened: Counter[FileIdentity | None] = Counter()


def identify_file(path: Path | str) -> FileIdentity | None:
    """Return which file stands under a name, links followed; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 (asked at every transaction, and Path takes three times as long)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def note_open_store(identity: FileIdentity | None) -> None:
    """Note that this process has a store open in a file."""
    _opened[identity] += 1


def note_closed_store(identity: FileIdentity | None) -> None:
    """Note that it is closed again."""
    _opened[identity] -= 1


def is_open_store(path: Path) -> bool:
    """Return whether this process has a store open in the file under a name, whatever way it is spelt."""
    identity = identify_file(path)
    return identity is not None and _opened[identity] > 0
