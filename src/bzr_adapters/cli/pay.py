"""`bzr pay`: a month's pay sheet, and its steps from preparation to payment."""

import sys
from pathlib import Path

import click

from bzr_adapters.cli import failure
from bzr_adapters.cli.call import DONE, NO, Call, in_zone
from bzr_adapters.cli.frame import AS_OF, JSON, Argument, Option, command
from bzr_adapters.cli.moments import WrongCall, month_named
from bzr_adapters.cli.month import school_name
from bzr_adapters.reports.pay import pay_csv, pay_document, pay_lines, pay_workbook
from bzr_adapters.rulebooks import book, common_kinds, rulebook_text
from bzr_adapters.service.paying import Paying, filled_in, sheet_of
from bzr_domain.errors import Message, Refused
from bzr_domain.events import RulebookRegistered
from bzr_domain.pay_events import PayPrepared, Step

MONTH = Argument("month", label=Message("月份", "MONTH"), about=Message("如 2024-09", "such as 2024-09"))
STEPS: dict[str, Step] = {
    "return": "returned",
    "review": "reviewed",
    "approve": "approved",
    "hand-over": "handed-over",
    "pay": "paid",
}
STEP = Argument(
    "step",
    label=Message("步骤", "STEP"),
    about=Message(
        "prepare 填表、review 审核、approve 审批、hand-over 交财务、pay 发放、return 退回;不写为只看",
        "prepare, review, approve, hand-over, pay or return; shows the sheet when left out",
    ),
    type=click.Choice(["prepare", *STEPS]),
    required=False,
)
SCHEME = Option(
    "--scheme",
    about=Message(
        "哪一种方案,如 scheme-1;只有一种时可不写",
        "which scheme, such as scheme-1; not needed where there is one",
    ),
    value=Message("方案", "SCHEME"),
    default="",
)
ALLOWANCE = Option(
    "--allowance",
    about=Message(
        "班主任龄奖励按哪份规则,如 seniority-and-duty",
        "the rulebook of the seniority allowance, such as seniority-and-duty",
    ),
    value=Message("规则", "RULEBOOK"),
)
NOTE = Option(
    "--note",
    about=Message("说明;退回必须写", "a note; a return needs one"),
    value=Message("说明", "NOTE"),
    default="",
)
OUTPUT = Option(
    "--output",
    about=Message(
        "给财务的表,写到这个 .xlsx 或 .csv 文件", "write the rows for finance to this .xlsx or .csv file"
    ),
    value=Message("文件", "FILE"),
)


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
    cell = month_named(month)
    extra = None if allowance is None else _registered(allowance)
    if step is not None:
        paying = Paying(call.recorder())
        done = (
            paying.prepare(cell, scheme, extra)
            if step == "prepare"
            else paying.take(cell.name, STEPS[step], note)
        )
        if isinstance(done, Refused):
            failure.refused(call.ink_for(sys.stderr), done)
            return NO
        if not done:
            call.tell(Message("早已如此,没有变化", "so already: nothing changed"))
            return DONE
    reader = call.reader(as_of)
    sheet = sheet_of(reader, cell.name)
    wanted = sheet.sheet or filled_in(reader, cell, scheme, "" if extra is None else extra.digest, extra)
    if isinstance(wanted, Refused):
        failure.refused(call.ink_for(sys.stderr), wanted)
        return NO
    if output is not None:
        _write(call, wanted, Path(output))
    if as_json:
        call.document(pay_document(wanted, sheet, in_zone(reader)))
    else:
        call.show(pay_lines(school_name(reader), wanted, sheet, call.lang))
        words = reader.vocabulary(None, cell.last).notes
        call.show(f"  {note.title}({note.cite})" for note in words if note.says == "approval")
    return DONE


def _registered(name: str) -> RulebookRegistered:
    text, kinds = rulebook_text(name, Path()), common_kinds()
    return RulebookRegistered(digest=book(text, kinds).digest, text=text, kinds=kinds)


def _write(call: Call, wanted: PayPrepared, path: Path) -> None:
    if path.suffix == ".csv":
        path.write_text(pay_csv(wanted, call.lang), encoding="utf-8-sig")
    elif path.suffix == ".xlsx":
        pay_workbook(wanted, call.lang, path)
    else:
        raise WrongCall(Message("文件名以 .xlsx 或 .csv 结尾", "the file's name ends in .xlsx or .csv"))


COMMANDS = {"pay": pay_command}
