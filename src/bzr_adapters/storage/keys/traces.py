"""Where a store tells of a person (痕迹): the pseudonyms that stand for the names, and the free texts in which they stand."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import msgspec

from bzr_adapters.storage.codec import open_envelope
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.keys.personal_fields import protect_fields
from bzr_adapters.storage.keys.protected_texts import ERASED, MARK, normalize_form
from bzr_adapters.storage.keys.student_names import make_owner
from bzr_adapters.storage.keys.tables import KeptName
from bzr_adapters.storage.rows import Row
from bzr_adapters.storage.store import ReadingLog, RecorderStore
from bzr_domain.application.ports import PAGE, StoreError
from bzr_domain.facts.students import PREFIX, is_pseudonym
from bzr_domain.kernel.messages import Message

_DECODE = msgspec.json.Decoder(dict[str, Any]).decode
_TEXT_MARK = "/t"
_TOKEN = 17
_SHORTEST = 2
"""In characters: a name that is shorter stands in too many words to be looked for in texts."""
_NO_PERSON = ("", "value")


@attrs.frozen(kw_only=True)
class Traces:
    """What of a store tells of a person, or of a fact.

    Attributes:
        names: The names as they are spelt.
        is_student: Whether they are a student's.
        pseudonyms, texts: What is to be erased or restricted.
        several: The ids of the teachers and the pseudonyms of the students who bear the name, where it says of none of them
            alone; then nothing else.
        erased: Whether it was erased before.
        remarks: What tells of the person and stays as it is.
    """

    names: tuple[str, ...] = ()
    is_student: bool = False
    pseudonyms: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    erased: bool = False
    remarks: tuple[Message, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing tells of the person."""
        return not (self.pseudonyms or self.texts)


def demand_keys(log: object) -> tuple[ReadingLog, Keys]:
    """Return a log with its keys.

    Raises:
        KeysMissing: When the keys are not there.
        StoreError: When the store has none, so that names and texts are stored as they are.
    """
    if not isinstance(log, ReadingLog) or log.keys is None:
        raise StoreError.of(
            "这个存储没有密钥:姓名和文字按原样存储,不能删除",
            "this store has no keys: names and texts are stored as they are and cannot be erased",
            code="store.no-keys",
        )
    _ = log.keys.tables
    return log, log.keys


def trace_person(log: object, person: str, class_id: str = "") -> Traces:
    """Find what tells of a person: a teacher by id or by name, a student by pseudonym or by name, or anybody by name.

    Args:
        class_id: The class of the student who is meant; empty for anybody.
    """
    source, keys = demand_keys(log)
    known = keys.tables.list_names()
    kept = [name for name in known if name.state != "erased"]
    form = normalize_form(person)
    owners = sorted({_tell_owner(name) for name in kept if name.owner not in _NO_PERSON and name.form == form})
    if class_id:
        owners = [name.token for name in kept if name.owner == make_owner(class_id) and name.form == form]
    owner = person if any(_tell_owner(name) == person for name in kept if name.owner not in _NO_PERSON) else ""
    if not owner and len(owners) > 1:
        return Traces(several=tuple(owners))
    owner = owner or "".join(owners)
    if class_id and not owner:
        return Traces()
    own = [name for name in kept if owner and _tell_owner(name) == owner]
    forms = {name.form for name in own} or {form}
    shared = {name.form for name in kept if _tell_owner(name) not in (*_NO_PERSON, owner) and name.form in forms}
    # Who acts or sees is no student of that name.
    plain = {name.form for name in kept if name.owner == "" and name.form in forms} if is_pseudonym(owner) else set()
    shared |= plain
    own += [name for name in kept if name.owner == "" and name.form in forms - shared]
    spellings = tuple(sorted({name.name for name in own} | ({person} if not owner else set())))
    long = [spelling for spelling in spellings if len(spelling) >= _SHORTEST]
    values = [name for name in kept if name.owner == "value" and _tells_of(name.name, long)]
    return Traces(
        names=spellings,
        is_student=is_pseudonym(owner),
        pseudonyms=tuple(sorted(name.token for name in (*own, *values))),
        texts=tuple(sorted(_find_texts_with(source, keys, long))),
        erased=person.startswith(ERASED)
        or any(_tell_owner(name) == person for name in known if name.state == "erased"),
        remarks=tuple(_list_remarks(shared, spellings, long)),
    )


