"""The document `bzr.term/1`: the statements of a term or a school year, with the totals of their months."""

from bzr_adapters.reports import values
from bzr_adapters.reports.commendation import by_rulebook
from bzr_adapters.reports.month_table import totals_within
from bzr_adapters.reports.statement import Document, Month, main_book, statement_object, total
from bzr_domain.kernel.messages import Lang
from bzr_domain.projections.commendation import COMMENDATION, UNQUALIFIED, VETO, Nominee, is_named
from bzr_domain.scoring.disqualification import Disqualification
from bzr_domain.scoring.statement import Statement


def term_document(term: Month, lang: Lang = "zh") -> Document:
    """A term's statements as a JSON object."""
    book = main_book(term.statements)
    lists = [found for _, found in by_rulebook(term.statements) if found is not None]
    return {
        "schema": "bzr.term/1",
        "term": term.month.name,
        "as_of": term.as_of.isoformat(),
        "rulebook": None if book is None else book.id,
        "rulebook_version": None if book is None else book.version,
        "statements": [_statement(one) for one in term.statements],
        "commendation_list": [_nominee(one) for found in lists for one in found] if lists else None,
        "problems": [{"class": one, "what": problem.what.in_(lang)} for one, problem in term.problems],
    }


def _statement(one: Statement) -> Document:
    labels = [value for value in one.outcomes.values() if isinstance(value, str)]
    return {
        **statement_object(one),
        "months": {name: values.points(points) for name, points in totals_within(one).items()},
        "mean": total(one),
        "result": labels[0] if labels else None,
        **{
            stem: [_strike(strike) for strike in one.strikes if is_named(strike.id, stem)]
            for stem in (UNQUALIFIED, VETO)
        },
        "commendation": {
            name: values.outcome(value)
            for name, value in one.outcomes.items()
            if is_named(name, COMMENDATION)
        },
    }


def _strike(one: Disqualification) -> Document:
    """Whom an outcome struck, through which class, and since when."""
    return {
        "id": one.id,
        "title": one.title,
        "cite": one.cite,
        "teacher": one.teacher,
        "name": one.name,
        "class": one.class_id,
        "month": one.month.name,
    }


def _nominee(one: Nominee) -> Document:
    statement, teacher = one.statement, one.statement.teacher
    return {
        "class": statement.school_class.id,
        "teacher": None if teacher is None else teacher.teacher,
        "name": None if teacher is None else teacher.name,
        "rulebook": statement.book.id,
        "rulebook_version": statement.book.version,
        "total": total(statement),
        "place": one.place,
        "reasons": [
            {"why": bar.why, "id": bar.id or None, "title": bar.title or None, "cite": bar.cite or None}
            for bar in one.bars
        ],
    }
