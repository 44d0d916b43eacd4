"""The keys in an SQLite file of their own beside the store's (密钥文件), or in memory.

The file is its owner's alone, and what is erased in it is overwritten: a rollback journal, which is emptied at each
commit, and no write-ahead log, in which it could stay.
"""

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bzr_adapters.open_files import identify_file
from bzr_adapters.storage.errors import KeysMissing, NotAStore, StoreUnavailable
from bzr_adapters.storage.keys import KeptName, KeptText, KeyTables
from bzr_adapters.storage.sqlite_file import WAIT, translate_errors
from bzr_domain.application.ports import StoreError
from bzr_domain.kernel.messages import Message

APPLICATION_ID = 0x627A726B  # "bzrk"
_SCHEMA = (
    "CREATE TABLE identity (store_id TEXT NOT NULL, secret BLOB NOT NULL)",
    """CREATE TABLE names (
        token TEXT PRIMARY KEY NOT NULL,
        subject TEXT NOT NULL,
        owner TEXT NOT NULL,
        form TEXT NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX names_by_form ON names (form, owner)",
    "CREATE TABLE texts (id TEXT PRIMARY KEY NOT NULL, key BLOB NOT NULL, state TEXT NOT NULL) WITHOUT ROWID",
    f"PRAGMA application_id={APPLICATION_ID}",
    "PRAGMA user_version=1",
)
_NAME = "SELECT token, subject, owner, form, name, state FROM names"
_TEXTS = "SELECT id, key, state FROM texts WHERE id IN ({})"
_SOME = 500
"""How many texts are asked for at a time."""


class KeyFile:
    """Keys in a file, or in memory; its methods are called from any thread."""

    def __init__(self, name: str, connection: sqlite3.Connection, path: Path | None = None) -> None:
        """Stand on a connection to kept keys; `name` is how they are called in messages."""
        self.name = name
        self.missing: Message | None = None
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()
        self._file = None if path is None else identify_file(path)

    def _fetch(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        with self._lock, translate_errors(self.name):
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: commits at the end, durably, and rolls back on any exception.

        Raises:
            StoreUnavailable: When the file was deleted or replaced since it was opened.
        """
        with self._lock, translate_errors(self.name):
            if self.path is not None and identify_file(self.path) != self._file:
                raise StoreUnavailable.of(
                    f"密钥文件{self.name}在打开后被删除或替换;请恢复它并重新启动",
                    f"the key file {self.name} was deleted or replaced since it was opened: restore it and start again",
                )
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise

    @property
    def secret(self) -> bytes:
        """What keyed hashes are made with."""
        secret: bytes = self._fetch("SELECT secret FROM identity")[0][0]
        return secret

    def change_mark(self) -> object:
        """Return what differs once another connection has changed the file."""
        return self._fetch("PRAGMA data_version")[0][0]

    def find_name(self, token: str) -> KeptName | None:
        """The name that a pseudonym stands for."""
        rows = self._fetch(f"{_NAME} WHERE token=?", (token,))
        return KeptName(*rows[0]) if rows else None

    def find_spelling(self, owner: str, name: str) -> KeptName | None:
        """The kept entry of a name as it is spelt."""
        rows = self._fetch(f"{_NAME} WHERE owner=? AND name=? AND state<>'erased' LIMIT 1", (owner, name))
        return KeptName(*rows[0]) if rows else None

    def find_names(self, form: str) -> list[KeptName]:
        """Every kept entry of a name in its one form."""
        return [KeptName(*row) for row in self._fetch(f"{_NAME} WHERE form=? AND state<>'erased'", (form,))]

    def find_texts(self, ids: Sequence[str]) -> dict[str, KeptText]:
        """Id → the key of a text, of those that are known."""
        rows = []
        for start in range(0, len(ids), _SOME):
            some = ids[start : start + _SOME]
            rows += self._fetch(_TEXTS.format(",".join("?" * len(some))), some)
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
        return [KeptName(*row) for row in self._fetch(_NAME)]

    def list_texts(self, after: str, limit: int) -> list[KeptText]:
        """The next keys of texts behind an id, in the order of ids, erased ones too."""
        rows = self._fetch("SELECT id, key, state FROM texts WHERE id>? ORDER BY id LIMIT ?", (after, limit))
        return [KeptText(*row) for row in rows]

    def take_identity(self, store_id: str, secret: bytes) -> None:
        """Become the keys of the store of that id, with that secret."""
        with self.changing() as connection:
            connection.execute("UPDATE identity SET store_id=?, secret=?", (store_id, secret))

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()


class MissingKeys:
    """In the place of keys that are not there: nothing is revealed, and nothing can be written."""

    secret: bytes = b""

    def __init__(self, missing: Message) -> None:
        """Say why they are not there."""
        self.missing: Message | None = missing

    def change_mark(self) -> object:
        """Nothing changes."""
        return None

    def find_name(self, token: str) -> KeptName | None:  # noqa: ARG002
        """No name is known."""
        return None

    def find_spelling(self, owner: str, name: str) -> KeptName | None:  # noqa: ARG002
        """No name is known."""
        return None

    def find_names(self, form: str) -> list[KeptName]:  # noqa: ARG002
        """No name is known."""
        return []

    def find_texts(self, ids: Sequence[str]) -> dict[str, KeptText]:  # noqa: ARG002
        """No key is known."""
        return {}

    def add(self, names: Sequence[KeptName], texts: Sequence[KeptText]) -> None:  # noqa: ARG002
        """Nothing can be kept."""
        assert self.missing is not None
        raise KeysMissing(self.missing)

    def list_names(self) -> list[KeptName]:
        """No name is known."""
        return []

    def list_texts(self, after: str, limit: int) -> list[KeptText]:  # noqa: ARG002
        """No key is known."""
        return []

    def take_identity(self, store_id: str, secret: bytes) -> None:  # noqa: ARG002
        """Nothing can be kept."""
        self.add((), ())

    def close(self) -> None:
        """There is nothing to close."""


class LateKeys:
    """Keys of a store that has none yet, since it is of before they were there: they are made when first something needs them."""

    missing: Message | None = None

    def __init__(self, path: Path, store_id: str) -> None:
        """Say where they are to be made."""
        self._path, self._store_id = path, store_id
        self._lock = threading.Lock()
        self._file: KeyFile | None = None

    def _make(self) -> KeyFile:
        with self._lock:
            if self._file is None:
                create_key_file(self._path, self._store_id)
                self._file = _open(self._path, self._store_id)
            return self._file

    @property
    def secret(self) -> bytes:
        """What keyed hashes are made with."""
        return self._make().secret

    def change_mark(self) -> object:
        """Return what differs once they are made, or were changed."""
        return None if self._file is None else self._file.change_mark()

    def find_name(self, token: str) -> KeptName | None:
        """The name that a pseudonym stands for."""
        return None if self._file is None else self._file.find_name(token)

    def find_spelling(self, owner: str, name: str) -> KeptName | None:
        """The kept entry of a name as it is spelt."""
        return None if self._file is None else self._file.find_spelling(owner, name)

    def find_names(self, form: str) -> list[KeptName]:
        """Every kept entry of a name in its one form."""
        return [] if self._file is None else self._file.find_names(form)

    def find_texts(self, ids: Sequence[str]) -> dict[str, KeptText]:
        """Id → the key of a text, of those that are known."""
        return {} if self._file is None else self._file.find_texts(ids)

    def add(self, names: Sequence[KeptName], texts: Sequence[KeptText]) -> None:
        """Keep new ones, all or nothing; once it returns they survive a power cut."""
        self._make().add(names, texts)

    def list_names(self) -> list[KeptName]:
        """Every name, erased ones too."""
        return [] if self._file is None else self._file.list_names()

    def list_texts(self, after: str, limit: int) -> list[KeptText]:
        """The next keys of texts behind an id."""
        return [] if self._file is None else self._file.list_texts(after, limit)

    def take_identity(self, store_id: str, secret: bytes) -> None:
        """Become the keys of the store of that id, with that secret."""
        self._make().take_identity(store_id, secret)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def find_key_path(store: Path) -> Path:
    """Return where the keys of a store's file are, unless its address says otherwise."""
    return store.with_name(f"{store.name}.keys")


def keys_in_memory(store_id: str) -> KeyFile:
    """Return new keys that last as long as the process."""
    connection = _connect(":memory:")
    _create_tables(connection, store_id)
    return KeyFile("memory:", connection)


def create_key_file(path: Path, store_id: str) -> None:
    """Make the keys of a store where there are none, for its owner alone; those of this store stay as they are.

    Raises:
        NotAStore: When the file is something else, or of another store.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        pass
    except OSError as error:
        raise StoreUnavailable.of(
            f"密钥文件{path}不能新建:{error}", f"the key file {path} cannot be created: {error}"
        ) from error
    with translate_errors(str(path)):
        connection = _connect(f"file:{quote(str(path))}?mode=rw")
        try:
            connection.execute("BEGIN IMMEDIATE")
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                _create_tables(connection, store_id)
            elif _is_unused(connection):
                # Those of a store whose making was broken off before it was there.
                connection.execute("UPDATE identity SET store_id=?", (store_id,))
            connection.execute("COMMIT")
            _demand_keys_of(path, connection, store_id)
        finally:
            connection.close()


def open_key_file(path: Path, store_id: str, *, is_before_keys: bool) -> KeyTables:
    """Return the keys of a store in a file; where there is none, what stands in their place.

    Args:
        path: The file.
        store_id: The store's.
        is_before_keys: Whether the store may be of before there were keys, so that they are still to be made.

    Raises:
        NotAStore: When the file is something else, or of another store.
    """
    if not path.exists():
        return LateKeys(path, store_id) if is_before_keys else MissingKeys(_describe_absent(path))
    return _open(path, store_id) if os.access(path, os.R_OK) else MissingKeys(_describe_forbidden(path))


def _open(path: Path, store_id: str) -> KeyFile:
    with translate_errors(str(path)):
        connection = _connect(f"file:{quote(str(path))}?mode={'rw' if os.access(path, os.W_OK) else 'ro'}")
        try:
            _demand_keys_of(path, connection, store_id)
            return KeyFile(str(path), connection, path)
        except (sqlite3.Error, StoreError):
            connection.close()
            raise


def _describe_absent(path: Path) -> Message:
    return Message(
        f"密钥文件{path}不存在:姓名和文字不能显示,也不能写入;请把它从备份放回原处",
        f"the key file {path} is not there: names and texts cannot be shown, and nothing can be written; "
        "put it back from its backup",
    )


def _describe_forbidden(path: Path) -> Message:
    return Message(
        f"没有权限读密钥文件{path}:姓名和文字不能显示,也不能写入;请用它的主人的账号运行",
        f"the key file {path} may not be read: names and texts cannot be shown, and nothing can be written; "
        "run as its owner",
    )


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False, cached_statements=64
    )
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _create_tables(connection: sqlite3.Connection, store_id: str) -> None:
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO identity VALUES (?,?)", (store_id, secrets.token_bytes(32)))


def _is_unused(connection: sqlite3.Connection) -> bool:
    is_ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    return is_ours and not any(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 (no value in it)
        for table in ("names", "texts")
    )


def _demand_keys_of(path: Path, connection: sqlite3.Connection, store_id: str) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAStore.of(f"{path}不是bzr的密钥文件,未作改动", f"{path} is not a key file of bzr and was left alone")
    owner = connection.execute("SELECT store_id FROM identity").fetchall()
    if [(store_id,)] != owner:
        raise NotAStore.of(
            f"密钥文件{path}属于另一个存储;请放回这个存储自己的",
            f"the key file {path} belongs to another store: put back this store's own",
        )
