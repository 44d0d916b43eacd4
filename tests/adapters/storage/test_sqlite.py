"""The store in a file keeps the contract, whoever else writes to the file, dies, or edits it by hand."""

import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

import pytest
from eventsourcing.sqlite import SQLiteConnection

from bzr_adapters.storage import BadRecord, StoreBusy, StoreUnavailable
from bzr_adapters.storage.sqlite.file import create
from bzr_adapters.storage.sqlite.recorder import SQLiteRecorder, sqlite_store
from bzr_adapters.storage.store import RecorderStore
from bzr_domain.application.ports import Conflict
from bzr_domain.facts.events import FactVoided
from tests.adapters.samples import encode_one
from tests.adapters.storage.conformance import RecorderContract
from tests.adapters.storage.writing import NOW, add, batch, everything, fact, ids

ROOT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with an empty store."""
    path = tmp_path / "bzr.db"
    create(path)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[RecorderStore]:
    """The store in that file."""
    store = sqlite_store(path)
    yield store
    store.close()


class TestSQLite(RecorderContract):
    @pytest.fixture
    def store(self, path: Path) -> Iterator[RecorderStore]:
        """A store in a new file."""
        store = sqlite_store(path)
        yield store
        store.close()


def recorder_of(store: RecorderStore) -> SQLiteRecorder:
    """What the store stands on."""
    assert isinstance(store.recorder, SQLiteRecorder)
    return store.recorder


def by_hand(path: Path, statement: str, *values: object) -> None:
    """Change the file behind the store's back."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def started(path: Path, who: str, batches: int, events: int) -> subprocess.Popen[str]:
    """Another process that writes to the file."""
    arguments = ["-m", "tests.adapters.storage.writing", f"sqlite:///{path}", who, str(batches), str(events)]
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_writers_in_processes_lose_nothing(path: Path, store: RecorderStore) -> None:
    """Three processes add to one history: what each was told is recorded is there once, without a gap."""
    writers = [started(path, who, 15, 2) for who in "abc"]

    told = sorted(line for writer in writers for line in writer.communicate(timeout=60)[0].split())

    assert [0, 0, 0] == [writer.returncode for writer in writers]
    found = everything(store.read("shared"))
    assert list(range(1, 91)) == [one.version for one in found] == [one.position for one in found]
    assert told == sorted({one.command for one in found})
    assert sorted(ids(found)) == [entry for entry, _ in store.find("", limit=999)]


def kill_and_look(path: Path, round_: int) -> None:
    """Kill a writer in the middle of its work and look at what it left."""
    writer = started(path, f"w{round_}", 10_000, 40)
    assert writer.stdout is not None
    told = [writer.stdout.readline() for _ in range(1 + round_ % 4)]
    time.sleep((round_ * 7 % 10) / 1000)
    writer.send_signal(signal.SIGKILL)
    told = "".join([*told, writer.stdout.read()]).split()
    writer.stdout.close()
    writer.wait()

    store = sqlite_store(path)
    found = everything(store.read_all())
    commands = [one.command for one in found]
    assert set(told) <= set(commands), "acknowledged, and lost"
    assert {40} == {commands.count(command) for command in set(commands)}, "half a batch"
    assert list(range(1, len(found) + 1)) == [one.version for one in found] == [one.position for one in found]
    assert sorted(ids(found)) == [entry for entry, _ in store.find("", limit=999_999)]
    store.close()


def test_ten_kills_lose_nothing(path: Path) -> None:
    """With kill -9 during appends: what was acknowledged is there, no batch by half, and the store goes on."""
    for round_ in range(10):
        kill_and_look(path, round_)


@pytest.mark.nightly
def test_a_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    """The same, a hundred times."""
    for round_ in range(100):
        path = tmp_path / f"{round_ // 10}.db"
        create(path)
        kill_and_look(path, round_)


