"""The training plan (培训计划): what each shortcoming asks to be learnt, and what was attended since.

“针对问题制定个性化培训计划”: a need names its duty, or where its facts are filed under none, the item it stands in.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.projections.findings import Finding
from bzr_domain.rulebook.duties import Duty

_THEORY = Message(
    "教育教学理论培训与实践经验交流(A10 三1)", "training in teaching and exchange of experience (A10 三1)"
)
_CONDUCT = Message("学生行为管理培训(A10 三3)", "training in managing conduct (A10 三3)")
_COUNSELLING = Message("学生心理辅导培训(A10 三3)", "training in counselling (A10 三3)")
_GROWTH = Message("学生发展指导的培训与研讨(A10 三3)", "training in guiding growth (A10 三3)")
_FAMILIES = Message("家校沟通与家庭教育指导的培训(A17 三2)", "training in working with families (A17 三2)")
_WORKSHOP = Message("培训、研讨会与经验交流(A17 三1)", "workshops and exchange of experience (A17 三1)")
_SUGGESTIONS: Mapping[str, tuple[Message, ...]] = {
    "class-management": (_CONDUCT,),
    "student-education": (_GROWTH, _CONDUCT),
    "guidance": (_COUNSELLING, _GROWTH),
    "home-school": (_FAMILIES,),
    "safety": (_CONDUCT, _COUNSELLING),
    "cooperation": (_WORKSHOP,),
    "self-improvement": (_THEORY, _WORKSHOP),
}
"""Duty → the kinds of training that the regulations name for it."""


@attrs.frozen(kw_only=True)
class TrainingNeed:
    """What some shortcomings ask to be learnt (培训需要).

    Attributes:
        duty: None for clauses whose facts are filed under no duty; then the need is the item's.
        item, item_title: The item of the first finding.
        lost: How many points were taken, before the bounds of their items.
        findings: The clauses that are low or took points.
        suggestions: Which kinds of training would serve.
        attended: What the head teacher attended since the last of the facts behind it.
    """

    duty: Duty | None
    item: str
    item_title: str
    lost: Decimal
    findings: tuple[Finding, ...]
    suggestions: tuple[Message, ...]
    attended: tuple[CurrentFact, ...]


def plan_training(
    shortcomings: Iterable[Finding],
    duties: Mapping[str, Duty],
    training: Sequence[CurrentFact],
    days: Mapping[str, date],
    closing: date,
) -> tuple[TrainingNeed, ...]:
    """Return what to learn, duty by duty: where most points were lost first, then where the marks are lowest.

    Args:
        shortcomings: What speaks against the class; what nobody assessed asks for an assessment, not for training.
        training: What the head teacher has attended, by day.
        days: Fact id → its day, for the facts behind the shortcomings.
        closing: The period's last school day, from which on a shortcoming without facts can be known.
    """
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in shortcomings:
        if finding.says != "not-assessed":
            key = (finding.duty, "" if finding.duty in duties else finding.item)
            groups.setdefault(key, []).append(finding)
    needs = []
    for (duty_id, _), findings in groups.items():
        since = max((days[fact] for finding in findings for fact in finding.facts), default=closing)
        need = TrainingNeed(
            duty=duties.get(duty_id),
            item=findings[0].item,
            item_title=findings[0].item_title,
            lost=sum((finding.lost for finding in findings), ZERO),
            findings=tuple(findings),
            suggestions=_SUGGESTIONS.get(duty_id, (_THEORY, _WORKSHOP)),
            attended=tuple(current for current in training if current.fact.on >= since),
        )
        needs.append(need)
    return tuple(sorted(needs, key=lambda need: (-need.lost, _find_lowest_position(need))))


def _find_lowest_position(need: TrainingNeed) -> Fraction:
    positions = (finding.standing.position for finding in need.findings)
    return min((position for position in positions if position is not None), default=Fraction(1))
