"""The document `bzr.duties/1`: the duties of a class and period, with what is recorded for each (职责)."""

from collections.abc import Iterable
from datetime import datetime

from bzr_adapters.documents.values import Document, fields
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.duties import DutyLine


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
