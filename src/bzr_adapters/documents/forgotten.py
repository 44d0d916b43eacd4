"""The document `bzr.forgotten/1`: what was erased or restricted of a person or a fact (遗忘、隐去、限制), without a name in it."""

from datetime import datetime

from bzr_adapters.documents import values
from bzr_adapters.documents.spreadsheet import Block, Sheet
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.register.personal_data import PersonalDataErased, PersonalDataRestricted


def forgotten_document(
    event: PersonalDataErased | PersonalDataRestricted, as_of: datetime, actor: str
) -> values.Document:
    """`bzr.forgotten/1`."""
    state = "erased"
    if isinstance(event, PersonalDataRestricted):
        state = "shown" if event.lifted else "restricted"
    return {
        "schema": "bzr.forgotten/1",
        "as_of": as_of.isoformat(),
        "state": state,
        "fact": event.fact or None,
        "pseudonyms": list(event.pseudonyms),
        "texts": list(event.texts),
        "reason": event.reason,
        "by": actor,
    }


def forgotten_sheet(document: values.Document, lang: Lang) -> Sheet:
    """What was erased or restricted, as a table of one row."""
    heads = Message("状态|事实|假名|文字|操作人", "state|fact|pseudonyms|texts|by")
    row = (
        document["state"],
        document["fact"] or "",
        " ".join(document["pseudonyms"]),
        " ".join(document["texts"]),
        document["by"],
    )
    name = Message("个人信息", "personal data")
    return Sheet(name=name, blocks=[Block(heads=heads.in_(lang).split("|"), rows=[row], numbers=set())])
