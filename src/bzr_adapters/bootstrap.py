"""Join the parts: the store behind an address, what is shipped, the real clock and real ids."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import attrs

from bzr_adapters.intake.rulebook_files import read_common_kinds
from bzr_adapters.intake.shipped_rights import find_shipped_right
from bzr_adapters.storage import NotAStore, create_store, open_store
from bzr_domain.application.ports import Clock, EventLog
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.register.people import Right

if TYPE_CHECKING:
    from bzr_domain.application.appoint_teachers import Appointer
    from bzr_domain.application.school_writer import SchoolWriter

DEFAULT_STORE = "sqlite:///bzr.db"
RETRY = 5.0
"""For how many seconds a use case is tried again where other writers come first, unless said otherwise."""
_PAUSES = (0.002, 0.2)
"""The first pause at most, and the longest, in seconds."""


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def open_or_create_store(url: str) -> tuple[EventLog, bool]:
    """Return the store at an address, and whether it had to be created.

    Raises:
        StoreError: When something else is there, or it cannot be created.
    """
    try:
        return open_store(url), False
    except NotAStore:
        return create_store(url), True


@attrs.frozen
class ShippedShelf:
    """What is shipped as data: the common fact kinds and the usual rights."""

    def common_kinds(self) -> str:
        """Return the TOML text of the fact kinds that every rulebook knows."""
        return read_common_kinds()

    def usual_right(self, step: str) -> Right:
        """Return who may take a step unless the school says otherwise."""
        return find_shipped_right(step)


def create_id() -> str:
    """Return an id that nothing else has."""
    return uuid4().hex[:20]


def pause_between_tries(seconds: float = RETRY) -> Iterator[float]:
    """Yield a pause after having made it, growing at random from one to the next, until so many seconds are over."""
    longest, limit = _PAUSES
    over = time.monotonic() + seconds
    while (left := over - time.monotonic()) > 0:
        pause = min(left, random.uniform(0, longest))  # noqa: S311 (no secret)
        time.sleep(pause)
        yield pause
        longest = min(limit, longest * 2)


def build_reader(store: EventLog, as_of: datetime | None = None, purpose: str = "") -> SchoolReader:
    """Return a reader of a store as known at a moment, with offset; None is the present one, with everything recorded."""
    return read_at(store, as_of or now(), until=as_of, purpose=purpose)


def read_at(
    store: EventLog, as_of: datetime, until: datetime | None = None, up_to: int | None = None, purpose: str = ""
) -> SchoolReader:
    """Return a reader of a store at a moment of asking; it leaves out what was recorded later than `until` or `up_to`."""
    return SchoolReader(store, ShippedShelf(), as_of, until, up_to, purpose)


def build_writer(store: EventLog, actor: str, clock: Clock | None = None, purpose: str = "") -> "SchoolWriter":
    """Return a writer to a store; what only writing needs is imported here, so that reading starts sooner."""
    from bzr_domain.application.school_writer import SchoolWriter

    return SchoolWriter(store, ShippedShelf(), create_id, clock or now, actor, pause_between_tries, purpose=purpose)


def build_appointer(store: EventLog, actor: str, clock: Clock | None = None) -> "Appointer":
    """Return what takes the steps of appointments in a store."""
    from bzr_domain.application.appoint_teachers import Appointer

    return Appointer(store, ShippedShelf(), create_id, clock or now, actor, pause_between_tries)
