"""Evaluate nodes: the reference scorer computes every node of a rulebook for a subject and a period from the facts.

A node is worth something, or nothing for a reason that is kept (`State`): these are never mixed up with 0. What a node
reads is computed when it is needed, once, and kept in the loaded school: a place needs every peer's value, a mean of
months every month's.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import assert_never

import attrs

from bzr_domain.facts.fact_history import CurrentFact
from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.kernel.quantities import add_up
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure
from bzr_domain.scoring.aggregate_over_periods import (
    aggregate_over_periods,
    counts_days_off,
    find_aggregating_parent,
    is_incomplete,
    list_joining_values,
)
from bzr_domain.scoring.combine import combine_children, find_missing_parts
from bzr_domain.scoring.evaluate_period import Evaluation, counts_absence, evaluate_rows, select_groups
from bzr_domain.scoring.reach import find_days_in_reach, find_deadline
from bzr_domain.scoring.result import Exact, PeriodValue, Result, State, add_up_values, split_sides
from bzr_domain.scoring.scale import to_exact
from bzr_domain.scoring.select_rows import Evaluate, select_facts, select_scores, selects_fact
from bzr_domain.scoring.subject_view import Scope, SubjectView


def evaluate_nodes(scope: Scope) -> dict[str, Result]:
    """Evaluate every node that the scope's statement needs: key → result, in the order they are computed."""
    results: dict[str, Result] = {}
    period = scope.period
    nodes = scope.schedule.book.scored_for(period.per)
    views = _find_views(scope.view, nodes, period)
    for node in nodes:
        if rank_length(node.per) <= rank_length(period.per):
            view = views[node.about]
            result = None if view is None else evaluate_node(view, node, period)
            results[node.key] = result or Result(node=node, state="not-applicable")
    return results


def _find_views(view: SubjectView, nodes: Iterable[Node], period: Period) -> dict[str, SubjectView | None]:
    """Whom some nodes are about → the view of the one that a subject belongs to in a period."""
    return {about: view.find_wider(about, period) for about in dict.fromkeys(node.about for node in nodes)}


def evaluate_node(view: SubjectView, node: Node, period: Period) -> Result:
    """Evaluate a node in a period of its own length, or all its shorter periods in a longer one together."""
    evaluate = _evaluate if node.per == period.per else _evaluate_longer_period
    return _evaluate_once(evaluate, view, node, period)


def _evaluate_longer_period(view: SubjectView, node: Node, period: Period) -> Result:
    """Evaluate each of a node's periods in a longer one, and take them together as its parent does."""
    measured = list_measured_periods(view, node, period)
    results = [evaluate_own_period(view, node, each) for each in measured]
    values = [value for each, own in zip(measured, results, strict=True) for value in _list_values(each, own)]
    whole = _join_values(node, values, [each for own in results for each in own.waiting])
    result = aggregate_over_periods(find_aggregating_parent(view.schedule.book, node, period.per), whole)
    if result.state == "not-assessed" and _applies_nowhere(view, node, measured, period):
        result = attrs.evolve(result, state="not-applicable")
    compared = tuple(comparison for own in results for comparison in own.compared)
    missing = frozenset[str]().union(*(own.missing for own in results))
    if compared or missing:
        result = attrs.evolve(result, compared=compared, missing=missing)
    return _note_open_reads(result, results)


def _applies_nowhere(view: SubjectView, node: Node, measured: list[Period], period: Period) -> bool:
    periods = measured or view.calendar.list_assessed_periods(node.per, period)
    states = (evaluate_own_period(view, node, each).state for each in periods)
    return bool(periods) and all(state == "not-applicable" for state in states)


def _list_values(period: Period, result: Result) -> Iterable[PeriodValue]:
    """The period values of a result; one for the whole of it where children were combined or `otherwise` stands."""
    if result.period_values or result.exact is None:
        return result.period_values
    return (PeriodValue(node=result.node, period=period, tally=result.tally, exact=result.exact),)


