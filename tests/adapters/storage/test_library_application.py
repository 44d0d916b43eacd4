"""The library's own runners, projections and subscriptions follow a school, whatever store it is in."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.application import ProcessingEvent
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import StoredEvent as LibraryRow
from eventsourcing.persistence import Tracking
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import (
    ApplicationSubscription,
    EventSourcedProjection,
    EventSourcedProjectionRunner,
    Projection,
    ProjectionRunner,
)
from eventsourcing.sqlite import SQLiteTrackingRecorder

from bzr_adapters.storage import BadRecord, EventLog, StoreError, StoreUnavailable, create_store
from bzr_adapters.storage.library.application import FollowedEvent, SchoolEvents, bind_application, list_topics
from bzr_adapters.storage.trial_log import TrialLog
from bzr_adapters.testing import create_school
from bzr_domain.application.ports import Batch, Command
from bzr_domain.facts.events import FactRecorded, FactVoided
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.events import TermWithdrawn
from tests.adapters.storage.writing import add, batch, everything, write_on


class Counts(POPOTrackingRecorder):
    """How often each history was written to."""

    def __init__(self) -> None:
        super().__init__()
        self.histories: Counter[str] = Counter()

    def count(self, stream: str, tracking: Tracking) -> None:
        """Count an event once."""
        with self._database_lock:
            self._assert_tracking_uniqueness(tracking)
            self._insert_tracking(tracking)
            self.histories[stream] += 1


class Counting(Projection[Counts]):
    topics = list_topics(FactRecorded)

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        assert isinstance(domain_event.event, FactRecorded)
        self.view.count(domain_event.originator_id, tracking)


@pytest.fixture(params=["memory", "sqlite", "postgresql", "eventsourcing"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EventLog]:
    """A new store of each kind."""
    addresses: dict[str, Callable[[], str]] = {
        "memory": lambda: "memory:",
        "sqlite": lambda: f"sqlite:///{tmp_path / 'bzr.db'}",
        "postgresql": lambda: request.getfixturevalue("postgres_address"),
        "eventsourcing": lambda: f"eventsourcing:eventsourcing.sqlite?SQLITE_DBNAME={tmp_path / 'bzr.db'}",
    }
    log = create_store(addresses[request.param]())
    yield log
    log.close()


def test_a_runner_of_the_library_follows_while_others_write(log: EventLog) -> None:
    """What stood there before, and what four writers add meanwhile: each event once, none missed."""
    add(log, batch("a", "f1", "f2"))
    writers = [threading.Thread(target=write_some, args=[log, name]) for name in "abcd"]

    with ProjectionRunner(
        application_class=bind_application(log), projection_class=Counting, view_class=Counts, env={}
    ) as runner:
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        runner.wait(log.last_position(), timeout=30)

        assert Counter({"a": 7, "b": 5, "c": 5, "d": 5}) == runner.projection.view.histories
        assert log.last_position() == runner.projection.view.max_tracking_id(runner.app.name)
    assert 22 == len(everything(log.read_all()))


def write_some(log: EventLog, name: str) -> None:
    """Add five facts to a history, one by one."""
    for number in range(5):
        write_on(log, name, [f"{name}{number}"], f"c{name}{number}")


def test_a_projection_goes_on_where_it_stood(tmp_path: Path) -> None:
    """Its place is in its own tables, under the name of the store; opened by address, in a file of its own."""
    address = f"sqlite:///{tmp_path / 'bzr.db'}"
    log = create_store(address)
    add(log, batch("a", "f1"))
    env = {
        "BZR_STORE": address,
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(tmp_path / "view.db"),
    }
    places: list[int] = []

    class Listing(Projection[SQLiteTrackingRecorder]):
        def process_event(self, domain_event: Any, tracking: Tracking) -> None:
            places.append(domain_event.position)
            self.view.insert_tracking(tracking)

    for names in ((), ("f2", "f3")):
        add(log, batch("b", *names))
        with ProjectionRunner(
            application_class=SchoolEvents, projection_class=Listing, view_class=SQLiteTrackingRecorder, env=env
        ) as runner:
            runner.wait(log.last_position(), timeout=30)
            assert f"bzr-{log.store_id}"[:32] == runner.app.name
        runner.view.datastore.close()

    assert [1, 2, 3] == places
    log.close()


def test_a_projection_with_events_of_its_own_follows_too() -> None:
    """The library's EventSourcedProjection gets our events with their places, and records where it stands."""
    log = create_store("memory:")
    add(log, batch("a", "f1"), batch("b", "f2"))
    seen: list[tuple[str, str]] = []

    class Watching(EventSourcedProjection[Any]):
        def policy(self, domain_event: DomainEventProtocol[Any], processing_event: ProcessingEvent[Any]) -> None:
            assert isinstance(domain_event, FollowedEvent)
            seen.append((domain_event.originator_id, domain_event.event.id))

    with EventSourcedProjectionRunner(
        application_class=bind_application(log), projection_class=Watching, env={}
    ) as runner:
        runner.wait(2, timeout=30)

    assert [("a", "f1"), ("b", "f2")] == seen
    log.close()


