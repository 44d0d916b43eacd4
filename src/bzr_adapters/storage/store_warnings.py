"""What whoever opens a store has to know although everything is answered (提醒): keys that are away, files that others can read."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from bzr_adapters.storage.store import ReadingLog
from bzr_domain.application.ports import EventLog
from bzr_domain.kernel.messages import Message

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def list_warnings(log: EventLog) -> Iterator[Message]:
    """Yield what to know of a store; nothing of one that is as it is made here."""
    keys = log.keys if isinstance(log, ReadingLog) else None
    if keys is not None and keys.missing is not None:
        yield keys.missing
    names = [log.name] if keys is None or not keys.are_kept else [log.name, getattr(keys.tables, "name", "")]
    for path in map(Path, names):
        if os.name == "posix" and path.is_file() and (mode := stat.S_IMODE(path.stat().st_mode)) & _OTHERS:
            yield Message(
                f"文件{path}别的账户也能读写(权限{mode:o});请改为只有所有者:chmod 600 {path}",
                f"the file {path} is open to other accounts (mode {mode:o}): keep it to its owner, chmod 600 {path}",
            )
