"""What each correction of a fact changed: the words before, and the words after."""

from collections.abc import Iterable, Mapping

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import FactCorrected, FactHistory, find_void


@attrs.frozen(kw_only=True)
class Correction:
    """One correction: the fact before it and after it, and the attributes it changed."""

    before: Fact
    after: Fact
    fields: tuple[str, ...]


def corrections(found: Iterable[FactHistory]) -> dict[str, Correction]:
    """Correction id → what it changed, for every correction in some histories.

    A correction that was itself declared void is listed, but what follows it does not build upon it.
    """
    return {name: one for history in found for name, one in _of(history)}


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
