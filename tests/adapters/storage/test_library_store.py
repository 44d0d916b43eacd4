"""Any persistence module of the event-sourcing library keeps the contract once it is plugged in by its address."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from eventsourcing.persistence import OperationalError
from eventsourcing.persistence import StoredEvent as LibraryRow
from eventsourcing.popo import POPOApplicationRecorder

from bzr_adapters.storage import BadRecord, EventStore, NotAStore, StoreBusy
from bzr_adapters.storage.library.address import LibraryAddress
from bzr_adapters.storage.library.rows import Rows
from bzr_adapters.storage.library.store import LibraryStore
from bzr_adapters.storage.testing import StoreContract
from bzr_adapters.storage.testing.commits import append_new, build_commit, read_everything, run_together
from tests.support.postgres import PostgresServer, name_schema


class TestMemory(StoreContract):
    @pytest.fixture(autouse=True)
    def keep_rows(self) -> None:
        """What is in memory is found again as long as somebody holds it."""
        self.rows: dict[Path, Rows] = {}

    def open_store(self, folder: Path) -> EventStore:
        rows = self.rows.setdefault(folder, Rows("memory", POPOApplicationRecorder()))
        return LibraryStore.begin(rows)


class ModuleContract(StoreContract):
    """The contract of a store that is found by its address."""

    commits = 5

    @pytest.fixture(autouse=True)
    def close_stores(self) -> Iterator[None]:
        """Every handle is closed in the end."""
        self.stores: list[LibraryStore] = []
        yield
        for store in self.stores:
            store.close()

    def open_store(self, folder: Path) -> EventStore:
        self.stores.append(LibraryAddress.create(self.name_address(folder)))
        return self.stores[-1]

    def name_address(self, folder: Path) -> str:
        """The address of the store that is kept in a folder."""
        raise NotImplementedError


class TestSQLite(ModuleContract):
    def name_address(self, folder: Path) -> str:
        return f"eventsourcing:eventsourcing.sqlite?SQLITE_DBNAME={folder / 'bzr.db'}"


class TestSQLAlchemyOnSQLite(ModuleContract):
    def name_address(self, folder: Path) -> str:
        return f"eventsourcing:eventsourcing_sqlalchemy?SQLALCHEMY_URL=sqlite:///{folder / 'bzr.db'}"


class PostgresModuleContract(ModuleContract):
    @pytest.fixture(autouse=True)
    def make_schema(self, postgres_server: PostgresServer) -> None:
        """Each test has a schema."""
        self.server, self.schema = postgres_server, name_schema()
        postgres_server.execute(f"CREATE SCHEMA {self.schema}")

    def test_programs_that_begin_at_once_have_one_store(self, tmp_path: Path) -> None:
        """They make the same tables in each other's way; none fails, and the store is begun once."""
        run_together([partial(self.open_store, tmp_path)] * 5)

        assert 1 == len({store.store_id for store in self.stores})
        assert 5 == len(self.stores)


class TestPostgres(PostgresModuleContract):
    id_type = "uuid"

    def name_address(self, folder: Path) -> str:
        settings = {
            "DBNAME": "postgres",
            "HOST": self.server.host,
            "PORT": self.server.port,
            "USER": "postgres",
            "PASSWORD": "none",
            "SCHEMA": self.schema,
        }
        told = "&".join(f"POSTGRES_{key}={value}" for key, value in settings.items())
        return f"eventsourcing:eventsourcing.postgres?{told}&ORIGINATOR_ID_TYPE={self.id_type}"


@pytest.mark.nightly
class TestPostgresWithTextIds(TestPostgres):
    id_type = "text"


class TestSQLAlchemyOnPostgres(PostgresModuleContract):
    def name_address(self, folder: Path) -> str:
        url = self.server.address().replace("postgresql:", "postgresql+psycopg:")
        return f"eventsourcing:eventsourcing_sqlalchemy?SQLALCHEMY_URL={quote(url)}&SQLALCHEMY_SCHEMA={self.schema}"


def name_file(path: Path) -> str:
    """The address of a file that the library's module for SQLite keeps."""
    return f"eventsourcing:eventsourcing.sqlite?SQLITE_DBNAME={path}"


def test_an_answer_that_is_lost_within_the_module_is_no_conflict() -> None:
    """The recorder tries again by itself after the commit, and finds the rows there: they are its own."""

    class Twice(POPOApplicationRecorder):
        def insert_events(self, stored_events: Sequence[LibraryRow], **kwargs: Any) -> Sequence[int] | None:
            super().insert_events(stored_events, **kwargs)
            return super().insert_events(stored_events, **kwargs) if len(stored_events) > 1 else None

    store = LibraryStore.begin(Rows("twice", Twice()))

    stored = append_new(store, build_commit("c", ("a", 0, 2)))

    assert list(stored) == read_everything(store)
    assert list(append_new(store, build_commit("d"))) == []


def test_a_commit_goes_behind_those_that_came_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another history was written to between looking and writing: it is tried again, and all is in its place."""
    rows = Rows("memory", POPOApplicationRecorder())
    here, there = LibraryStore.begin(rows), LibraryStore.begin(rows)
    insert = rows.recorder.insert_events

    def let_another_go_first(stored_events: Sequence[LibraryRow], **kwargs: Any) -> Sequence[int] | None:
        monkeypatch.setattr(rows.recorder, "insert_events", insert)
        append_new(there, build_commit("d", ("b", 0, 2)))
        return insert(stored_events, **kwargs)

    monkeypatch.setattr(rows.recorder, "insert_events", let_another_go_first)
    append_new(here, build_commit("c", ("a", 0, 1)))

    assert [("b", 1), ("b", 2), ("a", 3)] == [(event.stream, event.position) for event in read_everything(here)]


def test_the_same_command_that_comes_through_meanwhile_is_no_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is sent twice at once, and carried out by the other one between two looks: it is known, and nobody was overtaken."""
    rows = Rows("memory", POPOApplicationRecorder())
    here, there = LibraryStore.begin(rows), LibraryStore.begin(rows)
    commit = build_commit("c", ("a", 0, 2))
    count = here._count_events

    def let_the_other_go_first(stream: str) -> int:
        monkeypatch.setattr(here, "_count_events", count)
        append_new(there, commit)
        return count(stream)

    monkeypatch.setattr(here, "_count_events", let_the_other_go_first)

    assert here.append(commit) is None
    assert len(read_everything(here)) == 2