def evaluate_own_period(view: SubjectView, node: Node, period: Period) -> Result:
    """Evaluate a node in one period of its own length."""
    return _evaluate_once(_evaluate, view, node, period)


def _evaluate_once(evaluate: Evaluate, view: SubjectView, node: Node, period: Period) -> Result:
    """Evaluate a node unless that has been done: the result is kept for everybody who reads it."""
    key = (view.schedule.last.digest, view.subject, node.key, period)
    result = view.school.computed.get(key)
    if result is None:
        result = view.school.computed[key] = evaluate(view, node, period)
    return result


def _evaluate(view: SubjectView, node: Node, period: Period) -> Result:
    evaluation = Evaluation(view=view, period=period, evaluate=evaluate_own_period)
    if not isinstance(node.source, lang.FactRows) and not node.covers(period.last):
        return Result(node=node, state="not-applicable")
    if not evaluation.applies(node):
        otherwise = to_exact(node.otherwise)
        if otherwise is None or not view.calendar.school_days_in(period):
            return _note_reads(Result(node=node, state="not-applicable"), evaluation)
        return _note_reads(_build_valued(node, otherwise, tally=None), evaluation)
    match node.source:
        case lang.FactRows():
            result = _evaluate_facts(evaluation, node)
        case lang.ScoreRows():
            result = _evaluate_scores(evaluation, node)
        case lang.Gathered():
            result = _evaluate_children(evaluation, node)
        case _:
            assert_never(node.source)
    if node.optional and result.state == "not-assessed":
        result = attrs.evolve(result, state="not-applicable")
    return _note_reads(result, evaluation)


def _note_reads(result: Result, evaluation: Evaluation) -> Result:
    """Keep with a result what it compared exactly, and whether anything it read is open."""
    if evaluation.compared:
        result = attrs.evolve(result, compared=tuple(evaluation.compared))
    return _note_open_reads(result, evaluation.read)


def _note_open_reads(result: Result, reads: list[Result]) -> Result:
    """Mark a result provisional or pending where anything it reads is: it can still change with it."""
    provisional = result.provisional or bool(result.waiting) or any(read.provisional for read in reads)
    own = (value.pending for value in result.period_values)
    pending = result.pending.union(*(read.pending for read in reads), *own)
    if provisional == result.provisional and pending == result.pending:
        return result
    return attrs.evolve(result, provisional=provisional, pending=pending)


def _evaluate_children(evaluation: Evaluation, node: Node) -> Result:
    view, period = evaluation.view, evaluation.period
    child_nodes = view.schedule.book.children(node.key)
    views = _find_views(view, child_nodes, period)
    children = [
        evaluate_node(child_view, child, period)
        for child in child_nodes
        if (child_view := views[child.about]) is not None and child.key in child_view.schedule.book.nodes
    ]
    evaluation.read += children
    resolved = evaluation.resolve(node)
    if resolved is None:
        return Result(node=node, state="not-assessed")
    if node.base is not None and not view.calendar.school_days_in(period):
        resolved = attrs.evolve(resolved, base=None)
    entries = [(child.node, value) for child in children for value in list_joining_values(resolved, child)]
    result = combine_children(resolved, entries, children)
    if result.value is not None:
        result = attrs.evolve(result, missing=find_missing_parts(node, children))
    as_of = view.school.as_of
    is_open = as_of < period.last and is_incomplete(view.calendar, node, period, children, as_of)
    return attrs.evolve(result, provisional=is_open) if is_open else result


