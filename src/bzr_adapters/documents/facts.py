"""The document `bzr.facts/1`, a fact as a JSON object, and in words what stands behind it: who recorded it, every correction."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.values import Document, fields, one_line
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import (
    Amendment,
    CurrentFact,
    FactHistory,
    apply_correction,
    find_void,
    list_corrections,
)
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.quantities import format_number


@attrs.frozen(kw_only=True)
class Correction:
    """One correction: the fact before it and after it, and the attributes it changed."""

    before: Fact
    after: Fact
    fields: tuple[str, ...]


def trace_corrections(fact_histories: Iterable[FactHistory]) -> dict[str, Correction]:
    """Correction id → what it changed, for every correction in some histories.

    A correction that was itself declared void is listed, but what follows it does not build upon it.
    """
    by_id = {}
    for history in fact_histories:
        for fact_id in history.facts.keys() & history.amended_by.keys():
            before = history.facts[fact_id].event.fact
            for name, corrected in list_corrections(history, fact_id):
                after = apply_correction(before, corrected)
                by_id[name] = Correction(before=before, after=after, fields=corrected.fields)
                before = after if find_void(history, name) is None else before
    return by_id


@attrs.frozen(kw_only=True)
class Words:
    """What is needed to write a fact: the kinds, the school's time zone, and what was done to which fact.

    Attributes:
        classes: Class id → name.
        name_on: What names a class as it was called on a day; its id where nothing does.
        amendments: Fact id → every void and correction ever pointed at it.
        corrections: Correction id → what it changed.
    """

    kinds: Mapping[str, Kind]
    zone: tzinfo
    classes: Mapping[str, str] = attrs.field(factory=dict)
    name_on: Callable[[str, date], str] | None = None
    amendments: Mapping[str, Sequence[Amendment]] = attrs.field(factory=dict)
    corrections: Mapping[str, Correction] = attrs.field(factory=dict)

    def name_class(self, fact: Fact, lang: Lang) -> str:
        """The name that a fact's class bore on its day; in English its id."""
        return fact.class_id if lang == "en" or self.name_on is None else self.name_on(fact.class_id, fact.on)


def facts_document(facts: Iterable[CurrentFact], as_of: datetime, words: Words) -> Document:
    """A list of facts as a JSON object."""
    return {
        "schema": "bzr.facts/1",
        "as_of": as_of.isoformat(),
        "facts": [fact_object(fact, words) for fact in facts],
    }


def fact_object(current: CurrentFact, words: Words) -> Document:
    """One fact as it reads now, with who recorded it when, and everything that was done to it."""
    fact = current.fact
    return {
        "id": current.id,
        "date": current.day.isoformat(),
        "class": fact.class_id,
        "teacher": fact.teacher,
        "fact": fact.kind,
        "label": values.kind_label(words.kinds.get(fact.kind), fact, "zh"),
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
        "recorded_at": values.timestamp(current.recorded_at, words.zone),
        "sheet": current.sheet,
        "voided_by": current.voided_by,
        "corrected_by": list(current.corrected_by),
        "marks": [_amendment(amendment, words) for amendment in words.amendments.get(current.id, ())],
    }


def _amendment(amendment: Amendment, words: Words) -> Document:
    correction = words.corrections.get(amendment.id)
    return {
        "id": amendment.id,
        "does": "corrects" if amendment.fields else "voids",
        **fields(amendment, "target", "reason", "actor"),
        "recorded_at": values.timestamp(amendment.recorded_at, words.zone),
        "voided_by": amendment.voided_by,
        "changed": {} if correction is None else _changed_fields(correction),
    }


def _changed_fields(correction: Correction) -> Document:
    sides = {"before": correction.before, "after": correction.after}
    return {
        values.field_label(name, "en"): {side: _text(fact, name) for side, fact in sides.items()}
        for name in correction.fields
    }


def _text(fact: Fact, name: str) -> str | None:
    value = getattr(fact, name)
    if isinstance(value, tuple):
        return ";".join(f"{field}={text}" for field, text in value)
    return None if value is None else str(value)


_OURS = re.compile("[0-9a-f]{20}")
_SHORT = 10
"""How many digits of a fact's id are shown: a unique prefix serves wherever an id is asked for."""


def short_id(fact_id: str) -> str:
    """The id as it is shown: of our own ids the first digits, a school's own (编号) whole.

    >>> short_id("3fa9c1d2e4b5a6978877"), short_id("2024-09-003")
    ('3fa9c1d2e4', '2024-09-003')
    """
    return fact_id[:_SHORT] if _OURS.fullmatch(fact_id) else fact_id


def fact_title(current: CurrentFact, words: Words, lang: Lang) -> str:
    """A fact in one line: its label and its fields."""
    return values.fact_text(current.fact, words.kinds.get(current.fact.kind), lang)


def list_provenance(current: CurrentFact, words: Words, lang: Lang) -> Iterator[str]:
    """Who recorded a fact when and from which sheet, then every void and correction."""
    who, at = one_line(current.recorder), values.minute(current.recorded_at, words.zone)
    sheet, name = current.sheet, short_id(current.id)
    zh, en = (f"{sheet},", f"{sheet}, ") if sheet else ("", "")
    if current.handed_in is not None:
        late = Message("上交,计入刚结束的学期", "belongs to the term just ended")
        yield Message(f"{current.handed_in} {late.zh}", f"handed in on {current.handed_in}, {late.en}").in_(lang)
    yield Message(f"{who} 记录于 {at},{zh}编号 {name}", f"recorded by {who} at {at}, {en}id {name}").in_(lang)
    for amendment in words.amendments.get(current.id, ()):
        yield one_line(_describe_amendment(amendment, current, words, lang).in_(lang))


def _describe_amendment(amendment: Amendment, current: CurrentFact, words: Words, lang: Lang) -> Message:
    who, at = amendment.actor, values.minute(amendment.recorded_at, words.zone)
    if amendment.fields:
        done = Message("更正:", "corrected: ") + Message.same(_describe_changes(amendment, words, lang))
    elif amendment.target == current.id:
        done = Message("作废", "voided")
    else:
        done = Message("作废了记录", "voided record ") + Message.same(short_id(amendment.target))
    end = Message("", "") if amendment.voided_by is None else Message("(此记录已作废)", " (itself void)")
    return Message(f"{who} 于 {at} ", f"{who} at {at} ") + done + because(amendment.reason) + end


def because(reason: str) -> Message:
    """The end of a sentence that says why."""
    return Message(f",理由:{reason}", f", reason: {reason}")


def _describe_changes(amendment: Amendment, words: Words, lang: Lang) -> str:
    correction = words.corrections.get(amendment.id)
    if correction is None:
        return ", ".join(values.field_label(name, lang) for name in amendment.fields)
    return describe_changes(correction, words.kinds.get(correction.after.kind), lang)


def describe_changes(correction: Correction, kind: Kind | None, lang: Lang) -> str:
    """Each field that a correction changed, those of the kind's own among them: before, and after."""
    before, after = correction.before, correction.after
    old, new = dict(before.own), dict(after.own)
    labels = [(name, values.field_label(name, lang)) for name in correction.fields if name != "own"]
    labels += [(name, values.own_label(kind, name, lang)) for name in {**old, **new} if old.get(name) != new.get(name)]
    return ", ".join(
        f"{label} {values.field_text(before, name, lang)} → {values.field_text(after, name, lang)}"
        for name, label in labels
    )
