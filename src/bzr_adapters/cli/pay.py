"""`bzr pay`: a month's pay sheet, and its steps from preparation to payment."""

import sys
from pathlib import Path

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call, in_zone
from bzr_adapters.cli.frame import AS_OF, JSON, command
from bzr_adapters.cli.moments import month_named
from bzr_adapters.cli.month import school_name
from bzr_adapters.cli.pay_options import (
    ALLOWANCE,
    MONTH,
    NOTE,
    OUTPUT,
    SCHEME,
    STEP,
    STEPS,
    check_same,
    check_step,
    output_path,
)
from bzr_adapters.documents.pay import pay_csv, pay_document, pay_workbook
from bzr_adapters.documents.sentences import event_words
from bzr_adapters.intake.rulebook_files import common_kinds, rulebook_text
from bzr_adapters.reports.pay import pay_lines
from bzr_domain.application.load_pay_sheets import load_pay_sheet
from bzr_domain.application.prepare_pay import fill_in_pay_sheet, prepare_pay_sheet, take_pay_step
from bzr_domain.application.show_pay_sheet import report_pay_sheet
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.pay.events import PayPrepared
from bzr_domain.register.roster import RulebookText
from bzr_domain.rulebook.parse_rulebook import parse_rulebook


@command(
    "pay",
    Message("绩效表:填写、审核、审批、发放", "the pay sheet: prepare, review, approve, pay"),
    MONTH,
    STEP,
    SCHEME,
    ALLOWANCE,
    NOTE,
    OUTPUT,
    JSON,
    AS_OF,
    examples=(
        "bzr pay 2024-09 --scheme scheme-1",
        "bzr pay 2024-09 prepare --scheme scheme-1 --allowance seniority-and-duty",
        "bzr pay 2024-09 approve --by 校长",
        "bzr pay 2024-09 --output 九月.xlsx",
    ),
)
def pay_command(
    call: Call,
    month: str,
    step: str | None,
    scheme: str,
    allowance: str | None,
    note: str,
    output: str | None,
    as_json: bool,
    as_of: str | None,
) -> int:
    """Show a pay sheet, or take one of its steps."""
    cell, path = month_named(month), output_path(output)
    check_step(step, scheme, allowance, note, as_of)
    extra = None if allowance is None else _registered(allowance)
    if step is not None:
        recorder = call.recorder()
        done = (
            prepare_pay_sheet(recorder, cell, scheme, extra)
            if step == "prepare"
            else take_pay_step(recorder, cell.name, STEPS[step], note)
        )
        if isinstance(done, Refused):
            failure.refused(call.ink_for(sys.stderr), done)
            return NO
        if not done and path is None and not as_json:
            call.tell(Message("早已如此,没有变化", "so already: nothing changed"))
            return DONE
    reader = call.reader(as_of)
    digest = None if extra is None else extra.digest
    sheet = load_pay_sheet(reader, cell.name)
    if sheet.content is not None:
        check_same(sheet.content, scheme, digest)
    content = sheet.content or fill_in_pay_sheet(reader, cell, scheme, digest or "", extra)
    if isinstance(content, Refused):
        failure.refused(call.ink_for(sys.stderr), content)
        return NO
    if path is not None:
        _write(call, content, path)
    report = report_pay_sheet(reader, cell, sheet, content)
    told = event_words(reader, report.events, call.lang)
    if as_json:
        call.document(pay_document(report, in_zone(reader), told))
    else:
        names = {one.id: one.name for one in reader.register.classes.values()}
        call.show(pay_lines(school_name(reader), report, names, told))
        words = reader.vocabulary(None, cell.last).notes
        call.show(f"  {note.title}({note.cite})" for note in words if note.says == "approval")
    return DONE


def _registered(name: str) -> RulebookText:
    text, kinds = rulebook_text(name, Path()), common_kinds()
    return RulebookText(digest=parse_rulebook(text, kinds).digest, text=text, kinds=kinds)


def _write(call: Call, content: PayPrepared, path: Path) -> None:
    if path.suffix.lower() == ".csv":
        path.write_text(pay_csv(content, call.lang), encoding="utf-8-sig")
    else:
        pay_workbook(content, call.lang, path)


COMMANDS = {"pay": pay_command}
