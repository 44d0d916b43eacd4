"""Commits and readers for the contract of a store (see `testing.py`)."""

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from bzr_adapters.storage.event_store import Commit, EventStore, NewEvent, StoredEvent

MOMENT = datetime(2024, 9, 3, 8, tzinfo=UTC)
"""When every commit is made, unless it says otherwise."""


def build_commit(command: str, *streams: tuple[str, int, int], ids: Sequence[str] = ()) -> Commit:
    """Return a commit that adds to each stream, which must be at a version, so many events; the first of them bear ids."""
    names = iter(ids)
    events = tuple(
        build_event(stream, version, next(names, ""), command)
        for stream, after, count in streams
        for version in range(after + 1, after + count + 1)
    )
    after = tuple((stream, version) for stream, version, _ in streams)
    return Commit(command=command, digest="request", recorder="赵主任", recorded_at=MOMENT, after=after, events=events)


def build_event(stream: str, version: int, name: str, command: str) -> NewEvent:
    """Return an event for a place of a history; it bears an id where one is given."""
    if name:
        kind, fields = "fact.voided/1", {"id": name, "reason": "作废", "target": "f0"}
    else:
        kind, fields = "term.withdrawn/1", {"id": f"学期{command}.{version}"}
    return NewEvent(stream=stream, version=version, name=kind, data=msgspec.json.encode(fields), id=name)


def append_new(store: EventStore, commit: Commit) -> Sequence[StoredEvent]:
    """Append a commit whose command is not known, and return its events."""
    stored = store.append(commit)
    assert stored is not None, "the store takes a new command for a known one"
    return stored


def read_everything(store: EventStore) -> list[StoredEvent]:
    """Return the whole log, read a few events at a time."""
    events: list[StoredEvent] = []
    while page := store.read_log(after=events[-1].position if events else 0, limit=7):
        assert len(page) <= 7
        events += page
    return events


def run_together(tasks: Iterable[Callable[[], object]]) -> None:
    """Run each in a thread of its own; a failure in any is a failure here."""
    failures: list[BaseException] = []

    def guard(task: Callable[[], object]) -> None:
        try:
            task()
        except BaseException as failure:  # noqa: BLE001 (handed to the test)
            failures.append(failure)

    threads = [threading.Thread(target=guard, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    if failures:
        raise failures[0]