def _tell_owner(name: KeptName) -> str:
    """Return whose name it is: a teacher's id, a student's pseudonym."""
    return name.token if name.owner.startswith(PREFIX) else name.owner


def _list_remarks(shared: set[str], names: Sequence[str], long: Sequence[str]) -> Iterator[Message]:
    if shared:
        yield Message(
            "另有人同名:没有写明是谁的同一姓名(操作人、检查人)保留",
            "somebody else bears the same name: where it is not said whose it is, the name stays",
        )
    if len(long) < len(names):
        yield Message("姓名只有一个字:文字里的不查找", "a name of one character is not looked for in texts")


def _tells_of(text: str, names: Sequence[str]) -> bool:
    folded = normalize_form(text)
    return any(name in text or normalize_form(name) in folded for name in names)


def _find_texts_with(log: ReadingLog, keys: Keys, names: Sequence[str]) -> Iterator[str]:
    """Yield the key of every free text, and of every receipt, in which one of some names stands."""
    if not names:
        return
    for row in _read_log(log):
        for token, text in _open_texts(keys, row):
            if _tells_of(text, names):
                yield token
    for command_id, receipt in _read_receipts(log):
        if _tells_of(keys.decrypt_kept(receipt, ("command", command_id)), names):
            yield receipt.removeprefix("\\/")[:_TOKEN]


def _read_log(log: ReadingLog) -> Iterator[Row]:
    after = 0
    while rows := log.index.log(after=after, limit=PAGE):
        yield from rows
        after = rows[-1][0]


def _read_receipts(log: ReadingLog) -> Iterator[tuple[str, str]]:
    number = 0
    while isinstance(log, RecorderStore) and (page := log.recorder.commands(after=number, limit=PAGE)):
        yield from ((known.id, known.receipt) for _, known, _ in page if known.receipt.startswith("\\/t"))
        number = page[-1][0]


def _open_texts(keys: Keys, row: Row) -> Iterator[tuple[str, str]]:
    """Yield the key and the plain text of each free text of a row."""
    _, stream, version, _, state = row
    pieces = [piece for piece in state.split(MARK)[1:] if piece[:1] == b"t"]
    for ordinal, piece in enumerate(pieces):
        body = piece.partition(b'"')[0].decode()
        yield body[:_TOKEN], keys.decrypt_kept("\\/" + body, (stream, version), ordinal)


def trace_fact(log: object, stream: str, fact: str, entries: Sequence[str], field: str | None) -> Traces:
    """Find the free texts of a fact: of itself and of what corrected or voided it.

    Args:
        stream: The history in which it stands.
        fact: Its id.
        entries: The ids of what corrected or voided it.
        field: The one field whose texts are meant; None means all.
    """
    source, keys = demand_keys(log)
    texts: list[str] = []
    after = 0
    while rows := source.index.rows(stream, after=after, limit=PAGE):
        for row in rows:
            data = _DECODE(bytes(open_envelope(row[4]).data))
            if data.get("id") in (fact, *entries):
                texts += _list_texts(row[3], data, field)
        after = rows[-1][2]
    states = {text: kept.state for text, kept in keys.tables.find_texts(texts).items()}
    return Traces(
        texts=tuple(text for text in texts if states.get(text, "erased") != "erased"),
        erased="erased" in states.values(),
    )


def _list_texts(name: str, data: dict[str, Any], field: str | None) -> list[str]:
    """Return the keys of the free texts that a stored event holds, of all fields or of one."""
    texts: list[str] = []
    named = {
        part: content
        for part in (data.get("fact"), data.get("after"), data)
        if isinstance(part, dict)
        for part, content in part.items()
    }

    def note_text(use: str, _owner: str, text: str) -> str:
        if use == "text" and text.startswith(_TEXT_MARK) and (field is None or named.get(field) == text):
            texts.append(text.removeprefix("/")[:_TOKEN])
        return text

    protect_fields(name, data, note_text)
    return texts
