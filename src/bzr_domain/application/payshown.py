"""A pay sheet with what has to be known beside it (备注): why months are adjusted, who is left out, what has moved."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs

from bzr_domain.application.find_causes import find_causes
from bzr_domain.application.load_results import load_result
from bzr_domain.application.paysheets import filled_in, sheets
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.periods import Period, month_of
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayLine, PayPrepared
from bzr_domain.pay.pay_sheet import PaySheet
from bzr_domain.pay.payroll import outstanding
from bzr_domain.publication.causes_of_change import Cause
from bzr_domain.scoring.assessment import find_services
from bzr_domain.scoring.deadlines import find_deadline

Whose = tuple[str, str]
"""Teacher and adjusted month."""


@attrs.frozen(kw_only=True)
class Moved:
    """A line of a sheet under way that would come out otherwise now: what it says is paid, and what would be."""

    teacher: str
    name: str
    said: Decimal
    now: Decimal


@attrs.frozen(kw_only=True)
class Late:
    """A sheet that was filled in after the day that a regulation names: that day, how many days after it, and where it stands."""

    due: date
    days: int
    cite: str


@attrs.frozen(kw_only=True)
class Shown:
    """A sheet as it is shown.

    Attributes:
        because: For each adjustment, what was recorded since that month was paid and can have moved it.
        left_out: The classes that had a head teacher and pay nothing: their rulebooks lack the scheme.
        unpublished: The classes on the sheet whose month was never published.
        moved: Of a sheet that is filled in and not paid, the lines that would come out otherwise now.
        stuck: Why such a sheet cannot be filled in now; None where it can.
        late: What it was late for when it was first filled in; None where it was in time, or no day is named.
    """

    wanted: PayPrepared
    sheet: PaySheet
    because: dict[Whose, list[Cause]]
    left_out: tuple[str, ...]
    unpublished: tuple[str, ...]
    moved: tuple[Moved, ...] = ()
    stuck: Message | None = None
    late: Late | None = None

    @property
    def reasons(self) -> list[Recorded[Any]]:
        """Every event that some adjustment comes from."""
        return [one.event for each in self.because.values() for one in each]


def shown(reader: SchoolReader, month: Period, sheet: PaySheet, wanted: PayPrepared) -> Shown:
    """A sheet, or what one would say, with its remarks as known then."""
    on_it = dict.fromkeys(part.class_id for line in wanted.lines for part in line.parts)
    calendar, register = reader.register.calendar, reader.register
    silent = [
        one for one in register.classes if one not in on_it and find_services(register, calendar, one, month)
    ]
    moved = _moved(reader, month, sheet)
    return Shown(
        wanted=wanted,
        sheet=sheet,
        because=_because(reader, sheet, wanted),
        left_out=tuple(silent) if wanted.scheme else (),
        unpublished=tuple(one for one in on_it if load_result(reader, one, month.name).published is None),
        moved=() if isinstance(moved, Message) else moved,
        stuck=moved if isinstance(moved, Message) else None,
        late=_late(reader, month, sheet),
    )


def _late(reader: SchoolReader, month: Period, sheet: PaySheet) -> Late | None:
    """What a sheet was late for; a deadline is counted in the month after the one that is paid."""
    first = sheet.steps[0].event if sheet.steps else None
    after = month_of(month.last + timedelta(days=1))
    for note in reader.vocabulary(None, month.last).notes:
        if note.says == "approval" and note.due is not None and isinstance(first, PayPrepared):
            due = find_deadline(note.due, after, reader.register.calendar, None)
            if due is not None and first.on > due:
                return Late(due=due, days=(first.on - due).days, cite=note.cite)
    return None


def _moved(reader: SchoolReader, month: Period, sheet: PaySheet) -> tuple[Moved, ...] | Message:
    """What would come out otherwise now, or why nothing does; nothing of a sheet that is paid or not begun."""
    said = sheet.sheet
    if said is None or sheet.state == "paid":
        return ()
    try:
        again = filled_in(reader, month, said.scheme, said.allowance)
    except UnknownReference as error:
        return error.message
    if isinstance(again, Refused):
        return again.reason
    before, now = ({line.teacher: line for line in one.lines} for one in (said, again))
    return tuple(
        Moved(
            teacher=who,
            name=(now.get(who) or before[who]).name,
            said=before[who].payable if who in before else ZERO,
            now=now[who].payable if who in now else ZERO,
        )
        for who in dict.fromkeys([*before, *now])
        if _money(before.get(who)) != _money(now.get(who))
    )


def _money(line: PayLine | None) -> tuple[object, ...]:
    return () if line is None else (line.assessment, line.seniority, line.adjustments, line.payable)


def _because(reader: SchoolReader, sheet: PaySheet, wanted: PayPrepared) -> dict[Whose, list[Cause]]:
    """Why each month is adjusted, as known when the sheet was filled in."""
    if sheet.prepared is not None:
        reader = reader.at(reader.as_of, reader.until, up_to=sheet.prepared.position - 1)
    whose = [(line.teacher, one.period) for line in wanted.lines for one in line.adjustments]
    paid = [one for one in sheets(reader) if one.state == "paid"] if whose else []
    return {(who, period): _reasons(reader, who, period, paid) for who, period in whose}


def _reasons(reader: SchoolReader, who: str, period: str, paid: Sequence[PaySheet]) -> list[Cause]:
    own = next(one for one in paid if one.sheet is not None and one.sheet.period == period)
    month = reader.register.calendar.named(period)
    assert own.sheet is not None
    if month is None:
        return []
    book = reader.books.get(own.sheet.allowance)
    found = {
        one.event.position: one
        for class_id in _classes(reader, who, own.sheet, month)
        for one in find_causes(
            reader, class_id, month, _settled(own, who, paid), [] if book is None else [book]
        )
    }
    return [found[at] for at in sorted(found)]


def _settled(own: PaySheet, who: str, paid: Iterable[PaySheet]) -> int:
    """The position of the last paid sheet that left nothing of a month open."""
    assert own.prepared is not None
    assert own.sheet is not None
    period, found = own.sheet.period, own.prepared.position
    for one in paid:
        assert one.prepared is not None
        assert one.sheet is not None
        lines = [line for line in one.sheet.lines if line.teacher == who]
        open_ = [a for line in lines for a in line.adjustments if a.period == period]
        if not outstanding(open_):
            found = max(found, one.prepared.position)
    return found


def _classes(reader: SchoolReader, who: str, paid: PayPrepared, month: Period) -> Iterable[str]:
    """The classes that a teacher had in a month, as it was paid and as known now."""
    then = [part.class_id for line in paid.lines if line.teacher == who for part in line.parts]
    own = [one for one in reader.register.tenures if one.teacher == who]
    now = [one.class_id for one in own if one.touches(month.first, month.last)]
    return dict.fromkeys([*then, *now])
