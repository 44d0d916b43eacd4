"""What stands behind a point, in words: the fact, who recorded it when, and everything that was done to it."""

from collections.abc import Iterator

from bzr_adapters.reports import values
from bzr_adapters.reports.aligned import one_line
from bzr_adapters.reports.corrected import Correction
from bzr_adapters.reports.facts import Words
from bzr_domain.facts.fact_history import Amendment, CurrentFact
from bzr_domain.kernel.messages import Lang, Message

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


def fact_title(one: CurrentFact, words: Words, lang: Lang) -> str:
    """A fact in one line: its label and its fields."""
    kind = words.kinds.get(one.fact.kind)
    return f"{values.kind_label(kind, one.fact, lang)} {values.content(one.fact, kind, lang)}".strip()


def provenance(one: CurrentFact, words: Words, lang: Lang) -> Iterator[str]:
    """Who recorded a fact when and from which sheet, then every void and correction."""
    at = values.minute(one.recorded_at.astimezone(words.zone))
    sheet_zh, sheet_en = (f",{one.sheet}", f", {one.sheet}") if one.sheet else ("", "")
    yield Message(
        f"{one_line(one.recorder)} 记录于 {at}{sheet_zh},编号 {short(one.id)}",
        f"recorded by {one_line(one.recorder)} at {at}{sheet_en}, id {short(one.id)}",
    ).in_(lang)
    for amendment in words.amendments.get(one.id, ()):
        yield _mark(amendment, one, words, lang).in_(lang)


def _mark(amendment: Amendment, one: CurrentFact, words: Words, lang: Lang) -> Message:
    at = values.minute(amendment.recorded_at.astimezone(words.zone))
    end = Message("", "") if amendment.voided_by is None else Message("(此记录已作废)", " (itself void)")
    if amendment.fields:
        done = Message(
            f"更正:{_changes(amendment, words, lang)}", f"corrected: {_changes(amendment, words, lang)}"
        )
    elif amendment.target == one.id:
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
