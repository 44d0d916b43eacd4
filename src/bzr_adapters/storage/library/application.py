"""The events of a school as an application of the event-sourcing library, to be read (供该库的投影追随).

`SchoolEvents` reads any store, so the library's `ProjectionRunner`, its projections and its subscriptions follow a school
while others write to it. Stored names become our events by the closed registry of `stored_forms.py`, never a Python path.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    ApplicationRecorder,
    InfrastructureFactory,
    JSONTranscoder,
    Mapper,
    Notification,
    Subscription,
    Transcoder,
)
from eventsourcing.persistence import StoredEvent as LibraryRow
from eventsourcing.popo import POPOFactory
from eventsourcing.utils import Environment, EnvType

from bzr_adapters.storage.addresses import open_store
from bzr_adapters.storage.errors import StoreUnavailable
from bzr_adapters.storage.own_log import OwnLog
from bzr_adapters.storage.rows import Row, demand_sequence
from bzr_adapters.storage.store import RecorderStore
from bzr_adapters.storage.stored_forms import FORMS, UPCASTS
from bzr_domain.application.ports import PAGE, EventLog, StoreError
from bzr_domain.events import Event
from bzr_domain.kernel.recorded import Recorded

FollowedLog = RecorderStore | OwnLog
"""A log that can be followed: any that an address opens."""
STORE = "BZR_STORE"
"""The setting with the address of the store."""
_LOOK = timedelta(seconds=0.2)
"""For how long a subscription waits before it looks whether it was stopped."""
_NAME = 32
"""The library's modules keep no longer name of an application."""


class FollowedEvent(Recorded[Any]):
    """A recorded event, with its place by the names that the library has for it."""

    __slots__ = ()

    @property
    def originator_id(self) -> str:
        """The history it belongs to."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """Its place in that history."""
        return self.version


class SchoolEvents(Application[str]):
    """The events of one school, read only.

    The setting BZR_STORE has the address of the store; PERSISTENCE_MODULE and what belongs to it are for the projection.
    Its name, under which a projection keeps its place, is the store's own, so that two stores are never taken for one.
    """

    name = "bzr"
    source: ClassVar[FollowedLog | None] = None
    """A log that is open already, and stays its owner's to close."""

    def __init__(self, env: EnvType | None = None) -> None:
        """Open the store that the settings name.

        Raises:
            NotAStore: When there is none.
        """
        address = {**os.environ, **(env or {})}.get(STORE, "")
        self._log = self.source or _demand_readable(open_store(address))
        super().__init__(env)
        self.name = f"bzr-{self._log.store_id}"[:_NAME]

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """Nothing is kept beside the store."""
        return POPOFactory(Environment(env.name))

    def construct_transcoder(self) -> Transcoder:
        """Events are read by our own codec."""
        return JSONTranscoder()

    def construct_mapper(self) -> Mapper[str]:
        """The mapper of stored names to our events."""
        return EventMapper(self._log)

    def construct_recorder(self) -> ApplicationRecorder:
        """The recorder that reads the store."""
        return LogRecorder(self._log)

    def close(self) -> None:
        """Close the store that it opened."""
        super().close()
        if self.source is None:
            self._log.close()


def bind_application(log: EventLog) -> type[SchoolEvents]:
    """Return the application class of a log that is open already, such as one in memory, which has no address."""
    return type(SchoolEvents.__name__, (SchoolEvents,), {"source": _demand_readable(log), "name": SchoolEvents.name})


def list_topics(*kinds: type[Event]) -> tuple[str, ...]:
    """Return the stored names, of every form ever written, that are read as events of some classes."""
    return tuple(name for name in [*FORMS, *UPCASTS] if FORMS[_find_present_form(name)] in kinds)


def _find_present_form(name: str) -> str:
    while name in UPCASTS:
        name, _ = UPCASTS[name]
    return name


def _demand_readable(log: EventLog) -> FollowedLog:
    if not isinstance(log, FollowedLog):
        raise StoreUnavailable.of(f"存储{log.name}不能这样追随", f"store {log.name} cannot be followed so")
    return log


