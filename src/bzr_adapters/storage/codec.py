"""Events as stored bytes and back: one canonical JSON object per event, read and written by msgspec.

The stored form is the envelope ``{"actor", "command", "data", "recorded_at"}`` with sorted keys and no blanks. What is
read is written again and compared byte for byte: an extra or missing field, a float where a decimal is text, a changed
spelling all show. That costs less than looking for each of them. Events of one name are read and written many at a time, one
to a line: a call for each would cost more than the comparison. What stands beside them, which those of one command share, is
then read once.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, Protocol, TypeVar

import attrs
import msgspec

from bzr_adapters.storage.exact_types import hold_exact_types
from bzr_adapters.storage.keys.protected_texts import TEXT_MARK, is_sealed_name, quote_token
from bzr_adapters.storage.stored_forms import FORMS, UPCASTS, BadForm, stored_name_of, unknown_name_error
from bzr_domain.events import Event

__all__ = [
    "BadForm",
    "Envelope",
    "Seal",
    "decode",
    "decode_all",
    "decode_event",
    "encode_event",
    "join_lines",
    "make_encoder",
    "open_envelope",
    "read_recorded_at",
    "seal_envelope",
]

_Data = TypeVar("_Data")


class Envelope(msgspec.Struct, Generic[_Data], frozen=True, gc=False):
    """What is stored beside an event: who, by which command, and when the store took it (UTC)."""

    # Events cannot form cycles, so the garbage collector need not visit them here.

    actor: str
    command: str
    data: _Data
    recorded_at: Annotated[datetime, msgspec.Meta(tz=True)]


class Seal(msgspec.Struct, frozen=True, gc=False):
    """An envelope without its event."""

    actor: str
    command: str
    recorded_at: Annotated[datetime, msgspec.Meta(tz=True)]


class _Time(msgspec.Struct):
    recorded_at: Annotated[datetime, msgspec.Meta(tz=True)]


_ENCODER = msgspec.json.Encoder(order="sorted")
_ENCODE, _ENCODE_LINES = _ENCODER.encode, _ENCODER.encode_lines
_ENVELOPES: dict[str, msgspec.json.Decoder[Envelope[Any]]] = {
    name: msgspec.json.Decoder(Envelope[form])  # type: ignore[valid-type]  # a generic filled at run time
    for name, form in FORMS.items()
}
_EVENTS = {name: msgspec.json.Decoder(form) for name, form in FORMS.items()}
_SEALS = msgspec.json.Decoder(Seal)
_DATA, _AFTER_DATA = b',"data":', b',"recorded_at":'
_OLD = msgspec.json.Decoder(Envelope[dict[str, Any]]).decode
_RAW = msgspec.json.Decoder(Envelope[msgspec.Raw]).decode
_PLAIN = msgspec.json.Decoder(dict[str, Any]).decode
_TIME = msgspec.json.Decoder(_Time).decode
_UNREADABLE = (msgspec.MsgspecError, TypeError, ValueError, ArithmeticError, RecursionError)
"""What msgspec and the classes it fills raise on bad bytes."""


class Protector(Protocol):
    """What protects personal texts before they are stored; see `keys.Guard`."""

    def protect_page(
        self, name: str, events: Sequence[Event], page: list[bytes], places: Sequence[tuple[str, int]]
    ) -> list[bytes]:
        """Return the bytes of events' data as they are to be stored at their places: a history and a version each."""
        ...

    def write_name(self, name: str) -> bytes:
        """Return the JSON of a person's name as it is to be stored beside an event."""
        ...


class Encode(Protocol):
    """What makes the bytes of events; see `make_encoder`."""

    def __call__(self, events: Sequence[Event], places: Sequence[tuple[str, int]] = (), /) -> tuple[str, list[bytes]]:
        """Return the stored name of events of one class, and the bytes of each."""
        ...


def join_lines(parts: Sequence[bytes]) -> bytes:
    """Return some bytes, each on its line."""
    return b"\n".join((*parts, b""))


