"""A store of one's own is handed in, stays its caller's to close, and tells which record is damaged, as every store does."""

import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from bzr_adapters import Invalid, School, StoreDamaged, StoreUnavailable
from bzr_adapters.storage.byte_view import ByteView
from bzr_adapters.storage.memory import MemoryRecorder, memory_store
from bzr_adapters.storage.store import RecorderStore
from bzr_domain.application.kept_register import KeptRegister
from examples.own_store import LedgerStore
from tests.adapters.front_door.schools import DECLARATION, ROW, Clock, create_school


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[LedgerStore]:
    """A new and empty store of one's own."""
    store = LedgerStore.create(f"ledger:{tmp_path / 'school.jsonl'}")
    yield store
    store.close()


def test_a_school_lives_in_a_store_handed_in(ledger: LedgerStore, clock: Clock) -> None:
    """Given a school created in it, when that is closed, then the store is open, and another school opens on it."""
    with School.create(None, DECLARATION, by="李老师", store=ledger, clock=clock) as school:
        receipt = school.acting("李老师").record([ROW], command="c-1")
    with pytest.raises(StoreUnavailable):
        school.head()

    with School.open(store=ledger, clock=clock) as again:
        assert receipt == again.acting("李老师").record([ROW], command="c-1")
        assert "LedgerStore" == again.store_name
    assert receipt.position == len(ledger.read_log(after=0, limit=99))


def test_a_store_that_holds_a_school_takes_no_second(ledger: LedgerStore) -> None:
    """The store stays as it was, and open."""
    School.create(None, DECLARATION, by="李老师", store=ledger).close()
    before = ledger.read_log(after=0, limit=99)

    with pytest.raises(Invalid) as taken:
        School.create(None, DECLARATION, by="李老师", store=ledger)

    assert "store.not-empty" == taken.value.code
    assert before == ledger.read_log(after=0, limit=99)


def test_keys_of_a_store_handed_in_are_where_they_are_said_to_be(
    ledger: LedgerStore, tmp_path: Path, clock: Clock
) -> None:
    """Names and texts are protected, and erased; without the keys they read as missing, and nothing is written."""
    keys, row = f"sqlite:///{tmp_path}/school.keys", {**ROW, "note": "王小明没有值日"}
    with School.create(None, DECLARATION, by="李老师", store=ledger, keys=keys, clock=clock) as school:
        fact = school.acting("李老师").record([row], command="c-1").ids[0]
    stored = repr(ledger.read_log(after=0, limit=99)) + repr(ledger.find_commit("c-1"))
    assert "李老师" not in stored
    assert "王小明".encode().hex() not in b"".join(e.data for e in ledger.read_log(after=0, limit=99)).hex()

    with School.open(store=ledger, keys=keys, clock=clock) as again:
        assert again.acting("李老师").record([row], command="c-1").replayed
        assert "王小明没有值日" == again.fact(fact).fields["note"]
        assert again.verify().ok
        again.acting("李老师").erase("王小明", reason="监护人要求")
        assert str(again.fact(fact).fields["note"]).startswith("已删除#")

    with School.open(store=ledger, clock=clock) as without:
        assert str(without.fact(fact).fields["note"]).startswith("密钥缺失#")
        with pytest.raises(StoreUnavailable, match="keys=") as missing:
            without.acting("李老师").record([ROW])
        assert "store.keys-missing" == missing.value.code
    with pytest.raises(Invalid) as useless:
        School.open("memory:", keys=keys)
    assert "argument.keys-without-store" == useless.value.code


@pytest.mark.parametrize("address", ["memory:", ""])
def test_an_address_and_a_store_are_one_too_many(ledger: LedgerStore, address: str) -> None:
    """Nobody can tell which is meant, so neither is touched."""
    with pytest.raises(Invalid, match="只能给一个") as opened:
        School.open(address, store=ledger)
    with pytest.raises(Invalid, match="只能给一个") as created:
        School.create(address, DECLARATION, by="李老师", store=ledger)

    assert "argument.two-stores" == opened.value.code == created.value.code
    assert [] == ledger.read_log(after=0, limit=9)


def test_what_is_no_store_is_a_type_error() -> None:
    """The methods that it has not are named."""
    with pytest.raises(TypeError, match="a dict has no method append, find_commit, read_stream"):
        School.open(store={})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a RecorderStore has no method find_commit"):
        School.open(store=memory_store())  # type: ignore[arg-type]  # an event log is no store of bytes


def test_a_store_that_cannot_tell_its_id_is_unavailable() -> None:
    """Whatever it raises becomes an error of ours, also while it is opened."""

    class Nameless(ByteView):
        @property
        def store_id(self) -> str:
            raise OSError("the line is dead")

        @store_id.setter
        def store_id(self, _: str) -> None: ...

    with pytest.raises(StoreUnavailable, match="the line is dead"):
        School.open(store=Nameless(memory_store()))


def damage_file(folder: Path, _: LedgerStore, position: int) -> School:
    """A school in a SQLite file, one of whose rows was changed by hand."""
    path = folder / "school.db"
    create_school(address=f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE stored_events SET state=? WHERE rowid=?", (b"{}", position))
    connection.close()
    return School.open(f"sqlite:///{path}")


def damage_memory(_: Path, __: LedgerStore, position: int) -> School:
    """A school in memory, one of whose rows was changed by hand."""
    school = create_school()
    log = school._school.log
    assert isinstance(log, RecorderStore)
    assert isinstance(log.recorder, MemoryRecorder)
    rows = log.recorder._stored_events
    rows[position - 1] = dataclasses.replace(rows[position - 1], state=b"{}")
    return School(attrs.evolve(school._school, kept_register=KeptRegister()))  # which has read nothing yet


def damage_ledger(_: Path, store: LedgerStore, position: int) -> School:
    """A school in a store of one's own that gives back other bytes than it was given."""
    School.create(None, DECLARATION, by="李老师", store=store).close()
    event = store._log[position - 1]
    spoilt = attrs.evolve(event, data=b"{}")
    store._log[position - 1] = store._streams[event.stream][event.version - 1] = spoilt
    return School.open(store=store)


@pytest.mark.parametrize("damage", [damage_file, damage_memory, damage_ledger])
@pytest.mark.parametrize(
    "ask",
    [
        lambda school: school.statement("g1c1", "2024-09"),
        lambda school: list(school.facts()),
        lambda school: list(school.events()),
        lambda school: school.at(3),
    ],
    ids=["statement", "facts", "events", "at"],
)
def test_a_damaged_record_is_told_with_its_position(
    tmp_path: Path,
    ledger: LedgerStore,
    damage: Callable[[Path, LedgerStore, int], School],
    ask: Callable[[School], object],
) -> None:
    """Wherever it is read, and from whatever store."""
    with damage(tmp_path, ledger, 3) as school, pytest.raises(StoreDamaged) as damaged:
        ask(school)

    assert (3, "store.damaged", False) == (damaged.value.position, damaged.value.code, damaged.value.retryable)


def test_an_event_that_is_missing_has_no_position(tmp_path: Path) -> None:
    """Its history and its place there are named."""
    path = tmp_path / "school.db"
    create_school(address=f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM stored_events WHERE rowid=3")
    connection.close()

    with (
        School.open(f"sqlite:///{path}") as school,
        pytest.raises(StoreDamaged, match="历史“register”第3条有误:这一条不见了") as damaged,
    ):
        school.statement("g1c1", "2024-09")

    assert damaged.value.position is None
