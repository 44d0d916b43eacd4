"""The document `bzr.month/1`: the statements of a month."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.values import Document
from bzr_domain.kernel.messages import Lang, Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.statement import ClauseLine, ItemLine, Statement


@attrs.frozen(kw_only=True)
class Month:
    """A month as it is reported.

    Attributes:
        as_of: The moment of knowledge, in the school's time zone.
        statements: Those that came about, in the order of the register.
        problems: Class id → why there is no statement.
    """

    school: str
    month: Period
    as_of: datetime
    statements: Sequence[Statement]
    problems: Sequence[tuple[str, Problem]] = ()


def month_document(month: Month, lang: Lang = "zh") -> Document:
    """A month's statements as a JSON object."""
    book = main_book(month.statements)
    return {
        "schema": "bzr.month/1",
        "month": month.month.name,
        "as_of": month.as_of.isoformat(),
        "rulebook": None if book is None else book.id,
        "rulebook_version": None if book is None else book.version,
        "statements": [statement_object(statement) for statement in month.statements],
        "problems": [
            {"class": class_id, "what": problem.what.in_(lang)} for class_id, problem in month.problems
        ],
    }


def main_book(statements: Iterable[Statement]) -> Book | None:
    """The rulebook that most of the classes stand under; None without a statement."""
    books = [statement.book for statement in statements]
    if not books:
        return None
    ((digest, _),) = Counter(book.digest for book in books).most_common(1)
    return next(book for book in books if book.digest == digest)


def statement_object(statement: Statement) -> Document:
    """One statement as a JSON object, its clauses with the ids of the facts they counted."""
    return {**head(statement), "items": [item_object(item) for item in statement.items], **tail(statement)}


def head(statement: Statement) -> Document:
    """What stands before the items."""
    teacher = statement.teacher
    return {
        "class": statement.school_class.id,
        "teacher": None if teacher is None else teacher.teacher,
        "teachers": teachers(statement),
        "rulebook": statement.book.id,
        "rulebook_version": statement.book.version,
        "recorded": statement.recorded,
        "provisional": statement.provisional,
        "total": total(statement),
    }


def teachers(statement: Statement) -> list[Document]:
    """Who had the class on which days."""
    return [
        {
            "teacher": service.teacher,
            "from": service.first.isoformat(),
            "to": service.last.isoformat(),
            "school_days": service.school_days,
        }
        for service in statement.services
    ]


def total(statement: Statement) -> str | None:
    """The total in words; None where nothing was assessed."""
    return values.points(statement.total) if statement.assessed else None


def tail(statement: Statement) -> Document:
    """What stands behind the items."""
    return {
        "not_assessed": list(statement.not_assessed),
        "not_yet_due": list(statement.not_yet_due),
        "unset": list(statement.unset),
        "pending": list(statement.pending),
        "not_scored": list(statement.not_scored),
        "outcomes": {name: values.outcome(value) for name, value in statement.outcomes.items()},
    }


def item_object(item: ItemLine) -> Document:
    """One item with its clauses."""
    return {
        "id": item.id,
        "title": item.title,
        "standard": values.points(item.standard),
        "base": values.points(item.base),
        "earned": values.points(item.earned),
        "deducted": values.points(item.deducted),
        "bonus": values.points(item.bonus),
        "score": values.points(item.score),
        "clauses": [clause_object(clause) for clause in item.clauses],
    }


def clause_object(clause: ClauseLine) -> Document:
    """One printed clause with its parts."""
    return {
        "id": clause.id,
        "title": clause.title,
        "tally": values.tally(clause.tally),
        "points": values.points(clause.points),
        "facts": list(clause.facts),
        "cite": clause.cite,
        "state": clause.state,
        **_reads(clause),
        "parts": [clause_object(part) for part in clause.parts],
    }


def _reads(clause: ClauseLine) -> Document:
    """What only some clauses have: a place among peers, the scores read, exemptions, facts that await their points."""
    details: Document = {}
    if clause.place is not None:
        details["place"] = {
            "place": clause.place.counted,
            "shared_with": clause.place.last - clause.place.first,
            "peers": [{"who": who, "measure": values.tally(number)} for who, number in clause.place.peers],
        }
    if clause.scores:
        details["scores"] = [
            {"who": who, "cell": cell, "number": values.tally(number)} for who, cell, number in clause.scores
        ]
    for name, facts in (("excused", clause.excused), ("pending", clause.pending)):
        if facts:
            details[name] = list(facts)
    return details
