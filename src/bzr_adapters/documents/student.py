"""The document `bzr.student/1`: who a student is (学生), told to whoever may know."""

from datetime import datetime

from bzr_adapters.documents import values
from bzr_adapters.documents.spreadsheet import Block, Sheet
from bzr_domain.kernel.messages import Lang, Message


def student_document(
    pseudonym: str, class_id: str, name: str | None, *, state: str, as_of: datetime, actor: str
) -> values.Document:
    """`bzr.student/1`; the name is None where it is not shown."""
    return {
        "schema": "bzr.student/1",
        "as_of": as_of.isoformat(),
        "pseudonym": pseudonym,
        "class": class_id,
        "name": name,
        "state": state,
        "by": actor,
    }


def student_sheet(document: values.Document, lang: Lang) -> Sheet:
    """Who a student is, as a table of one row."""
    heads = Message("假名|班级|称呼|状态|查看人", "pseudonym|class|name|state|by")
    row = tuple(document[key] or "" for key in ("pseudonym", "class", "name", "state", "by"))
    name = Message("学生", "student")
    return Sheet(name=name, blocks=[Block(heads=heads.in_(lang).split("|"), rows=[row], numbers=set())])
