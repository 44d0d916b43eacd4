"""The lines of a statement: each item with its columns, each printed clause with what it counted."""

from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.quantities import ZERO
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.result import Place, Results


@attrs.frozen(kw_only=True)
class ClauseLine:
    """One printed clause of the statement.

    Attributes:
        id: The clause's number as printed.
        tally: What its measure came to; None where there is nothing to measure, or where its parts measure
            different things.
        points: What it changed, with sign.
        facts: The ids of the facts it counted.
        state: Why it is worth what it is: valued, not-assessed, not-due, not-applicable.
        value: What it is worth, where that is no number of points: money, a label, yes or no.
        place: Its place among the peers, where one is asked.
        scores: Whose values of which cells it read, each with its number, where it reads other scores.
        excused, pending: Facts that an exemption leaves out, and those that await their points.
        parts: The parts of a printed clause that has several.
    """

    key: str
    id: str
    title: str
    cite: str
    reading: str
    tally: Fraction | None
    points: Decimal
    facts: tuple[str, ...]
    state: str
    value: lang.Value | None = None
    place: Place | None = None
    scores: tuple[tuple[str, str, Fraction], ...] = ()
    excused: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    parts: tuple["ClauseLine", ...] = ()


@attrs.frozen(kw_only=True)
class ItemLine:
    """One item of the statement; `earned`, `deducted` and `bonus` stand before the bounds, `standard` is the cap."""

    id: str
    title: str
    cite: str
    standard: Decimal
    base: Decimal
    earned: Decimal
    deducted: Decimal
    bonus: Decimal
    score: Decimal
    clauses: tuple[ClauseLine, ...]


def item_line(book: Book, item: Node, results: Results) -> ItemLine:
    """One item with its columns and its clauses."""
    result = results[item.key]
    return ItemLine(
        id=item.id,
        title=item.title,
        cite=item.cite,
        standard=item.bound.cap if isinstance(item.bound.cap, Decimal) else ZERO,
        base=item.base if isinstance(item.base, Decimal) else ZERO,
        earned=result.earned,
        deducted=result.deducted,
        bonus=result.bonus,
        score=result.points,
        clauses=tuple(clause_line(book, node, results) for node in book.children(item.key))
        or _itself(book, item, results),
    )


def _itself(book: Book, item: Node, results: Results) -> tuple[ClauseLine, ...]:
    """An item that counts by itself is its own one clause."""
    return () if item.gathers else (clause_line(book, item, results),)


def clause_line(book: Book, node: Node, results: Results) -> ClauseLine:
    """One printed clause with its parts."""
    result = results[node.key]
    children = book.children(node.key) if node.key in results else ()
    parts = tuple(clause_line(book, child, results) for child in children if child.key in results)
    counted = [row for part in result.parts for row in part.counted]
    own = tuple(row.fact for row in counted if row.fact)
    return ClauseLine(
        key=node.key,
        id=node.id,
        title=node.title,
        cite=node.cite,
        reading=node.reading,
        tally=result.tally,
        points=result.points,
        facts=own or tuple(fact for part in parts for fact in part.facts),
        state=result.state,
        value=result.value,
        place=next((part.place for part in result.parts if part.place is not None), None),
        scores=tuple((row.source, row.cell, row.number) for row in counted if row.source),
        excused=tuple(fact for part in result.parts for fact in part.excused),
        pending=tuple(fact for part in result.parts for fact in part.pending),
        parts=parts,
    )
