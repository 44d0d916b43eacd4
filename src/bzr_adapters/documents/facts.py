"""Facts as documents: `bzr.facts/1`, the objects that show a fact, and what stands behind it in words: who recorded it, and every correction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.values import one_line
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import Amendment, CurrentFact, FactCorrected, FactHistory, find_void
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.quantities import format_number


@attrs.frozen(kw_only=True)
class Correction:
    """One correction: the fact before it and after it, and the attributes it changed."""

    before: Fact
    after: Fact
    fields: tuple[str, ...]


def corrections(fact_histories: Iterable[FactHistory]) -> dict[str, Correction]:
    """Correction id → what it changed, for every correction in some histories.

    A correction that was itself declared void is listed, but what follows it does not build upon it.
    """
    return {name: correction for history in fact_histories for name, correction in _of(history)}


def _of(history: FactHistory) -> Iterable[tuple[str, Correction]]:
    for fact_id in history.facts.keys() & history.amended_by.keys():
        fact = history.facts[fact_id].event.fact
        for pointer in history.amended_by[fact_id]:
            amendment = history.amendments[pointer].event
            if isinstance(amendment, FactCorrected):
                after = attrs.evolve(
                    fact, **{name: getattr(amendment.after, name) for name in amendment.fields}
                )
                yield pointer, Correction(before=fact, after=after, fields=amendment.fields)
                fact = after if find_void(history, pointer) is None else fact


Corrections = Mapping[str, Correction]
"""Correction id → what it changed."""


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
        "facts": [fact_object(fact, words) for fact in facts],
    }


def fact_object(current: CurrentFact, words: Words) -> dict[str, Any]:
    """One fact as it reads now, with who recorded it when, and everything that was done to it."""
    fact = current.fact
    kind = words.kinds.get(fact.kind)
    return {
        "id": current.id,
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
        "recorder": current.recorder,
        "recorded_at": _moment(current.recorded_at, words.zone),
        "sheet": current.sheet,
        "voided_by": current.voided_by,
        "corrected_by": list(current.corrected_by),
        "marks": [_mark_object(amendment, words) for amendment in words.amendments.get(current.id, ())],
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


SHORT = 10
"""How many digits of a fact's id are shown: a unique prefix serves wherever an id is asked for."""


_FULL = 20


def short(fact_id: str) -> str:
    """The id as it is shown: of our own ids the first digits, a school's own (编号) whole.

    >>> short("3fa9c1d2e4b5a6978877"), short("2024-09-003")
    ('3fa9c1d2e4', '2024-09-003')
    """
    ours = len(fact_id) == _FULL and set(fact_id) <= set("0123456789abcdef")
    return fact_id[:SHORT] if ours else fact_id


def fact_title(current: CurrentFact, words: Words, lang: Lang) -> str:
    """A fact in one line: its label and its fields."""
    kind = words.kinds.get(current.fact.kind)
    return f"{values.kind_label(kind, current.fact, lang)} {values.content(current.fact, kind, lang)}".strip()


def provenance(current: CurrentFact, words: Words, lang: Lang) -> Iterator[str]:
    """Who recorded a fact when and from which sheet, then every void and correction."""
    at = values.minute(current.recorded_at.astimezone(words.zone))
    sheet_zh, sheet_en = (f",{current.sheet}", f", {current.sheet}") if current.sheet else ("", "")
    yield Message(
        f"{one_line(current.recorder)} 记录于 {at}{sheet_zh},编号 {short(current.id)}",
        f"recorded by {one_line(current.recorder)} at {at}{sheet_en}, id {short(current.id)}",
    ).in_(lang)
    for amendment in words.amendments.get(current.id, ()):
        yield _mark(amendment, current, words, lang).in_(lang)


def _mark(amendment: Amendment, current: CurrentFact, words: Words, lang: Lang) -> Message:
    at = values.minute(amendment.recorded_at.astimezone(words.zone))
    end = Message("", "") if amendment.voided_by is None else Message("(此记录已作废)", " (itself void)")
    if amendment.fields:
        done = Message(
            f"更正:{_changes(amendment, words, lang)}", f"corrected: {_changes(amendment, words, lang)}"
        )
    elif amendment.target == current.id:
        done = Message("作废", "voided")
    else:
        done = Message(f"作废了记录{short(amendment.target)}", f"voided record {short(amendment.target)}")
    return Message(
        one_line(f"{amendment.actor} 于 {at} {done.zh},理由:{amendment.reason}{end.zh}"),
        one_line(f"{amendment.actor} at {at} {done.en}, reason: {amendment.reason}{end.en}"),
    )


def _changes(amendment: Amendment, words: Words, lang: Lang) -> str:
    correction = words.corrections.get(amendment.id)
    if correction is None:
        return ", ".join(values.field_label(name, lang) for name in amendment.fields)
    return changes(correction, lang)


def changes(correction: Correction, lang: Lang) -> str:
    """Each field that a correction changed: before, and after."""
    return ", ".join(
        f"{values.field_label(name, lang)} {values.field_text(correction.before, name, lang)}"
        f" → {values.field_text(correction.after, name, lang)}"
        for name in correction.fields
    )
