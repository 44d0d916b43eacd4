"""The document `bzr.month/1`: the statements of a month."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import attrs

from bzr_adapters.documents import values
from bzr_adapters.documents.values import Document
from bzr_domain.kernel.messages import Lang, Message, Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO, format_beside
from bzr_domain.register.roster import Vacancy
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.result import ExactComparison
from bzr_domain.scoring.statement import ClauseLine, ItemLine, Statement
from bzr_domain.scoring.table_gaps import TableGap


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
    return {
        "schema": "bzr.month/1",
        "month": month.month.name,
        "as_of": month.as_of.isoformat(),
        **values.rulebook_fields(main_book(month.statements)),
        "statements": [statement_object(statement) for statement in month.statements],
        "problems": values.problem_objects(month.problems, lang),
    }


def main_book(statements: Iterable[Statement]) -> Book | None:
    """The rulebook that most of the classes stand under; None without a statement."""
    books = [statement.book for statement in statements]
    if not books:
        return None
    counts = Counter(book.digest for book in books)
    return max(books, key=lambda book: counts[book.digest])


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
        **values.rulebook_fields(statement.book),
        "recorded": statement.recorded,
        "provisional": statement.is_provisional,
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
        **values.fields(statement, "not_assessed", "not_yet_due", "unset", "pending", "not_scored"),
        "outcomes": {name: values.outcome(value) for name, value in statement.outcomes.items()},
        **({"missing_parts": list(statement.missing_parts)} if statement.missing_parts else {}),
        **({"vacancies": [vacancy_object(each) for each in statement.vacancies]} if statement.vacancies else {}),
        **_list_number_remarks(statement),
    }


def vacancy_object(vacancy: Vacancy) -> Document:
    """A stretch of school days on which nobody is head teacher."""
    return {
        "from": vacancy.first.isoformat(),
        "to": vacancy.last.isoformat(),
        "school_days": vacancy.school_days,
    }


def _list_number_remarks(statement: Statement) -> Document:
    """What no row of a table takes, and what a limit takes otherwise than it is shown; left out where there is nothing."""
    compared = [
        {"id": each.node.id, "exact": _format_exact(each), "shown": values.points(each.shown)}
        for each in statement.exact_comparisons
    ]
    return {**list_gaps(statement.table_gaps), **({"compared_exactly": compared} if compared else {})}


def list_gaps(gaps: Iterable[TableGap]) -> Document:
    """What was measured between two bands of a table; left out where there is nothing of the kind."""
    listed = [{"clause": gap.node.id, "tally": values.tally(gap.measure)} for gap in gaps]
    return {"table_gaps": listed} if listed else {}


def score(item: ItemLine) -> str | None:
    """An item's score in words; None where nothing of it was assessed."""
    return values.points(item.score) if item.assessed else None


def item_object(item: ItemLine) -> Document:
    """One item with its clauses; without a cap its standard is 0.00, and without a value it says so beside its score."""
    return {
        **values.fields(item, "id", "title"),
        "standard": values.points(item.standard or ZERO),
        **values.fields(item, "base", "earned", "deducted", "bonus", "score"),
        **({} if item.assessed else {"assessed": False}),
        **_weight(item),
        "clauses": [clause_object(clause) for clause in item.clauses],
    }


def _weight(line: ItemLine | ClauseLine) -> Document:
    """What multiplies a line where it goes, where something does."""
    return {} if line.weight == 1 else {"weight": values.tally(line.weight)}


def clause_object(clause: ClauseLine) -> Document:
    """One printed clause with its parts."""
    return {
        **values.fields(clause, "id", "title"),
        "tally": values.tally(clause.tally),
        **values.fields(clause, "points", "facts", "cite", "state"),
        **_weight(clause),
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
            **({} if clause.place.group is None else {"group": clause.place.group}),
        }
    if clause.scores:
        details["scores"] = [
            {"who": who, "cell": cell, "number": values.tally(number)} for who, cell, number in clause.scores
        ]
    facts = (("excused", clause.excused), ("pending", clause.pending))
    return details | {name: list(ids) for name, ids in facts if ids}


def describe_table_gap(gap: TableGap) -> Message:
    """What was measured, and that the table has no row for it, or only the one without a test."""
    node, measure = gap.node, values.tally(gap.measure)
    if gap.falls_to_rest:
        return Message(
            f"“{node.title}”为{measure},落在印出的两档之间,按“其余”一行算",
            f"{node.id} is {measure}, between two bands that are printed, and falls to the row without a test",
        )
    return Message(
        f"“{node.title}”为{measure},对照表没有这一档", f"{node.id} is {measure}, for which its table has no row"
    )


def describe_exact_comparison(comparison: ExactComparison) -> Message:
    """What was compared, as it is, and with two decimals."""
    node, exact, shown = comparison.node, _format_exact(comparison), values.points(comparison.shown)
    return Message(f"“{node.title}”按{exact}比较,不按{shown}", f"{node.id} was compared as {exact}, and not as {shown}")


def _format_exact(comparison: ExactComparison) -> str:
    return format_beside(comparison.exact, comparison.shown)
