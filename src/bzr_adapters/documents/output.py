"""Write a file whole or not at all (输出), and never over a store."""

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bzr_adapters.open_files import is_open_store
from bzr_domain.kernel.messages import BzrError, Message

_SQLITE = b"SQLite format 3\0"
_PRIVATE_KEY = b"-----BEGIN PRIVATE KEY-----"
_BESIDE_A_STORE = ("-wal", "-shm", "-journal")
_NAME_MAX = 40
"""So much of a file's name stands in that of the one beside it, which a system takes up to 255 bytes of."""


class UnwritableFile(BzrError):
    """A file cannot be written."""

    code = "file.unwritable"


class DatabaseAsOutput(BzrError):
    """The file is a database, a store perhaps: an output never replaces it."""

    code = "file.is-database"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file as `write_pieces` does, its content in one piece."""
    write_pieces(path, [content])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file: beside it first, then in its place, so that it is never half there.

    Raises:
        UnwritableFile: When its folder is not there, or it cannot be written.
        DatabaseAsOutput: When the file is a database.
    """
    check_target(path)
    try:
        _replace(path, pieces)
    except OSError as error:
        raise _explain(path, error) from error


def check_target(path: Path) -> None:
    """Check that a file may be written, and perhaps can; nothing is written.

    Raises:
        UnwritableFile: When its folder is not there, or it is a folder, or it may only be read.
        DatabaseAsOutput: When the file is a database.
    """
    if _is_database(path):
        raise DatabaseAsOutput.of(
            f"“{path}”是数据库,不会被输出覆盖;换一个文件名",
            f"{path} is a database and is not overwritten: use another file name",
        )
    if _begins_with(path.resolve(), _PRIVATE_KEY):
        raise UnwritableFile.of(
            f"“{path}”是签名密钥,不会被输出覆盖;换一个文件名",
            f"{path} is a key that signs and is not overwritten: use another file name",
        )
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _explain(path, error) from error


_REASONS = {
    errno.EISDIR: Message("这是一个文件夹", "it is a folder"),
    errno.ENOENT: Message("没有这个文件夹", "there is no such folder"),
    errno.ENOTDIR: Message("没有这个文件夹", "there is no such folder"),
    errno.ENAMETOOLONG: Message("文件名太长", "the file name is too long"),
    errno.ENOSPC: Message("磁盘已满", "the disk is full"),
    errno.EDQUOT: Message("磁盘配额已用完", "the quota of the disk is used up"),
    errno.EIO: Message("磁盘读写出错", "the disk cannot be read or written"),
    errno.EROFS: Message("磁盘是只读的", "the disk is read-only"),
}
"""What the machine says → what people say."""
_NOT_ALLOWED = Message(
    "文件或文件夹是只读的,或正在别的程序里打开;关上它,或换一个文件名",
    "the file or its folder is read-only, or open in another program: close it, or use another file name",
)


def describe_os_error(error: OSError) -> Message:
    """Return why the system does not let us use a file, in words for people; in its own where we know none."""
    reason = _NOT_ALLOWED if isinstance(error, PermissionError) else _REASONS.get(error.errno or 0)
    told = error.strerror or str(error)
    return reason or Message(f"系统报告“{told}”", told)


def _explain(path: Path, error: OSError) -> UnwritableFile:
    reason = describe_os_error(error)
    return UnwritableFile.of(f"文件“{path}”不能写:{reason.zh}", f"the file {path} cannot be written: {reason.en}")


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    path = path.resolve()  # a link stays one, and what it names is replaced
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_NAME_MAX]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(beside).chmod(path.stat().st_mode if path.exists() else 0o666 & ~mask)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Let the new name survive a power cut, where the system can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except OSError:
        return  # Windows opens no folder
    try:
        os.fsync(handle)
    except OSError:
        pass  # the file stands there, whole; some file systems sync no folder
    finally:
        os.close(handle)


def _is_database(path: Path) -> bool:
    real = path.resolve()
    if path.name.endswith(_BESIDE_A_STORE) or real.name.endswith(_BESIDE_A_STORE) or is_open_store(real):
        return True
    return _begins_with(real, _SQLITE)


def _begins_with(path: Path, mark: bytes) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(mark)) == mark
    except OSError:
        return False
