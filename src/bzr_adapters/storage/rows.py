"""Rows of a store ↔ recorded events: our mapper, with closed names in the place of Python paths."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, count, groupby, islice, repeat
from operator import attrgetter, itemgetter
from typing import Any

import msgspec

from bzr_adapters.storage.codec import (
    BadForm,
    Encode,
    decode,
    decode_all,
    join_lines,
    make_encoder,
    open_envelope,
    read_recorded_at,
    seal_envelope,
)
from bzr_adapters.storage.errors import BadEvent, BadRecord, bad_command_error
from bzr_adapters.storage.event_store import StoredEvent
from bzr_adapters.storage.keys.keys import Guard, Keys
from bzr_adapters.storage.keys.protected_texts import MARK
from bzr_adapters.storage.keys.tables import KeptText
from bzr_domain.application.ports import PAGE, Batch, KnownCommand
from bzr_domain.events import Event
from bzr_domain.facts.events import FactCorrected, FactRecorded, FactVoided
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.recorded import Recorded

Row = tuple[int, str, int, str, bytes]
"""Position, stream, version, stored name, stored bytes."""
ChainedRow = tuple[int, str, int, str, bytes, bytes]
"""A row with its chain (see `chain.py`)."""
KeptCommand = tuple[int, KnownCommand, bytes]
"""The number under which a command is kept, from 1 in the order of keeping; the command; its chain."""
KeptCheckpoint = tuple[str, bytes]
"""The text of a checkpoint, and the frontier of the tree there (see `tree.py`)."""
Entry = tuple[str, str]
"""An entry's id and the history it stands in."""
SheetFact = tuple[str, str, str]
"""A sheet's name, the day of a fact recorded from it (ISO 8601) and the fact's id."""

_ENTRIES = (FactRecorded, FactVoided, FactCorrected)
_read_event, _read_kind, _read_place = (
    attrgetter("event"),
    attrgetter("event.__class__"),
    attrgetter("stream", "version"),
)


def find_entry_id(event: Event) -> str | None:
    """The id by which an entry can be pointed at; None for events that are no entries."""
    return event.id if isinstance(event, _ENTRIES) else None


def find_sheet_fact(event: Event) -> SheetFact | None:
    """Where a fact stands in the index of sheets; None for one that came from no sheet, and for any other event."""
    if not isinstance(event, FactRecorded) or not event.sheet:
        return None
    return event.sheet, event.fact.on.isoformat(), event.id


def build_row(event: StoredEvent) -> Row:
    """The row of an event as a store of bytes keeps it."""
    state = seal_envelope(event.data, recorded_at=event.recorded_at, actor=event.recorder, command=event.command)
    return event.position, event.stream, event.version, event.name, state


def build_command(row: Sequence[Any]) -> KnownCommand:
    """The command of a row: its id, actor, digest, receipt, position, and when it was kept (ISO 8601).

    Raises:
        StoreUnavailable: When the row is not what this program wrote.
    """
    command, actor, digest, receipt, position, recorded_at = row
    try:
        moment = datetime.fromisoformat(recorded_at)
    except (TypeError, ValueError):
        moment = None
    is_whole = all(isinstance(text, str) for text in (command, actor, digest, receipt)) and isinstance(position, int)
    if moment is None or moment.isoformat() != recorded_at or not is_whole:
        raise bad_command_error(command, Message("不是本程序写的样子", "it is not as this program writes it"))
    return KnownCommand(id=command, actor=actor, digest=digest, receipt=receipt, position=position, recorded_at=moment)


def read_row(store: str, row: Row) -> Recorded[Any]:
    """The event of a row.

    Raises:
        BadRecord: When the row is not what this program wrote.
    """
    position, stream, version, name, state = row
    try:
        envelope = decode(name, state)
    except BadForm as bad:
        raise BadRecord(store, stream, version, bad.message, position=position) from bad
    return Recorded(stream, version, position, envelope.recorded_at, envelope.actor, envelope.command, envelope.data)


def read_rows(store: str, rows: Sequence[Row], keys: Keys | None = None) -> tuple[Recorded[Any], ...]:
    """The events of some rows as they read now, in their order; as `read_row` gives each of them, in less time.

    Raises:
        BadRecord: When a row is not what this program wrote.
    """
    if keys is not None:
        keys.refresh()
    runs = groupby(rows, key=itemgetter(3))
    return tuple(chain.from_iterable(_read_run(store, name, list(alike), keys) for name, alike in runs))


def _read_run(store: str, name: str, run: Sequence[Row], keys: Keys | None) -> list[Recorded[Any]]:
    """Read rows of one stored name; the first that is at fault says so with its place."""
    read = decode_all(name, [row[4] for row in run], join_lines if keys is None else keys.reveal_names)
    if read is None and keys is not None:
        run = reveal_rows(store, run, keys)
        read = decode_all(name, [row[4] for row in run])
    if read is None:
        return [read_row(store, row) for row in run]
    return [
        Recorded(stream, version, position, seal.recorded_at, seal.actor, seal.command, event)
        for (position, stream, version, _, _), seal, event in zip(run, *read, strict=True)
    ]


def protect_row(row: Row, guard: Guard) -> Row:
    """A row that was stored before there were keys, with its personal texts protected."""
    position, stream, version, name, state = row
    envelope = open_envelope(state)
    data = guard.protect(name, bytes(envelope.data), (stream, version))
    recorded_at, actor, command = envelope.recorded_at, envelope.actor, envelope.command
    sealed = seal_envelope(data, recorded_at=recorded_at, actor=actor, command=command, guard=guard)
    return position, stream, version, name, sealed


