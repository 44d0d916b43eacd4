"""The log as the front door gives it (事件): each event under its stored name with its data as plain values, and its place."""

import hashlib
from collections.abc import Iterator
from datetime import UTC
from itertools import chain
from typing import Any

from bzr_adapters.front_door.values import Bookmark, Event
from bzr_adapters.storage.plain_form import unstructure_event
from bzr_adapters.storage.stored_forms import stored_name_of
from bzr_domain.application.ports import PAGE, EventLog
from bzr_domain.kernel.messages import BzrError
from bzr_domain.kernel.recorded import Recorded


class OtherHistory(BzrError):
    """A bookmark is of another history than this store holds: of another store, or of one restored to an earlier state."""

    code = "bookmark.other-history"


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
    for recorded in chain.from_iterable(log.read_all(after=after, page_size=max(1, min(PAGE, until - after)))):
        if recorded.position <= until:
            yield publish_event(recorded)
        if recorded.position >= until:
            return


def mark_place(log: EventLog, recorded: Recorded[Any]) -> Bookmark:
    """Return the place of an event: the digest names it whatever forms later versions of this program read it in."""
    moment = recorded.recorded_at.astimezone(UTC).isoformat()
    words = (recorded.position, recorded.stream, recorded.version, moment, recorded.command)
    digest = hashlib.sha256("\n".join(str(word) for word in words).encode()).hexdigest()
    return Bookmark(f"{log.store_id}:{recorded.position}:{digest}")


def check_place(log: EventLog, bookmark: Bookmark) -> None:
    """Demand that a bookmark is a place of this very history.

    Raises:
        OtherHistory: When the store is another one, or another event stands there, or none.
    """
    if not bookmark.position:
        return
    page = next(log.read_all(after=bookmark.position - 1, page_size=1), ())
    if not page or mark_place(log, page[0]) != bookmark:
        raise OtherHistory.of(
            f"书签在位置 #{bookmark.position},而存储“{log.name}”在那里是另一段历史(换过存储,或恢复过较早的备份);"
            "从头再读:去掉书签,丢弃由它而来的数据",
            f"the bookmark stands at #{bookmark.position}, where {log.name} holds another history (another store, or one "
            "restored from an earlier backup); start again without the bookmark, and drop what was built up to it",
        )
