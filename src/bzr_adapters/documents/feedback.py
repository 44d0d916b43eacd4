"""The document `bzr.feedback/1`: a head teacher's strengths, shortcomings, advice and training plan."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from bzr_adapters.documents import values
from bzr_adapters.documents.explanation import describe_nothing_left
from bzr_adapters.documents.names import describe_cite
from bzr_adapters.documents.statement import teachers, total
from bzr_adapters.documents.values import Document
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO, format_number, round_to_step
from bzr_domain.projections.feedback import Feedback, UnrecordedDuty
from bzr_domain.projections.findings import Finding
from bzr_domain.projections.standing import Standing
from bzr_domain.projections.training_plan import TrainingNeed


def feedback_document(feedback: Feedback, as_of: datetime, lang: Lang) -> Document:
    """A feedback sheet as a JSON object."""
    statement = feedback.statement
    return {
        "schema": "bzr.feedback/1",
        "class": statement.school_class.id,
        "teacher": None if statement.teacher is None else statement.teacher.teacher,
        "teachers": teachers(statement),
        "period": statement.period.name,
        "as_of": as_of.isoformat(),
        **values.rulebook_fields(statement.book),
        "recorded": statement.recorded,
        "provisional": statement.is_provisional,
        "total": total(statement),
        "previous": _previous(feedback),
        "strengths": [_finding(feedback, strength) for strength in feedback.strengths],
        "shortcomings": [
            {**_finding(feedback, shortcoming), "advice": advise(shortcoming, feedback).in_(lang)}
            for shortcoming in feedback.shortcomings
        ],
        "silent": [_finding(feedback, finding) for finding in feedback.silent],
        "fair": [_finding(feedback, finding) for finding in feedback.fair],
        "duties": [
            {
                **values.fields(duty_line.duty, "id", "title"),
                "kinds": [kind.id for kind in duty_line.kinds],
                "advice": advise_on_duty(duty_line).in_(lang),
            }
            for duty_line in feedback.unrecorded
        ],
        "plan": [_need(feedback, need, lang) for need in feedback.plan],
        "training": [_training(feedback, current) for current in feedback.training],
    }


def _previous(feedback: Feedback) -> Document | None:
    if feedback.previous is None:
        return None
    return {
        "period": feedback.previous.period.name,
        "total": total(feedback.previous),
        "change": values.points(feedback.statement.total - feedback.previous.total),
    }


def _finding(feedback: Feedback, finding: Finding) -> Document:
    standing = finding.standing
    return {
        **values.fields(finding, "item", "id", "title", "cite", "says", "points", "gained", "lost"),
        **values.fields(finding, "left", "before", "change", "kinds", "because"),
        "position": None if standing.position is None else values.points(round_to_step(standing.position)),
        "median": None if standing.median is None else values.points(round_to_step(standing.median)),
        "peers": len(standing.peers),
        "facts": [_fact(feedback, feedback.facts[fact]) for fact in finding.facts],
    }


def _need(feedback: Feedback, need: TrainingNeed, lang: Lang) -> Document:
    return {
        "duty": None if need.duty is None else need.duty.id,
        "title": None if need.duty is None else need.duty.title,
        "item": need.item,
        "lost": values.points(need.lost),
        "clauses": [values.fields(finding, "item", "id") for finding in need.findings],
        "suggested": [suggestion.in_(lang) for suggestion in need.suggestions],
        "attended": [_training(feedback, current) for current in need.attended],
    }


def _training(feedback: Feedback, current: CurrentFact) -> Document:
    return {**_fact(feedback, current), "level": current.fact.level}


def _fact(feedback: Feedback, current: CurrentFact) -> Document:
    label = values.kind_label(feedback.kinds.get(current.fact.kind), current.fact, "zh")
    return {"id": current.id, **values.fields(current.fact, "date", "fact"), "label": label}


def advise(finding: Finding, feedback: Feedback) -> Message:
    """What would win the points of a clause, in its own words; first why its facts come to nothing, where they do."""
    title, ends = Message.same(f"“{finding.title}”"), Message(":", ": ")
    clause = title + describe_cite(finding.cite) + ends
    evidence = [_describe_evidence(finding, feedback.kinds)] if finding.kinds else []
    nothing_left = describe_unassessed(finding, feedback)
    return clause + Message.joined([*nothing_left, _describe_points_left(finding), *evidence])


def describe_unassessed(finding: Finding, feedback: Feedback) -> list[Message]:
    """Why the facts of a clause that is not assessed come to nothing; empty where it has none."""
    if finding.says != "not-assessed" or not finding.facts:
        return []
    return [describe_nothing_left(feedback.statement.results[finding.key].node, len(finding.facts))]


def advise_on_duty(bare: UnrecordedDuty) -> Message:
    """Which work is evidence of a duty for which none is recorded; what went wrong is none."""
    listed = Message.listed(Message(f"“{kind.title}”", kind.id) for kind in bare.kinds)
    return Message(
        f"职责“{bare.duty.title}”没有工作记录;可以为证的事项:{listed.zh or '无'}",
        f"no work recorded for duty {bare.duty.id}; facts that are its evidence: {listed.en or 'none'}",
    )


def _describe_points_left(finding: Finding) -> Message:
    if finding.left is None:
        return Message("原文没有限定可得多少分", "the text sets no limit to its points")
    points = values.points(finding.left)
    if finding.says == "not-assessed":
        return Message(f"未评,可得至多{points}分", f"not assessed, up to {points} points to be had")
    if finding.says == "low":
        return Message(f"得分低,可再得至多{points}分", f"low, up to {points} more points to be had")
    if finding.says == "nothing":
        return Message(f"未得分,可得至多{points}分", f"gave nothing, up to {points} points to be had")
    return Message(f"按条款可挽回{points}分", f"{points} points to be won back by the clause")


def _describe_evidence(finding: Finding, kinds: Mapping[str, Kind]) -> Message:
    """Which records would show it."""
    zh = "、".join(f"“{kinds[name].title}”" for name in finding.kinds)
    en = " or ".join(finding.kinds)
    if finding.way == "avoid" and finding.says == "nothing":
        return Message(f"以不再有{zh}的记录为证", f"shown by no further record of {en}")
    if finding.way == "avoid":
        return Message(f"以不再有扣分的{zh}记录为证", f"shown by no further record of {en} that costs points")
    if finding.way == "improve":
        return Message(f"以更好的{zh}记录为证", f"shown by a better record of {en}")
    return Message(f"以{zh}的记录为证", f"shown by a record of {en}")


def describe_comparisons(finding: Finding, period: Period) -> Message:
    """Which comparisons say that a clause is high or low: with its full marks, the grade's median, the period before."""
    sentences = {
        "scale": _describe_position(finding),
        "peers": _describe_median(finding.standing),
        "before": _describe_change(finding, period),
    }
    return Message.joined(sentences[comparison] for comparison in finding.because)


def _describe_position(finding: Finding) -> Message:
    position = finding.standing.position
    if finding.says == "kept" or position == 1:
        return Message("满分", "full marks")
    word = Message("接近满分", "near full marks") if finding.is_strength else Message("低于满分", "below full marks")
    if position is None:
        return word
    percent = format_number(round_to_step(position * 100, Decimal(1)))
    return word + Message(f"(最低至最高分的{percent}%处)", f" ({percent}% of the way from fewest to most)")


def _describe_median(standing: Standing) -> Message:
    median, count = values.points(round_to_step(standing.median or Fraction(0))), len(standing.peers)
    above = Message("高于", "above") if standing.beside_peers > 0 else Message("低于", "below")
    return above + Message(f"年级中位数{median}({count}个班)", f" the median {median} of {count} classes of the grade")


def _describe_change(finding: Finding, period: Period) -> Message:
    change = values.signed(finding.change or ZERO)
    word = {"week": "上周", "month": "上月", "term": "上学期", "year": "上学年"}.get(period.per, "上期")
    return Message(f"比{word}{change}", f"{change} since the period before")