def test_events_are_those_that_every_reader_gets(log: EventLog) -> None:
    """By history, by number, by name, forwards and backwards: the same events with the same places."""
    add(log, batch("a", "f1", "f2", "f3"), batch("b", "f4"))
    log.append([withdraw()], command=command("w"), now=everything(log.read_all())[0].recorded_at)
    app = bind_application(log)({})
    expected = everything(log.read_all())

    notifications = app.recorder.select_notifications(1, 99)
    assert expected == [recorded_of(app, row) for row in notifications]
    assert [2, 3] == numbers(app.recorder.select_notifications(2, 2))
    assert [3, 4] == numbers(app.recorder.select_notifications(2, 2, inclusive_of_start=False))
    assert [2, 3] == numbers(app.recorder.select_notifications(2, 9, stop=3))
    assert [5] == numbers(app.recorder.select_notifications(None, 1, topics=list_topics(TermWithdrawn)))
    assert [1, 2, 3, 4] == numbers(app.recorder.select_notifications(None, 4, topics=list_topics(FactRecorded)))
    assert [] == app.recorder.select_notifications(6, 9)
    assert 5 == app.recorder.max_notification_id()
    assert [2, 3] == versions(app.recorder.select_events("a", gt=1))
    assert [2, 1] == versions(app.recorder.select_events("a", lte=2, desc=True))
    assert [3] == versions(app.recorder.select_events("a", desc=True, limit=1))
    assert [1] == versions(app.recorder.select_events("a", limit=1))
    assert everything(log.read("b")) == [plain(event) for event in app.events.get("b")]
    assert {"fact.recorded/2", "term.withdrawn/1"} == {row.topic for row in notifications}
    app.close()
    assert 5 == log.last_position()


def recorded_of(app: SchoolEvents, row: LibraryRow) -> object:
    """The event of a row, as the log gives it."""
    return plain(app.mapper.to_domain_event(row))


def plain(event: Any) -> object:
    """The event without the library's names."""
    assert (event.originator_id, event.originator_version) == (event.stream, event.version)
    return Recorded(
        event.stream, event.version, event.position, event.recorded_at, event.actor, event.command, event.event
    )


def numbers(rows: Sequence[Any]) -> list[int]:
    """Their positions."""
    return [row.id for row in rows]


def versions(rows: Sequence[LibraryRow]) -> list[int]:
    """Their places in the history."""
    return [row.originator_version for row in rows]


def withdraw() -> Any:
    """A batch with an event that is no fact."""
    return Batch(stream="c", after=0, events=(TermWithdrawn(id="t"),))


def command(name: str) -> Any:
    """A command."""
    return Command(id=name, actor="me")


def test_a_subscription_ends_when_it_is_stopped() -> None:
    """Also while it waits."""
    log = create_store("memory:")
    with ApplicationSubscription(bind_application(log)({})) as subscription:
        threading.Timer(0.05, subscription.stop).start()

        assert [] == list(subscription)
    log.close()


def test_a_follower_only_reads() -> None:
    """Neither the recorder nor the application writes."""
    log = create_store("memory:")
    add(log, batch("a", "f1"))
    app = bind_application(log)({})
    (event,) = app.events.get("a")

    for write in (partial(app.recorder.insert_events, []), partial(app.events.put, [event])):
        with pytest.raises(StoreError, match="追随者只读"):
            write()

    assert 1 == log.last_position()


def test_a_follower_of_an_older_copy_is_told() -> None:
    """It stands beyond the end: nothing would come for long, and then the wrong events."""
    log = create_store("memory:")
    add(log, batch("a", "f1"))

    with pytest.raises(StoreError, match="追随者在位置#2,而存储memory:只到#1") as raised:
        ApplicationSubscription(bind_application(log)({}), gt=2)

    assert "store.other-history" == raised.value.code
    ApplicationSubscription(bind_application(log)({}), gt=1).stop()


def test_an_event_that_is_missing_stops_a_follower(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, and nothing beyond it is handed over."""
    log = create_store("memory:")
    add(log, batch("a", "f1", "f2", "f3"))
    application = bind_application(log)
    assert application.source is not None
    rows = application.source.index.log(after=0, limit=9)
    monkeypatch.setattr(application.source.index, "log", lambda **_: [rows[0], rows[2]])

    with pytest.raises(BadRecord, match="历史“a”第2条有误:这一条不见了"):
        next(ApplicationSubscription(application({})))


def test_a_log_of_another_kind_is_refused() -> None:
    """A trial is nobody's to follow."""
    with create_school() as school, pytest.raises(StoreUnavailable, match="不能这样追随"):
        bind_application(TrialLog(school._school.log))


def test_a_school_in_memory_is_followed_too() -> None:
    """It has no address: the school gives the class."""
    with create_school() as school:
        app = school.library_application()({})

        assert school.head() == app.recorder.max_notification_id()
        app.close()
        assert school.head() > 0


def test_every_form_ever_written_of_an_event_has_its_name() -> None:
    """So who asks for facts gets those of years ago too."""
    assert {"fact.recorded/1", "fact.recorded/2"} == set(list_topics(FactRecorded))
    assert {"fact.voided/1", "fact.voided/2", "fact.recorded/1", "fact.recorded/2"} == set(
        list_topics(FactVoided, FactRecorded)
    )
