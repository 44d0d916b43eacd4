"""The rows of a recorder of the event-sourcing library (插接的存储), asked for by what they are and what it is called."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeVar
from uuid import UUID, uuid5

import attrs
import msgspec
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, Notification
from eventsourcing.persistence import StoredEvent as LibraryRow

from bzr_adapters.storage.errors import BadRecord, NotAStore, StoreBusy, StoreUnavailable
from bzr_domain.application.ports import StoreError
from bzr_domain.kernel.messages import Message

__all__ = ["IntegrityError", "LibraryRow", "Notification", "RowKind", "Rows"]

RowKind = Literal["commit", "event", "command", "entry", "bookmark"]
"""What a row is; the names stand in stores."""
_NAMES = UUID("5c4b6a0e-8f0c-5d7e-9a53-6f2d1b7c9e40")
"""Sequences have their ids within this space of names. It stands in stores, and never changes."""
_KINDS: dict[str, type[StoreError]] = {
    r"OperationalError.*\block": StoreBusy,
    "no such table|does not exist|not a database": NotAStore,
}
"""What the errors of databases say → what it is."""
_Value = TypeVar("_Value")
_encode = msgspec.msgpack.Encoder().encode


@attrs.frozen
class Rows:
    """A recorder's rows, each in a sequence that has a kind and a name.

    Not every module takes a text as the id of a sequence, so the id is made of the name (UUID 5), and the name stands in
    the row.

    Attributes:
        name: How the store is called in messages.
        recorder: The recorder.
        id_type: What it takes as the id of a sequence.
        secrets: What is never shown, although the recorder's own errors may hold it.
    """

    name: str
    recorder: ApplicationRecorder
    id_type: type[UUID] | type[str] = UUID
    secrets: tuple[str, ...] = ()

    def build(self, kind: RowKind, name: str, version: int, value: object) -> LibraryRow:
        """Return a row that is to stand at a place of a sequence."""
        return LibraryRow(self._make_id(kind, name), version, _name_topic(kind), _encode(value))

    def insert(self, rows: Sequence[LibraryRow]) -> None:
        """Add rows, all or nothing.

        Raises:
            IntegrityError: When one's place is taken.
        """
        with self._translating():
            self.recorder.insert_events(rows)

    def read(self, kind: RowKind, name: str, **bounds: Any) -> Sequence[LibraryRow]:
        """The rows of a sequence within the bounds that the library knows."""
        with self._translating():
            return self.recorder.select_events(self._make_id(kind, name), **bounds)

    def read_last(self, kind: RowKind, name: str) -> LibraryRow | None:
        """The last row of a sequence; None where there is none."""
        return next(iter(self.read(kind, name, desc=True, limit=1)), None)

    def read_events(self, place: int, limit: int) -> list[Notification]:
        """The next rows of events beyond a place among all rows; none only where there is none."""
        topic = _name_topic("event")
        while True:
            with self._translating():
                rows = self.recorder.select_notifications(place, limit, topics=[topic], inclusive_of_start=False)
            events = [row for row in rows if row.topic == topic]
            if events or not rows:
                return events
            place = rows[-1].id

    def last_place(self) -> int:
        """The place of the last row; 0 where there is none."""
        with self._translating():
            return self.recorder.max_notification_id() or 0

    def decode(self, row: LibraryRow, form: type[_Value]) -> _Value:
        """What a row holds.

        Raises:
            BadRecord: When it cannot be read.
        """
        try:
            return msgspec.msgpack.decode(row.state, type=form)
        except (msgspec.MsgspecError, TypeError, ValueError) as error:
            reason = Message(f"读不出:{error}", f"it cannot be read: {error}")
            raise BadRecord(self.name, row.topic, row.originator_version, reason) from error

    def _make_id(self, kind: RowKind, name: str) -> UUID | str:
        sequence_id = uuid5(_NAMES, f"{kind}:{name}")
        return sequence_id if self.id_type is UUID else sequence_id.hex

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except (StoreError, IntegrityError):
            raise
        except Exception as error:  # noqa: BLE001 (a module raises what it likes)
            raise translate_error(error, self.name, self.secrets) from None


def _name_topic(kind: RowKind) -> str:
    return f"bzr.{kind}/1"


def translate_error(error: Exception, name: str, secrets: Iterable[str]) -> StoreError:
    """Our own error for one of a module's; `name` is how the store is called, and no secret is repeated."""
    reason = hide_secrets(f"{type(error).__name__}: {error}", secrets)
    kind = next((kind for words, kind in _KINDS.items() if re.search(words, reason)), StoreUnavailable)
    return kind.of(f"存储{name}出错:{reason}", f"store {name} failed: {reason}")


def hide_secrets(text: str, secrets: Iterable[str]) -> str:
    """Return a text without what may not be repeated."""
    for secret in secrets:
        text = text.replace(secret, "…")
    return text
