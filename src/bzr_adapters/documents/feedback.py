"""The document `bzr.feedback/1`: a head teacher's strengths, shortcomings, advice and training plan."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from bzr_adapters.documents import values
from bzr_adapters.documents.statement import teachers, total
from bzr_adapters.documents.values import Document
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.feedback import Feedback, TrainingNeed, UnrecordedDuty
from bzr_domain.projections.findings import Finding


def feedback_document(found: Feedback, as_of: datetime, lang: Lang) -> Document:
    """A feedback sheet as a JSON object."""
    statement = found.statement
    return {
        "schema": "bzr.feedback/1",
        "class": statement.school_class.id,
        "teacher": None if statement.teacher is None else statement.teacher.teacher,
        "teachers": teachers(statement),
        "period": statement.period.name,
        "as_of": as_of.isoformat(),
        "rulebook": statement.book.id,
        "rulebook_version": statement.book.version,
        "recorded": statement.recorded,
        "provisional": statement.provisional,
        "total": total(statement),
        "previous": _previous(found),
        "strengths": [_finding(found, one) for one in found.strengths],
        "shortcomings": [
            {**_finding(found, one), "advice": advice(one, found.kinds).in_(lang)}
            for one in found.shortcomings
        ],
        "duties": [
            {
                "id": one.duty.id,
                "title": one.duty.title,
                "kinds": list(one.kinds),
                "advice": bare_advice(one, found.kinds).in_(lang),
            }
            for one in found.unrecorded
        ],
        "plan": [_need(need) for need in found.plan],
        "training": [{**_fact(found, one), "level": one.fact.level} for one in found.training],
    }


def _previous(found: Feedback) -> Document | None:
    if found.previous is None:
        return None
    return {
        "period": found.previous.period.name,
        "total": total(found.previous),
        "change": values.points(found.statement.total - found.previous.total),
    }


def _finding(found: Feedback, one: Finding) -> Document:
    return {
        "item": one.item,
        "id": one.id,
        "title": one.title,
        "cite": one.cite,
        "says": one.says,
        "points": values.points(one.points),
        "gained": values.points(one.gained),
        "lost": values.points(one.lost),
        "left": _or_none(one.left),
        "before": _or_none(one.before),
        "change": _or_none(one.change),
        "kinds": list(one.kinds),
        "facts": [_fact(found, found.facts[fact]) for fact in one.facts],
    }


def _need(need: TrainingNeed) -> Document:
    return {
        "duty": None if need.duty is None else need.duty.id,
        "title": None if need.duty is None else need.duty.title,
        "lost": values.points(need.lost),
        "clauses": [{"item": one.item, "id": one.id} for one in need.findings],
    }


def _fact(found: Feedback, one: CurrentFact) -> Document:
    fact = one.fact
    kind = found.kinds.get(fact.kind)
    label = fact.kind if kind is None else kind.title
    return {"id": one.id, "date": fact.on.isoformat(), "fact": fact.kind, "label": label}


def _or_none(number: Decimal | None) -> str | None:
    return None if number is None else values.points(number)


def advice(one: Finding, kinds: Mapping[str, Kind]) -> Message:
    """What would win the points of a clause, in its own words."""
    zh, en = _named(one.kinds, kinds)
    won, shown = _won(one), _shown(one, zh, en)
    return Message(
        f"“{one.title}”({one.cite}):{';'.join(part.zh for part in (won, shown) if part.zh)}",
        f"“{one.title}” ({one.cite}): {'; '.join(part.en for part in (won, shown) if part.en)}",
    )


def bare_advice(bare: UnrecordedDuty, kinds: Mapping[str, Kind]) -> Message:
    """Which facts are filed under a duty for which nothing is recorded; good and bad ones alike speak to it."""
    zh, en = _named(bare.kinds, kinds)[0], ", ".join(bare.kinds)
    return Message(
        f"职责“{bare.duty.title}”没有任何记录;归在其下的事项:{zh or '无'}",
        f"nothing recorded for duty {bare.duty.id}; facts filed under it: {en or 'none'}",
    )


def _won(one: Finding) -> Message:
    if one.left is None:
        return Message("原文没有限定可得多少分", "the text sets no limit to its points")
    points = values.points(one.left)
    if one.says == "not-assessed":
        return Message(f"未评,可得至多{points}分", f"not assessed, up to {points} points to be had")
    if one.says == "nothing":
        return Message(f"未得分,可得至多{points}分", f"gave nothing, up to {points} points to be had")
    return Message(f"按条款可挽回{points}分", f"{points} points to be won back by the clause")


def _shown(one: Finding, zh: str, en: str) -> Message:
    if not one.kinds:
        return Message("", "")
    if one.way == "avoid" and one.says == "nothing":
        return Message(f"以不再有{zh}的记录为证", f"shown by no further record of {en}")
    if one.way == "avoid":
        return Message(f"以不再有扣分的{zh}记录为证", f"shown by no further record of {en} that costs points")
    if one.way == "improve":
        return Message(f"以更好的{zh}记录为证", f"shown by a better record of {en}")
    return Message(f"以{zh}的记录为证", f"shown by a record of {en}")


def _named(names: Iterable[str], kinds: Mapping[str, Kind]) -> tuple[str, str]:
    found = list(names)
    return "、".join(f"“{kinds[name].title}”" for name in found), " or ".join(found)
