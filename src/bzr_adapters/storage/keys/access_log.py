"""Who was shown names and free texts (查看记录): kept with the keys, a row a question, and nothing of what was shown.

A row is added and never changed. Who asked stands in it as a pseudonym, so that whoever is erased is erased here too.
"""

import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import attrs
import msgspec

from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.keys.tables import KeyTables
from bzr_domain.application.ports import StoreError
from bzr_domain.kernel.messages import Message

PREFIX = "access:"
"""What the name of each row in the notes of the keys begins with; the moment, their order in it and some chance follow."""


@attrs.frozen(kw_only=True)
class Access:
    """One question that showed names or free texts.

    Attributes:
        at: When.
        who: The name under which it was asked, which nothing proves by itself.
        account: The account that was checked, as far as one was; else empty.
        question: The command, or what the program of a user's called it.
    """

    at: datetime
    who: str
    account: str
    question: str


def note_access(keys: Keys | None, access: Access) -> Message | None:
    """Note a question; where that cannot be, return why: a question is answered all the same.

    Nothing is noted, and nothing said, of a store that has no keys, or none yet.
    """
    if keys is None or not keys.are_kept:
        return None if keys is None else keys.missing
    try:
        guard = keys.begin()
        who = guard.seal_name(access.who)
        row = msgspec.json.encode([who, access.account, access.question]).decode()
        guard.keep()
        # Questions of one moment stand in their order too.
        order = f"{time.monotonic_ns():020}{secrets.token_hex(4)}"
        keys.tables.add_note(f"{PREFIX}{access.at.astimezone(UTC).isoformat()}:{order}", row)
    except StoreError as error:
        return error.message
    return None


def list_accesses(keys: Keys) -> list[Access]:
    """Return every question that was noted, in order."""
    keys.refresh()
    return [_read_access(keys, name, row) for name, row in keys.tables.list_notes(PREFIX)]


def copy_accesses(source: KeyTables, target: KeyTables) -> None:
    """Copy every row to other keys."""
    for name, row in source.list_notes(PREFIX):
        target.add_note(name, row)


def _read_access(keys: Keys, name: str, row: str) -> Access:
    who, account, question = _decode(row)
    at = datetime.fromisoformat(name.removeprefix(PREFIX).rpartition(":")[0])
    return Access(at=at, who=keys.open_text(who), account=account, question=question)


def _decode(row: str) -> Sequence[str]:
    return msgspec.json.decode(row, type=tuple[str, str, str])
