r"""What hides and shows personal texts of stored events (密钥库): names as pseudonyms, free texts as ciphertext.

A protected text stands in an event's bytes as a JSON string that begins with an escaped slash, `"\/n…"` for a name,
`"\/t…"` for a free text. JSON reads it as any other text; this program never writes a slash so, and therefore no text of
a user's can be taken for one. The keys are kept apart from the events, so that a person or a text can be forgotten by
destroying a key, with every byte of the events left as it is.
"""

import hmac
import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, cast

import attrs
import msgspec

from bzr_adapters.storage.codec import join_lines
from bzr_adapters.storage.keys.personal_fields import FACT_TEXTS, Use, make_test, protect_fields, read_fact_texts
from bzr_adapters.storage.keys.protected_texts import (
    MARK,
    TEXT_MARK,
    decrypt,
    encrypt,
    make_label,
    make_pseudonym,
    normalize_form,
    quote_token,
    write_id,
)
from bzr_adapters.storage.keys.student_names import StudentNames
from bzr_adapters.storage.keys.tables import AbsentKeys, ChangedKey, KeptName, KeptText, KeyTables, State, open_cipher
from bzr_adapters.storage.stored_forms import BadForm
from bzr_domain.application.ports import PAGE
from bzr_domain.events import Event
from bzr_domain.facts.events import FactRecorded
from bzr_domain.facts.students import is_pseudonym
from bzr_domain.kernel.messages import Message

_TOKEN = 17
_QUOTED = _TOKEN + 1
"""How long a pseudonym is, and with the quotation mark behind it."""
_TEXT_ID = re.compile(rb'"\\/(t[a-z2-7]{16})\.')
_KEYED = "keyed:"

_ENCODE = msgspec.json.Encoder(order="sorted").encode
_DECODE = msgspec.json.Decoder(dict[str, Any]).decode


