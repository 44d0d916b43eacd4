"""Aggregate over periods: how the months of a node become its term (学期汇总): sum, mean, highest or lowest of them.

Two forms of a rulebook take the shorter periods of a node together:
- A parent with a longer period combines its children's periods as it combines children (sum, weighted mean, best): see
  `list_joining_values`. On the term's statement the child itself then stands as its parent takes it: see
  `aggregate_over_periods`.
- A node that reads scores (`scores = "total"`, `take = "mean"`) measures them like any rows: see `measure`.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from operator import lt

import attrs

from bzr_domain.kernel.periods import Per, Period, rank_length
from bzr_domain.register.calendar import Calendar
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.combine import combine_inside
from bzr_domain.scoring.result import Exact, Result
from bzr_domain.scoring.scale import round_value


def find_longer_parent(book: Book, node: Node) -> Node | None:
    """Find the parent with a longer period that a node goes into, directly or through others.

    None where there is none, or where the book is another one, of earlier days, that does not know the parent.
    """
    while (parent := book.nodes.get(node.into or "")) is not None:
        if rank_length(parent.per) > rank_length(node.per):
            return parent
        node = parent
    return None


def find_aggregating_parent(book: Book, node: Node, per: Per) -> Node | None:
    """Find the parent with a longer period, up to `per`, that takes a node's periods one by one.

    None where there is none, or where it adds them up, so that nothing depends on their number.
    """
    parent = find_longer_parent(book, node)
    if parent is None or isinstance(parent.measure, lang.Total) or rank_length(parent.per) > rank_length(per):
        return None
    return parent


def counts_days_off(book: Book, node: Node, per: Per) -> bool:
    """Return whether what stands on days off counts in a longer period: where days are added up, and not one of so many."""
    return node.per == "day" and find_aggregating_parent(book, node, per) is None


def aggregate_over_periods(parent: Node | None, child: Result) -> Result:
    """Aggregate a child's values into its parent's longer period, the way the parent does (mean, highest, lowest).

    A mean stays on the child's scale: the mean of months out of 20 is out of 20. `parent` is None where they are summed.
    """
    numbers = [value for value in child.add_up_by_period() if isinstance(value, Fraction)]
    if parent is None or not numbers:
        return child
    node = attrs.evolve(child.node, weight=Fraction(1))
    number = combine_inside(attrs.evolve(parent, base=None), [(node, value) for value in numbers])
    value = round_value(node, number)
    return attrs.evolve(child, exact=value, earned=max(value, Fraction(0)), deducted=max(-value, Fraction(0)))


def list_joining_values(parent: Node, child: Result) -> list[Exact | None]:
    """List the values of a child that join its parent: its sum, or that of each shorter period where none is summed."""
    if child.node.per != parent.per and not isinstance(parent.measure, lang.Total):
        return child.add_up_by_period()
    return [child.exact]


def is_incomplete(calendar: Calendar, parent: Node, period: Period, children: Sequence[Result], as_of: date) -> bool:
    """Whether a parent that takes shorter periods one by one lacks the value of a due one, or one has not begun (尚缺评估)."""
    inside = [child for child in children if child.node.joins == "inside"]
    shorter = [child for child in inside if child.node.per != parent.per]
    if not shorter or isinstance(parent.measure, lang.Total):
        return False
    counts = [sum(value is not None for value in child.add_up_by_period()) for child in shorter]
    due = [calendar.list_assessed_periods(child.node.per, period) for child in shorter]
    to_come = any(each.first > as_of for periods in due for each in periods)
    return to_come or any(map(lt, counts, map(len, due))) or any(child.exact is None for child in inside)
