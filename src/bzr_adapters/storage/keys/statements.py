"""The keys in tables (密钥表), as SQL that SQLite and PostgreSQL both take; where the tables are is for others to say."""

import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from bzr_adapters.storage.keys.tables import ChangedKey, KeptName, KeptText, State

_NAME = "SELECT token, subject, owner, form, name, state FROM names"
_TEXTS = "SELECT id, key, state FROM texts WHERE id IN ({})"
_CHANGES = "changes"
_ERASE_NAME = """INSERT INTO names VALUES (?,?,'','','','erased')
ON CONFLICT (token) DO UPDATE SET form='', name='', state='erased'"""
_ERASE_TEXT = """INSERT INTO texts VALUES (?,?,'erased')
ON CONFLICT (id) DO UPDATE SET key=excluded.key, state='erased'"""
_MARK_NAME = "UPDATE names SET state=? WHERE token=? AND state<>'erased'"
_MARK_TEXT = "UPDATE texts SET state=? WHERE id=? AND state<>'erased'"
_SOME = 500
"""How many texts are asked for at a time."""


class Statements(Protocol):
    """What carries out statements within a transaction."""

    def execute(self, statement: str, values: Sequence[object] = (), /) -> object:
        """Carry one out."""
        ...

    def executemany(self, statement: str, values: Sequence[Sequence[object]], /) -> object:
        """Carry one out for each of some values."""
        ...


class SqlKeys:
    """Keys in tables; `fetch`, `changing` and `clear` say where these are. Its methods are called from any thread."""

    _secret: bytes | None = None

    def fetch(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return the rows that a statement gives."""
        raise NotImplementedError

    def changing(self) -> AbstractContextManager[Statements]:
        """One transaction: commits at the end, durably, and rolls back on any exception."""
        raise NotImplementedError

    def clear(self) -> None:
        """Clear away the bytes of what was erased."""
        raise NotImplementedError

    @property
    def secret(self) -> bytes:
        """What keyed hashes are made with."""
        if self._secret is None:
            secret = self.fetch("SELECT secret FROM identity")[0][0]
            if not isinstance(secret, bytes):
                raise ChangedKey("secret")
            self._secret = secret
        return self._secret

    def change_mark(self) -> object:
        """Return what differs once a name or a text is shown otherwise."""
        return self.find_note(_CHANGES)

    def demand_erasing(self) -> None:
        """Demand that something can be erased here, in every byte: it can, where it may be written."""

    def change_states(self, tokens: Sequence[str], ids: Sequence[str], state: State) -> None:
        """Let names and texts be in a state from now on; what is erased is overwritten wherever it stood."""
        with self.changing() as connection:
            mark_states(connection, tokens, ids, state)
        if state == "erased":
            self.clear()

    def find_name(self, token: str) -> KeptName | None:
        """The name that a pseudonym stands for."""
        rows = self.fetch(f"{_NAME} WHERE token=?", (token,))
        return KeptName(*rows[0]) if rows else None

    def find_spelling(self, owner: str, name: str) -> KeptName | None:
        """The kept entry of a name as it is spelt."""
        rows = self.fetch(f"{_NAME} WHERE owner=? AND name=? AND state<>'erased' LIMIT 1", (owner, name))
        return KeptName(*rows[0]) if rows else None

    def find_names(self, form: str) -> list[KeptName]:
        """Every kept entry of a name in its one form."""
        return [KeptName(*row) for row in self.fetch(f"{_NAME} WHERE form=? AND state<>'erased'", (form,))]

    def find_texts(self, ids: Sequence[str]) -> dict[str, KeptText]:
        """Id → the key of a text, of those that are known."""
        rows = []
        for start in range(0, len(ids), _SOME):
            some = ids[start : start + _SOME]
            rows += self.fetch(_TEXTS.format(",".join("?" * len(some))), some)
        return {row[0]: KeptText(*row) for row in rows}

    def add(self, names: Sequence[KeptName], texts: Sequence[KeptText]) -> None:
        """Keep new ones, all or nothing; once it returns they survive a power cut."""
        with self.changing() as connection:
            connection.executemany(
                "INSERT INTO names VALUES (?,?,?,?,?,?)",
                [(n.token, n.subject, n.owner, n.form, n.name, n.state) for n in names],
            )
            connection.executemany("INSERT INTO texts VALUES (?,?,?)", sorted((t.id, t.key, t.state) for t in texts))

    def list_names(self) -> list[KeptName]:
        """Every name, erased ones too."""
        return [KeptName(*row) for row in self.fetch(_NAME)]

    def list_texts(self, after: str, limit: int) -> list[KeptText]:
        """The next keys of texts behind an id, in the order of ids, erased ones too."""
        rows = self.fetch("SELECT id, key, state FROM texts WHERE id>? ORDER BY id LIMIT ?", (after, limit))
        return [KeptText(*row) for row in rows]

    def note(self, name: str, text: str | None) -> None:
        """Keep a text under a name; None takes it away."""
        with self.changing() as connection:
            connection.execute("DELETE FROM notes WHERE name=?", (name,))
            if text is not None:
                connection.execute("INSERT INTO notes VALUES (?,?)", (name, text))

    def find_note(self, name: str) -> str | None:
        """The text kept under a name."""
        rows = self.fetch("SELECT text FROM notes WHERE name=?", (name,))
        return rows[0][0] if rows else None

    def add_note(self, name: str, text: str) -> None:
        """Keep a text under a name that nothing is kept under."""
        with self.changing() as connection:
            connection.execute("INSERT INTO notes VALUES (?,?)", (name, text))

    def list_notes(self, prefix: str) -> list[tuple[str, str]]:
        """The names that begin so, in order, and what is kept under them."""
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        rows = self.fetch("SELECT name, text FROM notes WHERE name>=? AND name<? ORDER BY name", (prefix, after))
        return [(name, text) for name, text in rows]

    def take_identity(self, store_id: str, secret: bytes) -> None:
        """Become the keys of the store of that id, with that secret."""
        with self.changing() as connection:
            connection.execute("UPDATE identity SET store_id=?, secret=?", (store_id, secret))
        self._secret = None


def mark_states(connection: Statements, tokens: Sequence[str], ids: Sequence[str], state: State) -> None:
    """Write in an open transaction that names and texts are in a state; the salt of a pseudonym stands among the texts."""
    ids = [*ids, *tokens]
    if state == "erased":
        connection.executemany(_ERASE_NAME, [(token, token) for token in tokens])
        connection.executemany(_ERASE_TEXT, [(text, b"") for text in ids])
    else:
        connection.executemany(_MARK_NAME, [(state, token) for token in tokens])
        connection.executemany(_MARK_TEXT, [(state, text) for text in ids])
    connection.execute("DELETE FROM notes WHERE name=?", (_CHANGES,))
    connection.execute("INSERT INTO notes VALUES (?,?)", (_CHANGES, secrets.token_hex(8)))