class Keys:
    """Reveals what is read, and gives a `Guard` to whoever writes."""

    def __init__(self, kept: KeyTables | AbsentKeys) -> None:
        """Stand on the kept keys."""
        self._kept = kept
        self.students = StudentNames(self._find_names)
        """Finds the pseudonyms of students."""
        self._making = threading.Lock()
        self._erased_again = False
        self.erased: frozenset[str] | None = None
        """The pseudonyms and keys that the store proves to be erased; None until that was read."""
        self._seen: object = None
        self._written: dict[bytes, bytes] = {}
        self._tokens: dict[tuple[str, str], str] = {}

    @property
    def tables(self) -> KeyTables:
        """The kept keys; made now where the store is of before there were any.

        Raises:
            KeysMissing: When they ought to be there and are not.
        """
        with self._making:
            make = getattr(self._kept, "make", None)
            if make is not None:
                self._kept = make()
        return cast("KeyTables", self._kept)

    @property
    def missing(self) -> Message | None:
        """Why the keys are not there; None where they are."""
        return getattr(self._kept, "missing", None)

    @property
    def are_kept(self) -> bool:
        """Whether the keys are there."""
        return not hasattr(self._kept, "make")

    def blind(self, text: str) -> str:
        """Return a keyed hash (带密钥的摘要): 64 hexadecimal digits behind a mark; no guess of the text is confirmed by it."""
        return _KEYED + hmac.digest(self.tables.secret, text.encode(), "sha256").hex()

    def is_noted(self, name: str) -> bool:
        """Whether something is noted in the keys under a name."""
        return self.are_kept and self.tables.find_note(name) is not None

    def begin(self) -> "Guard":
        """Return what protects the texts of one append.

        Raises:
            KeysMissing: When the keys are not there.
        """
        _ = self.tables
        self.refresh()
        return Guard(self)

    def find_token(self, owner: str, name: str) -> str | None:
        """Return the pseudonym of a name as it is spelt."""
        tokens = self._tokens
        token = tokens.get((owner, name))
        if token is None:
            kept = self.tables.find_spelling(owner, name)
            if kept is None:
                return None
            self._demand_sound(kept)
            token = tokens[owner, name] = kept.token
        return token

    def _find_names(self, form: str) -> list[KeptName]:
        """Return every kept entry of a name in its one form, but for those that the store proves to be erased."""
        if hasattr(self._kept, "make") and self.missing is None:
            return []  # there are no keys yet, and looking makes none
        names = [kept for kept in self.tables.find_names(form) if kept.token not in (self.erased or ())]
        for kept in names:
            self._demand_sound(kept)
        return names

    def find_name(self, token: str) -> KeptName | None:
        """What is kept of a pseudonym; erased where the store proves it, whatever keys there are.

        Raises:
            StoreUnavailable: When another name was put there by hand.
        """
        kept = self._kept.find_name(token)
        if kept is not None and token in (self.erased or ()):
            return attrs.evolve(kept, form="", name="", state="erased")
        if kept is not None:
            self._demand_sound(kept)
        return kept

    def find_texts_of(self, states: Iterable[bytes]) -> dict[str, KeptText]:
        """Return id → the key of each free text in the bytes of some events, asked for together."""
        ids = {text.decode() for state in states for text in _TEXT_ID.findall(state)}
        return self._find_texts(sorted(ids)) if ids else {}

    def reveal(self, state: bytes, place: tuple[str, object], texts: Mapping[str, KeptText] | None = None) -> bytes:
        """Return the bytes of one event, or of its data, with every protected text as it reads now.

        Args:
            state: The bytes.
            place: The history and version it stands at, which its ciphertexts are bound to.
            texts: The keys of its free texts, where they are asked for already; see `find_texts_of`.

        Raises:
            BadForm: When a ciphertext is not that of its place.
        """
        first, *pieces = state.split(MARK)
        known = self.find_texts_of([state]) if texts is None else texts
        return first + b"".join(self._reveal_pieces(pieces, place, known))

    def reveal_names(self, parts: Sequence[bytes]) -> bytes | None:
        """Return pieces of stored bytes, each on its line, with every name in them as it reads now.

        None where they have to be looked at one by one: for a free text, or for a name read for the first time.
        """
        page = join_lines(parts)
        if b"\\" not in page:  # that is quicker to look for than the mark
            return page
        first, *pieces = page.split(MARK)
        written = self._written
        try:
            return first + b"".join([written[piece[:_QUOTED]] + piece[_QUOTED:] for piece in pieces])
        except KeyError:
            return None

    def _reveal_pieces(
        self, pieces: Sequence[bytes], place: tuple[str, object], texts: Mapping[str, KeptText]
    ) -> Iterator[bytes]:
        ordinal = 0
        for piece in pieces:
            name = self._written.get(piece[:_QUOTED])
            if name is not None:
                yield name
                yield piece[_QUOTED:]
                continue
            body, _, rest = piece.partition(b'"')
            text = self._open(body.decode("ascii", "replace"), (*place, ordinal), texts)
            ordinal += body[:1] == b"t"
            yield _ENCODE(text)
            yield rest

    def open_text(self, stored: str, place: tuple[object, ...] = ()) -> str:
        """Return what a protected text outside of events reads as; any other text as it is."""
        if not stored.startswith(TEXT_MARK):
            return stored
        body = stored.removeprefix(TEXT_MARK)
        return self._open(body, (*place, 0), self._find_texts([body[:_TOKEN]]))

    def _open(self, body: str, place: tuple[object, ...], texts: Mapping[str, KeptText]) -> str:
        kind, token = body[:1], body[:_TOKEN]
        if kind == "n" and len(body) == _TOKEN:
            return self._open_name(token)
        if kind == "t" and body[_TOKEN : _TOKEN + 1] == ".":
            return open_cipher(texts.get(token), token, body[_TOKEN + 1 :], place)
        raise BadForm.of("保护的文字不是本程序写的样子", "a protected text is not as this program writes it")

    def _open_name(self, token: str) -> str:
        written = self._written  # the one of before an erasure is thrown away, with what is put into it too late
        try:
            kept = self.find_name(token)
        except ChangedKey as changed:
            raise BadForm(changed.message) from changed
        if kept is None:
            return make_label("missing", token)
        text = kept.name if kept.state == "kept" else make_label(kept.state, kept.subject)
        if len(written) > _CACHED_MAX:
            written.clear()
        written[b'%b"' % token.encode()] = _ENCODE(text)
        return text

    def _demand_sound(self, kept: KeptName) -> None:
        salt = self._kept.find_texts([kept.token]).get(kept.token)
        if salt is not None and salt.state == "erased":  # only just now, or it is another's
            kept = self._kept.find_name(kept.token) or kept
        if kept.state != "erased":
            kept.demand_fit(salt)

    def _find_texts(self, ids: Sequence[str]) -> dict[str, KeptText]:
        """Return id → the key of a text; of one that the store proves to be erased, that it is."""
        known = self._kept.find_texts(ids)
        for text in self.erased.intersection(known) if self.erased else ():
            known[text] = KeptText(text, b"", "erased")
        return known

    def change_states(self, tokens: Sequence[str], ids: Sequence[str], state: State) -> None:
        """Let names and texts be erased, restricted, or shown again."""
        self.tables.change_states(tokens, ids, state)
        self.refresh()

    def erase_again(self) -> None:
        """Destroy, once, what the store proves to be erased and is here all the same: older keys were put back."""
        if self._erased_again or not self.erased:
            return
        known = [
            name.token for name in self.tables.list_names() if name.state != "erased" and name.token in self.erased
        ]
        texts = self.tables.find_texts([token for token in self.erased if token.startswith("t")])
        alive = [text.id for text in texts.values() if text.state != "erased"]
        if known or alive:
            self.change_states(known, alive, "erased")
        self._erased_again = True

    def reading_mark(self) -> object:
        """What differs once a name or a text is shown otherwise."""
        return self._kept.change_mark()

    def refresh(self) -> None:
        """Forget what was read before something was erased, restricted or shown again."""
        mark = self._kept.change_mark()
        if mark != self._seen:
            self.forget_read()
            self._seen = mark

    def decrypt_kept(self, stored: str, place: tuple[object, ...], ordinal: int = 0) -> str:
        """Return the free text that a protected one stands for, also where it is restricted; empty where it is erased."""
        token, _, cipher = stored.removeprefix(TEXT_MARK).partition(".")
        kept = self._find_texts([token]).get(token)
        return "" if kept is None or kept.state == "erased" else decrypt(kept.key, cipher, (*place, ordinal))

    def forget_read(self) -> None:
        """Forget what was read of the keys."""
        self._written, self._tokens = {}, {}

    def take_over(self, other: "Keys", store_id: str) -> None:
        """Become the keys of a store whose keys are elsewhere, each of them as it is there; KeysMissing where they are not."""
        self.tables.take_identity(store_id, other.tables.secret)
        self.tables.add(other.tables.list_names(), ())
        after = ""
        while texts := other.tables.list_texts(after, PAGE):
            self.tables.add((), texts)
            after = texts[-1].id

    def close(self) -> None:
        """Let go of the keys."""
        self._kept.close()


