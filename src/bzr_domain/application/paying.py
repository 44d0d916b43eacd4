"""Pay sheets (绩效表) taken through their steps: prepared, checked, approved, paid. Load → decide → append."""

import attrs

from bzr_domain.application.paysheets import filled_in, sheet_of, sheets
from bzr_domain.application.ports import Batch
from bzr_domain.application.recording import Recorder
from bzr_domain.application.writer import retry_on_conflict
from bzr_domain.facts import streams
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.pay import pay_sheet as paysheet
from bzr_domain.pay.events import PayEvent, Step
from bzr_domain.register import school_register
from bzr_domain.register.roster import RulebookText
from bzr_domain.register.school_register import RegisterRulebook

RIGHTS: dict[Step, str] = {
    "returned": "pay.return",
    "reviewed": "pay.review",
    "approved": "pay.approve",
    "handed-over": "pay.hand-over",
    "paid": "pay.pay",
}
"""Step → what a role needs the right to."""


@attrs.frozen
class Paying:
    """Takes pay sheets through their steps, under the name of the recorder's actor."""

    recorder: Recorder

    def prepare(
        self, month: Period, scheme: str, allowance: RulebookText | None = None
    ) -> tuple[PayEvent, ...] | Refused:
        """Fill in a month's sheet, with what earlier paid months owe as adjustments.

        Args:
            scheme: The outcome that says what the month's assessment pays; empty where the rulebook has only one.
            allowance: The rulebook of the seniority allowance; it is kept in the register like one adopted.

        Raises:
            UnknownReference: When there is no such outcome, or several and none is named.
        """

        def once() -> tuple[PayEvent, ...] | Refused:
            reader = self.recorder.reader()
            register = reader.register
            batches: list[Batch] = []
            if allowance is not None:
                texts = school_register.decide(register, RegisterRulebook(rulebook=allowance))
                batches.append(Batch(stream=streams.REGISTER, after=register.version, events=texts))
            digest = "" if allowance is None else allowance.digest
            wanted = self.recorder.allowed(reader, "pay.prepare") or filled_in(
                reader, month, scheme, digest, allowance
            )
            if isinstance(wanted, Refused):
                return wanted
            sheet = sheet_of(reader, month.name)
            unpaid = [one.sheet.period for one in sheets(reader) if one.sheet and one.state != "paid"]
            decided = paysheet.prepare(sheet, wanted, [one for one in unpaid if one != month.name])
            if isinstance(decided, Refused):
                return decided
            if decided:
                batches.append(Batch(stream=sheet.stream, after=sheet.version, events=decided))
                self.recorder.append(batches)
            return decided

        return retry_on_conflict(once)

    def take(self, month: str, step: Step, note: str) -> tuple[PayEvent, ...] | Refused:
        """Take a month's sheet one step on, or send it back."""

        def once() -> tuple[PayEvent, ...] | Refused:
            reader = self.recorder.reader()
            sheet = sheet_of(reader, month)
            decided = self.recorder.allowed(reader, RIGHTS[step]) or paysheet.take_step(
                sheet, month, step, self.recorder.actor, note, reader.today
            )
            if not isinstance(decided, Refused) and decided:
                self.recorder.append([Batch(stream=sheet.stream, after=sheet.version, events=decided)])
            return decided

        return retry_on_conflict(once)
