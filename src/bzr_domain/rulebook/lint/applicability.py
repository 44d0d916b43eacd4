"""Check where and when clauses apply (适用): conditions that never hold, days outside the rulebook's, days between two clauses."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_WORDS
from bzr_domain.rulebook.lint.finding import Analysis, Applying, Complaint, Fault, check_nodes, explain_fault
from bzr_domain.rulebook.lint.intervals import Grid, Intervals, have_common
from bzr_domain.rulebook.lint.value_ranges import FIGURES, FROM_ZERO
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node

_MOST_CONDITIONS = 100

CODES = {
    "never-applies": explain_fault(
        "写了却永远不适用",
        "it stands in the text and can never apply",
        "改正 when 或 unless 的条件",
        "correct its when or unless",
    ),
    "days-gap": explain_fault(
        "这几天的事实记录了也不计分",
        "what is recorded on those days counts for nothing",
        "改正 since 或 until,让前后两条相接",
        "correct since or until, so that the one follows the other",
    ),
    "never-in-force": explain_fault(
        "施行的日子与本规则的施行期没有重合",
        "its days and those of the rulebook have none in common",
        "改正 since、until,或删去这一条",
        "correct since and until, or remove it",
    ),
}


def find_days_between_clauses(analysis: Analysis) -> Iterator[Fault]:
    """前后两条之间空了几天: a clause ends, and the next one that counts the same facts begins days later."""
    for nodes in _group_by_facts(analysis):
        always = sum(node.since is None for node in nodes)
        starts = sorted(node.since for node in nodes if node.since is not None)
        for node in nodes:
            index = len(starts) if node.until is None else bisect_right(starts, node.until)
            if node.until is None or always > (node.since is None) or index == len(starts):
                continue
            if (starts[index] - node.until).days > 1:
                what = Message(
                    f"{node.until}之后、{starts[index]}之前没有哪一条计算这些事实",
                    f"after {node.until} and before {starts[index]} nothing counts these facts",
                )
                yield Fault("days-gap", node.key, what)


def _group_by_facts(analysis: Analysis) -> Iterator[list[Node]]:
    """Group the nodes that select the same facts and go into the same node, in the order of the text."""
    groups: dict[tuple[str | None, tuple[str, ...]], list[tuple[tuple[lang.Selector, ...], list[Node]]]] = {}
    for node in analysis.nodes:
        if isinstance(node.source, lang.FactRows):
            selectors = node.source.selectors
            known = groups.setdefault((node.into, tuple(selector.kind for selector in selectors)), [])
            nodes = next((nodes for other, nodes in known if other == selectors), None)
            if nodes is None:
                known.append((selectors, nodes := []))
            nodes.append(node)
    return (nodes for known in groups.values() for _, nodes in known)


def find_never_applying(analysis: Analysis, node: Node) -> Iterator[Complaint]:
    """永远不适用: a `when` that cannot hold, an `unless` that always does, days outside those of the rulebook."""
    for name in (*node.when, *node.unless):
        if _never_holds(analysis, node, name):
            yield "never-applies", f"{name} 的条件不可能成立", f"its condition on {name} can never be met"
    since, until = analysis.book.since, analysis.book.until
    if until is not None and node.since is not None and node.since > until:
        yield "never-in-force", "施行期在本规则废止之后", "it is in force after the rulebook's end only"
    elif since is not None and node.until is not None and node.until < since:
        yield "never-in-force", "施行期在本规则施行之前", "it is in force before the rulebook's start only"


def _never_holds(analysis: Analysis, node: Node, name: str) -> bool:
    """Whether the tests of a node on a name, `when` and `unless` together, can never pass."""
    when, unless = node.when.get(name), node.unless.get(name)
    if when is not None and when == unless:
        return True
    if when == lang.Test(present=False):
        return name in analysis.book.nodes and name not in analysis.ranges.nothing
    applying = _find_applying(analysis, node, name)
    always_present = when is not None or name not in analysis.ranges.nothing
    return applying is not None and always_present and not applying


def find_value_grid(analysis: Analysis, name: str) -> Grid:
    """Find the numbers that a figure or a node can be worth."""
    if name not in analysis.book.nodes:
        return Grid(FIGURES.get(name, FROM_ZERO), Fraction(1))
    return Grid(analysis.ranges.values[name], analysis.steps.values[name])


def may_apply_together(analysis: Analysis, first: Node, second: Node) -> bool:
    """Whether two nodes can apply to the same class on the same day."""
    for earlier, later in ((first, second), (second, first)):
        if earlier.until is not None and later.since is not None and earlier.until < later.since:
            return False
    conditions, others = (_recall_conditions(analysis, node) for node in (first, second))
    return not any(name in others and _are_disjoint(values, others[name]) for name, values in conditions.items())


def list_situations(analysis: Analysis, nodes: list[Node]) -> list[list[Node]]:
    """List the nodes that apply together, for each condition that some have, no list twice; all where none has a condition.

    Nothing where there are too many conditions to go through, which no regulation has.
    """
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        if node.when or node.unless or node.since or node.until:
            groups.setdefault(repr((node.when, node.unless, node.since, node.until)), []).append(node)
    if len(groups) > _MOST_CONDITIONS:
        return []
    companions: dict[str, set[str]] = {condition: set() for condition in groups}
    for condition, other in combinations(groups, 2):
        if may_apply_together(analysis, groups[condition][0], groups[other][0]):
            companions[condition].add(other)
            companions[other].add(condition)
    situations: dict[frozenset[str], list[Node]] = {}
    for condition in groups:
        together = {condition}
        for other in groups:
            if together <= companions[other]:
                together.add(other)
        apart = {node.key for other in groups if other not in together for node in groups[other]}
        situations.setdefault(frozenset(together), [node for node in nodes if node.key not in apart])
    return [*situations.values()] or [nodes]


def _recall_conditions(analysis: Analysis, node: Node) -> Mapping[str, Applying]:
    """Find with which values a node applies, by each name that it tests, once for all the nodes it is compared with."""
    known = analysis.conditions
    if node.key not in known:
        tested = ((name, _find_applying(analysis, node, name)) for name in {**node.when, **node.unless})
        known[node.key] = {name: values for name, values in tested if values is not None}
    return known[node.key]


def _are_disjoint(values: Applying, others: Applying) -> bool:
    """Whether two nodes that apply with these values of one name never both apply."""
    if isinstance(values, frozenset) and isinstance(others, frozenset):
        return values.isdisjoint(others)
    return isinstance(values, tuple) and isinstance(others, tuple) and not have_common(values, others)


def _find_applying(analysis: Analysis, node: Node, name: str) -> Applying | None:
    """Find the words, labels or numbers with which a node applies; None stands for any other word, or for no value.

    Returns:
        None where a limit is known only in the month.
    """
    when, unless = node.when.get(name), node.unless.get(name)
    if name in CLASS_WORDS:
        passing = frozenset(analysis.words_tested) if when is None or when.among is None else frozenset(when.among)
        return passing - frozenset((unless and unless.among) or ())
    labels = analysis.book.nodes[name].labels if name in analysis.book.nodes else ()
    yes_or_no = any(isinstance(word, bool) for test in (when, unless) if test for word in test.among or ())
    words: tuple[lang.Value, ...] = labels or ((True, False) if yes_or_no else ())
    if words:
        return frozenset(
            word
            for word in (*words, None)
            if (when is None or passes_test(when, word, labels)) and not (unless and passes_test(unless, word, labels))
        )
    return _find_numbers(find_value_grid(analysis, name), node, name)


def _find_numbers(grid: Grid, node: Node, name: str) -> Intervals | None:
    """Find the numbers with which a node applies; None where a limit is known only in the month."""
    when, unless = node.when.get(name), node.unless.get(name)
    passing = grid.all() if when is None else grid.find_passing(when)
    excluded = () if unless is None else grid.find_passing(unless)
    return None if passing is None or excluded is None else grid.subtract(passing, excluded)


CHECKS = (*check_nodes(find_never_applying), find_days_between_clauses)
