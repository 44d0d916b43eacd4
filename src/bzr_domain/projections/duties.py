"""Duties (职责): what was done for each of them in some days, what went wrong, and for which nothing was done."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind, Shows
from bzr_domain.projections.asked_counts import PeriodCount
from bzr_domain.rulebook.duties import Duty
from bzr_domain.rulebook.duty_points import AskedCount, DutyFiling, DutyPoint, FactName, Regulation

_UNKNOWN = Kind(id="", title="")


@attrs.frozen(kw_only=True)
class DutyLine:
    """One duty with the facts filed under it; without evidence nothing shows that it was seen to.

    Attributes:
        cites: Regulation → its points that list the duty.
        facts: The evidence: work done.
        failures: What went wrong.
        measures: What was measured; it is neither.
    """

    duty: Duty
    cites: Mapping[str, str]
    facts: tuple[Fact, ...]
    failures: tuple[Fact, ...]
    measures: tuple[Fact, ...]


@attrs.frozen(kw_only=True)
class PointLine:
    """One point of a regulation with its facts.

    Attributes:
        recorded: The facts that are its evidence, by what the point names.
        missing: What the point names and no evidence was recorded of.
        failures: What went wrong, by kind.
        counts: How often was done what it asks for a number of times, in each period.
    """

    point: DutyPoint
    recorded: Mapping[FactName, tuple[Fact, ...]]
    missing: tuple[FactName, ...]
    failures: Mapping[FactName, tuple[Fact, ...]]
    counts: Mapping[AskedCount, tuple[PeriodCount, ...]]


@attrs.frozen(kw_only=True)
class DutyRecord:
    """What some facts say about duties.

    Attributes:
        lines: A line for each duty.
        unfiled: The facts whose kind is filed under no duty.
        kinds: Every kind spoken of, by id.
        regulation: The regulation asked about, if any, and in `points` a line for each of its points.
    """

    lines: tuple[DutyLine, ...]
    unfiled: tuple[Fact, ...]
    kinds: Mapping[str, Kind]
    regulation: Regulation | None = None
    points: tuple[PointLine, ...] = ()


def project_duties(
    filing: DutyFiling,
    kinds: Mapping[str, Kind],
    facts: Sequence[Fact],
    regulation: Regulation | None = None,
    counts: Mapping[AskedCount, tuple[PeriodCount, ...]] | None = None,
) -> DutyRecord:
    """File some facts under their duties, each duty's in the order of the facts.

    Args:
        filing: The kinds as they are filed.
        kinds: Further kinds that the facts can be of, those of other rulebooks.
        regulation: Only the duties that it lists, and each of its points.
        counts: How often was done what its points ask for a number of times.
    """
    known = {name: filing.kinds.get(name) or kinds.get(name) or _UNKNOWN for name in {fact.kind for fact in facts}}
    filed: dict[tuple[str, Shows], list[Fact]] = {}
    for fact in facts:
        kind = known[fact.kind]
        filed.setdefault((kind.duty, kind.tell(fact)), []).append(fact)
    lines = [_build_line(filing, duty, filed) for duty in filing.duties.values()]
    points = () if regulation is None else regulation.points
    return DutyRecord(
        lines=tuple(line for line in lines if regulation is None or regulation.id in line.cites),
        unfiled=tuple(fact for fact in facts if not known[fact.kind].duty),
        kinds={**known, **filing.kinds},
        regulation=regulation,
        points=tuple(_build_point(point, known, facts, counts or {}) for point in points),
    )


def _build_line(filing: DutyFiling, duty: Duty, filed: Mapping[tuple[str, Shows], Sequence[Fact]]) -> DutyLine:
    return DutyLine(
        duty=duty,
        cites=filing.cites_of(duty),
        facts=tuple(filed.get((duty.id, "work"), ())),
        failures=tuple(filed.get((duty.id, "failure"), ())),
        measures=tuple(filed.get((duty.id, "measure"), ())),
    )


def _build_point(
    point: DutyPoint,
    kinds: Mapping[str, Kind],
    facts: Iterable[Fact],
    counts: Mapping[AskedCount, tuple[PeriodCount, ...]],
) -> PointLine:
    """Find the facts of a point: what went wrong is no evidence, though the point names its kind."""
    recorded: dict[FactName, list[Fact]] = {}
    failures: dict[FactName, list[Fact]] = {}
    for fact in facts:
        failed = kinds[fact.kind].tell(fact) == "failure"
        if failed and any(name.names(fact) for name in (*point.kinds, *point.failures)):
            failures.setdefault(FactName(kind=fact.kind), []).append(fact)
        for name in () if failed else point.kinds:
            if name.names(fact):
                recorded.setdefault(name, []).append(fact)
    return PointLine(
        point=point,
        recorded={name: tuple(recorded[name]) for name in point.kinds if name in recorded},
        missing=tuple(name for name in point.kinds if name not in recorded),
        failures={name: tuple(listed) for name, listed in failures.items()},
        counts={asked: counts.get(asked, ()) for asked in point.asks},
    )
