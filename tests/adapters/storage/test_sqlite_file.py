"""A file is created when asked, and opened only when it is ours."""

import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bzr_adapters.storage import NotAStore, StoreUnavailable, create_store, open_store
from bzr_adapters.storage.sqlite.file import StoreFile, create
from bzr_adapters.storage.sqlite.recorder import sqlite_store
from bzr_domain.application.ports import StoreError
from tests.adapters.storage.writing import add, batch, everything, ids


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where there is nothing yet."""
    return tmp_path / "数据 #1?.db"


def snapshot(path: Path) -> dict[str, bytes]:
    """Everything beside the file, and the file."""
    return {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "does not exist; to create a store, run bzr setup"),
        (b"", "is an empty file and no store; to create one, run bzr setup"),
        (b"hello" * 1000, "is not an SQLite file"),
    ],
)
def test_what_is_no_store_is_not_made_one(path: Path, content: bytes | None, message: str) -> None:
    """Opening never creates, changes or empties anything; it says what to run."""
    if content is not None:
        path.write_bytes(content)
    before = snapshot(path)

    with pytest.raises(NotAStore) as refused:
        sqlite_store(path)

    assert message in refused.value.message.en
    assert before == snapshot(path)


@pytest.mark.parametrize("statement", ["CREATE TABLE t (a)", "PRAGMA application_id=7", "PRAGMA user_version=1"])
def test_another_programs_file_is_left_alone(path: Path, statement: str) -> None:
    """Neither opened nor turned into a store."""
    other = sqlite3.connect(path)
    other.execute(statement)
    other.commit()
    other.close()
    before = snapshot(path)

    uses: list[Callable[[Path], object]] = [sqlite_store, create]
    for use in uses:
        with pytest.raises(NotAStore, match="不是bzr的存储,未作改动"):
            use(path)

    assert before == snapshot(path)


def test_a_schema_from_the_future_asks_for_an_upgrade(path: Path) -> None:
    """A newer bzr may have laid it out in a way we do not know."""
    create(path)
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version=4")
    raw.close()

    with pytest.raises(NotAStore, match="格式版本是4,本程序只认3;请升级bzr"):
        sqlite_store(path)


ALTERED = [
    ("CREATE TRIGGER t AFTER INSERT ON stored_events BEGIN DELETE FROM entries; END", "added: trigger 't'"),
    ("CREATE TRIGGER sqlite_t AFTER INSERT ON store BEGIN SELECT 1; END", "added: trigger 'sqlite_t'"),
    ("CREATE VIEW v AS SELECT * FROM store", "added: view 'v'"),
    ("CREATE INDEX i ON entries (stream)", "added: index 'i'"),
    ("CREATE TABLE t (a)", "added: table 't'"),
    ("DROP TABLE entries", "missing: table 'entries'"),
    ("ALTER TABLE entries RENAME TO e", "added: table 'e', missing: table 'entries'"),
    ("ALTER TABLE store ADD COLUMN more TEXT", "changed: table 'store'"),
    ("UPDATE sqlite_master SET sql=replace(sql, 'TEXT', 'REAL') WHERE name='entries'", "changed: table 'entries'"),
    ("PRAGMA user_version=2", "changed: table 'commands', changed: table 'stored_events'"),
    ("PRAGMA user_version=0", "the schema version was changed to 0"),
    ("PRAGMA user_version=-3", "the schema version was changed to -3"),
]
"""What is done by hand, and how it is told."""


def alter(path: Path, statement: str) -> None:
    """Do something to a store by hand."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA writable_schema=1")
    if " sqlite_t " in statement:
        raw.execute(statement.replace(" sqlite_t ", " tt "))
        raw.execute("UPDATE sqlite_master SET name='sqlite_t', sql=replace(sql, ' tt ', ' sqlite_t ') WHERE name='tt'")
    else:
        raw.execute(statement)
    raw.close()


