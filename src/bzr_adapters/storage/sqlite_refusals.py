"""Why a file is not opened as a store, and what to do about it."""

from pathlib import Path

from bzr_adapters.storage.errors import NotAStore, StoreUnavailable
from bzr_domain.kernel.messages import Message


def missing(path: Path) -> NotAStore:
    """There is no such file."""
    return NotAStore(
        Message(
            f"{path}不存在;要新建存储,请运行bzr setup",
            f"{path} does not exist; to create a store, run bzr setup",
        )
    )


def empty(path: Path) -> NotAStore:
    """The file has no content."""
    return NotAStore(
        Message(
            f"{path}是空文件,不是存储;要新建存储,请运行bzr setup,要找回记录,请从备份恢复",
            f"{path} is an empty file and no store; to create one, run bzr setup; "
            "to get records back, restore a backup",
        )
    )


def not_durable(path: Path) -> StoreUnavailable:
    """SQLite does not promise to keep what it acknowledged."""
    return StoreUnavailable(
        Message(
            f"存储{path}:SQLite拒绝synchronous=FULL,断电时会丢失记录;不使用它",
            f"store {path}: SQLite refuses synchronous=FULL and would lose records in a power cut; it is not used",
        )
    )


def foreign(path: Path) -> NotAStore:
    """The file belongs to something else."""
    return NotAStore(
        Message(
            f"{path}不是bzr的存储,未作改动;要新建存储,请换一个文件名运行bzr setup",
            f"{path} is not a store of bzr and was left alone; to create one, run bzr setup with another file name",
        )
    )


def other_version(path: Path, version: int, known: int) -> NotAStore:
    """The file was laid out by another version of this program."""
    return NotAStore(
        Message(
            f"{path}的格式版本是{version},本程序只认{known};请升级bzr",
            f"{path} has schema version {version}, this program knows {known}: upgrade bzr",
        )
    )


def replaced(path: Path) -> NotAStore:
    """Another store stands where the one we opened stood."""
    return NotAStore(
        Message(
            f"{path}在打开后被换成了另一个存储;请重新启动",
            f"{path} was replaced by another store since it was opened: start again",
        )
    )
