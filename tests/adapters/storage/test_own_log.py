"""A store of one's own, once it is an event log, keeps every promise of ours."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib.metadata import EntryPoint
from pathlib import Path

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_adapters.storage import (
    BadRecord,
    Commit,
    NotAStore,
    StoreError,
    StoreUnavailable,
    build_log,
    create_store,
    open_store,
    register_store,
)
from bzr_adapters.storage.byte_view import ByteView
from bzr_adapters.storage.event_store import StoredEvent
from bzr_adapters.storage.library.address import LibraryAddress
from bzr_adapters.storage.memory import memory_store
from bzr_domain.application.ports import Batch, Command, CommandReused, EventLog
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.fact import Fact
from examples.own_store import LedgerStore
from tests.adapters.storage.conformance import LogContract
from tests.adapters.storage.writing import NOW, add, batch, everything


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[LedgerStore]:
    """A new store of one's own."""
    store = LedgerStore.create(f"ledger:{tmp_path / 'school.jsonl'}")
    yield store
    store.close()


class TestLedger(LogContract):
    @pytest.fixture
    def store(self, ledger: LedgerStore) -> EventLog:
        """The event log over it."""
        return build_log(ledger)


class TestLedgerWithKeys(LogContract):
    @pytest.fixture
    def store(self, ledger: LedgerStore, tmp_path: Path) -> Iterator[EventLog]:
        """The event log over it, with the keys of names and texts in a file."""
        log = build_log(ledger, keys=f"sqlite:///{tmp_path}/school.keys", create=True)
        yield log
        log.close()


_PERSONAL = st.text(st.characters(codec="utf-8"), min_size=6, max_size=20)


@given(who=_PERSONAL, note=_PERSONAL, actor=_PERSONAL)
def test_whatever_a_person_is_called_is_read_again_and_stored_nowhere(who: str, note: str, actor: str) -> None:
    """In a store of one's own with keys: the bytes of its events, and what it keeps of the command, hold none of it."""
    store = LibraryAddress.create("eventsourcing:eventsourcing.popo")
    log = build_log(store, keys="memory:", create=True)
    seen = Fact(kind="late", on=date(2024, 9, 3), class_id="7-1", recorder=who, note=note)
    told = Batch(stream="a", after=0, events=(FactRecorded(id="f", fact=seen),))
    log.append([told], command=Command(id="c", actor=actor, receipt=note), now=NOW)

    (recorded,) = everything(log.read("a"))
    known = log.find_command("c")

    assert known is not None
    assert (actor, seen, actor, note) == (recorded.actor, recorded.event.fact, known.actor, known.receipt)
    kept = store.find_commit("c")
    assert kept is not None
    (stored,) = store.read_log(after=0, limit=9)
    plain = msgspec.json.decode(stored.data)
    hidden = f"{plain['fact']['recorder']} {plain['fact']['note']} {stored.recorder} {kept.actor} {kept.receipt}"
    assert [] == [text for text in (who, note, actor) if text in hidden]
    log.close()


class TestOurBytes(LogContract):
    @pytest.fixture
    def store(self) -> EventLog:
        """The event log over the bytes of our own store in memory."""
        return build_log(ByteView(memory_store()))


class Deaf(ByteView):
    """A store whose answers are lost, a few times."""

    failures = 1

    def append(self, commit: Commit, /) -> Sequence[StoredEvent] | None:
        """Append, and fail all the same."""
        stored = super().append(commit)
        if self.failures:
            self.failures -= 1
            raise TimeoutError("the line is dead")
        return stored


def test_a_commit_whose_answer_is_lost_is_no_failure() -> None:
    """The line breaks after the commit: the log reads back and finds it recorded."""
    log = build_log(Deaf(memory_store()))

    recorded = add(log, batch("a", "1"), batch("b", "2"))

    assert list(recorded) == everything(log.read_all())


