"""`bzr pay`: a month's pay sheet, and its steps from preparation to payment."""

from pathlib import Path

import click

from bzr_adapters.cli.arguments import AS_OF, FOR, JSON, MONTH
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.cli.read_periods import read_month
from bzr_adapters.documents.output import write_whole
from bzr_adapters.documents.pay import pay_document
from bzr_adapters.documents.pay_spreadsheet import pay_rows
from bzr_adapters.documents.sentences import event_words
from bzr_adapters.documents.spreadsheet import build_csv, build_workbook
from bzr_adapters.intake.rulebook_files import load_registered_text
from bzr_adapters.reports.pay import pay_lines
from bzr_domain.application.prepare_pay import (
    fill_in_pay_sheet,
    load_pay_sheet,
    prepare_pay_sheet,
    take_pay_step,
)
from bzr_domain.application.show_pay_sheet import report_pay_sheet
from bzr_domain.kernel.messages import Message, Refused
from bzr_domain.kernel.periods import Period
from bzr_domain.pay.events import PayEvent, PayPrepared, Step
from bzr_domain.pay.schemes import is_named, split_names
from bzr_domain.register.roster import RulebookText

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
        "哪一种方案,如 scheme-1;几份规则各有几种的,用逗号分开,同名的前面写规则编号,如 own:scheme-1;只有一种的不必写",
        "which scheme, such as scheme-1; of several rulebooks set apart by commas, with the rulebook before it where "
        "names are alike, such as own:scheme-1; not needed where there is one",
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
    about=Message("给财务的表,写到这个 .xlsx 或 .csv 文件", "write the rows for finance to this .xlsx or .csv file"),
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
    FOR,
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
    period, path = read_month(month), _read_output_path(output)
    _check_options(step, scheme, allowance, note, as_of)
    book = None if allowance is None else load_registered_text(allowance, Path())
    if step is not None:
        events = _take_step(call, step, period, scheme, book, note)
        if isinstance(events, Refused):
            return call.refuse(events)
        if not events and path is None and not as_json:
            call.show_message(Message("早已如此,没有变化", "so already: nothing changed"))
            return DONE
    reader = call.open_reader(as_of)
    digest = None if book is None else book.digest
    sheet = load_pay_sheet(reader, period.name)
    if sheet.content is not None:
        _check_same_sheet(sheet.content, scheme, digest)
    content = sheet.content or fill_in_pay_sheet(reader, period, scheme, digest or "", book)
    if isinstance(content, Refused):
        return call.refuse(content)
    if path is not None:
        _write_sheet(call, content, path)
    report = report_pay_sheet(reader, period, sheet, content)
    words = event_words(reader, report.events, call.lang)
    if as_json:
        call.show_document(pay_document(report, reader.local_as_of, words))
        return DONE
    call.show_lines(pay_lines(reader.school_name, report, reader.class_names_in(period), words))
    notes = reader.vocabulary(None, period.last).notes
    call.show_lines(f"  {note.title}({note.cite})" for note in notes if note.says == "approval")
    return DONE


def _take_step(
    call: Call, step: str, month: Period, scheme: str, book: RulebookText | None, note: str
) -> tuple[PayEvent, ...] | Refused:
    writer = call.open_writer()
    if step == "prepare":
        return prepare_pay_sheet(writer, month, scheme, book)
    return take_pay_step(writer, month.name, STEPS[step], note)


def _write_sheet(call: Call, content: PayPrepared, path: Path) -> None:
    """Write the rows for finance as the file's ending asks for."""
    rows = pay_rows(content, call.lang)
    is_csv = path.suffix.lower() == ".csv"
    write_whole(path, build_csv(rows).encode("utf-8-sig") if is_csv else build_workbook(content.period, rows))


def _check_options(step: str | None, scheme: str, allowance: str | None, note: str, as_of: str | None) -> None:
    """Check that the options go with the step: each is used, and no step is taken in the past.

    Raises:
        WrongCall: When one of them does not.
    """
    if step is not None and as_of is not None:
        raise WrongCall.of("--as-of 只用来看,不能和步骤一起写", "--as-of is for looking only: leave it out with a step")
    if (scheme or allowance is not None) and step in STEPS:
        raise WrongCall.of(
            f"{step} 不用 --scheme 和 --allowance:它们在填表(prepare)时写",
            f"{step} takes no --scheme and no --allowance: they are said when the sheet is prepared",
        )
    if note and step not in STEPS:
        raise WrongCall.of(
            "--note 随审核、审批、交财务、发放、退回保存;填表和只看不用",
            "--note is kept with a review, an approval, a hand-over, a payment or a return, and with nothing else",
        )


def _check_same_sheet(content: PayPrepared, scheme: str, allowance: str | None) -> None:
    """Check that a sheet was filled in by the scheme and the allowance that the options name.

    Args:
        allowance: The digest of the rulebook that `--allowance` names; None without that option.

    Raises:
        WrongCall: When it was filled in by another scheme or allowance.
    """
    by, schemes = content.scheme or "—", split_names(content.scheme)
    if not all(any(is_named(name, known) for known in schemes) for name in split_names(scheme)):
        raise WrongCall.of(
            f"{content.period}的绩效表是按方案 {by} 填的;要换方案,先退回再填",
            f"the sheet of {content.period} was prepared by {by}; to change the scheme, return it and prepare it again",
        )
    if allowance not in (None, content.allowance):
        raise WrongCall.of(
            f"{content.period}的绩效表不是按这份 --allowance 填的;要换,先退回再填",
            f"the sheet of {content.period} was prepared by another --allowance; to change it, return it and prepare it again",
        )


def _read_output_path(output: str | None) -> Path | None:
    """Return the file for finance; None without `--output`.

    Raises:
        WrongCall: When its name has another ending, or its folder is not there.
    """
    if output is None:
        return None
    path = Path(output)
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise WrongCall.of("文件名以 .xlsx 或 .csv 结尾", "the file's name ends in .xlsx or .csv")
    if not path.parent.is_dir():
        raise WrongCall.of(f"没有文件夹“{path.parent}”", f"there is no folder {str(path.parent)!r}")
    return path


COMMANDS = {"pay": pay_command}
