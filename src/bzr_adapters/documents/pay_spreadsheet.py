"""The pay sheet for finance (绩效表) as a sheet: a row for each head teacher, the sum, the remarks, and who signs for what."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bzr_adapters.documents.pay import (
    HEADS,
    PayTold,
    amounts,
    describe_adjustment,
    describe_change,
    describe_newer,
    list_remarks,
    step_and_note,
)
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.kernel.recorded import Recorded
from bzr_domain.pay.events import PayEvent, PayLine
from bzr_domain.pay.pay_sheet import STATES, PaySheet, SheetState
from bzr_domain.pay.payroll import sum_outstanding
from bzr_domain.register.people import ROLES

_HEADS = HEADS + Message("|未扣回|说明", "|outstanding|remarks")
_SIGNED: Mapping[SheetState, Message] = {
    "prepared": Message("制表", "prepared by"),
    "reviewed": Message("审核", "reviewed by"),
    "approved": Message("审批", "approved by"),
    "handed-over": Message("交财务", "handed over by"),
    "paid": Message("发放", "paid by"),
}
"""State → the word beside which whoever brings the sheet into it signs."""


def pay_sheet(told: PayTold, lang: Lang) -> Sheet:
    """The sheet with its remarks below, and a line to sign for each step; steps taken bear the name and the day."""
    report = told.report
    content, state = report.content, STATES[report.sheet.state]
    scheme = Message("只有班主任龄奖励", "the seniority allowance alone")
    if content.scheme:
        scheme = Message(f"方案 {content.scheme}", content.scheme)
    rows = [_row(line, lang) for line in content.lines]
    columns = zip(*map(_list_amounts, content.lines), strict=True)
    block = Block(
        heads=_HEADS.in_(lang).split("|"),
        rows=rows,
        numbers=range(2, 8),
        total=[Message("合计", "sum").in_(lang), "", *(sum(column, ZERO) for column in columns), ""] if rows else (),
        notes=[describe_newer(figure, content).in_(lang) for figure in content.newer],
    )
    remarks = [*list_remarks(report, told.classes), *map(describe_change, report.changed)]
    return Sheet(
        name=Message(
            f"{content.period} 绩效表({state.zh},{scheme.zh})",
            f"pay sheet of {content.period} ({state.en}, {scheme.en})",
        ),
        blocks=[block],
        notes=[
            *(remark.in_(lang) for remark in remarks),
            *told.approvals,
            *(line.in_(lang) for line in _list_signatures(told)),
        ],
    )


def _row(line: PayLine, lang: Lang) -> list[Cell]:
    why = Message.joined(map(describe_adjustment, line.adjustments)).in_(lang)
    return [line.name, line.teacher, *_list_amounts(line), why]


def _list_amounts(line: PayLine) -> tuple[Decimal, ...]:
    return (*amounts(line), sum_outstanding(line.adjustments))


def _list_signatures(told: PayTold) -> Iterator[Message]:
    """A line for each step, with the roles that may take it; who took it signs with name and day."""
    step_of_state = {step_and_note(recorded.event)[0]: recorded for recorded in _list_steps_in_force(told.report.sheet)}
    for state, words in _SIGNED.items():
        step, roles = step_of_state.get(state), Message.listed(map(_name_role, told.signers.get(state, ())))
        who = "" if step is None else f"{step.actor} {step.recorded_at.astimezone(told.words.zone).date()}"
        zh, en = (f"({roles.zh})", f" ({roles.en})") if roles.zh else ("", "")
        yield Message(f"{words.zh}{zh}:{who}", f"{words.en}{en}: {who}".rstrip())


def _list_steps_in_force(sheet: PaySheet) -> list[Recorded[PayEvent]]:
    """Return the steps since the sheet was last filled in."""
    since = 0 if sheet.prepared is None else sheet.prepared.position
    return [step for step in sheet.steps if step.position >= since]


def _name_role(role: str) -> Message:
    return Message(ROLES.get(role, role), role)
