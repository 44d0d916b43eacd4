"""A store moved or copied whole: every event, command and bookmark in its place, both stores equal, followers go on."""

import shutil
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters import Batch, BzrError, CommandReused, School, StoreUnavailable
from bzr_adapters.front_door import moving
from bzr_adapters.storage import EventLog, StoreError, build_log, create_store, open_store
from bzr_adapters.storage.sqlite import file as sqlite_file
from bzr_adapters.storage.transfer import copy_store, digest_content
from examples.own_store import LedgerStore
from tests.adapters.front_door.schools import DECLARATION, Clock, create_school, finding

GOLDEN = Path(__file__).parents[2] / "golden_store" / "school.db"


@pytest.fixture
def lived(tmp_path: Path, clock: Clock) -> Iterator[School]:
    """A school in a file with facts, a correction, a void, a published month, a command without events, and a follower's place."""
    clock.set("2024-10-08T12:00+08:00")
    with create_school(clock=clock, address=f"sqlite:///{tmp_path}/school.db", lang="zh") as school:
        me = school.acting("李老师")
        receipt = me.record(
            [finding(), {**finding("2024-09-04"), "note": "地面"}, finding(class_="g1c2")], command="c-1"
        )
        me.correct(receipt.ids[0], count=1, reason="复查")
        me.void(receipt.ids[1], reason="有假条")
        me.publish("2024-09", until="2024-10-12")
        school.subscribe("mirror", lambda _: None).run(until=5)
        yield school


def follow(school: School, name: str = "mirror") -> list[int]:
    """The positions that a follower is handed when it goes on."""
    positions: list[int] = []
    school.subscribe(name, lambda batch: positions.extend(event.position for event in batch.events)).run(
        until=school.head()
    )
    return positions


def test_a_school_moves_there_and_back(lived: School, tmp_path: Path, postgres_address: str, clock: Clock) -> None:
    """Onto a server, with equal digests at each step; its follower is handed every event once, wherever the school is."""
    server = f"{postgres_address}&password=geheim-4711"
    there = lived.migrate(server)
    with pytest.raises(StoreUnavailable) as moved_away:
        lived.acting("李老师").record([finding()])
    assert "geheim" not in f"{there.to_dict()} {moved_away.value} {(tmp_path / 'school.db').read_bytes()!r}"
    with School.open(server, clock=clock) as moved:
        assert list(range(6, lived.head() + 1)) == follow(moved)
        added = moved.acting("李老师").record([finding("2024-09-05")])
        assert moved.acting("李老师").record([finding("2024-09-05")], command=added.command).replayed
        back = moved.migrate(f"sqlite:///{tmp_path}/back.db")

    with School.open(f"sqlite:///{tmp_path}/back.db", clock=clock) as school:
        assert [added.position] == follow(school)
        assert school.acting("李老师").record([finding("2024-09-06")]).position == added.position + 1
        again = school.backup(tmp_path / "copy.db")

    documents = [report.to_dict() for report in (there, back, again)]
    assert 1 == len({document["store_id"] for document in documents})
    assert 3 == len({document["digest"] for document in documents})
    assert [lived.head(), lived.head() + 1, lived.head() + 2] == [document["events"] for document in documents]


def test_every_command_is_known_in_the_new_store(lived: School, tmp_path: Path, clock: Clock) -> None:
    """With its receipt; its id is not taken for another request."""
    lived.migrate(f"sqlite:///{tmp_path}/new.db")

    with School.open(f"sqlite:///{tmp_path}/new.db", clock=clock) as moved:
        me = moved.acting("李老师")
        with pytest.raises(CommandReused):
            me.record([finding("2024-09-09")], command="c-1")


def test_what_was_left_behind_can_be_read_and_takes_nothing(lived: School, tmp_path: Path, clock: Clock) -> None:
    """It says where the school went on; also to a process that opens it afterwards."""
    before = lived.month("2024-09").to_dict()
    lived.migrate(f"sqlite:///{tmp_path}/new.db")

    with pytest.raises(StoreUnavailable, match=r"new\.db") as error:
        lived.acting("李老师").record([finding()])
    assert "store.moved" == error.value.code
    assert before == lived.month("2024-09").to_dict()
    with School.open(f"sqlite:///{tmp_path}/school.db", clock=clock) as again, pytest.raises(StoreUnavailable):
        again.acting("李老师").record([finding()])


def test_a_store_whose_keys_are_missing_is_not_copied(lived: School, tmp_path: Path, clock: Clock) -> None:
    """Nobody would see from the copy that names are missing; with the keys in their place the same move goes through."""
    lived.close()
    address, there, keys = (
        f"sqlite:///{tmp_path}/school.db",
        f"sqlite:///{tmp_path}/new.db",
        tmp_path / "school.db.keys",
    )
    keys.rename(tmp_path / "away")
    with School.open(address, clock=clock) as school:
        for copy in (partial(school.backup, tmp_path / "copy.db"), partial(school.migrate, there)):
            with pytest.raises(BzrError) as error:
                copy()
            assert "store.keys-missing" == error.value.code
    assert not (tmp_path / "copy.db").exists()
    (tmp_path / "away").rename(keys)
    with School.open(address, clock=clock) as school:
        assert school.migrate(there).ok


