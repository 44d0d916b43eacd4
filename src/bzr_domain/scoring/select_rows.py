"""Which facts (依据): select the rows that a node measures — facts of some days, or the values of another node.

A row holds one number: what a fact counts, measures or costs, or what another node came to.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

import attrs

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.kernel.quantities import to_fraction
from bzr_domain.register.calendar import Calendar
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import ROSTER_FIGURES, Book
from bzr_domain.rulebook.matching import Comparable, passes_test, read_fact_value
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure
from bzr_domain.scoring.measure import Row
from bzr_domain.scoring.reach import find_days_in_reach, find_deadline
from bzr_domain.scoring.result import Exact, ExactComparison, Result, compare_exactly
from bzr_domain.scoring.subject_view import SubjectView

Evaluate = Callable[[SubjectView, Node, Period], Result]
"""The evaluator itself: a node's result for a subject in a period of the node's own length."""
ScoreSource = tuple[SubjectView, Period, Node]
"""Whose value of which period is read, with the node as the rulebook in force there has it."""


@attrs.frozen(kw_only=True)
class NodeRows:
    """The rows of a node in one period that make one value, and what was left out of them.

    Attributes:
        excused: Facts that `except` leaves out.
        pending: Facts whose points nobody has chosen yet (待定).
        labels: The labels of the score that was read; its rows then hold the places of labels.
        results: What the rows were read from, for scores.
        any_value: Whether there was anything at all before `where` was applied.
        compared: Scores that `where` compared otherwise than two decimals show.
    """

    rows: tuple[Row, ...] = ()
    excused: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    any_value: bool = True
    compared: tuple[ExactComparison, ...] = ()


# Facts


def selects_fact(book: Book, rule: lang.FactRows, current: CurrentFact) -> bool:
    """Whether a rule selects a fact: by its kind, and by every test on its fields; who is excused is selected too."""
    kind = current.fact.kind
    selected = any(
        selector.takes(kind) and _passes_all(book.kinds.get(kind), selector.where, current)
        for selector in rule.selectors
    )
    if not selected or not rule.is_case:
        return selected
    return rule.fits_case(lambda tests: _passes_all(book.kinds.get(kind), tests, current))


def _passes_all(kind: Kind | None, tests: lang.Tests, current: CurrentFact) -> bool:
    """A kind that this rulebook no longer has is known by its family alone, so it passes no test."""
    if kind is None:
        return not tests
    for name, test in tests.items():
        field = kind.field(name)
        scale = field.scale if field is not None else ()
        if not passes_test(test, read_value(kind, current, name), scale):
            return False
    return True


def _is_excused(book: Book, rule: lang.FactRows, current: CurrentFact) -> bool:
    """Whether one of the tests of `except` excuses a fact; each of them does so alone (除外)."""
    kind = book.kinds.get(current.fact.kind)
    return kind is not None and any(_passes_all(kind, {name: test}, current) for name, test in rule.excuses.items())


def read_value(kind: Kind | None, current: CurrentFact, name: str) -> Comparable | None:
    """Read a field of a fact, what every fact has, or (as `fact`) the fact itself by its id."""
    return current.id if name == "fact" else read_fact_value(kind, current.fact, name)


def select_facts(
    view: SubjectView, book: Book, node: Node, period: Period, facts: Iterable[CurrentFact]
) -> list[NodeRows]:
    """Select the rows of a node among some facts of a period; several where it has a value for each of some fields."""
    groups: dict[tuple[object, ...], list[CurrentFact]] = {} if node.by else {(): []}
    for current in facts:
        if selects_fact(book, node.fact_rows, current):
            kind = book.kinds.get(current.fact.kind)
            groups.setdefault(tuple(read_value(kind, current, name) for name in node.by), []).append(current)
    return [_build_rows(view, book, node, period, group) for group in groups.values()]


def _build_rows(view: SubjectView, book: Book, node: Node, period: Period, facts: list[CurrentFact]) -> NodeRows:
    rule = node.fact_rows
    excused = [current.id for current in facts if rule.excuses and _is_excused(book, rule, current)]
    counted = [current for current in facts if current.id not in excused]
    pending = [current.id for current in counted if node.decided and current.fact.points is None]
    chosen = [current for current in counted if current.id not in pending]
    return NodeRows(
        rows=tuple(_build_row(view, book, node, period, current) for current in chosen),
        excused=tuple(excused),
        pending=tuple(pending),
    )


def _build_row(view: SubjectView, book: Book, node: Node, period: Period, current: CurrentFact) -> Row:
    kind, divide_by = book.kinds.get(current.fact.kind), node.divide_by
    divisor = _read_number(kind, current, divide_by) if isinstance(divide_by, str) else measure.NONE
    number = _find_number(node.fact_rows.number, kind, current, period, view.calendar)
    return Row(current.fact.on, current.order, number, current.id, divisor)


def _find_number(
    rule: lang.Number, kind: Kind | None, current: CurrentFact, period: Period, calendar: Calendar
) -> Fraction:
    """The number of one fact; a price that is not set, and points that nobody has chosen, count 0."""
    fact = current.fact
    match rule:
        case lang.Counted():
            return to_fraction(fact.count)
        case lang.Measured():
            return _read_number(kind, current, rule.field)
        case lang.Chosen():
            return to_fraction(fact.points or 0)
        case lang.Priced():
            return to_fraction(find_price(rule, kind, current) or 0) * fact.count
        case lang.Late(due=due):
            carried = read_value(kind, current, due.anchor)
            deadline = find_deadline(due, period, calendar, carried if isinstance(carried, date) else None)
            return to_fraction((current.day - deadline).days if deadline is not None else 0)
        case _:
            assert_never(rule)


def find_price(rule: lang.Priced, kind: Kind | None, current: CurrentFact) -> Decimal | None:
    """Find what one such fact costs or gives; None where no price is set. Where prices are added, an empty field adds nothing."""
    words = {name: read_value(kind, current, name) for name in rule.fields}
    tables = (
        rule.tables if not rule.added else [t for t in rule.added if all(words[name] is not None for name in t.fields)]
    )
    prices = [table.prices.get(tuple(str(words[name]) for name in table.fields)) for table in tables]
    known = [price for price in prices if price is not None]
    return sum(known, Decimal(0)) if len(known) == len(prices) else None


def _read_number(kind: Kind | None, current: CurrentFact, name: str) -> Fraction:
    value = read_value(kind, current, name)
    return to_fraction(value if isinstance(value, Decimal | int) else 0)


# Scores


def select_scores(view: SubjectView, node: Node, period: Period, evaluate: Evaluate) -> NodeRows:
    """Select the values of another node: the one of the same or a longer period, else all of the shorter or narrower ones."""
    rule = node.score_rows
    if rule.node in ROSTER_FIGURES:
        return _build_figure_row(view, rule.node, period)
    is_streak = isinstance(node.measure, lang.Streak)
    sources = list_score_sources(view, rule, view.schedule.book.nodes[rule.node], period)
    results = [(read, read_in, evaluate(read, source, read_in)) for read, read_in, source in sources]
    valued = [(read, read_in, result) for read, read_in, result in results if result.exact is not None]
    labels = next((result.node.labels for _, _, result in valued if isinstance(result.exact, str)), ())
    rows: list[Row] = []
    for order, (read, read_in, result) in enumerate(valued):
        assert result.exact is not None
        value = result.exact if rule.side == "score" else getattr(result, rule.side)
        tested = {"score": (value, result.node.labels), "on": (read_in.last, ())}
        fits = all(passes_test(test, *tested[name]) for name, test in rule.where.items() if name in tested)
        if fits or is_streak:
            as_one = is_streak or rule.counts
            number = Fraction(fits) if as_one else to_number(value, labels)
            rows.append(Row(read_in.last, order, number, source=read.subject.id, period=read_in.name))
    return NodeRows(
        rows=tuple(rows),
        labels=() if rule.counts or is_streak else labels,
        results=tuple(result for _, _, result in results),
        any_value=bool(valued) or rule.counts or is_streak,
        compared=_compare_scores(rule, [result for _, _, result in valued]),
    )


def _compare_scores(rule: lang.ScoreRows, results: Iterable[Result]) -> tuple[ExactComparison, ...]:
    test = rule.where.get("score")
    if test is None or rule.side != "score":
        return ()
    comparisons = (compare_exactly(test, result) for result in results)
    return tuple(comparison for comparison in comparisons if comparison is not None)


def _build_figure_row(view: SubjectView, name: str, period: Period) -> NodeRows:
    figure = view.find_figure(name, period)
    if figure is None:
        return NodeRows(any_value=False)
    return NodeRows(rows=(Row(period.last, 0, figure, source=name, period=period.name),))


def to_number(value: Exact, labels: tuple[str, ...] = ()) -> Fraction:
    """Turn a value into a number: a yes is 1, a label its place in its scale."""
    return (
        value if isinstance(value, Fraction) else to_fraction(labels.index(value) if isinstance(value, str) else value)
    )


def list_score_sources(view: SubjectView, rule: lang.ScoreRows, source: Node, period: Period) -> list[ScoreSource]:
    """List whose values of which periods a node reads: of the wider subject, or of each of the narrower ones."""
    sources = []
    for read_in in _list_periods_read(view, rule.reach, source, period):
        wider = view.find_wider(source.about, read_in, period)
        for subject_view in [wider] if wider is not None else view.list_members(source.about, read_in):
            read = subject_view.look_at(subject_view.subject, read_in)
            node = read.schedule.book.nodes.get(source.key) if read is not None else None
            if read is not None and node is not None and node.per == source.per:
                sources.append((read, read_in, node))
    return sources


def _list_periods_read(view: SubjectView, reach: lang.Reach, source: Node, period: Period) -> list[Period]:
    """The periods whose scores are read: one without a school day has none, whatever was recorded in it."""
    calendar = view.calendar
    as_long = rank_length(source.per) >= rank_length(period.per)
    if reach == "cell":
        if as_long:
            wider = calendar.find_wider_period(source.per, period)
            return [] if wider is None else [wider]
        return _list_begun(view, calendar.list_assessed_periods(source.per, period))
    span = find_days_in_reach(view, reach, period)
    if span is None:
        return []
    if reach == "previous":
        wider = calendar.find_wider_period(source.per, span) if as_long else None
        return calendar.list_assessed_periods(source.per, span) if wider is None else [wider]
    first = calendar.school_days[0] if span.first == date.min and calendar.school_days else span.first
    # A score belongs to whoever has the class at the end of its period, so the one in which the days begin is read whole.
    own = calendar.period_of(source.per, first)
    start = first if own is None else min(first, own.first)
    periods = calendar.list_periods_between(source.per, start, period.last)
    return _list_begun(view, [p for p in periods if calendar.last_school_day(p) >= span.first])


def _list_begun(view: SubjectView, periods: Iterable[Period]) -> list[Period]:
    begun = [period for period in periods if period.first <= view.school.as_of]
    return sorted(begun, key=lambda period: period.first)
