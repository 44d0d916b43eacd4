"""What every event log has to do: subclass `LogContract` and give it a `store` fixture."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

import attrs
import pytest

from bzr_adapters.storage import BadEvent, StoreUnavailable
from bzr_adapters.storage.memory import memory_store
from bzr_adapters.storage.recorder import Transaction
from bzr_adapters.storage.store import RecorderStore
from bzr_adapters.storage.testing.commits import run_together
from bzr_domain.application.ports import (
    PAGE,
    Batch,
    Command,
    CommandKnown,
    CommandReused,
    Conflict,
    EventLog,
    KnownCommand,
    StoreError,
)
from bzr_domain.events import Event
from bzr_domain.facts.events import FactCorrected, FactVoided, TotalPrinted
from bzr_domain.kernel.messages import Message
from bzr_domain.register.events import TermWithdrawn
from tests.adapters.samples import SAMPLES
from tests.adapters.storage.writing import NOW, add, batch, everything, fact, ids, write_on


class LogContract:
    """The contract; the same for memory and for files."""

    @pytest.fixture
    def store(self) -> EventLog:
        """A new and empty store."""
        raise NotImplementedError

    def test_it_starts_empty(self, store: EventLog) -> None:
        """A new store holds nothing and says so calmly."""
        assert [] == everything(store.read_all()) == everything(store.read("a"))
        assert [] == store.streams()
        assert 0 == store.last_position()
        assert ([], {}) == (store.find(""), store.known(["a"]))

    def test_every_event_comes_back_as_it_was(self, store: EventLog) -> None:
        """What append returns is what is read, for each kind of event."""
        written = store.append(
            [Batch(stream="all", after=0, events=SAMPLES)], command=Command(id="c-1", actor="赵主任"), now=NOW
        )

        assert list(written) == everything(store.read("all")) == everything(store.read_all())
        assert list(SAMPLES) == [one.event for one in written]
        assert {("all", "赵主任", "c-1", NOW)} == {(o.stream, o.actor, o.command, o.recorded_at) for o in written}

    def test_versions_and_positions_have_no_gap(self, store: EventLog) -> None:
        """Versions count within a history, positions within the store, in the order of recording."""
        add(store, batch("a", "1", "2"), batch("b", "3"))
        add(store, batch("a", "4", after=2), batch("b", "5", after=1), batch("a", "6", after=3))

        found = [(one.position, one.stream, one.version) for one in everything(store.read_all())]

        expected = [(1, "a", 1), (2, "a", 2), (3, "b", 1), (4, "a", 3), (5, "b", 2), (6, "a", 4)]
        assert expected == found
        assert 6 == store.last_position()
        assert [1, 2, 4, 6] == [one.position for one in everything(store.read("a"))]

    @pytest.mark.parametrize("after", [0, 1, 3])
    def test_a_history_that_moved_on_is_a_conflict(self, store: EventLog, after: int) -> None:
        """A batch made for another version is refused, and says what was found."""
        add(store, batch("a", "1", "2"))

        with pytest.raises(Conflict, match=f"“a”已有2条,而不是{after}条") as conflict:
            add(store, batch("a", "3", after=after), command="d")

        assert (("a",), ()) == (conflict.value.streams, conflict.value.ids)
        assert 2 == store.last_position()

    def test_batches_are_written_all_or_none(self, store: EventLog) -> None:
        """One batch that does not fit keeps the others out too, index included."""
        add(store, batch("a", "1"))

        with pytest.raises(Conflict):
            add(store, batch("b", "2"), batch("a", "3"), command="d")

        assert (["a"], {"1": "a"}, 1) == (store.streams(), store.known("123"), store.last_position())

    def test_an_event_that_cannot_be_stored_keeps_everything_out(self, store: EventLog) -> None:
        """The last event of the last batch is bad: nothing is written, and the error says where it stood."""
        bad = attrs.evolve(fact("3"), fact=attrs.evolve(fact("3").fact, value=Decimal("NaN")))

        with pytest.raises(BadEvent, match=r"写往历史“b”的第2条有误.*“fact\.recorded/2”"):
            add(store, batch("a", "1"), Batch(stream="b", after=0, events=(fact("2"), bad)))

        assert ([], {}, 0) == (store.streams(), store.known("123"), store.last_position())

    def test_a_batch_without_events_only_demands_the_version(self, store: EventLog) -> None:
        """So a decision can rest on a history it does not write to."""
        add(store, batch("a", "1"))

        assert () == add(store, batch("a", after=1), command="d")
        with pytest.raises(Conflict):
            add(store, batch("a"), batch("b", "2"), command="d")
        assert ["a"] == store.streams()

    @pytest.mark.parametrize("again", [("1", "x"), ("x", "1"), ("x", "x")])
    def test_an_id_is_used_once_in_a_store(self, store: EventLog, again: tuple[str, ...]) -> None:
        """A second entry with an id that is used is a conflict, whatever its history."""
        add(store, batch("a", "1"))

        with pytest.raises(Conflict, match="已被使用") as conflict:
            add(store, batch("b", *again), command="d")

        assert (((), ("x",)) if "1" not in again else ((), ("1",))) == (
            conflict.value.streams,
            conflict.value.ids,
        )
        assert (["a"], 1, {"1": "a"}) == (store.streams(), store.last_position(), store.known(["1", "x"]))

    def test_a_void_has_an_id_like_a_fact(self, store: EventLog) -> None:
        """Facts, voids and corrections share one space of ids; other events are not entries."""
        events: tuple[Event, ...] = (
            fact("f"),
            FactVoided(id="v", target="f", reason="r"),
            FactCorrected(id="k", target="f", fields=(), after=fact("f").fact, reason="r"),
            TermWithdrawn(id="f"),
            *(event for event in SAMPLES if isinstance(event, TotalPrinted)),
        )
        add(store, Batch(stream="a", after=0, events=events))

        assert [("f", "a"), ("k", "a"), ("v", "a")] == store.find("", limit=9)

    def test_ids_are_found_by_their_beginning(self, store: EventLog) -> None:
        """As many as asked for, sorted, with their histories."""
        add(store, batch("a", "f-12", "f-1", "g", "f-%"), batch("b", "f-13", "事-1", "\U0001f600"))

        assert [("f-%", "a"), ("f-1", "a"), ("f-12", "a")] == store.find("f-")
        assert [("f-13", "b")] == store.find("f-13")
        assert [("事-1", "b")] == store.find("事")
        assert [] == store.find("%") == store.find("F")
        assert 7 == len(store.find("", limit=100))

    def test_known_ids_are_told_from_new_ones(self, store: EventLog) -> None:
        """Thousands can be asked for at once."""
        add(store, batch("a", *[f"f{n}" for n in range(0, 5000, 2)]))

        known = store.known(f"f{n}" for n in range(5000))

        assert {f"f{n}": "a" for n in range(0, 5000, 2)} == known

    def test_streams_are_listed_by_their_beginning(self, store: EventLog) -> None:
        """Sorted, each once."""
        add(
            store,
            *[batch(name, f"{name}1", f"{name}2") for name in ("class:b", "class:a", "teacher:x", "班")],
        )

        assert ["class:a", "class:b", "teacher:x", "班"] == store.streams()
        assert ["class:a", "class:b"] == store.streams("class:")
        assert [] == store.streams("class:%") == store.streams("Class")
        store.read("class:c")
        assert [] == store.streams("class:c")

    def test_long_histories_come_in_pages(self, store: EventLog) -> None:
        """No more than a page is in memory; nothing is lost between pages."""
        number = 2 * PAGE + 9
        add(store, batch("b", "x"), batch("a", *[str(n) for n in range(number)]))

        pages, log = list(store.read("a")), list(store.read_all(after=1))

        assert [PAGE, PAGE, 9] == [len(page) for page in pages] == [len(page) for page in log]
        assert list(range(1, number + 1)) == [one.version for one in everything(pages)]
        assert everything(pages) == everything(log)
        assert list(range(PAGE + 1, number + 1)) == [one.version for one in everything(store.read("a", after=PAGE))]
        assert [PAGE, 0] == [len(everything(store.read("a", after=after))) for after in (number - PAGE, number)]
        assert [] == list(store.read_all(after=number + 1))

    def test_a_page_of_the_log_has_no_more_events_than_asked(self, store: EventLog) -> None:
        """So that one event costs no more than itself; what is asked from before the first is the whole log."""
        add(store, batch("a", "1", "2"), batch("b", "3", "4", "5"))

        pages = list(store.read_all(after=1, page_size=3))

        assert [3, 1] == [len(page) for page in pages]
        assert [2, 3, 4, 5] == [one.position for one in everything(pages)]
        assert 1 == len(next(store.read_all(page_size=1)))
        assert everything(store.read_all()) == everything(store.read_all(after=-3, page_size=2))

    def test_until_is_what_was_recorded_by_then(self, store: EventLog) -> None:
        """The moment itself included, in whatever zone it is told."""
        for n in range(4):
            add(store, batch("a", str(n), after=n), now=NOW + timedelta(seconds=n), command=str(n))

        def by(moment: datetime) -> int:
            return len(everything(store.read("a", until=moment)))

        assert [0, 1, 3, 4] == [by(NOW + timedelta(seconds=s)) for s in (-1, 0, 2, 9)]
        assert 2 == by((NOW + timedelta(seconds=1.5)).astimezone(UTC))
        assert [3] == [one.version for one in everything(store.read("a", after=2, until=NOW + timedelta(seconds=2)))]

    def test_time_never_goes_back(self, store: EventLog) -> None:
        """With the clock set back 400 days, the store goes on from its own last moment, in any history."""
        add(store, batch("a", "1"))
        add(store, batch("b", "2"), now=NOW - timedelta(days=400), command="d")
        add(store, batch("a", "3", after=1), now=NOW + timedelta(microseconds=1), command="e")

        times = [one.recorded_at for one in everything(store.read_all())]

        assert [NOW, NOW, NOW + timedelta(microseconds=1)] == times
        assert {UTC} == {moment.tzinfo for moment in times}

    def test_a_moment_needs_an_offset(self, store: EventLog) -> None:
        """A time without its zone could be any of a day's hours."""
        with pytest.raises(StoreError, match="now必须带时区"):
            add(store, batch("a", "1"), now=datetime(2024, 9, 3))  # noqa: DTZ001 (a time without offset is the case)
        with pytest.raises(StoreError, match="until必须带时区"):
            everything(store.read("a", until=datetime(2024, 9, 3)))  # noqa: DTZ001 (a time without offset is the case)

    def test_the_same_command_again_counts_once(self, store: EventLog) -> None:
        """A retry whose first try had come through is told so, with what is kept, and nothing is written."""
        first = add(store, batch("a", "1"), batch("b", "2", "3"), command="c")
        add(store, batch("a", "4", after=1), command="d")

        with pytest.raises(CommandKnown, match="命令c已执行过") as known:
            add(store, batch("a", "1"), batch("b", "2", "3"), now=NOW + timedelta(hours=1), command="c")

        assert known.value.known == store.find_command("c")
        assert (first[-1].position, NOW) == (known.value.known.position, known.value.known.recorded_at)
        assert 4 == store.last_position()

    @pytest.mark.parametrize("other", [batch("a", "1", "9"), batch("a", "2"), batch("b", "9")])
    def test_an_id_names_one_command(self, store: EventLog, other: Batch) -> None:
        """The same id with other content is refused wherever it goes, and is no conflict: trying again will not help."""
        add(store, batch("a", "1", "2"), command="c")

        with pytest.raises(CommandReused, match="命令编号c已用于另一项请求") as reused:
            add(store, other, command="c")

        assert not isinstance(reused.value, Conflict)
        assert 2 == store.last_position()

    def test_an_id_names_one_command_of_one_person(self, store: EventLog) -> None:
        """The same request by somebody else is another command."""
        store.append([], command=Command(id="c", actor="me", digest="x", keep=True), now=NOW)

        with pytest.raises(CommandReused):
            store.append([], command=Command(id="c", actor="you", digest="x", keep=True), now=NOW)

    def test_another_command_is_no_retry(self, store: EventLog) -> None:
        """The same events under another id stay a conflict."""
        add(store, batch("a", "1", "2"))

        with pytest.raises(Conflict):
            add(store, batch("a", "1"), command="d")

    def test_a_command_is_kept_with_its_receipt(self, store: EventLog) -> None:
        """Whoever sends it again gets the whole answer, however long; the time is the store's."""
        add(store, batch("a", "1"))
        receipt = "回执" * 10_000
        command = Command(id="d", actor="赵主任", digest="x", receipt=receipt)
        store.append([batch("b", "2", "3")], command=command, now=NOW - timedelta(days=1))

        expected = KnownCommand(id="d", actor="赵主任", digest="x", receipt=receipt, position=3, recorded_at=NOW)
        assert expected == store.find_command("d")
        assert store.find_command("x") is None

    @pytest.mark.parametrize(("keep", "position"), [(True, 1), (False, None)])
    def test_a_command_without_events_is_kept_where_it_asks_to_be(
        self, store: EventLog, keep: bool, position: int | None
    ) -> None:
        """So the receipt of a command that recorded nothing new is kept too."""
        add(store, batch("a", "1"))

        assert () == store.append([], command=Command(id="d", actor="me", receipt="r", keep=keep), now=NOW)

        known = store.find_command("d")
        assert position == (known and known.position)
        assert 1 == store.last_position()

    def test_a_command_that_was_refused_is_not_kept(self, store: EventLog) -> None:
        """A conflict keeps the command out with its events, so that it can be tried again under its id."""
        add(store, batch("a", "1"))
        with pytest.raises(Conflict):
            add(store, batch("a", "2"), command="d")
        assert store.find_command("d") is None

        add(store, batch("a", "2", after=1), command="d")

        assert store.find_command("d") is not None

    def test_the_facts_of_a_sheet_are_known_by_day(self, store: EventLog) -> None:
        """By day and id, with their histories, as recorded; facts of no sheet and of another are not among them."""
        add(store, of_sheet("a", "九月", {"3": 3, "1": 5, "2": 3}), of_sheet("b", "九月", {"4": 4, "5": 30}))
        add(store, of_sheet("a", "十月", {"6": 3}, after=3), of_sheet("b", "", {"7": 3}, after=2), command="d")

        assert [("2", "a"), ("3", "a"), ("4", "b"), ("1", "a")] == store.sheet_facts("九月", day(3), day(5))
        assert [("6", "a")] == store.sheet_facts("十月", day(1), day(30))
        assert [] == store.sheet_facts("", day(1), day(30)) == store.sheet_facts("九月", day(6), day(29))

    def test_a_bookmark_is_kept_under_its_name(self, store: EventLog) -> None:
        """The last place saved; none where none was saved."""
        assert store.bookmark("mirror") is None
        assert "3" == store.bookmark("mirror", "3")
        assert "x" == store.bookmark("other", "x")
        assert "4" == store.bookmark("mirror", "4") == store.bookmark("mirror")

    def test_waiting_ends_with_an_event_or_with_time(self, store: EventLog) -> None:
        """At once where there is one already; as soon as another thread appends; else when the time is over."""
        assert not store.wait(0, timedelta(milliseconds=10))
        add(store, batch("a", "1"))
        assert store.wait(0, timedelta())
        later = threading.Timer(0.05, partial(add, store, batch("b", "2"), command="d"))
        later.start()

        assert store.wait(1, timedelta(seconds=20))

        later.join()
        assert not store.wait(2, timedelta())

    def test_who_holds_the_store_writes_as_ever(self, store: EventLog) -> None:
        """Once, twice, not at all, or in vain: the store goes on."""
        with store.hold():
            assert [] == everything(store.read("a"))
            add(store, batch("a", "1"))
            add(store, batch("a", "2", after=1))
        with store.hold():
            pass
        with pytest.raises(Conflict), store.hold():
            add(store, batch("a", "3"))
        with pytest.raises(Conflict), store.hold():
            add(store, batch("b", "1"))

        add(store, batch("a", "3", after=2))

        assert ["1", "2", "3"] == ids(everything(store.read_all()))

    def test_stores_have_ids_of_their_own(self, store: EventLog) -> None:
        """So that a follower notices when another history stands in the same place."""
        assert store.store_id
        assert memory_store().store_id != store.store_id

    def test_writers_in_threads_lose_nothing(self, store: EventLog) -> None:
        """Four threads add to one history: every event is there once, without a gap."""
        run_together([partial(write_each, store, "shared", who) for who in "abcd"])

        found = everything(store.read("shared"))
        assert list(range(1, 101)) == [one.version for one in found]
        assert sorted(f"{who}-{n}" for who in "abcd" for n in range(25)) == sorted(ids(found))

    def test_a_reader_that_follows_misses_nothing(self, store: EventLog) -> None:
        """Reading on from the last position while others write gives the whole log in order."""
        seen: list[int] = []
        done = threading.Event()

        def follow() -> None:
            while not done.is_set() or seen[-1:] != [store.last_position()]:
                seen.extend(one.position for one in everything(store.read_all(after=seen[-1] if seen else 0)))

        follower = threading.Thread(target=follow)
        follower.start()
        run_together([partial(write_each, store, who, who) for who in "ab"])
        done.set()
        follower.join(timeout=20)

        assert list(range(1, 51)) == seen

    @pytest.mark.parametrize(
        "use",
        [
            lambda store: add(store, batch("a", "1")),
            lambda store: everything(store.read("a")),
            lambda store: everything(store.read_all()),
            lambda store: store.streams(),
            lambda store: store.find("a"),
            lambda store: store.known(["a"]),
            lambda store: store.sheet_facts("a", day(1), day(2)),
            lambda store: store.find_command("a"),
            lambda store: store.wait(0, timedelta()),
            lambda store: store.bookmark("a"),
            lambda store: store.bookmark("a", "b"),
            lambda store: store.last_position(),
        ],
        ids=[
            "append",
            "read",
            "read_all",
            "streams",
            "find",
            "known",
            "sheet_facts",
            "find_command",
            "wait",
            "bookmark",
            "save",
            "last_position",
        ],
    )
    def test_a_closed_store_says_so(self, store: EventLog, use: Callable[[EventLog], object]) -> None:
        """After close everything is StoreUnavailable, never an exception of somebody else."""
        store.close()
        store.close()

        with pytest.raises(StoreUnavailable, match="关闭"):
            use(store)