def test_a_store_that_is_kept_takes_more(lived: School, tmp_path: Path) -> None:
    """Where it is asked for, and said."""
    report = lived.migrate(f"sqlite:///{tmp_path}/new.db", keep=True)

    assert report.to_dict()["closed"] is False
    lived.acting("李老师").record([finding()])


def test_a_backup_is_whole_and_replaces_nothing(lived: School, tmp_path: Path, clock: Clock) -> None:
    """It opens like any store and answers the same; a file that is there stays as it is."""
    file, keys = tmp_path / "copy.db", tmp_path / "apart.keys"
    document = lived.backup(file, keys=keys).to_dict()

    assert (str(file), str(keys), lived.head()) == (document["copy"], document["keys"], document["events"])
    assert "李老师".encode() not in file.read_bytes()
    keys.rename(f"{file}.keys")
    with School.open(f"sqlite:///{file}", clock=clock) as copy:
        assert lived.month("2024-09").to_dict() == copy.month("2024-09").to_dict()
        assert lived.results("2024-09") == copy.results("2024-09")
    with pytest.raises(BzrError) as error:
        lived.backup(file)
    assert "file.exists" == error.value.code
    assert ["copy.db", "school.db"] == sorted(path.name for path in tmp_path.glob("*.db"))
    assert not list(tmp_path.glob(".copy*"))