@pytest.mark.parametrize(("statement", "told"), ALTERED)
def test_tables_altered_by_hand_are_named(path: Path, statement: str, told: str) -> None:
    """Whatever was added, changed or taken away: the store is refused when it is opened."""
    create(path)
    alter(path, statement)

    with pytest.raises(StoreUnavailable) as refused:
        sqlite_store(path)

    assert "store.altered-tables" == refused.value.code
    assert f"{told})" in refused.value.message.en


@pytest.mark.parametrize(("statement", "told"), ALTERED[:6])
def test_tables_altered_while_the_store_is_open_take_nothing(path: Path, statement: str, told: str) -> None:
    """It is looked for at every append, which a trigger could change."""
    create(path)
    store = sqlite_store(path)
    add(store, batch("a", "1"))
    alter(path, statement)

    with pytest.raises(StoreUnavailable) as refused:
        add(store, batch("a", "2", after=1), command="d")

    assert told in refused.value.message.en
    store.close()


def test_what_sqlite_keeps_for_itself_is_no_alteration(path: Path) -> None:
    """Its statistics, for one, which ANALYZE makes."""
    create(path)
    alter(path, "ANALYZE")

    sqlite_store(path).close()


def test_a_store_without_its_id_is_refused(path: Path) -> None:
    """A store that does not know which it is could be any."""
    create(path)
    raw = sqlite3.connect(path)
    with raw:
        raw.execute("DELETE FROM store")
    raw.close()

    with pytest.raises(NotAStore):
        sqlite_store(path)


def test_creating_twice_keeps_what_is_there(path: Path) -> None:
    """Setting up again neither empties the store nor makes it another one."""
    create(path)
    store = sqlite_store(path)
    add(store, batch("a", "1"))
    identity = StoreFile(path).store_id

    create(path)

    assert identity == StoreFile(path).store_id
    assert 1 == len(everything(store.read("a")))
    store.close()


