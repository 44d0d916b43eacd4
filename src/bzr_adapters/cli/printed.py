"""Printed totals (印刷合计): what the sheets of one call print, against what the rulebook computes."""

from collections.abc import Sequence

import attrs

from bzr_adapters.documents.recording import Checked, Difference
from bzr_domain.application.queries import compare_totals
from bzr_domain.application.record_sheets import Recording
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.incoming_sheet import IncomingSheet
from bzr_domain.kernel.periods import month_of
from bzr_domain.projections.printed_totals import TotalComparison
from bzr_domain.projections.swapped_rows import find_swapped_rows

__all__ = ["Checked", "check_printed"]


def check_printed(reader: SchoolReader, sheets: Sequence[IncomingSheet], outcome: Recording) -> Checked:
    """Compare the totals that some sheets print, for the classes and months that their recording touched."""
    names = {sheet.name for sheet in sheets if sheet.totals}
    if not names:
        return Checked()
    months = sorted({(month_of(day).first, class_id) for class_id, day in outcome.touched})
    found = Checked()
    for first, class_id in months:
        cell = month_of(first)
        compared = [
            one
            for one in compare_totals(reader, class_id, cell)
            if one.printed.sheet in names and (class_id, one.printed.on) in outcome.touched
        ]
        wrong = [one for one in compared if not one.agrees]
        differences = [_difference(reader, one) for one in wrong]
        found = attrs.evolve(
            found,
            compared=found.compared + len(compared),
            differences=(*found.differences, *differences),
        )
    groups = find_swapped_rows(one.comparison for one in found.differences)
    return attrs.evolve(found, swapped=tuple(groups))


def _difference(reader: SchoolReader, one: TotalComparison) -> Difference:
    day = month_of(one.printed.on)
    facts = {fact.id: fact for fact in reader.current_facts(one.printed.class_id, day)}
    return Difference(
        comparison=one,
        class_name=reader.register.classes[one.printed.class_id].name,
        facts=tuple(facts[name] for name in one.facts if name in facts),
        kinds=reader.kinds,
    )