def test_an_erased_position_is_not_given_out_again(path: Path, store: RecorderStore) -> None:
    """When the newest row is erased by hand, a follower still sees that something new came after."""
    add(store, batch("a", "1", "2"))
    by_hand(path, "DELETE FROM stored_events WHERE rowid=2")
    by_hand(path, "DELETE FROM entries WHERE id='2'")

    (recorded,) = add(store, batch("a", "3", after=1), command="d")

    assert (2, 3) == (recorded.version, recorded.position)


def test_a_gap_is_found_on_replay(path: Path, store: RecorderStore) -> None:
    """A row taken out by hand is missed by the history and by the log, with its place."""
    add(store, batch("a", "1", "2", "3"))
    by_hand(path, "DELETE FROM stored_events WHERE rowid=2")

    for read in (store.read("a"), store.read_all()):
        with pytest.raises(BadRecord, match="历史“a”第2条有误:这一条不见了") as bad:
            everything(read)
        assert (str(path), "a", 2) == (bad.value.store, bad.value.stream, bad.value.version)


def test_a_history_whose_beginning_is_gone_is_found_too(path: Path, store: RecorderStore) -> None:
    """From the first version on, for histories that begin late in the log as well."""
    add(store, batch("b", "0"), batch("a", "1", "2"))
    by_hand(path, "DELETE FROM stored_events WHERE rowid=2")

    for read in (store.read("a"), store.read_all()):
        with pytest.raises(BadRecord, match="历史“a”第1条"):
            everything(read)


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [
        ("state", '"sheet":""', '"sheet":"","x":1'),
        ("state", '"value":null', '"value":1.5'),
        ("state", '"value":null', '"value":"NaN"'),
        ("state", ',"sheet":""', ""),
        ("topic", "fact.recorded/2", "fact.recorded/9"),
        ("topic", "fact.recorded/2", "os:system"),
    ],
)
def test_an_edited_row_is_refused(path: Path, store: RecorderStore, column: str, old: str, new: str) -> None:
    """Extra field, float, NaN, missing field, unknown or future name: refused with store, history and version."""
    add(store, batch("a", "1", "2"))
    by_hand(path, f"UPDATE stored_events SET {column}=replace({column},?,?) WHERE rowid=2", old, new)
    by_hand(path, "UPDATE stored_events SET state=CAST(state AS BLOB)")

    for read in (store.read("a"), store.read_all()):
        with pytest.raises(BadRecord, match=f"^存储{re.escape(str(path))}的历史“a”第2条有误"):
            everything(read)


@pytest.mark.parametrize("column", ["originator_version", "topic", "state"])
@pytest.mark.parametrize("content", ["", "x", 5, 2.5, b"bytes"])
def test_a_column_that_holds_anything_else_is_refused(
    path: Path, store: RecorderStore, column: str, content: object
) -> None:
    """Of whatever type, by whoever comes upon it, from the beginning or from there on."""
    add(store, batch("a", "1", "2", "3"))
    by_hand(path, f"UPDATE stored_events SET {column}=? WHERE rowid=2", content)

    for pages in (store.read_all(), store.read_all(after=1)):
        with pytest.raises(BadRecord):
            everything(pages)
    with pytest.raises(BadRecord):
        everything(store.read("a"))


@pytest.mark.parametrize("state", ["text", 5, b"{}"])
def test_nonsense_in_the_newest_row_stops_writing_too(path: Path, store: RecorderStore, state: object) -> None:
    """The time of the last event cannot be told, so no later one can be given."""
    add(store, batch("a", "1"))
    by_hand(path, "UPDATE stored_events SET state=?", state)

    with pytest.raises(BadRecord, match="第1条有误"):
        add(store, batch("b", "2"), command="d")


def test_a_missing_index_entry_is_rebuilt(path: Path, store: RecorderStore) -> None:
    """The index is made from the events alone."""
    add(store, batch("a", "1", "2"))
    by_hand(path, "UPDATE entries SET id='9' WHERE id='1'")

    assert 2 == store.rebuild_index()

    assert [("1", "a"), ("2", "a")] == store.find("")


