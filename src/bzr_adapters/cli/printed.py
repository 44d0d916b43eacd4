"""Printed totals (印刷合计): what the sheets of one call print, against what the rulebook computes."""

from collections.abc import Sequence

from bzr_adapters.documents.recording import Checked, Difference
from bzr_domain.application.compare_totals import compare_recorded_totals
from bzr_domain.application.record_sheets import Recording
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.kernel.periods import month_of
from bzr_domain.projections.printed_totals import TotalComparison
from bzr_domain.projections.swapped_rows import find_swapped_rows

__all__ = ["Checked", "check_printed"]


def check_printed(reader: SchoolReader, sheets: Sequence[IncomingSheet], outcome: Recording) -> Checked:
    """Compare the totals that some sheets print, for the classes and days that their recording touched."""
    names = {sheet.name for sheet in sheets if sheet.totals}
    comparisons = compare_recorded_totals(reader, names, outcome.touched)
    return Checked(
        compared=len(comparisons),
        differences=tuple(_difference(reader, total) for total in comparisons if not total.agrees),
        swapped=tuple(find_swapped_rows(comparisons)),
    )


def _difference(reader: SchoolReader, one: TotalComparison) -> Difference:
    day = month_of(one.printed.on)
    facts = {fact.id: fact for fact in reader.current_facts(one.printed.class_id, day)}
    return Difference(
        comparison=one,
        class_name=reader.register.classes[one.printed.class_id].name,
        facts=tuple(facts[name] for name in one.facts if name in facts),
        kinds=reader.kinds,
    )
