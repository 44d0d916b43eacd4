"""Where nodes apply (适用): whether one ever does, and whether two ever do together."""

from collections.abc import Iterator
from fractions import Fraction

from bzr_domain.kernel.messages import Message
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import CLASS_WORDS
from bzr_domain.rulebook.lint.finding import Code, Raised, Text
from bzr_domain.rulebook.lint.grid import Grid, Stretches, meet
from bzr_domain.rulebook.lint.intervals import Span
from bzr_domain.rulebook.lint.matching_facts import word_passes
from bzr_domain.rulebook.lint.rows import FIGURES
from bzr_domain.rulebook.node import Node

_COUNTED = Span(Fraction(0), None)

CODES = {
    "never-applies": Code(
        Message("写了却永远不适用", "it stands in the text and can never apply"),
        Message("改正 when 或 unless 的条件", "correct its when or unless"),
    ),
    "days-gap": Code(
        Message("这几天的事实记录了也不计分", "what is recorded on those days counts for nothing"),
        Message(
            "改正 since 或 until,让前后两条相接", "correct since or until, so that the one follows the other"
        ),
    ),
    "never-in-force": Code(
        Message(
            "施行的日子与本规则的施行期没有重合", "its days and those of the rulebook have none in common"
        ),
        Message("改正 since、until,或删去这一条", "correct since and until, or remove it"),
    ),
}


def between(text: Text) -> Iterator[Raised]:
    """前后两条之间空了几天: a clause ends, and the next that counts the same facts begins days later."""
    for node in text.nodes:
        same = [one for one in text.nodes if one is not node and one.into == node.into and _alike(one, node)]
        if node.until is None or any(one.since is None for one in same):
            continue
        later = [one.since for one in same if one.since is not None and one.since > node.until]
        if later and (min(later) - node.until).days > 1:
            what = Message(
                f"{node.until}之后、{min(later)}之前没有哪一条计算这些事实",
                f"after {node.until} and before {min(later)} nothing counts these facts",
            )
            yield Raised("days-gap", node.key, what)


def _alike(one: Node, two: Node) -> bool:
    """Whether two nodes count the same facts."""
    mine, its = one.source, two.source
    return (
        isinstance(mine, lang.FactRows) and isinstance(its, lang.FactRows) and mine.selectors == its.selectors
    )


def applying(text: Text) -> Iterator[Raised]:
    """永远不适用: `when` that cannot hold, `unless` that always does, days outside the rulebook's."""
    for node in text.nodes:
        for name in (*node.when, *node.unless):
            if _never(text, node, name):
                what = Message(f"{name} 的条件不可能成立", f"its condition on {name} can never be met")
                yield Raised("never-applies", node.key, what)
        since, until = text.book.since, text.book.until
        late = until is not None and node.since is not None and node.since > until
        early = since is not None and node.until is not None and node.until < since
        if late or early:
            zh, en = (
                ("在本规则废止之后", "after the rulebook's end")
                if late
                else ("在本规则施行之前", "before the rulebook's start")
            )
            yield Raised("never-in-force", node.key, Message(f"施行期{zh}", f"it is in force {en} only"))


def _never(text: Text, node: Node, name: str) -> bool:
    when, unless = node.when.get(name), node.unless.get(name)
    if when is not None and when == unless:
        return True
    if when == lang.Test(present=False):
        return name in text.book.nodes and name not in text.reach.nothing
    grid = grid_of(text, name)
    labels = text.book.nodes[name].labels if name in text.book.nodes else ()
    if labels:
        return when is not None and not any(
            word_passes(when, label, labels) and not (unless and word_passes(unless, label, labels))
            for label in labels
        )
    if grid is None:
        words = None if when is None else when.among
        return words is not None and not any(_holds(node, name, word) for word in words)
    passing = grid.all() if when is None else grid.passing(when)
    out = () if unless is None else grid.passing(unless)
    if passing is None or out is None:
        return False
    given = unless is None or name not in text.reach.nothing
    return given and not grid.without(passing, out)


def grid_of(text: Text, name: str) -> Grid | None:
    """The numbers that a figure or a node can be worth; None for words and for what is yes or no."""
    if name in CLASS_WORDS:
        return None
    node = text.book.nodes.get(name)
    if node is None:
        return Grid(FIGURES.get(name, _COUNTED), Fraction(1))
    return Grid(text.reach.values[name], text.grains.values[name])


def never_together(text: Text, one: Node, two: Node) -> bool:
    """Whether two nodes never apply to the same class on the same day."""
    if one.until is not None and two.since is not None and one.until < two.since:
        return True
    if two.until is not None and one.since is not None and two.until < one.since:
        return True
    names = {*one.when, *one.unless} & {*two.when, *two.unless}
    return any(_apart(text, one, two, name) for name in names)


def _apart(text: Text, one: Node, two: Node, name: str) -> bool:
    grid = grid_of(text, name)
    if grid is not None:
        mine, its = _let(grid, one, name), _let(grid, two, name)
        return mine is not None and its is not None and not meet(mine, its)
    words = {
        word for node in (one, two) for tests in (node.when, node.unless) for word in _words(tests.get(name))
    }
    return not any(_holds(one, name, word) and _holds(two, name, word) for word in (*words, None))


def _let(grid: Grid, node: Node, name: str) -> Stretches | None:
    when, unless = node.when.get(name), node.unless.get(name)
    passing = grid.all() if when is None else grid.passing(when)
    out = () if unless is None else grid.passing(unless)
    return None if passing is None or out is None else grid.without(passing, out)


def _words(test: lang.Test | None) -> tuple[lang.Word, ...]:
    return () if test is None else test.among or ()


def _holds(node: Node, name: str, word: lang.Word | None) -> bool:
    """Whether a node applies to classes of a word; None stands for any other word."""
    when, unless = node.when.get(name), node.unless.get(name)
    return (when is None or when.among is None or word in when.among) and (
        unless is None or word not in (unless.among or ())
    )


CHECKS = (applying, between)
