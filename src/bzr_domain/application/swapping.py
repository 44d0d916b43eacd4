"""Rows of printed tables that seem swapped (可能串行), for one class over everything recorded."""

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts import streams
from bzr_domain.facts.events import TotalPrinted
from bzr_domain.kernel.periods import Period, month_of
from bzr_domain.projections.swapped_rows import SwappedRows, find_swapped_rows


def swapped_rows(reader: SchoolReader, class_id: str) -> list[SwappedRows]:
    """Every suspected group with a row of a class, over all printed totals of its terms; by day within each month.

    Other classes are read only for the months in which a total of this one differs.
    """
    found = []
    for month in _months(reader, class_id):
        own = [one for one in reader.comparisons(class_id, month) if not one.agrees]
        if own:
            rows = {(one.printed.sheet, one.printed.on) for one in own}
            others = [
                one
                for other in reader.register.classes
                if other != class_id
                for one in reader.comparisons(other, month)
                if (one.printed.sheet, one.printed.on) in rows
            ]
            groups = find_swapped_rows([*own, *others])
            found += [group for group in groups if any(row in own for row in group.rows)]
    return found


def _months(reader: SchoolReader, class_id: str) -> list[Period]:
    """The months in which something was printed about a class."""
    histories = [reader.history(streams.of_class(class_id, term)) for term in reader.register.calendar.terms]
    printed = [one.event for history in histories for one in history.printed.values()]
    days = sorted(event.on for event in printed if isinstance(event, TotalPrinted))
    return list(dict.fromkeys(month_of(day) for day in days))
