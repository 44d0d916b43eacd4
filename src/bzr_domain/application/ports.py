"""The ports (端口): what the use cases ask of a store, of the clock, of ids and of the shipped files, whoever gives them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import attrs

from bzr_domain.events import Event
from bzr_domain.kernel.messages import BzrError, Message
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.register.people import Right
from bzr_domain.rulebook.duty_points import Regulation

PAGE = 250
"""How many events are read at a time, so that memory stays bounded however long a history is."""

Clock = Callable[[], datetime]
"""Gives the present moment, with offset."""
Ids = Callable[[], str]
"""Gives an id that nobody has."""
Pauses = Callable[[], Iterable[object]]
"""Gives the further tries of a use case whose first met a conflict, each after a pause, until the time for them is over."""


class StoreError(BzrError):
    """A store cannot do what it was asked; base of all the errors of the stores."""


class Conflict(StoreError):
    """Nothing was written: a history is not at the version expected, or an id is taken.

    Attributes:
        streams: The histories that have moved on.
        ids: The ids that are taken.
    """

    code = "store.conflict"
    retryable = True

    def __init__(self, message: Message, *, streams: Iterable[str] = (), ids: Iterable[str] = ()) -> None:
        """Keep what has to be loaded again before deciding again."""
        super().__init__(message)
        self.streams = tuple(streams)
        self.ids = tuple(ids)


@attrs.frozen(kw_only=True)
class Command:
    """Who asks for an append, under which id (命令).

    Attributes:
        id: Its id, store-wide and for ever; a command sent again bears the same one.
        actor: Who gives it.
        digest: A digest of the request, by which the same request is told from another one under its id.
        receipt: The whole answer to it, kept for whoever sends it again.
        keep: Whether it is kept also where it records no event.
    """

    id: str
    actor: str
    digest: str = ""
    receipt: str = ""
    keep: bool = False


@attrs.frozen(kw_only=True)
class KnownCommand:
    """A command as the store keeps it (已知的命令).

    Attributes:
        position: The position of its last event; where it recorded none, that of the last event before it.
        recorded_at: When the store took it, with offset.
    """

    id: str
    actor: str
    digest: str
    receipt: str
    position: int
    recorded_at: datetime


class CommandKnown(StoreError):
    """The very command was carried out before, and nothing was written now; `known` has its receipt."""

    code = "command.known"

    def __init__(self, known: KnownCommand) -> None:
        """Keep the command as the store has it."""
        super().__init__(
            Message(
                f"命令{known.id}已执行过;什么都没有写",
                f"command {known.id} was carried out before; nothing was written",
            )
        )
        self.known = known


class CommandReused(StoreError):
    """The id of a command was used for another request; nothing was written, and trying again will not help."""

    code = "command.reused"


def answer_known(known: KnownCommand, *, digest: str, actor: str) -> CommandKnown | CommandReused:
    """Return what to raise where a command's id is known: it is that command again, or another one under its id."""
    if (known.digest, known.actor) == (digest, actor):
        return CommandKnown(known)
    return CommandReused.of(
        f"命令编号{known.id}已用于另一项请求;什么都没有写,新的请求请用新的编号",
        f"the command id {known.id} was used for another request; nothing was written, give a new request a new id",
    )


class Shelf(Protocol):
    """What is shipped as data beside the rulebooks: the common fact kinds, the usual rights, and the duties that regulations list."""

    def common_kinds(self) -> str:
        """The TOML text of the fact kinds that every rulebook knows."""
        ...

    def usual_right(self, step: str) -> Right:
        """Who may take a step unless the school says otherwise."""
        ...

    def regulations(self) -> Mapping[str, Regulation]:
        """The regulations that list duties point by point, by their number."""
        ...


@attrs.frozen(kw_only=True)
class Batch:
    """Events to be added to one history, which must be at version `after` (0: it must be empty).

    A batch without events writes nothing and still demands the version.
    """

    stream: str
    after: int
    events: tuple[Event, ...]


