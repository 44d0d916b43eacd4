"""The aggregate of a month's pay sheet (绩效表): prepared → reviewed → approved → handed over → paid, step by step.

Whoever reviews or approves it had no hand in it before. A paid sheet is never opened again: what a paid month turns out
to owe stands as an adjustment on the next sheet. Its events stand in `bzr_domain.pay.events`.
"""

from collections.abc import Iterable
from typing import Literal, assert_never

import attrs

from bzr_domain.kernel.messages import Message, Refused, forbid, refuse
from bzr_domain.kernel.names import is_among
from bzr_domain.kernel.periods import Period, parse_month
from bzr_domain.kernel.readings import PAID_STAYS
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.kernel.replay import holds
from bzr_domain.pay.events import PayEvent, PayLine, PayPrepared, PayStepTaken, Step
from bzr_domain.pay.hand_over import UsedNumber, refuse_hand_over

IN_ORDER = "B9 附件二 2 绩效表逐级审核、审批、发放"

SheetState = Literal["none", "prepared", "returned", "reviewed", "approved", "handed-over", "paid"]
_BEFORE: dict[Step, tuple[SheetState, ...]] = {
    "returned": ("prepared", "reviewed", "approved"),
    "reviewed": ("prepared",),
    "approved": ("reviewed",),
    "handed-over": ("approved",),
    "paid": ("handed-over",),
}
"""Step → the states in which it can be taken."""
STATES: dict[SheetState, Message] = {
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
        preparers: Everybody who ever filled it in.
        participants: The preparers, and everybody who took a step since it was last filled in.
    """

    stream: str
    version: int = 0
    state: SheetState = "none"
    prepared: Recorded[PayPrepared] | None = None
    steps: tuple[Recorded[PayEvent], ...] = ()
    preparers: frozenset[str] = frozenset()
    participants: frozenset[str] = frozenset()

    @property
    def content(self) -> PayPrepared | None:
        """What the sheet says, as it was last filled in."""
        return None if self.prepared is None else self.prepared.event


def initial(stream: str) -> PaySheet:
    """Return a sheet that nobody has begun."""
    return PaySheet(stream)


def evolve(sheet: PaySheet, recorded: Recorded[PayEvent]) -> PaySheet:
    """Return the sheet after one more event; nothing is judged, it has already happened."""
    sheet = attrs.evolve(sheet, version=recorded.version, steps=(*sheet.steps, recorded))
    if holds(recorded, PayPrepared):
        preparers = sheet.preparers | {recorded.actor}
        return attrs.evolve(sheet, state="prepared", prepared=recorded, preparers=preparers, participants=preparers)
    if holds(recorded, PayStepTaken):
        participants = sheet.participants | {recorded.actor}
        return attrs.evolve(sheet, state=recorded.event.step, participants=participants)
    raise TypeError(f"{type(recorded.event).__name__} belongs to no pay sheet")


@attrs.frozen(kw_only=True)
class PreparePaySheet:
    """Fill the sheet in.

    Attributes:
        content: What the sheet is to say.
        unpaid: The other months whose sheets are begun and not paid: what they will have given is not known yet.
    """

    content: PayPrepared
    unpaid: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class TakePayStep:
    """Take the sheet one step on, or send it back.

    Attributes:
        numbers: The numbers that the sheet uses; they are asked where it is handed over.
    """

    event: PayStepTaken
    actor: str
    numbers: tuple[UsedNumber, ...] = ()


PayCommand = PreparePaySheet | TakePayStep


def decide(sheet: PaySheet, command: PayCommand) -> tuple[PayEvent, ...] | Refused:
    """Return the events that a command causes, or its refusal; a command that was carried out already yields no event."""
    match command:
        case PreparePaySheet():
            return _prepare(sheet, command)
        case TakePayStep():
            return _take_step(sheet, command)
        case _:
            assert_never(command)


def _prepare(sheet: PaySheet, command: PreparePaySheet) -> tuple[PayEvent, ...] | Refused:
    """Fill the sheet in: not once paid, not while it is checked, and not before the sheets begun earlier are paid."""
    content, period = command.content, command.content.period
    if sheet.state == "paid":
        return refuse(f"{period}的绩效已经发放", f"the sheet of {period} is paid", PAID_STAYS, code="pay.already-paid")
    if sheet.state not in ("none", "prepared", "returned"):
        state = STATES[sheet.state]
        return refuse(
            f"{period}的绩效表{state.zh},要改须先退回",
            f"the sheet of {period} is {state.en}: it has to be returned before it is changed",
            IN_ORDER,
            code="pay.under-check",
        )
    if command.unpaid:
        unpaid = "、".join(command.unpaid)
        return refuse(
            f"{unpaid}的绩效表还没有发放;发放以后再填{period}",
            f"the sheet of {unpaid} is not paid yet: {period} comes after it",
            IN_ORDER,
            code="pay.earlier-unpaid",
        )
    last = sheet.content
    same = last is not None and attrs.evolve(last, on=content.on) == content and sheet.state == "prepared"
    return () if same else (content,)


def _take_step(sheet: PaySheet, command: TakePayStep) -> tuple[PayEvent, ...] | Refused:
    """Take a step in its order; whoever had a hand in the sheet neither reviews nor approves it."""
    period, step, actor = command.event.period, command.event.step, command.actor
    if sheet.state == step:
        return ()
    if sheet.state not in _BEFORE[step]:
        needed = "、".join(STATES[state].zh for state in _BEFORE[step])
        return refuse(
            f"{period}的绩效表{STATES[sheet.state].zh},须{needed}以后才能这样做",
            f"the sheet of {period} is {STATES[sheet.state].en}: this comes after {', '.join(_BEFORE[step])}",
            IN_ORDER,
            code="pay.other-step",
        )
    if step == "returned" and not command.event.note.strip():
        return refuse("退回须写明理由", "a return has to say its reason", IN_ORDER, code="reason.missing")
    if step in ("reviewed", "approved") and is_among(actor, sheet.participants):
        return forbid(
            f"“{actor}”已经办过这张表,审核、审批须另有其人",
            f"{actor!r} has had a hand in this sheet already: somebody else has to check it",
            IN_ORDER,
            code="right.four-eyes",
        )
    if step == "handed-over" and sheet.content is not None:
        refused = refuse_hand_over(sheet.content, command.event, command.numbers)
        return refused or (command.event,)
    return (command.event,)


def find_month(content: PayPrepared) -> Period:
    """Return the month that a sheet is of."""
    month = parse_month(content.period)
    assert month is not None, "a sheet is of a month, and a month is named by its days"
    return month


def list_classes(sheet: PayPrepared) -> list[str]:
    """Return the classes on a sheet, in order."""
    return list(dict.fromkeys(part.class_id for line in sheet.lines for part in line.parts))


def list_paid_sheets(sheets: Iterable[PaySheet]) -> list[Recorded[PayPrepared]]:
    """Return what the paid ones among some sheets say, as they were filled in."""
    return [sheet.prepared for sheet in sheets if sheet.state == "paid" and sheet.prepared is not None]


def list_paid_lines(paid: Iterable[PayPrepared]) -> dict[tuple[str, str], tuple[PayLine, ...]]:
    """Return (month, teacher) → the lines of paid sheets with something for that month, the month's own first."""
    lines: dict[tuple[str, str], tuple[PayLine, ...]] = {}
    for sheet in paid:
        for line in sheet.lines:
            for period in (sheet.period, *(adjustment.period for adjustment in line.adjustments)):
                key = period, line.teacher
                lines[key] = (*lines.get(key, ()), line)
    return lines
