"""A month's pay sheet as the front door gives it (绩效表); imported where it is asked for, so that months start sooner."""

from collections.abc import Mapping
from functools import partial
from typing import cast

from bzr_adapters.documents.pay import PayTold, pay_document
from bzr_adapters.documents.sentences import event_words
from bzr_adapters.front_door.arguments import WrongArgument
from bzr_adapters.front_door.errors import build_refused
from bzr_adapters.front_door.results import PayLine, PaySheet
from bzr_adapters.front_door.values import Head
from bzr_domain.application.prepare_pay import fill_in_pay_sheet, load_pay_sheet
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.application.show_pay_sheet import report_pay_sheet
from bzr_domain.kernel import messages as kernel
from bzr_domain.kernel.messages import Lang
from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import ZERO
from bzr_domain.pay.events import PayLine as DomainPayLine
from bzr_domain.pay.events import PayPrepared
from bzr_domain.pay.pay_sheet import SheetState
from bzr_domain.pay.schemes import is_named, split_names
from bzr_domain.register.people import People
from bzr_domain.register.roster import RulebookText


def publish_pay_sheet(
    reader: SchoolReader,
    head: Head,
    month: Period,
    scheme: str = "",
    allowance: RulebookText | None = None,
    command: str = "",
) -> PaySheet:
    """Return a month's sheet as it is or would be; `command` is the one that may have changed it."""
    sheet = load_pay_sheet(reader, month.name)
    digest = "" if allowance is None else allowance.digest
    if sheet.content is not None:
        _check_same_sheet(sheet.content, scheme, digest)
    content = sheet.content or fill_in_pay_sheet(reader, month, scheme, digest, allowance)
    if isinstance(content, kernel.Refused):
        raise build_refused(content, cast("Lang", head["lang"]))
    report = report_pay_sheet(reader, month, sheet, content)
    words = event_words(reader, report.events, cast("Lang", head["lang"]))
    notes = reader.vocabulary(None, month.last).notes
    told = PayTold(
        school=reader.school_name,
        report=report,
        words=words,
        classes=reader.class_names_in(month),
        signers=_list_signers(reader.register.people),
        approvals=tuple(f"{note.title}({note.cite})" for note in notes if note.says == "approval"),
    )
    return PaySheet(
        **head,
        source=told,
        period=content.period,
        scheme=content.scheme,
        state=sheet.state,
        lines=tuple(_publish_line(line) for line in content.lines),
        changed=any(step.command == command for step in sheet.steps),
        build_document=partial(pay_document, report, reader.local_as_of, words),
    )


_STEPS: Mapping[SheetState, str] = {
    "prepared": "pay.prepare",
    "reviewed": "pay.review",
    "approved": "pay.approve",
    "handed-over": "pay.hand-over",
    "paid": "pay.pay",
}
"""State → the right to bring a sheet into it."""


def _list_signers(people: People) -> dict[SheetState, tuple[str, ...]]:
    rights = {state: people.right_for(step) for state, step in _STEPS.items()}
    return {state: right.roles for state, right in rights.items() if right is not None}


def _check_same_sheet(content: PayPrepared, scheme: str, allowance: str) -> None:
    """Check that a sheet was filled in by the scheme and the allowance that are named.

    Args:
        allowance: The digest of the rulebook of the allowance; empty where none is named.

    Raises:
        WrongArgument: When it was filled in by another scheme or allowance.
    """
    by, schemes = content.scheme or "—", split_names(content.scheme)
    if not all(any(is_named(name, known) for known in schemes) for name in split_names(scheme)):
        raise WrongArgument.of(
            f"{content.period}的绩效表是按方案 {by} 填的;要换方案,先退回再填",
            f"the sheet of {content.period} was prepared by {by}; to change the scheme, return it and prepare it again",
        )
    if allowance not in ("", content.allowance):
        raise WrongArgument.of(
            f"{content.period}的绩效表不是按这份 --allowance 填的;要换,先退回再填",
            f"the sheet of {content.period} was prepared by another --allowance; to change it, return it and prepare it again",
        )


def _publish_line(line: DomainPayLine) -> PayLine:
    return PayLine(
        teacher=line.teacher,
        name=line.name,
        base=line.base,
        assessment=line.assessment,
        seniority=line.seniority,
        adjustments=sum((adjustment.amount for adjustment in line.adjustments), ZERO),
        payable=line.payable,
    )
