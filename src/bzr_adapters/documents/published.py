"""The document `bzr.assert/1`: published results beside recomputed ones (核对)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bzr_adapters.documents import values
from bzr_adapters.documents.audit_trail import trail_rows
from bzr_adapters.documents.sentences import Told
from bzr_domain.publication.recheck import CheckedResult, Recheck


def assert_document(as_of: datetime, found: Sequence[CheckedResult], told: Told) -> dict[str, Any]:
    """`bzr.assert/1`."""
    return {
        "schema": "bzr.assert/1",
        "as_of": as_of.isoformat(),
        "results": [
            {
                "class": one.class_id,
                "period": one.period.name,
                "state": one.state,
                **_said(one.last, told),
                "same": one.same,
                "earlier": [{**_said(said, told), "same": said.same} for said in one.earlier],
                "now": None if one.now is None else values.points(one.now.total),
                "moved": [{"figure": d.name.en, "said": d.before, "now": d.after} for d in one.differences],
                "since": list(trail_rows(one.causes, told)),
            }
            for one in found
        ],
        "differ": sum(not one.same for one in found),
    }


def _said(one: Recheck, told: Told) -> dict[str, Any]:
    return {
        "said_at": one.at.recorded_at.astimezone(told.zone).isoformat(),
        "said": values.points(one.published.total),
        "then": None if one.recomputed is None else values.points(one.recomputed.total),
    }
