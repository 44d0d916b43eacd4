"""Show a pay sheet with its remarks (备注): why months are adjusted, who is left out, what changed since it was filled in."""

import attrs

from bzr_domain.application.check_published import find_causes
from bzr_domain.application.list_used_numbers import list_used_numbers
from bzr_domain.application.load_results import load_result
from bzr_domain.application.newer_meaning import find_results_moved_by_meaning
from bzr_domain.application.prepare_pay import fill_in_pay_sheet, load_pay_sheets
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Message, Refused, UnknownReference
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.hand_over import UsedNumber
from bzr_domain.pay.pay_impact import PayImpact
from bzr_domain.pay.pay_sheet import PaySheet, find_month, list_classes, list_paid_sheets
from bzr_domain.pay.sheet_remarks import (
    Lateness,
    compare_lines,
    find_classes_of,
    find_lateness,
    find_left_out,
    find_settled_position,
)
from bzr_domain.publication.causes_of_change import Cause, sort_causes

TeacherMonth = tuple[str, str]
"""Teacher and adjusted month."""


@attrs.frozen(kw_only=True)
class PaySheetReport:
    """A sheet as it is shown.

    Attributes:
        content: What the sheet says, or would say.
        causes: For each adjustment, and each figure that newer software moved, what was recorded since that month was paid and can have moved it.
        left_out: The classes that had a head teacher and pay nothing: their rulebooks lack the scheme.
        unpublished: The classes on the sheet whose month was never published.
        newly_computed: The classes whose published results newer software computes otherwise.
        changed: Of a sheet that is filled in and not paid, the lines that would come out otherwise now.
        obstacle: Why such a sheet cannot be filled in now; None where it can.
        lateness: What it was late for when it was first filled in; None where it was in time, or no day is named.
        numbers: Every number that it uses, with what is open about it; of a paid sheet, as known when it was paid.
    """

    content: PayPrepared
    sheet: PaySheet
    causes: dict[TeacherMonth, list[Cause]]
    left_out: tuple[str, ...]
    unpublished: tuple[str, ...]
    newly_computed: tuple[str, ...] = ()
    changed: tuple[PayImpact, ...] = ()
    obstacle: Message | None = None
    lateness: Lateness | None = None
    numbers: tuple[UsedNumber, ...] = ()

    @property
    def events(self) -> list[Recorded[object]]:
        """Every event that some adjustment comes from."""
        return [cause.event for causes in self.causes.values() for cause in causes]


def report_pay_sheet(reader: SchoolReader, month: Period, sheet: PaySheet, content: PayPrepared) -> PaySheetReport:
    """Return a sheet, or what one would say, with its remarks as known then."""
    changed = _find_changes(reader, month, sheet)
    unpublished = (
        class_id for class_id in list_classes(content) if load_result(reader, class_id, month.name).published is None
    )
    moved = (
        []
        if sheet.state == "paid"
        else [result.class_id for result in find_results_moved_by_meaning(reader, month, list_classes(content))]
    )
    return PaySheetReport(
        content=content,
        sheet=sheet,
        causes=_find_causes(reader, sheet, content),
        left_out=find_left_out(content, month, reader.register),
        unpublished=tuple(unpublished),
        newly_computed=tuple(moved),
        changed=() if isinstance(changed, Message) else changed,
        obstacle=changed if isinstance(changed, Message) else None,
        lateness=find_lateness(sheet, month, reader.vocabulary(None, month.last), reader.register),
        numbers=_list_numbers(reader, sheet, content),
    )


def _list_numbers(reader: SchoolReader, sheet: PaySheet, content: PayPrepared) -> tuple[UsedNumber, ...]:
    paid = list_paid_sheets(load_pay_sheets(reader))
    if sheet.state == "paid":
        reader = reader.at(reader.as_of, reader.until, up_to=sheet.steps[-1].position)
    return list_used_numbers(reader, content, paid)


def _find_changes(reader: SchoolReader, month: Period, sheet: PaySheet) -> tuple[PayImpact, ...] | Message:
    """Return the lines that would come out otherwise now, or why none can; nothing of a sheet that is paid or not begun."""
    if sheet.content is None or sheet.state == "paid":
        return ()
    try:
        content = sheet.content
        reason = content.accept_meaning
        now = fill_in_pay_sheet(reader, month, content.scheme, content.allowance, accept_meaning=reason)
    except UnknownReference as error:
        return error.message
    return now.reason if isinstance(now, Refused) else compare_lines(sheet.content, now)


def _find_causes(reader: SchoolReader, sheet: PaySheet, content: PayPrepared) -> dict[TeacherMonth, list[Cause]]:
    """Return why each month is adjusted, as known when the sheet was filled in."""
    if sheet.prepared is not None:
        reader = reader.at(reader.as_of, reader.until, up_to=sheet.prepared.position - 1)
    adjusted = [(line.teacher, adjustment.period) for line in content.lines for adjustment in line.adjustments]
    adjusted += [(each.teacher, each.period) for each in content.newer]
    paid = list_paid_sheets(load_pay_sheets(reader)) if adjusted else []
    return {(teacher, period): _explain_adjustment(reader, teacher, period, paid) for teacher, period in adjusted}


def _explain_adjustment(
    reader: SchoolReader, teacher: str, period: str, paid: list[Recorded[PayPrepared]]
) -> list[Cause]:
    """Return what was recorded since a month was last settled for a teacher, in the classes of that teacher."""
    own = next(sheet for sheet in paid if sheet.event.period == period)
    month = find_month(own.event)
    book = reader.books.get(own.event.allowance)
    settled = find_settled_position(own, teacher, paid)
    causes = (
        cause
        for class_id in find_classes_of(teacher, own.event, month, reader.register)
        for cause in find_causes(reader, class_id, month, settled, [] if book is None else [book])
    )
    return sort_causes(causes, settled)