def _evaluate_scores(evaluation: Evaluation, node: Node) -> Result:
    rows = select_scores(evaluation.view, node, evaluation.period, evaluate_own_period)
    evaluation.read += rows.results
    evaluation.compared += rows.compared
    value = evaluate_rows(evaluation, node, rows)
    has_more_to_come = _has_periods_to_come(evaluation, node)
    if value.exact is None and not rows.rows:
        states = {result.state for result in rows.results}
        state: State = "not-due" if "not-due" in states else "not-assessed"
        return Result(node=node, state=state, provisional=has_more_to_come)
    is_open = len(rows.results) > 1 and evaluation.view.school.as_of < evaluation.period.last
    missing = frozenset[str]().union(*(result.missing for result in rows.results))
    return attrs.evolve(_join_values(node, [value], []), provisional=is_open or has_more_to_come, missing=missing)


def _has_periods_to_come(evaluation: Evaluation, node: Node) -> bool:
    """Whether a node reads the scores of shorter periods of its own, and some of them have not begun."""
    rule, school, period = node.score_rows, evaluation.view.school, evaluation.period
    source = evaluation.view.schedule.book.nodes.get(rule.node)
    if source is None or rule.reach == "previous" or rank_length(source.per) >= rank_length(period.per):
        return False
    periods = school.calendar.list_assessed_periods(source.per, period)
    return any(each.first > school.as_of for each in periods)


def _evaluate_facts(evaluation: Evaluation, node: Node) -> Result:
    view, period = evaluation.view, evaluation.period
    is_open = view.school.as_of < period.last and counts_absence(evaluation, node)
    if is_open and not _is_decided_early(evaluation, node):
        return Result(node=node, state="not-due", waiting=(period,))
    values = []
    for book, version, facts in split_by_version(view, node.key, period):
        if version.covers(period.last) or not counts_absence(evaluation, version):
            selected = select_facts(view, book, version, period, facts)
            values += select_groups(version, [evaluate_rows(evaluation, version, rows) for rows in selected])
    result = _join_values(node, values, [])
    return attrs.evolve(result, provisional=True) if is_open else result


def _is_decided_early(evaluation: Evaluation, node: Node) -> bool:
    """Whether a node with a `deadline` says something before its period ends: something is handed in, or the deadline is over."""
    number, view, period = node.number, evaluation.view, evaluation.period
    if not isinstance(number, lang.Late) or not number.due.extends:
        return False
    deadline = find_deadline(number.due, period, view.calendar, None)
    is_over = deadline is not None and deadline < view.school.as_of
    facts = view.list_facts(node.fact_rows, period)
    return is_over or any(selects_fact(view.schedule.book, node.fact_rows, current) for current in facts)


def _join_values(node: Node, period_values: list[PeriodValue], waiting: list[Period]) -> Result:
    """Join the period values of a node into one result.

    Args:
        waiting: The periods that are not due yet.
    """
    values = [each.exact for each in period_values if each.exact is not None]
    tallies = [each.tally for each in period_values if each.tally is not None]
    if not values and waiting:
        return Result(node=node, state="not-due", waiting=tuple(waiting), period_values=tuple(period_values))
    if not values and period_values:
        state: State = "not-applicable" if tallies else "not-assessed"
        return Result(node=node, state=state, tally=add_up(tallies), period_values=tuple(period_values))
    if not period_values and not node.by and _has_no_value_of_nothing(node):
        return Result(node=node, state="not-assessed")
    value = add_up_values(values)
    if value is None:
        value = False if node.gives_flags else Fraction(0)
    result = _build_valued(node, value, add_up(tallies), period_values)
    return attrs.evolve(result, waiting=tuple(waiting)) if waiting else result


def _has_no_value_of_nothing(node: Node) -> bool:
    """Whether the measure of no facts is nothing at all, so that no weeks with facts are no assessment either."""
    if not isinstance(node.source, lang.FactRows):
        return True
    return measure.compute_measure(node.measure, measure.IDENTITY) is None and node.empty is None


def _build_valued(
    node: Node, value: Exact, tally: Fraction | None, period_values: Iterable[PeriodValue] = ()
) -> Result:
    period_values = tuple(period_values)
    earned, deducted = split_sides([each.exact for each in period_values] if period_values else [value])
    return Result(
        node=node,
        state="valued",
        exact=value,
        tally=tally,
        earned=earned,
        deducted=deducted,
        period_values=period_values,
    )


