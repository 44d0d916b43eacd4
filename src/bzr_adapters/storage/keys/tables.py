"""Where keys are kept (密钥表): what is kept of a name and of a text, and what is asked of a file, memory or a server that keeps it."""

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias, get_args

import attrs

from bzr_adapters.storage.errors import StoreUnavailable
from bzr_adapters.storage.keys.protected_texts import decrypt, make_label, make_pseudonym, normalize_form
from bzr_domain.kernel.messages import Message

SALT = 32
"""How many bytes of chance go into a pseudonym."""
State: TypeAlias = Literal["kept", "restricted", "erased"]


class ChangedKey(StoreUnavailable):
    """An entry of the keys was changed by hand."""

    code = "store.damaged"

    def __init__(self, token: object) -> None:
        """Say which, and what to do."""
        super().__init__(
            Message(
                f"密钥里的“{token}”被改过;请从备份恢复密钥",
                f"the entry {token!r} of the keys was changed by hand: restore the keys from a backup",
            )
        )


def _demand_sound(entry: "KeptName | KeptText", *_: object) -> None:
    """Demand that an entry is as this program writes it, whoever wrote it.

    Raises:
        ChangedKey: When it was changed by hand.
    """
    *texts, state = attrs.astuple(entry)
    if state not in get_args(State) or not all(isinstance(text, str | bytes) for text in texts):
        raise ChangedKey(texts[0])


@attrs.frozen
class KeptName:
    """A name as the keys have it (假名): the pseudonym that stands for it, whose it is, and itself until it is erased.

    Attributes:
        token: What is stored in events.
        subject: The pseudonym of whom it names: the same for each spelling of a name.
        owner: The id of the teacher where the event says whose name it is; of a student "student:" and the class;
            "value" of what is no name; else empty.
        form: The one form of the name; empty once it is erased.
        name: As it is spelt; empty once it is erased.
    """

    token: str
    subject: str
    owner: str
    form: str
    name: str
    state: State = attrs.field(default="kept", validator=_demand_sound)

    def demand_fit(self, salt: "KeptText | None") -> None:
        """Demand that this is the name that its pseudonym was made of.

        Raises:
            ChangedKey: When it is another.
        """
        subject = "" if self.subject == self.token else self.subject
        # A shorter key would do as well as one with zeros behind it.
        is_whole = salt is not None and type(salt.key) is bytes and len(salt.key) == SALT
        is_own = (
            salt is not None
            and is_whole
            and self.token.endswith(make_pseudonym(salt.key, self.owner, self.name, subject))
        )
        if not is_own or self.form != normalize_form(self.name):
            raise ChangedKey(self.token)


@attrs.frozen
class KeptText:
    """The key of one free text, or the salt of a pseudonym under its token; empty once it is erased."""

    id: str
    key: bytes
    state: State = attrs.field(default="kept", validator=_demand_sound)


def open_cipher(kept: KeptText | None, token: str, cipher: str, place: tuple[object, ...]) -> str:
    """Return the free text of a ciphertext as it reads with its key: itself, or why it is not shown."""
    if kept is None:
        return make_label("missing", token)
    if kept.state != "kept":
        return make_label(kept.state, token)
    return decrypt(kept.key, cipher, place)


class ReadKeys(Protocol):
    """What reading asks of kept keys."""

    def change_mark(self) -> object:
        """Return what differs once a name or a text is shown otherwise."""
        ...

    def find_name(self, token: str) -> KeptName | None:
        """The name that a pseudonym stands for."""
        ...

    def find_texts(self, ids: Sequence[str]) -> dict[str, KeptText]:
        """Id → the key of a text, of those that are known."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class AbsentKeys(ReadKeys, Protocol):
    """In the place of keys that are not there.

    Attributes:
        missing: Why they ought to be there; None where the store is of before there were keys.
    """

    missing: Message | None

    def make(self) -> "KeyTables":
        """Return new keys.

        Raises:
            KeysMissing: When there ought to be some.
        """
        ...


class KeyTables(ReadKeys, Protocol):
    """Where keys are kept: a file of their own, memory, or another database than the events'."""

    @property
    def secret(self) -> bytes:
        """What keyed hashes are made with."""
        ...

    def find_spelling(self, owner: str, name: str) -> KeptName | None:
        """The kept entry of a name as it is spelt."""
        ...

    def find_names(self, form: str) -> list[KeptName]:
        """Every kept entry of a name in its one form."""
        ...

    def add(self, names: Sequence[KeptName], texts: Sequence[KeptText]) -> None:
        """Keep new ones, all or nothing; once it returns they survive a power cut."""
        ...

    def demand_erasing(self) -> None:
        """Demand that something can be erased or restricted here, in every byte.

        Raises:
            StoreUnavailable: When the role on a server has not the right.
        """
        ...

    def change_states(self, tokens: Sequence[str], ids: Sequence[str], state: State) -> None:
        """Let names and texts be in a state from now on; what is erased is erased for ever, in every byte."""
        ...

    def list_names(self) -> list[KeptName]:
        """Every name, erased ones too."""
        ...

    def list_texts(self, after: str, limit: int) -> list[KeptText]:
        """The next keys of texts behind an id, in the order of ids, erased ones too."""
        ...

    def take_identity(self, store_id: str, secret: bytes) -> None:
        """Become the keys of the store of that id, with that secret."""
        ...

    def note(self, name: str, text: str | None) -> None:
        """Keep a text under a name; None takes it away."""
        ...

    def find_note(self, name: str) -> str | None:
        """The text kept under a name."""
        ...

    def add_note(self, name: str, text: str) -> None:
        """Keep a text under a name that nothing is kept under."""
        ...

    def list_notes(self, prefix: str) -> list[tuple[str, str]]:
        """The names that begin so, in order, and what is kept under them."""
        ...