@pytest.mark.parametrize("is_there", [False, True])
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_its_owner_can_read_a_store(path: Path, mask: int, is_there: bool) -> None:
    """The file, its keys and what SQLite puts beside them, whatever the umask, and where an empty file was there before."""
    before = os.umask(mask)
    try:
        if is_there:
            path.touch()
        create(path)
        store = sqlite_store(path)
        add(store, batch("a", "1"))
        modes = {file.name.removeprefix(path.name): file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
        store.close()
    finally:
        os.umask(before)

    assert dict.fromkeys(["", "-wal", "-shm", ".keys", ".keys-journal"], 0o600) == modes


def test_the_mode_of_a_store_that_is_there_stays(path: Path) -> None:
    """A school may let its own group read it; setting up again does not change that."""
    create(path)
    path.chmod(0o640)

    create(path)

    assert 0o640 == path.stat().st_mode & 0o777


def test_two_stores_have_two_ids(tmp_path: Path) -> None:
    """So that a follower notices when another history stands in the same place."""
    for name in "ab":
        create(tmp_path / name)

    assert StoreFile(tmp_path / "a").store_id != StoreFile(tmp_path / "b").store_id


def test_creating_at_the_same_time_is_one_creation(path: Path) -> None:
    """Eight set-ups at once: all succeed, and there is one store."""
    failures: list[Exception] = []
    identities: set[str | None] = set()

    def set_up() -> None:
        try:
            create(path)
            identities.add(StoreFile(path).store_id)
        except Exception as failure:  # noqa: BLE001 (handed to the test)
            failures.append(failure)

    threads = [threading.Thread(target=set_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == failures
    assert 1 == len(identities)


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """Creating does not make folders."""
    with pytest.raises(StoreUnavailable, match="文件打不开;请检查路径和权限"):
        create(tmp_path / "no" / "bzr.db")


def test_every_connection_writes_durably(path: Path) -> None:
    """synchronous=FULL on each connection, and the file in WAL mode."""
    create(path)
    connection = StoreFile(path).connect()

    assert [(2,)] == connection.execute("PRAGMA synchronous").fetchall()
    assert [("wal",)] == connection.execute("PRAGMA journal_mode").fetchall()
    connection.close()


def test_a_connection_that_would_not_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If SQLite keeps to another setting, the store is not used."""
    create(path)
    monkeypatch.setattr("bzr_adapters.storage.sqlite.file._FULL", 3)

    with pytest.raises(StoreUnavailable, match="拒绝synchronous=FULL,断电时会丢失记录"):
        sqlite_store(path)


@pytest.fixture
def read_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one fact, in a file that we may not write."""
    create(path)
    store = sqlite_store(path)
    add(store, batch("a", "1"))
    store.close()
    path.chmod(0o444)
    may = os.access
    # A superuser may write anything; the tests may run as one.
    monkeypatch.setattr(os, "access", lambda name, mode: mode != os.W_OK and may(name, mode))
    return path


def test_a_read_only_file_can_be_read(read_only: Path) -> None:
    """Reading works as ever; writing says why not."""
    store = sqlite_store(read_only)

    assert ["1"] == ids(everything(store.read_all()))
    with pytest.raises(StoreUnavailable, match="只读,不能写入;请检查权限"):
        add(store, batch("a", "2", after=1), command="d")
    store.close()


def test_a_read_only_folder_does_no_harm(read_only: Path) -> None:
    """Even where SQLite cannot put its log beside the file, the file can be read."""
    Path(f"{read_only}-shm").mkdir()
    before = read_only.read_bytes()

    store = sqlite_store(read_only)

    assert ["1"] == ids(everything(store.read_all()))
    assert before == read_only.read_bytes()
    store.close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u:p@w@x/y?password=p", "unknown store address 'mysql://u:…@x/y?password=…'"),
        ("mysql://x", "unknown store address 'mysql://x'; available: memory: · sqlite:///bzr.db"),
        ("bzr.db", "unknown store address 'bzr.db'"),
        ("sqlite://bzr.db", "unknown store address 'sqlite://bzr.db'"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "to keep it in memory, write memory:"),
        ("sqlite:///a.db?synchronous=off", "writes are always synchronous=FULL"),
    ],
)
def test_an_address_we_do_not_know_is_explained(url: str, message: str) -> None:
    """A wrong address names what would be right."""
    for use in (open_store, create_store):
        with pytest.raises(StoreError) as refused:
            use(url)
        assert message in refused.value.message.en


def test_addresses_are_relative_or_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three slashes start where the program runs, four at the root."""
    monkeypatch.chdir(tmp_path)

    create_store("sqlite:///a.db").close()
    create_store(f"sqlite:///{tmp_path}/b.db").close()

    open_store(f"sqlite:///{tmp_path}/a.db").close()
    open_store("sqlite:///b.db").close()
    assert [] == open_store("memory:").streams()


def test_a_table_whose_statement_is_no_text_is_damage(path: Path) -> None:
    """SQLite complains with the damaged bytes in its own words, which cannot be read as UTF-8 either."""
    create(path)
    entry = b"tablecommandscommands"
    assert entry in path.read_bytes()
    damaged = path.read_bytes().replace(entry, b"table\xceommandscommands")
    path.write_bytes(damaged.replace(b"CREATE TABLE commands (", b"CREATE TABLE commands ."))

    with pytest.raises(StoreUnavailable) as refused:
        sqlite_store(path)

    assert "store.damaged" == refused.value.code


def test_a_file_overwritten_by_another_stores_is_refused(tmp_path: Path) -> None:
    """As `cp` does it: the same file with other content, of which an open connection remembers nothing."""
    store = create_store(f"sqlite:///{tmp_path}/bzr.db")
    create_store(f"sqlite:///{tmp_path}/other.db").close()
    add(store, batch("a", "1"))
    (tmp_path / "bzr.db").write_bytes((tmp_path / "other.db").read_bytes())

    with pytest.raises(StoreError, match="换掉"):
        add(store, batch("a", "2", after=1), command="d")
    store.close()
