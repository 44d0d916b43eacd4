"""The document `bzr.whatif/1`: who gains and who loses under another rulebook, and by which clause."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from bzr_adapters.reports import values
from bzr_adapters.reports.moved import difference_object, sums_object
from bzr_domain.counterfactual.other_rulebook import RulebookComparison
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang


@attrs.frozen(kw_only=True)
class WhatIf:
    """A recomputation as it is reported.

    Attributes:
        periods: The stretch as it was asked for.
        as_of: The moment of knowledge, in the school's time zone.
        kinds: Fact kinds by id, for the labels of those that the other rulebook does not know.
    """

    school: str
    periods: str
    as_of: datetime
    found: RulebookComparison
    kinds: Mapping[str, Kind]


def whatif_document(report: WhatIf, lang: Lang = "zh") -> dict[str, Any]:
    """A recomputation as a JSON object."""
    found = report.found
    return {
        "schema": "bzr.whatif/1",
        "periods": report.periods,
        "as_of": report.as_of.isoformat(),
        "rulebook": found.book.id,
        "rulebook_version": found.book.version,
        "from": None if found.since is None else found.since.isoformat(),
        "changes": [difference_object(one) for one in found.changes],
        "unchanged": found.unchanged,
        "gained": values.points(found.gained),
        "lost": values.points(found.lost),
        "pay": {name: sums_object(before, after) for name, (before, after) in found.pay.items()},
        "unknown_kinds": dict(found.unknown),
        "problems": [
            {"class": class_id, "period": cell.name, "what": problem.what.in_(lang)}
            for class_id, cell, problem in found.missing
        ],
    }


def kind_titles(report: WhatIf, lang: Lang) -> Sequence[str]:
    """The kinds that the other rulebook does not know, each with how many facts are of it."""
    titles = {one: kind.title if lang == "zh" else one for one, kind in report.kinds.items()}
    return [f"{titles.get(kind, kind)} {count}" for kind, count in report.found.unknown.items()]
