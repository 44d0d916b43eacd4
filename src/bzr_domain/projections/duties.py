"""Which duties (职责) a class's records speak to in some days, and which none speaks to."""

from collections.abc import Iterable, Mapping

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind
from bzr_domain.rulebook.duties import Duty


@attrs.frozen(kw_only=True)
class DutyLine:
    """One duty with the facts filed under it; without facts nothing shows that it was seen to."""

    duty: Duty
    facts: tuple[Fact, ...]


def duty_lines(
    duties: Iterable[Duty], kinds: Mapping[str, Kind], facts: Iterable[Fact]
) -> tuple[list[DutyLine], list[Fact]]:
    """Every duty with its facts in their order, and the facts whose kind is filed under none."""
    found = list(facts)
    filed = [(kinds[fact.kind].duty if fact.kind in kinds else "", fact) for fact in found]
    lines = [
        DutyLine(duty=duty, facts=tuple(fact for under, fact in filed if under == duty.id)) for duty in duties
    ]
    return lines, [fact for under, fact in filed if under == ""]
