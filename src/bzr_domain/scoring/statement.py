"""The statement (月考核表): what a class earned in a month, item by item, clause by clause — the published number."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.history import Standing
from bzr_domain.quantities import ZERO
from bzr_domain.roster import SchoolClass, Tenure
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import TOTAL, Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.evaluate import evaluate
from bzr_domain.scoring.result import Result, Results, Scope
from bzr_domain.scoring.select import takes


@attrs.frozen(kw_only=True)
class Service:
    """Who had the class for part of the month: first and last school day served, and how many."""

    teacher: str
    name: str
    first: date
    last: date
    school_days: int


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


@attrs.frozen(kw_only=True)
class Statement:
    """What a class earned in a month.

    Attributes:
        services: Who had the class, in order; the last one is the month's head teacher where serving at its end.
        teacher: The head teacher on the month's last school day; None where there was none.
        recorded: Whether anything was recorded in the month.
        provisional: Whether something is not due yet.
        not_assessed, not_yet_due, unset: The printed clauses without a grade, waiting, or without a figure.
        not_scored: Facts of the month that no clause selects.
        outcomes: Outcome id → money or yes/no.
    """

    school_class: SchoolClass
    teacher: Tenure | None
    services: tuple[Service, ...]
    book: Book
    recorded: bool
    provisional: bool
    total: Decimal
    items: tuple[ItemLine, ...]
    not_assessed: tuple[str, ...]
    not_yet_due: tuple[str, ...]
    unset: tuple[str, ...]
    not_scored: tuple[str, ...]
    outcomes: dict[str, lang.Value | None]
    results: Results = attrs.field(repr=False, eq=False)


def state_month(scope: Scope, services: tuple[Service, ...], teacher: Tenure | None) -> Statement:
    """Score one class for one month."""
    results = evaluate(scope)
    book = scope.schedule.book
    in_month = [one for one in scope.standing if scope.month.covers(one.fact.on)]
    waiting = _printed(book, [key for key, result in results.items() if result.waiting])
    return Statement(
        school_class=scope.school_class,
        teacher=teacher,
        services=services,
        book=scope.schedule.last,
        recorded=bool(in_month),
        provisional=any(result.waiting for result in results.values()),
        total=results[TOTAL].points,
        items=tuple(_item(book, item, results) for item in book.items),
        not_assessed=_printed(book, [k for k, r in results.items() if _unassessed(r)]),
        not_yet_due=waiting,
        unset=_printed(book, _unset(scope, results)),
        not_scored=_not_scored(scope, in_month, results),
        outcomes={node.id: results[node.key].value for node in book.outcomes},
        results=results,
    )


def _unassessed(result: Result) -> bool:
    return result.state == "not-assessed" and isinstance(result.node.source, lang.FactRows)


def _printed(book: Book, keys: list[str]) -> tuple[str, ...]:
    """The printed clauses of the items that some nodes stand in, in the order of the statement."""
    found = set()
    for key in keys:
        node = book.nodes[key]
        while node.into is not None and node.into not in {item.key for item in book.items}:
            node = book.nodes[node.into]
        found.add(node.key)
    return tuple(c.id for item in book.items for c in book.children(item.key) if c.key in found)


def _unset(scope: Scope, results: Results) -> list[str]:
    """The clauses that counted a fact whose price the rulebook does not set."""
    facts = {one.id: one.fact for one in scope.standing}
    keys = []
    for key, result in results.items():
        rule = result.node.source.number if isinstance(result.node.source, lang.FactRows) else None
        if isinstance(rule, lang.Priced):
            counted = [facts[row.fact] for part in result.parts for row in part.counted]
            keys += [key for fact in counted if rule.prices.get(getattr(fact, rule.field)) is None][:1]
    return keys


def _not_scored(scope: Scope, in_month: list[Standing], results: Results) -> tuple[str, ...]:
    """The facts that no clause selected, nor would select where it does not apply or is not due."""
    book = scope.schedule.book
    rules = [node.source for node in book.nodes.values() if isinstance(node.source, lang.FactRows)]
    taken = {one.id for rule in rules for one in scope.of_kinds(rule) if takes(book, rule, one)}
    taken |= {row.fact for result in results.values() for part in result.parts for row in part.rows}
    return tuple(one.id for one in in_month if one.id not in taken)


def _item(book: Book, item: Node, results: Results) -> ItemLine:
    result = results[item.key]
    return ItemLine(
        id=item.id,
        title=item.title,
        cite=item.cite,
        standard=item.bound.cap if item.bound.cap is not None else ZERO,
        base=item.base if item.base is not None else ZERO,
        earned=result.earned,
        deducted=result.deducted,
        bonus=result.bonus,
        score=result.points,
        clauses=tuple(clause_line(book, node, results) for node in book.children(item.key)),
    )


def clause_line(book: Book, node: Node, results: Results) -> ClauseLine:
    """One printed clause with its parts."""
    result = results[node.key]
    parts = tuple(clause_line(book, child, results) for child in book.children(node.key))
    own = tuple(row.fact for part in result.parts for row in part.counted)
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
        parts=parts,
    )
