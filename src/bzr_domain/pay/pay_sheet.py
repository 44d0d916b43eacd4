"""The month's pay sheet (绩效表): prepared → reviewed → approved → handed over → paid, each step by its own hand.

A paid sheet is never opened again: what a paid month turns out to owe stands as an adjustment on the next sheet.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

import attrs

from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayEvent, PayLine, PayPrepared, PayStepTaken, Step

ORDER = "B9 附件二 2 绩效表逐级审核、审批、发放"
CLOSED = "已发放的月份不重开,差额补发或扣回"

State = Literal["none", "prepared", "returned", "reviewed", "approved", "handed-over", "paid"]
AFTER: dict[Step, tuple[State, ...]] = {
    "returned": ("prepared", "reviewed", "approved"),
    "reviewed": ("prepared",),
    "approved": ("reviewed",),
    "handed-over": ("approved",),
    "paid": ("handed-over",),
}
"""Step → the states in which it can be taken."""
STATES: dict[State, Message] = {
    "none": Message("未填表", "not prepared"),
    "prepared": Message("已填表", "prepared"),
    "returned": Message("已退回", "returned"),
    "reviewed": Message("已审核", "reviewed"),
    "approved": Message("已审批", "approved"),
    "handed-over": Message("已交财务", "handed over"),
    "paid": Message("已发放", "paid"),
}


@attrs.frozen
class PaySheet:
    """What has happened to a month's sheet.

    Attributes:
        prepared: The sheet as it was last filled in.
        steps: Every event, in order, returned ones included.
    """

    stream: str
    version: int = 0
    prepared: Recorded[Any] | None = None
    steps: tuple[Recorded[Any], ...] = ()

    @property
    def state(self) -> State:
        """How far it is."""
        last = self.steps[-1].event if self.steps else None
        if isinstance(last, PayStepTaken):
            return last.step
        return "none" if last is None else "prepared"

    @property
    def sheet(self) -> PayPrepared | None:
        """What it says, as it was last filled in."""
        event = None if self.prepared is None else self.prepared.event
        assert event is None or isinstance(event, PayPrepared)
        return event


def initial(stream: str) -> PaySheet:
    """A sheet nobody has begun."""
    return PaySheet(stream)


def evolve(sheet: PaySheet, page: Iterable[Recorded[Any]]) -> PaySheet:
    """Take a page of events into account, in order."""
    for one in page:
        if not isinstance(one.event, PayPrepared | PayStepTaken):
            raise TypeError(f"{type(one.event).__name__} belongs to no pay sheet")
        prepared = one if isinstance(one.event, PayPrepared) else sheet.prepared
        sheet = attrs.evolve(sheet, version=one.version, prepared=prepared, steps=(*sheet.steps, one))
    return sheet


def prepare(
    sheet: PaySheet, wanted: PayPrepared, unpaid: Iterable[str] = ()
) -> tuple[PayEvent, ...] | Refused:
    """Fill the sheet in, or refuse it; a sheet that says the same already takes no event.

    Args:
        unpaid: The other months whose sheets are begun and not paid: what they will have given is not known yet.
    """
    begun = "、".join(unpaid)
    if sheet.state == "paid":
        return _no(f"{wanted.period}的绩效已经发放", f"the sheet of {wanted.period} is paid", CLOSED)
    if sheet.state not in ("none", "prepared", "returned"):
        return _no(
            f"{wanted.period}的绩效表{STATES[sheet.state].zh},要改须先退回",
            f"the sheet of {wanted.period} is {STATES[sheet.state].en}: it has to be returned before it is changed",
            ORDER,
        )
    if begun:
        return _no(
            f"{begun}的绩效表还没有发放;发放以后再填{wanted.period}",
            f"the sheet of {begun} is not paid yet: {wanted.period} comes after it",
            ORDER,
        )
    known = sheet.sheet
    same = known is not None and attrs.evolve(known, on=wanted.on) == wanted and sheet.state == "prepared"
    return () if same else (wanted,)


def take_step(
    sheet: PaySheet, period: str, step: Step, actor: str, note: str, today: date
) -> tuple[PayEvent, ...] | Refused:
    """Take the sheet one step on, or send it back; a step out of order is refused, and two steps by one hand."""
    if sheet.state == step:
        return ()
    if sheet.state not in AFTER[step]:
        needed = "、".join(STATES[state].zh for state in AFTER[step])
        return _no(
            f"{period}的绩效表{STATES[sheet.state].zh},须{needed}以后才能这样做",
            f"the sheet of {period} is {STATES[sheet.state].en}: this comes after {', '.join(AFTER[step])}",
            ORDER,
        )
    if step == "returned" and not note.strip():
        return _no("退回须写明理由", "a return has to say its reason", ORDER)
    if step in ("reviewed", "approved") and is_among(actor, _hands(sheet)):
        return _no(
            f"“{actor}”已经办过这张表,审核、审批须另有其人",
            f"{actor!r} has had a hand in this sheet already: somebody else has to check it",
            ORDER,
        )
    return (PayStepTaken(period=period, step=step, note=note, on=today),)


def _hands(sheet: PaySheet) -> set[str]:
    """Who ever filled the sheet in, and who has had a hand in it since it was last filled in."""
    last = sheet.prepared
    assert last is not None
    return {
        one.actor for one in sheet.steps if isinstance(one.event, PayPrepared) or one.version >= last.version
    }


def given(sheets: Iterable[PaySheet]) -> dict[tuple[str, str], tuple[PayLine, ...]]:
    """What paid sheets gave: (month, teacher) → the lines with something for that month, the month's own first."""
    found: dict[tuple[str, str], tuple[PayLine, ...]] = {}
    for sheet in sheets:
        wanted = sheet.sheet
        for line in wanted.lines if wanted is not None and sheet.state == "paid" else ():
            assert wanted is not None
            for period in (wanted.period, *(one.period for one in line.adjustments)):
                found[period, line.teacher] = (*found.get((period, line.teacher), ()), line)
    return found


def _no(zh: str, en: str, clause: str) -> Refused:
    return Refused(reason=Message(zh, en), clause=clause)
