"""The document `bzr.accesses/1`: who was shown names and free texts, when, by which question (查看记录)."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from bzr_adapters.documents import values
from bzr_adapters.documents.spreadsheet import Block, Sheet
from bzr_domain.kernel.messages import Lang, Message


def access_log_document(
    accesses: Iterable[tuple[datetime, str, str, str]], as_of: datetime, zone: tzinfo
) -> values.Document:
    """`bzr.accesses/1`, of moments, names, accounts and questions."""
    return {
        "schema": "bzr.accesses/1",
        "as_of": as_of.isoformat(),
        "accesses": [
            {"at": values.timestamp(at, zone), "who": who, "account": account or None, "question": question}
            for at, who, account, question in accesses
        ],
    }


def access_log_sheet(document: values.Document, lang: Lang) -> Sheet:
    """A row for each question."""
    heads = Message("时间|姓名(自称)|账户|命令", "time|who (claimed)|account|command").in_(lang).split("|")
    rows = [
        [datetime.fromisoformat(row["at"]), row["who"], row["account"] or "", row["question"]]
        for row in document["accesses"]
    ]
    return Sheet(name=Message("查看记录", "access log"), blocks=[Block(heads=heads, rows=rows, numbers=set())])