class RecorderContract(LogContract):
    """What our own stores do besides."""

    @pytest.fixture
    def store(self) -> RecorderStore:
        """A new and empty store."""
        raise NotImplementedError

    def test_a_commit_whose_answer_is_lost_is_no_failure(
        self, store: RecorderStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The connection breaks after the commit: the store reads back and finds it recorded."""
        _break_after_commit(store, monkeypatch)

        recorded = add(store, batch("a", "1"), batch("b", "2"))

        assert list(recorded) == everything(store.read_all())

    def test_a_lost_answer_that_cannot_be_looked_up_says_so(
        self, store: RecorderStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """If the store is gone altogether, the caller is told that the outcome is unknown, and what to do."""
        _break_after_commit(store, monkeypatch)
        monkeypatch.setattr(store.recorder, "find_command", _out_of_order)

        with pytest.raises(StoreUnavailable, match="无法确定是否已写入,请用同一命令编号c重试"):
            add(store, batch("a", "1"), command="c")

    def test_the_index_can_be_written_anew(self, store: RecorderStore) -> None:
        """The index says nothing that the events do not say."""
        add(store, batch("a", *[str(n) for n in range(1500)]), batch("b", "x"))
        before = store.find("", limit=9999)
        with store.recorder.writing() as transaction:
            transaction.clear_indexes()
        assert [] == store.find("")

        assert 1501 == store.rebuild_index()

        assert before == store.find("", limit=9999)

    def test_what_sheets_brought_is_written_anew_too(self, store: RecorderStore) -> None:
        """The index of sheets comes out of the events."""
        add(store, of_sheet("a", "九月", {"3": 3, "1": 5}))

        store.rebuild_index()

        assert [("3", "a"), ("1", "a")] == store.sheet_facts("九月", day(1), day(30))

    def test_a_closed_store_rebuilds_nothing(self, store: RecorderStore) -> None:
        """It says that it is closed."""
        store.close()

        with pytest.raises(StoreUnavailable, match="关闭"):
            store.rebuild_index()


def day(number: int) -> date:
    """A day of September."""
    return date(2024, 9, number)


def of_sheet(stream: str, sheet: str, days: dict[str, int], after: int = 0) -> Batch:
    """Facts of a sheet, each with its day of September."""
    events = tuple(
        attrs.evolve(fact(name), sheet=sheet, fact=attrs.evolve(fact(name).fact, on=day(number)))
        for name, number in days.items()
    )
    return Batch(stream=stream, after=after, events=events)


def write_each(store: EventLog, stream: str, who: str) -> None:
    """Add twenty-five facts to a history, each by a command of its own."""
    for n in range(25):
        write_on(store, stream, [f"{who}-{n}"], f"{who}-{n}")


def _out_of_order(*_: object, **__: object) -> None:
    raise StoreUnavailable(Message("线路断了", "the line is dead"))


def _break_after_commit(store: RecorderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    writing = store.recorder.writing

    @contextmanager
    def broken() -> Iterator[Transaction]:
        with writing() as transaction:
            yield transaction
        _out_of_order()

    monkeypatch.setattr(store.recorder, "writing", broken)
