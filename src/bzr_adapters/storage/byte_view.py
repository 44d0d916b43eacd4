"""Our own stores seen as stores of bytes, so that they are held to the same contract as anybody's own."""

from collections.abc import Sequence
from datetime import timedelta

from bzr_adapters.storage.codec import decode_event, open_envelope
from bzr_adapters.storage.event_store import NO_CHAIN, Commit, StoredEvent, demand_no_conflict, seal, seal_command
from bzr_adapters.storage.recorder import Transaction
from bzr_adapters.storage.rows import ChainedRow, build_row, find_entry_id, find_sheet_fact
from bzr_adapters.storage.store import RecorderStore, keep_command
from bzr_domain.application.ports import PAGE, KnownCommand


class ByteView:
    """The bytes of one of our own stores; see `EventStore` for what it promises."""

    def __init__(self, log: RecorderStore) -> None:
        """Look at a store."""
        self.store_id = log.store_id
        self._log = log
        self._recorder = log.recorder

    def append(self, commit: Commit, /) -> Sequence[StoredEvent] | None:
        """Add what a command appends and keep the command, all or nothing."""
        with self._recorder.writing() as transaction:
            if transaction.known_command(commit.command) is not None:
                return None
            # Ids are demanded by the index of entries, when they are put into it.
            demand_no_conflict(commit, lambda stream: transaction.head(stream)[0], lambda _: False)
            stored, last = _seal_all(transaction, commit)
            entries = [(event.id, event.stream) for event in stored if event.id]
            places = [find_sheet_fact(decode_event(event.name, event.data)) for event in stored]
            rows = [(*build_row(event), event.chain) for event in stored]
            transaction.insert(rows, entries, [place for place in places if place is not None])
            keep_command(transaction, self.store_id, seal_command(commit, last))
        return stored

    def find_commit(self, command: str, /) -> KnownCommand | None:
        """What is kept of the command of that id."""
        return self._recorder.find_command(command)

    def read_stream(self, stream: str, /, *, after: int = 0) -> Sequence[StoredEvent]:
        """The events of one history beyond a version."""
        events: list[StoredEvent] = []
        while rows := self._recorder.rows(stream, after=after, limit=PAGE):
            for position, *_ in rows:
                events += self.read_log(after=position - 1, limit=1)
            after = events[-1].version
        return events

    def read_log(self, *, after: int, limit: int) -> Sequence[StoredEvent]:
        """The next events of the whole store beyond a position."""
        return [_read_row(row) for row in self._recorder.chained_log(after=after, limit=limit)]

    def wait(self, after: int, timeout: float, /) -> bool:
        """Wait for events beyond a position."""
        return self._log.wait(after, timedelta(seconds=timeout))

    def bookmark(self, name: str, save: str | None = None, /) -> str | None:
        """The text kept under a name, saved first where there is one to save."""
        return self._recorder.bookmark(name, save)


def _seal_all(transaction: Transaction, commit: Commit) -> tuple[list[StoredEvent], StoredEvent | None]:
    """Return the events of a commit as they are to be stored, and the last event of the store after them."""
    row, position = transaction.last_row(), transaction.last_position()
    # Of the last event only its place and time are asked.
    last = None if row is None else _read_row((*row, NO_CHAIN))
    chains: dict[str, bytes] = {}
    stored: list[StoredEvent] = []
    for place, event in enumerate(commit.events, position + 1):
        previous = chains.get(event.stream) or transaction.head(event.stream)[1]
        last = seal(event, commit, place, last, previous)
        chains[event.stream] = last.chain
        stored.append(last)
    return stored, last


def _read_row(row: ChainedRow) -> StoredEvent:
    position, stream, version, name, state, chain = row
    envelope = open_envelope(state)
    data = bytes(envelope.data)
    return StoredEvent(
        stream=stream,
        version=version,
        name=name,
        data=data,
        id=find_entry_id(decode_event(name, data)) or "",
        position=position,
        recorder=envelope.actor,
        recorded_at=envelope.recorded_at,
        command=envelope.command,
        chain=chain,
    )
