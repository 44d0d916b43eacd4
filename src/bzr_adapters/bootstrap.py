"""Where the parts are joined: which store stands behind an address, and the real clock."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bzr_adapters.service.reading import Reader
from bzr_adapters.storage import EventStore, NotAStore, create_store, open_store

if TYPE_CHECKING:
    from bzr_adapters.service.recording import Recorder

DEFAULT_STORE = "sqlite:///bzr.db"


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def open_for_reading(url: str) -> EventStore:
    """The store at an address, which has to exist.

    Raises:
        StoreError: When there is none, or it cannot be opened.
    """
    return open_store(url)


def open_for_writing(url: str) -> EventStore:
    """The store at an address, which has to exist; only `open_or_create` makes a new one.

    Raises:
        StoreError: When there is none, or it cannot be opened.
    """
    return open_store(url)


def open_or_create(url: str) -> tuple[EventStore, bool]:
    """The store at an address, and whether it had to be created.

    Raises:
        StoreError: When something else is there, or it cannot be created.
    """
    try:
        return open_store(url), False
    except NotAStore:
        return create_store(url), True


def reader(store: EventStore, as_of: datetime | None = None) -> Reader:
    """Reading a store as known at a moment, with offset; None is now, with everything recorded."""
    return Reader(store, now()) if as_of is None else Reader(store, as_of, until=as_of)


def recorder(store: EventStore, actor: str) -> "Recorder":
    """Writing to a store by the real clock; what only writing needs is imported here, so that reading starts sooner."""
    from bzr_adapters.service.recording import Recorder

    return Recorder(store, now, actor)
