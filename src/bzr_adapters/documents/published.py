"""The document `bzr.assert/1`: published results beside recomputed ones (核对)."""

from collections.abc import Sequence
from datetime import datetime

from bzr_adapters.documents import values
from bzr_adapters.documents.audit_trail import trail_rows
from bzr_adapters.documents.sentences import EventWords
from bzr_domain.publication.recheck import CheckedResult, Recheck


def assert_document(as_of: datetime, checked_results: Sequence[CheckedResult], words: EventWords) -> values.Document:
    """`bzr.assert/1`."""
    return {
        "schema": "bzr.assert/1",
        "as_of": as_of.isoformat(),
        "results": [
            {
                "class": result.class_id,
                "period": result.period.name,
                "purpose": result.last.at.event.purpose or None,
                "scoring_meaning": result.last.at.event.scoring_meaning,
                "state": result.state,
                **_describe_recheck(result.last, words),
                "same": result.same,
                "earlier": [{**_describe_recheck(recheck, words), "same": recheck.same} for recheck in result.earlier],
                "now": None if result.now is None else values.points(result.now.total),
                "moved": [{"figure": d.name.en, "said": d.before, "now": d.after} for d in result.differences],
                "since": list(trail_rows(result.causes, words)),
            }
            for result in checked_results
        ],
        "differ": sum(not result.same for result in checked_results),
    }


def _describe_recheck(recheck: Recheck, words: EventWords) -> values.Document:
    return {
        "said_at": values.timestamp(recheck.at.recorded_at, words.zone),
        "said": values.points(recheck.published.total),
        "then": None if recheck.recomputed is None else values.points(recheck.recomputed.total),
    }
