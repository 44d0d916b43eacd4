"""Read a file that was handed in (文件), and no more of it than it may hold: no device, pipe or socket, which never end."""

import os
import stat
from pathlib import Path

from bzr_adapters.intake.grid import BadFile
from bzr_domain.kernel.messages import Message


def is_there(path: Path) -> bool:
    """Return whether something bears a name; nothing bears one that the system does not take."""
    return os.path.exists(path)  # noqa: PTH110 (Path.exists raises for a name too long)


def read_regular_file(path: Path, *, most: int, split: Message | None = None) -> bytes:
    """Return what a file holds.

    A pipe is not waited for, and what a file says of its own size is not believed.

    Args:
        most: How many bytes it may hold.
        split: What to do about a larger one.

    Raises:
        BadFile: It is not there, is no regular file, holds more, or cannot be read.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise BadFile(Message("这是文件夹,不是文件", "this is a directory, not a file"), code="sheet.unreadable")
        if not stat.S_ISREG(mode):
            raise BadFile(
                Message("这是设备、管道或套接字,不是普通文件", "this is a device, a pipe or a socket, not a file"),
                Message("先存成普通文件", "save it as a file first"),
                code="sheet.unreadable",
            )
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError as error:
        raise BadFile(Message("没有这个文件", "there is no such file"), code="file.missing") from error
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise BadFile(
            Message("文件无法打开", f"the file cannot be opened: {told}"),
            Message("检查是否有权限读取", "see whether it may be read"),
            code="sheet.unreadable",
        ) from error
    if len(content) > most:
        raise BadFile(
            Message(f"文件超过{most // 1_000_000}MB", f"the file has more than {most // 1_000_000} MB"),
            split,
            code="sheet.too-large",
        )
    return content
