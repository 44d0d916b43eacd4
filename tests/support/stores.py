"""Readers and writers of a store as the front door builds them, for tests of what stands below it."""

from datetime import datetime

from bzr_adapters import bootstrap
from bzr_adapters.bootstrap import ShippedShelf, create_id, pause_between_tries
from bzr_domain.application.appoint_teachers import Appointer
from bzr_domain.application.ports import Clock, EventLog
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.school_writer import SchoolWriter


def read_at(
    store: EventLog, as_of: datetime, until: datetime | None = None, up_to: int | None = None, purpose: str = ""
) -> SchoolReader:
    """Return a reader of a store at a moment of asking; it leaves out what was recorded later than `until` or `up_to`."""
    return SchoolReader(store, ShippedShelf(), as_of, until, up_to, purpose)


def build_writer(store: EventLog, actor: str, clock: Clock | None = None, purpose: str = "") -> SchoolWriter:
    """Return a writer to a store."""
    clock = clock or bootstrap.now
    return SchoolWriter(store, ShippedShelf(), create_id, clock, actor, pause_between_tries, purpose=purpose)


def build_appointer(store: EventLog, actor: str, clock: Clock | None = None) -> Appointer:
    """Return what takes the steps of appointments in a store."""
    return Appointer(store, ShippedShelf(), create_id, clock or bootstrap.now, actor, pause_between_tries)
