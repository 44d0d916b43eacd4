"""A file of an earlier schema is read as it is, and brought up to date by whoever first writes to it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters.storage import BadRecord, CommandReused, StoreUnavailable
from bzr_adapters.storage.evidence.chain import chain_command, chain_rows, start_commands
from bzr_adapters.storage.rows import reveal_rows
from bzr_adapters.storage.sqlite.file import create
from bzr_adapters.storage.sqlite.recorder import sqlite_store
from bzr_adapters.storage.store import RecorderStore
from tests.adapters.storage.writing import add, batch, everything

GOLDEN = Path(__file__).parents[2] / "golden_store"
OLD, SECOND = GOLDEN / "school.db", GOLDEN / "second.db"
ALL_YEAR = (date(2024, 1, 1), date(2025, 12, 31))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of the store of an earlier version."""
    return Path(shutil.copy(OLD, tmp_path / "school.db"))


@pytest.fixture
def store(path: Path) -> Iterator[RecorderStore]:
    """That store, open."""
    store = sqlite_store(path)
    yield store
    store.close()


@pytest.fixture(params=[OLD, SECOND], ids=["schema 1", "schema 2"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of the store of each earlier version."""
    return Path(shutil.copy(request.param, tmp_path / "older.db"))


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    """The rows that a question to the file itself gives."""
    connection = sqlite3.connect(path)
    rows = connection.execute(question).fetchall()
    connection.close()
    return rows


def events_in(path: Path) -> list[Any]:
    """Every stored event, to the byte."""
    return ask(path, "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events ORDER BY rowid")


def index_of(store: RecorderStore) -> list[object]:
    """What is asked of the tables that a file of before does not have."""
    recorded = [entry for entry in everything(store.read_all()) if entry.stream != "new"]
    sheets = sorted({entry.event.sheet for entry in recorded if getattr(entry.event, "sheet", "")})
    commands = sorted({entry.command for entry in recorded})
    assert sheets, "the store of an earlier version holds facts of sheets"
    return [*(store.sheet_facts(sheet, *ALL_YEAR) for sheet in sheets), *map(store.find_command, commands)]


def test_reading_leaves_the_file_as_it_is(path: Path, store: RecorderStore) -> None:
    """What the new tables would say is answered from the events; no byte of the file changes."""
    assert [(1,)] == ask(path, "PRAGMA user_version")
    before = path.read_bytes()

    assert all(index_of(store))
    assert (None, None) == (store.find_command("no such"), store.bookmark("mirror"))

    assert before == path.read_bytes()


def test_the_first_write_brings_it_up_to_date(path: Path, store: RecorderStore) -> None:
    """The tables are filled from the events, which read byte for byte as before; the answers are the same."""
    events, index = events_in(path), index_of(store)

    add(store, batch("new", "new-1"), command="c")

    assert [(3,)] == ask(path, "PRAGMA user_version")
    assert events == list(reveal_rows("s", events_in(path), store.keys))[:-1]
    assert index == index_of(store)
    assert store.find_command("c") is not None


PERSONAL = ("赵检查员", "张老师", "重复计数", "请过假", "误记", "九月.csv")


def personal_bytes(path: Path) -> set[str]:
    """Which of some names and texts of persons stand in the store, or in what SQLite keeps beside it."""
    stored = b"".join(file.read_bytes() for file in path.parent.iterdir() if ".keys" not in file.name)
    return {text for text in PERSONAL if text.encode() in stored}


def test_nothing_of_persons_is_left_in_a_file_brought_up_to_date(older: Path) -> None:
    """In no free page and no log: what was stored as it was reads on, and stands in no byte any more."""
    assert personal_bytes(older) >= {"张老师", "请过假"}
    store = sqlite_store(older)
    before = everything(store.read_all())

    add(store, batch("new", "new-1"))

    assert before == everything(store.read_all())[:-1]
    assert set() == personal_bytes(older)
    store.close()


def test_what_could_not_be_cleared_away_is_cleared_when_it_is_opened_next(path: Path) -> None:
    """Another program was reading: then its view of the file of before has to stay until it is done."""
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("PRAGMA journal_mode=WAL")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM stored_events").fetchone()
    store = sqlite_store(path, wait=0.01)
    add(store, batch("new", "new-1"))
    left = personal_bytes(path)
    reader.execute("COMMIT")
    reader.close()
    store.close()

    sqlite_store(path).close()

    assert (set(PERSONAL), set()) == (left, personal_bytes(path))


def test_a_bookmark_is_a_write_too(path: Path, store: RecorderStore) -> None:
    """It is kept from then on."""
    assert "7" == store.bookmark("mirror", "7") == store.bookmark("mirror")
    assert [(3,)] == ask(path, "PRAGMA user_version")


def test_a_command_of_before_is_not_given_out_again(store: RecorderStore) -> None:
    """Its request is not known any more, so whatever comes under its id is another one."""
    old = everything(store.read_all())[0].command

    with pytest.raises(CommandReused):
        add(store, batch("new", "new-1"), command=old)


def test_a_new_file_and_one_brought_up_to_date_have_the_same_tables(older: Path, tmp_path: Path) -> None:
    """So nothing later has to ask where a file came from."""
    create(tmp_path / "new.db")
    store = sqlite_store(older)
    add(store, batch("new", "new-1"))
    store.close()
    tables = "SELECT name, sql FROM sqlite_master ORDER BY name"

    assert ask(tmp_path / "new.db", tables) == ask(older, tables)


def test_others_that_have_it_open_notice(path: Path, store: RecorderStore) -> None:
    """A reader that opened the old file reads the new tables once another has written."""
    other = sqlite_store(path)
    other.bookmark("mirror", "7")
    add(other, batch("new", "new-1"), command="c")
    other.close()

    assert ("7", True) == (store.bookmark("mirror"), store.find_command("c") is not None)


def test_a_damaged_event_keeps_the_file_as_it_is(path: Path, store: RecorderStore) -> None:
    """Nothing is brought up to date by half: the write says what is wrong, and the rest can still be read."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE stored_events SET state='x' WHERE rowid=5")
    connection.close()

    with pytest.raises(BadRecord):
        add(store, batch("new", "new-1"))

    assert [(1,)] == ask(path, "PRAGMA user_version")
    assert [] == ask(path, "SELECT name FROM sqlite_master WHERE name='commands'")
    assert store.streams()


def test_a_file_that_may_not_be_written_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays of the version of before, and says why it is not written to."""
    may = os.access
    # A superuser may write anything; the tests may run as one.
    monkeypatch.setattr(os, "access", lambda name, mode: mode != os.W_OK and may(name, mode))
    store = sqlite_store(path)

    assert all(index_of(store))
    with pytest.raises(StoreUnavailable, match="只读"):
        store.bookmark("mirror", "7")
    store.close()


def everything_of(store: RecorderStore) -> list[object]:
    """All that is asked of a store but its chains."""
    recorded = everything(store.read_all())
    commands = sorted({entry.command for entry in recorded})
    return [recorded, store.streams(), store.find("", limit=9999), *map(store.find_command, commands)]


def test_no_chain_is_laid_by_reading(older: Path) -> None:
    """Rows come with an empty chain, commands without a number do not come, and no byte of the file changes."""
    store, before = sqlite_store(older), older.read_bytes()

    assert {b""} == {row[5] for row in store.recorder.chained_log(after=0, limit=9999)}
    assert [] == store.recorder.commands(after=0, limit=9)
    store.close()

    assert before == older.read_bytes()


def test_the_first_write_lays_the_chain(older: Path) -> None:
    """Over every event and every command, in the order in which they were kept; what is asked gets the same answers."""
    store = sqlite_store(older)
    before = everything_of(store)

    with store.recorder.writing():
        pass

    assert before == everything_of(store)
    rows = store.recorder.chained_log(after=0, limit=9999)
    assert list(rows) == list(chain_rows([row[:5] for row in rows], {}))
    chain, commands = start_commands(store.store_id), store.recorder.commands(after=0, limit=9999)
    for number, (found, command, sealed) in enumerate(commands, 1):
        chain = chain_command(chain, number, command)
        assert (number, chain) == (found, sealed)
    assert sorted(command.position for _, command, _ in commands) == [command.position for _, command, _ in commands]
    assert {entry.command for entry in everything(store.read_all())} <= {command.id for _, command, _ in commands}
    store.close()


def test_a_position_given_out_before_is_not_given_again(older: Path) -> None:
    """The newest event was erased by hand under the schema of before: the next one stands behind it."""
    erase_newest_event(older)
    store = sqlite_store(older)
    last = store.last_position()

    (recorded,) = add(store, batch("new", "new-1"), command="c")

    assert last + 2 == recorded.position
    store.close()


def erase_newest_event(path: Path) -> None:
    """As somebody would who opens the file in another program."""
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM stored_events WHERE rowid=(SELECT max(rowid) FROM stored_events)")
    connection.close()


def test_a_file_with_a_missing_event_stays_as_it_is(older: Path) -> None:
    """A chain laid over the gap would hide it."""
    with sqlite3.connect(older) as connection:
        connection.execute("DELETE FROM stored_events WHERE rowid=3")
    connection.close()
    version = ask(older, "PRAGMA user_version")
    store = sqlite_store(older)

    with pytest.raises(BadRecord, match="不见了"):
        add(store, batch("new", "new-1"))

    assert version == ask(older, "PRAGMA user_version")
    store.close()