class EntryIndex(Protocol):
    """What can be asked about a store's histories and the ids in them without reading events."""

    def streams(self, prefix: str = "") -> list[str]:
        """The names of all histories that begin so, sorted."""
        ...

    def find(self, prefix: str, *, limit: int = 3) -> list[tuple[str, str]]:
        """Entries whose id begins so, sorted, as pairs (id, history): facts, voids and corrections."""
        ...

    def known(self, ids: Iterable[str]) -> dict[str, str]:
        """Those of the ids that are used by an entry → its history."""
        ...

    def sheet_facts(self, sheet: str, first: date, last: date) -> list[tuple[str, str]]:
        """The facts recorded from a sheet for days from first to last, as pairs (id, history), by day and id.

        Their days are those recorded, whatever was corrected since.
        """
        ...

    def find_command(self, command: str) -> KnownCommand | None:
        """The command of that id; None where none was kept."""
        ...

    def last_position(self) -> int:
        """The position of the last event; 0 when there is none."""
        ...

    def bookmark(self, name: str, save: str | None = None) -> str | None:
        """A follower's place, kept under its name: saved first where there is one to save; None where none was."""
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is harmless."""
        ...


class EventLog(EntryIndex, Protocol):
    """A store of events: only ever added to.

    Threads: one store may be used by any number of threads, and one SQLite file by any number of processes; the events
    of one `append` appear together, and positions appear in order, so a reader that asks again from the last
    position it saw misses nothing. Not across a fork: open the store in the child.

    Lifetime: from `open_store` or `create_store` until `close`; afterwards everything raises StoreUnavailable.

    Errors: only those of `bzr_adapters.storage.errors`. Every method can raise StoreBusy and StoreUnavailable, and
    every method that reads events BadRecord, when the page with the bad event is reached.

    Attributes:
        name: How the store is called in messages.
        store_id: Its own id, which no other store has.
        turn: To be held while deciding and appending: writers of one process take turns by it instead of colliding.
    """

    name: str
    store_id: str
    turn: AbstractContextManager[object]

    def hold(self) -> AbstractContextManager[object]:
        """To be held as `turn` is, where that was not enough: other processes wait too, as far as the store can make them."""
        ...

    def read(
        self, stream: str, *, after: int = 0, until: datetime | None = None
    ) -> Iterator[tuple[Recorded[Any], ...]]:
        """The events of one history in order, in pages; none when there is no such history.

        Args:
            stream: The history.
            after: Leave out the events up to this version.
            until: Leave out what was recorded later than this moment; None reads all.
        """
        ...

    def position_at(self, moment: datetime) -> int:
        """The position of the last event recorded by a moment, with offset; 0 where there is none."""
        ...

    def read_all(self, *, after: int = 0, page_size: int = PAGE) -> Iterator[tuple[Recorded[Any], ...]]:
        """The events of the whole store in the order recorded, from beyond a position, in pages of so many at most."""
        ...

    def append(self, batches: Sequence[Batch], *, command: Command, now: datetime) -> tuple[Recorded[Any], ...]:
        """Add events to their histories, and keep the command with its receipt: all of it or nothing.

        Args:
            batches: What to add where.
            command: Who asks for it, under which id.
            now: The time; the store takes its own last time instead when that is later.

        Raises:
            CommandKnown: The command was carried out before.
            CommandReused: The command's id was used for another request.
            Conflict: A history is not at the version expected, or an entry's id is used already.
            BadEvent: An event does not fit its stored form.
        """
        ...

    def reading_mark(self) -> object:
        """Return what differs once a name or a text reads otherwise: erased, restricted or shown again."""
        ...

    def blind(self, text: str) -> str:
        """Return a keyed hash (带密钥的摘要) of a text: 64 hexadecimal digits behind a mark; without keys, the text itself.

        An equal text is known by it, and whoever has no key cannot confirm a guess.
        """
        ...

    def find_pseudonym(self, class_id: str, student: str) -> str:
        """Return the pseudonym (假名) of a student of a class, by a name or a number in any spelling; a new one where none is.

        A new one is kept by the append whose events hold it; until then it is this log's alone.

        Raises:
            StoreError: When there are no keys to keep it in.
        """
        ...

    def wait(self, after: int, timeout: timedelta) -> bool:
        """Wait for events beyond a position, another process's too; whether there are any when the time is over."""
        ...
