"""The id of a fact (编号), made of what it says where a sheet gives none; equal words are one normal form."""

import hashlib

from bzr_domain.facts.fact import Fact


def content_key(fact: Fact) -> tuple[str, ...]:
    """Return what a fact says in its one normal form: equal for equal rows, whatever they looked like.

    The head teacher is left out: class and day determine who it is, also after the tenures were corrected.
    """
    parts = (
        fact.kind, fact.on, fact.class_id, fact.count, fact.value, fact.grade, fact.level,
        fact.item, fact.points, fact.place, fact.note, fact.recorder,
    )  # fmt: skip
    own = tuple(f"{name}={text}" for name, text in fact.own)
    return (*("" if part is None else str(part) for part in parts), *own)


def make_fact_id(fact: Fact, ordinal: int) -> str:
    """Return the id of the n-th equal row of a sheet: 20 hexadecimal digits of SHA-256 over content and ordinal."""
    text = "\x1f".join((*content_key(fact), str(ordinal)))
    return hashlib.sha256(text.encode()).hexdigest()[:20]
