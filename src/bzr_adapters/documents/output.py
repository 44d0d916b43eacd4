"""Write a file whole or not at all (输出), and never over a store."""

import os
import tempfile
from pathlib import Path

from bzr_domain.kernel.messages import BzrError

_SQLITE = b"SQLite format 3\0"
_BESIDE_A_STORE = ("-wal", "-shm", "-journal")


class UnwritableFile(BzrError):
    """A file cannot be written."""

    code = "file.unwritable"


class DatabaseAsOutput(BzrError):
    """The file is a database, a store perhaps: an output never replaces it."""

    code = "file.is-database"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file: beside it first, then in its place, so that it is never half there.

    Raises:
        UnwritableFile: When its folder is not there or cannot be written.
        DatabaseAsOutput: When the file is a database.
    """
    if _is_database(path):
        raise DatabaseAsOutput.of(
            f"“{path}”是数据库,不会被输出覆盖;换一个文件名",
            f"{path} is a database and is not overwritten: use another file name",
        )
    try:
        _replace(path, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnwritableFile.of(
            f"文件“{path}”不能写:{reason}", f"the file {path} cannot be written: {reason}"
        ) from error


def _replace(path: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(beside).chmod(path.stat().st_mode if path.exists() else 0o666 & ~mask)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _is_database(path: Path) -> bool:
    if path.name.endswith(_BESIDE_A_STORE):
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False
