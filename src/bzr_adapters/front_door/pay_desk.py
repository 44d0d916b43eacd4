"""The desk of a month's pay sheet (绩效表的经办): it holds the actor and the month, no state; each step returns the new sheet."""

from bzr_adapters.front_door.arguments import read_text
from bzr_adapters.front_door.commands import Commanding
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.results import PaySheet
from bzr_adapters.front_door.rulebooks import Book
from bzr_domain.application.prepare_pay import NO_REASONS, HandOverReasons, prepare_pay_sheet, take_pay_step
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
        before_final: str | None = None,
        nothing_recorded: str | None = None,
        command: str | None = None,
    ) -> PaySheet:
        """Fill the sheet in, with what paid months owe as adjustments.

        What newer software computes otherwise is not paid, and of paid months neither paid nor taken back, until accepted.

        Args:
            scheme: The outcomes that say what the assessment pays; not needed where the rulebook has only one.
            allowance: The rulebook of the seniority allowance; by its id alone, the version that the school has already.
            accept_meaning: Why figures are accepted that newer software gives (another `scoring_meaning`); it is kept.
            before_final: Why it may be handed over while a notice runs, an appeal is open or something waits; it is kept.
            nothing_recorded: Why it may be handed over although nothing was recorded; it is kept.
        """
        why = None if accept_meaning is None else read_text("accept_meaning", accept_meaning)
        name, month = read_text("scheme", scheme), self._month
        text = None if allowance is None else self._actor.read_allowance(allowance)
        request = ["pay", month.name, "prepare", name, "" if text is None else text.digest]
        request += [] if why is None else [why]
        reasons = _read_reasons(before_final, nothing_recorded)
        request += _list_given(reasons)
        return self._actor.take_pay_step(
            month, request, command, lambda writer: prepare_pay_sheet(writer, month, name, text, why, reasons)
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
    def hand_over(
        self,
        *,
        note: str = "",
        before_final: str | None = None,
        nothing_recorded: str | None = None,
        command: str | None = None,
    ) -> PaySheet:
        """Hand the sheet over to finance (交财务).

        Args:
            note: What is noted with it.
            before_final: Why, while a notice runs, an appeal is open or something waits; it is kept.
            nothing_recorded: Why, although nothing was recorded; it is kept.

        Raises:
            Refused: Where it takes such a reason and none is given.
        """
        return self._take_step("handed-over", note, command, _read_reasons(before_final, nothing_recorded))

    @raises_ours
    def mark_paid(self, *, note: str = "", command: str | None = None) -> PaySheet:
        """Note that the sheet was paid (发放)."""
        return self._take_step("paid", note, command)

    @raises_ours
    def send_back(self, *, reason: str, command: str | None = None) -> PaySheet:
        """Send the sheet back (退回), with the reason."""
        return self._take_step("returned", reason, command)

    def _take_step(self, step: Step, note: str, command: str | None, reasons: HandOverReasons = NO_REASONS) -> PaySheet:
        text, month = read_text("note", note), self._month
        request = ["pay", month.name, step, text, *_list_given(reasons)]
        return self._actor.take_pay_step(
            month, request, command, lambda writer: take_pay_step(writer, month.name, step, text, reasons)
        )


def _read_reasons(before_final: str | None, nothing_recorded: str | None) -> HandOverReasons:
    reasons = {"before_final": before_final, "nothing_recorded": nothing_recorded}
    return HandOverReasons(**{name: "" if why is None else read_text(name, why) for name, why in reasons.items()})


def _list_given(reasons: HandOverReasons) -> list[str]:
    """Return the reasons as they stand in a request: nothing where none is given."""
    return [] if reasons == NO_REASONS else [reasons.before_final, reasons.nothing_recorded]
