"""The contract of a store, as tests: subclass it in a test file, and pytest collects what your store has to do.

    class TestLedger(StoreContract):
        def open_store(self, folder):
            return LedgerStore.create(f"ledger:{folder / 'school.jsonl'}")

It needs pytest. A store keeps bytes; those of the contract are events that could be anybody's.
"""

import random
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

import attrs
import pytest

from bzr_adapters.storage.event_store import EventStore, StoredEvent
from bzr_adapters.storage.evidence.chain import chain_rows
from bzr_adapters.storage.rows import build_row
from bzr_adapters.storage.testing.commits import MOMENT, append_new, build_commit, read_everything, run_together
from bzr_adapters.storage.testing.extremes import ExtremesContract
from bzr_domain.application.ports import Conflict, KnownCommand


class StoreContract(ExtremesContract):
    """What every store promises; subclass it and say how yours is opened.

    Attributes:
        threads: How many write at once.
        commits: How many each of them makes.
    """

    threads: ClassVar[int] = 8
    commits: ClassVar[int] = 12

    def test_it_starts_empty(self, store: EventStore) -> None:
        """A new store has an id of its own and holds nothing."""
        assert store.store_id
        assert [] == list(store.read_log(after=0, limit=9)) == list(store.read_stream("a"))
        assert store.find_commit("a") is None
        assert store.bookmark("a") is None

    def test_events_come_back_as_they_were(self, store: EventStore) -> None:
        """What append returns is what is read: bytes, places, time and who brought them."""
        commit = build_commit("c", ("a", 0, 2), ("班级", 0, 1))

        stored = append_new(store, commit)

        assert list(stored) == list(store.read_log(after=0, limit=9))
        assert [(e.stream, e.version, e.name, e.data) for e in commit.events] == [
            (e.stream, e.version, e.name, e.data) for e in stored
        ]
        assert {("赵主任", MOMENT, "c")} == {(e.recorder, e.recorded_at, e.command) for e in stored}

    def test_positions_ascend_and_versions_have_no_gap(self, store: EventStore) -> None:
        """A history is read by version, the log by position, each from anywhere on and no further than asked."""
        append_new(store, build_commit("c", ("a", 0, 2), ("b", 0, 1)))
        append_new(store, build_commit("d", ("a", 2, 1), ("b", 1, 2)))

        log = read_everything(store)
        assert [(e.stream, e.version) for e in log] == [("a", 1), ("a", 2), ("b", 1), ("a", 3), ("b", 2), ("b", 3)]
        assert sorted({e.position for e in log}) == [e.position for e in log]
        assert log[0].position > 0
        assert [e.version for e in store.read_stream("a", after=1)] == [2, 3]
        assert log[2:4] == list(store.read_log(after=log[1].position, limit=2))
        assert [] == list(store.read_log(after=log[-1].position, limit=2)) == list(store.read_stream("a", after=3))

    def test_each_event_is_chained_to_the_one_before_it(self, store: EventStore) -> None:
        """In its own history, over commits and within one, whatever stands between them; a new history begins anew."""
        append_new(store, build_commit("c", ("a", 0, 2), ("班级", 0, 1)))
        append_new(store, build_commit("d", ("班级", 1, 1), ("a", 2, 2), ("b", 0, 1)))

        log = read_everything(store)
        chained = chain_rows([build_row(event) for event in log], {})
        assert [row[5] for row in chained] == [event.chain for event in log]
        assert [event.chain for event in log if event.stream == "a"] == [e.chain for e in store.read_stream("a")]

    @pytest.mark.parametrize("after", [0, 1, 3])
    def test_a_history_that_moved_on_is_a_conflict(self, store: EventStore, after: int) -> None:
        """Nothing of the commit is written, in the other histories neither, and its command is not kept."""
        append_new(store, build_commit("c", ("a", 0, 2)))

        with pytest.raises(Conflict):
            store.append(build_commit("d", ("b", 0, 1), ("a", after, 1)))

        assert len(read_everything(store)) == 2
        assert store.find_commit("d") is None
        append_new(store, build_commit("d", ("b", 0, 1), ("a", 2, 1)))

    def test_a_version_can_be_demanded_without_an_event(self, store: EventStore) -> None:
        """So a decision can rest on a history it does not write to."""
        append_new(store, build_commit("c", ("a", 0, 1)))

        with pytest.raises(Conflict):
            store.append(build_commit("d", ("b", 0, 1), ("a", 0, 0)))

        assert len(append_new(store, build_commit("d", ("b", 0, 1), ("a", 1, 0)))) == 1

    def test_an_id_is_borne_once(self, store: EventStore) -> None:
        """A second event with an id that is used is a conflict, whatever its history; any number have none."""
        append_new(store, build_commit("c", ("a", 0, 3), ids=["f1"]))

        with pytest.raises(Conflict):
            store.append(build_commit("d", ("b", 0, 2), ids=["f2", "f1"]))

        append_new(store, build_commit("e", ("b", 0, 2), ids=["f2"]))
        assert len(read_everything(store)) == 5

    def test_a_known_command_writes_nothing(self, store: EventStore) -> None:
        """Whatever it brings, and whatever moved on since: this comes before every other question."""
        append_new(store, build_commit("c", ("a", 0, 1), ids=["f1"]))
        append_new(store, build_commit("d", ("a", 1, 1)))

        assert store.append(build_commit("c", ("a", 0, 1), ids=["f1"])) is None
        assert store.append(build_commit("c", ("b", 7, 1))) is None

        assert len(read_everything(store)) == 2

    def test_a_command_is_kept_with_its_receipt(self, store: EventStore) -> None:
        """Digest, recorder and receipt as given; the place of its last event, and when that was stored."""
        receipt = '{"ids":["事实"]}' * 5000
        stored = append_new(store, attrs.evolve(build_commit("c", ("a", 0, 2)), receipt=receipt))

        assert store.find_commit("c") == KnownCommand(
            id="c",
            actor="赵主任",
            digest="request",
            receipt=receipt,
            position=stored[-1].position,
            recorded_at=MOMENT,
        )

    def test_a_command_without_events_is_kept_too(self, store: EventStore) -> None:
        """It stands at the last event before it."""
        assert list(append_new(store, build_commit("c"))) == []
        stored = append_new(store, build_commit("d", ("a", 0, 1)))
        append_new(store, build_commit("e"))

        known = [store.find_commit(command) for command in "ce"]
        assert [0, stored[-1].position] == [command and command.position for command in known]
        assert store.append(build_commit("c", ("b", 0, 1))) is None

    def test_time_never_goes_back(self, store: EventStore) -> None:
        """With the clock set back, events and commands are stored at the last event's time."""
        append_new(store, build_commit("c", ("a", 0, 1)))
        early, late = (MOMENT + timedelta(hours=hours) for hours in (-9, 9))
        for command, moment in (("d", early), ("e", late)):
            append_new(store, attrs.evolve(build_commit(command, (command, 0, 1)), recorded_at=moment))
        append_new(store, attrs.evolve(build_commit("f"), recorded_at=early))

        assert [MOMENT, MOMENT, late] == [event.recorded_at for event in read_everything(store)]
        assert [MOMENT, late] == [(known := store.find_commit(c)) and known.recorded_at for c in "df"]

    def test_everything_is_there_when_it_is_opened_again(self, tmp_path: Path) -> None:
        """The same store with the same id: events, commands, ids, bookmarks."""
        first = self.open_store(tmp_path)
        stored = append_new(first, build_commit("c", ("a", 0, 2), ids=["f1"]))
        first.bookmark("mirror", "here")

        reopened = self.open_store(tmp_path)

        assert first.store_id == reopened.store_id
        assert list(stored) == read_everything(reopened) == list(reopened.read_stream("a"))
        assert (first.find_commit("c"), "here") == (reopened.find_commit("c"), reopened.bookmark("mirror"))
        assert reopened.append(build_commit("c", ("a", 0, 1))) is None
        with pytest.raises(Conflict):
            reopened.append(build_commit("d", ("b", 0, 1), ids=["f1"]))

    def test_what_one_handle_writes_the_other_reads(self, tmp_path: Path) -> None:
        """Two that have the store open at once see and respect each other's events."""
        here, there = self.open_store(tmp_path), self.open_store(tmp_path)
        append_new(here, build_commit("c", ("a", 0, 1)))

        assert len(read_everything(there)) == 1
        with pytest.raises(Conflict):
            there.append(build_commit("d", ("a", 0, 1)))
        append_new(there, build_commit("d", ("a", 1, 1)))
        assert len(here.read_stream("a")) == 2

    def test_a_bookmark_is_the_last_text_saved(self, store: EventStore) -> None:
        """Each name has its own."""
        assert store.bookmark("mirror", "1") == "1"
        assert store.bookmark("other", "书签") == "书签"
        assert "2" == store.bookmark("mirror", "2") == store.bookmark("mirror")

    def test_waiting_ends_with_an_event_or_with_time(self, store: EventStore) -> None:
        """At once where there is one already, as soon as one is appended, else when the seconds are over."""
        assert not store.wait(0, 0.01)
        position = append_new(store, build_commit("c", ("a", 0, 1)))[-1].position
        assert store.wait(0, 0)
        later = threading.Timer(0.05, partial(append_new, store, build_commit("d", ("b", 0, 1))))
        later.start()

        assert store.wait(position, 20)

        later.join()
        assert not store.wait(position + 1, 0)

    def test_threads_lose_nothing_and_leave_no_gap(self, tmp_path: Path) -> None:
        """Several threads, over two handles, add to one history and to one of their own: all or nothing of each commit."""
        stores = [self.open_store(tmp_path), self.open_store(tmp_path)]
        run_together([partial(self._append_often, stores[n % 2], f"w{n}") for n in range(self.threads)])

        log = read_everything(stores[0])
        commands = [event.command for event in log]
        assert {3} == {commands.count(command) for command in set(commands)}
        assert len(set(commands)) == self.threads * self.commits
        for stream in {event.stream for event in log}:
            versions = [event.version for event in log if event.stream == stream]
            assert list(range(1, len(versions) + 1)) == versions
        times = [event.recorded_at for event in log]
        assert sorted(times) == times, "time goes back: as known at a moment is not the same for ever"

    def test_one_of_two_equal_commands_is_carried_out(self, tmp_path: Path) -> None:
        """The same command sent by many threads at once is written once."""
        stores = [self.open_store(tmp_path), self.open_store(tmp_path)]
        answers: list[Sequence[StoredEvent] | None] = []
        commit = build_commit("c", ("a", 0, 2))

        run_together([partial(lambda s: answers.append(s.append(commit)), stores[n % 2]) for n in range(self.threads)])

        assert len(read_everything(stores[0])) == 2
        assert sum(answer is not None for answer in answers) == 1

    def test_a_follower_misses_nothing_while_others_write(self, tmp_path: Path) -> None:
        """Reading on from the last position seen gives the whole log: no event appears below it later."""
        writers, reader = [self.open_store(tmp_path), self.open_store(tmp_path)], self.open_store(tmp_path)
        followed: list[StoredEvent] = []
        over = threading.Event()

        def follow() -> None:
            position = 0
            while not over.is_set() or reader.wait(position, 0):
                followed.extend(reader.read_log(after=position, limit=5))
                position = followed[-1].position if followed else 0

        def write() -> None:
            try:
                run_together([partial(self._append_often, writers[n % 2], f"w{n}") for n in range(3)])
            finally:
                over.set()

        run_together([follow, write])

        assert len(followed) == 3 * 3 * self.commits
        assert followed == read_everything(reader)

    def _append_often(self, store: EventStore, who: str) -> None:
        for number in range(self.commits):
            _append_until_first(store, who, number)


def _append_until_first(store: EventStore, who: str, number: int) -> None:
    over = time.monotonic() + 60
    while True:
        shared = len(store.read_stream("shared"))
        try:
            commit = build_commit(f"{who}.{number}", (who, number, 1), ("shared", shared, 2))
            append_new(store, attrs.evolve(commit, recorded_at=MOMENT + timedelta(seconds=random.randint(0, 99))))  # noqa: S311 (no secret)
            return
        except Conflict:
            if time.monotonic() > over:
                raise
            time.sleep(random.uniform(0, 0.02))  # noqa: S311 (no secret)
