"""Comparisons that two decimals do not show (按原数比较): a mean of 59.995 stands under 60, and is printed as 60.00."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from bzr_domain.kernel.quantities import is_whole_cents, round_to_step, to_fraction
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.result import ExactComparison, PeriodValue, Result


def find_exact_comparisons(results: Iterable[Result]) -> Iterator[ExactComparison]:
    """Yield each number that a table, `when`, `unless` or `where` takes otherwise than it is shown, once."""
    results = list(results)
    nodes = {result.node.key: result.node for result in results}
    told: set[tuple[str, Fraction]] = set()
    for comparison in (comparison for result in results for comparison in _list_comparisons(result, nodes)):
        if (key := (comparison.node.key, comparison.exact)) not in told:
            told.add(key)
            yield comparison


def _list_comparisons(result: Result, nodes: Mapping[str, Node]) -> Iterator[ExactComparison]:
    yield from result.compared
    for value in result.period_values:
        table, measure = value.node.scale, value.tally
        # A whole hundredth is compared as it is printed; what came of no fact may have a table that nobody has read.
        if not isinstance(table, lang.Table) or measure is None or is_whole_cents(measure):
            continue
        shown = round_to_step(measure)
        if _find_row(table, measure) != _find_row(table, to_fraction(shown)):
            yield ExactComparison(node=_find_owner(value, nodes), exact=measure, shown=shown)


def _find_owner(value: PeriodValue, nodes: Mapping[str, Node]) -> Node:
    """Find whose number was compared: of the one node that a table reads, where it reads one, else the table's own."""
    node = value.node
    if isinstance(node.source, lang.ScoreRows) and [row.number for row in value.rows] == [value.tally]:
        return nodes.get(node.source.node, node)
    return node


def _find_row(table: lang.Table, number: Fraction) -> int | None:
    return next((place for place, row in enumerate(table.rows) if passes_test(row.test, number)), None)
