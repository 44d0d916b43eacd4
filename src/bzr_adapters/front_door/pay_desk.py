"""The desk of a month's pay sheet (绩效表的经办): it holds the actor and the month, no state; each step returns the new sheet."""

from bzr_adapters.front_door.arguments import read_text
from bzr_adapters.front_door.commands import Commanding
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.results import PaySheet
from bzr_adapters.front_door.rulebooks import Book
from bzr_domain.application.prepare_pay import prepare_pay_sheet, take_pay_step
from bzr_domain.kernel.messages import Lang
from bzr_domain.kernel.periods import Period
from bzr_domain.pay.events import Step


class PayDesk:
    """The steps of a month's pay sheet: prepared, reviewed, approved, handed over, paid; a paid sheet is sent back by nobody."""

    def __init__(self, actor: Commanding, month: Period) -> None:
        """Stand on an actor and a month."""
        self._actor = actor
        self._month = month

    @property
    def lang(self) -> Lang:
        """The language of its texts."""
        return self._actor.lang

    @raises_ours
    def prepare(
        self,
        scheme: str = "",
        *,
        allowance: Book | None = None,
        accept_meaning: str | None = None,
        command: str | None = None,
    ) -> PaySheet:
        """Fill the sheet in, with what paid months owe as adjustments.

        What newer software computes otherwise is not paid, and of paid months neither paid nor taken back, until accepted.

        Args:
            scheme: The outcomes that say what the assessment pays; not needed where the rulebook has only one.
            allowance: The rulebook of the seniority allowance; by its id alone, the version that the school has already.
            accept_meaning: Why figures are accepted that newer software gives (another `scoring_meaning`); it is kept.
        """
        why = None if accept_meaning is None else read_text("accept_meaning", accept_meaning)
        name, month = read_text("scheme", scheme), self._month
        text = None if allowance is None else self._actor.read_allowance(allowance)
        request = ["pay", month.name, "prepare", name, "" if text is None else text.digest]
        request += [] if why is None else [why]
        return self._actor.take_pay_step(
            month, request, command, lambda writer: prepare_pay_sheet(writer, month, name, text, why)
        )

    @raises_ours
    def review(self, *, note: str = "", command: str | None = None) -> PaySheet:
        """Review the sheet (审核)."""
        return self._take_step("reviewed", note, command)

    @raises_ours
    def approve(self, *, note: str = "", command: str | None = None) -> PaySheet:
        """Approve the sheet (审批)."""
        return self._take_step("approved", note, command)

    @raises_ours
    def hand_over(self, *, note: str = "", command: str | None = None) -> PaySheet:
        """Hand the sheet over to finance (交财务)."""
        return self._take_step("handed-over", note, command)

    @raises_ours
    def mark_paid(self, *, note: str = "", command: str | None = None) -> PaySheet:
        """Note that the sheet was paid (发放)."""
        return self._take_step("paid", note, command)

    @raises_ours
    def send_back(self, *, reason: str, command: str | None = None) -> PaySheet:
        """Send the sheet back (退回), with the reason."""
        return self._take_step("returned", reason, command)

    def _take_step(self, step: Step, note: str, command: str | None) -> PaySheet:
        text, month = read_text("note", note), self._month
        request = ["pay", month.name, step, text]
        return self._actor.take_pay_step(
            month, request, command, lambda writer: take_pay_step(writer, month.name, step, text)
        )
