"""A head teacher's record (班主任履历): the results of their terms and school years, and what was recorded, over all periods."""

from collections.abc import Iterable
from datetime import date

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.publication.assessment_result import AssessmentResult
from bzr_domain.register.roster import Tenure
from bzr_domain.scoring.disqualification import Disqualification
from bzr_domain.scoring.statement import Statement


@attrs.frozen(kw_only=True)
class TeacherResult:
    """What a class came to in a period in which the teacher had it.

    Attributes:
        publication: What has happened to the result: published, final, or neither.
        school_days: How many school days of the period the teacher served.
        of_school_days: How many the class had.
    """

    statement: Statement
    publication: AssessmentResult
    teacher: str
    school_days: int
    of_school_days: int

    @property
    def present(self) -> bool:
        """Whether the teacher is the head teacher on the period's last school day: the class's outcomes are theirs then."""
        return self.statement.teacher is not None and self.statement.teacher.teacher == self.teacher

    @property
    def findings(self) -> tuple[Disqualification, ...]:
        """The outcomes that are a yes for this teacher."""
        return tuple(each for each in self.statement.disqualifications if each.teacher == self.teacher)


@attrs.frozen(kw_only=True)
class RecordedKind:
    """What was recorded of one kind and level: how often, and from when to when; `level` is empty where the kind has none."""

    kind: str
    level: str
    count: int
    first: date
    last: date


@attrs.frozen(kw_only=True)
class TeacherRecord:
    """A head teacher over all periods.

    Attributes:
        years: Whole school years served as head teacher by the day of asking (班主任龄).
        tenures: By their first day.
        results: By the last day of the period, the shorter ones first.
        recorded: What was recorded about the teacher, or about a class on a day on which the teacher had it.
    """

    teacher: str
    name: str
    years: int
    tenures: tuple[Tenure, ...]
    results: tuple[TeacherResult, ...]
    recorded: tuple[RecordedKind, ...]


def count_recorded(facts: Iterable[Fact]) -> tuple[RecordedKind, ...]:
    """Count some facts by their kind and level, in the order of their kinds."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((fact.kind, fact.level or ""), []).append(fact)
    return tuple(
        RecordedKind(
            kind=kind,
            level=level,
            count=sum(fact.count for fact in group),
            first=min(fact.on for fact in group),
            last=max(fact.on for fact in group),
        )
        for (kind, level), group in sorted(groups.items())
    )
