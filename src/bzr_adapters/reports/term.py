"""The document `bzr.term/1`: the statements of a term or a school year, with the totals of their months."""

from bzr_adapters.reports import values
from bzr_adapters.reports.month_table import totals_within
from bzr_adapters.reports.statement import Document, Month, main_book, statement_object
from bzr_domain.errors import Lang
from bzr_domain.scoring.statement import Statement

UNQUALIFIED = "unqualified"
"""Outcomes of this name, or of one that begins with it, say that somebody is unqualified (不合格班主任)."""
COMMENDATION = "commendation"
"""Outcomes of this name, or of one that begins with it, speak of commendation (评先)."""


def term_document(term: Month, lang: Lang = "zh") -> Document:
    """A term's statements as a JSON object."""
    book = main_book(term.statements)
    return {
        "schema": "bzr.term/1",
        "term": term.month.name,
        "as_of": term.as_of.isoformat(),
        "rulebook": None if book is None else book.id,
        "rulebook_version": None if book is None else book.version,
        "statements": [_statement(one) for one in term.statements],
        "problems": [{"class": one, "what": problem.what.in_(lang)} for one, problem in term.problems],
    }


def _statement(one: Statement) -> Document:
    labels = [value for value in one.outcomes.values() if isinstance(value, str)]
    return {
        **statement_object(one),
        "months": {name: values.points(total) for name, total in totals_within(one).items()},
        "mean": values.points(one.total),
        "result": labels[0] if labels else None,
        "unqualified": [
            {"id": verdict.id, "title": verdict.title, "cite": verdict.cite}
            for verdict in one.verdicts
            if _named(verdict.id, UNQUALIFIED) and verdict.value is True
        ],
        "commendation": {
            name: values.outcome(value) for name, value in one.outcomes.items() if _named(name, COMMENDATION)
        },
    }


def _named(name: str, stem: str) -> bool:
    return name == stem or name.startswith(f"{stem}.")
