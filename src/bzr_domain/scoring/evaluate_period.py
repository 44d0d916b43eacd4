"""Evaluate one period of a node: from its rows by measure, rank, scale and bound to what they are worth."""

from fractions import Fraction
from math import ceil

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import add_up
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_WORDS, ROSTER_FIGURES
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring import measure, scale
from bzr_domain.scoring.ranking import Place, find_place
from bzr_domain.scoring.reach import find_days_in_reach
from bzr_domain.scoring.resolve_limits import resolve_limits
from bzr_domain.scoring.result import Exact, ExactComparison, PeriodValue, Result, compare_exactly
from bzr_domain.scoring.select_rows import Evaluate, NodeRows, select_facts, select_scores, to_number
from bzr_domain.scoring.subject_view import SubjectView


@attrs.define(kw_only=True)
class Evaluation:
    """The evaluation of a subject's nodes in one period; it keeps which other results were read.

    Attributes:
        evaluate: The evaluator, for what is read.
        read: Every result read so far.
        compared: What was compared so far otherwise than two decimals show.
    """

    view: SubjectView
    period: Period
    evaluate: Evaluate
    read: list[Result] = attrs.field(factory=list)
    compared: list[ExactComparison] = attrs.field(factory=list)

    def applies(self, node: Node) -> bool:
        """Whether a node applies: all of `when` holds, none of `unless`."""
        if not node.when and not node.unless:
            return True
        return all(self._passes(name, test) for name, test in node.when.items()) and not any(
            self._passes(name, test) for name, test in node.unless.items()
        )

    def _passes(self, name: str, test: lang.Test) -> bool:
        if name in CLASS_WORDS:
            return passes_test(test, self.view.find_attribute(name, self.period))
        if name in ROSTER_FIGURES:
            return passes_test(test, self.view.find_figure(name, self.period))
        result = self._find_result(name)
        if result is None:
            return passes_test(test, None)
        comparison = compare_exactly(test, result)
        self.compared += [] if comparison is None else [comparison]
        return passes_test(test, result.exact, result.node.labels)

    def _find_result(self, name: str) -> Result | None:
        """Another node's result in the same or a longer period, for the same or a wider subject; None without one."""
        node = self.view.schedule.book.nodes[name]
        period = self.view.calendar.find_wider_period(node.per, self.period)
        view = None if period is None else self.view.find_wider(node.about, period, self.period)
        node_there = None if view is None else view.schedule.book.nodes.get(name)
        if period is None or view is None or node_there is None:
            return None
        result = self.evaluate(view, node_there, period)
        self.read.append(result)
        return result

    def find_number(self, name: str) -> Fraction | None:
        """Find the number of a node or a roster figure; None where it is nothing."""
        if name in ROSTER_FIGURES:
            return self.view.find_figure(name, self.period)
        result = self._find_result(name)
        return None if result is None or result.exact is None else to_number(result.exact, result.node.labels)

    def resolve(self, node: Node, ranked: int = 0) -> Node | None:
        """Return the node with a number for every limit; None where one it cannot do without is nothing."""
        return resolve_limits(node, self.find_number, ranked)


def counts_absence(evaluation: Evaluation, node: Node) -> bool:
    """Whether absence gives something, so that the node is due only at the end of its period."""
    if node.linear.short_of is not None:
        return True
    of_nothing = measure.compute_measure(node.measure, measure.IDENTITY)
    if node.by or node.rank is not None or (of_nothing is None and node.empty is None):
        return False
    resolved = evaluation.resolve(node)
    return resolved is not None and scale.compute_value(resolved, of_nothing) not in (None, 0)


def evaluate_rows(evaluation: Evaluation, node: Node, rows: NodeRows) -> PeriodValue:
    """Evaluate what a node's rows are worth in the period: measure, place where one is asked, scale, bound."""
    node = _resolve_quorum(evaluation, node)
    measured = _measure(evaluation, node, rows)
    place = _rank(evaluation, node, measured)
    if measured is None or node.rank is None:
        resolved = evaluation.resolve(node)
    else:
        resolved = None if place is None else evaluation.resolve(node, ranked=place.group or len(place.peers))
        measured = None if place is None else Fraction(place.counted)
    return PeriodValue(
        node=resolved or node,
        period=evaluation.period,
        rows=rows.rows,
        counted=measure.select_decisive(node.measure, rows.rows),
        tally=scale.count_units(resolved.scale, measured) if resolved and isinstance(measured, Fraction) else None,
        exact=None if resolved is None else _compute_value(resolved, measured, rows, place),
        excused=rows.excused,
        pending=rows.pending,
        place=place,
    )


