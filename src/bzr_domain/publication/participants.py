"""Participants (经手人): everybody who had a hand in a fact; none of them decides an appeal about it."""

from collections.abc import Iterable

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.fact_history import FactHistory, list_amendments, list_corrections


def find_participants(history: FactHistory, fact_id: str) -> tuple[str, ...]:
    """Return who recorded, corrected, voided or restored a fact, and every 检查人 that it ever named.

    A correction of the 检查人 hides nobody: each one that it ever had is among them.
    """
    names = [history.facts[fact_id].actor]
    names += [fact.recorder or "" for fact in list_versions(history, fact_id)]
    names += [amendment.actor for amendment in list_amendments(history, fact_id)]
    return tuple(dict.fromkeys(name for name in names if name))


def find_participants_in(facts: Iterable[tuple[FactHistory, str]]) -> tuple[str, ...]:
    """Return everybody who had a hand in any of some facts, each with the history it was recorded in."""
    names = (find_participants(history, fact_id) for history, fact_id in facts)
    return tuple(dict.fromkeys(name for group in names for name in group))


def list_versions(history: FactHistory, fact_id: str) -> list[Fact]:
    """Return what a fact said at first, and what each correction made of it, void corrections too."""
    corrections = list_corrections(history, fact_id)
    return [history.facts[fact_id].event.fact, *(correction.after for _, correction in corrections)]
