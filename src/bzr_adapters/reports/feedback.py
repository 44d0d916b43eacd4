"""The document `bzr.feedback/1`: a head teacher's strengths, shortcomings, advice and training plan."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from bzr_adapters.reports import values
from bzr_adapters.reports.advice import advice, bare_advice
from bzr_adapters.reports.statement import teachers, total
from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.messages import Lang
from bzr_domain.projections.feedback import Feedback, TrainingNeed
from bzr_domain.projections.findings import Finding

Document = dict[str, Any]


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