def test_two_events_with_one_id_cannot_be_indexed(path: Path, store: RecorderStore) -> None:
    """A rebuild that finds an id twice changes nothing and says which."""
    add(store, batch("a", "1"))
    _, state = encode_one(FactVoided(id="1", target="1", reason="r"), recorded_at=NOW.astimezone(UTC))
    by_hand(path, "INSERT INTO stored_events VALUES (2,'b',1,'fact.voided/1',x'',?)", state)

    with pytest.raises(Conflict, match="编号1已被使用"):
        store.rebuild_index()

    assert [("1", "a")] == store.find("")


def test_a_held_file_is_busy_not_broken(path: Path) -> None:
    """While another program writes, we wait a little and say so; readers go on reading."""
    store = sqlite_store(path, wait=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy, match="正被别的程序占用;什么都没有写"):
        add(store, batch("a", "1"))

    assert [] == everything(store.read("a"))
    other.execute("ROLLBACK")
    other.close()
    assert 1 == len(add(store, batch("a", "1")))
    store.close()


def test_who_holds_the_file_keeps_others_out_until_it_has_written(path: Path, store: RecorderStore) -> None:
    """Nobody comes between reading and writing; whoever else wants to write waits for it."""
    other = sqlite_store(path, wait=0.05)

    with store.hold():
        with pytest.raises(StoreBusy):
            add(other, batch("a", "1"))
        add(store, batch("a", "2"))
        add(other, batch("b", "3"))

    assert ["2", "3"] == ids(everything(other.read_all()))
    other.close()


def test_a_full_disk_leaves_nothing_half_written(store: RecorderStore) -> None:
    """The append says the disk is full; the store can be read, and written when there is room."""
    add(store, batch("a", "1"))
    with recorder_of(store).datastore.get_connection(commit=False) as connection:
        connection.cursor().execute("PRAGMA max_page_count=12")

    with pytest.raises(StoreUnavailable, match="磁盘已满"):
        add(store, batch("b", *[f"b{n}" for n in range(1000)]), command="d")

    assert (["a"], {}) == (store.streams(), store.known(["b0"]))
    assert [2] == [one.version for one in add(store, batch("a", "2", after=1), command="e")]


def test_a_commit_that_fails_after_the_fact_is_read_back(store: RecorderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite reports an error although the commit came through: no failure, and nothing twice."""
    failures = iter([sqlite3.OperationalError("disk I/O error")])

    def commit(connection: SQLiteConnection) -> None:
        connection._sqlite_conn.commit()
        for failure in failures:
            raise failure

    monkeypatch.setattr(SQLiteConnection, "commit", commit)

    recorded = add(store, batch("a", "1"))

    assert [] == list(failures)
    assert list(recorded) == everything(store.read("a"))


@pytest.mark.parametrize("name", ["\ud800", "a\ud800"])
def test_half_a_character_is_no_name(store: RecorderStore, name: str) -> None:
    """What is no text cannot be stored or looked for."""
    uses: list[Callable[[], object]] = [
        lambda: add(store, batch(name, "1")),
        lambda: add(store, batch("a", name)),
        lambda: store.find(name),
        lambda: everything(store.read(name)),
    ]
    for use in uses:
        with pytest.raises(Exception, match=r"不能用作名称或编号|无法写入"):
            use()
    assert 0 == store.last_position()


def test_facts_keep_any_text(store: RecorderStore) -> None:
    """NUL, quotes and all of Unicode are text like any other."""
    name = "a\0'\";--\U0001f600"

    add(store, batch(name, name))

    assert [fact(name)] == [one.event for one in everything(store.read(name))]
    assert ([name], [(name, name)], {name: name}) == (
        store.streams("a\0"),
        store.find("a\0"),
        store.known([name]),
    )