def test_a_lost_answer_that_cannot_be_looked_up_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller is told that the outcome is unknown, and under which id to try again."""
    store = Deaf(memory_store())
    monkeypatch.setattr(store, "find_commit", lambda _: 1 / 0)

    with pytest.raises(StoreUnavailable, match=r"line is dead.*无法确定是否已写入,请用同一命令编号c重试"):
        add(build_log(store), batch("a", "1"), command="c")


def test_an_id_used_for_another_request_is_refused_after_a_failure_too() -> None:
    """What is kept under the id is somebody else's."""
    store = Deaf(memory_store())
    store.failures = 0
    log = build_log(store)
    add(log, batch("a", "1"), command="c")

    with pytest.raises(CommandReused):
        add(log, batch("a", "2", after=1), command="c")


def test_whatever_a_store_raises_becomes_our_own_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the store's name and the reason."""
    store = ByteView(memory_store())
    monkeypatch.setattr(store, "read_log", lambda **_: 1 / 0)

    with pytest.raises(StoreUnavailable, match="存储ByteView出错:ZeroDivisionError"):
        build_log(store).last_position()


def test_a_known_command_that_is_not_kept_is_a_fault_of_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store says it knows the command, and does not."""
    store = ByteView(memory_store())
    monkeypatch.setattr(store, "append", lambda _: None)

    with pytest.raises(StoreUnavailable, match="说命令c已执行过,却没有留下它"):
        add(build_log(store), batch("a", "1"), command="c")


def test_bytes_that_are_no_event_are_refused(ledger: LedgerStore) -> None:
    """Whatever a store gives back is read as strictly as our own."""
    log = build_log(ledger)
    add(log, batch("a", "1"))
    ledger._log[0] = ledger._streams["a"][0] = evolve_data(ledger._log[0])

    with pytest.raises(BadRecord, match="历史“a”第1条有误"):
        everything(log.read("a"))
    with pytest.raises(BadRecord, match="历史“a”第1条有误"):
        build_log(ledger).last_position()


def test_a_time_that_is_not_in_utc_is_refused(ledger: LedgerStore) -> None:
    """The event that a store gives back with another offset is named with its place."""
    log = build_log(ledger)
    add(log, batch("a", "1"), batch("b", "2"))
    ledger._log[1] = attrs.evolve(ledger._log[1], recorded_at=NOW)

    with pytest.raises(BadRecord, match="历史“b”第1条有误:记录时间必须是UTC") as bad:
        everything(log.read_all())

    assert 2 == bad.value.position


def evolve_data(event: StoredEvent) -> StoredEvent:
    """The event with a field that does not belong there."""
    return attrs.evolve(event, data=event.data.replace(b'"sheet":""', b'"sheet":"","x":1'))


def test_an_address_of_ones_own_opens_a_store_of_ones_own(tmp_path: Path) -> None:
    """Created when asked, found again, and closed with the log."""
    address = f"ledger:{tmp_path / 'school.jsonl'}"
    with pytest.raises(NotAStore):
        open_store(address)
    log = create_store(address)
    add(log, batch("a", "1"))
    log.close()
    log.close()

    log = open_store(address)

    assert (address, 1) == (log.name, len(everything(log.read_all())))
    assert not log.wait(1, timedelta())
    log.close()


@pytest.mark.parametrize("scheme", ["sqlite", "memory", "postgres", "a:b", ""])
def test_our_own_addresses_stay_ours(scheme: str) -> None:
    """Nobody takes the place of a store of ours."""
    with pytest.raises(StoreError, match="不能用作自定存储的地址"):
        register_store(scheme, LedgerStore)


def test_a_package_brings_addresses_by_an_entry_point(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """So the command line knows them without a line of code."""
    point = EntryPoint("kept", "examples.own_store:LedgerStore", "bzr.stores")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda **_: [point])
    monkeypatch.setattr("bzr_adapters.storage.addresses._registered", {})
    monkeypatch.chdir(tmp_path)
    Path("kept:school.jsonl").touch()

    log = open_store("kept:school.jsonl")

    assert log.store_id
    log.close()
