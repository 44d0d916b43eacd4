"""依据: the rows a node measures — facts of a stretch of days, or the values of another node."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

import attrs

from bzr_domain.facts.history import CurrentFact
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import to_fraction
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import ROSTER_FIGURES, Book
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure
from bzr_domain.scoring.deadlines import find_deadline
from bzr_domain.scoring.measure import Row
from bzr_domain.scoring.reach import sources
from bzr_domain.scoring.result import Result
from bzr_domain.scoring.select import divisor, excused, number, takes, value_of
from bzr_domain.scoring.subject_view import SubjectView

Read = Callable[[SubjectView, Node, Period], Result]
"""The evaluator itself: a node's result for somebody in a cell of the node's own length."""


@attrs.frozen(kw_only=True)
class Pile:
    """The rows of one cell that make one value, and what was left out of them.

    Attributes:
        labels: The labels of the score that was read; its rows then hold the places of labels.
        read: What the rows were read from, for scores.
        found: Whether there was anything at all before `where` was asked.
    """

    rows: tuple[Row, ...] = ()
    excused: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    read: tuple[Result, ...] = ()
    found: bool = True


def fact_piles(
    view: SubjectView, book: Book, node: Node, cell: Period, facts: Iterable[CurrentFact]
) -> list[Pile]:
    """The rows of some facts of a cell, one pile for each value of the fields in `per`."""
    rule = node.source
    assert isinstance(rule, lang.FactRows)
    groups: dict[tuple[object, ...], list[CurrentFact]] = {} if node.by else {(): []}
    for one in facts:
        if takes(book, rule, one):
            kind = book.kinds.get(one.fact.kind)
            groups.setdefault(tuple(value_of(kind, one, name) for name in node.by), []).append(one)
    return [_fact_pile(view, book, node, cell, pile) for pile in groups.values()]


def _fact_pile(view: SubjectView, book: Book, node: Node, cell: Period, facts: list[CurrentFact]) -> Pile:
    rule = node.source
    assert isinstance(rule, lang.FactRows)
    out = [one.id for one in facts if rule.excuses and excused(book, rule, one)]
    counted = [one for one in facts if one.id not in out]
    open_ = [one.id for one in counted if node.decided and one.fact.points is None]
    return Pile(
        rows=tuple(_fact_row(view, book, node, cell, one) for one in counted if one.id not in open_),
        excused=tuple(out),
        pending=tuple(open_),
    )


def _fact_row(view: SubjectView, book: Book, node: Node, cell: Period, one: CurrentFact) -> Row:
    rule = node.source
    assert isinstance(rule, lang.FactRows)
    kind, due = book.kinds.get(one.fact.kind), None
    if isinstance(rule.number, lang.Late):
        carried = value_of(kind, one, rule.number.due.anchor)
        due = find_deadline(
            rule.number.due, cell, view.calendar, carried if isinstance(carried, date) else None
        )
    share = divisor(kind, one, node.divide_by) if isinstance(node.divide_by, str) else measure.NONE
    return Row(one.fact.on, one.order, number(rule.number, kind, one, due), one.id, share)


def score_pile(view: SubjectView, node: Node, cell: Period, read: Read) -> Pile:
    """The rows of another node's values: one in the same or a wider cell, else all of the finer or narrower ones."""
    rule = node.source
    assert isinstance(rule, lang.ScoreRows)
    if rule.node in ROSTER_FIGURES:
        figure = view.figure(rule.node, cell)
        own = [] if figure is None else [Row(cell.last, 0, figure, source=rule.node, cell=cell.name)]
        return Pile(rows=tuple(own), found=bool(own))
    source = view.schedule.book.nodes[rule.node]
    seen = [(one, place, read(one, own, place)) for one, place, own in sources(view, rule, source, cell)]
    valued = [(one, place, result) for one, place, result in seen if result.value is not None]
    labels = next((result.node.labels for _, _, result in valued if isinstance(result.value, str)), ())
    rows: list[Row] = []
    for order, (one, place, result) in enumerate(valued):
        assert result.value is not None
        fits = _fits(rule, place, result.value, result.node.labels)
        if isinstance(node.measure, lang.Streak):
            rows.append(_score_row(one, place, order, Fraction(fits)))
        elif fits:
            rows.append(
                _score_row(one, place, order, Fraction(1) if rule.counts else as_number(result.value, labels))
            )
    return Pile(
        rows=tuple(rows),
        labels=() if rule.counts or isinstance(node.measure, lang.Streak) else labels,
        read=tuple(result for _, _, result in seen),
        found=bool(valued) or rule.counts or isinstance(node.measure, lang.Streak),
    )


def _score_row(view: SubjectView, cell: Period, order: int, value: Fraction) -> Row:
    return Row(cell.last, order, value, source=view.subject.id, cell=cell.name)


def as_number(value: lang.Value, labels: tuple[str, ...] = ()) -> Fraction:
    """A value as a number: a yes is 1, a label its place in its scale."""
    return to_fraction(labels.index(value) if isinstance(value, str) else value)


def _fits(rule: lang.ScoreRows, cell: Period, value: lang.Value, labels: tuple[str, ...]) -> bool:
    known = {"score": (value, labels), "on": (cell.last, ())}
    return all(
        passes_test(test, known[name][0], known[name][1])
        for name, test in rule.where.items()
        if name in known
    )
