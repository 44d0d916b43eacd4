"""The document `bzr.assert/1`: published results beside recomputed ones (核对)."""

from collections.abc import Sequence
from datetime import datetime

from bzr_adapters.documents import values
from bzr_adapters.documents.audit_trail import trail_rows
from bzr_adapters.documents.sentences import EventWords
from bzr_domain.kernel.messages import Message
from bzr_domain.publication.recheck import CheckedResult, Recheck
from bzr_domain.scoring.scoring_meaning import find_scoring_meaning


def assert_document(as_of: datetime, checked_results: Sequence[CheckedResult], words: EventWords) -> values.Document:
    """`bzr.assert/1`."""
    return {
        "schema": "bzr.assert/1",
        "as_of": as_of.isoformat(),
        "scoring_meaning": find_scoring_meaning(),
        "results": [
            {
                "class": result.class_id,
                "period": result.period.name,
                "purpose": result.last.at.event.purpose or None,
                "scoring_meaning": result.last.at.event.scoring_meaning,
                "state": result.state,
                "moved_by_meaning": result.last.moved_by_meaning,
                "nothing_recorded": result.nothing_recorded or None,
                **_describe_recheck(result.last, words),
                "same": result.same,
                "earlier": [
                    {**_describe_recheck(recheck, words), **values.fields(recheck, "same", "moved_by_meaning")}
                    for recheck in result.earlier
                ],
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


def describe_newer(recheck: Recheck) -> Message:
    """Say that newer software is the cause, with the scoring meanings (计分含义) of then and now."""
    before, now = recheck.at.event.scoring_meaning, find_scoring_meaning()
    return Message(
        f"由较新的软件算出(计分含义 {before} → {now})",
        f"computed by newer software (scoring meaning {before} → {now})",
    )


def describe_newer_result(result: CheckedResult) -> Message:
    """One published result that newer software computes otherwise, in one line: what was said, and what it comes to now."""
    recheck, recomputed = result.last, result.last.recomputed
    published, then = values.points(recheck.published.total), values.points(recomputed.total) if recomputed else "—"
    figures = Message(
        f"{result.period.name} 公示{published},按当时重算{then}:",
        f"{result.period.name} published {published}, as known then {then}: ",
    )
    return figures + describe_newer(recheck)
