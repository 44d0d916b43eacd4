"""Remarks beside a pay sheet (备注): who is left out, what changed since it was filled in, and whether it was late."""

from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from bzr_domain.kernel.periods import Period, month_of
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayLine, PayPrepared
from bzr_domain.pay.pay_impact import PayImpact, compare_pay
from bzr_domain.pay.pay_sheet import PaySheet, list_classes
from bzr_domain.pay.payroll import sum_outstanding
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.scoring.reach import find_deadline
from bzr_domain.scoring.services import find_services


@attrs.frozen(kw_only=True)
class Lateness:
    """A sheet that was filled in after the day that a regulation names: that day, and how many days after it."""

    deadline: date
    days: int
    cite: str


def find_lateness(sheet: PaySheet, month: Period, book: Book, register: SchoolRegister) -> Lateness | None:
    """Return what a sheet was late for when it was first filled in; a deadline is counted in the month after the paid one.

    Args:
        book: The rulebook whose notes may name a day for the approval.
    """
    first = sheet.steps[0].event if sheet.steps else None
    after = month_of(month.last + timedelta(days=1))
    for note in book.notes:
        if note.says == "approval" and note.due is not None and isinstance(first, PayPrepared):
            deadline = find_deadline(note.due, after, register.calendar, None)
            if deadline is not None and first.on > deadline:
                return Lateness(deadline=deadline, days=(first.on - deadline).days, cite=note.cite)
    return None


def compare_lines(before: PayPrepared, after: PayPrepared) -> tuple[PayImpact, ...]:
    """Return what is payable on every line whose money differs between a sheet and the same sheet filled in now."""
    old, new = ({line.teacher: line for line in sheet.lines} for sheet in (before, after))
    names = {teacher: line.name for side in (old, new) for teacher, line in side.items()}
    payable = ({teacher: line.payable for teacher, line in side.items()} for side in (old, new))
    return tuple(
        impact
        for impact in compare_pay(names, *payable)
        if _list_money(old.get(impact.teacher)) != _list_money(new.get(impact.teacher))
    )


def _list_money(line: PayLine | None) -> tuple[object, ...]:
    return () if line is None else (line.assessment, line.seniority, line.adjustments, line.payable)


def find_left_out(sheet: PayPrepared, month: Period, register: SchoolRegister) -> tuple[str, ...]:
    """Return the classes that had a head teacher and pay nothing, since their rulebooks lack the scheme."""
    if not sheet.scheme:
        return ()
    paying = list_classes(sheet)
    return tuple(
        class_id
        for class_id in register.classes
        if class_id not in paying and find_services(register, register.calendar, class_id, month)
    )


def find_settled_position(own: Recorded[PayPrepared], teacher: str, paid: Iterable[Recorded[PayPrepared]]) -> int:
    """Return the position of the last paid sheet that left nothing of a month outstanding or waiting for a teacher.

    Args:
        own: The month's own sheet.
    """
    positions = [own.position]
    for sheet in paid:
        lines = [line for line in sheet.event.lines if line.teacher == teacher]
        adjustments = [adjustment for line in lines for adjustment in line.adjustments]
        newer = () if sheet.event.accept_meaning else sheet.event.newer
        waits = (teacher, own.event.period) in {(figure.teacher, figure.period) for figure in newer}
        if not waits and not sum_outstanding(a for a in adjustments if a.period == own.event.period):
            positions.append(sheet.position)
    return max(positions)


def find_classes_of(teacher: str, paid: PayPrepared, month: Period, register: SchoolRegister) -> list[str]:
    """Return the classes that a teacher had in a month, as it was paid and as known now."""
    on_sheet = [part.class_id for line in paid.lines if line.teacher == teacher for part in line.parts]
    held = [
        tenure.class_id
        for tenure in register.tenures
        if tenure.teacher == teacher and tenure.touches(month.first, month.last)
    ]
    return list(dict.fromkeys([*on_sheet, *held]))
