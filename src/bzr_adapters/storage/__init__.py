"""The stores: where events are kept, each behind the same port.

memory:                     in this process, gone at its end
sqlite:///bzr.db            one file, relative to where the program runs
sqlite:////data/bzr.db      one file, absolute
postgresql://host/database  a schema of a database on a PostgreSQL server

A store of one's own is an `EventStore`: a few methods over bytes. `build_log` makes it an event log like ours, and
`register_store` gives it an address. A store of ours is a room here, such as `sqlite/`, or a module, `memory.py`: a `Recorder`
(see `recorder.py`) behind a `RecorderStore`. The contract in `testing/` holds all of them to what every store promises.
"""

from bzr_adapters.storage.addresses import StoreKind, build_log, create_store, open_store, register_store
from bzr_adapters.storage.errors import BadEvent, BadRecord, NotAStore, StoreBusy, StoreUnavailable
from bzr_adapters.storage.event_store import (
    NO_CHAIN,
    Commit,
    EventStore,
    NewEvent,
    StoredEvent,
    demand_no_conflict,
    seal,
    seal_command,
)
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

__all__ = [
    "NO_CHAIN",
    "PAGE",
    "BadEvent",
    "BadRecord",
    "Batch",
    "Command",
    "CommandKnown",
    "CommandReused",
    "Commit",
    "Conflict",
    "EventLog",
    "EventStore",
    "KnownCommand",
    "NewEvent",
    "NotAStore",
    "StoreBusy",
    "StoreError",
    "StoreKind",
    "StoreUnavailable",
    "StoredEvent",
    "build_log",
    "create_store",
    "demand_no_conflict",
    "open_store",
    "register_store",
    "seal",
    "seal_command",
]
