"""Facts as documents: `bzr.facts/1`, and the objects in which other documents show a fact."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

import attrs

from bzr_adapters.reports.corrected import Correction, Corrections
from bzr_domain.facts.fact_history import Amendment, CurrentFact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.quantities import format_number


@attrs.frozen(kw_only=True)
class Words:
    """What is needed to write a fact: the kinds, the school's time zone, and what was done to which fact.

    Attributes:
        classes: Class id → name.
        marks: Fact id → every void and correction ever pointed at it.
        corrections: Correction id → what it changed.
    """

    kinds: Mapping[str, Kind]
    zone: tzinfo
    classes: Mapping[str, str] = attrs.field(factory=dict)
    amendments: Mapping[str, Sequence[Amendment]] = attrs.field(factory=dict)
    corrections: Corrections = attrs.field(factory=dict)


def facts_document(facts: Iterable[CurrentFact], as_of: datetime, words: Words) -> dict[str, Any]:
    """A list of facts as a JSON object."""
    return {
        "schema": "bzr.facts/1",
        "as_of": as_of.isoformat(),
        "facts": [fact_object(one, words) for one in facts],
    }


def fact_object(one: CurrentFact, words: Words) -> dict[str, Any]:
    """One fact as it reads now, with who recorded it when, and everything that was done to it."""
    fact = one.fact
    kind = words.kinds.get(fact.kind)
    return {
        "id": one.id,
        "date": fact.on.isoformat(),
        "class": fact.class_id,
        "teacher": fact.teacher,
        "fact": fact.kind,
        "label": fact.kind if kind is None else kind.title,
        "count": fact.count,
        "value": None if fact.value is None else format_number(fact.value),
        "grade": fact.grade,
        "level": fact.level,
        "item": fact.item,
        "points": None if fact.points is None else format_number(fact.points),
        "place": fact.place,
        "note": fact.note,
        "own": dict(fact.own),
        "recorder": one.recorder,
        "recorded_at": _moment(one.recorded_at, words.zone),
        "sheet": one.sheet,
        "voided_by": one.voided_by,
        "corrected_by": list(one.corrected_by),
        "marks": [_mark_object(amendment, words) for amendment in words.amendments.get(one.id, ())],
    }


def _mark_object(amendment: Amendment, words: Words) -> dict[str, Any]:
    correction = words.corrections.get(amendment.id)
    return {
        "id": amendment.id,
        "does": "corrects" if amendment.fields else "voids",
        "target": amendment.target,
        "reason": amendment.reason,
        "actor": amendment.actor,
        "recorded_at": _moment(amendment.recorded_at, words.zone),
        "voided_by": amendment.voided_by,
        "changed": {} if correction is None else _changed(correction),
    }


def _changed(correction: Correction) -> dict[str, dict[str, str | None]]:
    return {
        _HEADER_OF.get(name, name): {
            "before": _text(getattr(correction.before, name)),
            "after": _text(getattr(correction.after, name)),
        }
        for name in correction.fields
    }


_HEADER_OF = {"on": "date", "class_id": "class", "kind": "fact"}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat()
