"""Every output file: whole or not at all, and never over a store or another database, however its name is spelt."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from bzr_adapters.documents.output import DatabaseAsOutput, check_target, write_whole
from bzr_adapters.storage import create_store, open_store, register_store
from bzr_adapters.storage.sqlite.file import create
from examples.own_store import LedgerStore


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store, which is where the program runs."""
    monkeypatch.chdir(tmp_path)
    create(Path("bzr.db"))
    return tmp_path


def _link(path: Path) -> Path:
    link = path.with_name("九月.csv")
    link.symlink_to(path)
    return link


def _link_to_link(path: Path) -> Path:
    link = path.with_name("十月.csv")
    link.symlink_to(_link(path))
    return link


def _hard_link(path: Path) -> Path:
    link = path.with_name("九月.csv")
    link.hardlink_to(path)
    return link


def _through_a_folder(path: Path) -> Path:
    folder = path.with_name("夹")
    folder.symlink_to(path.parent)
    return folder / ".." / path.parent.name / path.name


SPELLINGS: list[Callable[[Path], Path]] = [
    lambda path: path,
    lambda path: Path(path.name),
    lambda path: Path(f"./{path.name}"),
    _link,
    _link_to_link,
    _hard_link,
    _through_a_folder,
]


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("spell", SPELLINGS, ids=map(str, range(7)))
def test_an_output_never_replaces_a_store(folder: Path, spell: Callable[[Path], Path], is_open: bool) -> None:
    """The store's own name, links to it, other ways to write it; whether it is open here or not."""
    store = open_store("sqlite:///bzr.db") if is_open else None
    before = (folder / "bzr.db").read_bytes()
    path = spell(folder / "bzr.db")

    for use in (check_target, lambda path: write_whole(path, b"x")):
        with pytest.raises(DatabaseAsOutput):
            use(path)

    assert before == (folder / "bzr.db").read_bytes()
    if store is not None:
        store.close()


@pytest.mark.parametrize("name", ["bzr.db-wal", "bzr.db-shm", "bzr.db-journal", "none.db-wal"])
def test_nor_what_stands_beside_one(folder: Path, name: str) -> None:
    """Also where there is none yet, and through a link."""
    with pytest.raises(DatabaseAsOutput):
        write_whole(folder / name, b"x")
    with pytest.raises(DatabaseAsOutput):
        write_whole(_link(folder / name), b"x")


def test_nor_the_database_of_another_program(folder: Path) -> None:
    """Whatever it is for."""
    with sqlite3.connect("other.csv") as other:
        other.execute("CREATE TABLE t (a)")
    with pytest.raises(DatabaseAsOutput):
        write_whole(Path("other.csv"), b"x")


def test_nor_the_file_of_a_store_of_ones_own(folder: Path) -> None:
    """Known by its address, for nobody can tell by its content."""
    register_store("ledger", LedgerStore)
    store = create_store("ledger:school.json")
    with pytest.raises(DatabaseAsOutput):
        write_whole(folder / "school.json", b"x")

    store.close()
    write_whole(folder / "school.json", b"x")


def test_asking_leaves_the_locks_of_an_open_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of a store that is open here is never opened again: closing it would take away SQLite's locks."""
    store = open_store("sqlite:///bzr.db")
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("opened"))

    with pytest.raises(DatabaseAsOutput):
        check_target(folder / "bzr.db")

    store.close()


def test_the_file_of_a_store_that_was_closed_and_deleted_is_free(folder: Path) -> None:
    """Nothing is kept of it."""
    open_store("sqlite:///bzr.db").close()
    for file in folder.iterdir():
        file.unlink()

    write_whole(Path("bzr.db"), b"x")

    assert b"x" == Path("bzr.db").read_bytes()


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_file_follows_the_umask_and_an_old_one_keeps_its_mode(folder: Path, mask: int) -> None:
    """What the office sets for its files stays."""
    Path("old.csv").touch()
    Path("old.csv").chmod(0o640)
    before = os.umask(mask)
    try:
        for name in ("new.csv", "old.csv"):
            write_whole(Path(name), b"x")
    finally:
        os.umask(before)

    assert 0o666 & ~mask == Path("new.csv").stat().st_mode & 0o777
    assert 0o640 == Path("old.csv").stat().st_mode & 0o777


def test_a_link_stays_one(folder: Path) -> None:
    """What it names gets the new content."""
    (folder / "real.csv").write_text("old")
    link = _link(folder / "real.csv")

    write_whole(link, b"new")

    assert link.is_symlink()
    assert "new" == (folder / "real.csv").read_text()


def test_a_file_is_whole_before_it_has_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written and synchronised beside it, renamed, and the folder synchronised: in this order."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_fsync(handle: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")  # noqa: PTH112
        fsync(handle)

    def note_replace(beside: Path, path: Path) -> Path:
        steps.append("rename" if beside.parent == path.parent else "copy")
        return replace(beside, path)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", note_replace)

    write_whole(Path("九月.csv"), b"x")

    assert ["file", "rename", "folder"] == steps


def test_a_long_name_is_no_hindrance(folder: Path) -> None:
    """As long as the system takes."""
    name = "月" * 83 + ".csv"

    write_whole(Path(name), b"x")

    assert Path(name).exists()
