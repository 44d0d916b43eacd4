"""Find what leaving a fact out would do to the pay of months whose sheets are begun (补发、扣回)."""

from collections.abc import Iterator

from bzr_domain.application.prepare_pay import load_pay_sheets
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.counterfactual.without_fact import Dispute
from bzr_domain.kernel.messages import UnknownReference
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.pay_impact import (
    PayImpact,
    SheetImpact,
    add_classes_of_heads,
    compute_pay_impacts,
    find_allowance_classes,
)
from bzr_domain.pay.pay_sheet import find_month


def find_pay_impacts(reader: SchoolReader, dispute: Dispute) -> tuple[SheetImpact, ...]:
    """Return whose pay changes without a fact, on the sheets begun, by each sheet's own scheme and allowance."""
    return tuple(
        SheetImpact(month=sheet.content.period, state=sheet.state, impact=impact)
        for sheet in load_pay_sheets(reader)
        if sheet.content is not None
        for impact in _find_on_sheet(reader, dispute, sheet.content)
    )


def _find_on_sheet(reader: SchoolReader, dispute: Dispute, sheet: PayPrepared) -> Iterator[PayImpact]:
    """Yield whose pay changes on one sheet; nobody's where a rulebook adopted since asks which scheme pays (see `bzr pay`)."""
    month = find_month(sheet)
    allowance = reader.books.get(sheet.allowance)
    changed = [
        difference.before for difference in (dispute.difference, *dispute.beyond) if difference.changed
    ]
    touched = {statement.school_class.id for statement in changed if statement.period == month}
    touched |= find_allowance_classes(reader.load_school_from(()), dispute.fact.fact, month, allowance)
    classes = add_classes_of_heads(reader.register, month, touched)
    if not classes:
        return
    histories = reader.load_histories(
        [(class_id, month) for class_id in classes], [] if allowance is None else [allowance]
    )
    school = reader.load_school_from(histories)
    try:
        yield from compute_pay_impacts(school, dispute.fact.id, sheet, classes, allowance)
    except UnknownReference:
        return