def list_erased(store: str, row: Row) -> list[str]:
    """The pseudonyms and keys that a row proves to be erased; none where it proves nothing.

    Raises:
        BadRecord: When the row is not what this program wrote.
    """
    if row[3].partition("/")[0] != "personal-data.erased":
        return []
    try:
        data = msgspec.json.decode(open_envelope(row[4]).data)
        return [*data["pseudonyms"], *data["texts"]]
    except (BadForm, msgspec.DecodeError, KeyError, TypeError) as bad:
        reason = Message("无法读出", "it cannot be read")
        raise BadRecord(store, row[1], row[2], reason, position=row[0]) from bad


def reveal_rows(store: str, rows: Sequence[Row], keys: Keys | None) -> Sequence[Row]:
    """Rows with every protected text as it reads now.

    Raises:
        BadRecord: When a ciphertext was changed, or is that of another place.
    """
    if keys is None:
        return rows
    keys.refresh()
    # A column changed from outside can hold anything; whoever reads the row says so.
    texts = keys.find_texts_of(row[4] for row in rows if _is_protected(row[4]))
    return [(*row[:4], _show_state(store, row, keys, texts)) if _is_protected(row[4]) else row for row in rows]


def _is_protected(state: object) -> bool:
    return isinstance(state, bytes) and MARK in state


def _show_state(store: str, row: Row, keys: Keys, texts: Mapping[str, KeptText]) -> bytes:
    position, stream, version, _, state = row
    try:
        return keys.reveal(state, (stream, version), texts)
    except BadForm as bad:
        raise BadRecord(store, stream, version, bad.message, position=position) from bad


def place_events(
    batches: Iterable[Batch], position: int, at: datetime, command: str, actor: str
) -> tuple[Recorded[Any], ...]:
    """The events of some batches in their places, the first right after a position."""
    placed: list[Recorded[Any]] = []
    for batch in batches:
        versions, positions = count(batch.after + 1), count(position + len(placed) + 1)
        beside = map(repeat, (at, actor, command))
        placed += map(Recorded, repeat(batch.stream), versions, positions, *beside, batch.events)
    return tuple(placed)


def encode_rows(recorded: Sequence[Recorded[Any]], guard: Guard | None = None) -> Iterator[Row]:
    """The rows of events of one command, their personal texts protected; those of one class are encoded some at a time.

    Raises:
        BadEvent: On the way, when an event does not fit its stored form.
    """
    first = recorded[0]
    with _blaming(first):
        encode = make_encoder(recorded_at=first.recorded_at, actor=first.actor, command=first.command, guard=guard)
    for _, alike in groupby(recorded, key=_read_kind):
        while page := list(islice(alike, PAGE)):
            yield from _encode_page(encode, page)


def _encode_page(encode: Encode, page: Sequence[Recorded[Any]]) -> list[Row]:
    try:
        name, states = encode(list(map(_read_event, page)), list(map(_read_place, page)))
    except BadForm:
        for entry in page:
            with _blaming(entry):
                encode([entry.event], [(entry.stream, entry.version)])
        raise
    return [
        (position, stream, version, name, state)
        for (stream, version, position, *_), state in zip(page, states, strict=True)
    ]


@contextmanager
def _blaming(entry: Recorded[Any]) -> Iterator[None]:
    """Say of an event that cannot be stored where it was to stand."""
    try:
        yield
    except BadForm as bad:
        raise bad_event(entry.stream, entry.version, bad) from bad


def bad_event(stream: str, version: int, bad: BadForm) -> BadEvent:
    """The error of an event that does not fit its stored form, with its place."""
    return BadEvent.of(
        f"写往历史“{stream}”的第{version}条有误:{bad.message.zh};什么都没有写",
        f"the event for history {stream!r}, version {version}: {bad.message.en}; nothing was written",
    )


def read_last_time(store: str, row: Row | None) -> datetime:
    """When the last row of a store was recorded; the beginning of time when there is none."""
    if row is None:
        return datetime.min.replace(tzinfo=UTC)
    try:
        return read_recorded_at(row[4])
    except BadForm as bad:
        raise BadRecord(store, row[1], row[2], bad.message, position=row[0]) from bad


def demand_no_gap(store: str, stream: str, after: int, rows: Sequence[Row]) -> None:
    """Demand that a page of one history goes on right after a version.

    Raises:
        BadRecord: When an event is missing.
    """
    for expected, row in enumerate(rows, after + 1):
        if row[2] != expected:
            raise _gap(store, stream, expected)


def demand_sequence(store: str, rows: Iterable[Row], versions: dict[str, int], after: int) -> None:
    """Demand that no history has a gap in a page of the whole log.

    Args:
        store: The store's name.
        rows: The page, in the order of position.
        versions: For each history seen so far, its last version; kept up to date here.
        after: The position the log is read from; from 0 on every history must start at 1.

    Raises:
        BadRecord: When an event is missing.
    """
    for _, stream, version, _, _ in rows:
        # What is not even a number follows nothing.
        before = versions.get(stream, version - 1 if after and isinstance(version, int) else 0)
        if version != before + 1:
            raise _gap(store, stream, before + 1)
        versions[stream] = version


def _gap(store: str, stream: str, version: int) -> BadRecord:
    return BadRecord(store, stream, version, Message("这一条不见了", "this event is missing"))
