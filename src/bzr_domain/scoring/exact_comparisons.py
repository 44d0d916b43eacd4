"""Comparisons that two decimals do not show (按原数比较): a mean of 59.995 stands under 60, and is printed as 60.00."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.quantities import round_to_step, to_fraction
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.result import Result


@attrs.frozen(kw_only=True)
class ExactComparison:
    """A measure that stands in another row of its node's table than the hundredth it would be printed as."""

    node: Node
    measure: Fraction
    printed: Decimal


def find_exact_comparisons(results: Iterable[Result]) -> Iterator[ExactComparison]:
    """Yield each measure whose row in a table is another one than that of the measure with two decimals."""
    for value in (value for result in results for value in result.period_values):
        table, measure = value.node.scale, value.tally
        if not isinstance(table, lang.Table) or measure is None:
            continue
        printed = round_to_step(measure)
        # A whole hundredth is compared as it is printed; what came of no fact may have a table that nobody has read.
        if to_fraction(printed) != measure and _find_row(table, measure) != _find_row(table, to_fraction(printed)):
            yield ExactComparison(node=value.node, measure=measure, printed=printed)


def _find_row(table: lang.Table, number: Fraction) -> int | None:
    return next((place for place, row in enumerate(table.rows) if passes_test(row.test, number)), None)
