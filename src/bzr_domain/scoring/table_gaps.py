"""Numbers that fall into a gap of a table (落在缝里): 89.5 where one band ends at 89 and the next begins at 90."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.matching import passes_test
from bzr_domain.rulebook.node import Node
from bzr_domain.scoring.result import PeriodValue, Result


@attrs.frozen(kw_only=True)
class TableGap:
    """A measure for which its node's table prints no band, though it prints bands on both sides of it."""

    node: Node
    measure: Fraction

    @property
    def falls_to_rest(self) -> bool:
        """Whether the row without a test takes it (其余), which is meant for what is beyond the bands."""
        return self.node.table_rows[-1].test == lang.Test()


def find_table_gaps(results: Iterable[Result]) -> Iterator[TableGap]:
    """Yield each measure that no band of its table takes, once for each node.

    Between two bands a row without a test takes it, which is meant for what is beyond them. Beyond the ends of its bands a
    node that is added to another may well give nothing; an outcome is to say something.
    """
    seen = set()
    for value in (value for result in results for value in result.period_values):
        if value.tally is not None and _is_missed(value) and (value.node.key, value.tally) not in seen:
            seen.add((value.node.key, value.tally))
            yield TableGap(node=value.node, measure=value.tally)


def _is_missed(value: PeriodValue) -> bool:
    node, measure = value.node, value.tally
    if measure is None or value.place is not None:
        return False
    if value.exact is not None:
        return not node.gives_flags and any(passes_test(gap, measure) for gap in node.printed_gaps)
    if node.gives_flags and all(row.gives for row in node.table_rows):
        return False  # A table of yes alone says no by its silence.
    return _is_between_bands(node, measure) or (node.into is None and len(node.table_rows) > 1)


def _is_between_bands(node: Node, measure: Fraction) -> bool:
    """Whether one band ends at or below a measure, and another begins at or above it, or ends right before it."""
    tests = [row.test for row in node.table_rows]
    begins = [
        Fraction(end) for test in tests for end in (test.lowest, test.above) if isinstance(end, Decimal | Fraction)
    ]
    ends = [
        Fraction(end) for test in tests for end in (test.highest, test.below) if isinstance(end, Decimal | Fraction)
    ]
    is_open = len(tests) > 1 and any(test.below == measure for test in tests)
    return is_open or (any(end <= measure for end in ends) and any(end >= measure for end in begins))