# The periods in which a node is measured (单元), and the facts of each


def list_measured_periods(view: SubjectView, node: Node, whole: Period) -> list[Period]:
    """List the periods of a node within a longer one: those that are due where absence counts, and those with facts.

    A period without a school day is none of them, whatever was recorded in it; only where days are added up does a day
    off count with the facts that stand on it.
    """
    calendar, rule = view.calendar, node.source
    due = calendar.list_assessed_periods(node.per, whole)
    if not isinstance(rule, lang.FactRows):
        children = view.schedule.book.children(node.key)
        inner = (p for child in children for p in _list_child_periods(view, child, node, whole))
        return _list_counting(view, node, whole, (*due, *inner))
    first_due = Evaluation(view=view, period=due[0], evaluate=evaluate_own_period) if due else None
    absence = first_due is not None and counts_absence(first_due, node)
    if node.linear.short_of is not None and absence:
        return due
    facts = view.list_facts(rule, calendar.widen_to_weeks(whole) if node.per in ("day", "week") else None)
    if absence:
        facts = [current for current in facts if selects_fact(view.schedule.book, rule, current)]
    with_facts = {calendar.period_of(node.per, day) for day in {current.fact.on for current in facts}}
    always = due if absence or rule.reach != "cell" else ()
    return _list_counting(view, node, whole, (*always, *with_facts))


def _list_child_periods(view: SubjectView, child: Node, node: Node, whole: Period) -> list[Period | None]:
    """The periods of a node in which a child of it stands."""
    measured = [] if child.per == whole.per else list_measured_periods(view, child, whole)
    return [view.calendar.find_wider_period(node.per, period) for period in measured]


def _list_counting(view: SubjectView, node: Node, whole: Period, periods: Iterable[Period | None]) -> list[Period]:
    """Those of some periods of a node that belong to a longer one and count in it, each once, in order."""
    calendar = view.calendar
    days_off = counts_days_off(view.schedule.book, node, whole.per)
    counting = {
        period
        for period in periods
        if period is not None
        and calendar.find_wider_period(whole.per, period) == whole
        and (days_off or calendar.school_days_in(period))
    }
    return sorted(counting, key=lambda period: period.first)


def split_by_version(view: SubjectView, key: str, period: Period) -> Iterable[tuple[Book, Node, list[CurrentFact]]]:
    """Split a node's facts of a period by the version of the rulebook they are scored under.

    Where each fact adds its own points it is scored under the version of its day. Any other measure is one number for
    the whole period: the version in force on the period's last school day measures all of it.
    """
    schedule = view.schedule
    last = schedule.governing(view.calendar.last_school_day(period))
    node = _find_fact_node(last, key)
    versions = schedule.versions(period)
    if len(versions) <= 1 or (node is not None and not node.adds_up):
        if node is not None:
            yield last, node, _list_facts(view, node, period)
        return
    for version in versions:
        node = _find_fact_node(version, key)
        if node is not None and node.adds_up:
            facts = _list_facts(view, node, period)
            yield version, node, [c for c in facts if schedule.governing(c.fact.on) is version]


def _find_fact_node(book: Book, key: str) -> Node | None:
    """Find the node of that key; None where another rulebook has none, or one that counts no facts."""
    node = book.nodes.get(key)
    return node if node is not None and isinstance(node.source, lang.FactRows) else None


def _list_facts(view: SubjectView, node: Node, period: Period) -> list[CurrentFact]:
    """The facts of a period, and those that `reach` brings in, which `since` and `until` do not cut."""
    span = find_days_in_reach(view, node.fact_rows.reach, period)
    facts = [] if span is None else view.list_facts(node.fact_rows, span)
    return [c for c in facts if not period.covers(c.fact.on) or node.covers(c.fact.on)]
