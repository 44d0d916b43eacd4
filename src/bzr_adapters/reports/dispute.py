"""The key `without` of `bzr.explain/1`: a statement with and without one fact, and all that moves besides."""

from collections.abc import Iterable
from typing import Any

from bzr_adapters.reports.facts import Words, fact_object
from bzr_adapters.reports.moved import difference_object, sums_object
from bzr_domain.counterfactual.without_fact import Dispute
from bzr_domain.pay.pay_impact import SheetImpact


def without_object(
    found: Dispute, impacts: Iterable[SheetImpact], words: Words, item: str | None = None
) -> dict[str, Any]:
    """Both statements as a JSON object, and what moves besides; with an item's id, only that item's own move is told."""
    own = difference_object(found.difference)
    if item is not None:
        own["items"] = [one for one in own["items"] if one["id"] == item]
        own["clauses"] = [one for one in own["clauses"] if one["item"] == item]
    return {
        "fact": fact_object(found.fact, words),
        "touches": found.touches,
        **own,
        "beyond": [difference_object(one) for one in found.beyond],
        "sheets": [_impact_object(impact) for impact in impacts],
    }


def _impact_object(sheet: SheetImpact) -> dict[str, Any]:
    """Return what a begun sheet's month owes one head teacher, with the fact and without it."""
    return {
        "month": sheet.month,
        "state": sheet.state,
        "teacher": sheet.impact.teacher,
        **sums_object(sheet.impact.before, sheet.impact.after),
    }
