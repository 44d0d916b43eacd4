"""Asking a store whatever can be asked of a moment, in a form that can be compared with the same question later."""

from datetime import datetime
from typing import Any

import attrs

from bzr_domain.application.audit import find_teachers, load_class_trail, load_teacher_trail
from bzr_domain.application.load_results import load_result
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.what_if import DisputedFact, dispute_fact, try_rulebook
from bzr_domain.counterfactual.compare_statements import StatementDifference
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.publication.figures import extract_figures
from bzr_domain.rulebook.book import Book
from tests.support import stores


@attrs.frozen
class Question:
    """What is asked: of a class, a period and a teacher, without a fact, and under another rulebook."""

    class_id: str
    period: Period
    teacher: str
    fact: str
    book: Book


def everything(reader: SchoolReader, asked: Question) -> dict[str, Any]:
    """The statement, its result's history, the trails, the dispute and the recomputation, as a reader knows them."""
    class_id, period = asked.class_id, asked.period
    statement = reader.statement(class_id, period)
    changes = try_rulebook(reader, asked.book, [period]).changes
    without = dispute_fact(reader, asked.fact, class_id, period)
    return {
        "statement": statement if isinstance(statement, Problem) else extract_figures(statement),
        "result": load_result(reader, class_id, period.name),
        "class": load_class_trail(reader, class_id),
        "teacher": load_teacher_trail(reader, asked.teacher),
        "known": find_teachers(reader),
        "without": _moves(without.dispute.difference, *without.dispute.beyond)
        if isinstance(without, DisputedFact)
        else without,
        "owed": without.pay_impacts if isinstance(without, DisputedFact) else (),
        "whatif": _moves(*changes),
    }


def as_known_at(reader: SchoolReader, at: datetime) -> SchoolReader:
    """The same store as known at a moment."""
    return stores.read_at(reader.store, at, until=at)


def _moves(*found: StatementDifference) -> list[Any]:
    return [
        (
            one.before.school_class.id,
            one.before.period.name,
            extract_figures(one.before),
            extract_figures(one.after),
        )
        for one in found
    ]
