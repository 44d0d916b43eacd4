"""The document `bzr.duties/1`: the duties of a class and period, with what is recorded for each (职责)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bzr_adapters.documents.names import label
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.documents.values import Document, fields
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.duties import DutyLine
from bzr_domain.register.roster import SchoolClass


def duties_document(
    class_id: str, period: Period, as_of: datetime, lines: Iterable[DutyLine], unfiled: int
) -> Document:
    """`bzr.duties/1`."""
    return {
        "schema": "bzr.duties/1",
        "class": class_id,
        "period": period.name,
        "as_of": as_of.isoformat(),
        "duties": [
            {
                **fields(line.duty, "id", "title"),
                "cites": dict(line.duty.cites),
                "facts": len(line.facts),
                "last": line.facts[-1].on.isoformat() if line.facts else None,
            }
            for line in lines
        ],
        "unfiled": unfiled,
    }


def duties_sheet(
    school_class: SchoolClass, period: Period, lines: Sequence[DutyLine], unfiled: int, lang: Lang
) -> Sheet:
    """Every duty with what is recorded for it; below, those for which nothing is."""
    bare = Message.listed(label(line.duty, lang) for line in lines if not line.facts)
    notes = [Message(f"没有任何记录:{bare.zh or '无'}", f"nothing recorded: {bare.en or 'none'}")]
    if unfiled:
        notes.append(
            Message(
                f"另有{unfiled}条事实的事项没有归在任何职责之下", f"{unfiled} facts are of kinds filed under no duty"
            )
        )
    name, heads = f"{school_class.name} {period.name}", Message("职责|记录|最近|依据", "duty|facts|last|listed in")
    return Sheet(
        name=Message(f"{name} 职责与记录", f"{school_class.name}, {period.name}: duties and what is recorded"),
        blocks=[Block(heads=heads.in_(lang).split("|"), rows=[_row(line, lang) for line in lines], numbers={1})],
        notes=[note.in_(lang) for note in notes],
    )


def _row(line: DutyLine, lang: Lang) -> list[Cell]:
    last = line.facts[-1].on if line.facts else None
    cites = "; ".join(f"{regulation} {place}" for regulation, place in line.duty.cites.items())
    return [label(line.duty, lang), len(line.facts), last, cites]
