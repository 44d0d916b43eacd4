"""Prepare, check and pay a month's sheet (绩效表): load → decide → append."""

import attrs

from bzr_domain.application.list_used_numbers import list_used_numbers
from bzr_domain.application.load_results import list_batches
from bzr_domain.application.newer_meaning import find_pay_moved_by_meaning, find_results_moved_by_meaning
from bzr_domain.application.ports import Batch
from bzr_domain.application.school_reader import SchoolReader, parse_rulebooks
from bzr_domain.application.writer import Writer, retry_on_conflict
from bzr_domain.kernel import streams
from bzr_domain.kernel.messages import Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.replay import replay
from bzr_domain.pay.events import PayEvent, PayPrepared, PayStepTaken, Step
from bzr_domain.pay.hand_over import UsedNumber
from bzr_domain.pay.pay_sheet import (
    PaySheet,
    PreparePaySheet,
    TakePayStep,
    decide,
    evolve,
    find_month,
    initial,
    list_classes,
    list_paid_sheets,
)
from bzr_domain.pay.payroll import check_meaning, fill_in_sheet
from bzr_domain.pay.seniority_allowance import check_allowance
from bzr_domain.register import school_register
from bzr_domain.register.commands import RegisterRulebook
from bzr_domain.register.roster import RulebookText

RIGHTS: dict[Step, str] = {
    "returned": "pay.return",
    "reviewed": "pay.review",
    "approved": "pay.approve",
    "handed-over": "pay.hand-over",
    "paid": "pay.pay",
}
"""Step → what a role needs the right to."""


@attrs.frozen(kw_only=True)
class HandOverReasons:
    """Why a sheet is handed over although something is open (先交的理由); empty where nobody said so.

    Attributes:
        before_final: Although a notice runs, an appeal is open or something waits.
        nothing_recorded: Although nothing was recorded.
    """

    before_final: str = ""
    nothing_recorded: str = ""


NO_REASONS = HandOverReasons()


def load_pay_sheet(reader: SchoolReader, month: str) -> PaySheet:
    """Return a month's sheet as known then."""
    stream = streams.of_pay(month, reader.purpose)
    return replay(evolve, initial(stream), reader.read_events(stream))


def load_pay_sheets(reader: SchoolReader) -> list[PaySheet]:
    """Return every sheet that was begun for the reader's purpose, in the order of the months."""
    begun = map(streams.read_pay, reader.store.streams(streams.PAY))
    sheets = (load_pay_sheet(reader, month) for month, purpose in begun if purpose == reader.purpose)
    return [sheet for sheet in sheets if sheet.state != "none"]


def fill_in_pay_sheet(
    reader: SchoolReader,
    month: Period,
    scheme: str,
    allowance: str,
    new: RulebookText | None = None,
    accept_meaning: str = "",
) -> PayPrepared | Refused:
    """Return what a month's sheet says as known then; nothing is written.

    Args:
        scheme: The outcomes that say what the assessment pays, by name; a rulebook that has only one needs no name.
        allowance: The digest of the rulebook of the seniority allowance; empty where there is none.
        new: That rulebook, where the register does not hold it yet.
        accept_meaning: Why figures are accepted that newer software gives; empty where they are not.

    Raises:
        UnknownReference: When there is no such scheme, or several and none is named; or no such allowance.
    """
    texts = reader.register.rulebooks
    books = parse_rulebooks(texts if new is None else {**texts, new.digest: new})
    if allowance in books:
        check_allowance(books[allowance])
    paid_sheets = list_paid_sheets(load_pay_sheets(reader))
    newer = find_pay_moved_by_meaning(reader, paid_sheets, books)
    paid = [sheet.event for sheet in paid_sheets]
    months = [month, *(find_month(sheet) for sheet in paid)]
    digests = (allowance, *(sheet.allowance for sheet in paid))
    histories = reader.load_histories(
        [(class_id, paid_month) for paid_month in months for class_id in reader.register.classes],
        [books[digest] for digest in digests if digest in books],
    )
    school = reader.load_school_from(histories)
    content = fill_in_sheet(school, month, scheme, allowance, paid, books, newer=newer, accept_meaning=accept_meaning)
    return content if isinstance(content, Refused) else attrs.evolve(content, purpose=reader.purpose)


@retry_on_conflict
def prepare_pay_sheet(
    writer: Writer,
    month: Period,
    scheme: str,
    allowance: RulebookText | None = None,
    accept_meaning: str | None = None,
    reasons: HandOverReasons = NO_REASONS,
) -> tuple[PayEvent, ...] | Refused:
    """Fill in a month's sheet, with what paid months owe as adjustments.

    What newer software computes otherwise of a published month is not paid, and of paid months waits, until accepted.

    Args:
        scheme: The outcome that says what the month's assessment pays; empty where the rulebook has only one.
        allowance: The rulebook of the seniority allowance; it is kept in the register like one adopted.
        accept_meaning: Why figures are accepted that newer software gives; None where they are not.
        reasons: Why it may be handed over all the same.

    Raises:
        UnknownReference: When there is no such outcome, or several and none is named.
    """
    reader = writer.reader()
    digest = "" if allowance is None else allowance.digest
    content = writer.check_right(reader, "pay.prepare") or fill_in_pay_sheet(
        reader, month, scheme, digest, allowance, accept_meaning or ""
    )
    refused = content if isinstance(content, Refused) else _check_meaning(reader, month, content, accept_meaning)
    if refused is not None:
        return refused
    assert isinstance(content, PayPrepared)
    content = attrs.evolve(content, **attrs.asdict(reasons))
    begun = [sheet.content for sheet in load_pay_sheets(reader) if sheet.state != "paid"]
    unpaid = tuple(other.period for other in begun if other is not None and other.period != month.name)
    sheet = load_pay_sheet(reader, month.name)
    decided = decide(sheet, PreparePaySheet(content=content, unpaid=unpaid))
    batches = list_batches(sheet, decided)
    if batches and allowance is not None:
        register = reader.register
        events = school_register.decide(register, RegisterRulebook(rulebook=allowance))
        batches.insert(0, Batch(stream=streams.REGISTER, after=register.version, events=events))
    if not isinstance(decided, Refused):
        writer.append(batches)
    return decided


def _check_meaning(
    reader: SchoolReader, month: Period, content: PayPrepared, accept_meaning: str | None
) -> Refused | None:
    """Refuse to pay what newer software computes otherwise than was published, unless that is accepted for a reason."""
    moved = [result.class_id for result in find_results_moved_by_meaning(reader, month, list_classes(content))]
    return check_meaning(content, moved, accept_meaning)


@retry_on_conflict
def take_pay_step(
    writer: Writer, month: str, step: Step, note: str, reasons: HandOverReasons = NO_REASONS
) -> tuple[PayEvent, ...] | Refused:
    """Take a month's sheet one step on, or send it back.

    Args:
        reasons: Why it is handed over all the same.
    """
    reader = writer.reader()
    sheet = load_pay_sheet(reader, month)
    event = PayStepTaken(period=month, step=step, note=note, on=reader.today, purpose=reader.purpose)
    event = attrs.evolve(event, **attrs.asdict(reasons))
    numbers: tuple[UsedNumber, ...] = ()
    if step == "handed-over" and sheet.content is not None:
        numbers = list_used_numbers(reader, sheet.content, list_paid_sheets(load_pay_sheets(reader)))
    command = TakePayStep(event=event, actor=writer.actor, numbers=numbers)
    decided = writer.check_right(reader, RIGHTS[step]) or decide(sheet, command)
    if not isinstance(decided, Refused):
        writer.append(list_batches(sheet, decided))
    return decided