def make_encoder(*, recorded_at: datetime, actor: str, command: str, guard: Protector | None = None) -> Encode:
    """A function from events of one class to their stored name and the bytes of each, for all events of one command.

    Where there is a guard, it takes the places of the events too: a history and a version each.

    Every event is read back before it is let out, so that nothing is stored that cannot be read; one that holds nothing but
    plain values of the types declared needs no reading.

    Args:
        recorded_at: When the store takes them, in UTC.
        actor: Who gave the command.
        command: The command's id.
        guard: Protects personal texts; None stores them as they are.

    Raises:
        BadForm: When the time is not in UTC; by the function, when an event holds what its form does not allow: NaN,
            a float, half a character.
    """
    head, tail = _write_envelope(recorded_at, actor, command, guard)

    def encode(events: Sequence[Event], places: Sequence[tuple[str, int]] = (), /) -> tuple[str, list[bytes]]:
        name = stored_name_of(events[0])
        page = _encode_all(name, events)
        if guard is not None:
            page = guard.protect_page(name, events, page, places)
        return name, [head + data + tail for data in page]

    return encode


def seal_envelope(
    data: bytes, *, recorded_at: datetime, actor: str, command: str, guard: Protector | None = None
) -> bytes:
    """The stored bytes of an event whose own bytes are made already; a guard protects who gave the command.

    Raises:
        BadForm: When the time is not in UTC, or a text holds half a character.
    """
    head, tail = _write_envelope(recorded_at, actor, command, guard)
    return head + data + tail


def open_envelope(state: bytes) -> Envelope[msgspec.Raw]:
    """What stands beside an event in stored bytes, with the event's own bytes unread.

    Raises:
        BadForm: When they are no envelope.
    """
    try:
        return _RAW(state)
    except _UNREADABLE as error:
        raise _unreadable("envelope", error) from error


def _write_envelope(
    recorded_at: datetime, actor: str, command: str, guard: Protector | None = None
) -> tuple[bytes, bytes]:
    if recorded_at.tzinfo is not UTC:
        raise BadForm.of("记录时间必须是UTC", "the time of recording has to be in UTC")
    try:
        # A store of bytes keeps a protected name without its quotation marks.
        written = quote_token(actor.removeprefix(TEXT_MARK)) if is_sealed_name(actor) else _ENCODE(actor)
        if guard is not None:
            written = guard.write_name(actor)
        head = b'{"actor":%b,"command":%b,"data":' % (written, _ENCODE(command))
        return head, b',"recorded_at":%b}' % _ENCODE(recorded_at)
    except _UNREADABLE as error:
        raise _unwritable("actor/command", error) from error


def encode_event(event: Event) -> tuple[str, bytes]:
    """The stored name of an event, and its bytes without an envelope.

    Raises:
        BadForm: When it holds what its form does not allow.
    """
    name = stored_name_of(event)
    try:
        data = _ENCODE(event)
        read = _EVENTS[name].decode(data)
    except _UNREADABLE as error:
        raise _unwritable(name, error) from error
    if _ENCODE(read) != data:
        raise _not_canonical(name)
    _refuse_infinite(name, data, read)
    return name, data


def _encode_all(name: str, events: Sequence[Event]) -> list[bytes]:
    try:
        page = _ENCODE_LINES(events)
        exact = hold_exact_types(FORMS[name], events) or _ENCODE_LINES(_EVENTS[name].decode_lines(page)) == page
    except _UNREADABLE:
        exact = False
    if exact and not _may_be_infinite(page):
        return page.split(b"\n")[:-1]
    return [encode_event(event)[1] for event in events]


def decode_event(name: str, data: bytes) -> Event:
    """The event that a stored name and its bytes without an envelope stand for.

    Raises:
        BadForm: When the name is unknown, or the bytes are not exactly what this program writes.
    """
    decoder = _EVENTS.get(name)
    if decoder is None:
        return _structure_old(name, _read_canonical(name, data, _PLAIN))
    event = _read_canonical(name, data, decoder.decode)
    _refuse_infinite(name, data, event)
    return event


def _read_canonical(name: str, data: bytes, read: Callable[[bytes], _Data]) -> _Data:
    if name not in _EVENTS and name not in UPCASTS:
        raise unknown_name_error(name)
    try:
        value = read(data)
    except _UNREADABLE as error:
        raise _unreadable(name, error) from error
    if _ENCODE(value) != data:
        raise _not_canonical(name)
    return value


def decode(name: str, state: bytes) -> Envelope[Event]:
    """The envelope, with its event, that a stored name and bytes stand for.

    Raises:
        BadForm: When the name is unknown, or the bytes are not exactly what this program writes.
    """
    decoder = _ENVELOPES.get(name)
    if decoder is None:
        return _decode_old(name, state)
    try:
        envelope = decoder.decode(state)
    except _UNREADABLE as error:
        raise _unreadable(name, error) from error
    _demand_canonical(name, state, envelope)
    _refuse_infinite(name, state, envelope.data)
    return envelope


