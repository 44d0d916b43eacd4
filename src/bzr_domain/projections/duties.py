"""Duties (职责): what is recorded for each of them in some days, and for which nothing is."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind
from bzr_domain.rulebook.duties import Duty


@attrs.frozen(kw_only=True)
class DutyLine:
    """One duty with the facts filed under it; without facts nothing shows that it was seen to."""

    duty: Duty
    facts: tuple[Fact, ...]


@attrs.frozen(kw_only=True)
class DutyRecord:
    """What some facts say about duties.

    Attributes:
        lines: A line for each duty.
        unfiled: The facts whose kind is filed under no duty.
    """

    lines: tuple[DutyLine, ...]
    unfiled: tuple[Fact, ...]


def project_duties(duties: Iterable[Duty], kinds: Mapping[str, Kind], facts: Sequence[Fact]) -> DutyRecord:
    """File some facts under their duties, each duty's in the order of the facts."""
    by_duty: dict[str, list[Fact]] = {}
    for fact in facts:
        duty = kinds[fact.kind].duty if fact.kind in kinds else ""
        by_duty.setdefault(duty, []).append(fact)
    return DutyRecord(
        lines=tuple(DutyLine(duty=duty, facts=tuple(by_duty.get(duty.id, ()))) for duty in duties),
        unfiled=tuple(by_duty.get("", ())),
    )