class EventMapper(Mapper[str]):
    """Stored rows ↔ our events, as every reader of the store reads them."""

    def __init__(self, log: FollowedLog) -> None:
        """Read as a log does."""
        super().__init__(JSONTranscoder())
        self._log = log

    def to_domain_event(self, stored_event: LibraryRow) -> FollowedEvent:
        """The event of a row.

        Raises:
            BadRecord: When it is not what this program wrote.
        """
        position = stored_event.id if isinstance(stored_event, Notification) else 0
        row = (
            position,
            str(stored_event.originator_id),
            stored_event.originator_version,
            stored_event.topic,
            stored_event.state,
        )
        (recorded,) = self._log.decode_rows([row])
        return FollowedEvent(*recorded)

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> LibraryRow:  # noqa: ARG002 (nothing is written through it)
        """Refuse: the school's own commands write."""
        raise _read_only_error()


class LogRecorder(ApplicationRecorder):
    """A log read as a recorder of the library; the number of a notification is the position."""

    def __init__(self, log: FollowedLog) -> None:
        """Read a log."""
        self.log = log

    def insert_events(self, stored_events: Sequence[LibraryRow], **kwargs: Any) -> Sequence[int] | None:  # noqa: ARG002 (nothing is written through it)
        """Refuse: the school's own commands write."""
        raise _read_only_error()

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[LibraryRow]:
        """The rows of a history within bounds."""
        rows = list(self._read_history(str(originator_id), gt or 0, lte))
        return (rows[::-1] if desc else rows)[:limit]

    def _read_history(self, stream: str, after: int, last: int | None) -> Iterator[Notification]:
        while rows := self.log.index.rows(stream, after=after, limit=PAGE):
            for row in rows:
                if last is not None and row[2] > last:
                    return
                yield _notify(row)
            after = rows[-1][2]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The next rows of the store from a position on, of some stored names only where there are any."""
        after = max(0, (start or 0) - inclusive_of_start)
        selected: list[Notification] = []
        while len(selected) < limit and (rows := self.log.index.log(after=after, limit=limit)):
            after = rows[-1][0]
            selected += [
                _notify(row) for row in rows if stop is None or row[0] <= stop if not topics or row[3] in topics
            ]
            if stop is not None and after >= stop:
                break
        return selected[:limit]

    def max_notification_id(self) -> int | None:
        """The position of the last event; None where there is none."""
        return self.log.last_position() or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "LogSubscription":
        """Follow the store from beyond a position.

        Raises:
            StoreError: When the store does not reach so far: it was restored from an earlier copy.
        """
        last = self.log.last_position()
        if (gt or 0) > last:
            raise StoreError.of(
                f"追随者在位置#{gt},而存储{self.log.name}只到#{last}:恢复过较早的备份;请清空投影,从头再读",
                f"the follower is at #{gt}, and {self.log.name} ends at #{last}: it was restored from an earlier copy; "
                "empty the projection and read again from the start",
                code="store.other-history",
            )
        return LogSubscription(self, gt, topics)


class LogSubscription(Subscription[LogRecorder]):
    """The events of a log from beyond a position, and on for as long as it is not stopped."""

    def __init__(self, recorder: LogRecorder, gt: int | None, topics: Sequence[str]) -> None:
        """Begin behind a position."""
        super().__init__(recorder, gt, topics)
        self._start = self._position = gt or 0
        self._versions: dict[str, int] = {}
        self._waiting: deque[Notification] = deque()

    def __next__(self) -> Notification:
        """The next event; waits for it.

        Raises:
            BadRecord: When an event is missing.
        """
        log = self._recorder.log
        while not self._has_been_stopped:
            if self._waiting:
                return self._waiting.popleft()
            rows = log.index.log(after=self._position, limit=PAGE)
            if rows:
                demand_sequence(log.name, rows, self._versions, self._start)
                self._position = rows[-1][0]
                self._waiting += [_notify(row) for row in rows if not self._topics or row[3] in self._topics]
            else:
                log.wait(self._position, _LOOK)
        raise StopIteration


def _notify(row: Row) -> Notification:
    position, stream, version, name, state = row
    return Notification(originator_id=stream, originator_version=version, topic=name, state=state, id=position)


def _read_only_error() -> StoreError:
    return StoreError.of(
        "追随者只读:写入请用学校的命令", "a follower only reads: write by the school's commands", code="store.read-only"
    )
