"""What is published of a statement (公示内容), and what people call the figures in it."""

from decimal import Decimal
from fractions import Fraction

from bzr_domain.kernel.quantities import to_step
from bzr_domain.publication.events import Figures
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.statement import Statement


def figures_of(statement: Statement) -> Figures:
    """What a statement says, as it is published."""
    return Figures(
        teacher=None if statement.teacher is None else statement.teacher.teacher,
        rulebook=statement.book.digest,
        total=statement.total,
        items=tuple((item.id, item.score) for item in statement.items),
        outcomes=tuple(
            (name, "" if value is None else _said(value)) for name, value in statement.outcomes.items()
        ),
    )


def _said(value: object) -> str:
    if isinstance(value, Decimal):
        return str(to_step(Fraction(value)))
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def titles_of(book: Book) -> dict[str, str]:
    """What people call the items and outcomes of a rulebook."""
    return {
        node.id: node.title.partition(":")[0]
        for node in book.nodes.values()
        if node.heading in ("item", "outcome")
    }
