"""A file that is deleted, moved, replaced or cut short while its store is open: nothing is acknowledged that is nowhere on disk."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from bzr_adapters.storage import StoreUnavailable
from bzr_adapters.storage.rows import KeptCommand
from bzr_adapters.storage.sqlite.file import create
from bzr_adapters.storage.sqlite.recorder import SQLiteRecorder, _Transaction, sqlite_store
from bzr_adapters.storage.store import RecorderStore
from tests.adapters.storage.writing import add, batch, everything, ids


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store's file, under a folder and behind a link."""
    (tmp_path / "here").mkdir()
    create(tmp_path / "here" / "bzr.db")
    (tmp_path / "link").symlink_to(tmp_path / "here")
    return tmp_path / "link" / "bzr.db"


@pytest.fixture
def store(path: Path) -> Iterator[RecorderStore]:
    """The store, opened, with one fact."""
    opened = sqlite_store(path)
    add(opened, batch("a", "1"))
    yield opened
    opened.close()


def _delete(path: Path) -> None:
    path.unlink()


def _replace_by_another(path: Path) -> None:
    create(path.with_name("other.db"))
    path.with_name("other.db").replace(path)


def _replace_by_a_copy(path: Path) -> None:
    """What an editor or a synchronising program does: the same bytes in another file."""
    shutil.copy(path, path.with_name("copy.db"))
    path.with_name("copy.db").replace(path)


def _move_the_folder(path: Path) -> None:
    path.parent.resolve().rename(path.parent.with_name("gone"))


def _point_the_link_elsewhere(path: Path) -> None:
    link = path.parent
    link.with_name("there").mkdir()
    create(link.with_name("there") / "bzr.db")
    link.unlink()
    link.symlink_to(link.with_name("there"))


DONE_TO_THE_FILE: list[Callable[[Path], None]] = [
    _delete,
    _replace_by_another,
    _replace_by_a_copy,
    _move_the_folder,
    _point_the_link_elsewhere,
]


@pytest.mark.parametrize("harm", DONE_TO_THE_FILE)
def test_a_file_that_is_gone_takes_and_gives_nothing(
    path: Path, store: RecorderStore, harm: Callable[[Path], None]
) -> None:
    """Writing and reading are refused, however the name came to mean another file or none; it says what to do."""
    harm(path)

    with pytest.raises(StoreUnavailable, match=r"删除、移走或换掉了.*请放回原来的文件或从备份恢复,再重新启动"):
        add(store, batch("a", "2", after=1), command="d")
    with pytest.raises(StoreUnavailable, match="删除、移走或换掉了"):
        everything(store.read("a"))
    with pytest.raises(StoreUnavailable, match="删除、移走或换掉了"):
        store.bookmark("mirror", "1")


def test_a_file_that_is_put_back_is_used_again(path: Path, store: RecorderStore) -> None:
    """It is the same file, and holds everything."""
    path.rename(path.with_name("away"))
    with pytest.raises(StoreUnavailable):
        store.last_position()

    path.with_name("away").rename(path)
    add(store, batch("a", "2", after=1), command="d")

    assert ["1", "2"] == ids(everything(store.read_all()))


@pytest.mark.parametrize("is_held", [False, True])
def test_a_file_deleted_while_writing_is_not_acknowledged(
    path: Path, store: RecorderStore, monkeypatch: pytest.MonkeyPatch, is_held: bool
) -> None:
    """Deleted before the commit: the command's id is named, so that it can be sent again when the file is back."""
    keep = _Transaction.keep_command

    def keep_and_delete(transaction: _Transaction, kept: KeptCommand) -> None:
        keep(transaction, kept)
        path.unlink()

    monkeypatch.setattr(_Transaction, "keep_command", keep_and_delete)

    with pytest.raises(StoreUnavailable, match=r"删除、移走或换掉了.*请用同一命令编号d重试"):  # noqa: SIM117 (the inner block is what fails)
        with store.hold() if is_held else nullcontext():
            add(store, batch("a", "2", after=1), command="d")


def test_another_folder_to_work_in_changes_nothing(
    path: Path, store: RecorderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An address relative to the folder is read once."""
    monkeypatch.chdir(path.parent)
    relative = sqlite_store(Path("bzr.db"))
    monkeypatch.chdir(tmp_path)

    assert ["1"] == ids(everything(relative.read_all()))
    relative.close()


@pytest.mark.parametrize("end", ["-wal", "-shm"])
@pytest.mark.parametrize("replaced", [False, True])
def test_a_log_that_is_gone_takes_nothing(path: Path, store: RecorderStore, end: str, replaced: bool) -> None:
    """What SQLite keeps beside the file: events written to a deleted one are nowhere when the program ends."""
    beside = Path(f"{path}{end}")
    beside.rename(f"{path}-away")
    if replaced:
        shutil.copy(f"{path}-away", beside)

    with pytest.raises(StoreUnavailable, match="-wal或-shm文件被删除或换掉了"):
        add(store, batch("a", "2", after=1), command="d")


def test_a_new_connection_looks_at_the_log_too(path: Path, store: RecorderStore) -> None:
    """A connection made later, for another thread, would make a new log and never see what is in the old one."""
    assert isinstance(store.recorder, SQLiteRecorder)
    with store.recorder.datastore.transaction(commit=False):
        Path(f"{path}-wal").unlink()
        with pytest.raises(StoreUnavailable, match="-wal或-shm文件被删除或换掉了"):
            store.last_position()


@pytest.mark.parametrize("size", [0, 100, 8192, -4096])
def test_a_file_cut_short_takes_nothing(path: Path, size: int) -> None:
    """Although SQLite itself would write on where it needs none of the lost pages."""
    store = sqlite_store(path)
    add(store, batch("a", *map(str, range(200))))
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.last_position()
    os.truncate(path, size if size >= 0 else path.stat().st_size + size)

    with pytest.raises(StoreUnavailable) as refused:
        add(store, batch("b", "x"), command="d")

    assert "store.damaged" == refused.value.code
    store.close()


def test_a_file_that_was_tidied_up_is_used_on(path: Path) -> None:
    """VACUUM makes it smaller and loses nothing."""
    store = sqlite_store(path)
    add(store, batch("a", *map(str, range(200))))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE filling AS SELECT * FROM stored_events")
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.last_position()
    before = path.stat().st_size
    for statement in ("DROP TABLE filling", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
        other.execute(statement)
    assert path.stat().st_size < before

    add(store, batch("b", "x"), command="d")

    assert 201 == len(everything(store.read_all()))
    store.close()
