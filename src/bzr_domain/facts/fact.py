"""The fact itself (事实): what was seen, on which day, in which class, never what it is worth; and its id (编号)."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import attrs

from bzr_domain.kernel.names import fold_text


@attrs.frozen(kw_only=True)
class Fact:
    """Something seen on a day in a class: immutable, and never worth anything by itself (事实).

    Attributes:
        kind: The kind's id.
        on: The day it happened.
        class_id: The class it stands for; a fact about a teacher stands for the class held that day.
        teacher: The head teacher it is about; None when it is about the class.
        count: How many, at least 1.
        value: A measurement; None when the kind has none. A rate of 78.5 % is 78.5.
        grade, level: Words of the kind's scales.
        item: The item a council decision or a survey lands on.
        points: The points decided or chosen by a person; None when the kind has none.
        place, note, recorder: Evidence: where, what else, who saw it.
        own: The kind's own fields, by name, each as text in its one normal form.
    """

    kind: str
    on: date
    class_id: str
    teacher: str | None = None
    count: int = 1
    value: Decimal | None = None
    grade: str | None = None
    level: str | None = None
    item: str | None = None
    points: Decimal | None = None
    place: str | None = None
    note: str | None = None
    recorder: str | None = None
    own: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """The text of a field of the kind's own; None where it is empty."""
        return dict(self.own).get(name)


def content_key(fact: Fact) -> tuple[str, ...]:
    """Return what a fact says in the one form in which facts are compared, however place, note and recorder are spelt."""
    evidence = ("" if text is None else fold_text(text) for text in (fact.place, fact.note, fact.recorder))
    return (*_list_figures(fact), *evidence, *_list_own(fact))


Blind: TypeAlias = Callable[[str], str]
"""A text → its keyed hash (带密钥的摘要), which confirms no guess; or the text itself where nothing keeps a key."""


def leave_plain(text: str) -> str:
    """Return a text as it is, which stands for no key; ids from before there were keys are made so."""
    return text


def make_fact_id(fact: Fact, ordinal: int, blind: Blind) -> str:
    """Return the id of the n-th equal row of a sheet: 20 hexadecimal digits of SHA-256 over content as written and ordinal.

    It is stored: what it is made of never changes. The content is hashed with the store's key first.
    """
    evidence = ("" if text is None else text for text in (fact.place, fact.note, fact.recorder))
    text = "\x1f".join((*_list_figures(fact), *evidence, *_list_own(fact), str(ordinal)))
    return hashlib.sha256(blind(text).encode()).hexdigest()[:20]


def _list_figures(fact: Fact) -> Iterator[str]:
    """Yield what a fact says, each in its one normal form.

    The head teacher is left out: class and day determine who it is, also after the tenures were corrected.
    """
    parts = (fact.kind, fact.on, fact.class_id, fact.count, fact.value, fact.grade, fact.level, fact.item, fact.points)
    return ("" if part is None else str(part) for part in parts)


def _list_own(fact: Fact) -> Iterator[str]:
    return (f"{name}={text}" for name, text in fact.own)
