"""Write a row in the words of its kind (归一): one spelling for each step, one form for each number."""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.incoming_sheet import FactRow
from bzr_domain.facts.kinds import Kind
from bzr_domain.facts.students import PREFIX, FindPseudonym
from bzr_domain.kernel.quantities import Percentage, is_sane, normalise


def normalize_row(row: FactRow, kind: Kind, class_id: str, teacher: str | None, find_pseudonym: FindPseudonym) -> Fact:
    """Return the fact that a row states: words of the kind's own scales, numbers in their one normal form.

    A student is called by a pseudonym from here on; a text that begins as one does is taken as it is.
    """

    def word(name: str, text: str | None) -> str | None:
        field = kind.field(name)
        return field.read(text) if field is not None and text is not None else text

    def own_text(name: str, text: str) -> str:
        field = kind.field(name)
        if field is None or field.type != "student" or not class_id or text.startswith(PREFIX):
            return normalize_own_text(kind, name, text)
        return find_pseudonym(class_id, text)

    return Fact(
        kind=kind.id,
        on=row.on,
        class_id=class_id,
        teacher=teacher,
        count=1 if row.count is None else row.count,
        value=None if row.value is None else _plain(row.value),
        grade=word("grade", row.grade),
        level=word("level", row.level),
        item=word("item", row.item),
        points=None if row.points is None else _plain(row.points),
        place=row.place,
        note=row.note,
        recorder=row.recorder,
        own=tuple(sorted((name, own_text(name, text)) for name, text in row.own)),
    )


def normalize_own_text(kind: Kind, name: str, text: str) -> str:
    """Return the text of a field of the kind's own in its one normal form; one that cannot be read stays as it is.

    >>> from bzr_domain.facts.kinds import Field
    >>> late = Kind(id="late", title="迟到", fields=(Field(name="at", type="time"), Field(name="asked", type="date")))
    >>> normalize_own_text(late, "at", "7:10"), normalize_own_text(late, "asked", "2024/9/3"), normalize_own_text(late, "at", "早上")
    ('07:10:00', '2024-09-03', '早上')
    """
    field = kind.field(name)
    if field is None:
        return text
    if field.type == "scale":
        return field.read(text)
    if field.type == "number":
        try:
            number = Decimal(unicodedata.normalize("NFKC", text).strip().removesuffix("%"))
        except ArithmeticError:
            return text
        return f"{normalise(number):f}" if is_sane(number) else text
    if field.type not in _PARTS:
        return text
    match = _PARTS[field.type].fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return text
    parts = [int(part) for part in match.groups() if part]
    try:
        return (date(*parts) if field.type == "date" else time(*parts[:3])).isoformat()  # type: ignore[arg-type]  # three numbers at most
    except ValueError:
        return text


_PARTS = {
    "date": re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"),
    "time": re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?"),
}


def row_of_fact(fact: Fact) -> FactRow:
    """Return the row that would record a fact: admitting it gives the fact again, as what is recorded needs no question."""
    own = ("class_id", "teacher", "count", "value")
    values = {a.name: getattr(fact, a.name) for a in attrs.fields(Fact) if a.name not in own}
    value = None if fact.value is None else Percentage(fact.value)
    return FactRow(class_ref=fact.class_id, count=fact.count if fact.count != 1 else None, value=value, **values)


def _plain(number: Decimal) -> Decimal:
    return normalise(number) if is_sane(number) else number
