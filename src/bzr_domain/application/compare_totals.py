"""Compare printed totals (印刷合计) with the computed ones, and find rows that seem swapped (串行)."""

from collections.abc import Collection, Iterable
from datetime import date

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts import class_history
from bzr_domain.facts.events import TotalPrinted
from bzr_domain.kernel.periods import Period, month_of
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.projections.printed_totals import TotalComparison, project_printed_totals
from bzr_domain.projections.swapped_rows import SwappedRows, find_swapped_rows
from bzr_domain.register.calendar import Term


def compare_totals(reader: SchoolReader, class_id: str, period: Period) -> list[TotalComparison]:
    """Compare the totals printed for a class in a period (印刷合计) with the computed ones."""
    calendar = reader.register.calendar
    printed = _list_printed_totals(reader, class_id, calendar.terms_in(calendar.widen_to_weeks(period)))
    return project_printed_totals(reader.load_school_of([class_id], period), class_id, period, printed)


def compare_recorded_totals(
    reader: SchoolReader, sheets: Collection[str], touched: Collection[tuple[str, date]]
) -> list[TotalComparison]:
    """Compare the totals that some sheets print with the computed ones, month by month.

    Args:
        sheets: The names of the sheets.
        touched: Class and day of everything that was recorded from them.
    """
    months = sorted({(month_of(day).first, class_id) for class_id, day in touched}) if sheets else []
    return [
        comparison
        for first, class_id in months
        for comparison in compare_totals(reader, class_id, month_of(first))
        if comparison.printed.sheet in sheets and (class_id, comparison.printed.on) in touched
    ]


def suspect_swapped_rows(reader: SchoolReader, class_id: str) -> list[SwappedRows]:
    """Return every group of rows that seem swapped (可能串行) with a row of a class, over all printed totals of its terms.

    Other classes are read only for the months in which a total of this one differs.
    """
    suspected = []
    for month in _list_printed_months(reader, class_id):
        wrong = [row for row in compare_totals(reader, class_id, month) if not row.agrees]
        if wrong:
            tables = {(row.printed.sheet, row.printed.on) for row in wrong}
            others = [
                row
                for other in reader.register.classes
                if other != class_id
                for row in compare_totals(reader, other, month)
                if (row.printed.sheet, row.printed.on) in tables
            ]
            groups = find_swapped_rows([*wrong, *others])
            suspected += [group for group in groups if any(row in wrong for row in group.rows)]
    return suspected


def _list_printed_months(reader: SchoolReader, class_id: str) -> list[Period]:
    """The months in which something was printed about a class."""
    printed = _list_printed_totals(reader, class_id, reader.register.calendar.terms)
    days = sorted(total.event.on for total in printed)
    return list(dict.fromkeys(month_of(day) for day in days))


def _list_printed_totals(reader: SchoolReader, class_id: str, terms: Iterable[Term]) -> list[Recorded[TotalPrinted]]:
    """Every total printed for a class in some terms, also where there was no such class."""
    histories = (reader.history(class_history.stream_of(class_id, term)) for term in terms)
    return class_history.list_printed_totals(histories)
