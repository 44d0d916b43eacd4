"""The log as the front door gives it (事件): each event under its stored name, with its data as plain values."""

from collections.abc import Iterator
from typing import Any

from bzr_adapters.front_door.values import Event
from bzr_adapters.storage.plain_form import unstructure_event
from bzr_adapters.storage.stored_forms import stored_name_of
from bzr_domain.application.ports import EventLog
from bzr_domain.kernel.recorded import Recorded


def publish_event(recorded: Recorded[Any]) -> Event:
    """Return an event as the front door gives it."""
    return Event(
        position=recorded.position,
        name=stored_name_of(recorded.event),
        stream=recorded.stream,
        version=recorded.version,
        recorded_at=recorded.recorded_at,
        recorder=recorded.actor,
        command=recorded.command,
        data=unstructure_event(recorded.event),
    )


def read_events(log: EventLog, after: int, until: int) -> Iterator[Event]:
    """Yield the events beyond a position and up to another, page by page."""
    for page in log.read_all(after=after):
        for recorded in page:
            if recorded.position > until:
                return
            yield publish_event(recorded)
