"""The figures of a result (公示数字): what is published of a statement, and in what two publications differ."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.quantities import round_to_step
from bzr_domain.publication.events import Figures
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.statement import Statement

_WORDS = {"true": Message("是", "yes"), "false": Message("否", "no"), "": Message("—", "—")}


def extract_figures(statement: Statement) -> Figures:
    """Return the figures of a statement as they are published."""
    return Figures(
        teacher=None if statement.teacher is None else statement.teacher.teacher,
        rulebook=statement.book.digest,
        total=statement.total,
        items=tuple((item.id, item.score) for item in statement.items),
        outcomes=tuple(
            (name, "" if value is None else _write_value(value)) for name, value in statement.outcomes.items()
        ),
    )


def _write_value(value: object) -> str:
    if isinstance(value, Decimal):
        return str(round_to_step(Fraction(value)))
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def list_titles(book: Book) -> dict[str, str]:
    """Return what people call the items and outcomes of a rulebook, by id."""
    return {
        node.id: node.title.partition(":")[0] for node in book.nodes.values() if node.heading in ("item", "outcome")
    }


@attrs.frozen
class FigureDifference:
    """One figure in which two publications differ: its name, and its value in each."""

    name: Message
    before: str
    after: str

    def describe(self) -> Message:
        """Return the difference as one line, a yes and a no in words.

        >>> FigureDifference(Message("不得评先", "barred"), "", "true").describe().in_("en")
        'barred — → yes'
        """
        before, after = (_WORDS.get(value, Message.same(value)) for value in (self.before, self.after))
        return self.name + Message.same(" ") + before + Message.same(" → ") + after


def compare_figures(before: Figures, after: Figures, titles: Mapping[str, str]) -> list[FigureDifference]:
    """Return every figure in which two publications of one class and period differ, the total first.

    Args:
        titles: The id of an item or outcome → what people call it.
    """
    return [FigureDifference(name, old, new) for name, old, new in _pair_figures(before, after, titles) if old != new]


def _pair_figures(before: Figures, after: Figures, titles: Mapping[str, str]) -> Iterable[tuple[Message, str, str]]:
    """Pair every figure with its value before and after, changed or not; a dash where there is none."""
    yield Message("总分", "total"), str(before.total), str(after.total)
    yield Message("班主任", "head teacher"), before.teacher or "—", after.teacher or "—"
    yield Message("规则", "rulebook"), before.rulebook[:10], after.rulebook[:10]
    for old, new in ((dict(before.items), dict(after.items)), (dict(before.outcomes), dict(after.outcomes))):
        for name in dict.fromkeys([*old, *new]):
            yield Message(titles.get(name, name), name), str(old.get(name, "—")), str(new.get(name, "—"))
