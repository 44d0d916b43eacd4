"""Check where and when clauses apply (适用): conditions that never hold, days outside the rulebook's, days between two clauses."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from fractions import Fraction

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_WORDS
from bzr_domain.rulebook.lint.finding import Analysis, Complaint, Fault, check_nodes, explain_fault
from bzr_domain.rulebook.lint.intervals import Grid, Intervals, have_common
from bzr_domain.rulebook.lint.value_ranges import FIGURES, FROM_ZERO
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node

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
    grid = find_value_grid(analysis, name)
    labels = analysis.book.nodes[name].labels if name in analysis.book.nodes else ()
    if labels:
        return when is not None and not any(
            passes_test(when, label, labels) and not (unless and passes_test(unless, label, labels)) for label in labels
        )
    if grid is None:
        words = None if when is None else when.among
        return words is not None and not any(_applies_to(node, name, word) for word in words)
    applying = _find_applying(grid, node, name)
    always_present = unless is None or name not in analysis.ranges.nothing
    return applying is not None and always_present and not applying


def find_value_grid(analysis: Analysis, name: str) -> Grid | None:
    """Find the numbers that a figure or a node can be worth; None for words and for what is yes or no."""
    if name in CLASS_WORDS:
        return None
    if name not in analysis.book.nodes:
        return Grid(FIGURES.get(name, FROM_ZERO), Fraction(1))
    return Grid(analysis.ranges.values[name], analysis.steps.values[name])


def may_apply_together(analysis: Analysis, first: Node, second: Node) -> bool:
    """Whether two nodes can apply to the same class on the same day."""
    for earlier, later in ((first, second), (second, first)):
        if earlier.until is not None and later.since is not None and earlier.until < later.since:
            return False
    names = {*first.when, *first.unless} & {*second.when, *second.unless}
    return not any(_are_disjoint(analysis, first, second, name) for name in names)


def list_situations(analysis: Analysis, nodes: list[Node]) -> list[list[Node]]:
    """List the nodes that apply together, once for each condition that some have; all of them where none has any."""
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        if node.when or node.unless or node.since or node.until:
            groups.setdefault(repr((node.when, node.unless, node.since, node.until)), []).append(node)
    situations = []
    for condition in groups:
        together = [condition]
        for other in groups:
            members = (groups[each][0] for each in together)
            if other != condition and all(may_apply_together(analysis, groups[other][0], member) for member in members):
                together.append(other)
        apart = {node.key for other in groups if other not in together for node in groups[other]}
        situations.append([node for node in nodes if node.key not in apart])
    return situations or [nodes]


def _are_disjoint(analysis: Analysis, first: Node, second: Node, name: str) -> bool:
    """Whether the tests of two nodes on a name can never both pass."""
    values = _list_values(analysis, (first, second), name)
    if values:
        return not any(
            _applies_at(analysis, first, name, value) and _applies_at(analysis, second, name, value) for value in values
        )
    if name not in CLASS_WORDS:
        numbers, other_numbers = (_recall_applying(analysis, node, name) for node in (first, second))
        return numbers is not None and other_numbers is not None and not have_common(numbers, other_numbers)
    tests = [tests.get(name) for node in (first, second) for tests in (node.when, node.unless)]
    words = {word for test in tests if test is not None for word in test.among or ()}
    return not any(_applies_to(first, name, word) and _applies_to(second, name, word) for word in (*words, None))


def _list_values(analysis: Analysis, nodes: Iterable[Node], name: str) -> tuple[lang.Value | None, ...]:
    """List what a node of labels, or of yes and no, can be worth, None for nothing; empty where a name stands for anything else."""
    if name not in analysis.book.nodes:
        return ()
    labels = analysis.book.nodes[name].labels
    tests = [tests[name] for node in nodes for tests in (node.when, node.unless) if name in tests]
    yes_or_no = any(isinstance(word, bool) for test in tests for word in test.among or ())
    words = labels or ((True, False) if yes_or_no else ())
    return (*words, None) if words else ()


def _applies_at(analysis: Analysis, node: Node, name: str, value: lang.Value | None) -> bool:
    """Whether a node applies where another one is worth this."""
    when, unless, labels = node.when.get(name), node.unless.get(name), analysis.book.nodes[name].labels
    return (when is None or passes_test(when, value, labels)) and not (
        unless is not None and passes_test(unless, value, labels)
    )


def _recall_applying(analysis: Analysis, node: Node, name: str) -> Intervals | None:
    """Find the numbers with which a node applies, once for all the nodes that it is compared with."""
    known, key = analysis.numbers_applying, (node.key, name)
    if key not in known:
        grid = find_value_grid(analysis, name)
        known[key] = None if grid is None else _find_applying(grid, node, name)
    return known[key]


def _find_applying(grid: Grid, node: Node, name: str) -> Intervals | None:
    """Find the numbers with which a node applies; None where a limit is known only in the month."""
    when, unless = node.when.get(name), node.unless.get(name)
    passing = grid.all() if when is None else grid.find_passing(when)
    excluded = () if unless is None else grid.find_passing(unless)
    return None if passing is None or excluded is None else grid.subtract(passing, excluded)


def _applies_to(node: Node, name: str, word: lang.Word | None) -> bool:
    """Whether a node applies to classes of a word; None stands for any other word."""
    when, unless = node.when.get(name), node.unless.get(name)
    return (when is None or when.among is None or word in when.among) and (
        unless is None or word not in (unless.among or ())
    )


CHECKS = (*check_nodes(find_never_applying), find_days_between_clauses)