def test_who_never_comes_first_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """After some seconds nothing is written, and the same command may be sent again."""
    rows = Rows("memory", POPOApplicationRecorder())
    store, other = LibraryStore.begin(rows), LibraryStore.begin(rows)
    insert, names = rows.recorder.insert_events, iter("defgh")

    def let_another_go_first(stored_events: Sequence[LibraryRow], **kwargs: Any) -> Sequence[int] | None:
        if stored_events[1].state.find(b"hasty") < 0:
            append_new(other, build_commit(f"hasty {next(names)}"))
        return insert(stored_events, **kwargs)

    monkeypatch.setattr(rows.recorder, "insert_events", let_another_go_first)
    monkeypatch.setattr("bzr_adapters.storage.library.store._PATIENCE", -1.0)

    with pytest.raises(StoreBusy, match="一直有别的写入;什么都没有写"):
        store.append(build_commit("c", ("a", 0, 1)))

    assert store.find_commit("c") is None


def test_rows_that_no_commit_brought_are_named(tmp_path: Path) -> None:
    """The row of a commit was taken away by hand: nothing is written over what it brought."""
    path = tmp_path / "bzr.db"
    store = LibraryAddress.create(name_file(path))
    append_new(store, build_commit("c", ("a", 0, 1)))
    change(path, "DELETE FROM stored_events WHERE topic = 'bzr.commit/1' AND originator_version = 2")

    with pytest.raises(BadRecord, match="历史“a”第1条有误:没有哪次提交带来它"):
        store.append(build_commit("d", ("a", 1, 1)))

    store.close()


def test_a_position_is_given_once_although_the_newest_row_is_taken_away(tmp_path: Path) -> None:
    """Its place stays empty, and reading the log names it."""
    path = tmp_path / "bzr.db"
    store = LibraryAddress.create(name_file(path))
    append_new(store, build_commit("c", ("a", 0, 2)))
    change(path, "DELETE FROM stored_events WHERE rowid = (SELECT max(rowid) FROM stored_events)")

    assert [3] == [event.position for event in append_new(store, build_commit("d", ("b", 0, 1)))]
    with pytest.raises(BadRecord, match="它前面缺了位置#2的一条") as bad:
        read_everything(store)
    assert 2 == bad.value.position
    store.close()


def test_a_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """With its place, and never as a failure of something else."""
    path = tmp_path / "bzr.db"
    store = LibraryAddress.create(name_file(path))
    append_new(store, build_commit("c", ("a", 0, 1)))
    change(path, "UPDATE stored_events SET state = x'00' WHERE topic = 'bzr.event/1'")

    with pytest.raises(BadRecord, match=r"历史“bzr\.event/1”第1条有误:读不出"):
        store.read_stream("a")

    store.close()


def test_a_place_in_the_log_is_found_without_having_been_read_to(tmp_path: Path) -> None:
    """A reader that begins in the middle finds its place between the rows of commands and ids."""
    address = name_file(tmp_path / "bzr.db")
    store = LibraryAddress.create(address)
    for number in range(7):
        append_new(store, build_commit(f"c{number}", ("a", 3 * number, 3), ids=[f"f{number}"]))
    log = read_everything(store)
    store.close()

    for after in range(len(log) + 2):
        with closing(LibraryAddress.open(address)) as reader:
            assert log[after : after + 2] == list(reader.read_log(after=after, limit=2))


def test_a_reader_in_the_middle_need_not_read_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its place among some thousand rows is found by halving; who goes on from a page needs one question."""
    recorder = POPOApplicationRecorder()
    store = LibraryStore.begin(Rows("memory", recorder))
    append_new(store, build_commit("c", ("a", 0, 1000)))
    asked: list[int] = []
    select = recorder.select_notifications

    def count(start: int | None, limit: int, **bounds: Any) -> Sequence[Any]:
        asked.append(limit)
        return select(start, limit, **bounds)

    monkeypatch.setattr(recorder, "select_notifications", count)

    store.read_log(after=500, limit=5)
    assert len(asked) < 15
    assert sum(asked) < 20
    asked.clear()
    store.read_log(after=505, limit=5)
    assert asked == [5]


def test_what_a_module_raises_is_told_without_its_secrets() -> None:
    """It may be busy, or not be there at all; a password that it repeats is left out."""

    class Failing(POPOApplicationRecorder):
        error: Exception = OperationalError()

        def select_events(self, *_: Any, **__: Any) -> Sequence[LibraryRow]:
            raise self.error

    recorder = Failing()
    rows = Rows("far", recorder, secrets=("hunter22",))
    for text, kind in [
        ("database is locked", StoreBusy),
        ('relation "stored_events" does not exist', NotAStore),
    ]:
        recorder.error = OperationalError(f"{text} hunter22")
        with pytest.raises(kind, match=r"存储far出错:OperationalError: .* …$") as raised:
            LibraryStore(rows)
        assert raised.value.__cause__ is None


def change(path: Path, statement: str) -> None:
    """Change a file by hand."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(statement).rowcount == 1
        connection.commit()