def select_groups(node: Node, values: list[PeriodValue]) -> list[PeriodValue]:
    """Select which groups of a node's facts count (取k组); the others are worth nothing. Of equal ones the first counts."""
    if node.groups is None:
        return values
    sign = -1 if node.groups.high else 1
    numbers = {index: each.exact for index, each in enumerate(values) if isinstance(each.exact, Fraction)}
    counting = sorted(numbers, key=lambda index: sign * numbers[index])[: node.groups.count]
    left_out = set(numbers) - set(counting)
    return [
        attrs.evolve(each, exact=None, tally=None, counted=(), left_out=True) if index in left_out else each
        for index, each in enumerate(values)
    ]


def _compute_value(node: Node, measured: scale.Measured | None, rows: NodeRows, place: Place | None) -> Exact | None:
    """What a node is worth; where places are shared (`split`), the mean of what each of them gives."""
    if place is None or node.rank is None or node.rank.ties != "split":
        return scale.compute_value(node, measured, rows.labels)
    values = [scale.compute_value(node, Fraction(number)) for number in range(place.first, place.last + 1)]
    numbers = [value for value in values if isinstance(value, Fraction)]
    return scale.round_value(node, add_up(numbers) / len(values)) if numbers else None


def _measure(evaluation: Evaluation, node: Node, rows: NodeRows) -> scale.Measured | None:
    """What the rows come to, divided by `divide_by` where there is one; the label where labels were read."""
    summary = measure.summarise(rows.rows)
    measured = measure.compute_measure(node.measure, summary)
    if measured is None or (not rows.rows and not rows.any_value):
        return None
    if rows.labels:
        is_label = measured.denominator == 1 and measured < len(rows.labels)
        return rows.labels[int(measured)] if is_label else None
    if node.divide_by is None:
        return measured
    divisor = _find_divisor(evaluation, node.divide_by, summary)
    return measured / divisor if divisor else None


def _find_divisor(evaluation: Evaluation, divide_by: lang.Limit | str, summary: measure.Summary) -> Fraction | None:
    return summary.divisor if isinstance(divide_by, str) else _find_limit(evaluation, divide_by)


def _find_limit(evaluation: Evaluation, limit: lang.Limit) -> Fraction | None:
    if isinstance(limit, lang.Ref):
        number = evaluation.find_number(limit.node)
        return -number if number is not None and limit.negative else number
    return None if isinstance(limit, lang.Unset) else Fraction(limit)


def _resolve_quorum(evaluation: Evaluation, node: Node) -> Node:
    """Put a number in the place of a quorum that is a part of a population; where that is nothing, the node as it is."""
    mean = node.measure
    if not isinstance(mean, lang.Mean) or not isinstance(mean.quorum, lang.Quorum):
        return node
    population = _find_limit(evaluation, mean.quorum.of)
    if population is None:
        return node
    return attrs.evolve(node, measure=attrs.evolve(mean, quorum=ceil(mean.quorum.part * population)))


def _rank(evaluation: Evaluation, node: Node, measured: scale.Measured | None) -> Place | None:
    """The place among the peers; None where none is asked, nothing to be ranked by, or it is not there (yet) itself."""
    if node.rank is None or not isinstance(measured, Fraction):
        return None
    subject, candidates = evaluation.view.subject.id, []
    incomplete = {subject} if _lacks_parts(evaluation) else set()
    views = evaluation.view.list_peers(node.rank.among, evaluation.period)
    for view in views:
        peer_node = view.schedule.book.nodes.get(node.key)
        peer = Evaluation(view=view, period=evaluation.period, evaluate=evaluation.evaluate)
        if peer_node is None or not peer.applies(peer_node):
            continue
        number = measured if view.subject.id == subject else _measure_peer(peer, peer_node)
        if _lacks_parts(peer):
            incomplete.add(view.subject.id)
        if isinstance(number, Fraction):
            ties = tuple(peer.find_number(name) for name in node.rank.then)
            candidates.append((view.subject.id, (number, *ties)))
        evaluation.read += peer.read
    if all(name != subject for name, _ in candidates):
        return None
    last = incomplete if node.rank.incomplete_last else ()
    return find_place(node.rank, subject, candidates, group=len(views), incomplete=last)


def _lacks_parts(evaluation: Evaluation) -> bool:
    """Whether something read so far is a weighted total with parts missing (缺项)."""
    return any(result.missing for result in evaluation.read)


def _measure_peer(evaluation: Evaluation, node: Node) -> scale.Measured | None:
    """What a peer is ranked by: its own measure in the whole period."""
    view, period, node = evaluation.view, evaluation.period, _resolve_quorum(evaluation, node)
    if isinstance(node.source, lang.ScoreRows):
        rows = select_scores(view, node, period, evaluation.evaluate)
        evaluation.read += rows.results
        return _measure(evaluation, node, rows)
    span = find_days_in_reach(view, node.fact_rows.reach, period)
    facts = [] if span is None else view.list_facts(node.fact_rows, span)
    selected = select_facts(view, view.schedule.book, node, period, facts)
    return _measure(evaluation, node, selected[0]) if selected else None
