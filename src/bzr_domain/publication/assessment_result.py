"""The life of a result (考核结果的一生): computed → published → objected to → decided → final.

A result is computed whenever somebody asks; only what was said in public is kept. Publishing keeps the figures with their
digest, so that anybody can compute them again as of that moment and compare.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

import attrs

from bzr_domain.kernel.recorded import Recorded
from bzr_domain.publication.events import AppealDecided, AppealFiled, ResultFinalised, ResultPublished

NOTICE = "B4 第7步 公示"
OBJECTION = "公示期内申诉"
FOUR_EYES = "记录的人不决定"
ONCE = "终定以后不改,只调整"
ASSESSED = "没有评定不是0分"
"""What the rules of this life rest on: the clause of every refusal."""

State = Literal["computed", "published", "appealed", "decided", "final"]


@attrs.frozen
class AssessmentResult:
    """What has happened to the result of one class and period.

    Attributes:
        publications: Every publication, in order.
        appeals: Every appeal by its id, in order.
        decisions: The decision about each appeal, by the appeal's id.
        final: The result made final.
    """

    stream: str
    version: int = 0
    publications: tuple[Recorded[Any], ...] = ()
    appeals: Mapping[str, Recorded[Any]] = attrs.field(factory=dict)
    decisions: Mapping[str, Recorded[Any]] = attrs.field(factory=dict)
    final: Recorded[Any] | None = None

    @property
    def published(self) -> ResultPublished | None:
        """What was published last."""
        event = self.publications[-1].event if self.publications else None
        assert event is None or isinstance(event, ResultPublished)
        return event

    @property
    def open(self) -> list[str]:
        """The appeals that nobody has decided."""
        return [one for one in self.appeals if one not in self.decisions]

    def unsettled(self, today: date) -> bool:
        """Whether something published can still move by an appeal: its notice runs, or an appeal is open."""
        if self.published is None or self.final is not None:
            return False
        return bool(self.open) or today <= self.published.until

    @property
    def state(self) -> State:
        """How far it is."""
        if self.final is not None:
            return "final"
        if self.open:
            return "appealed"
        if self.appeals:
            return "decided"
        return "computed" if self.published is None else "published"


def initial(stream: str) -> AssessmentResult:
    """A result to which nothing has happened."""
    return AssessmentResult(stream)


def evolve(history: AssessmentResult, page: Iterable[Recorded[Any]]) -> AssessmentResult:
    """Take a page of events into account, in order."""
    for one in page:
        history = attrs.evolve(_evolve(history, one), version=one.version)
    return history


def _evolve(history: AssessmentResult, recorded: Recorded[Any]) -> AssessmentResult:
    match recorded.event:
        case ResultPublished():
            return attrs.evolve(history, publications=(*history.publications, recorded))
        case AppealFiled(id=name):
            return attrs.evolve(history, appeals={**history.appeals, name: recorded})
        case AppealDecided(appeal=name):
            return attrs.evolve(history, decisions={**history.decisions, name: recorded})
        case ResultFinalised():
            return attrs.evolve(history, final=recorded)
        case _:
            raise TypeError(f"{type(recorded.event).__name__} belongs to no result")