_CACHED_MAX = 100_000


class Guard:
    """Protects the texts of one append; `keep` makes their keys durable, which has to come before the events are."""

    def __init__(self, keys: Keys) -> None:
        """Protect with some keys."""
        self._keys = keys
        self._names: dict[tuple[str, str], KeptName] = {}
        self._texts: dict[str, KeptText] = {}
        self._kept: list[KeptName] = []
        # One behind the other from a chance beginning on, so that the keys of one append are written to one place.
        self._ids = count(secrets.randbits(79))

    def protect_page(
        self, name: str, events: Sequence[Event], page: list[bytes], places: Sequence[tuple[str, int]]
    ) -> list[bytes]:
        """Return the bytes of events' data as they are to be stored at their places: a history and a version each.

        Events that hold no personal text are left as they are, at little cost.
        """
        is_personal = make_test(name)
        return [
            self._protect_event(name, event, data, place) if is_personal(event) else data
            for event, data, place in zip(events, page, places, strict=True)
        ]

    def _protect_event(self, name: str, event: Event, data: bytes, place: tuple[str, int]) -> bytes:
        if not isinstance(event, FactRecorded) or event.fact.own:
            return self.protect(name, data, place)
        # Facts are what is written most, and their bytes need not be read for it.
        parts: list[bytes] = []
        texts, rest = count(), data
        for (key, use), text in zip(FACT_TEXTS, read_fact_texts(event), strict=True):
            if text:
                before, written, rest = rest.partition(key + _ENCODE(text))
                if not written:
                    raise AssertionError(f"{key!r} does not stand in {name}")  # its text must not be stored in plain
                parts += (before, key, self._hide(use, "", text, place, texts))
        return b"".join((*parts, rest))

    def _hide(self, use: Use, owner: str, text: str, place: tuple[str, int], texts: Iterator[int]) -> bytes:
        """Return the JSON of what is to be stored in the place of a text; `texts` numbers the free ones of an event."""
        if use == "text":
            return quote_token(self._seal(text, (*place, next(texts))))
        if use == "value" and is_pseudonym(text):
            if (new := self._keys.students.find_new(text)) is not None:
                kept, salt = new
                self._names[kept.owner, kept.name] = kept
                self._texts[salt.id] = salt
            return _ENCODE(text)
        return quote_token(self._find_token("value" if use == "value" else owner, text))

    def protect(self, name: str, data: bytes, place: tuple[str, int]) -> bytes:
        """Return the bytes of an event's data as they are to be stored at a place: a history and a version."""
        plain, texts = _DECODE(data), count()

        def protect_text(use: Use, owner: str, text: str) -> msgspec.Raw:
            return msgspec.Raw(self._hide(use, owner, text, place, texts))

        return _ENCODE(plain) if protect_fields(name, plain, protect_text) else data

    def write_name(self, name: str) -> bytes:
        """Return the JSON of a person's name as it is to be stored beside an event."""
        return quote_token(self._find_token("", name)) if name else b'""'

    def seal_name(self, name: str) -> str:
        """Return a person's name as it is to be stored where there is no JSON."""
        return TEXT_MARK + self._find_token("", name) if name else ""

    def seal_text(self, text: str, place: tuple[object, ...]) -> str:
        """Return a text as it is to be stored where there is no JSON, bound to its place."""
        return TEXT_MARK + self._seal(text, (*place, 0))

    def _find_token(self, owner: str, name: str) -> str:
        new = self._names.get((owner, name))
        if new is not None:
            return new.token
        token = self._keys.find_token(owner, name)
        if token is None:
            token = self._names.setdefault((owner, name), self._describe(owner, name)).token
        return token

    def _describe(self, owner: str, name: str) -> KeptName:
        form, salt = normalize_form(name), secrets.token_bytes(32)
        same = [kept for kept in (*self._keys.tables.find_names(form), *self._names.values()) if kept.owner == owner]
        subject = next((kept.subject for kept in same if kept.form == form), "")
        token = f"n{make_pseudonym(salt, owner, name, subject)}"
        self._texts[token] = KeptText(token, salt)
        return KeptName(token, subject or token, owner, form, name)

    def _seal(self, text: str, place: tuple[object, ...]) -> str:
        kept = KeptText(f"t{write_id(next(self._ids))}", secrets.token_bytes(32))
        self._texts[kept.id] = kept
        return f"{kept.id}.{encrypt(kept.key, text, place)}"

    def keep(self) -> None:
        """Keep the keys of everything protected, durably.

        Raises:
            StoreError: When they cannot be kept: then nothing may be stored that needs them.
        """
        if self._names or self._texts:
            self._keys.tables.add(list(self._names.values()), list(self._texts.values()))
            self._kept += self._names.values()
            self._names, self._texts = {}, {}

    def finish(self) -> None:
        """Take note that the events are durable, and with them whatever was kept in their transaction."""
        self._keys.students.forget_new(self._kept)
