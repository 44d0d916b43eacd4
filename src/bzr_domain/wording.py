"""Putting a wish into the words of its kind (归一): one spelling for each step, one form for each number."""

from decimal import Decimal

import attrs

from bzr_domain.commands import RecordFact
from bzr_domain.facts import Fact, Kind
from bzr_domain.quantities import is_sane, plain


def fact_of(wish: RecordFact, kind: Kind, class_id: str, teacher: str | None) -> Fact:
    """The fact a wish says, its words those of the kind's own scales and its numbers in their one normal form."""

    def word(name: str, text: str | None) -> str | None:
        field = kind.field(name)
        return field.read(text) if field is not None and text is not None else text

    return Fact(
        kind=kind.id,
        on=wish.on,
        class_id=class_id,
        teacher=teacher,
        count=1 if wish.count is None else wish.count,
        value=None if wish.value is None else _plain(wish.value),
        grade=word("grade", wish.grade),
        level=word("level", wish.level),
        item=wish.item,
        points=None if wish.points is None else _plain(wish.points),
        place=wish.place,
        note=wish.note,
        recorder=wish.recorder,
    )


def words_of(fact: Fact) -> RecordFact:
    """A fact in the words of somebody who would record it: admitting them gives the fact again."""
    own = ("class_id", "teacher", "count")
    values = {a.name: getattr(fact, a.name) for a in attrs.fields(Fact) if a.name not in own}
    return RecordFact(class_ref=fact.class_id, count=fact.count if fact.count != 1 else None, **values)


def _plain(number: Decimal) -> Decimal:
    return plain(number) if is_sane(number) else number