def test_a_copy_is_known_when_sqlite_writes_it_into_its_file(
    lived: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does at the end of each transaction of some megabytes; here of every one. The copy bears the other's id by then."""
    connect = sqlite_file._connect

    def connect_and_write(*arguments: Any) -> sqlite3.Connection:
        connection = connect(*arguments)
        connection.execute("PRAGMA wal_autocheckpoint=1")
        return connection

    monkeypatch.setattr(sqlite_file, "_connect", connect_and_write)

    assert lived.backup(tmp_path / "copy.db").ok
    assert lived.migrate(f"sqlite:///{tmp_path}/new.db").ok


def test_a_copy_that_is_not_equal_is_told_and_the_school_stays(
    lived: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the disk gives other bytes than were written: nothing is closed, and no backup appears."""

    def copy_badly(*arguments: object) -> None:
        copy_store(*arguments)  # type: ignore[arg-type]
        (file,) = [*tmp_path.glob(".copy*/copy.db"), *tmp_path.glob("new.db")]
        with sqlite3.connect(file) as connection:
            changed = """replace(state, '"count":1', '"count":7')"""
            connection.execute(f"UPDATE stored_events SET state=CAST({changed} AS BLOB)")
        connection.close()

    monkeypatch.setattr(moving, "copy_store", copy_badly)
    with pytest.raises(StoreUnavailable, match="不一致"):
        lived.backup(tmp_path / "copy.db")
    with pytest.raises(StoreUnavailable, match="不一致"):
        lived.migrate(f"sqlite:///{tmp_path}/new.db")

    assert not (tmp_path / "copy.db").exists()
    lived.acting("李老师").record([finding()])


def test_only_an_empty_store_is_moved_into(lived: School, tmp_path: Path, clock: Clock) -> None:
    """Nothing is mixed with another school."""
    with create_school(clock=clock, address=f"sqlite:///{tmp_path}/other.db") as other:
        head = other.head()
        with pytest.raises(StoreUnavailable) as error:
            lived.migrate(f"sqlite:///{tmp_path}/other.db")
        assert "store.not-empty" == error.value.code
        assert head == other.head()
    lived.acting("李老师").record([finding()])


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("sqlite:///{}/school.db", "store.not-empty"),
        ("memory:", "store.copy-differs"),
        ("eventsourcing:eventsourcing.popo", "store.not-a-store"),
    ],
)
def test_a_store_moves_neither_into_itself_nor_into_memory(
    lived: School, tmp_path: Path, address: str, code: str
) -> None:
    """It is told at once, and the school goes on."""
    with pytest.raises(BzrError) as error:
        lived.migrate(address.format(tmp_path))
    assert code == error.value.code
    lived.acting("李老师").record([finding()])


def test_a_backup_and_its_keys_are_two_files(lived: School, tmp_path: Path) -> None:
    """Else one would replace the other."""
    with pytest.raises(BzrError) as error:
        lived.backup(tmp_path / "copy.db", keys=tmp_path / "none" / ".." / "copy.db")
    assert "file.exists" == error.value.code
    assert not (tmp_path / "copy.db").exists()


def test_a_store_of_ones_own_is_moved_into_and_out_of(lived: School, tmp_path: Path) -> None:
    """Commit by commit: the same positions, times, chains and receipts."""
    source = open_store(f"sqlite:///{tmp_path}/school.db")
    ledger = LedgerStore.create(f"ledger:{tmp_path / 'school.jsonl'}")
    own = build_log(ledger)
    copy_store(source, own, lambda _done, _of: None)
    back = create_store(f"sqlite:///{tmp_path}/back.db")
    copy_store(own, back, lambda _done, _of: None)

    assert digest_content(source) == digest_content(own) == digest_content(back)
    for log in (source, own, back):
        log.close()
    ledger.close()


def test_a_backup_of_a_store_without_keys_has_keys_of_its_own(tmp_path: Path, clock: Clock) -> None:
    """It opens beside them, and shows the names and notes that were stored there as they are."""
    ledger = LedgerStore.create(f"ledger:{tmp_path / 'school.jsonl'}")
    with School.create(None, DECLARATION, by="李老师", store=ledger, clock=clock) as school:
        receipt = school.acting("李老师").record([{**finding(), "note": "地面"}], command="c-1")
        school.backup(tmp_path / "copy.db")
    ledger.close()

    with School.open(f"sqlite:///{tmp_path}/copy.db", clock=clock) as copy:
        me = copy.acting("李老师")
        assert "地面" == copy.fact(receipt.ids[0]).fields["note"]
        assert receipt == me.record([{**finding(), "note": "地面"}], command="c-1")
        assert copy.verify().ok
    assert "地面".encode() not in (tmp_path / "copy.db").read_bytes()


def test_keys_move_into_a_store_of_ones_own_and_out_of_it(lived: School, tmp_path: Path) -> None:
    """Byte for byte, with the chains; a store that protected nothing protects from then on."""
    source = open_store(f"sqlite:///{tmp_path}/school.db")
    kept, ledgers, chains = list[EventLog](), list[LedgerStore](), list[list[bytes]]()
    for number, (origin, keys) in enumerate((("source", True), ("own", False), ("plain", True))):
        ledger = LedgerStore.create(f"ledger:{tmp_path / f'{number}.jsonl'}")
        address = f"sqlite:///{tmp_path}/{number}.keys" if keys else ""
        own = build_log(ledger, origin, keys=address, create=True)
        copy_store(kept[-1] if kept else source, own, lambda _done, _of: None)
        kept.append(own)
        ledgers.append(ledger)
        events = ledger.read_log(after=0, limit=99)
        chains.append([event.chain for event in events])
        assert keys is not any(event.recorder == "李老师" for event in events)
        assert keys is not any("有假条".encode() in event.data for event in events)
    back = create_store(f"sqlite:///{tmp_path}/back.db")
    copy_store(kept[0], back, lambda _done, _of: None)

    assert 1 == len({digest_content(log, like=source).digest for log in (source, *kept, back)})
    assert [row[5] for row in source.index.chained_log(after=0, limit=99)] == chains[0]  # type: ignore[attr-defined]
    assert chains[1] not in (chains[0], chains[2])
    for log in (source, *kept, back):
        log.close()
    for ledger in ledgers:
        ledger.close()


@pytest.mark.parametrize("damage", ["UPDATE commands SET receipt='{}'", "UPDATE stored_events SET chain=zeroblob(32)"])
def test_the_digest_names_every_byte(lived: School, tmp_path: Path, damage: str) -> None:
    """Receipts and chains as well as events."""
    lived.close()
    address = f"sqlite:///{tmp_path}/school.db"
    contents = []
    for statement in ("SELECT 1", damage):
        with sqlite3.connect(tmp_path / "school.db") as connection:
            connection.execute(statement)
        connection.close()
        log = open_store(address)
        contents.append(digest_content(log))
        log.close()

    assert contents[0] != contents[1]


def test_a_follower_on_its_way_sees_the_move(lived: School, tmp_path: Path, clock: Clock) -> None:
    """It is handed all that was recorded before, and stops with the address at which it goes on."""
    batches: list[Batch] = []
    follower = lived.subscribe("live", batches.append)
    follower.__enter__()
    assert follower.wait(lived.head(), timeout=30)
    lived.migrate(f"sqlite:///{tmp_path}/new.db")
    with pytest.raises(StoreUnavailable, match=r"new\.db"):
        follower.wait(lived.head() + 1, timeout=30)

    with School.open(f"sqlite:///{tmp_path}/new.db", clock=clock) as moved:
        moved.acting("李老师").record([finding()])
        assert [moved.head()] == follow(moved, "live")


def test_a_store_of_an_earlier_form_is_brought_up_to_date_first(tmp_path: Path) -> None:
    """Its events are copied with the chains that they get; it answers as before."""
    shutil.copy(GOLDEN, tmp_path / "old.db")
    with School.open(f"sqlite:///{tmp_path}/old.db") as school:
        before = [event.to_dict() for event in school.events()]
        school.backup(tmp_path / "copy.db")

    with School.open(f"sqlite:///{tmp_path}/copy.db") as copy:
        assert before == [event.to_dict() for event in copy.events()]


def test_a_store_of_an_earlier_form_that_cannot_be_written_is_told_so(tmp_path: Path) -> None:
    """Before anything is made beside it or in the other store."""
    shutil.copy(GOLDEN, tmp_path / "old.db")
    source, target = open_store(f"sqlite:///{tmp_path}/old.db"), create_store("memory:")
    with pytest.raises(StoreError, match="旧格式"):
        copy_store(source, target, lambda _done, _of: None)
    source.close()

    assert 0 == target.last_position()
    target.close()
    assert not (tmp_path / "old.db.keys").exists()