def decode_all(
    name: str, states: Sequence[bytes], show: Callable[[Sequence[bytes]], bytes | None] = join_lines
) -> tuple[list[Seal], list[Event]] | None:
    """What stands beside some events and the events themselves, of the stored name and the bytes of each.

    None where `decode` has to look at them one by one: the name is an old one or unknown, or some bytes may not be
    exactly what this program writes.

    Args:
        name: The stored name that all of them bear.
        states: The bytes.
        show: Gives pieces of them as they read now, each on its line; None where it has to look at them one by one.
    """
    decoder = _EVENTS.get(name)
    if decoder is None:
        return None
    try:
        seals, data = _split_states(states)
        distinct = list(dict.fromkeys(seals))
        known, events = _read_lines(_SEALS, show(distinct)), _read_lines(decoder, show(data))
    except (*_UNREADABLE, AttributeError):  # a column changed from outside can hold anything
        return None
    if len(known) != len(distinct) or len(events) != len(data) or {seal.recorded_at.tzinfo for seal in known} - {UTC}:
        return None
    return list(map(dict(zip(distinct, known, strict=True)).__getitem__, seals)), events


def _split_states(states: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Cut the data of events out of what stands around them; neither mark stands within a text, where quotes are escaped."""
    seals, all_data = [], []
    for state in states:
        head, _, rest = state.partition(_DATA)
        data, mark, tail = rest.rpartition(_AFTER_DATA)
        seals.append(head + mark + tail)
        all_data.append(data)
    return seals, all_data


def _read_lines(decoder: msgspec.json.Decoder[_Data], page: bytes | None) -> list[_Data]:
    """Read what stands on each line; nothing where a line is not exactly what this program writes.

    No line that we write holds a line feed, so the lines are the same one by one when all of them together are.
    """
    if page is None:
        return []
    read = decoder.decode_lines(page)
    return read if _ENCODE_LINES(read) == page and not _may_be_infinite(page) else []


def _decode_old(name: str, state: bytes) -> Envelope[Event]:
    if name not in UPCASTS:
        raise unknown_name_error(name)
    try:
        old = _OLD(state)
    except _UNREADABLE as error:
        raise _unreadable(name, error) from error
    _demand_canonical(name, state, old)
    return Envelope(old.actor, old.command, _structure_old(name, old.data), old.recorded_at)


def _structure_old(name: str, data: dict[str, Any]) -> Event:
    from bzr_adapters.storage.plain_form import (
        structure_event,  # only old forms need it: keep it out of every start
    )

    return structure_event(name, data)


def _demand_canonical(name: str, state: bytes, envelope: Envelope[Any]) -> None:
    if _ENCODE(envelope) != state or envelope.recorded_at.tzinfo is not UTC:
        raise _not_canonical(name)


def read_recorded_at(state: bytes) -> datetime:
    """When stored bytes say they were recorded, without reading the event."""
    try:
        return _TIME(state).recorded_at
    except _UNREADABLE as error:
        raise BadForm.of(f"记录时间无法读出:{error}", f"its time cannot be read: {error}") from error


def _refuse_infinite(name: str, raw: bytes, event: object) -> None:
    if _may_be_infinite(raw) and not all(number.is_finite() for number in _decimals(event)):
        raise BadForm.of(f"“{name}”中有数不是有限数", f"{name!r} holds a number that is not finite")


def _may_be_infinite(raw: bytes) -> bool:
    """Return whether bytes hold what only numbers that are not finite, and words that look like them, are written with."""
    # The letters are looked for first: that is ten times quicker than looking for the words, and nearly always enough.
    return (b"N" in raw or b"I" in raw) and (b"NaN" in raw or b"Infinity" in raw)


def _decimals(value: Any) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _decimals(part)
    elif attrs.has(type(value)):
        for part in attrs.asdict(value, recurse=False).values():
            yield from _decimals(part)


def _unreadable(name: str, error: Exception) -> BadForm:
    return BadForm.of(f"“{name}”无法读出:{error}", f"{name!r} cannot be read: {error}")


def _unwritable(name: str, error: Exception) -> BadForm:
    return BadForm.of(f"“{name}”无法写入:{error}", f"{name!r} cannot be written: {error}")


def _not_canonical(name: str) -> BadForm:
    return BadForm.of(
        f"“{name}”不是本程序写出的样子(多或少了字段、小数写成了数字,或字节被改动)",
        f"{name!r} is not as this program writes it "
        "(an extra or missing field, a decimal written as a number, or changed bytes)",
    )
