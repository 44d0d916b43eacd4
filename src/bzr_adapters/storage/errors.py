"""What a store says when it cannot do what it was asked::

    StoreError
    ├── Conflict          somebody else was first: load again, decide again
    ├── StoreBusy         another program holds the store: try again later
    ├── StoreUnavailable  the disk is full, the file cannot be written, the store is closed …
    │   └── StoreMoved    it goes on at another address
    ├── NotAStore         no store there, or one of another program or a newer version
    ├── KeysMissing       the keys that names and texts need are not there: nothing can be written
    ├── BadRecord         a stored event that cannot be read: the store was changed from outside
    └── BadEvent          an event handed in that must not be stored

No exception of SQLite, of PostgreSQL or of the event-sourcing library ever reaches a caller.
"""

from collections.abc import Iterable, Sequence

from bzr_domain.application.ports import Conflict, StoreError
from bzr_domain.kernel.messages import Message


class StoreBusy(StoreError):
    """Another program has held the store for longer than we wait; nothing was written."""

    code = "store.busy"
    retryable = True


class StoreUnavailable(StoreError):
    """The store cannot be read or written for a reason outside this program, which it tells."""

    code = "store.unavailable"


class OutcomeUnknown(StoreUnavailable):
    """The answer to an append was lost, and nobody can tell whether it was written."""

    code = "store.outcome-unknown"


class StoreMoved(StoreUnavailable):
    """The store was moved to another address: it can be read, and nothing is appended to it any more."""

    code = "store.moved"


class NotAStore(StoreError):
    """What is there is not a store this program can use; nothing was changed."""

    code = "store.not-a-store"


class KeysMissing(StoreError):
    """The keys of the store's names and texts are not there, so nothing can be written (密钥缺失)."""

    code = "store.keys-missing"


class BadRecord(StoreError):
    """A stored event cannot be read, or is missing.

    Attributes:
        store: The store's name.
        stream: The history.
        version: The event's place in it.
        position: Its place in the whole store; None of one that is missing.
    """

    code = "store.damaged"

    def __init__(self, store: str, stream: str, version: int, reason: Message, *, position: int | None = None) -> None:
        """Say where the event stands, what is wrong with it and what to do."""
        super().__init__(
            Message(
                f"存储{store}的历史“{stream}”第{version}条有误:{reason.zh}。请勿手工修改存储;从备份恢复",
                f"store {store}, history {stream!r}, event {version}: {reason.en}. "
                "A store is not to be edited by hand: restore it from a backup",
            )
        )
        self.store = store
        self.stream = stream
        self.version = version
        self.position = position


def bad_command_error(command: object, reason: Message) -> StoreError:
    """A kept command cannot be read."""
    return StoreUnavailable.of(
        f"命令“{command}”的记录有误:{reason.zh}。请勿手工修改存储;从备份恢复",
        f"the record of the command {command!r} cannot be read: {reason.en}. A store is not to be edited by hand: restore it "
        "from a backup",
        code="store.damaged",
    )


class BadEvent(StoreError):
    """An event handed in for storing does not fit its own stored form; nothing was written."""

    code = "store.bad-event"


def unknown_outcome_error(failure: StoreError, command: str) -> OutcomeUnknown:
    """The error of an append of which nobody can tell whether it was written."""
    return OutcomeUnknown.of(
        f"{failure.message.zh};无法确定是否已写入,请用同一命令编号{command}重试",
        f"{failure.message.en}; whether it was written cannot be told: retry under the same command id {command}",
    )


def demand_own_tables(name: str, faults: Sequence[Message]) -> None:
    """Demand that a store's tables are as they were made.

    Raises:
        StoreUnavailable: When there is something wrong with them.
    """
    if faults:
        listed = Message.listed(faults)
        raise StoreUnavailable.of(
            f"存储{name}的表被人动过({listed.zh}),不再使用;请查明是谁改的、改了什么,再从备份恢复",
            f"the tables of store {name} were altered by hand ({listed.en}), so it is not used: "
            "find out who did it and what it did, then restore a backup",
            code="store.altered-tables",
        )


def busy_error(name: str) -> StoreBusy:
    """The error of a store that another program holds."""
    return StoreBusy.of(
        f"存储{name}正被别的程序占用;什么都没有写,请稍后再试",
        f"store {name} is held by another program; nothing was written, try again later",
    )


def used_ids_conflict(ids: Iterable[str]) -> Conflict:
    """The conflict of ids that are taken."""
    names = sorted(ids)
    shown = ", ".join(names[:3]) + " …" * bool(names[3:])
    return Conflict(
        Message(f"编号{shown}已被使用;什么都没有写", f"already used as an id: {shown}; nothing was written"),
        ids=names,
    )
