"""The documents `bzr.migrate/1` and `bzr.backup/1`: a store copied whole, and what proves that both are the same (搬迁与备份)."""

from datetime import datetime

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.spreadsheet import Block, Sheet
from bzr_domain.kernel.messages import Lang, Message


@attrs.frozen(kw_only=True)
class CopiedStore:
    """A store and its copy, both read again and found equal.

    Attributes:
        store, copy: Their addresses, without a password.
        digest: Of every byte of every event, chain and command.
        periods: How many periods were stated from both.
        answers: The digest of all statements, results, appeals and pay sheets, asked of both.
    """

    store: str
    copy: str
    store_id: str
    events: int
    commands: int
    digest: str
    periods: int
    answers: str


def migrate_document(copied: CopiedStore, as_of: datetime, *, closed: bool) -> values.Document:
    """`bzr.migrate/1`; `closed` is whether the store left behind takes no more appends."""
    return {"schema": "bzr.migrate/1", "as_of": as_of.isoformat(), **attrs.asdict(copied), "closed": closed}


def backup_document(copied: CopiedStore, as_of: datetime, keys: str) -> values.Document:
    """`bzr.backup/1`; `keys` is the file of the keys."""
    return {"schema": "bzr.backup/1", "as_of": as_of.isoformat(), **attrs.asdict(copied), "keys": keys}


def copy_sheet(document: values.Document, name: Message, lang: Lang) -> Sheet:
    """What was copied, as a table of one row."""
    heads = Message("存储|副本|事件|命令|内容摘要|考核摘要", "store|copy|events|commands|digest|digest of answers")
    keys = ("store", "copy", "events", "commands", "digest", "answers")
    row = tuple(str(document[key]) for key in keys)
    return Sheet(name=name, blocks=[Block(heads=heads.in_(lang).split("|"), rows=[row], numbers={2, 3})])
