"""The store beneath the events: what one of your own has to do, in bytes, and the helpers with which it does it.

A store keeps events whose bytes it need not understand, and the commands that brought them. `EventStore` is all of it;
`bzr_adapters.storage.testing.StoreContract` holds a store to what it promises, and `examples/own_store.py` is one.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import attrs

from bzr_adapters.storage.errors import used_ids_conflict
from bzr_domain.application.ports import Conflict, KnownCommand
from bzr_domain.kernel.messages import Message

NO_CHAIN = bytes(32)
"""What stands in the place of the chain before the first event of a history."""


@attrs.frozen(kw_only=True)
class NewEvent:
    """An event to be stored.

    Attributes:
        stream: The history it belongs to.
        version: Its place in that history, from 1 without a gap.
        name: Its stored name, such as "fact.recorded/2".
        data: Its bytes, which are JSON and so UTF-8.
        id: The id by which it can be pointed at, borne by no other event of the store; empty where it has none.
    """

    stream: str
    version: int
    name: str
    data: bytes
    id: str = ""


@attrs.frozen(kw_only=True)
class StoredEvent(NewEvent):
    """An event as a store keeps it; `seal` makes it.

    Attributes:
        position: Its place in the whole store: ascending, and never given out twice.
        recorder: Who gave the command.
        recorded_at: When it was stored, in UTC; never before the event before it.
        command: The id of the command.
        chain: 32 bytes that seal it together with every event of its history before it.
    """

    position: int
    recorder: str
    recorded_at: datetime
    command: str
    chain: bytes


@attrs.frozen(kw_only=True)
class Commit:
    """What one command appends: all of it or nothing.

    Attributes:
        command: The command's id, store-wide and for ever.
        digest: A digest of what the command asks for.
        recorder: Who gave it.
        recorded_at: The time, in UTC.
        receipt: The whole answer to it, to be kept.
        after: Histories with the version at which each must be; the others may be at any.
        events: What is added, in order; may be nothing, and then the command alone is kept.
    """

    command: str
    digest: str
    recorder: str
    recorded_at: datetime
    receipt: str = ""
    after: tuple[tuple[str, int], ...] = ()
    events: tuple[NewEvent, ...] = ()


class EventStore(Protocol):
    """A store of one's own. Its methods are called from any thread, and by several processes where it is shared.

    It may raise whatever happens to it: a caller sees `StoreUnavailable`, with the reason. What is not ours to say, such
    as that the disk is full, is best raised as it comes.

    Attributes:
        store_id: Its own id, which no other store has; the same whenever it is opened again.
    """

    store_id: str

    def append(self, commit: Commit, /) -> Sequence[StoredEvent] | None:
        """Add what a command appends and keep the command, all or nothing; return the events as stored.

        Nothing else may be appended between looking and writing. In this order:

        1. Where the command is known, write nothing and return None.
        2. Demand what the commit demands: `demand_no_conflict`.
        3. Make each event with `seal`, and what is kept of the command with `seal_command`.
        4. Write both so that they appear together, and survive a power cut.

        Raises:
            Conflict: From `demand_no_conflict`; nothing was written.
        """
        ...

    def find_commit(self, command: str, /) -> KnownCommand | None:
        """What is kept of the command of that id, as `seal_command` made it; None where it is not known."""
        ...

    def read_stream(self, stream: str, /, *, after: int = 0) -> Sequence[StoredEvent]:
        """The events of one history beyond a version, in order."""
        ...

    def read_log(self, *, after: int, limit: int) -> Sequence[StoredEvent]:
        """The next events of the whole store beyond a position, in order, no more than the limit.

        No event ever appears below a position that was read already.
        """
        ...

    def wait(self, after: int, timeout: float, /) -> bool:
        """Wait, no longer than some seconds, for events beyond a position, another process's too; whether there are any."""
        ...

    def bookmark(self, name: str, save: str | None = None, /) -> str | None:
        """The text kept under a name; saved first where there is one to save, None where none ever was."""
        ...


def demand_no_conflict(commit: Commit, version: Callable[[str], int], is_used: Callable[[str], bool]) -> None:
    """Demand that every history is where a commit expects it, and that its events are new.

    An event is the next one of its history, and its id is borne by no other, in the commit neither.

    Args:
        commit: What is to be appended.
        version: Gives how many events a history has.
        is_used: Says whether an event of the store bears an id.

    Raises:
        Conflict: When somebody else was first.
    """
    versions = {stream: version(stream) for stream, _ in commit.after}
    for stream, after in commit.after:
        if versions[stream] != after:
            raise moved_on_conflict(stream, versions[stream], after)
    for event in commit.events:
        before = versions[event.stream] if event.stream in versions else version(event.stream)
        if event.version != before + 1:
            raise moved_on_conflict(event.stream, before, event.version - 1)
        versions[event.stream] = event.version
    ids = Counter(event.id for event in commit.events if event.id)
    used = [name for name, times in ids.items() if times > 1 or is_used(name)]
    if used:
        raise used_ids_conflict(used)


def moved_on_conflict(stream: str, version: int, after: int) -> Conflict:
    """The conflict of a history that is at another version than expected."""
    message = Message(
        f"历史“{stream}”已有{version}条,而不是{after}条:别处已先写入;什么都没有写,请重新读取后再试",
        f"history {stream!r} is at {version}, not at {after}: somebody else was first; "
        "nothing was written, read it again and retry",
    )
    return Conflict(message, streams=(stream,))


def seal(event: NewEvent, commit: Commit, position: int, last: StoredEvent | None, previous: bytes) -> StoredEvent:
    """Return an event as it is to be stored.

    Args:
        event: One of the commit's.
        commit: What brings it.
        position: Its place: above every position ever given.
        last: The last event of the store before it; None in an empty store.
        previous: The chain of the last event of its own history before it; NO_CHAIN for the first.

    Raises:
        BadEvent: When who gives the command, its id or its time cannot be stored.
    """
    from bzr_adapters.storage.codec import BadForm
    from bzr_adapters.storage.evidence.chain import chain_row  # these need the extra `store`
    from bzr_adapters.storage.rows import bad_event, build_row

    unchained = StoredEvent(
        stream=event.stream,
        version=event.version,
        name=event.name,
        data=event.data,
        id=event.id,
        position=position,
        recorder=commit.recorder,
        recorded_at=_never_before(commit, last),
        command=commit.command,
        chain=NO_CHAIN,
    )
    try:
        return attrs.evolve(unchained, chain=chain_row(previous, build_row(unchained)))
    except BadForm as bad:
        raise bad_event(event.stream, event.version, bad) from bad


def seal_command(commit: Commit, last: StoredEvent | None) -> KnownCommand:
    """Return what is to be kept of a command; `last` is the store's last event once the commit's own are in it."""
    return KnownCommand(
        id=commit.command,
        actor=commit.recorder,
        digest=commit.digest,
        receipt=commit.receipt,
        position=0 if last is None else last.position,
        recorded_at=_never_before(commit, last),
    )


def _never_before(commit: Commit, event: StoredEvent | None) -> datetime:
    return commit.recorded_at if event is None else max(commit.recorded_at, event.recorded_at)
