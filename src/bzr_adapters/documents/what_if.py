"""The document `bzr.whatif/1`, and the key `without` of `bzr.explain/1`: two statements compared, clause by clause."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.facts import Words, fact_object
from bzr_adapters.documents.values import Document
from bzr_domain.counterfactual.compare_statements import StatementDifference, as_number
from bzr_domain.counterfactual.other_rulebook import RulebookComparison
from bzr_domain.counterfactual.without_fact import Dispute
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang
from bzr_domain.pay.pay_impact import SheetImpact
from bzr_domain.rulebook.language import Value


def describe_difference(difference: StatementDifference) -> Document:
    """One class and period: the total both ways, then pay, outcomes, items and clauses that moved."""
    before, after = difference.before, difference.after
    return {
        "class": before.school_class.id,
        "teacher": None if before.teacher is None else before.teacher.teacher,
        "period": before.period.name,
        **_sides(before.total, after.total),
        "pay": {moved.id: _sides(moved.before, moved.after) for moved in difference.pay},
        "outcomes": {moved.id: values.fields(moved, "before", "after") for moved in difference.outcomes},
        "items": [{"id": item.id, **_sides(item.before, item.after)} for item in difference.items],
        "clauses": [
            {"item": clause.item, "id": clause.id, **_sides(clause.before, clause.after)}
            for clause in difference.clauses
        ],
    }


def _sides(before: Value | None, after: Value | None) -> Document:
    """A value both ways; null where the rulebook has no such line."""
    return {
        "before": values.outcome(before),
        "after": values.outcome(after),
        "difference": values.points(as_number(after) - as_number(before)),
    }


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
    comparison: RulebookComparison
    kinds: Mapping[str, Kind]


def whatif_document(report: WhatIf, lang: Lang = "zh") -> Document:
    """A recomputation as a JSON object."""
    comparison = report.comparison
    return {
        "schema": "bzr.whatif/1",
        "periods": report.periods,
        "as_of": report.as_of.isoformat(),
        **values.rulebook_fields(comparison.book),
        "from": None if comparison.since is None else comparison.since.isoformat(),
        "changes": [describe_difference(change) for change in comparison.changes],
        **values.fields(comparison, "unchanged", "gained", "lost"),
        "pay": {name: _sides(before, after) for name, (before, after) in comparison.pay.items()},
        "unknown_kinds": dict(comparison.unknown),
        "problems": [
            {"class": class_id, "period": cell.name, "what": problem.what.in_(lang)}
            for class_id, cell, problem in comparison.missing
        ],
    }


def without_object(dispute: Dispute, impacts: Iterable[SheetImpact], words: Words, item: str | None = None) -> Document:
    """Both statements as a JSON object, and what moves besides; with an item's id, only that item's own move is told."""
    difference = describe_difference(dispute.difference)
    if item is not None:
        difference["items"] = [line for line in difference["items"] if line["id"] == item]
        difference["clauses"] = [line for line in difference["clauses"] if line["item"] == item]
    return {
        "fact": fact_object(dispute.fact, words),
        "touches": dispute.touches,
        **difference,
        "beyond": [describe_difference(change) for change in dispute.beyond],
        "sheets": list(map(describe_sheet_impact, impacts)),
    }


def describe_sheet_impact(sheet: SheetImpact) -> Document:
    """Whose pay of a month differs, on a sheet that is begun."""
    return {
        **values.fields(sheet, "month", "state"),
        "teacher": sheet.impact.teacher,
        **_sides(sheet.impact.before, sheet.impact.after),
    }
