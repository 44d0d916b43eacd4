"""The statement (考核表): what a class earned in a month, a term or a year, item by item — the published number."""

from datetime import date
from decimal import Decimal

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.register.roster import SchoolClass, Tenure
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.disqualification import Disqualification, strikes
from bzr_domain.scoring.evaluate import evaluate_nodes
from bzr_domain.scoring.lines import ClauseLine, ItemLine, clause_line, item_line
from bzr_domain.scoring.remarks import find_printed_clauses, judging, not_scored, unassessed, unset
from bzr_domain.scoring.result import Results
from bzr_domain.scoring.subject_view import Scope


@attrs.frozen(kw_only=True)
class Service:
    """Who had the class for part of the month: first and last school day served, and how many."""

    teacher: str
    name: str
    first: date
    last: date
    school_days: int


@attrs.frozen(kw_only=True)
class Statement:
    """What a class earned in a cell: a month, a term, a school year.

    Attributes:
        period: The cell.
        services: Who had the class, in order; the last one is the month's head teacher where serving at its end.
        teacher: The head teacher on the cell's last school day; None where there was none.
        recorded: Whether anything was recorded in the cell.
        provisional: Whether something is not due yet, or awaits its points.
        not_assessed, not_yet_due, unset: The printed clauses without a grade, waiting, or without a figure.
        pending: Facts that await the points a person has to choose (待定).
        not_scored: Facts of the cell that no clause selects.
        outcomes: Outcome id → money, yes/no, or a label.
        verdicts: The same outcomes as lines: what each counted, read, and the place it stands on; before them the
            total, where it has no items and reads other scores.
        strikes: Every outcome that is a yes, with whom it struck and when; former head teachers' verdicts among them.
    """

    period: Period
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
    pending: tuple[str, ...]
    not_scored: tuple[str, ...]
    outcomes: dict[str, lang.Value | None]
    verdicts: tuple[ClauseLine, ...]
    strikes: tuple[Disqualification, ...]
    results: Results = attrs.field(repr=False, eq=False)

    @property
    def assessed(self) -> bool:
        """Whether the total is worth anything at all: what was never assessed is no 0 (没有评定不是0分)."""
        total = self.book.total_of(self.period.per)
        return total is not None and self.results[total.key].value is not None


def state(scope: Scope, total: Node, services: tuple[Service, ...], teacher: Tenure | None) -> Statement:
    """Score one class for one cell; `total` is the node the statement is about."""
    results = evaluate_nodes(scope)
    book = scope.schedule.book
    items, outcomes = book.children(total.key), book.outcomes_of(scope.period.per)
    tops, read = (*items, *outcomes), (node for node in book.nodes.values() if node.heading == "value")
    in_period = [one for one in scope.current_facts if scope.period.covers(one.fact.on)]
    return Statement(
        period=scope.period,
        school_class=scope.school_class,
        teacher=teacher,
        services=services,
        book=scope.schedule.last,
        recorded=bool(in_period),
        provisional=any(result.provisional or result.pending for result in results.values()),
        total=results[total.key].points,
        items=tuple(item_line(book, item, results) for item in items),
        not_assessed=find_printed_clauses(
            book, tops, [k for k, r in results.items() if unassessed(r) and judging(r.node)]
        ),
        not_yet_due=find_printed_clauses(
            book, tops, [key for key, result in results.items() if result.waiting]
        ),
        unset=find_printed_clauses(book, (*tops, *read), unset(scope, results)),
        pending=tuple(sorted(frozenset().union(*(result.pending for result in results.values())))),
        not_scored=not_scored(scope, in_period, results),
        outcomes={node.id: results[node.key].value for node in outcomes},
        verdicts=tuple(clause_line(book, node, results) for node in _verdicts(book, total)),
        strikes=strikes(
            scope, outcomes, None if teacher is None else teacher.teacher, [one.teacher for one in services]
        ),
        results=results,
    )


def _verdicts(book: Book, total: Node) -> tuple[Node, ...]:
    own = book.outcomes_of(total.per)
    return own if total.gathers else (total, *own)
